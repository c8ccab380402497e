"""What somebody keeps for herself: what she has seen, how she wants her lists, which notices come by mail."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.actions.step import UnknownConcernError, me
from tandem.platform import clock

MOST_VIEWS = 20  # of one worklist


@transaction.atomic
def mark_seen(*, by: Actor, id: UUID) -> None:
    """No dot any more until it changes again."""
    if not models.Concern.objects.filter(pk=id).exists():
        raise UnknownConcernError
    at, mine = clock.now(), me().person
    if not models.Seen.objects.filter(person_id=mine, concern_id=id).update(at=at):
        models.Seen.objects.create(person_id=mine, concern_id=id, at=at)
    audit.record(by=by, action="concern seen", subject=f"concern:{id}", details={})


@transaction.atomic
def save_view(*, by: Actor, worklist: str, name: str, choice: Mapping[str, str]) -> bool:
    """Keep how a list is shown; with `name` '' as what was used last. False when there are too many already."""
    mine = me().person
    rows = models.SavedView.objects.filter(person_id=mine, worklist=worklist)
    if not rows.filter(name=name).update(choice=dict(choice)):
        if rows.count() >= MOST_VIEWS:
            return False
        models.SavedView.objects.create(person_id=mine, worklist=worklist, name=name, choice=dict(choice))
    audit.record(by=by, action="save view", subject="worklist", details={"worklist": worklist})
    return True


@transaction.atomic
def drop_view(*, by: Actor, worklist: str, name: str) -> None:
    models.SavedView.objects.filter(person_id=me().person, worklist=worklist, name=name).delete()
    audit.record(by=by, action="drop view", subject="worklist", details={"worklist": worklist})


@transaction.atomic
def prefer(*, by: Actor, kind: str, way: str) -> None:
    """`way`: AT_ONCE, DIGEST (each working day, the default) or NEVER. In Tandem itself every notice is there."""
    mine = me().person
    if not models.Preference.objects.filter(person_id=mine, kind=kind).update(way=way):
        models.Preference.objects.create(person_id=mine, kind=kind, way=way)
    audit.record(by=by, action="prefer notices", subject="notices", details={"kind": kind, "way": way})


@transaction.atomic
def read_notice(*, by: Actor, notice: UUID) -> None:
    """A notice of a team is read for the whole team."""
    models.Notice.objects.filter(pk=notice, seen=None).update(seen=clock.now())
    audit.record(by=by, action="read notice", subject=f"notice:{notice}", details={})


def views(worklist: str) -> dict[str, dict[str, str]]:
    """The saved views of who acts, by name; '' is what was used last."""
    rows = models.SavedView.objects.filter(person_id=me().person, worklist=worklist)
    return {row.name: row.choice for row in rows.order_by("name")}


def preferences() -> dict[str, str]:
    """Only where it differs from the digest."""
    rows = models.Preference.objects.filter(person_id=me().person)
    return dict(rows.values_list("kind", "way"))

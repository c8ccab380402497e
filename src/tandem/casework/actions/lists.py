"""What somebody keeps for herself: what she has seen, how she wants her lists, which notices come by mail."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.actions.step import UnknownConcernError, me
from tandem.casework.data import Topic
from tandem.casework.notices import mine
from tandem.casework.rules.topics import KINDS
from tandem.platform import clock

MOST_VIEWS = 20  # of one worklist


@transaction.atomic
def mark_seen(*, by: Actor, id: UUID) -> None:
    """No dot any more until it changes again."""
    at, mine = clock.now(), me().person
    if not models.Seen.objects.filter(person_id=mine, concern_id=id).update(at=at):
        if not models.Access.objects.filter(concern_id=id).exists():
            raise UnknownConcernError
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
def prefer(*, by: Actor, ways: Mapping[Topic, str]) -> None:
    """Per topic AT_ONCE, DIGEST (one mail a working day) or NEVER. In Tandem itself every notice is there.

    A topic that is not there: the digest, and at once what is urgent.
    """
    mine = me().person
    usual = [kind for topic in Topic if topic not in ways for kind in KINDS[topic]]
    models.Preference.objects.filter(person_id=mine, kind__in=usual).delete()
    for topic, way in ways.items():
        for kind in KINDS[topic]:
            if not models.Preference.objects.filter(person_id=mine, kind=kind).update(way=way):
                models.Preference.objects.create(person_id=mine, kind=kind, way=way)
    details = {topic.value: way for topic, way in ways.items()}
    audit.record(by=by, action="prefer notices", subject="notices", details=details)


@transaction.atomic
def read_notice(*, by: Actor, notice: UUID) -> bool:
    """A notice of a team is read for the whole team. False when there is no such notice for who acts."""
    if not models.Notice.objects.filter(pk=notice).exists():
        return False
    models.Notice.objects.filter(pk=notice, seen=None).update(seen=clock.now())
    audit.record(by=by, action="read notice", subject=f"notice:{notice}", details={})
    return True


@transaction.atomic
def read_all_notices(*, by: Actor, until: datetime) -> int:
    """All that came until then: not what came while she was looking. How many."""
    rows = models.Notice.objects.filter(principal_id__in=mine(), seen=None, at__lte=until)
    number = rows.update(seen=clock.now())
    audit.record(by=by, action="read notices", subject="notices", details={"notices": number})
    return number


def views(worklist: str) -> dict[str, dict[str, str]]:
    """The saved views of who acts, by name; '' is what was used last."""
    rows = models.SavedView.objects.filter(person_id=me().person, worklist=worklist)
    return {row.name: row.choice for row in rows.order_by("name")}


def preferences() -> dict[Topic, str]:
    """What was chosen, per topic; a topic that is not there was left as it is."""
    rows = dict(models.Preference.objects.filter(person_id=me().person).values_list("kind", "way"))
    return {topic: rows[kinds[0]] for topic, kinds in KINDS.items() if kinds[0] in rows}

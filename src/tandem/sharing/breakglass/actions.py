"""Writes of break-glass. The database decides; the line and the notice stand in the same transaction."""

from uuid import UUID

from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children.rules import is_citizen_number
from tandem.platform import clock, context, sealing
from tandem.platform.terms.definitions import calendar
from tandem.platform.text import sort_key
from tandem.sharing.breakglass import models
from tandem.sharing.breakglass.data import LEAST_REASON, Category, Judgement, Named, NamedChild
from tandem.sharing.breakglass.jobs import tell_who_judges
from tandem.sharing.breakglass.rules import review_due
from tandem.sharing.compartment.scanning import struck
from tandem.sharing.writing import NOBODY


class NotNamedError(ValueError):
    """The child is not named exactly, or the reason is too short; nothing was asked of the database."""


@transaction.atomic
def begin(*, by: Actor, category: Category, reason: str, named: NamedChild) -> UUID:
    """Break the glass; the use, whether or not a child was found (`queries.use` tells). Counts either way.

    Raises NotNamedError, and InsufficientPrivilege (of the database) when who acts may not now.
    """
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise NotNamedError("the reason is too short")
    how, numbers, key = _how(named)
    with connection.cursor() as cursor:
        cursor.execute(
            "select sharing_break_glass_begin(%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                category, reason, how, numbers, key, named.birth_date, named.location,
                review_due(context.current().day or clock.today(), calendar()),
            ],
        )  # fmt: skip
        use = UUID(str(cursor.fetchone()[0]))
    child = models.BreakGlass.objects.filter(pk=use).values_list("child_id", flat=True).first()
    if child and (safe := struck(reason, child)) != reason:
        with connection.cursor() as cursor:
            cursor.execute("select sharing_break_glass_strike(%s, %s)", [use, safe])
    audit.record(
        by=by,
        action="break the glass",
        subject=f"child:{child}" if child else "child:none",
        details={"category": category, "named": how, "found": child is not None, "noodknop": True},
    )
    tell_who_judges.later(use=str(use))
    return use


def _how(named: NamedChild) -> tuple[Named, list[bytes], str]:
    if named.number:
        if not is_citizen_number(named.number):
            raise NotNamedError("not a citizen number")
        return Named.NUMBER, sealing.blind_indexes(named.number.encode(), "children_bsn.number"), ""
    if not (named.given_name and named.family_name and named.birth_date and named.location):
        raise NotNamedError("name, day of birth and school belong together")
    return Named.NAME, [], sort_key(f"{named.family_name} {named.given_name}")


@transaction.atomic
def judge(*, by: Actor, use: UUID, judgement: Judgement, note: str) -> bool:
    """Somebody else says whether it was right. False when there is nothing to judge for who acts."""
    rows = models.BreakGlass.objects.filter(pk=use, judged_at=None)
    child = rows.values_list("child_id", flat=True).first()
    note = struck(note, child) if child else note
    judged = rows.exclude(person_id=context.current().person or NOBODY).update(
        judgement=judgement, judged_by=context.current().person, judged_at=clock.now(), note=note
    )
    if judged:
        audit.record(by=by, action="judge break-glass", subject=f"use:{use}", details={"judgement": judgement})
    return judged > 0

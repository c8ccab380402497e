"""Reads of break-glass: own uses, those to judge, and what it opens. Each read of a child writes its line first."""

from uuid import UUID

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children.data import Kind, Why
from tandem.platform import clock, context
from tandem.sharing.breakglass import models
from tandem.sharing.breakglass.data import Category, Named, Use
from tandem.sharing.compartment.scanning import readable
from tandem.sharing.models import Note
from tandem.sharing.writing import NOBODY

WHY = Why("break-glass", "6(1)(d)")  # the purpose that the log shows as the emergency button of NEN 7513


def own() -> tuple[Use, ...]:
    """What who acts did in this hat, the newest first."""
    rows = models.BreakGlass.objects.filter(membership_id=context.current().hat or NOBODY)
    return tuple(_use(row) for row in rows.order_by("-begun_at"))


def to_judge(*, done: bool = False) -> tuple[Use, ...]:
    """Uses by others that who acts may judge, the oldest first."""
    rows = models.BreakGlass.objects.exclude(person_id=context.current().person or NOBODY).filter(
        judged_at__isnull=not done
    )
    return tuple(_use(row) for row in rows.order_by("begun_at"))


def use(id: UUID) -> Use | None:
    row = models.BreakGlass.objects.filter(pk=id).first()
    return _use(row) if row else None


def open_use(id: UUID) -> Use | None:
    """An own use that still opens a child; None for every other."""
    found = next((one for one in own() if one.id == id), None)
    return found if found and found.is_open(clock.now()) else None


def notes(actor: Actor, *, child: UUID) -> tuple[tuple[Kind, str], ...]:
    """What stands in files about the child, by kind, the newest first. Nothing of it leads to a secret address."""
    found = tuple(
        (Kind(row.kind), readable(row.text, child))
        for row in Note.objects.filter(child_id=child).order_by("-recorded_at")
    )
    if found:
        audit.record_read(
            actor=actor,
            action="read notes",
            purpose=WHY.purpose,
            ground=WHY.ground,
            subjects=[child],
            kinds=sorted({str(kind.name).lower() for kind, _ in found}),
        )
    return found


def _use(row: models.BreakGlass) -> Use:
    return Use(
        id=row.id,
        person=row.person_id,
        function=row.function,
        category=Category(row.category),
        reason=row.reason,
        named=Named(row.named),
        child=row.child_id,
        begun=row.begun_at,
        expires=row.expires_at,
        review_due=row.review_due,
        judgement=row.judgement,
        judged_at=row.judged_at,
        note=row.note,
    )

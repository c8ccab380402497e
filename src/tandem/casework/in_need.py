"""What break-glass shows of the concerns about a child: to read, with the line of the emergency, and no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.data import State, TextPart, Urgency
from tandem.casework.rules.assessment import Answer, Level, View
from tandem.sharing.breakglass.queries import WHY
from tandem.sharing.compartment.queries import is_guarded
from tandem.sharing.compartment.scanning import readable


@dataclass(frozen=True, slots=True)
class Concern:
    """Nothing leads to an address that is secret. `holder`: who has it now; None when that would tell where."""

    raised: datetime | None
    state: State
    urgency: Urgency
    holder: UUID | None
    texts: tuple[tuple[TextPart, str], ...]
    answers: tuple[Answer, ...]
    framework: str


def concerns(actor: Actor, *, child: UUID) -> tuple[Concern, ...]:
    """Those that row security shows because the glass is broken, the newest first. Writes its line before."""
    rows = list(models.Concern.objects.filter(child_id=child).exclude(state=State.DRAFT.value).order_by("-raised"))
    if rows:
        audit.record_read(
            actor=actor, action="read concerns", purpose=WHY.purpose, ground=WHY.ground, subjects=[child],
            kinds=["concern"],
        )  # fmt: skip
    guarded = is_guarded(child=child)
    return tuple(_concern(row, child, guarded) for row in rows)


def _concern(row: models.Concern, child: UUID, guarded: bool) -> Concern:
    return Concern(
        raised=row.raised,
        state=State(row.state),
        urgency=Urgency(row.urgency),
        holder=None if guarded else row.holder_id,
        texts=tuple(_texts(row.pk, child)),
        answers=tuple(_answers(row.pk, child)),
        framework=row.framework,
    )


def _texts(id: UUID, child: UUID) -> Iterator[tuple[TextPart, str]]:
    """What was seen first, then the rest of the form, then what was added, each in order of time."""
    order = {part.value: place for place, part in enumerate(TextPart)}
    rows = models.Text.objects.filter(concern_id=id).order_by("at", "id")
    for text in sorted(rows, key=lambda row: order[row.part]):
        if text.text:
            yield TextPart(text.part), readable(text.text, child)


def _answers(id: UUID, child: UUID) -> Iterator[Answer]:
    for one in models.Answer.objects.filter(concern_id=id).order_by("criterion", "view"):
        yield Answer(one.criterion, View(one.view), Level(one.level), readable(one.reason, child))

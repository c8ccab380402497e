"""Whose turn it is, and why somebody may not: read from the rows, for the actions and for the pages alike."""

from dataclasses import dataclass
from uuid import UUID

from tandem.casework.actions.step import me
from tandem.casework.data import CLOCK_SERVICE
from tandem.decisions import models
from tandem.decisions.data import UNDER_WAY, Acting, Command, Part, Place, Seat, State, Step, StepKind, Where
from tandem.decisions.definitions import forms
from tandem.decisions.rules import approval
from tandem.decisions.rules.approval import Matter, Progress, Why
from tandem.platform import context

ASKED = "ASKED"  # an organisation that was asked for a step: whether it fits was seen then


@dataclass(frozen=True, slots=True)
class Turn:
    """A decision as the rules see it: read once, then asked about each command."""

    row: models.Decision
    matter: Matter
    progress: Progress


def turn_of(row: models.Decision) -> Turn:
    """As it was asked: later changes of a definition change nothing about what runs."""
    steps = list(models.Step.objects.filter(decision_id=row.pk, round=row.round).order_by("number"))
    chain = tuple(
        Step(StepKind(step.kind), Seat(frozenset(step.functions), frozenset({ASKED}), Where.ANY), step.yes_or_no)
        for step in steps
    )
    done = tuple(step.done_by for step in steps if step.done_by is not None and step.number < row.at)
    matter = Matter(chain, row.requester_id, tuple(step.organisation_id for step in steps), _barred(row))
    return Turn(row, matter, Progress(State(row.state), row.at, done))


def _barred(row: models.Decision) -> frozenset[UUID]:
    """Who decided what this looks at again, after an objection."""
    if row.replaces_id is None:
        return frozenset()
    before = models.Decision.objects.filter(pk=row.replaces_id, objected__isnull=False)
    return frozenset(one for one in before.values_list("decided_by", flat=True) if one is not None)


def against(turn: Turn, command: Command) -> Why | None:
    """Why who acts may not do this with it now; None when they may."""
    row, move, now = turn.row, approval.BY_COMMAND[command], context.current()
    if turn.progress.state not in move.sources:
        return Why.STATE
    if Part.TURN in move.by:
        return approval.may_take_turn(turn.matter, turn.progress, command, _acting(turn))
    if Part.CLOCK in move.by:
        return None if now.service == CLOCK_SERVICE else Why.PART
    if Part.REQUESTER in move.by:
        return None if now.hat == row.requester_hat else Why.PART
    last = forms()[row.form].steps[-1].seat
    return None if row.decided_at_id in now.principals and now.function in last.functions else Why.PART


def _acting(turn: Turn) -> Acting:
    """Who acts, at the organisation that was asked when they work there."""
    now, mine, at, asked = context.current(), me(), turn.progress.at, turn.matter.asked
    place = asked[at] if turn.progress.state in UNDER_WAY and at < len(asked) else None
    return Acting(
        mine.person, now.function, Place(place if place in now.principals else mine.organisation, ASKED, frozenset())
    )

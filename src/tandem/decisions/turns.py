"""Whose turn it is, and why somebody may not: read from the rows, for the actions and for the pages alike."""

from tandem.casework.actions.step import me
from tandem.casework.data import CLOCK_SERVICE
from tandem.decisions import models
from tandem.decisions.data import UNDER_WAY, Acting, Command, Part, Place, Seat, State, Step, StepKind, Where
from tandem.decisions.definitions import forms
from tandem.decisions.rules import approval
from tandem.decisions.rules.approval import Matter, Progress, Why
from tandem.platform import context

ASKED = "ASKED"  # an organisation that was asked for a step: whether it fits was seen then


def against(row: models.Decision, progress: Progress, command: Command) -> Why | None:
    """Why who acts may not do this with it now; None when they may."""
    move, now = approval.BY_COMMAND[command], context.current()
    if progress.state not in move.sources:
        return Why.STATE
    if Part.TURN in move.by:
        return approval.may_take_turn(matter_of(row), progress, command, acting(row, progress))
    if Part.CLOCK in move.by:
        return None if now.service == CLOCK_SERVICE else Why.PART
    if Part.REQUESTER in move.by:
        return None if now.hat == row.requester_hat else Why.PART
    last = forms()[row.form].steps[-1].seat
    return None if row.decided_at_id in now.principals and now.function in last.functions else Why.PART


def steps_of(row: models.Decision) -> list[models.Step]:
    """Of the round that runs, in order."""
    return list(models.Step.objects.filter(decision_id=row.pk, round=row.round).order_by("number"))


def progress_of(row: models.Decision) -> Progress:
    done = tuple(step.done_by for step in steps_of(row) if step.done_by is not None and step.number < row.at)
    return Progress(State(row.state), row.at, done)


def matter_of(row: models.Decision) -> Matter:
    """As it was asked: later changes of a definition change nothing about what runs."""
    steps = steps_of(row)
    chain = tuple(
        Step(StepKind(step.kind), Seat(frozenset(step.functions), frozenset({ASKED}), Where.ANY), step.yes_or_no)
        for step in steps
    )
    before = models.Decision.objects.filter(
        pk__in=[row.replaces_id] if row.replaces_id else [], objected__isnull=False
    ).values_list("decided_by", flat=True)
    barred = frozenset(one for one in before if one is not None)
    return Matter(chain, row.requester_id, tuple(step.organisation_id for step in steps), barred)


def acting(row: models.Decision, progress: Progress) -> Acting:
    """Who acts, at the organisation that was asked when they work there."""
    now, steps = context.current(), steps_of(row)
    mine = me()
    asked = steps[progress.at].organisation_id if progress.state in UNDER_WAY and progress.at < len(steps) else None
    place = asked if asked in now.principals else mine.organisation
    return Acting(mine.person, now.function, Place(place, ASKED, frozenset()))

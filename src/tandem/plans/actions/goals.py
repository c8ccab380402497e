"""Goals of a plan: set in the family's own words, worded otherwise, reached, dropped, taken up again."""

from uuid import UUID, uuid4

from django.db import transaction

from tandem.audit.data import Actor
from tandem.plans import models
from tandem.plans.actions.step import CannotError, Change, begin, goal_of, must
from tandem.plans.data import Command, GoalState, State, TextPart, Voice
from tandem.plans.rules.standing import Why
from tandem.platform import clock


@transaction.atomic
def set_goal(*, by: Actor, case: UUID, voice: Voice, words: str, version: int | None = None) -> UUID:
    """A new goal; the first one begins the plan. Raises CannotError WORDS without any, and as `step.begin`."""
    if not words.strip():
        raise CannotError(Why.WORDS)
    change = begin(case, by, version)
    id = place_goal(change, voice, words)
    change.note(Command.SET_GOAL, goal=id)
    return id


def place_goal(change: Change, voice: Voice, words: str, position: int = 0) -> UUID:
    """The goal and its words, without the line."""
    id = uuid4()
    models.Goal.objects.create(
        id=id,
        plan_id=change.row.pk,
        number=change.row.version,
        position=position,
        voice=voice.value,
        author_id=change.me.person,
        organisation_id=change.me.organisation,
        made=clock.now(),
    )
    change.write(TextPart.GOAL, words, goal=id)
    return id


@transaction.atomic
def reword(*, by: Actor, case: UUID, goal: UUID, voice: Voice, words: str, version: int | None = None) -> None:
    """Other words for the same goal; those before stay."""
    if not words.strip():
        raise CannotError(Why.WORDS)
    change = begin(case, by, version)
    row = goal_of(change, goal)
    must(Command.REWORD_GOAL, GoalState(row.state))
    models.Goal.objects.filter(pk=goal).update(voice=voice.value)
    change.write(TextPart.GOAL, words, goal=goal)
    change.note(Command.REWORD_GOAL, goal=goal)


@transaction.atomic
def reach(*, by: Actor, case: UUID, goal: UUID, words: str = "", version: int | None = None) -> None:
    """It worked. Raises CannotError STILL_OPEN when an agreement under it was not settled."""
    _end(by, case, goal, Command.REACH_GOAL, words, version)


@transaction.atomic
def drop(*, by: Actor, case: UUID, goal: UUID, words: str, version: int | None = None) -> None:
    """No longer wanted; with why."""
    _end(by, case, goal, Command.DROP_GOAL, words, version)


@transaction.atomic
def reopen(*, by: Actor, case: UUID, goal: UUID, words: str, version: int | None = None) -> None:
    """Work on it again; with why."""
    _end(by, case, goal, Command.REOPEN_GOAL, words, version)


def _end(by: Actor, case: UUID, goal: UUID, command: Command, words: str, version: int | None) -> None:
    change = begin(case, by, version)
    row = goal_of(change, goal)
    still_open = models.Agreement.objects.filter(goal_id=goal, state=State.OPEN.value).count()
    after = must(command, GoalState(row.state), words=words, still_open=still_open)
    ended = None if after is GoalState.OPEN else clock.now()
    models.Goal.objects.filter(pk=goal).update(state=after.value, settled=ended)
    change.write(TextPart.REASON, words, goal=goal)
    change.note(command, goal=goal)

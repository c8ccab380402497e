"""Agreements of a plan: made, done, not done, made otherwise, taken up again. What was agreed before stays."""

from uuid import UUID, uuid4

from django.db import transaction

from tandem.audit.data import Actor
from tandem.cases import models as cases
from tandem.plans import models
from tandem.plans.actions.step import CannotError, Change, UnknownPlanError, agreement_of, begin, goal_of, must
from tandem.plans.data import Command, GoalState, NewAgreement, State, TextPart
from tandem.plans.rules.standing import Why, against_agreement
from tandem.platform import clock


@transaction.atomic
def agree(*, by: Actor, case: UUID, new: NewAgreement, version: int | None = None) -> UUID:
    """An agreement under a goal, or a safety agreement. Raises CannotError with a code of `rules.standing.Why`."""
    change = begin(case, by, version)
    command = Command.AGREE if new.goal else Command.PROTECT
    must(command, GoalState(goal_of(change, new.goal).state) if new.goal else None)
    id = place_agreement(change, new)
    change.note(command, goal=new.goal, agreement=id)
    return id


@transaction.atomic
def change_it(*, by: Actor, case: UUID, agreement: UUID, new: NewAgreement, version: int | None = None) -> UUID:
    """Another agreement in the place of this one, under the same goal. `new.goal` is not looked at."""
    change = begin(case, by, version)
    row = agreement_of(change, agreement)
    _settle(change, row, Command.CHANGE)
    id = place_agreement(change, _under(row.goal_id, new), follows=agreement)
    change.note(Command.CHANGE, goal=row.goal_id, agreement=id)
    return id


@transaction.atomic
def tick_off(*, by: Actor, case: UUID, agreement: UUID, words: str = "", version: int | None = None) -> None:
    """It was done. `words`: what we saw of it."""
    _to(by, case, agreement, Command.DONE, words, version)


@transaction.atomic
def give_up(*, by: Actor, case: UUID, agreement: UUID, words: str, version: int | None = None) -> None:
    """It was not done; with why."""
    _to(by, case, agreement, Command.NOT_DONE, words, version)


@transaction.atomic
def reopen(*, by: Actor, case: UUID, agreement: UUID, words: str, version: int | None = None) -> None:
    """It is to be done after all; with why. Raises CannotError STATE while the goal above it is ended."""
    _to(by, case, agreement, Command.REOPEN, words, version)


def _to(by: Actor, case: UUID, agreement: UUID, command: Command, words: str, version: int | None) -> None:
    change = begin(case, by, version)
    row = agreement_of(change, agreement)
    if command is Command.REOPEN and row.goal_id and goal_of(change, row.goal_id).state != GoalState.OPEN:
        raise CannotError(Why.STATE)
    _settle(change, row, command, words)
    change.write(TextPart.REASON, words, agreement=agreement)
    change.note(command, goal=row.goal_id, agreement=agreement)


def _settle(change: Change, row: models.Agreement, command: Command, words: str = "") -> None:
    after = must(command, State(row.state), words=words)
    settled = {"settled": clock.now(), "settled_by": change.me.person}
    if after is State.OPEN:
        settled = {"settled": None, "settled_by": None}
    models.Agreement.objects.filter(pk=row.pk).update(state=after.value, **settled)


def _under(goal: UUID | None, new: NewAgreement) -> NewAgreement:
    return NewAgreement(goal, new.text, new.owner, new.due, new.measure, new.when_wrong)


def place_agreement(change: Change, new: NewAgreement, *, follows: UUID | None = None, position: int = 0) -> UUID:
    """The agreement and its words, without the line."""
    why = against_agreement(new, clock.today())
    if why is not None:
        raise CannotError(why)
    owner, id = new.owner, uuid4()
    if owner.participant is not None and not _takes_part(change.row.case_id, owner.participant):
        raise UnknownPlanError
    models.Agreement.objects.create(
        id=id,
        plan_id=change.row.pk,
        goal_id=new.goal,
        number=change.row.version,
        position=position,
        owner_hat=owner.hat,
        owner_participant_id=owner.participant,
        due=new.due,
        follows_id=follows,
        author_id=change.me.person,
        author_hat=change.me.hat,
        organisation_id=change.me.organisation,
        made=clock.now(),
    )
    for part, text in (
        (TextPart.AGREEMENT, new.text),
        (TextPart.MEASURE, new.measure),
        (TextPart.OWNER, owner.words),
        (TextPart.WHEN_WRONG, new.when_wrong),
    ):
        change.write(part, text, agreement=id)
    return id


def _takes_part(case: UUID, participant: UUID) -> bool:
    return cases.Participant.objects.filter(pk=participant, case_id=case, until=None, knows_only=False).exists()

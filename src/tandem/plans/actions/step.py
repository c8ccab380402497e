"""What every write of a plan has in common: the plan locked, the rules asked, a line of what happened, the words."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases import models as cases
from tandem.cases.data import Part
from tandem.cases.data import State as CaseState
from tandem.casework.actions.step import CannotError, ConflictError, Me, NotThereError, me, shield
from tandem.plans import models
from tandem.plans.data import KIND, Command, GoalState, State, TextPart
from tandem.plans.rules import standing
from tandem.platform import clock

__all__ = ["CannotError", "Change", "ConflictError", "UnknownPlanError", "begin", "me"]


class UnknownPlanError(NotThereError):
    """There is no such case, goal or agreement for who acts."""


@dataclass(slots=True)
class Change:
    """One change of one plan. `row.version` is the version that it makes."""

    row: models.Plan
    by: Actor
    me: Me

    def write(self, part: TextPart, text: str, *, goal: UUID | None = None, agreement: UUID | None = None) -> None:
        """Add words, unless there are none. Raises CannotError for what leads to a secret address."""
        if not text.strip():
            return
        shield(self.row.child_id, text)
        models.Text.objects.create(
            case_id=self.row.case_id,
            plan_id=self.row.pk,
            goal=goal,
            agreement=agreement,
            part=part.value,
            kind=KIND.value,
            text=text.strip(),
            author_id=self.me.person,
            organisation_id=self.me.organisation,
            number=self.row.version,
            at=clock.now(),
        )

    def note(self, command: Command, *, goal: UUID | None = None, agreement: UUID | None = None) -> None:
        """The line of what happened, and the line of the log."""
        models.Event.objects.create(
            plan_id=self.row.pk,
            number=self.row.version,
            at=clock.now(),
            command=command.value,
            goal=goal,
            agreement=agreement,
            person_id=self.me.person,
            organisation_id=self.me.organisation,
            function=self.by.function,
        )
        action = f"plan {command.lower().replace('_', ' ')}"
        audit.record(by=self.by, action=action, subject=f"plan:{self.row.pk}", details={})


def begin(case: UUID, by: Actor, version: int | None = None, *, after_closing: bool = False) -> Change:
    """The plan of a case, locked, in its next version; made when there is none yet. `after_closing`: only then.

    Raises UnknownPlanError for who has no part in the case, CannotError when who acts may not change it, and
    ConflictError when it is no longer the `version` that was seen (0: there was none).
    """
    about = cases.Case.objects.filter(pk=case).first()
    parts = {Part(part) for part in cases.Access.objects.filter(case_id=case).values_list("part", flat=True)}
    if about is None or not parts & standing.READ:
        raise UnknownPlanError
    why = standing.against(parts, CaseState(about.state))
    if after_closing:  # looking back, and nothing else
        why = None if why is standing.Why.CLOSED else why or standing.Why.STATE
    if why is not None:
        raise CannotError(why)
    row = models.Plan.objects.select_for_update().filter(case_id=case).first()
    if version is not None and version != (row.version if row else 0):
        raise ConflictError
    if row is None:
        return Change(_made(about), by, me())
    if not models.Plan.objects.filter(pk=row.pk, version=row.version).update(
        version=row.version + 1, changed=clock.now()
    ):
        raise ConflictError
    row.version += 1
    return Change(row, by, me())


def _made(about: cases.Case) -> models.Plan:
    mine, now = me(), clock.now()
    row = models.Plan(
        id=uuid4(),
        case_id=about.pk,
        child_id=about.child_id,
        made_by=mine.person,
        organisation_id=mine.organisation,
        created=now,
        changed=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if not models.Plan.objects.filter(case_id=about.pk).exists():
            raise
        raise ConflictError from error  # two who begin at once: the other one was first
    return row


def goal_of(change: Change, goal: UUID) -> models.Goal:
    found = models.Goal.objects.filter(pk=goal, plan_id=change.row.pk).first()
    if found is None:
        raise UnknownPlanError
    return found


def agreement_of(change: Change, agreement: UUID) -> models.Agreement:
    found = models.Agreement.objects.filter(pk=agreement, plan_id=change.row.pk).first()
    if found is None:
        raise UnknownPlanError
    return found


def must(
    command: Command, state: State | GoalState | None, *, words: str = "", still_open: int = 0
) -> State | GoalState:
    """The state that follows. Raises CannotError with a code of `rules.standing.Why`."""
    why = standing.against_move(command, state, words=words, still_open=still_open)
    if why is not None:
        raise CannotError(why)
    return standing.BY_COMMAND[command].target

"""Reads. Each gives only what row security shows who acts, and writes the line of the read before it returns."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases import models as cases
from tandem.cases.data import Part
from tandem.cases.data import State as CaseState
from tandem.children import queries as children
from tandem.plans import models
from tandem.plans.data import Agreement, Command, GoalState, Owner, Progress, State, Subject, TextPart, Voice
from tandem.plans.rules import standing
from tandem.plans.rules.big5 import Answer, Talk
from tandem.plans.rules.standing import progress
from tandem.platform import clock, context

PURPOSE, GROUND = "work-on-case", "6(1)(e)"
MOST = 100
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Row:
    """`id` None and `version` 0: there is no plan yet."""

    id: UUID | None
    case: UUID
    version: int
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class Goal:
    """`text` '' where the gate does not show it. `before`: how it was worded earlier, the first first."""

    id: UUID
    voice: Voice
    state: GoalState
    made: datetime
    settled: datetime | None
    agreements: tuple[Agreement, ...]  # those that were changed too, as they came
    text: str = ""
    before: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    number: int
    at: datetime
    command: Command
    goal: UUID | None
    agreement: UUID | None
    person: UUID
    organisation: UUID
    function: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """The plan of a case as who acts may see it. `content`: its words are shown, or there are none yet.

    `may_change`: who acts may, and the case is open.
    """

    row: Row
    child: UUID
    may_change: bool
    content: bool
    goals: tuple[Goal, ...]
    safety: tuple[Agreement, ...]
    happenings: tuple[Happening, ...]

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        return (*(one for goal in self.goals for one in goal.agreements), *self.safety)

    def goal(self, id: UUID | None) -> Goal | None:
        return next((one for one in self.goals if one.id == id), None)

    def agreement(self, id: UUID | None) -> Agreement | None:
        return next((one for one in self.agreements if one.id == id), None)

    @property
    def progress(self) -> Progress:
        return progress(self.agreements, clock.today())


def plan(*, actor: Actor, case: UUID) -> Whole | None:
    """None when there is no such case, and for who may only know of it. A case without a plan has an empty one."""
    about = cases.Case.objects.filter(pk=case).first()
    parts = {Part(part) for part in cases.Access.objects.filter(case_id=case).values_list("part", flat=True)}
    if about is None or not parts & standing.READ:
        return None
    note(actor, "read plan", [about.child_id])
    may_change = standing.against(parts, CaseState(about.state)) is None
    row = models.Plan.objects.filter(case_id=case).first()
    if row is None:
        return Whole(Row(None, case, 0, None), about.child_id, may_change, True, (), (), ())
    texts = list(models.Text.objects.filter(plan_id=row.pk).order_by("number", "part", "id"))
    agreements = _agreements(models.Agreement.objects.filter(plan_id=row.pk), case, texts)
    return Whole(
        row=Row(row.pk, case, row.version, row.changed),
        child=about.child_id,
        may_change=may_change,
        content=bool(texts),
        goals=_goals(row.pk, agreements, texts),
        safety=tuple(one for one in agreements if one.is_safety),
        happenings=_happenings(row.pk, texts),
    )


def summary(*, actor: Actor, case: UUID) -> Progress | None:
    """How far the plan of a case is; None when there is none, or who acts may not know it."""
    row = models.Plan.objects.filter(case_id=case).first()
    if row is None:
        return None
    note(actor, "read how far a plan is", [row.child_id])
    return progress(_agreements(models.Agreement.objects.filter(plan_id=row.pk), case, []), clock.today())


def talks(*, actor: Actor, case: UUID) -> tuple[Talk, ...]:
    """Every conversation about the Big 5 in the plan of a case, the first first, as far as the gate shows them."""
    rows = models.Score.objects.filter(case_id=case).order_by("number", "domain")
    found: dict[int, Talk] = {}
    answers: dict[int, dict[str, Answer]] = defaultdict(dict)
    for row in rows:
        answers[row.number][row.domain] = Answer(row.score, row.words)
        found[row.number] = Talk(row.number, Subject(row.subject), Voice(row.voice), row.day, answers[row.number])
    if found:
        note(actor, "read the Big 5", set(models.Plan.objects.filter(case_id=case).values_list("child_id", flat=True)))
    return tuple(found[number] for number in sorted(found))


def mine(*, actor: Actor, done: bool = False) -> tuple[tuple[Agreement, ...], tuple[Agreement, ...]]:
    """What I have to do by a plan, and what I asked of others; what is due first, first."""
    now = context.current()
    hat, function = actor.hat or NOBODY, now.function or ""
    seats = cases.Participant.objects.filter(until=None, knows_only=False, membership_id=None)
    seats = seats.filter(organisation_id__in=now.principals, function=function)
    own = Q(owner_hat=hat) | Q(owner_participant__in=list(seats.values_list("pk", flat=True)))
    state = State.DONE if done else State.OPEN
    rows = models.Agreement.objects.filter(state=state.value, plan__case__in=open_cases())
    rows = rows.order_by("due", "number", "position", "id")
    lists = [list(rows.filter(own)[:MOST]), list(rows.filter(author_hat=hat).exclude(own)[:MOST])]
    plans = models.Plan.objects.in_bulk({row.plan_id for rows in lists for row in rows})
    if plans:
        note(actor, "list agreements of plans", {plan.child_id for plan in plans.values()})
    names = children.names_of({plan.child_id for plan in plans.values()}) if plans else {}
    texts = list(models.Text.objects.filter(plan_id__in=plans).order_by("number", "part", "id"))

    def told(row: models.Agreement) -> Agreement:
        plan = plans[row.plan_id]
        found = _with_words(row, plan.case_id, texts)
        return replace(found, name=names.get(plan.child_id, ""), version=plan.version)

    own_rows, asked_rows = (tuple(told(row) for row in chosen) for chosen in lists)
    return own_rows, asked_rows


def open_cases() -> list[UUID]:
    """Cases in which who acts works, that run: what was agreed in a case that is over waits for nobody."""
    working = [part.value for part in standing.WORK]
    return list(cases.Access.objects.filter(open=True, part__in=working).values_list("case_id", flat=True).distinct())


def _agreements(rows: Iterable[models.Agreement], case: UUID, texts: list[models.Text]) -> tuple[Agreement, ...]:
    ordered = sorted(rows, key=lambda row: (row.number, row.position, str(row.pk)))
    return tuple(_with_words(row, case, texts) for row in ordered)


def _with_words(row: models.Agreement, case: UUID, texts: list[models.Text]) -> Agreement:
    said = {TextPart(one.part): one.text for one in texts if one.agreement == row.pk}  # the last one counts
    return Agreement(
        id=row.pk,
        case=case,
        goal=row.goal_id,
        state=State(row.state),
        owner=Owner(row.owner_hat, row.owner_participant_id, said.get(TextPart.OWNER, "")),
        due=row.due,
        author_hat=row.author_hat,
        follows=row.follows_id,
        made=row.made,
        settled=row.settled,
        text=said.get(TextPart.AGREEMENT, ""),
        measure=said.get(TextPart.MEASURE, ""),
        when_wrong=said.get(TextPart.WHEN_WRONG, ""),
        reason=said.get(TextPart.REASON, ""),
    )


def _goals(plan: UUID, agreements: tuple[Agreement, ...], texts: list[models.Text]) -> tuple[Goal, ...]:
    worded: dict[UUID | None, list[str]] = defaultdict(list)
    reasons: dict[UUID | None, str] = {}
    for one in texts:
        if one.part == TextPart.GOAL:
            worded[one.goal].append(one.text)
        elif one.part == TextPart.REASON and one.agreement is None:
            reasons[one.goal] = one.text
    return tuple(
        Goal(
            id=row.pk,
            voice=Voice(row.voice),
            state=GoalState(row.state),
            made=row.made,
            settled=row.settled,
            agreements=tuple(one for one in agreements if one.goal == row.pk),
            text=worded[row.pk][-1] if worded[row.pk] else "",
            before=tuple(worded[row.pk][:-1]),
            reason=reasons.get(row.pk, "") if row.state != GoalState.OPEN else "",
        )
        for row in models.Goal.objects.filter(plan_id=plan).order_by("number", "position", "id")
    )


def _happenings(plan: UUID, texts: list[models.Text]) -> tuple[Happening, ...]:
    """With what was said at each: the goal or agreement itself, and why."""
    said: dict[int, list[str]] = defaultdict(list)
    for one in texts:
        if one.part in (TextPart.GOAL, TextPart.AGREEMENT, TextPart.REASON):
            said[one.number].append(one.text)
    return tuple(
        Happening(
            row.number,
            row.at,
            Command(row.command),
            row.goal,
            row.agreement,
            row.person_id,
            row.organisation_id,
            row.function,
            "" if row.command == Command.LAY_OUT else "\n".join(said[row.number]),
        )
        for row in models.Event.objects.filter(plan_id=plan).order_by("number")
    )


def note(actor: Actor, action: str, subjects: Iterable[UUID]) -> None:
    """The line of a read about these children."""
    audit.record_read(
        actor=actor, action=action, purpose=PURPOSE, ground=GROUND, subjects=sorted(set(subjects)), kinds=["plan"]
    )

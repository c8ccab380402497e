"""Reads. Each writes the line of the read before it returns, and gives only what row security shows who acts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework.data import About
from tandem.casework.happened import Asked, Happened, Place, part_of
from tandem.children import queries as children
from tandem.decisions import models
from tandem.decisions.data import UNDER_WAY, WAITING, Command, LadderState, State, StepKind, TextPart
from tandem.decisions.rules.approval import Why
from tandem.decisions.rules.objection import Verdict
from tandem.decisions.turns import against, turn_of
from tandem.platform import context

PURPOSE, GROUND = "decide-on-help", "6(1)(e)"
MOST = 200
# What somebody does by hand; the others follow.
BY_HAND = tuple(command for command in Command if command not in (Command.OVERDUE, Command.REPLACE))


class Which(StrEnum):
    """The lists of decisions."""

    TURN = "TURN"  # that wait for our look or decision
    OWN = "OWN"  # that I asked, not yet decided
    OPEN = "OPEN"  # in cases in which we take part, not yet decided
    DECIDED = "DECIDED"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `name` '' when the gate does not show who it is. `turn`: whose step it is."""

    id: UUID
    case: UUID
    child: UUID
    name: str
    support: str
    form: str
    region: str
    state: State
    turn: UUID | None
    step: StepKind | None
    asked: date | None
    aim: date | None
    last_day: date | None
    mine: bool
    version: int


@dataclass(frozen=True, slots=True)
class Look:
    """One pair of eyes."""

    kind: StepKind
    organisation: UUID
    functions: tuple[str, ...]
    done: datetime | None
    done_by: UUID | None
    done_hat: UUID | None


@dataclass(frozen=True, slots=True)
class Words:
    part: TextPart
    text: str
    author: UUID
    organisation: UUID
    at: datetime
    event: UUID | None


@dataclass(frozen=True, slots=True)
class Happening:
    id: UUID
    at: datetime
    command: Command
    state: State
    person: UUID | None
    organisation: UUID | None
    function: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided. `verdict` None: nobody objected."""

    at: datetime
    by: UUID
    hat: UUID
    organisation: UUID
    valid_from: date | None
    valid_until: date | None
    announced: date | None
    objection_until: date | None
    objected: date | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Whole:
    """A decision as who acts may see it. `cannot`: what they might want to do and may not, with why."""

    row: Row
    child: UUID
    mandate: str
    euros: int
    months: int
    requester: UUID
    requester_hat: UUID
    organisation: UUID
    round: int
    extended: int
    overdue: datetime | None
    looks: tuple[Look, ...]
    outcome: Outcome | None
    replaces: UUID | None
    replaced_by: UUID | None
    commands: tuple[Command, ...]
    cannot: tuple[tuple[Command, Why], ...]
    texts: tuple[Words, ...]
    happenings: tuple[Happening, ...]


def decision(actor: Actor, id: UUID) -> Whole | None:
    """None when there is no such decision, and the same when who acts may not see it."""
    row = models.Decision.objects.filter(pk=id).first()
    if row is None:
        return None
    note(actor, "read decision", [row.child_id])
    commands, cannot = _commands(row)
    replaced_by = models.Decision.objects.filter(replaces_id=id).exclude(state=State.DRAFT.value)
    return Whole(
        row=_lines([row])[0],
        child=row.child_id,
        mandate=row.mandate,
        euros=row.euros,
        months=row.months,
        requester=row.requester_id,
        requester_hat=row.requester_hat,
        organisation=row.organisation_id,
        round=row.round,
        extended=row.extended,
        overdue=row.overdue,
        looks=_looks(row),
        outcome=_outcome(row),
        replaces=row.replaces_id,
        replaced_by=replaced_by.order_by("-created", "id").values_list("pk", flat=True).first(),
        commands=commands,
        cannot=cannot,
        texts=_texts(models.Text.objects.filter(decision_id=id)),
        happenings=_happenings(id),
    )


def listed(actor: Actor, which: Which) -> tuple[Row, ...]:
    """A list of who acts, what ends first standing first; at most 200."""
    rows = list(_rows(which).order_by("last_day", "-changed", "id")[:MOST])
    if rows:
        note(actor, "list decisions", [row.child_id for row in rows])
    return _lines(rows)


def of_case(actor: Actor, case: UUID) -> tuple[Row, ...]:
    """Those of one case, the last first."""
    rows = list(models.Decision.objects.filter(case_id=case).order_by("-created", "id")[:MOST])
    if rows:
        note(actor, "list decisions", [rows[0].child_id])
    return _lines(rows)


def named(actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Whom these decisions are about, by the key of the decision, where the gate shows it."""
    about = dict(models.Decision.objects.filter(pk__in=ids).values_list("pk", "child_id"))
    if not about:
        return {}
    note(actor, "list decisions", about.values())
    names = children.names_of(set(about.values()))
    return {key: names[child] for key, child in about.items() if child in names}


def did(id: UUID, command: Command, version: int, words: str = "") -> bool:
    """Whether who acts did just this when it was at this version: her second click. It is about herself, so no line."""
    line = models.Event.objects.filter(
        decision_id=id, number=version + 1, command=command.value, person_id=context.current().person
    ).first()
    if line is None:
        return False
    said = models.Text.objects.filter(event=line.pk).values_list("text", flat=True).first()
    return not words.strip() or said is None or said == words.strip().replace("\r\n", "\n")


def happened(actor: Actor, asked: Asked) -> list[Happened]:
    """What happened to the decisions that who acts may see, for a system that asks what is new."""
    found = list(part_of(models.Event.objects.select_related("decision"), asked))
    if found:
        note(actor, "list events", [row.decision.child_id for row in found])
    return [Happened(Place(row.at, row.pk), About.DECISION, row.decision_id, row.command) for row in found]


def open_ladder(case: UUID) -> bool:
    """Whether the case is on a ladder; a decision about who acts, so no line."""
    return models.Ladder.objects.filter(case_id=case, state=LadderState.OPEN.value).exists()


def note(actor: Actor, action: str, subjects: Iterable[UUID]) -> None:
    """The line of a read about these children."""
    audit.record_read(
        actor=actor, action=action, purpose=PURPOSE, ground=GROUND, subjects=sorted(set(subjects)), kinds=["decision"]
    )


def _rows(which: Which) -> QuerySet[models.Decision]:
    now, rows = context.current(), models.Decision.objects.all()
    waiting = [state.value for state in WAITING]
    match which:
        case Which.TURN:
            ours = models.Step.objects.filter(
                organisation_id__in=list(now.principals), functions__contains=[now.function], done=None
            )
            keys = [
                step.decision_id
                for step in ours.select_related("decision")
                if step.round == step.decision.round
                and step.number == step.decision.at
                and State(step.decision.state) in UNDER_WAY
                and step.decision.requester_id != now.person
            ]
            return rows.filter(pk__in=keys)
        case Which.OWN:
            return rows.filter(requester_hat__in=[now.hat] if now.hat else [], state__in=[*waiting, State.DRAFT.value])
        case Which.OPEN:
            return rows.filter(state__in=waiting)
        case Which.DECIDED:
            return rows.exclude(state__in=[*waiting, State.DRAFT.value])


def _lines(rows: list[models.Decision]) -> tuple[Row, ...]:
    names = children.names_of({row.child_id for row in rows}) if rows else {}
    steps = {
        (step.decision_id, step.round, step.number): step
        for step in models.Step.objects.filter(decision_id__in=[row.pk for row in rows])
    }
    return tuple(_line(row, names, steps.get((row.pk, row.round, row.at))) for row in rows)


def _line(row: models.Decision, names: dict[UUID, str], step: models.Step | None) -> Row:
    turn = step if step is not None and State(row.state) in UNDER_WAY else None
    return Row(
        id=row.pk,
        case=row.case_id,
        child=row.child_id,
        name=names.get(row.child_id, ""),
        support=row.support,
        form=row.form,
        region=row.region,
        state=State(row.state),
        turn=turn.organisation_id if turn else None,
        step=StepKind(turn.kind) if turn else None,
        asked=row.asked,
        aim=row.aim,
        last_day=row.last_day,
        mine=row.requester_hat == context.current().hat,
        version=row.version,
    )


def _commands(row: models.Decision) -> tuple[tuple[Command, ...], tuple[tuple[Command, Why], ...]]:
    """What may be asked now, and what this person might expect to do and may not."""
    turn, can, cannot = turn_of(row), [], []
    for command in BY_HAND:
        why = against(turn, command)
        if why is None and _makes_sense(row, command):
            can.append(command)
        elif why is not None and why not in (Why.STATE, Why.PART, Why.FUNCTION, Why.PLACE):
            cannot.append((command, why))
    return tuple(can), tuple(cannot)


def _makes_sense(row: models.Decision, command: Command) -> bool:
    match command:
        case Command.EXTEND:
            return not row.extended and row.overdue is None
        case Command.ANNOUNCE:
            return row.announced is None
        case Command.OBJECT:
            return row.objection_until is not None and row.objected is None
    return True


def _looks(row: models.Decision) -> tuple[Look, ...]:
    steps = models.Step.objects.filter(decision_id=row.pk, round=row.round).order_by("number")
    return tuple(
        Look(StepKind(step.kind), step.organisation_id, tuple(step.functions), step.done, step.done_by, step.done_hat)
        for step in steps
    )


def _outcome(row: models.Decision) -> Outcome | None:
    if row.decided is None or row.decided_by is None or row.decided_hat is None or row.decided_at_id is None:
        return None
    return Outcome(
        row.decided,
        row.decided_by,
        row.decided_hat,
        row.decided_at_id,
        row.valid_from,
        row.valid_until,
        row.announced,
        row.objection_until,
        row.objected,
        Verdict(row.verdict) if row.verdict else None,
    )


def _texts(rows: QuerySet[models.Text]) -> tuple[Words, ...]:
    return tuple(
        Words(TextPart(row.part), row.text, row.author_id, row.organisation_id, row.at, row.event)
        for row in rows.order_by("at", "id")
    )


def _happenings(id: UUID) -> tuple[Happening, ...]:
    rows = models.Event.objects.filter(decision_id=id).order_by("number")
    return tuple(
        Happening(
            row.pk,
            row.at,
            Command(row.command),
            State(row.state),
            row.person_id,
            row.organisation_id,
            row.function,
            row.details,
        )
        for row in rows
    )

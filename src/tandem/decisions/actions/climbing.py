"""The ladder of a case: begun, climbed, settled. Who takes part begins it; who has the mandate of a rung settles it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases import models as cases
from tandem.casework.actions.step import CannotError, ConflictError, me, shield
from tandem.decisions import models
from tandem.decisions.actions.step import UnknownDecisionError
from tandem.decisions.data import KIND_OF, Cause, Ladder, LadderState, Move, Rung, TextPart
from tandem.decisions.definitions import ladders
from tandem.decisions.rules import ladder as rules
from tandem.decisions.rules.ladder import Standing, Why
from tandem.decisions.telling import REMIND, reminder_of, tell_rung
from tandem.platform import clock, context
from tandem.platform.terms.definitions import calendar

NO_HOLDER = "NO_HOLDER"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the mandate of a rung. `hat` None: nobody has the function, so who coordinates."""

    organisation: UUID
    hat: UUID | None


@transaction.atomic
def start(*, by: Actor, case: UUID, region: str, cause: Cause, words: str, waits_since: date) -> UUID:
    """The case goes on the ladder, to the lowest rung. Raises CannotError with a code of `rules.ladder.Why`."""
    found = cases.Case.objects.filter(pk=case).first()
    if found is None:
        raise UnknownDecisionError
    shield(found.child_id, words)
    row = begun(Begin(found.pk, found.child_id, region, cause, min(waits_since, clock.today())), words)
    _line(row, Move.START, words, by)
    return UUID(str(row.pk))


@dataclass(frozen=True, slots=True)
class Begin:
    """What a ladder begins with. `waits_since`: the child; `decision`: that was not taken in time."""

    case: UUID
    child: UUID
    region: str
    cause: Cause
    waits_since: date
    decision: UUID | None = None


def begun(what: Begin, words: str) -> models.Ladder:
    """The row of a new ladder. Raises CannotError ANOTHER when the case is on one."""
    already = models.Ladder.objects.filter(case_id=what.case, state=LadderState.OPEN.value).exists()
    standing = _allowed(
        rules.start(ladders()[what.region], on=clock.today(), words=words, calendar=calendar(), already=already)
    )
    row = models.Ladder(
        id=uuid4(),
        case_id=what.case,
        child_id=what.child,
        region=what.region,
        cause=what.cause.value,
        decision_id=what.decision,
        waits_since=what.waits_since,
        started=standing.started,
        **_columns(what.case, ladders()[what.region], standing),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "decisions_ladder_one_open" in str(error):
            raise CannotError(Why.ANOTHER) from error
        raise
    return row


@transaction.atomic
def climb(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """One rung higher, before its days are over."""
    row = _locked(id, version)
    shield(row.child_id, words)
    higher(
        row, rules.climb(ladders()[row.region], standing_of(row), on=clock.today(), words=words, calendar=calendar())
    )
    _line(row, Move.CLIMB, words, by)


@transaction.atomic
def settle(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """The rung that has it decided: `words` say what. Only who has the mandate of this rung."""
    row = _locked(id, version)
    now = context.current()
    if row.holder_id not in now.principals or now.function not in row.functions:
        raise CannotError("NOT_THE_HOLDER")
    shield(row.child_id, words)
    _allowed(rules.settle(standing_of(row), words=words))
    _update(row, state=LadderState.SETTLED.value, settled=clock.now())
    _line(row, Move.SETTLE, words, by)


@transaction.atomic
def remind(*, by: Actor, id: UUID) -> None:
    """Say that the days of the rung are nearly over, once for a rung. For the clock."""
    row = _locked(id, None)
    tell_rung(row, REMIND, reminder_of(row))
    audit.record(by=by, action="ladder remind", subject=f"ladder:{row.pk}", details={"rung": row.at})


def higher(row: models.Ladder, found: Standing | Why) -> None:
    """Put the row on the rung that was found. Raises CannotError."""
    standing = _allowed(found)
    _update(row, **_columns(row.case_id, ladders()[row.region], standing))


def move(row: models.Ladder, how: Move, person: UUID | None, organisation: UUID | None) -> UUID:
    """The line of what happened; its id."""
    line = uuid4()
    models.Rung.objects.create(
        id=line,
        ladder_id=row.pk,
        number=row.version,
        move=how.value,
        rung=ladders()[row.region].rungs[row.at].id,
        day=clock.today(),
        due=row.due,
        holder_id=row.holder_id,
        holder_hat=row.holder_hat,
        person_id=person,
        organisation_id=organisation,
    )
    tell_rung(row, how.value, line)
    return line


def record(by: Actor, how: Move, row: models.Ladder) -> None:
    audit.record(by=by, action=f"ladder {how.lower()}", subject=f"ladder:{row.pk}", details={"rung": row.at})


def standing_of(row: models.Ladder) -> Standing:
    return Standing(row.at, row.started, row.since, row.due, LadderState(row.state))


def holder_of(case: UUID, rung: Rung) -> Holder:
    """Who has the mandate of a rung for this case, as the register says it today."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select organisation, hat from decisions_holder(%s, %s, %s)",
            [case, sorted(rung.holder.functions), sorted(rung.holder.kinds)],
        )
        found = cursor.fetchone()
    if found is None or found[0] is None:
        raise CannotError(NO_HOLDER)
    return Holder(UUID(str(found[0])), UUID(str(found[1])) if found[1] else None)


def _columns(case: UUID, ladder: Ladder, standing: Standing) -> dict[str, object]:
    rung = ladder.rungs[standing.at]
    holder = holder_of(case, rung)
    functions = sorted(rung.holder.functions)
    return {
        "at": standing.at,
        "holder_id": holder.organisation,
        "holder_hat": holder.hat,
        "functions": functions if holder.hat else [*functions, ladder.stands_in],
        "since": standing.since,
        "due": standing.due,
        "warned": None,
        "changed": clock.now(),
    }


def _locked(id: UUID, version: int | None) -> models.Ladder:
    row = models.Ladder.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise UnknownDecisionError
    if version is not None and row.version != version:
        raise ConflictError
    if row.state != LadderState.OPEN.value:
        raise CannotError(Why.SETTLED)
    return row


def _update(row: models.Ladder, **changes: object) -> None:
    changed = {"changed": clock.now(), **changes, "version": row.version + 1}
    if not models.Ladder.objects.filter(pk=row.pk, version=row.version).update(**changed):
        raise ConflictError
    for name, value in changed.items():
        setattr(row, name, value)


def _line(row: models.Ladder, how: Move, words: str, by: Actor) -> None:
    mine = me()
    line = move(row, how, mine.person, mine.organisation)
    models.Text.objects.create(
        case_id=row.case_id,
        ladder_id=row.pk,
        part=TextPart.REASON.value,
        kind=KIND_OF[TextPart.REASON],
        text=words.strip(),
        author_id=mine.person,
        organisation_id=mine.organisation,
        event=line,
        at=clock.now(),
    )
    record(by, how, row)


def _allowed(found: Standing | Why) -> Standing:
    if isinstance(found, Why):
        raise CannotError(found)
    return found

"""The steps of a request: screened, approved, sent back, decided; and what follows after a decision."""

from datetime import date
from uuid import UUID

from django.db import transaction

from tandem.audit.data import Actor
from tandem.casework.actions.step import CannotError, me
from tandem.decisions import models
from tandem.decisions.actions.step import Change, as_columns, begin, do_step, running
from tandem.decisions.data import DECIDED, Command, Part, State, TextPart
from tandem.decisions.definitions import forms
from tandem.decisions.rules import approval, objection, terms
from tandem.decisions.rules.objection import Objection
from tandem.decisions.turns import turn_of
from tandem.platform import clock
from tandem.platform.terms.definitions import calendar, term
from tandem.platform.terms.rules import add_months


@transaction.atomic
def pass_on(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """Screened or approved: on to the next step. `words` are the advice."""
    change = begin(id, Command.PASS, by, version=version, words=words)
    do_step(change)
    change.finish(_after(change), part=TextPart.ADVICE)


@transaction.atomic
def send_back(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """To be completed, with a comment. Afterwards everybody looks again."""
    change = begin(id, Command.RETURN, by, version=version, words=words)
    now = terms.sent_back(running(change.row), clock.today())
    change.finish(_after(change), **as_columns(change.row, now))


@transaction.atomic
def decide(
    *, by: Actor, id: UUID, granted: bool, words: str, valid_from: date | None = None, version: int | None = None
) -> None:
    """Yes or no, with the reason as it stands in the letter. What it changes is replaced in the same moment."""
    command = Command.GRANT if granted else Command.REFUSE
    change = begin(id, command, by, version=version, words=words)
    row, mine = change.row, me()
    do_step(change)
    place = change.turn.matter.asked[row.at]
    start = (valid_from or clock.today()) if granted else None
    change.finish(
        _after(change),
        part=TextPart.DECISION,
        decided=clock.now(),
        decided_by=mine.person,
        decided_hat=mine.hat,
        decided_at_id=place,
        valid_from=start,
        valid_until=add_months(start, row.months) if start else None,
    )
    if row.replaces_id is not None:
        _replace(row.replaces_id, by)


@transaction.atomic
def extend(*, by: Actor, id: UUID, weeks: int, words: str, version: int | None = None) -> None:
    """More time, once, told before the end. Raises CannotError with a code of `rules.terms.Why`."""
    change = begin(id, Command.EXTEND, by, version=version, words=words, details={"weeks": str(weeks)})
    form = forms()[change.row.form]
    longer = terms.extend(
        form, term(form.term), running(change.row), weeks=weeks, on=clock.today(), calendar=calendar()
    )
    if isinstance(longer, terms.Why):
        raise CannotError(longer)
    change.finish(**as_columns(change.row, longer))


@transaction.atomic
def announce(*, by: Actor, id: UUID, on: date, version: int | None = None) -> None:
    """The letter was sent on this day: the term for objection begins the day after. Once."""
    change = begin(id, Command.ANNOUNCE, by, version=version)
    row = change.row
    if (
        row.announced is not None
        or row.decided is None
        or not row.decided.astimezone(clock.AMSTERDAM).date() <= on <= clock.today()
    ):
        raise CannotError("DAY")
    form = forms()[row.form]
    until = objection.until(term(form.objection), on, calendar()).last_day if form.objection else None
    change.finish(announced=on, objection_until=until)


@transaction.atomic
def object_to(
    *, by: Actor, id: UUID, received: date, posted: date | None, words: str, version: int | None = None
) -> None:
    """Somebody objects. Whether it came in time is said beside it; too late may be excused, by a person."""
    change = begin(id, Command.OBJECT, by, version=version, words=words)
    row = change.row
    if row.objection_until is None or row.announced is None:
        raise CannotError("NO_OBJECTION")
    if row.objected is not None or not row.announced <= received <= clock.today() or (posted and posted > received):
        raise CannotError("DAY")
    verdict = objection.judge(Objection(received, posted), row.objection_until)
    change.details = {"verdict": verdict.value}
    change.finish(objected=received, verdict=verdict.value)


@transaction.atomic
def revoke(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """The decision does not hold any more, from today on. What was decided stays to be read."""
    change = begin(id, Command.REVOKE, by, version=version, words=words)
    change.finish(approval.Progress(State.REVOKED, change.progress.at), valid_until=clock.today())


def _replace(id: UUID, by: Actor) -> None:
    """The decision that was changed, in the same moment as the one that changes it."""
    row = models.Decision.objects.select_for_update().get(pk=id)
    if State(row.state) not in DECIDED:
        raise CannotError(approval.Why.STATE)
    change = Change(turn_of(row), Command.REPLACE, Part.DECIDER, by)
    change.finish(approval.Progress(State.REPLACED, row.at))


def _after(change: Change) -> approval.Progress:
    found = approval.after(change.progress, change.command, change.turn.matter.chain, me().person)
    if found is None:
        raise CannotError(approval.Why.STATE)
    return found

"""What every write of a decision has in common: the row locked, the table of states asked, a line of what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework.actions.step import CannotError, ConflictError, NotThereError, me, shield
from tandem.decisions import models
from tandem.decisions.data import KIND_OF, Command, Part, State, TextPart
from tandem.decisions.definitions import forms
from tandem.decisions.rules import approval, terms
from tandem.decisions.rules.approval import Progress, Why
from tandem.decisions.rules.terms import Running
from tandem.decisions.telling import tell
from tandem.decisions.turns import Turn, against, turn_of
from tandem.platform import clock, context
from tandem.platform.terms.data import Pause
from tandem.platform.terms.definitions import calendar, term


class UnknownDecisionError(NotThereError):
    """There is no such decision for who acts."""


@dataclass(slots=True)
class Change:
    """One change of one decision, by somebody who is `part` of it."""

    turn: Turn
    command: Command
    part: Part
    by: Actor
    words: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    event: UUID = field(default_factory=uuid4)

    @property
    def row(self) -> models.Decision:
        return self.turn.row

    @property
    def progress(self) -> Progress:
        return self.turn.progress

    def finish(self, after: Progress | None = None, *, part: TextPart = TextPart.REASON, **changes: object) -> None:
        """Write where it is then, the line of what happened, and the words."""
        then = after or self.progress
        now = clock.now()
        changed = {"state": then.state.value, "at": then.at, "changed": now, "version": self.row.version + 1, **changes}
        if not models.Decision.objects.filter(pk=self.row.pk, version=self.row.version).update(**changed):
            raise ConflictError
        for name, value in changed.items():
            setattr(self.row, name, value)
        models.Event.objects.create(
            id=self.event,
            decision_id=self.row.pk,
            number=self.row.version,
            at=now,
            command=self.command.value,
            state=then.state.value,
            person_id=context.current().person,
            organisation_id=self.by.organisation if self.part is not Part.CLOCK else None,
            function=self.by.function if self.part is not Part.CLOCK else "",
            details=dict(self.details),
        )
        if self.words:
            write(self.row, part, self.words, event=self.event)
        tell(self.row, self.command, then.state, self.event)
        record(self.by, f"decision {self.command.lower()}", self.row.pk, then.state)


def record(by: Actor, action: str, id: UUID, state: State) -> None:
    audit.record(by=by, action=action, subject=f"decision:{id}", details={"state": state.value})


def write(row: models.Decision, part: TextPart, text: str, *, event: UUID | None = None) -> None:
    """Add words of who acts. Raises CannotError for what leads to a secret address."""
    shield(row.child_id, text)
    now = me()
    models.Text.objects.create(
        case_id=row.case_id,
        decision_id=row.pk,
        part=part.value,
        kind=KIND_OF[part],
        text=text,
        author_id=now.person,
        organisation_id=now.organisation,
        event=event,
        at=clock.now(),
    )


def begin(
    id: UUID,
    command: Command,
    by: Actor,
    *,
    version: int | None = None,
    words: str = "",
    details: Mapping[str, str] | None = None,
) -> Change:
    """The decision, locked, for who may do this with it now.

    Raises UnknownDecisionError, ConflictError when it is no longer the `version` that was seen, and CannotError with a
    code of `rules.approval.Why`.
    """
    row = models.Decision.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise UnknownDecisionError
    if version is not None and row.version != version:
        raise ConflictError
    turn = turn_of(row)
    why = against(turn, command)
    if why is not None:
        raise CannotError(why)
    move = approval.BY_COMMAND[command]
    if move.reason and not words.strip():
        raise CannotError(Why.WORDS)
    part = next(iter(move.by))
    return Change(turn, command, part, by, words.strip(), details or {})


def do_step(change: Change) -> None:
    """The step whose turn it is, done by who acts. The database looks once more whether that is right."""
    mine, now = me(), clock.now()
    rows = models.Step.objects.filter(
        decision_id=change.row.pk, round=change.row.round, number=change.row.at, done_by=None
    )
    if not rows.update(done_by=mine.person, done_hat=mine.hat, done=now):
        raise CannotError(Why.STATE)


def running(row: models.Decision) -> Running:
    """Its term. Raises CannotError when none runs yet."""
    if row.asked is None:
        raise CannotError(Why.STATE)
    pauses = tuple(
        Pause(date.fromisoformat(asked), date.fromisoformat(resumed) if resumed else None)
        for asked, resumed in row.pauses
    )
    return Running(row.asked, row.extended, pauses)


def as_columns(row: models.Decision, now: Running) -> dict[str, Any]:
    form = forms()[row.form]
    last_day = terms.due(form, term(form.term), now, calendar()).last_day
    pauses = [[pause.asked.isoformat(), pause.resumed.isoformat() if pause.resumed else None] for pause in now.pauses]
    return {
        "asked": now.asked,
        "extended": now.extended,
        "pauses": pauses,
        "last_day": last_day,
        "aim": terms.aim(form, now.asked, last_day, calendar()) if not now.extended else last_day,
    }

"""What every write of a case has in common: the row locked, the table of states asked, a line in the timeline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import IntegrityError

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases import models
from tandem.cases.data import Command, Part, State, Tandem, TextPart
from tandem.cases.rules import states
from tandem.cases.rules.tandem import Cannot, state_of
from tandem.cases.seats import tandem_of
from tandem.cases.telling import tell
from tandem.casework.actions.step import CannotError, ConflictError, NotThereError, me, shield
from tandem.casework.data import CLOCK_SERVICE
from tandem.platform import clock, context

__all__ = [
    "CannotError",
    "ConflictError",
    "Step",
    "UnknownCaseError",
    "begin",
    "expect",
    "me",
    "refused_by",
    "tandem_of",
    "write",
]


class UnknownCaseError(NotThereError):
    """There is no such case for who acts."""


@dataclass(slots=True)
class Step:
    """One change of one case, by somebody who is `part` of it. `after`: the state that follows, None when it stays."""

    row: models.Case
    command: Command
    part: Part
    by: Actor
    words: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    event: UUID = field(default_factory=uuid4)  # the line of the timeline
    joined: UUID | None = None  # the participant about whom alone this is

    def finish(self, after: State | None = None, **changes: object) -> UUID:
        """Write the new state and the line of the timeline; the id of the line."""
        state = after or State(self.row.state)
        targets = states.BY_COMMAND[self.command].targets
        if state != self.row.state and state not in targets:
            raise CannotError("STATE")
        now = clock.now()
        self._note(state)  # before the change: after it, who acts may have no part in it any more
        changed = {"state": state.value, "changed": now, "version": self.row.version + 1, **changes}
        if not models.Case.objects.filter(pk=self.row.pk, version=self.row.version).update(**changed):
            raise ConflictError
        before = {self.row.holder_id}
        for name, value in changed.items():
            setattr(self.row, name, value)
        tell(self.row, self.command, self.event, joined=self.joined, former=before - {self.row.holder_id})
        return self.event

    def settle(self, **changes: object) -> UUID:
        """`finish`, with the state that follows from who directs now."""
        return self.finish(state_of(tandem_of(self.row.pk)), **changes)

    def _note(self, state: State) -> None:
        by = None if self.part is Part.CLOCK else self.by
        add_line(self.row.pk, self.event, self.row.version + 1, self.command, state, author=by, details=self.details)
        if self.words:
            write(self.row, TextPart.REASON, self.words, event=self.event)


def add_line(  # noqa: PLR0913 - a line says all this
    case: UUID,
    event: UUID,
    number: int,
    command: Command,
    state: State,
    *,
    author: Actor | None,
    details: Mapping[str, str],
) -> None:
    """The line of the timeline and the line of the log. `author` None: the clock."""
    models.Event.objects.create(
        id=event,
        case_id=case,
        number=number,
        at=clock.now(),
        command=command.value,
        state=state.value,
        person_id=context.current().person,
        organisation_id=author.organisation if author else None,
        function=author.function if author else "",
        details=dict(details),
    )
    audit.record(
        by=author or Actor(f"service:{CLOCK_SERVICE}"),
        action=f"case {command.lower().replace('_', ' ')}",
        subject=f"case:{case}",
        details={"state": state.value},
    )


def begin(
    id: UUID,
    command: Command,
    by: Actor,
    *,
    version: int | None = None,
    words: str = "",
    details: Mapping[str, str] | None = None,
) -> Step:
    """The case, locked, for who may do this with it now.

    Raises UnknownCaseError, ConflictError when it is no longer the `version` that was seen, and CannotError when the
    state or what somebody is to the case does not allow it, or words are missing.
    """
    row = models.Case.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise UnknownCaseError
    if version is not None and row.version != version:
        raise ConflictError
    mine = parts(id)
    part = next((one for one in mine if states.may(State(row.state), command, one)), None)
    if part is None:
        raise CannotError("STATE" if any(one in states.BY_COMMAND[command].by for one in mine) else "PART")
    if states.BY_COMMAND[command].reason and not words.strip():
        raise CannotError("WORDS")
    return Step(row, command, part, by, words.strip(), details or {})


def expect(id: UUID, version: int) -> None:
    """Hold the case still as it was seen. Raises ConflictError when it is another version by now."""
    row = models.Case.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise UnknownCaseError
    if row.version != version:
        raise ConflictError


def parts(id: UUID) -> tuple[Part, ...]:
    """What who acts is to this case."""
    if context.current().service == CLOCK_SERVICE:
        return (Part.CLOCK,)
    rows = set(models.Access.objects.filter(case_id=id).values_list("part", flat=True))
    return tuple(part for part in Part if part.value in rows)


def write(case: models.Case, part: TextPart, text: str, *, event: UUID | None = None) -> None:
    """Add words of who acts. Raises CannotError for what leads to a secret address."""
    shield(case.child_id, text)
    now = me()
    models.Text.objects.create(
        case=case,
        part=part.value,
        text=text,
        author_id=now.person,
        organisation_id=now.organisation,
        event=event,
        at=clock.now(),
    )


def allowed(found: Tandem | Cannot) -> Tandem:
    if isinstance(found, Cannot):
        raise CannotError(found.why)
    return found


def refused_by(error: IntegrityError) -> str:
    """Which constraint refused it; '' when a trigger of cases did (`cases_refuse`)."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""

"""What every write of a concern has in common: the row locked, the table of states asked, a line in the timeline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.data import (
    CLOCK_SERVICE,
    About,
    Clock,
    Command,
    OfferState,
    Part,
    Running,
    State,
    TextPart,
    Urgency,
)
from tandem.casework.definitions import terms
from tandem.casework.rules import clocks, states
from tandem.casework.telling import Recipient, leave_notices
from tandem.platform import clock, context
from tandem.platform.terms.definitions import calendar
from tandem.sharing.compartment.scanning import scan


class CannotError(Exception):
    """It cannot be done now. `code`: why, as the page explains it; codes of `rules.baton.Why` among them."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotThereError(LookupError):
    """What was asked for is not there for who acts."""


class UnknownConcernError(NotThereError):
    """There is no such concern for who acts."""


class ConflictError(Exception):
    """Somebody else changed it in the meantime; nothing was written."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who acts: a person in a hat at an organisation."""

    person: UUID
    hat: UUID
    organisation: UUID


def me() -> Me:
    """Raises CannotError for who wears no hat."""
    now = context.current()
    if now.person is None or now.hat is None or now.organisation is None:
        raise CannotError("PART")
    return Me(now.person, now.hat, now.organisation)


@dataclass(slots=True)
class Step:
    """One change of one concern, by somebody who is `part` of it. `changes`: columns beside state and version."""

    row: models.Concern
    command: Command
    part: Part
    by: Actor
    words: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    event: UUID = field(default_factory=uuid4)  # the line of the timeline

    def finish(self, **changes: object) -> UUID:
        """Write the new state, its term, the line of the timeline and the notices; the id of the line."""
        after = states.target(State(self.row.state), self.command, self.part)
        if after is None:
            raise CannotError("STATE")
        now = clock.now()
        if after != self.row.state:
            changes |= _term(after, Urgency(self.row.urgency), now)
        event = self._note(after, now)  # before the change: after it, who acts may have no part in it any more
        changed = {"state": after.value, "changed": now, "version": self.row.version + 1, **changes}
        if not models.Concern.objects.filter(pk=self.row.pk, version=self.row.version).update(**changed):
            raise ConflictError
        for name, value in changed.items():
            setattr(self.row, name, value)
        return event

    def tell(self, event: UUID, *extra: UUID) -> None:
        """Leave a notice for whom it concerns, not for who did it. `extra`: organisations that had a part before."""
        told, row, now = states.BY_COMMAND[self.command].tells, self.row, context.current()
        recipients: list[Recipient] = []
        if Part.AUTHOR in told and row.author_id != now.person:
            recipients.append(Recipient(row.author_id, row.author_hat))
        organisations = list(extra)
        if Part.HOLDER in told and row.holder_id is not None:
            organisations.append(row.holder_id)
        if Part.OFFERED in told:
            offers = models.Offer.objects.filter(concern_id=row.pk, state=OfferState.OPEN.value)
            organisations += list(offers.values_list("target_id", flat=True))
        # An author works at the school too, but does not deal with concerns there.
        own = set() if self.part is Part.AUTHOR else set(now.principals)
        recipients += [Recipient(one) for one in dict.fromkeys(organisations) if one not in own]
        leave_notices(recipients, about=About.CONCERN, subject=row.pk, event=event, kind=self.command.value)

    def _note(self, after: State, now: datetime) -> UUID:
        event = self.event
        by = None if self.part is Part.CLOCK else self.by
        models.Event.objects.create(
            id=event,
            concern_id=self.row.pk,
            at=now,
            command=self.command.value,
            state=after.value,
            person_id=context.current().person,
            organisation_id=by.organisation if by else None,
            function=by.function if by else "",
            details=dict(self.details),
        )
        if self.words:
            write(self.row, TextPart.REASON, self.words, event=event)
        audit.record(
            by=self.by,
            action=f"concern {self.command.lower().replace('_', ' ')}",
            subject=f"concern:{self.row.pk}",
            details={"state": after.value},
        )
        return event


def begin(
    id: UUID,
    command: Command,
    by: Actor,
    *,
    version: int | None = None,
    words: str = "",
    details: Mapping[str, str] | None = None,
) -> Step:
    """The concern, locked, for who may do this with it now.

    Raises UnknownConcernError, ConflictError when it is no longer the `version` that was seen, and CannotError when
    the state or what somebody is to the concern does not allow it, or words are missing.
    """
    row = models.Concern.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise UnknownConcernError
    if version is not None and row.version != version:
        raise ConflictError
    mine = parts(id)
    part = next((one for one in mine if states.target(State(row.state), command, one) is not None), None)
    if part is None:
        raise CannotError("STATE" if any(one in states.BY_COMMAND[command].by for one in mine) else "PART")
    if states.BY_COMMAND[command].reason and not words.strip():
        raise CannotError("WORDS")
    return Step(row, command, part, by, words.strip(), details or {})


def line_of(id: UUID, key: UUID) -> UUID:
    """The line of the timeline that a call with this key makes: one key, one line."""
    return uuid5(id, str(key))


def done(id: UUID, part: TextPart, words: str, key: UUID | None) -> bool:
    """Whether a call with this key wrote these words already. Raises ConflictError when it wrote something else.

    Holds the concern, so that two calls with one key come one after the other.
    """
    if key is None or models.Concern.objects.select_for_update().filter(pk=id).first() is None:
        return False
    event = line_of(id, key)
    if not models.Event.objects.filter(pk=event).exists():
        return False
    if not models.Text.objects.filter(event=event, part=part.value, text=words.strip()).exists():
        raise ConflictError
    return True


def expect(id: UUID, version: int) -> None:
    """Hold the concern still as it was seen. Raises ConflictError when it is another version by now."""
    row = models.Concern.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise UnknownConcernError
    if row.version != version:
        raise ConflictError


def parts(id: UUID) -> tuple[Part, ...]:
    """What who acts is to this concern. Who had it before has no part in it any more."""
    if context.current().service == CLOCK_SERVICE:
        return (Part.CLOCK,)
    rows = models.Access.objects.filter(concern_id=id).values_list("part", flat=True)
    return tuple(part for part in Part if part.value in set(rows))


def write(
    concern: models.Concern, part: TextPart, text: str, *, event: UUID | None = None, for_author: bool = False
) -> None:
    """Add words of who acts. Raises CannotError for what leads to a secret address."""
    shield(concern.child_id, text)
    now = me()
    models.Text.objects.create(
        concern=concern,
        part=part.value,
        text=text,
        author_id=now.person,
        organisation_id=now.organisation,
        for_author=for_author,
        event=event,
        at=clock.now(),
    )


def shield(child: UUID | None, text: str) -> None:
    """Raises CannotError when the text leads to the secret address of the child. A form says it before, and where."""
    if child is not None and scan(text, child):
        raise CannotError("PROTECTED")


def _term(after: State, urgency: Urgency, now: datetime) -> dict[str, object]:
    kind = clocks.OF_STATE.get(after)
    if kind is None:
        return {"clock": "", "clock_start": None, "due": None, "paused_at": None, "escalated": 0}
    return as_columns(clocks.begin(kind, urgency, now, terms(), calendar()))


def as_columns(running: Running) -> dict[str, object]:
    return {
        "clock": running.clock.value,
        "clock_start": running.start,
        "due": running.due,
        "paused_at": running.paused_at,
        "was_paused": running.was_paused,
        "extended": running.extended,
        "escalated": 0,
    }


def running(row: models.Concern) -> Running:
    """The term of a concern. Raises CannotError when none runs."""
    if not row.clock or row.due is None or row.clock_start is None:
        raise CannotError("NO_CLOCK")
    return Running(Clock(row.clock), row.clock_start, row.due, row.paused_at, row.extended, row.was_paused)

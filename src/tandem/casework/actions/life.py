"""A concern from the moment it is raised: received, judged, acted on, closed, and what is said on the way."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.actions.step import CannotError, as_columns, begin, done, line_of, running, shield, write
from tandem.casework.data import Command, OfferState, Outcome, TextPart
from tandem.casework.definitions import frameworks, terms
from tandem.casework.rules import assessment, clocks
from tandem.casework.rules.assessment import Answer, Level, View, Voice
from tandem.platform import clock, context
from tandem.platform.terms.definitions import calendar


@transaction.atomic
def acknowledge(*, by: Actor, id: UUID, version: int | None = None) -> None:
    step = begin(id, Command.ACKNOWLEDGE, by=by, version=version)
    step.tell(step.finish())


@transaction.atomic
def assess(
    *, by: Actor, id: UUID, answers: Sequence[Answer], voice: Voice, framework: str, version: int | None = None
) -> None:
    """Keep answers of one or both views, and what the pupil said. May be done again until the outcome is chosen.

    The timeline says what an answer was before. Raises ConflictError when somebody else answered meanwhile.
    """
    known = {criterion.id for criterion in frameworks()[framework].criteria}
    if any(answer.criterion not in known for answer in answers):
        raise CannotError("CRITERION")
    step = begin(id, Command.ADD, by=by, version=version)
    there = {(one.criterion, one.view): one for one in answers_of(id)}
    changed = [one for one in answers if there.get((one.criterion, one.view)) != one]
    for one in changed:
        shield(step.row.child_id, one.reason)
        _keep(id, one)
    said = voice_of(id)
    for part, text, before in (
        (TextPart.VOICE, voice.words, said.words),
        (TextPart.VOICE_WAIVED, voice.waived_because, said.waived_because),
    ):
        if text.strip() and text.strip() != before:
            write(step.row, part, text.strip())
    step.details = {"what": "assessment", "changed": " ".join(_difference(one, there) for one in changed)}
    step.finish(framework=f"{framework}-{frameworks()[framework].version}")


def _keep(id: UUID, answer: Answer) -> None:
    facts = {
        "level": answer.level.value,
        "reason": answer.reason,
        "author_id": context.current().person,
        "at": clock.now(),
    }
    rows = models.Answer.objects.filter(concern_id=id, criterion=answer.criterion, view=answer.view.value)
    if not rows.update(**facts):
        models.Answer.objects.create(concern_id=id, criterion=answer.criterion, view=answer.view.value, **facts)


def _difference(answer: Answer, there: Mapping[tuple[str, View], Answer]) -> str:
    """SAFE/EDUCATION/FINE/SERIOUS: which answer, what it was ('' for none) and what it is."""
    before = there.get((answer.criterion, answer.view))
    return f"{answer.criterion}/{answer.view}/{before.level if before else ''}/{answer.level}"


@transaction.atomic
def triage(
    *, by: Actor, id: UUID, outcome: Outcome, words: str, version: int | None = None, offer: UUID | None = None
) -> None:
    """Choose what comes next. Raises CannotError with the first thing that the assessment still needs.

    `offer`: of the directory, for a preventive offer.
    """
    details = {"outcome": outcome.value} | ({"offer": str(offer)} if offer else {})
    step = begin(id, Command.TRIAGE, by=by, version=version, words=words, details=details)
    framework = frameworks().get(step.row.framework.rpartition("-")[0])
    if framework is None:
        raise CannotError(assessment.Missing.NO_CRITERION)
    if missing := assessment.missing(framework, answers_of(id), voice_of(id)):
        raise CannotError(missing[0])
    step.tell(step.finish(outcome=outcome.value))


@transaction.atomic
def act(*, by: Actor, id: UUID, version: int | None = None) -> None:
    step = begin(id, Command.ACT, by=by, version=version)
    step.tell(step.finish())


@transaction.atomic
def close(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """`words` are the reason; who raised it is told that it is closed, and gets an answer with `answer`."""
    _end(by, id, Command.CLOSE, words, version)


@transaction.atomic
def withdraw(*, by: Actor, id: UUID, words: str, key: UUID | None = None) -> None:
    """`key`: of a call; called again with it nothing more happens (`step.done`)."""
    if not done(id, TextPart.REASON, words, key):
        _end(by, id, Command.WITHDRAW, words, key=key)


@transaction.atomic
def merge(*, by: Actor, id: UUID, into: UUID, words: str) -> None:
    """The same child, the same worry: go on in the other one. Both must be held by who acts."""
    if id == into or begin(into, Command.ADD, by=by).row.child_id is None:
        raise CannotError("OTHER_CHILD")
    _end(by, id, Command.MERGE, words, into=into)


def _end(  # noqa: PLR0913 - three ways to end in one
    by: Actor,
    id: UUID,
    command: Command,
    words: str,
    version: int | None = None,
    *,
    into: UUID | None = None,
    key: UUID | None = None,
) -> None:
    step = begin(id, command, by=by, version=version, words=words, details={"into": str(into)} if into else {})
    if key is not None:
        step.event = line_of(id, key)
    if into is not None:
        other = models.Concern.objects.get(pk=into)
        if other.child_id != step.row.child_id or other.holder_id != step.row.holder_id:
            raise CannotError("OTHER_CHILD")
    offered = _take_back_offers(id)
    event = step.finish(closed=clock.now(), merged_into=into)
    step.tell(event, *offered)


def _take_back_offers(id: UUID) -> list[UUID]:
    open_offers = models.Offer.objects.filter(concern_id=id, state=OfferState.OPEN.value)
    targets = list(open_offers.values_list("target_id", flat=True))
    open_offers.update(state=OfferState.REVOKED.value, answered=clock.now(), answered_by=context.current().person)
    return targets


@transaction.atomic
def reopen(*, by: Actor, id: UUID, words: str) -> None:
    """It did not help, or it is back. Who held it last holds it again."""
    step = begin(id, Command.REOPEN, by=by, words=words)
    step.tell(step.finish(closed=None))


@transaction.atomic
def add(*, by: Actor, id: UUID, words: str, key: UUID | None = None) -> None:
    """Say something more. It stays as it was said. `key`: of a call; with it the same is said once (`step.done`)."""
    if not words.strip():
        raise CannotError("WORDS")
    if done(id, TextPart.ADDED, words, key):
        return
    step = begin(id, Command.ADD, by=by)
    if key is not None:
        step.event = line_of(id, key)
    event = step.finish()
    write(step.row, TextPart.ADDED, words.strip(), event=event)
    step.tell(event)


@transaction.atomic
def answer(*, by: Actor, id: UUID, words: str, for_author: bool) -> None:
    """Answer who raised it. `for_author`: the gate allows that she reads it; else she sees that there is an answer."""
    if not words.strip():
        raise CannotError("WORDS")
    step = begin(id, Command.ANSWER, by=by)
    event = step.finish()
    write(step.row, TextPart.ANSWER, words.strip(), event=event, for_author=for_author)
    step.tell(event)


@transaction.atomic
def pause(*, by: Actor, id: UUID, words: str) -> None:
    """The term stands still, once, with a reason."""
    step = begin(id, Command.PAUSE, by=by, words=words)
    try:
        stopped = clocks.pause(running(step.row), clock.now())
    except clocks.ClockError as error:
        raise CannotError("PAUSED_BEFORE") from error
    step.tell(step.finish(**as_columns(stopped)))


@transaction.atomic
def resume(*, by: Actor, id: UUID) -> None:
    step = begin(id, Command.RESUME, by=by)
    try:
        going = clocks.resume(running(step.row), clock.now(), calendar())
    except clocks.ClockError as error:
        raise CannotError("NOT_PAUSED") from error
    step.tell(step.finish(**as_columns(going)))


@transaction.atomic
def extend(*, by: Actor, id: UUID, working_days: int, words: str) -> None:
    step = begin(id, Command.EXTEND, by=by, words=words, details={"working_days": str(working_days)})
    try:
        longer = clocks.extend(running(step.row), working_days, terms(), calendar())
    except clocks.ClockError as error:
        raise CannotError("NOT_LONGER") from error
    step.tell(step.finish(**as_columns(longer)))


def answers_of(id: UUID) -> list[Answer]:
    rows = models.Answer.objects.filter(concern_id=id).order_by("at")
    return [Answer(row.criterion, View(row.view), Level(row.level), row.reason) for row in rows]


def voice_of(id: UUID) -> Voice:
    """What was said last, and why the pupil was not heard."""
    said = dict(
        models.Text.objects.filter(concern_id=id, part__in=[TextPart.VOICE, TextPart.VOICE_WAIVED])
        .order_by("at")
        .values_list("part", "text")
    )
    return Voice(said.get(TextPart.VOICE.value, ""), said.get(TextPart.VOICE_WAIVED.value, ""))

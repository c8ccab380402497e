"""Concerns of the example region (`definitions/demo_concerns.yaml`), each step taken by the cast as on the pages."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import cache
from typing import Annotated, Literal

from django.db import transaction
from pydantic import Field

from tandem.audit.actions import acting_actor
from tandem.casework import following, queries
from tandem.casework.actions import drafts, handing_over, life
from tandem.casework.actions.drafts import Draft
from tandem.casework.actions.step import me
from tandem.casework.data import Outcome, TextPart, Urgency
from tandem.casework.definitions import framework_for
from tandem.casework.desks import coordinator_of
from tandem.casework.rules.assessment import Answer, Level, View, Voice
from tandem.children import queries as children
from tandem.children.data import Why
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.definitions import Definition, Part, read_definition
from tandem.platform.home import DEFINITIONS
from tandem.register.definitions import Slug
from tandem.register.demo.cast import Role, cast
from tandem.register.demo.playing import playing, role_of
from tandem.sharing.demo import demo_pupils
from tandem.sharing.disclosing import queries as sharing

FILE = DEFINITIONS / "demo_concerns.yaml"
MORNING, FRIDAY = time(9, 5), 4
WHY = Why("demo", "6(1)(e)")
BY_AUTHOR = ("RAISE", "WITHDRAW", "REOPEN")


class StepPart(Part):
    days: Annotated[int, Field(ge=0)]
    do: Literal[
        "RAISE", "ACKNOWLEDGE", "ASSESS", "TRIAGE", "ACT", "ANSWER", "CLOSE", "WITHDRAW", "REOPEN", "OFFER", "ACCEPT"
    ]
    to: str = ""
    words: str = ""
    answers: dict[str, Level] = Field(default_factory=dict)
    reason: str = ""
    outcome: Outcome = Outcome.SCHOOL_SUPPORT


class ConcernPart(Part):
    by: Slug
    about: str
    urgency: Urgency
    texts: dict[TextPart, str]
    steps: tuple[StepPart, ...]


class _File(Definition):
    concerns: tuple[ConcernPart, ...]


@cache
def demo_concerns() -> _File:
    """Raises `DefinitionError`."""
    return read_definition(FILE, _File)


@transaction.atomic
def fill_demo_concerns() -> int:
    """How many concerns were added: all of them the first time, none later. The demo pupils must be there."""
    file = demo_concerns()
    with acting(playing(_role(file.concerns[0].by, "LERAAR"))):
        if following.own(acting_actor()):
            return 0
    for concern in file.concerns:
        _play(concern)
    return len(file.concerns)


def _pupil(key: str) -> uuid.UUID:
    """One of the own pupils of who acts, by her key."""
    wanted = next(" ".join(part.name) for part in demo_pupils().pupils if part.key == key)
    mine, _ = children.children_of(acting_actor(), principal=me().hat, why=WHY, limit=children.MOST)
    return next(one.id for one in mine if f"{one.given_name} {one.family_name}" == wanted)


def _play(part: ConcernPart) -> None:
    teacher = _role(part.by, "LERAAR")
    with _days_ago(part.steps[0].days if part.steps else 0), acting(playing(teacher)):
        place, child = cast().stages[teacher.at].id, _pupil(part.about) if part.about else None
        written = Draft(child, child is None, part.urgency, part.texts)
        id = drafts.start(by=acting_actor(), location=place, key=uuid.uuid4(), draft=written)
    for step in part.steps:
        with _days_ago(step.days), acting(_who(step, teacher)):
            _DO[step.do](id, step)


def _who(step: StepPart, teacher: Role) -> Context:
    if step.do in BY_AUTHOR:
        return playing(teacher)
    return playing(role_of("LT_TOEGANG", step.to)) if step.do == "ACCEPT" else playing(role_of("IB", teacher.at))


def _offer(id: uuid.UUID, step: StepPart) -> None:
    """Through what the school shares with them already."""
    whole, to = queries.whole(acting_actor(), id), cast().stages[step.to].id
    if whole is None or whole.child is None:
        raise LookupError("no such concern")
    shared = [
        one.id
        for one in sharing.given(acting_actor(), child=whole.child)
        if one.receiver.organisation == to and one.runs(clock.today())
    ]
    handing_over.offer(
        by=acting_actor(),
        id=id,
        to=to,
        words=step.words,
        coordinator=coordinator_of(whole.row.school),
        active={to},
        disclosure=shared[0],
    )


def _assess(id: uuid.UUID, step: StepPart) -> None:
    framework = framework_for(("PO",))
    answers = [
        Answer(criterion, View.EDUCATION, level, step.reason if level is not Level.FINE else "")
        for criterion, level in step.answers.items()
    ]
    voice = Voice(words=step.words)
    life.assess(by=acting_actor(), id=id, framework=framework.id, voice=voice, answers=answers)


_DO: dict[str, Callable[[uuid.UUID, StepPart], object]] = {
    "RAISE": lambda id, _: drafts.raise_concern(by=acting_actor(), id=id, version=1),
    "ACKNOWLEDGE": lambda id, _: life.acknowledge(by=acting_actor(), id=id),
    "ASSESS": _assess,
    "TRIAGE": lambda id, step: life.triage(by=acting_actor(), id=id, outcome=step.outcome, words=step.words),
    "ACT": lambda id, _: life.act(by=acting_actor(), id=id),
    "ANSWER": lambda id, step: life.answer(by=acting_actor(), id=id, words=step.words, for_author=True),
    "OFFER": _offer,
    "ACCEPT": lambda id, _: handing_over.accept(by=acting_actor(), id=id),
    "CLOSE": lambda id, step: life.close(by=acting_actor(), id=id, words=step.words),
    "WITHDRAW": lambda id, step: life.withdraw(by=acting_actor(), id=id, words=step.words),
    "REOPEN": lambda id, step: life.reopen(by=acting_actor(), id=id, words=step.words),
}


@contextmanager
def _days_ago(days: int) -> Iterator[None]:
    """The morning of that day, or the Friday before; today is now."""
    day = clock.today() - timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - FRIDAY))
    moment = datetime.combine(day, MORNING, clock.AMSTERDAM) if days else clock.now()
    with clock.at(moment):
        yield


def _role(key: str, function: str) -> Role:
    return next(role for role in cast().players[key].roles if role.function == function)

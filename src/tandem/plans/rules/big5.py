"""Where somebody stands on the Big 5, and which way it goes: from conversations to one line for each domain."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tandem.plans.data import Subject, Voice
from tandem.plans.rules.standing import Why


class Way(StrEnum):
    """Which way it goes between the last two times that it was spoken of."""

    NEW = "NEW"
    BETTER = "BETTER"
    SAME = "SAME"
    WORSE = "WORSE"


@dataclass(frozen=True, slots=True)
class Answer:
    """`score` None: not spoken of. `words`: what was said about it."""

    score: int | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation with the young person or the parents: by domain what was answered."""

    number: int
    subject: Subject
    voice: Voice
    day: date
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Line:
    """One domain: every score with its day, the first first. `low`: there is work to do."""

    domain: str
    scores: tuple[tuple[date, int], ...]
    now: int | None
    before: int | None
    way: Way
    low: bool
    words: str = ""  # the last that were said


def against_talk(said: Talk, today: date, *, domains: Container[str], scale: Container[int]) -> Why | None:
    """Why a conversation is not written down: nothing was scored, it was not held yet, or the scale is another."""
    if said.day > today:
        return Why.AHEAD
    scores = [one.score for one in said.answers.values() if one.score is not None]
    if not scores:
        return Why.WORDS
    known = all(domain in domains for domain in said.answers) and all(score in scale for score in scores)
    return None if known else Why.STATE


def lines(talks: Iterable[Talk], subject: Subject, domains: Sequence[str], low: int) -> tuple[Line, ...]:
    """One line for each domain, in their order."""
    mine = sorted((talk for talk in talks if talk.subject is subject), key=lambda talk: (talk.day, talk.number))
    return tuple(_line(domain, mine, low) for domain in domains)


def _line(domain: str, talks: Sequence[Talk], low: int) -> Line:
    said = [(talk.day, talk.answers[domain]) for talk in talks if domain in talk.answers]
    scores = tuple((day, answer.score) for day, answer in said if answer.score is not None)
    now, before = ([score for _, score in reversed(scores)] + [None, None])[:2]
    return Line(
        domain,
        scores,
        now,
        before,
        way(before, now),
        now is not None and now <= low,
        next((answer.words for _, answer in reversed(said) if answer.words), ""),
    )


def way(before: int | None, now: int | None) -> Way:
    if before is None or now is None:
        return Way.NEW
    return Way.SAME if now == before else Way.BETTER if now > before else Way.WORSE

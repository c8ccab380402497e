"""Random histories of a tandem, and what may never be in one: for the tests, and at length for the proofs."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from tandem.cases.data import Domain, Seat, State, Tandem
from tandem.cases.rules import tandem
from tandem.cases.rules.tandem import Cannot, state_of


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in a hat that stands on one side, or on none."""

    hat: UUID
    person: UUID
    domain: Domain | None


# Two of each side, one with a hat on both, and one on none.
PEOPLE = (
    Somebody(UUID(int=1), UUID(int=101), Domain.EDUCATION),
    Somebody(UUID(int=2), UUID(int=102), Domain.YOUTH_CARE),
    Somebody(UUID(int=3), UUID(int=103), Domain.EDUCATION),
    Somebody(UUID(int=4), UUID(int=104), Domain.YOUTH_CARE),
    Somebody(UUID(int=5), UUID(int=103), Domain.YOUTH_CARE),
    Somebody(UUID(int=6), UUID(int=106), None),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`by` asks it, about `about`; `others`: she holds the case."""

    what: str
    by: Somebody
    about: Somebody
    others: bool


def after(history: list[Asked]) -> list[tuple[Tandem, Asked | None]]:
    """The tandem after each thing that was asked and done; what is refused leaves it as it was."""
    now = Tandem(frozenset())
    found: list[tuple[Tandem, Asked | None]] = [(now, None)]
    for asked in history:
        answer = _answer(now, asked)
        if isinstance(answer, Tandem):
            now = answer
            found.append((now, asked))
    return found


def _answer(now: Tandem, asked: Asked) -> Tandem | Cannot:
    match asked.what:
        case "name":
            domain = asked.about.domain or Domain.EDUCATION
            seat = Seat(domain, asked.about.hat, asked.about.person)
            return tandem.name(now, seat, domain_of=asked.about.domain, by=asked.by.hat, may_name_others=asked.others)
        case "sign":
            return tandem.sign(now, by=asked.by.hat)
        case "disagree":
            return tandem.disagree(now, by=asked.by.hat)
        case "settle":
            return tandem.settle(now, by=asked.by.hat)
        case "join":
            return tandem.changed(now, tandem.needed([*now.needed, asked.about.domain]))
        case _:
            return tandem.changed(now, now.needed - {asked.about.domain})


def broken(history: list[tuple[Tandem, Asked | None]]) -> list[str]:
    """What is wrong with a history; empty when nothing is."""
    return [wrong for place in range(len(history)) for wrong in _wrong(history, place)]


def _wrong(history: list[tuple[Tandem, Asked | None]], place: int) -> Iterator[str]:
    now, asked = history[place]
    domains = [seat.domain for seat in now.seats]
    if len(set(domains)) < len(domains):
        yield "two seats for one side"
    if len({seat.person for seat in now.seats}) < len(now.seats):
        yield "one person on both seats"
    if not set(domains) <= now.needed:
        yield "a seat for a side where nobody is at work"
    runs = state_of(now) is State.RUNNING
    if runs and not (set(domains) == now.needed and all(seat.signed and not seat.disagrees for seat in now.seats)):
        yield "it runs before everybody who must signed"
    if (state_of(now) is State.STUCK) != any(seat.disagrees for seat in now.seats):
        yield "stuck without somebody who disagrees, or at odds and not stuck"
    if place and asked is not None:
        yield from _by_another(history[place - 1][0], now, asked)


def _by_another(before: Tandem, now: Tandem, asked: Asked) -> Iterator[str]:
    """Yes and no come from nobody but who sits there."""
    for seat in now.seats:
        was = before.seat(seat.domain)
        same = was is not None and was.hat == seat.hat
        if seat.signed and not (same and was and was.signed) and asked.by.hat != seat.hat:
            yield f"{asked.by.hat} signed for {seat.hat}"
        if same and was and seat.disagrees != was.disagrees and asked.by.hat != seat.hat:
            yield f"{asked.by.hat} spoke for {seat.hat}"

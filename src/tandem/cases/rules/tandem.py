"""The tandem: one director from education and one from youth care, as soon as both are at work for the same child.

Both sign, in their own hat. Who is named anew signs anew, and so does the other: nobody directs with somebody to whom
she did not say yes. A disagreement is recorded by who disagrees and ended by her; as long as it stands the case is
stuck, and the ladder of the region begins. Source: H 4.5, annexes 4 and 7; L 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from tandem.cases.data import Domain, Seat, State, Tandem


class Why(StrEnum):
    """Why something cannot be done with the tandem."""

    NOT_NEEDED = "NOT_NEEDED"  # nobody of that side is at work
    NO_DIRECTOR_OF = "NO_DIRECTOR_OF"  # in this function nobody directs, or she stands on the other side
    SAME_PERSON = "SAME_PERSON"
    NOT_YOUR_SEAT = "NOT_YOUR_SEAT"
    SIGNED_ALREADY = "SIGNED_ALREADY"
    ONLY_YOURSELF = "ONLY_YOURSELF"
    ALONE = "ALONE"  # there is nobody to disagree with
    DISAGREES_ALREADY = "DISAGREES_ALREADY"
    AGREES = "AGREES"
    AT_ODDS = "AT_ODDS"  # who disagrees is not replaced, nor named again: she ends it herself


@dataclass(frozen=True, slots=True)
class Cannot:
    why: Why


class Next(StrEnum):
    """What must happen before the direction is settled."""

    NAME_EDUCATION = "NAME_EDUCATION"
    NAME_YOUTH_CARE = "NAME_YOUTH_CARE"
    SIGN_EDUCATION = "SIGN_EDUCATION"
    SIGN_YOUTH_CARE = "SIGN_YOUTH_CARE"
    SETTLE = "SETTLE"
    NOBODY_DIRECTS = "NOBODY_DIRECTS"  # nobody who takes part can
    NOTHING = "NOTHING"


def needed(domains: Iterable[Domain | None]) -> frozenset[Domain]:
    """`domains`: of everybody who takes part and may read; who may only know is not at work."""
    return frozenset(domain for domain in domains if domain is not None)


def state_of(tandem: Tandem) -> State:
    """The state of an open case, from who directs it."""
    if any(seat.disagrees for seat in tandem.seats):
        return State.STUCK
    return State.RUNNING if is_settled(tandem) else State.STARTED


def is_settled(tandem: Tandem) -> bool:
    """Somebody directs, everybody who must does, and each of them signed."""
    seated = {seat.domain for seat in tandem.seats if seat.signed}
    return bool(tandem.needed) and seated == tandem.needed and all(seat.signed for seat in tandem.seats)


def next_of(tandem: Tandem) -> Next:
    """What the page asks for first."""
    if any(seat.disagrees for seat in tandem.seats):
        return Next.SETTLE
    if not tandem.needed:
        return Next.NOBODY_DIRECTS
    for domain in Domain:
        if domain in tandem.needed and tandem.seat(domain) is None:
            return Next(f"NAME_{domain}")
    for seat in tandem.seats:
        if not seat.signed:
            return Next(f"SIGN_{seat.domain}")
    return Next.NOTHING


def name(tandem: Tandem, seat: Seat, *, domain_of: Domain | None, by: UUID, may_name_others: bool) -> Tandem | Cannot:
    """Give a seat to somebody; who had it leaves it. `domain_of` her function; `by`: the hat of who names.

    Who names herself signs with it; every other signature lapses, for the other agreed to somebody else.
    """
    if any(one.disagrees for one in tandem.seats):
        return Cannot(Why.AT_ODDS)
    if seat.domain not in tandem.needed:
        return Cannot(Why.NOT_NEEDED)
    if domain_of is not seat.domain:
        return Cannot(Why.NO_DIRECTOR_OF)
    if seat.hat != by and not may_name_others:
        return Cannot(Why.ONLY_YOURSELF)
    others = [one for one in tandem.seats if one.domain is not seat.domain]
    if any(one.person == seat.person for one in others):
        return Cannot(Why.SAME_PERSON)
    named = replace(seat, signed=seat.hat == by, disagrees=False)
    return Tandem(tandem.needed, _in_order([named, *(replace(one, signed=False) for one in others)]))


def sign(tandem: Tandem, *, by: UUID) -> Tandem | Cannot:
    """`by`: the hat that is worn."""
    seat = _own(tandem, by)
    if seat is None:
        return Cannot(Why.NOT_YOUR_SEAT)
    if seat.signed:
        return Cannot(Why.SIGNED_ALREADY)
    return _with(tandem, replace(seat, signed=True))


def disagree(tandem: Tandem, *, by: UUID) -> Tandem | Cannot:
    """Record that the two do not agree. Signatures stay: it is about what to do, not about who directs."""
    seat = _own(tandem, by)
    if seat is None:
        return Cannot(Why.NOT_YOUR_SEAT)
    if len(tandem.seats) < len(Domain):
        return Cannot(Why.ALONE)
    if seat.disagrees:
        return Cannot(Why.DISAGREES_ALREADY)
    return _with(tandem, replace(seat, disagrees=True))


def settle(tandem: Tandem, *, by: UUID) -> Tandem | Cannot:
    seat = _own(tandem, by)
    if seat is None:
        return Cannot(Why.NOT_YOUR_SEAT)
    if not seat.disagrees:
        return Cannot(Why.AGREES)
    return _with(tandem, replace(seat, disagrees=False))


def changed(tandem: Tandem, needed: frozenset[Domain]) -> Tandem:
    """After somebody came or left: a side where nobody is at work any more has no seat; the rest stays as signed."""
    return Tandem(needed, tuple(seat for seat in tandem.seats if seat.domain in needed))


def _own(tandem: Tandem, hat: UUID) -> Seat | None:
    return next((seat for seat in tandem.seats if seat.hat == hat), None)


def _with(tandem: Tandem, seat: Seat) -> Tandem:
    others = [one for one in tandem.seats if one.domain is not seat.domain]
    return Tandem(tandem.needed, _in_order([seat, *others]))


def _in_order(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    return tuple(sorted(seats, key=lambda seat: list(Domain).index(seat.domain)))

"""Whether a window shows something today, and why not: as the gate in the database decides (`sql/gate.sql`)."""

from dataclasses import dataclass
from datetime import date

from tandem.family.data import Capacity, Shut
from tandem.family.definitions import ages_at


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides. `authority`: of a parent, checked, holds today; `contested`: of anybody; `agreed`: from 16 on."""

    capacity: Capacity
    born: date
    accepted: bool
    closed: bool
    valid_until: date
    held: bool
    authority: bool
    contested: bool
    agreed: bool


def years_on(born: date, day: date) -> int:
    """Years somebody has; who was born on 29 February has her birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def shut(one: Standing, today: date) -> Shut | None:
    """The first reason why it shows nothing; None when it is open."""
    ages = ages_at(max(0, years_on(one.born, today)))
    young = one.capacity is Capacity.YOUNG
    reasons = (
        (one.closed, Shut.CLOSED),
        (not one.accepted, Shut.UNUSED),
        (today >= one.valid_until, Shut.OVER),
        (young and not ages.young, Shut.TOO_YOUNG),
        (not young and not ages.parents, Shut.GROWN_UP),
        (not young and (one.held or one.contested), Shut.HELD),
        (not young and not one.authority, Shut.NO_AUTHORITY),
        (not young and ages.asks_young and not one.agreed, Shut.YOUNG_SAYS_NO),
    )
    return next((why for applies, why in reasons if applies), None)

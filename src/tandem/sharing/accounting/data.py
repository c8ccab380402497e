"""The words of giving account. Lowest file of the package."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tandem.children.data import Kind, Opening
from tandem.sharing.breakglass.data import Use
from tandem.sharing.disclosing.data import Disclosure


@dataclass(frozen=True, slots=True)
class Basis:
    """One reason why who acts sees something of a child. Of a disclosure or a use only the one that gave it.

    `place`: the name of the own school of an enrolment, else ''.
    """

    opening: Opening
    place: str = ""
    disclosure: Disclosure | None = None
    use: Use | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who can see something today. `organisation` '' where its name would lead to a secret address.

    `people`: how many hold the function there today; `source`: what gave it, a disclosure for example.
    """

    reason: str
    organisation: str
    function: str
    kinds: Kind
    people: int
    since: date
    until: date | None
    expires: datetime | None
    source: UUID


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody in this function looked on this day, so many times, the last time at `at`: no names of people."""

    at: datetime
    times: int
    organisation: str
    function: str
    purpose: str
    kinds: tuple[str, ...]

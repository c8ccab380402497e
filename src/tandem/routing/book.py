"""What law and regions set about the desk, as values."""

from dataclasses import dataclass, field

from tandem.register.data import OrganisationKind
from tandem.routing.data import Law, Place, Said, Way


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question. `words`: everything somebody may type for it, in small letters."""

    code: str
    nl: str
    name: Said
    words: frozenset[str]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """What can be called, and where it is looked for."""

    code: str
    rule: str
    name: Said
    functions: tuple[str, ...]
    ways: tuple[Way, ...]
    place: Place
    why: Said
    source: str
    kind: OrganisationKind | None = None
    law: Law = Law.YOUTH_CARE
    ages: tuple[int, int] | None = None
    needs_person: bool = False
    by_school: bool = False
    instead: str = ""
    phone: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Brings a role to the front of the chain when its conditions hold; empty conditions always do.

    `border`: the pupil lives in another municipality of the region than the school stands in. `desk`: call this
    organisation for the role, whatever the ways say. `region`: its municipalities, () for the whole country.
    """

    id: str
    kinds: frozenset[str]
    first: str
    why: Said
    source: str
    border: bool | None = None
    homes: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    ages: tuple[int, int] | None = None
    region: frozenset[str] = frozenset()
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A region with a desk of its own: the name and number of who takes what fits nowhere."""

    code: str
    name: str
    municipalities: frozenset[str]
    catch_all: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A question of the walk to the responsible municipality; `yes` and `no` name a step or an outcome."""

    id: str
    asks: str
    question: Said
    yes: str
    no: str
    ground: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that law and regions set about the desk. `rules`: the most particular first."""

    kinds: dict[str, Kind]
    roles: dict[str, Role]
    rules: tuple[Rule, ...]
    notes: dict[str, Said]
    laws: dict[Law, tuple[Step, ...]]
    remarks: tuple[Said, ...]
    regions: tuple[Region, ...]
    rmc: dict[str, str] = field(default_factory=dict)  # municipality to the name of its RMC region

"""The words of the directory of services (sociale kaart). Codes are Dutch: they stand in addresses and in the API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from tandem.register.data import OrganisationBrief

MOST_COMPARED = 4


class OfferKind(StrEnum):
    """Kind of offer (soort aanbod); `definitions/directory.yaml` sets which comes first."""

    BASIC = "BASIS"
    PREVENTIVE = "PREVENTIEF"
    COLLECTIVE = "COLLECTIEF"
    EDUCATION_CARE = "ONDERWIJSZORG"
    SPECIALISED = "SPECIALISTISCH"


class Theme(StrEnum):
    """The Big 5 of JONGdoetmee (H 4.5)."""

    SUPPORT = "SUPPORT"
    HOUSING = "WONEN"
    SCHOOL_WORK = "SCHOOL_WERK"
    INCOME = "INKOMEN"
    WELLBEING = "WELZIJN"


class Setting(StrEnum):
    """Where the child learns or plays: childcare, day centre, or a kind of education as DUO counts it."""

    CHILDCARE = "OPVANG"
    DAY_CENTRE = "KDC"
    BO = "BO"
    SBO = "SBO"
    SO = "SO"
    VSO = "VSO"
    VO = "VO"
    PRO = "PRO"
    MBO = "MBO"


class Delivery(StrEnum):
    SCHOOL = "SCHOOL"
    HOME = "THUIS"
    PROVIDER = "AANBIEDER"
    ONLINE = "ONLINE"


class Funding(StrEnum):
    SCHOOL = "SCHOOL"
    PARTNERSHIP = "SWV"
    MUNICIPALITY = "GEMEENTE"
    INSURER = "ZVW"
    LONG_TERM = "WLZ"
    OTHER = "ANDERS"


class Decides(StrEnum):
    """Who decides that somebody may use it."""

    NOBODY = "NIEMAND"
    SCHOOL = "SCHOOL"
    PARTNERSHIP = "SWV"
    LOCAL_TEAM = "LOKAAL_TEAM"
    DOCTOR = "ARTS"
    OTHER = "ANDERS"


class Evidence(StrEnum):
    """How sure it is that it works, in the steps of the Dutch database of effective youth interventions."""

    UNKNOWN = "ONBEKEND"
    WELL_FOUNDED = "ONDERBOUWD"
    FIRST = "EERSTE"
    GOOD = "GOED"
    STRONG = "STERK"


class Freshness(StrEnum):
    CONFIRMED = "BEVESTIGD"
    DUE = "HERINNERD"  # its owner is asked, readers see nothing yet
    DOUBTFUL = "NIET_BEVESTIGD"
    HIDDEN = "VEROUDERD"  # no longer among what is found, unless asked


@dataclass(frozen=True, slots=True)
class Terms:
    """After how many months without confirmation what happens; `repeat_weeks`: how often the owner is asked again."""

    remind: int
    doubt: int
    hide: int
    repeat_weeks: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the order in which help is offered, with the reason in Dutch and English."""

    kind: OfferKind
    why: str
    why_en: str


@dataclass(frozen=True, slots=True)
class DirectContact:
    """For professionals: a desk or function, never shown to the public. All '' when there is none."""

    role: str = ""
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.email)


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What the owner says of an offer, on the fixed form. `municipalities` empty: everywhere. Texts '' when unknown.

    `postcodes` narrows the area: '2611' or '2611-2614'. `postcode`: four digits of where it is given. `waiting_weeks`
    is what the owner reported on `waiting_on`. `valid_until` is the first day on which it no longer exists.
    """

    name: str
    kind: OfferKind
    summary: str
    themes: tuple[Theme, ...]
    settings: tuple[Setting, ...]
    delivered: tuple[Delivery, ...]
    decides: Decides
    apply: str
    valid_from: date
    age_from: int = 0
    age_to: int = 23
    description: str = ""
    clusters: tuple[int, ...] = ()
    municipalities: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    postcode: str = ""
    capacity: int | None = None
    waiting_weeks: int | None = None
    waiting_on: date | None = None
    funding: tuple[Funding, ...] = ()
    funding_note: str = ""
    phone: str = ""
    website: str = ""
    evidence: Evidence = Evidence.UNKNOWN
    evidence_note: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """`version` counts the changes: who changes an older one than stands there now gets both texts."""

    id: UUID
    organisation: OrganisationBrief
    facts: OfferFacts
    confirmed_on: date
    version: int
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class OfferQuestion:
    """What somebody looks for. `text` is never kept and never stands in an address. Empty: no choice made."""

    text: str = ""
    kinds: tuple[OfferKind, ...] = ()
    themes: tuple[Theme, ...] = ()
    settings: tuple[Setting, ...] = ()
    delivered: tuple[Delivery, ...] = ()
    clusters: tuple[int, ...] = ()
    municipality: str = ""
    age: int | None = None
    direct: bool = False  # only what needs nobody's decision
    also_old: bool = False  # also what nobody confirmed for longer than the terms allow


@dataclass(frozen=True, slots=True)
class Found:
    """`counts`: per filter the offers of each code when that is chosen too. `corrected`: word typed → word meant."""

    offers: tuple[Offer, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    corrected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advised:
    """An offer as an answer to 'what can I do first', with the reasons (Dutch) why it stands where it stands."""

    offer: Offer
    step: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fresh:
    """How fresh the offers of one organisation are: how many per state, and the oldest confirmation."""

    organisation: OrganisationBrief
    counts: Mapping[Freshness, int]
    oldest: date
    owned: bool  # somebody administers the organisation


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A correction that somebody suggested; nobody knows who."""

    id: UUID
    offer: UUID
    offer_name: str
    text: str
    created: datetime
    done: datetime | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A pilot, project or good example. What its source does not say is '' and is shown as such.

    `key` is the name in the address. `schools` and `providers` as the source names them. `organisation`: who added it,
    None for the first content, which comes from `definitions/examples/`.
    """

    key: str
    title: str
    product: str
    form: str
    municipalities: tuple[str, ...]
    settings: tuple[Setting, ...]
    schools: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    clusters: tuple[int, ...] = ()
    area: str = ""
    funding: str = ""
    settlement: str = ""
    period: str = ""
    target: str = ""
    learnt: str = ""
    contact: str = ""
    evaluation: str = ""
    source: str = ""
    organisation: OrganisationBrief | None = None
    version: int = 0
    valid_until: date | None = None


class Changed(Exception):  # noqa: N818 - a state, not a mistake
    """Somebody else changed it in the meantime; `now` is what stands there."""

    def __init__(self, now: Offer) -> None:
        super().__init__("changed meanwhile")
        self.now = now

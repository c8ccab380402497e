"""Who may see and write which row of the gate, said a second time, apart from the program; imports nothing of it.

| path      | who                                             | what                                                |
|-----------|-------------------------------------------------|-----------------------------------------------------|
| own       | IB and SCHOOLDIR in the files of their places   | override, authority, consent, note, disclosure,     |
|           | and hat, any other professional in her hat's    | step, task: reads, adds; ends what can end          |
| disclosed | the receiver, in the function or hat it is for  | notes of the file, of the kinds, until the preview  |
| received  | the same                                        | the disclosure while it holds, and its notice       |
| glass     | the hat that broke it, some hours               | notes of its kinds, of every file; adds nothing     |

A disclosure holds from its first day on, until it ends or something it rests on does: the consent of everybody who must
(parents with proven authority in that file, or the young person), uncontested authority, the age band in which consent
was given, and for a decision of one's own the function of who decided. What stopped holding does not come back. While
an objection is weighed in its file it stands still, but for a duty (6(1)(c)), a life (6(1)(d)) and an own decision.

A record is added in an own file about a child of whom one may know something. A disclosure is added when one has the
kinds oneself (enrolled here: 1, 4, 8, 2048; or records of the file), to somebody else, with complete consent of the
right people; an own decision never from the partnership or the police, never for a citizen number.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from tests.security.oracle import NO_PROFESSIONALS, Membership, Organisation, Period

SCHOOL_STAFF = {"IB", "SCHOOLDIR"}
OF_A_SCHOOL = 1 + 4 + 8 + 2048
MEDICAL, CITIZEN_NUMBER = 128, 2048
SCHOOLS = {"BOARD", "SCHOOL", "LOCATION"}
MOST_DAYS = 366
MUST_GO_ON = {"6(1)(c) 9(2)(g)", "6(1)(c)/(e)", "6(1)(e)/(d) 9(2)(g)"}


@dataclass(frozen=True, slots=True)
class Enrolment:
    id: UUID
    child: UUID
    location: UUID
    period: Period


@dataclass(frozen=True, slots=True)
class Record:
    """A note when `kind` is not 0, else a reason to share otherwise, written by the hat `by`."""

    id: UUID
    child: UUID
    file: UUID
    kind: int = 0
    at: int = 0
    by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    id: UUID
    child: UUID
    file: UUID
    period: Period
    proven: bool
    contested: bool


@dataclass(frozen=True, slots=True)
class Consent:
    """`authority` None: the young person. `at`, `withdrawn`: when, in seconds. `until` counts the next birthday too."""

    id: UUID
    child: UUID
    file: UUID
    authority: UUID | None
    organisation: UUID
    function: str
    purpose: str
    kinds: int
    given: bool
    consents: bool
    releases: bool
    until: date
    at: int
    withdrawn: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    id: UUID
    child: UUID
    file: UUID
    by: UUID  # the hat
    organisation: UUID
    function: str
    hat: UUID | None
    kinds: int
    purpose: str
    consent: bool
    release: bool
    youth: bool
    parents: bool
    override: UUID | None
    as_of: int
    period: Period
    ended: bool = False
    ground: str = "6(1)(a)"


@dataclass(frozen=True, slots=True)
class Notice:
    id: UUID
    share: UUID
    file: UUID | None
    principal: UUID | None
    function: str


@dataclass(frozen=True, slots=True)
class Glass:
    """A broken glass: one hat, one child, these kinds, as long as its hours last."""

    hat: UUID
    child: UUID
    source: UUID
    kinds: int
    open: bool


@dataclass
class ShareWorld:
    """`began`: the day on which everything was written; kinds of organisations by id; days of birth by child."""

    began: date
    organisations: list[Organisation]
    kinds: dict[UUID, str]
    memberships: list[Membership]
    born: dict[UUID, date]
    enrolments: list[Enrolment]
    notes: list[Record] = field(default_factory=list)
    overrides: list[Record] = field(default_factory=list)
    authorities: list[Authority] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    steps: dict[UUID, UUID] = field(default_factory=dict)  # step → share
    notices: list[Notice] = field(default_factory=list)
    glasses: list[Glass] = field(default_factory=list)
    objections: list[Record] = field(default_factory=list)  # that are being weighed


def principals(world: ShareWorld, hat: Membership, day: date) -> set[UUID]:
    if hat.function in NO_PROFESSIONALS or not hat.period.holds(day):
        return set()
    found, to_do = {hat.organisation}, [hat.organisation]
    while to_do:
        above = to_do.pop()
        below = {o.id for o in world.organisations if o.parent == above and o.period.holds(day)} - found
        found |= below
        to_do += below
    return {hat.id, hat.person, *found}


def files(world: ShareWorld, hat: Membership, day: date) -> set[UUID]:
    mine = principals(world, hat, day)
    if hat.function in SCHOOL_STAFF:
        return mine - {hat.person}
    return mine & {hat.id}


def birthday(born: date, years: int) -> date:
    """The first day at that age; born on 29 February: 1 March where that day is missing."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def consented_by(world: ShareWorld, share: Share, authority: UUID | None, day: date) -> bool:
    """The last word of this giver to this receiver, about any of the kinds, is a yes that covers them all."""

    def is_about(one: Consent) -> bool:
        to_the_same = (one.child, one.file, one.authority, one.organisation, one.function, one.purpose)
        return to_the_same == (
            share.child,
            share.file,
            authority,
            share.organisation,
            share.function,
            share.purpose,
        )

    said = [one for one in world.consents if is_about(one)]
    noes = [one.at for one in said if not one.given and one.kinds & share.kinds]
    noes += [one.withdrawn for one in said if one.withdrawn is not None and one.kinds & share.kinds]
    return any(
        one.given
        and one.withdrawn is None
        and share.kinds & ~one.kinds == 0
        and (one.consents or not share.consent)
        and (one.releases or not share.release)
        and day < one.until
        and all(no < one.at for no in noes)
        for one in said
    )


def complete(world: ShareWorld, share: Share, day: date) -> bool:
    """Everybody whose consent the disclosure needs has given it."""
    if share.youth and not consented_by(world, share, None, day):
        return False
    if not share.parents:
        return True
    of_child = [one for one in world.authorities if one.child == share.child]
    if any(one.contested and (one.period.until is None or day < one.period.until) for one in of_child):
        return False
    in_file = [one for one in of_child if one.file == share.file]
    holders = [one for one in in_file if one.period.holds(day)]
    if holders != [one for one in in_file if share.period.begin and one.period.holds(share.period.begin)]:
        return False
    return bool(holders) and all(one.proven and consented_by(world, share, one.id, day) for one in holders)


def rests(world: ShareWorld, share: Share, day: date) -> bool:
    """What it rests on holds on this day."""
    if share.override is not None:
        by = next(one for one in world.memberships if one.id == share.by)
        return by.period.until is None or day < by.period.until
    return not (share.youth or share.parents) or complete(world, share, day)


def is_open(world: ShareWorld, share: Share, day: date) -> bool:
    """It opens rows on this day: it holds, and held on every day since everything was written."""
    if share.ended or not share.period.holds(day) or stands_still(world, share):
        return False
    days = [world.began + timedelta(days=n) for n in range((day - world.began).days + 1)]
    return all(rests(world, share, one) for one in days)


def stands_still(world: ShareWorld, share: Share) -> bool:
    """An objection is weighed in that file, and no law, life or decision in person makes it go on."""
    objected = (share.child, share.file) in {(one.child, one.file) for one in world.objections}
    return objected and share.override is None and share.ground not in MUST_GO_ON


def received(world: ShareWorld, hat: Membership, day: date) -> list[Share]:
    mine = principals(world, hat, day)
    to_her = [one for one in world.shares if (one.hat or one.organisation) in mine and one.function == hat.function]
    return [one for one in to_her if is_open(world, one, day)]


def broken(world: ShareWorld, hat: Membership, day: date) -> list[Glass]:
    return [one for one in world.glasses if principals(world, hat, day) and one.hat == hat.id and one.open]


def enrolled(world: ShareWorld, hat: Membership, day: date) -> list[Enrolment]:
    mine = principals(world, hat, day)
    staff = hat.function in SCHOOL_STAFF
    return [one for one in world.enrolments if staff and one.location in mine and one.period.holds(day)]


def may_select(world: ShareWorld, hat: Membership, table: str, day: date) -> set[UUID]:
    own, told = files(world, hat, day), received(world, hat, day)
    match table:
        case "children_access":
            opened = {one.source for one in broken(world, hat, day)}
            return {one.id for one in enrolled(world, hat, day)} | {one.id for one in told} | opened
        case "sharing_note":
            disclosed = {
                note.id
                for note in world.notes
                for one in told
                if (one.child, one.file) == (note.child, note.file) and one.kinds & note.kind and note.at <= one.as_of
            }
            glasses = {(one.child, one.kinds) for one in broken(world, hat, day)}
            in_need = {n.id for n in world.notes for child, kinds in glasses if n.child == child and n.kind & kinds}
            return disclosed | in_need | {one.id for one in world.notes if one.file in own}
        case "sharing_disclosure":
            return {one.id for one in world.shares if one.file in own} | {one.id for one in told}
        case "sharing_step":
            mine = {one.id for one in world.shares if one.file in own}
            return {step for step, share in world.steps.items() if share in mine}
        case "sharing_notice":
            return _notices(world, hat, own, day)
    rows: dict[str, list[Record] | list[Authority] | list[Consent]] = {
        "sharing_override": world.overrides,
        "sharing_authority": world.authorities,
        "sharing_consent": world.consents,
    }
    return {one.id for one in rows[table] if one.file in own}


def _notices(world: ShareWorld, hat: Membership, own: set[UUID], day: date) -> set[UUID]:
    mine = principals(world, hat, day)
    return {
        one.id for one in world.notices if one.file in own or (one.principal in mine and one.function == hat.function)
    }


def may_update(world: ShareWorld, hat: Membership, table: str, day: date) -> set[UUID]:
    own = files(world, hat, day)
    if table == "sharing_disclosure":
        return {one.id for one in world.shares if one.file in own and not one.ended}
    if table in ("sharing_authority", "sharing_consent", "sharing_notice"):
        return may_select(world, hat, table, day)
    return set()


def may_add(world: ShareWorld, hat: Membership, child: UUID, file: UUID, day: date) -> bool:
    """A record about this child in this file."""
    known = {one.child for one in enrolled(world, hat, day)} | {one.child for one in received(world, hat, day)}
    return file in files(world, hat, day) and child in known


def has(world: ShareWorld, hat: Membership, child: UUID, file: UUID, day: date) -> int:
    """The kinds that she may give of a child from a file."""
    if file not in files(world, hat, day):
        return 0
    here = any(one.child == child and one.location == file and one.period.holds(day) for one in world.enrolments)
    total = OF_A_SCHOOL if here else 0
    for note in world.notes:
        if (note.child, note.file) == (child, file):
            total |= note.kind
    return total


def may_share(world: ShareWorld, hat: Membership, share: Share, day: date) -> bool:
    until = share.period.until
    reaches = until is not None and until <= day + timedelta(days=MOST_DAYS)
    if not (reaches and may_add(world, hat, share.child, share.file, day)) or stands_still(world, share):
        return False
    if share.kinds & ~has(world, hat, share.child, share.file, day) or not _to_another(world, hat, share, day):
        return False
    if world.kinds[hat.organisation] == "PARTNERSHIP" or hat.function == "SWV":
        outside = world.kinds[share.organisation] not in SCHOOLS
        if share.override is not None or (share.kinds & MEDICAL and outside):
            return False
    if share.override is not None:
        return _may_decide(world, hat, share)
    return not (share.youth or share.parents) or _is_consented(world, share, day)


def _may_decide(world: ShareWorld, hat: Membership, share: Share) -> bool:
    reason = next((one for one in world.overrides if one.id == share.override), None)
    hers = reason is not None and (reason.child, reason.file, reason.by) == (share.child, share.file, hat.id)
    return hers and hat.function != "POL" and not share.kinds & CITIZEN_NUMBER


def _is_consented(world: ShareWorld, share: Share, day: date) -> bool:
    born = world.born[share.child]
    asks = share.consent or share.release
    if not asks or (day < birthday(born, 12) and not share.parents):
        return False
    if day >= birthday(born, 16) and (share.parents or not share.youth):
        return False
    return complete(world, share, day)


def _to_another(world: ShareWorld, hat: Membership, share: Share, day: date) -> bool:
    place = next(one for one in world.organisations if one.id == share.organisation)
    if place.period.until is not None and day >= place.period.until:
        return False
    if share.hat is None:
        return share.organisation not in principals(world, hat, day)
    to = next((one for one in world.memberships if one.id == share.hat), None)
    return (
        to is not None
        and (to.organisation, to.function) == (share.organisation, share.function)
        and to.period.holds(day)
        and to.person != hat.person
    )

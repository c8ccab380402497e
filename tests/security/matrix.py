"""Every address of the house, with what stands in it, and who is asked to open it.

The addresses come from the URL configuration itself. What their parameters name stands here: an address with a
parameter that is not here has no place in the matrix, and `test_routes` fails.
"""

import re
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.urls import get_resolver
from tests.security import (
    cases_oracle,
    casework_oracle,
    decisions_oracle,
    meetings_oracle,
    realm_cases,
    realm_concerns,
    realm_family,
    realm_joint,
)
from tests.security.directory_oracle import DirectoryOracle
from tests.security.oracle import Membership, Oracle
from tests.security.realm import Figure, Realm, concerns_as_the_oracle_knows_them, owners_in_the_directory
from tests.security.shared_rows import SharedRows

from tandem.identity.access import Access, Audience
from tandem.project.checks import routes
from tandem.register.functions import professional_codes

PARAMETER = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")
NOBODYS = UUID("0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f")
OPEN_DATA = {"code": "GM0503", "region": "haaglanden", "home": "GM0503", "school": "99AA00", "figure": "verloop"} | {
    "example": "jeugdcoach-op-school"
}
OPEN_DATA |= {"rule": "DS-001", "story": "jas-van-noor"}  # the standard for sharing
OPEN_DATA |= {"worklist": "team"}  # one of the lists; what stands in it is everybody's own
OPEN_DATA |= {"deed": "ontvangen"}  # what is done with a concern
OPEN_DATA |= {"step": "aanvullen"}  # what is done with a case
OPEN_DATA |= {"decision_deed": "aanvraag-intrekken"}  # what is done with a decision
OPEN_DATA |= {"template": "absence", "subject": "jongere"}  # of a plan, and whose Big 5
OPEN_DATA |= {"plan_deed": "doel"}  # what is done in a plan
OPEN_DATA |= {"meeting_deed": "begin"}  # what is done in a meeting
OPEN_DATA |= {"window_deed": "sluiten"}  # what is done with a window of the family
SYSTEM_KEY = "system_key"
FILES = {"extension": ("csv", "xlsx", "svg", "png"), "form": ("pdf", "json")}
# A parameter that names a row of somebody: what kind of row. `key` differs per address.
ROWS = {
    "person": "person",
    "membership": "membership",
    "link": "link",
    "stand_in": "stand_in",
    "invitation": "invitation",
    "task": "task",
    "token": "token",
    "disclosure": "disclosure",
    "concern": "concern",
    "case": "case",
    "decision": "decision",
    "meeting": "meeting",
    "desk_rule": "desk_rule",
    "pupil": "pupil",
    "consent": "consent",
    "authority": "authority",
    "offer": "offer",
    "suggestion": "suggestion",
    "own_example": "own_example",
    "use": "use",
    "request_key": "request",
    "draft": "draft",
    "raised": "raised",
    "signaal": "raised",
    "casus": "case",
    "deelnemer": "case",
    "overleg": "meeting",
    "besluit": "decision",
    "sheet": "sheet",
    "child": "child",
    "note": "note",
    "opening_key": "opening",
    "window": "window",
    "release": "release",
    "word": realm_family.WORD,
    "asking": realm_family.ASKING,
    "own_consent": realm_family.CONSENT,
}
KEYS = {"wie-is-wie/organisatie/": "organisation", "organisatie/invoer/": "batch", "mijn/sleutels/": SYSTEM_KEY}
# Addresses that are there in one state only: the same parameter, another row.
IN_STATE = {
    "besluiten/<uuid:decision>/aanpassen/": "draft_decision",
    "besluiten/<uuid:decision>/indienen/": "draft_decision",
    "overleg/<uuid:meeting>/nu/": "running_meeting",
    "overleg/<uuid:meeting>/scherm/": "running_meeting",
    "gezin/<uuid:window>/ouders/": realm_family.YOUNG,
    "gezin/venster/<uuid:window>/<slug:window_deed>/": realm_family.AT_WORK,
    "overleg/<uuid:meeting>/gezin/": "item of a meeting",  # names a case on the agenda too: there is none
}
TABLES = {
    "person": "register_person",
    "membership": "register_membership",
    "link": "register_school_link",
    "stand_in": "register_stand_in",
    "invitation": "register_invitation",
    "task": "register_task",
    "concern": "casework_concern",
    "case": "cases_case",
    "decision": "decisions_decision",
    "draft_decision": "decisions_decision",
    "meeting": "meetings_meeting",
    "running_meeting": "meetings_meeting",
    "batch": "register_import_batch",
    "desk_rule": "routing_rule",
    "offer": "directory_offer",
    "suggestion": "directory_suggestion",
    "own_example": "directory_example",
}
SHARED = {"pupil", "disclosure", "consent", "authority"}
DIRECTORY = {"offer", "suggestion", "own_example"}


@dataclass(frozen=True, slots=True)
class Route:
    """`address` as the URL configuration has it, without the slash before it."""

    address: str
    access: Access
    csrf_exempt: bool

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.address)

    @property
    def row(self) -> str:
        """The kind of row that the address names, '' for none. Raises KeyError for a parameter without a place."""
        if self.address in IN_STATE:
            return IN_STATE[self.address]
        if self.address.startswith("gezin/casus/"):
            return realm_family.CASE
        found = ""
        for name in self.parameters:
            if name in OPEN_DATA or name in FILES:
                continue
            found = ROWS[name] if name != "key" else self._kind_of_key()
        return found

    def _kind_of_key(self) -> str:
        return next(kind for start, kind in KEYS.items() if self.address.startswith(start))

    def path(self, row: object = "") -> str:
        """An address to ask. `row`: what stands where the row is named."""
        if self.address.startswith("^"):
            return "/api/bestaat-niet"

        def fill(found: re.Match[str]) -> str:
            name = found[1]
            return str(OPEN_DATA.get(name) or (FILES[name][0] if name in FILES else row))

        return "/" + PARAMETER.sub(fill, self.address)


@cache
def every_route() -> tuple[Route, ...]:
    """Without the start of the regular expressions that Django writes before a nested address."""
    found = []
    for address, view in routes(get_resolver().url_patterns):
        plain = "^" if "^" in address else address
        found.append(Route(plain, view.access_check, getattr(view, "csrf_exempt", False)))
    return tuple(found)


def may_open(access: Access, who: Figure) -> str:
    """`open`, `sign in` or `absent`: the marks in words, said a second time."""
    if access.audience in (Audience.PUBLIC, Audience.OPEN_REGISTER, Audience.SIGN_IN):
        return "open"
    if access.audience is Audience.SYSTEM and not who.key:
        return "sign in"
    if not who.token:
        return "sign in"
    if access.audience is Audience.SIGNED_IN:
        return "open"
    if access.audience is Audience.FAMILY:
        return "absent" if who.function else "open"
    codes = access.functions or professional_codes()
    return "open" if who.function in codes else "absent"


@dataclass(frozen=True, slots=True)
class Target:
    """A row that an address may name. `visible`: to whom is for `Rows` to say."""

    what: str
    row: object


class Rows:
    """Which rows there are to ask for, and whether a figure may know of each."""

    def __init__(self, realm: Realm, oracle: Oracle, shared: SharedRows) -> None:
        self.realm, self.oracle, self.shared = realm, oracle, shared
        self.directory = DirectoryOracle(oracle, owners_in_the_directory())
        self.concerns = concerns_as_the_oracle_knows_them(oracle.world)
        self.cases = realm_cases.as_the_oracle_knows_them(oracle.world)
        self.desk = realm_joint.desk(oracle.world, self.cases)
        self.meetings = realm_joint.meetings(oracle.world, self.cases)
        self.hats = {membership.id: membership for membership in oracle.world.memberships}

    def targets(self, kind: str) -> list[Target]:
        """Own, near misses on both sides, and one that is nobody's."""
        sides = (("", self.realm.here), (" there", self.realm.there))
        found: list[Target] = []
        for where, side in sides:
            if kind in ("person", "membership"):
                near = [one for one in side.figures.values() if not one.token]
                found += [Target(one.name, getattr(one, kind)) for one in near]
            elif kind == "organisation":
                found += [Target(f"{name}{where}", side.organisations[name]) for name in ("LOCAL_TEAM", "FAMILY")]
            elif kind in side.rows:
                found.append(Target(f"{kind}{where}", side.rows[kind]))
        return [*found, Target("nobody's", "geen-geldig-woord" if kind == "token" else NOBODYS)]

    def sees(self, who: Figure, route: Route, target: Target) -> bool:
        """Whether for this figure the row is there; asked only where the page is open to her."""
        hat = self.hats.get(who.membership)
        if target.row == NOBODYS:
            return False
        if route.row == "organisation":
            return not target.what.startswith("FAMILY")
        if route.row in realm_family.OWN | realm_family.OF_WORK | {SYSTEM_KEY}:
            return self._sees_of_account(who, route.row, target.row)
        if route.row in DIRECTORY:
            table = TABLES[route.row]
            keeps_up = route.address.startswith("organisatie/")
            rows = self.directory.owned(hat, table) if keeps_up else self.directory.may_select(hat, table)
            return target.row in rows
        if hat is None:
            return False
        if route.row in ("draft", "raised"):
            return realm_concerns.follows(self.realm, who, target.row)
        if route.row in SHARED:
            return target.row in self.shared.may_know(hat, self.oracle.world, route.row)
        return target.row in self.seen(hat, TABLES[route.row])

    def _sees_of_account(self, who: Figure, kind: str, row: object) -> bool:
        if kind in realm_family.OWN or kind == SYSTEM_KEY:
            return self.realm.account_of[row] == who.account  # type: ignore[index]
        hat = self.hats.get(who.membership)
        return hat is not None and self.reads_of_family(hat, row)

    def reads_of_family(self, hat: Membership, row: object) -> bool:
        return realm_family.reads(self.cases, hat, self.realm.case_of[row], self.oracle.day)  # type: ignore[index]

    def knows_of_family(self, who: Figure, table: str, row: UUID) -> bool:
        """Who reads the case; what was let out also the family that looks into it. A parent's name no other parent."""
        case, hat = self.realm.case_of[row], self.hats.get(who.membership)
        if hat is not None:
            return self.reads_of_family(hat, row)
        if table == "family_word":  # her own words, and no other's of the family
            return self.realm.account_of[row] == who.account
        windows = {self.realm.case_of[one] for one, account in self.realm.account_of.items() if account == who.account}
        return table == "family_release" and case in windows

    def seen(self, hat: Membership, table: str) -> set[UUID]:
        """The rows of a table that a hat may see, by the oracle of its domain."""
        day, domain = self.oracle.day, table.split("_", maxsplit=1)[0]
        match domain:
            case "casework":
                return casework_oracle.may_select(self.concerns, hat, table, day)
            case "cases":
                return cases_oracle.may_select(self.cases, hat, table, day)
            case "decisions":
                return decisions_oracle.may_select(self.desk, hat, table, day)
            case "meetings":
                return meetings_oracle.may_select(self.meetings, hat, table, day)
        return self.oracle.may_select(hat, table)

"""Rows about children: the database and the oracle agree, for every hat, reading and writing."""

import ast
import random
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import worlds
from tests.security import children_oracle
from tests.security.children_oracle import (
    ChildWorld,
    Disclosure,
    Enrolment,
    Glass,
    Residence,
    Teaching,
    disclosed,
    enrolled,
    may_become,
    may_insert,
    may_select,
    may_update,
)
from tests.security.oracle import Membership, Organisation, Period
from tests.security.sets import Allowed, Asker, Insert, Move, Table, Tally, compare, not_of_family, survivors
from tests.security.statements import Key, Value
from tests.security.world import BEGINS, DAY, UNTILS, USUAL, insert_rows

from tandem.identity.data import Hat
from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster
from tandem.register.hats import context_of

TABLES = {  # key, and a change that the app may make
    "children_child": Table("children_child", "id", "sort_key = 'noor'"),
    "children_access": Table("children_access", "source", "guarded = true"),
    "children_enrolment": Table("children_enrolment", "id", "valid_until = '2100-01-01'"),
    "children_residence": Table("children_residence", "id", "valid_until = '2100-01-01'"),
    "children_teaching": Table("children_teaching", "id", "valid_until = '2100-01-01'"),
    "children_bsn": Table("children_bsn", "child_id", "number = '\\x00'"),
    "children_protected_address": Table("children_protected_address", "child_id", "level = 1"),
}
# Wrong versions that change nothing: why, and how they look. A survivor of another form is a hole in the comparison.
_ENROLLED = r"a\.reason = CAST\('ENROLLED' AS TEXT\)"
HARMLESS = {
    "no family looks in here; test_family_comparison.py asks for those": (
        r"children_access\.block: using: .*(FAMILY|family_windows)"
    ),
    "an enrolment always gives the citizen number": (
        r"children_bsn\.enrolled_(insert|update): (using|with check): "
        rf"(always true: \(a\.kinds & 2048\) <> 0$|any bit: |only the left side of: .* AND \({_ENROLLED}\) AND )"
    ),
    "who got past `using` has the function; the check asks it again": (
        r"children_(protected_address\.access|teaching\.school)_update: with check: "
        r"(always true: \(SELECT context\.function\(\)|only the right side of: \(\(SELECT context\.function\(\))"
    ),
    "only break-glass ends at an hour, and never at the very moment that is asked": (
        r"children_access\.break_glass_select: using: "
        r"(only the right side of: |always true: reason = |boundary moved: expires_at > )"
    ),
    "an access whose source is an enrolment was given by it": (
        r"children_enrolment\.enrolled_(select|update): using: "
        rf"(always true: {_ENROLLED}$|only the left side of: \(a\.source = children_enrolment\.id\) AND)"
    ),
}
NEW = UUID(int=0)  # nobody yet
FUNCTIONS = ("IB", "SCHOOLDIR", "LERAAR", "LT_TOEGANG", "LT_TOEGANG", "LT_HULP", "BEHEER_ORG", "OUDER_G")


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(f"children {seed}")
        self.schools, self.locations, self.teams = ([self.key() for _ in range(n)] for n in (4, 8, 3))

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def period(self) -> Period:
        if self.random.random() < 0.5:
            return USUAL
        at = self.random.randrange(len(BEGINS))
        return Period(BEGINS[at], UNTILS[at])

    def membership(self, function: str) -> Membership:
        place = self.random.choice(self.teams if function.startswith("LT") else self.schools + self.locations)
        return Membership(self.key(), self.key(), place, function, True, self.period())

    def world(self, children: int, hats: int) -> ChildWorld:
        parents = {key: self.schools[number // 2] for number, key in enumerate(self.locations)}
        places = [Organisation(key, parents.get(key), USUAL) for key in self.schools + self.locations + self.teams]
        memberships = [self.membership(FUNCTIONS[number % len(FUNCTIONS)]) for number in range(hats)]
        keys = [self.key() for _ in range(children)]
        enrolments = [
            Enrolment(self.key(), child, location, self.period())
            for child in keys
            for location in self.random.sample(self.locations, self.random.choice((0, 1, 1, 2)))
        ]
        staff = [m.person for m in memberships if m.function in children_oracle.SCHOOL_STAFF]
        keys_of = [key for m in memberships for key in (m.id, m.person, m.organisation)]
        receivers = [*self.teams * 6, *staff, *keys_of]
        disclosures = [
            Disclosure(self.random.choice(receivers), child, self.key(), self.kinds(), self.period(), self.function())
            for child in keys
            for _ in range(self.random.choice((0, 1, 2, 3, 4)))
        ]
        levels = {child: self.random.choice((1, 2, 2)) for child in keys if self.random.random() < 0.5}
        residences = [Residence(self.key(), child) for child in keys]
        numbered = {child for child in keys if self.random.random() < 0.7}
        teachings = list(self.teachings(memberships, enrolments, parents))
        made = ChildWorld(places, memberships, keys, enrolments, disclosures, residences, levels, numbered, teachings)
        made.glasses.extend(self.glass(made) for _ in range(children))
        return made

    def glass(self, world: ChildWorld) -> Glass:
        hat, kinds = self.random.choice(world.memberships), self.random.choice((1, 4, 5, 5))
        return Glass(hat.id, self.random.choice(world.children), self.key(), kinds, self.random.random() < 0.7)

    def teachings(
        self, memberships: list[Membership], enrolments: list[Enrolment], parents: dict[UUID, UUID]
    ) -> Iterator[Teaching]:
        """Pupils of functions at the school: long going, ended today, beginning tomorrow, of who has left."""
        for membership in memberships:
            for one in enrolments:
                here = membership.organisation in (one.location, parents.get(one.location))
                if here and self.random.random() < 0.2:
                    yield Teaching(self.key(), one.child, membership.id, one.location, self.period())

    def function(self) -> str:
        return self.random.choice(("",) * 9 + FUNCTIONS)

    def kinds(self) -> int:
        return sum(kind for kind in (1, 2, 4, 2048) if self.random.random() < 0.5)


def store(world: ChildWorld) -> None:
    """As owner, after `_leave_the_policies_alone`: no trigger refuses what a policy must refuse."""
    kinds = {one.parent: "SCHOOL" for one in world.organisations if one.parent}
    insert_rows(
        "register_organisation (id, kind, code, name, sort_key, phone, email, website, hours, postcode, place, source,"
        " parent_id)",
        "u.id, u.a, '', 'Unit', 'unit', '', '', '', '', '', '', '', u.b",
        "uuid text uuid",
        [
            (one.id, "LOCATION" if one.parent else kinds.get(one.id, "LOCAL_TEAM"), one.parent)
            for one in world.organisations
        ],
    )
    insert_rows(
        "register_person (id, given_name, infix, family_name, sort_key)",
        "u.id, 'Noor', '', 'Voorbeeld', 'voorbeeld noor'",
        "uuid",
        [(one.person,) for one in world.memberships],
    )
    insert_rows(
        "register_membership (id, person_id, organisation_id, function, valid_from, valid_until, listed, is_lead,"
        " ended_reason)",
        "u.id, u.a, u.b, u.c, u.d, u.e, true, false, ''",
        "uuid uuid uuid text date date",
        [(m.id, m.person, m.organisation, m.function, m.period.begin, m.period.until) for m in world.memberships],
    )
    _store_children(world)


def _store_children(world: ChildWorld) -> None:
    guarded = {child for child, level in world.addresses.items() if level == 2}
    insert_rows(
        "children_child (id, given_name, family_name, sort_key, birth_date)",
        "u.id, 'Sam', 'Voorbeeld', 'voorbeeld sam', '2015-01-01'",
        "uuid",
        [(child,) for child in world.children],
    )
    insert_rows(
        "children_protected_address (child_id, level, address)",
        "u.id, u.a, '\\x00'",
        "uuid smallint",
        list(world.addresses.items()),
    )
    insert_rows(
        "children_bsn (child_id, number, number_index)",
        "u.id, '\\x00', '\\x00'",
        "uuid",
        [(child,) for child in sorted(world.numbered)],
    )
    insert_rows(
        "children_enrolment (id, child_id, location_id, valid_from, valid_until)",
        "u.id, u.a, u.b, u.c, u.d",
        "uuid uuid uuid date date",
        [(one.id, one.child, one.location, one.period.begin, one.period.until) for one in world.enrolments],
    )
    insert_rows(
        "children_teaching (id, child_id, membership_id, location_id, valid_from, valid_until)",
        "u.id, u.a, u.b, u.c, u.d, u.e",
        "uuid uuid uuid uuid date date",
        [(t.id, t.child, t.membership, t.location, t.period.begin, t.period.until) for t in world.teachings],
    )
    insert_rows(
        "children_residence (id, child_id, municipality_id, postcode, valid_from)",
        f"u.id, u.a, '{world.organisations[0].id}', '', '2020-01-01'",
        "uuid uuid",
        [(one.id, one.child) for one in world.residences],
    )
    insert_rows(
        "children_access (principal_id, child_id, reason, source, kinds, guarded, sort_key, function, valid_from,"
        " valid_until)",
        "u.a, u.b, 'DISCLOSED', u.id, u.c, u.d, 'voorbeeld sam', u.e, u.f, u.g",
        "uuid uuid uuid integer boolean text date date",
        [
            (d.source, d.receiver, d.child, d.kinds, d.child in guarded, d.function, d.period.begin, d.period.until)
            for d in world.disclosures
        ],
    )
    insert_rows(
        "children_access (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, expires_at)",
        "u.a, u.b, 'BREAK_GLASS', u.id, u.c, u.d, 'voorbeeld sam', '2020-01-01', u.e",
        "uuid uuid uuid integer boolean timestamptz",
        [
            (g.source, g.hat, g.child, g.kinds, g.child in guarded, "2100-01-01" if g.open else "2020-01-01")
            for g in world.glasses
        ],
    )


class _Asked:
    """What the oracle says of whoever asks; `Asker.name` is the key of the hat, empty without one."""

    def __init__(self, world: ChildWorld) -> None:
        self.world, self.hats = world, {str(hat.id): hat for hat in world.memberships}
        self.locations = [one.id for one in world.organisations if one.parent]

    def askers(self) -> list[Asker]:
        bare = [Context(person=m.person, principals=(m.person, m.organisation), day=DAY) for m in self.hats.values()]
        strangers = [Context(day=DAY), *(Context(service=name, day=DAY) for name in ("sign-in", "demo", "operator"))]
        worn = [Asker(key, _context(hat)) for key, hat in self.hats.items()]
        return [*worn, *(Asker("", context) for context in [*strangers, *bare[:4]])]

    def allowed(self, asker: Asker, table: Table) -> Allowed:
        hat, chance = self.hats.get(asker.name), random.Random(asker.name + table.name)
        rows = self._candidates(hat, table.name, chance)
        if hat is None:
            return Allowed(set(), set(), set(), [Insert(columns, allowed=False) for columns in rows])
        selected: set[Key] = set(may_select(self.world, hat, table.name, DAY))
        updated: set[Key] = set(may_update(self.world, hat, table.name, DAY))
        inserts = [Insert(columns, self._may_insert(hat, table.name, columns)) for columns in rows]
        return Allowed(selected, updated, set(), inserts, self._moves(hat, table.name, chance) if updated else [])

    def _near(self, hat: Membership | None, chance: random.Random) -> list[UUID]:
        """Children of the hat, children it heard of, and any others."""
        world = self.world
        if hat is None:
            return chance.sample(world.children, 2)
        own = sorted({one.child for one in enrolled(world, hat, DAY)})
        told = sorted({one.child for one in disclosed(world, hat, DAY)})
        new = [child for child in world.children if all(one.child != child for one in world.enrolments)]
        return [child for some in (own, told, new, world.children) for child in chance.sample(some, min(5, len(some)))]

    def _candidates(self, hat: Membership | None, table: str, chance: random.Random) -> list[dict[str, Value]]:
        near = self._near(hat, chance)

        def key() -> UUID:
            return UUID(int=chance.getrandbits(128), version=4)

        named: dict[str, Value] = {"given_name": "Noor", "family_name": "Nieuw", "sort_key": "nieuw", "birth_date": DAY}
        place = [row.id for row in self.world.organisations if hat and row.parent == hat.organisation]
        places = [*place[:1], *([hat.organisation] if hat and hat.organisation in self.locations else [])]
        match table:
            case "children_child":
                return [{"id": key(), **named}]
            case "children_enrolment":
                return [
                    {"id": key(), "child_id": child, "location_id": to, "valid_from": DAY}
                    for child in near
                    for to in (*places, chance.choice(self.locations))
                ]
            case "children_teaching":
                teacher: dict[str, Value] = {"membership_id": self.world.memberships[0].id, "valid_from": DAY}
                return [
                    {"id": key(), "child_id": near[0], "location_id": to, **teacher}
                    for to in (*places, chance.choice(self.locations))
                ]
            case "children_residence":
                home: dict[str, Value] = {"municipality_id": self.locations[0], "postcode": "", "valid_from": DAY}
                return [{"id": key(), "child_id": child, **home} for child in near]
            case "children_bsn":
                sealed: dict[str, Value] = {"number": b"x", "number_index": b"x"}
                return [{"child_id": child, **sealed} for child in near if child not in self.world.numbered]
            case "children_protected_address":
                open_to = [child for child in near if child not in self.world.addresses]
                return [{"child_id": child, "level": 1, "address": b"x"} for child in open_to]
        facts: dict[str, Value] = {
            "reason": "DISCLOSED",
            "kinds": 1,
            "guarded": False,
            "sort_key": "",
            "valid_from": DAY,
        }
        whom = hat.person if hat else key()
        return [
            {"principal_id": whom, "child_id": child, "source": key(), "valid_from": DAY, **facts} for child in near[:3]
        ]

    def _may_insert(self, hat: Membership, table: str, columns: dict[str, Value]) -> bool:
        child, location = UUID(str(columns.get("child_id", NEW))), UUID(str(columns.get("location_id", NEW)))
        return table != "children_access" and may_insert(self.world, hat, table, child, location, DAY)

    def _moves(self, hat: Membership, table: str, chance: random.Random) -> list[Move]:
        if table in ("children_enrolment", "children_teaching"):
            column, to = "location_id", [*chance.sample(self.locations, 3), *(e.location for e in self._hers(hat))]
        else:
            column, to = "id" if table == "children_child" else "child_id", self._near(hat, chance)
        return [Move(column, key, may_become(self.world, hat, table, column, key, DAY)) for key in to]

    def _hers(self, hat: Membership) -> list[Enrolment]:
        return list(enrolled(self.world, hat, DAY))[:2]


def answers(world: ChildWorld) -> Tally:
    asked = _Asked(world)
    return compare(asked.askers(), list(TABLES.values()), asked.allowed)


def _context(hat: Membership) -> Context:
    return context_of(Hat(hat.id, hat.person, hat.organisation, "", hat.function, "", UUID(int=0)), day=DAY)


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(children_oracle.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"collections.abc", "dataclasses", "datetime", "uuid", "tests.security.oracle"}


@pytest.fixture
def children(owned_database: Cluster) -> None:
    _leave_the_policies_alone()


def _leave_the_policies_alone() -> None:
    """Whether a row fits is asked by a trigger before the policies are; `tests/children` asks the trigger that."""
    with connection.cursor() as cursor:
        for table in ("children_enrolment", "children_teaching"):
            cursor.execute(f"alter table {table} disable trigger children_fits")


@pytest.mark.usefixtures("children")
@pytest.mark.parametrize(("cluster", "seed"), worlds(3), indirect=["cluster"])
def test_database_and_oracle_agree(seed: int) -> None:
    world = _Maker(seed).world(children=60, hats=40)
    store(world)
    tally = answers(world)
    assert not tally.wrong, tally.wrong[:5]
    assert tally.allowed > 400, "hardly anything was allowed: nothing was tested"
    assert tally.refused_inserts > 400


@pytest.mark.usefixtures("children")
def test_a_leak_is_seen() -> None:
    world = _Maker(4).world(children=20, hats=15)
    store(world)
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on children_bsn for select to tandem_app using (true)")
    assert any("rows too many" in line for line in answers(world).wrong)


def test_every_wrong_version_of_a_policy_is_seen(owned_database_once: Cluster) -> None:
    _leave_the_policies_alone()
    world = _Maker(8).world(children=40, hats=34)
    store(world)
    asked = _Asked(world)
    unseen, tried = survivors(asked.askers(), list(TABLES.values()), asked.allowed, HARMLESS, not_of_family)
    assert not unseen
    assert tried > 100

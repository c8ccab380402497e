"""Rows about children: the database and the oracle agree, for every hat, reading and writing."""

import ast
import random
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.security import children_oracle
from tests.security.children_oracle import ChildWorld, Disclosure, Enrolment, Residence, may_select, may_update
from tests.security.comparison import reached
from tests.security.oracle import Membership, Organisation, Period
from tests.security.world import BEGINS, DAY, UNTILS, USUAL, insert_rows

from tandem.identity.data import Hat
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.project.classification import TABLES as CLASSIFIED
from tandem.project.classification import Kind
from tandem.register.hats import context_of

TABLES = {  # key, and a change that the app may make
    "children_child": ("id", "sort_key = 'noor'"),
    "children_access": ("source", ""),
    "children_enrolment": ("id", "valid_until = '2100-01-01'"),
    "children_residence": ("id", "valid_until = '2100-01-01'"),
    "children_bsn": ("child_id", "number = '\\x00'"),
    "children_protected_address": ("child_id", "level = 1"),
}
FUNCTIONS = ("IB", "SCHOOLDIR", "LERAAR", "LT_TOEGANG", "LT_HULP", "BEHEER_ORG", "OUDER_G")


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
        memberships = [self.membership(self.random.choice(FUNCTIONS)) for _ in range(hats)]
        keys = [self.key() for _ in range(children)]
        enrolments = [
            Enrolment(self.key(), child, location, self.period())
            for child in keys
            for location in self.random.sample(self.locations, self.random.choice((1, 1, 2)))
        ]
        receivers = [*self.teams, *(m.person for m in memberships), *(m.organisation for m in memberships)]
        disclosures = [
            Disclosure(self.random.choice(receivers), child, self.key(), self.kinds(), self.period())
            for child in keys
            for _ in range(self.random.choice((0, 1, 2)))
        ]
        levels = {child: self.random.choice((1, 2)) for child in keys if self.random.random() < 0.4}
        residences = [Residence(self.key(), child) for child in keys]
        return ChildWorld(places, memberships, keys, enrolments, disclosures, residences, levels)

    def kinds(self) -> int:
        return sum(kind for kind in (1, 2, 4, 2048) if self.random.random() < 0.5)


def store(world: ChildWorld) -> None:
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
        [(c,) for c in world.children],
    )
    insert_rows(
        "children_enrolment (id, child_id, location_id, valid_from, valid_until)",
        "u.id, u.a, u.b, u.c, u.d",
        "uuid uuid uuid date date",
        [(one.id, one.child, one.location, one.period.begin, one.period.until) for one in world.enrolments],
    )
    insert_rows(
        "children_residence (id, child_id, municipality_id, postcode, valid_from)",
        f"u.id, u.a, '{world.organisations[0].id}', '', '2020-01-01'",
        "uuid uuid",
        [(one.id, one.child) for one in world.residences],
    )
    insert_rows(
        "children_access (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, valid_until)",
        "u.a, u.b, 'DISCLOSED', u.id, u.c, u.d, 'voorbeeld sam', u.e, u.f",
        "uuid uuid uuid integer boolean date date",
        [
            (d.source, d.receiver, d.child, d.kinds, world.addresses.get(d.child) == 2, d.period.begin, d.period.until)
            for d in world.disclosures
        ],
    )


def wrong(world: ChildWorld) -> tuple[list[str], int]:
    """Where the database and the oracle differ, and how many rows were allowed."""
    found, allowed = [], 0
    for hat in world.memberships:
        with acting(_context(hat)):
            for table, (key, change) in TABLES.items():
                questions = {f"select {key} from {table}": may_select(world, hat, table, DAY)}
                questions[f"delete from {table} returning {key}"] = set()
                if change:
                    questions[f"update {table} set {change} returning {key}"] = may_update(world, hat, table, DAY)
                for question, expected in questions.items():
                    allowed += len(expected)
                    if (answer := reached(question)) != expected:
                        found.append(f"{question}: {hat.function} {hat.id} {answer} is not {expected}")
    return found, allowed


def _context(hat: Membership) -> Context:
    return context_of(Hat(hat.id, hat.person, hat.organisation, "", hat.function, "", UUID(int=0)), day=DAY)


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(children_oracle.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"collections.abc", "dataclasses", "datetime", "uuid", "tests.security.oracle"}


def test_every_table_about_children_is_compared() -> None:
    people = {name for name, one in CLASSIFIED.items() if one.kind is Kind.PERSON and name.startswith("children_")}
    assert people == set(TABLES)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    world = _Maker(seed).world(children=60, hats=40)
    store(world)
    differences, allowed = wrong(world)
    assert not differences, differences[:5]
    assert allowed > 300, "hardly anything was allowed: nothing was tested"


def test_a_leak_is_seen(owned_database: Cluster) -> None:
    world = _Maker(4).world(children=20, hats=15)
    store(world)
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on children_bsn for select to tandem_app using (true)")
    assert wrong(world)[0]


def test_nobody_without_a_hat_reaches_a_child(owned_database: Cluster) -> None:
    world = _Maker(5).world(children=20, hats=15)
    store(world)
    strangers = [Context(day=DAY), Context(service="sign-in", day=DAY), Context(service="demo", day=DAY)]
    strangers += [Context(person=m.person, principals=(m.person, m.organisation), day=DAY) for m in world.memberships]
    for stranger in strangers:
        with acting(stranger):
            assert not any(reached(f"select {key} from {table}") for table, (key, _) in TABLES.items())

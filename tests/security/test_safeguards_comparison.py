"""Retention, break-glass and requests for a file: the database and the oracle agree, for every hat."""

import ast
import random
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests.security import safeguards_oracle
from tests.security.mutants import mutants, policies
from tests.security.oracle import Membership, Organisation, Period
from tests.security.safeguards_oracle import (
    Asked,
    Filed,
    Opening,
    SafeWorld,
    Used,
    may_compile,
    may_judge,
    may_release,
    may_select,
)
from tests.security.sharing_world import store_members
from tests.security.statements import reached
from tests.security.world import BEGINS, DAY, UNTILS, USUAL, insert_rows

from tandem.identity.data import Hat
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.register.hats import context_of

TABLES = (
    "sharing_hold",
    "sharing_retention_warning",
    "sharing_break_glass",
    "sharing_opening",
    "sharing_subject_request",
)
# Versions that change nothing: who has no hat has no file, so the block has nothing left to stop; and an FG of the
# organisation may review what another FG there compiled, so who compiled it makes no difference to who reads.
HARMLESS = re.compile(
    r"sharing_(hold|retention_warning)\.block: |sharing_subject_request\.compiled_select: using: "
    r"(always true: compiled_by = |only the left side of: \(\(SELECT context\.function\(\) .* AND \(compiled_by = )"
)
FUNCTIONS = (
    "IB",
    "SCHOOLDIR",
    "LERAAR",
    "LT_HULP",
    "LT_TOEGANG",
    "TEAMLEIDER",
    "TEAMLEIDER",
    "FG",
    "FG",
    "FG",
    "OUDER_G",
)
NOW = "clock_timestamp()"


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(f"safeguards {seed}")
        self.towns, self.teams, self.schools, self.places = ([self.key() for _ in range(n)] for n in (2, 4, 3, 5))

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def period(self) -> Period:
        if self.random.random() < 0.75:
            return USUAL
        at = self.random.randrange(len(BEGINS))
        return Period(BEGINS[at], UNTILS[at])

    def membership(self, person: UUID | None = None) -> Membership:
        function = self.random.choice(FUNCTIONS)
        at_school = function in ("IB", "SCHOOLDIR", "LERAAR")
        anywhere = self.towns + self.teams + self.schools + self.places
        at = self.random.choice(self.schools + self.places if at_school else anywhere)
        return Membership(self.key(), person or self.key(), at, function, True, self.period())

    def above(self, organisation: UUID, parents: dict[UUID, UUID]) -> tuple[UUID, ...]:
        found = [organisation]
        while found[-1] in parents:
            found.append(parents[found[-1]])
        return tuple(found)

    def below(self, organisation: UUID, parents: dict[UUID, UUID]) -> tuple[UUID, ...]:
        return (organisation, *(child for child, parent in parents.items() if parent == organisation))

    def world(self) -> SafeWorld:
        parents = {team: self.towns[n % 2] for n, team in enumerate(self.teams)}
        parents |= {place: self.schools[n % 3] for n, place in enumerate(self.places)}
        everywhere = self.towns + self.teams + self.schools + self.places
        organisations = [Organisation(key, parents.get(key), USUAL) for key in everywhere]
        kinds = dict.fromkeys(self.towns, "OTHER") | dict.fromkeys(self.teams, "LOCAL_TEAM")
        kinds |= dict.fromkeys(self.schools, "SCHOOL") | dict.fromkeys(self.places, "LOCATION")
        hats = [self.membership() for _ in range(30)]
        hats += [self.membership(one.person) for one in hats[:10]]  # a second hat
        holders = [*(one.id for one in hats), *self.places, *self.schools]

        def filed(number: int) -> list[Filed]:
            return [Filed(self.key(), self.key(), self.random.choice(holders)) for _ in range(number)]

        uses, requests = [], []
        for _ in range(50):
            hat = self.random.choice(hats)
            uses.append(
                Used(self.key(), hat.id, hat.person, self.above(hat.organisation, parents), self.random.random() < 0.3)
            )
        for _ in range(50):
            hat = self.random.choice(hats)
            compiled = self.random.random() < 0.7
            released = compiled and self.random.random() < 0.4
            span = self.below(hat.organisation, parents)
            requests.append(Asked(self.key(), hat.organisation, span, hat.person, compiled, released))
        openings = [Opening(self.key(), one.hat, one.person, one.organisations) for one in uses[:30]]
        return SafeWorld(organisations, kinds, hats, filed(50), filed(50), uses, requests, openings)


def store(world: SafeWorld) -> None:
    store_members(world.organisations, world.kinds, world.memberships)
    children = [one.child for one in world.holds + world.warnings]
    insert_rows(
        "children_child (id, given_name, family_name, sort_key, birth_date)",
        "u.id, 'Sam', 'Voorbeeld', 'voorbeeld sam', '2015-01-01'",
        "uuid",
        [(child,) for child in children],
    )
    anywhere, child = world.organisations[0].id, children[0]
    insert_rows(
        "sharing_hold (id, child_id, file_id, organisation_id, function, membership_id, person_id, recorded_at,"
        " category, reason)",
        f"u.id, u.a, u.b, '{anywhere}', 'IB', u.id, u.id, '2026-01-01', 'APPEAL', 'er loopt nog een beroep'",
        "uuid uuid uuid",
        [(one.id, one.child, one.file) for one in world.holds],
    )
    insert_rows(
        "sharing_retention_warning (id, child_id, file_id, due_on, created_on)",
        "u.id, u.a, u.b, '2026-10-01', '2026-09-01'",
        "uuid uuid uuid",
        [(one.id, one.child, one.file) for one in world.warnings],
    )
    for use in world.uses:
        _insert(
            "sharing_break_glass",
            id=use.id, membership_id=use.hat, person_id=use.person, organisation_id=anywhere,
            organisations=list(use.organisations), function="LT_HULP", category="CRISIS", named="NUMBER",
            reason="een reden van meer dan dertig tekens lang", begun_at="2026-09-01", expires_at="2026-09-01",
            review_due="2026-09-08", judgement="JUSTIFIED" if use.judged else "", note="",
            judged_by=anywhere if use.judged else None, judged_at="2026-09-02" if use.judged else None,
        )  # fmt: skip
    for opening in world.openings:
        _insert(
            "sharing_opening",
            id=opening.id, child_id=child, what="READ", membership_id=opening.hat, person_id=opening.person,
            organisation_id=anywhere, organisations=list(opening.organisations), function="LT_HULP",
            reason="een reden van meer dan dertig tekens lang", asked_at="2026-09-01",
        )  # fmt: skip
    for one in world.requests:
        done = one.released
        _insert(
            "sharing_subject_request",
            id=one.id, child_id=child, organisation_id=one.organisation, organisations=list(one.organisations),
            asker="PARENT", asked_on="2026-09-01", due_on="2026-10-01", compiled_by=one.compiled_by,
            compiled_at="2026-09-01", document=b"x" if one.compiled else None, reviewed_by=anywhere if done else None,
            released_at="2026-09-02" if done else None, expires_at="2026-09-09" if done else None,
        )  # fmt: skip


def _insert(table: str, **columns: Any) -> None:
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(columns))
        cursor.execute(f"insert into {table} ({', '.join(columns)}) values ({places})", list(columns.values()))


def questions(world: SafeWorld, hat: Membership) -> dict[str, tuple[str, set[UUID]]]:
    """Per statement: which table, and which rows the oracle lets it reach."""
    person = f"'{hat.person}'::uuid"
    found = {f"select id from {table}": (table, may_select(world, hat, table, DAY)) for table in TABLES}
    found |= {f"delete from {table} returning id": (table, set()) for table in TABLES}
    holds = may_select(world, hat, "sharing_hold", DAY)
    found[f"update sharing_hold set ended_on = '{DAY}' returning id"] = ("sharing_hold", holds)
    found["update sharing_retention_warning set due_on = due_on returning id"] = ("sharing_retention_warning", set())
    judged = f"judgement = 'JUSTIFIED', judged_by = {person}, judged_at = {NOW}"
    found[f"update sharing_break_glass set {judged} returning id"] = ("sharing_break_glass", may_judge(world, hat, DAY))
    found["update sharing_opening set agreed = true returning id"] = ("sharing_opening", set())
    compiled = f"update sharing_subject_request set document = '\\x00' where compiled_by = {person} returning id"
    found[compiled] = ("sharing_subject_request", may_compile(world, hat, DAY))
    released = f"reviewed_by = {person}, released_at = {NOW}, expires_at = {NOW} + interval '7 days'"
    other = f"update sharing_subject_request set {released} where compiled_by <> {person} returning id"
    found[other] = ("sharing_subject_request", may_release(world, hat, DAY))
    return found


def wrong(world: SafeWorld, only: str = "") -> tuple[list[str], int]:
    differences, allowed = [], 0
    for hat in world.memberships:
        with acting(_context(hat)):
            for question, (table, expected) in questions(world, hat).items():
                if only and table != only:
                    continue
                allowed += len(expected)
                if (answer := reached(question)) != expected:
                    differences.append(f"{question}: {hat.function} {hat.id} {answer} is not {expected}")
        if differences and only:
            break
    return differences, allowed


def _context(hat: Membership) -> Context:
    return context_of(Hat(hat.id, hat.person, hat.organisation, "", hat.function, "", UUID(int=0)), day=DAY)


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(safeguards_oracle.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"dataclasses", "datetime", "uuid", "tests.security.oracle"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_database_and_oracle_agree(owned_database_once: Cluster, seed: int) -> None:
    world = _Maker(seed).world()
    store(world)
    differences, allowed = wrong(world)
    assert not differences, differences[:5]
    assert allowed > 100, "hardly anything was allowed: nothing was tested"


def test_a_wrong_policy_is_seen(owned_database_once: Cluster) -> None:
    """Each policy that says who reads, made wrong in one place. Those that write are narrowed by the table as well."""
    world = _Maker(4).world()
    store(world)
    made = [
        mutant for policy in policies(connection.connection) if policy.table in TABLES for mutant in mutants(policy)
    ]
    unseen = []
    for mutant in made:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(mutant.statement)
            seen = bool(wrong(world, mutant.policy.table)[0])
            transaction.set_rollback(True)
        if not seen and mutant.policy.command in ("r", "*") and not HARMLESS.match(str(mutant)):
            unseen.append(str(mutant))
    assert len(made) > 40
    assert unseen == []


def test_nobody_without_a_hat_reaches_a_row(owned_database_once: Cluster) -> None:
    world = _Maker(5).world()
    store(world)
    strangers = [Context(day=DAY), Context(service="sign-in", day=DAY), Context(service="retention", day=DAY)]
    strangers += [
        Context(person=m.person, principals=(m.person, m.organisation), day=DAY) for m in world.memberships[:9]
    ]
    for stranger in strangers:
        with acting(stranger):
            assert not any(reached(f"select id from {table}") for table in TABLES)

"""The database and the oracle agree about every row, and the comparison would see it if they did not."""

import ast
import random
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests.conftest import worlds
from tests.security import oracle
from tests.security.comparison import TABLES, Setting, compare, without_hat
from tests.security.mutants import IN_FULL, Mutant, alive, dealt, mutants, policies, witnessed
from tests.security.oracle import Membership, World
from tests.security.world import DAY, Size, generate, store

from tandem.platform.postgres.cluster import Cluster
from tandem.register import functions

SMALL = Size(towns=3, people=60)

# Wrong versions that change nothing: why, and how they look. A survivor of another form is a hole in the comparison.
_IN_SCOPE = r"m\.organisation_id = ANY\(CAST\(\(SELECT context\.principals\(\) AS principals\) AS UUID\[\]\)\)"
_IS_ADMINISTRATOR = r"\(SELECT context\.function\(\) AS function\) = CAST\('BEHEER_ORG' AS TEXT\)"
HARMLESS = {
    "of register_membership an administrator sees only her organisation and herself, so the inner test says it again": (
        r"register_(person|contact|school_link|stand_in|invitation)\.administrator_(select|insert|update|delete): "
        rf"(using|with check): "
        rf"(always true: {_IN_SCOPE}$|only the left side of: \(m\.\w+ = [\w.]+\) AND \({_IN_SCOPE}\)$)"
    ),
    "who got past `using` is an administrator; the check asks it again": (
        r"register_\w+\.administrator_update: with check: "
        rf"(always true: {_IS_ADMINISTRATOR}$|only the right side of: \({_IS_ADMINISTRATOR}\) AND )"
    ),
    "a person does not become somebody else, so the check sees the row that `using` saw": (
        r"register_person\.administrator_update: with check: "
        rf"(boundary moved: m\.valid_until"
        rf"|only the left side of: \(m\.person_id = register_person\.id\) AND \({_IN_SCOPE}\) AND)"
    ),
    "its rows are reached through register_membership or register_import_batch, where the same block stands": (
        r"register_(school_link|stand_in|invitation|import_row)\.hat_holds: dropped$"
    ),
    "through register_membership, who is no professional only reaches what she sees in other ways": (
        r"register_(school_link|stand_in)\.listed_select: using: only the right side of: "
        r"\(SELECT context\.professional\(\) AS professional\) AND \(valid_from"
    ),
}


def hats(world: World, number: int) -> list[Membership]:
    """A third administrators, who reach furthest, a third others whose function holds, and a third whoever comes."""
    mixed = random.Random(2).sample(world.memberships, len(world.memberships))
    valid = [hat for hat in mixed if hat.period.holds(DAY)]
    third = number // 3
    administrators = [hat for hat in valid if hat.function == oracle.ADMINISTRATOR][:third]
    others = [hat for hat in valid if hat.function != oracle.ADMINISTRATOR][:third]
    rest = [hat for hat in mixed if hat not in administrators and hat not in others]
    bare = [without_hat(person.id) for person in (*world.persons[:3], *world.persons[-2:])]
    return administrators + others + bare + rest[: number - len(administrators) - len(others)]


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(oracle.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported == {"collections", "collections.abc", "dataclasses", "datetime", "uuid"}


def test_who_is_no_professional_is_the_same_twice() -> None:
    assert {code for code, one in functions.functions().items() if not one.professional} == oracle.NO_PROFESSIONALS


@pytest.mark.parametrize(("cluster", "seed"), worlds(3), indirect=["cluster"])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    world = generate(seed, SMALL)
    store(world)
    verdict = compare(Setting(world), hats(world, 40))
    assert not verdict.wrong, verdict.wrong[:20]
    assert verdict.allowed > 1000, "hardly anything was allowed: nothing was tested"
    assert len(verdict.questions) == 4 * (1 + len(oracle.SERVICES)) * len(TABLES), verdict.questions


def test_a_hat_that_is_not_hers_opens_nothing(owned_database: Cluster) -> None:
    """The oracle's own negative control: a leak put in by hand is found."""
    world = generate(4, SMALL)
    store(world)
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on register_contact for select to tandem_app using (kind = 'PHONE')")
    assert any("rows too many" in line for line in compare(Setting(world), hats(world, 10)).wrong)


def test_every_wrong_version_of_a_policy_is_seen(owned_database_once: Cluster) -> None:
    """One version of PostgreSQL will do: what it makes of the right policies is compared in all of them above."""
    setting = Setting(generate(5, Size(towns=3, people=90)))
    store(setting.world)
    with connection.cursor() as cursor:  # the policies alone, without the rights on columns that stand before them
        cursor.execute(f"grant select, insert, update, delete on {', '.join(TABLES)} to tandem_app")
    worn = hats(setting.world, 60)
    assert not compare(setting, worn).wrong
    found = policies(connection.connection)
    made = [mutant for policy in found if policy.table in TABLES for mutant in mutants(policy)]
    askers: list[Membership | str] = [*worn, *oracle.SERVICES]
    unseen, tried = alive(dealt(made, HARMLESS), HARMLESS, lambda mutant: _seen(mutant, setting, askers))
    assert not unseen
    assert len(made) > 600
    assert tried > (500 if IN_FULL else 120)


def _seen(mutant: Mutant, setting: Setting, askers: list[Membership | str]) -> bool:
    def sees(asker: Membership | str) -> bool:
        hats, services = ([], [asker]) if isinstance(asker, str) else ([asker], [])
        tables, command = [mutant.policy.table], mutant.policy.command
        return bool(compare(setting, hats, tables=tables, commands=command, inserts=18, services=services).wrong)

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(mutant.statement)
        seen = witnessed(askers, sees)
        transaction.set_rollback(True)
    return seen

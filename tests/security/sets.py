"""Whole sets for one asker: what the database lets through of a table, against what an oracle allows. Nothing stays.

An oracle fills in `Allowed`. What a comparison covers stands in its module as `TABLES` (`test_covered.py` looks).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db import connection, transaction
from tests.security.mutants import Mutant, Policy, alive, mutants, policies, witnessed
from tests.security.statements import NO_RIGHT, PASSED, Key, Value, count, entered, reached

from tandem.platform.context import Context, acting


@dataclass(frozen=True, slots=True)
class Table:
    """`change`: an assignment that the app may make and that reads nothing."""

    name: str
    key: str = "id"
    change: str = ""


@dataclass(frozen=True, slots=True)
class Insert:
    columns: dict[str, Value]
    allowed: bool


@dataclass(frozen=True, slots=True)
class Move:
    """Give one row that the asker may write (or all of them at once, `row` None) another owner."""

    column: str
    value: Value
    allowed: bool
    row: Key | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an oracle says of one asker and one table."""

    select: set[Key]
    update: set[Key]
    delete: set[Key]
    inserts: Sequence[Insert] = ()
    moves: Sequence[Move] = ()


@dataclass
class Tally:
    """`wrong` names every difference; the rest is how much was asked."""

    wrong: list[str] = field(default_factory=list)
    pairs: int = 0
    allowed: int = 0
    refused_inserts: int = 0
    questions: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Asker:
    name: str
    context: Context


Oracle = Callable[[Asker, Table], Allowed]


def compare(askers: Iterable[Asker], tables: Sequence[Table], oracle: Oracle, commands: str = "*") -> Tally:
    """`commands` as the catalogue of policies has them: r(ead), a(dd), w(rite), d(elete), or * for all."""
    tally = Tally()
    for asker in askers:
        with acting(asker.context):
            for table in tables:
                for difference in _differences(tally, table, oracle(asker, table), commands):
                    tally.wrong.append(f"{asker.name}: {difference}")
    return tally


def _differences(tally: Tally, table: Table, allowed: Allowed, commands: str) -> Iterator[str]:
    parts: dict[str, Callable[[], Iterator[str]]] = {
        "r": lambda: _set(tally, f"select {table.key} from {table.name}", allowed.select),
        "a": lambda: _inserts(tally, table, allowed.inserts),
        "w": lambda: _updates(tally, table, allowed),
        "d": lambda: _writes(tally, table, f"delete from {table.name}", allowed.delete),
    }
    for command, part in parts.items():
        if commands in (command, "*"):
            yield from part()


def _set(tally: Tally, statement: str, expected: set[Key]) -> Iterator[str]:
    tally.questions[statement] += 1
    tally.pairs += len(expected)
    tally.allowed += len(expected)
    found = reached(statement)
    if found is None:
        yield f"{statement} is refused"
    elif found != expected:
        yield f"{statement}: {len(found - expected)} rows too many, {len(expected - found)} missing"


def _writes(tally: Tally, table: Table, statement: str, expected: set[Key]) -> Iterator[str]:
    """Also as a statement that reads nothing: then only its own policies stand before the rows."""
    yield from _set(tally, f"{statement} returning {table.key}", expected)
    found = count(statement)
    if found not in (len(expected), NO_RIGHT):
        yield f"{statement} reached {found} rows, not {len(expected)}"


def _updates(tally: Tally, table: Table, allowed: Allowed) -> Iterator[str]:
    if table.change:
        yield from _writes(tally, table, f"update {table.name} set {table.change}", allowed.update)
    for move in allowed.moves:
        statement, values = f"update {table.name} set {move.column} = %s", [move.value]
        if move.row is not None:
            statement, values = f"{statement} where {table.key} = %s", [move.value, move.row]
        rows = len(allowed.update) if move.row is None else 1
        tally.questions[statement] += 1
        moved = count(statement, values)
        if moved not in ((rows, PASSED, NO_RIGHT) if move.allowed or not rows else (None, NO_RIGHT)):
            yield f"{statement}: moved {moved} of {rows} rows"


def _inserts(tally: Tally, table: Table, inserts: Sequence[Insert]) -> Iterator[str]:
    for insert in inserts:
        tally.questions[f"insert into {table.name}"] += 1
        tally.allowed += insert.allowed
        tally.refused_inserts += not insert.allowed
        if entered(table.name, insert.columns) != insert.allowed:
            yield f"insert into {table.name} {insert.columns}: {'is refused' if insert.allowed else 'passes'}"


def survivors(
    askers: Sequence[Asker],
    tables: Sequence[Table],
    oracle: Oracle,
    harmless: Mapping[str, str],
    asked_here: Callable[[Policy], bool] = lambda _: True,
) -> tuple[list[str], int]:
    """The wrong versions of these tables' policies that no answer betrays, and how many were tried.

    Asked of the policies alone: the rights on columns that stand before them are given away first. `harmless`: reasons
    why a version changes nothing, each with its form; one survivor a reason shows that it is still needed.
    """
    by_name = {table.name: table for table in tables}
    with connection.cursor() as cursor:
        cursor.execute(f"grant select, insert, update, delete on {', '.join(by_name)} to tandem_app")
    remembered = cache(oracle)
    assert not compare(askers, tables, remembered).wrong
    asked_of = [one for one in policies(connection.connection) if one.table in by_name and asked_here(one)]
    made = [mutant for policy in asked_of for mutant in mutants(policy)]
    asked = list(askers)
    return alive(made, harmless, lambda mutant: _is_seen(mutant, asked, by_name[mutant.policy.table], remembered))


def not_of_family(policy: Policy) -> bool:
    """Those through which a relative looks in are asked in `test_family_comparison.py`."""
    return not policy.name.startswith("family_")


def _is_seen(mutant: Mutant, askers: list[Asker], table: Table, oracle: Oracle) -> bool:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(mutant.statement)
        seen = witnessed(askers, lambda asker: bool(compare([asker], [table], oracle, mutant.policy.command).wrong))
        transaction.set_rollback(True)
    return seen

"""Wrong versions of a policy, each wrong in one place: what the set comparison must see.

A policy is read from the catalogue and rewritten as a tree, so every policy there is takes part by itself.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import psycopg
import sqlglot
from sqlglot import exp

Asker = TypeVar("Asker")
Part = Literal["using", "with check"]
POLICIES = """
select c.relname, p.polname, p.polcmd, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
from pg_policy p join pg_class c on c.oid = p.polrelid
where 'tandem_owner'::regrole <> all (p.polroles)
order by 1, 2
"""
STRICTNESS: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
}


@dataclass(frozen=True, slots=True)
class Policy:
    table: str
    name: str
    command: str  # r, a, w, d as the catalogue has it; * is all of them
    using: str | None
    with_check: str | None


@dataclass(frozen=True, slots=True)
class Mutant:
    """`statement` makes the policy wrong; `what` says how."""

    policy: Policy
    what: str
    statement: str

    def __str__(self) -> str:
        return f"{self.policy.table}.{self.policy.name}: {self.what}"


def policies(connection: psycopg.Connection) -> list[Policy]:
    """Every policy that is not the owner's own."""
    return [Policy(*row) for row in connection.execute(POLICIES)]


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Drop the policy; and in each condition: drop a side, swap `and` and `or`, move a boundary, let a test go,
    take any kind of information for the one that was asked, always take one branch."""
    quoted = f'"{policy.name}" on {policy.table}'
    yield Mutant(policy, "dropped", f"drop policy {quoted}")
    parts: list[tuple[Part, str | None]] = [("using", policy.using), ("with check", policy.with_check)]
    for part, condition in parts:
        for what, wrong in variants(condition or "true"):
            yield Mutant(policy, f"{part}: {what}", f"alter policy {quoted} {part} ({wrong})")


def alive(made: Iterable[Mutant], harmless: Mapping[str, str], seen: Callable[[Mutant], bool]) -> tuple[list[str], int]:
    """Which wrong versions nobody sees, and how many were tried.

    `harmless` says why a version changes nothing, and how such a version looks. Of those one survivor a reason is
    enough, and a reason that none needs is an error: it would hide a hole later.
    """
    survivors, needed, tried = [], set(), 0
    for mutant in made:
        reason = next((why for why, form in harmless.items() if re.match(form, str(mutant))), None)
        if reason in needed:
            continue
        tried += 1
        if not seen(mutant):
            needed.add(reason) if reason else survivors.append(str(mutant))
    assert needed == set(harmless), f"no version needs: {set(harmless) - needed}"
    return survivors, tried


IN_FULL = "IN_FULL" in os.environ  # as `make proof` does; `make test` takes a part of what is many


def dealt(made: Sequence[Mutant], harmless: Mapping[str, str]) -> list[Mutant]:
    """The versions of one run: all of them in full, else one in four.

    What `harmless` names is always there, because each reason must be needed.
    """
    if IN_FULL:
        return list(made)
    spared = [mutant for mutant in made if any(re.match(form, str(mutant)) for form in harmless.values())]
    return [*spared, *[mutant for mutant in made if mutant not in spared][::4]]


def witnessed(askers: list[Asker], sees: Callable[[Asker], bool]) -> bool:
    """Whether any asker sees it. Who does is asked first about the next: wrong versions of a policy look alike."""
    for place, asker in enumerate(askers):
        if sees(asker):
            askers.insert(0, askers.pop(place))
            return True
    return False


def variants(condition: str) -> Iterator[tuple[str, str]]:
    """Each single change of a condition: what was done, and the new condition."""
    tree = sqlglot.parse_one(condition, read="postgres")
    for number, node in enumerate(tree.walk()):
        for what, change in _changes(node):
            copy = tree.copy()
            twin = list(copy.walk())[number]
            changed = change(twin)
            if twin is copy:
                copy = changed
            else:
                twin.replace(changed)
            yield f"{what}: {node.sql(dialect='postgres')}", copy.sql(dialect="postgres")


Change = Callable[[exp.Expr], exp.Expr]


def _changes(node: exp.Expr) -> Iterator[tuple[str, Change]]:
    if isinstance(node, exp.And | exp.Or):
        other: type[exp.Connector] = exp.Or if isinstance(node, exp.And) else exp.And
        yield "only the left side of", lambda twin: twin.this.copy()
        yield "only the right side of", lambda twin: twin.expression.copy()
        yield (
            f"{other.__name__.lower()} instead",
            lambda twin: other(this=twin.this.copy(), expression=twin.expression.copy()),
        )
    elif (looser := STRICTNESS.get(type(node))) is not None:
        yield "boundary moved", lambda twin: looser(this=twin.this.copy(), expression=twin.expression.copy())
    elif isinstance(node, exp.EQ | exp.NEQ | exp.Exists):
        yield "always true", lambda _: exp.true()
        yield "turned round", lambda twin: exp.Not(this=exp.Paren(this=twin.copy()))
    elif isinstance(node, exp.Not):
        yield "without not", lambda twin: twin.this.copy()
    elif isinstance(node, exp.BitwiseAnd):
        yield "any bit", lambda twin: twin.this.copy()
    elif isinstance(node, exp.Case) and node.args.get("default"):
        yield "always else", lambda twin: twin.args["default"].copy()
        yield "never else", lambda twin: twin.args["ifs"][0].args["true"].copy()

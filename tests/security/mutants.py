"""Wrong versions of a policy, each wrong in one place: what the set comparison must see.

A policy is read from the catalogue and rewritten as a tree, so every policy there is takes part by itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import psycopg
import sqlglot
from sqlglot import exp

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
    """Drop the policy; and in each condition: drop a side, swap `and` and `or`, move a boundary, let a test go."""
    quoted = f'"{policy.name}" on {policy.table}'
    yield Mutant(policy, "dropped", f"drop policy {quoted}")
    parts: list[tuple[Part, str | None]] = [("using", policy.using), ("with check", policy.with_check)]
    for part, condition in parts:
        for what, wrong in variants(condition or "true"):
            yield Mutant(policy, f"{part}: {what}", f"alter policy {quoted} {part} ({wrong})")


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

"""What the database answers against what the oracle says: whole sets, for every hat, reading and writing."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any
from uuid import UUID

from tests.security.oracle import (
    NO_HAT,
    SERVICES,
    TABLE_OF,
    Batch,
    BatchRow,
    Contact,
    Invitation,
    Link,
    Membership,
    Oracle,
    Person,
    Row,
    StandIn,
    Task,
    World,
)
from tests.security.statements import NO_RIGHT, PASSED, Value, count, entered, reached
from tests.security.world import DAY, USUAL

from tandem.identity.data import Hat
from tandem.platform.context import Context, acting
from tandem.register.hats import context_of

TABLES = tuple(TABLE_OF.values())
MINUTES = 600  # seconds that one hat may take: the world of `proof` is large
# A change that the app may make and that reads nothing, to touch every row that it can reach. Rows of an import stay.
TOUCHED = {
    "register_person": "sort_key = 'noor'",
    "register_contact": "sort = 1",
    "register_membership": "listed = true",
    "register_school_link": "hours_per_week = 1",
    "register_stand_in": "valid_until = '2100-01-01'",
    "register_invitation": "withdrawn = now()",
    "register_task": "done = now(), done_by = (select context.person())",
    "register_import_batch": "plan = '[]'",
    "register_import_row": "batch_id = null",
}


@dataclass
class Verdict:
    """`wrong` names what the database lets through or holds back against the oracle; the rest is how much was asked."""

    wrong: list[str] = field(default_factory=list)
    pairs: int = 0
    allowed: int = 0
    questions: Counter[str] = field(default_factory=Counter)

    def compare(self, question: str, hat: Membership, found: set[UUID] | None, expected: set[UUID], rows: int) -> None:
        self.questions[question] += 1
        self.pairs += rows
        self.allowed += len(expected)
        if found is None:
            self.wrong.append(f"{question}: {hat.function} {hat.id} is refused")
            return
        if leaks := found - expected:
            self.wrong.append(f"{question}: {hat.function} {hat.id} reaches {len(leaks)} rows too many, {min(leaks)}")
        if denials := expected - found:
            self.wrong.append(f"{question}: {hat.function} {hat.id} misses {len(denials)} rows, {min(denials)}")

    def add(self, other: "Verdict") -> None:
        self.wrong += other.wrong
        self.pairs += other.pairs
        self.allowed += other.allowed
        self.questions += other.questions


@dataclass
class Setting:
    """A world, what the oracle says of it and how each hat introduces itself; remembered, for mutants ask it often."""

    world: World
    remembers: bool = True  # not where a thousand hats are asked once each
    oracle: Oracle = field(init=False)
    _contexts: dict[Membership, Context] = field(default_factory=dict)
    _answers: dict[tuple[str, Membership, str], set[UUID]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.oracle = Oracle(self.world, DAY)

    def context(self, hat: Membership) -> Context:
        if hat not in self._contexts:
            self._contexts[hat] = _context(hat)
        return self._contexts[hat]

    def may(self, command: str, hat: Membership, table: str) -> set[UUID]:
        """The rows that the hat may read, write or delete by the oracle."""
        key = (command, hat, table)
        if key in self._answers:
            return self._answers[key]
        ask = {"r": self.oracle.may_select, "w": self.oracle.may_update, "d": self.oracle.may_delete}[command]
        found = ask(hat, table)
        if self.remembers:
            self._answers[key] = found
        return found


def compare(
    setting: Setting,
    hats: Sequence[Membership],
    *,
    tables: Sequence[str] = TABLES,
    commands: str = "*",
    inserts: int = 6,
    services: Iterable[str] = SERVICES,
) -> Verdict:
    """Everything of `tables` for each of `hats`; `inserts` new rows are tried per hat and table. Nothing stays.

    `commands` as the catalogue of policies has them: r(ead), a(dd), w(rite), d(elete), or * for all.
    """
    verdict = Verdict()
    for hat in hats:
        with acting(setting.context(hat), lifetime=MINUTES):
            for table in tables:
                _reach(setting, verdict, hat, table, commands)
                chance = random.Random(f"{hat.id} {table}")
                for row in islice(candidates(setting.oracle, hat, table, chance), inserts if commands in "a*" else 0):
                    _insert(setting.oracle, verdict, hat, row)
    for service in services:
        with acting(Context(service=service, day=DAY), lifetime=MINUTES):
            for table in tables:
                _serve(setting.oracle, verdict, service, table, commands)
    return verdict


def without_hat(person: UUID) -> Membership:
    """Somebody signed in who has not chosen a function, or has none."""
    return Membership(UUID(int=0), person, UUID(int=0), NO_HAT, listed=False, period=USUAL)


def _context(worn: Membership) -> Context:
    if worn.function == NO_HAT:
        return Context(person=worn.person, principals=(worn.person,), day=DAY)
    return context_of(Hat(worn.id, worn.person, worn.organisation, "", worn.function, "", UUID(int=0)), day=DAY)


def _reach(setting: Setting, verdict: Verdict, hat: Membership, table: str, commands: str) -> None:
    rows = len(setting.world.rows(table))
    statements = {
        "r": f"select id from {table}",
        "w": f"update {table} set {TOUCHED[table]} returning id",
        "d": f"delete from {table} returning id",
    }
    for command, statement in statements.items():
        if commands not in (command, "*"):
            continue
        expected = setting.may(command, hat, table)
        verdict.compare(f"{command} {table}", hat, reached(statement), expected, rows)
        if command != "r":
            _blindly(verdict, hat, statement.removesuffix(" returning id"), len(expected))
    if commands in "w*":
        _move(setting, verdict, hat, table)


def _blindly(verdict: Verdict, hat: Membership, statement: str, expected: int) -> None:
    """A statement that reads nothing does not need the right to read: only its own policies stand before the rows."""
    found = count(statement)
    if found not in (expected, NO_RIGHT):
        verdict.wrong.append(f"{statement}: {hat.function} {hat.id} reached {found} rows, not {expected}")


def _serve(oracle: Oracle, verdict: Verdict, service: str, table: str, commands: str) -> None:
    """A named service reaches every row by the commands that it has, and none by the others."""
    asker, everything = without_hat(UUID(int=0)), {row.id for row in oracle.world.rows(table)}
    statements = {
        "r": f"select id from {table}",
        "w": f"update {table} set {TOUCHED[table]} returning id",
        "d": f"delete from {table} returning id",
    }
    for command, statement in statements.items():
        if commands in (command, "*"):
            expected = everything if command in SERVICES[service].get(table, "") else set()
            verdict.compare(f"{service} {command} {table}", asker, reached(statement), expected, len(everything))
    if commands in "a*":
        row = replace(oracle.world.rows(table)[0], id=_key(random.Random("service")))
        expected = {row.id} if "a" in SERVICES[service].get(table, "") else set()
        verdict.compare(f"{service} a {table}", asker, {row.id} if entered(*_columns(row)) else set(), expected, 1)


def _move(setting: Setting, verdict: Verdict, hat: Membership, table: str) -> None:
    """Give every row that the hat reaches another owner at once.

    Without `where` and `returning` nothing has to be read, so only the check of the new row stands in the way.
    """
    oracle, hers = setting.oracle, setting.may("w", hat, table)
    rows = [row for row in setting.world.rows(table) if row.id in hers]
    for column, value, change in _owners(oracle, hat, table, random.Random(str(hat.id))):
        allowed = all(oracle.may_become(hat, replace(row, **change)) for row in rows)
        moved = count(f"update {table} set {column} = %s", [value])
        if moved not in ((len(rows), PASSED, NO_RIGHT) if allowed else (None, NO_RIGHT)):
            verdict.wrong.append(f"move {table}.{column}: {hat.function} {hat.id} moved {moved} of {len(rows)} rows")


def _owners(
    oracle: Oracle, hat: Membership, table: str, chance: random.Random
) -> Iterator[tuple[str, Value, dict[str, Any]]]:
    """Columns by which a row changes hands, with the value for the database and the change in the oracle's words."""
    memberships = oracle.world.memberships
    near = oracle.within(hat) or [hat]
    for to in (chance.choice(near), chance.choice(memberships)):
        match table:
            case "register_person":
                key = _key(chance)
                yield "id", key, {"id": key}
            case "register_contact":
                yield "person_id", to.person, {"person": to.person}
            case "register_membership":
                yield "organisation_id", to.organisation, {"organisation": to.organisation}
                yield "person_id", to.person, {"person": to.person}
                yield "person_id", hat.person, {"person": hat.person}
            case "register_task" | "register_import_batch":
                yield "organisation_id", to.organisation, {"organisation": to.organisation}
            case "register_school_link" | "register_stand_in" | "register_invitation":
                yield "membership_id", to.id, {"membership": to.id}
    if table == "register_invitation":
        yield "accepted", DAY, {"accepted": True}


def candidates(oracle: Oracle, hat: Membership, table: str, chance: random.Random) -> Iterator[Row]:
    """New rows near to what the hat may write: one's own, the neighbour's, a stranger's."""
    scope = sorted(oracle.scope(hat) or {hat.organisation})
    near = oracle.within(hat) or [hat]
    while drawn := _drawn(oracle, hat, table, scope, near, chance):
        yield from drawn


def _drawn(
    oracle: Oracle, hat: Membership, table: str, scope: list[UUID], near: list[Membership], chance: random.Random
) -> list[Row]:
    world = oracle.world
    own, far = chance.choice(near), chance.choice(world.memberships)
    elsewhere = next((m for m in oracle.of_person[hat.person] if m.organisation not in scope), far)
    made: dict[str, list[Row]] = {
        "register_person": [Person(_key(chance)), Person(_key(chance), account=_key(chance))],
        "register_contact": [Contact(_key(chance), person) for person in (own.person, far.person, hat.person)],
        "register_membership": [
            replace(own, id=_key(chance), person=person, organisation=place, period=USUAL)
            for person, place in (
                (own.person, chance.choice(scope)),
                (far.person, chance.choice(scope)),
                (own.person, far.organisation),
                (hat.person, hat.organisation),
                (world.persons[-1].id, chance.choice(scope)),
            )
        ],
        "register_school_link": [Link(_key(chance), m.id, m.organisation, USUAL) for m in (own, far, hat)],
        "register_stand_in": [
            StandIn(_key(chance), one.id, other.id, replace(USUAL, until=DAY))
            for one, other in ((own, elsewhere), (own, chance.choice(near)), (own, far), (far, own), (hat, own))
            if one.id != other.id
        ],
        "register_invitation": [
            Invitation(_key(chance), m.id, by, accepted)
            for m, by, accepted in (
                (own, hat.person, False),
                (own, far.person, False),
                (far, hat.person, False),
                (hat, hat.person, False),
                (own, hat.person, True),
            )
        ],
        "register_task": [
            Task(_key(chance), m.organisation, m.id, by) for m, by in ((own, None), (far, None), (own, hat.person))
        ],
        "register_import_batch": [Batch(_key(chance), m.organisation, applied=False) for m in (own, far, hat)],
        "register_import_row": [
            BatchRow(_key(chance), batch.id, own.id)
            for batch in (chance.choice(world.batches), *[b for b in world.batches if b.organisation in scope][:2])
        ],
    }
    return made[table]


def _key(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _insert(oracle: Oracle, verdict: Verdict, hat: Membership, row: Row) -> None:
    table, columns = _columns(row)
    expected = {row.id} if oracle.may_insert(hat, row) else set()
    verdict.compare(f"insert {table}", hat, {row.id} if entered(table, columns) else set(), expected, 1)


def _columns(row: Row) -> tuple[str, dict[str, Value]]:
    named: dict[str, Value]
    match row:
        case Person(key, account):
            named = {"given_name": "Noor", "infix": "", "family_name": "Nieuw", "sort_key": "nieuw"}
            return "register_person", {"id": key, **named, "account_id": account}
        case Contact(key, person):
            return "register_contact", {"id": key, "person_id": person, "kind": "PHONE", "value": "070", "sort": 0}
        case Membership(key, person, organisation, function, listed, period):
            ends: dict[str, Value] = {
                "valid_from": period.begin,
                "valid_until": period.until,
                "is_lead": False,
                "ended_reason": "",
            }
            named = {"id": key, "person_id": person, "organisation_id": organisation}
            return "register_membership", {**named, "function": function, "listed": listed, **ends}
        case Link(key, membership, location, period):
            named = {"id": key, "membership_id": membership, "location_id": location, "hours_per_week": 4}
            return "register_school_link", {**named, "valid_from": period.begin, "valid_until": period.until}
        case Invitation() | Task() | Batch() | BatchRow():
            return _columns_of_work(row)
        case StandIn(key, membership, stand_in, period):
            named = {"id": key, "membership_id": membership, "stand_in_id": stand_in}
            return "register_stand_in", {**named, "valid_from": period.begin, "valid_until": period.until}


def _columns_of_work(row: Invitation | Task | Batch | BatchRow) -> tuple[str, dict[str, Value]]:
    named: dict[str, Value]
    match row:
        case Invitation(key, membership, invited_by, accepted):
            times = {"created": DAY, "expires": DAY.replace(year=DAY.year + 1), "accepted": DAY if accepted else None}
            named = {"id": key, "membership_id": membership, "invited_by": invited_by, **times}
            return "register_invitation", {**named, "email": "noor@voorbeeld.example", "token_hash": key.bytes}
        case Task(key, organisation, membership, done_by):
            named = {"id": key, "organisation_id": organisation, "membership_id": membership, "done_by": done_by}
            done = DAY if done_by else None
            return "register_task", {
                **named,
                "done": done,
                "kind": "LEAD",
                "held_by": "",
                "created": DAY,
                "note": "",
            }
        case Batch(key, organisation, _):
            named = {"id": key, "organisation_id": organisation, "file": "mensen.xlsx", "created": DAY, "plan": "[]"}
            return "register_import_batch", {**named, "people": 0, "functions": 0, "links": 0}
        case BatchRow(key, batch, membership):
            return "register_import_row", {"id": key, "batch_id": batch, "membership": membership}

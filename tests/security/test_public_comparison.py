"""Public facts: everybody reads them, and the database and the oracle agree about who writes them."""

import ast
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection
from tests.security import public_oracle
from tests.security.public_oracle import may_add, may_write
from tests.security.sets import Allowed, Asker, Insert, Move, Table, compare, survivors
from tests.security.statements import Key, Value
from tests.security.world import DAY

from tandem.identity.data import Hat
from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster
from tandem.register import functions
from tandem.register.hats import context_of

TABLES = {
    "register_municipality": Table("register_municipality", "code", "also_called = 'X'"),
    "register_partnership": Table("register_partnership", "code", "name = 'X'"),
    "register_board": Table("register_board", "code", "name = 'X'"),
    "register_school": Table("register_school", "code", "name = 'X'"),
    "register_school_location": Table("register_school_location", "code", "phone = '1'"),
    "register_organisation": Table("register_organisation", "id", "phone = '112'"),
    "register_area": Table("register_area", "id", "valid_until = '2100-01-01'"),
}
LETTERS = " AB"
HERE, REAL, DEMO = UUID(int=1), UUID(int=2), UUID(int=3)
SOURCES = {HERE: "", REAL: "duo", DEMO: "demo"}  # organisations: an own one, one of the open data, one of the cast
HARMLESS = {
    "who got past `using` is the service; the check asks it again": (
        r"register_\w+\.(open_data|demo)_update: with check: "
        r"(always true: \(SELECT context\.service\(\)|only the right side of: )"
    ),
}


def _unit(code: str) -> dict[str, Value]:
    return {"code": code, "name": code, "sort_key": code}


def _rows(number: int) -> dict[str, list[dict[str, Value]]]:
    """A row of each kind; `number` makes its codes new."""
    units = {"register_municipality": f"GM900{number}", "register_partnership": f"PO990{number}"}
    units |= {"register_board": f"9900{number}", "register_school": f"99Z{LETTERS[number]}"}
    location = {**_unit(f"99ZA0{number}"), "school_id": "99ZA", "postcode": "", "place": ""}
    rows = {table: [_unit(code)] for table, code in units.items()}
    rows["register_municipality"][0]["also_called"] = ""
    rows["register_school_location"] = [{**location, "phone": "", "website": ""}]
    empty = dict.fromkeys(("code", "phone", "email", "website", "hours", "postcode", "place", "words"), "")
    rows["register_organisation"] = [
        {
            "id": key if number == 1 else uuid4(),
            "kind": "OTHER",
            "name": "X",
            "sort_key": "x",
            "source": source,
            **empty,
        }
        for key, source in SOURCES.items()
    ]
    rows["register_area"] = [
        {"id": uuid4(), "organisation_id": key, "district": "", "postcode_from": "2500", "postcode_to": "2599"}
        for key in SOURCES
    ]
    return rows


class _Facts:
    def __init__(self) -> None:
        self.rows = _rows(1)
        with connection.cursor() as cursor:
            for table, rows in self.rows.items():
                for row in rows:
                    places = ", ".join(["%s"] * len(row))
                    cursor.execute(f"insert into {table} ({', '.join(row)}) values ({places})", list(row.values()))

    def allowed(self, asker: Asker, table: Table) -> Allowed:
        service = asker.context.service
        rows = self.rows[table.name]
        everything: set[Key] = {row[table.key] for row in rows}  # type: ignore[misc]
        written: set[Key] = {row[table.key] for row in rows if may_write(service, table.name, _source(row))}  # type: ignore[misc]
        inserts = [Insert(row, may_add(service, table.name, _source(row))) for row in _rows(2)[table.name]]
        moves = [Move("source", to, may_write(service, table.name, to)) for to in SOURCES.values()]
        return Allowed(everything, written, set(), inserts, moves if written and "organis" in table.name else ())


def _source(row: dict[str, Value]) -> str:
    key = row.get("organisation_id")
    return SOURCES[key] if isinstance(key, UUID) else str(row.get("source", ""))


def _askers() -> list[Asker]:
    """Every function there is, at the organisation itself; whoever has no hat; every service."""
    hats = [
        Asker(code, context_of(Hat(uuid4(), uuid4(), HERE, "", code, "", uuid4()), day=DAY))
        for code in functions.functions()
    ]
    bare = [Asker("stranger", Context()), Asker("account", Context(account=uuid4(), person=uuid4()))]
    services = ("opendata", "demo", "sign-in", "operator", "command-line", "OPENDATA")
    return [*(Asker(name, Context(service=name)) for name in services), *bare, *hats]


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(public_oracle.__file__).read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_database_and_oracle_agree(owned_database: Cluster) -> None:
    facts = _Facts()
    tally = compare(_askers(), list(TABLES.values()), facts.allowed)
    assert not tally.wrong, tally.wrong[:10]
    assert tally.allowed > 300
    assert tally.refused_inserts > 200


def test_a_hat_that_writes_its_own_organisation_is_seen(owned_database: Cluster) -> None:
    facts = _Facts()
    with connection.cursor() as cursor:
        cursor.execute(
            "create policy leak on register_organisation for update to tandem_app"
            " using (id = any ((select context.principals())::uuid[])) with check (true)"
        )
    assert any(
        "reached 1 rows, not 0" in line for line in compare(_askers(), list(TABLES.values()), facts.allowed).wrong
    )


def test_every_wrong_version_of_a_policy_is_seen(owned_database_once: Cluster) -> None:
    facts = _Facts()
    unseen, tried = survivors(_askers(), list(TABLES.values()), facts.allowed, HARMLESS)
    assert not unseen
    assert tried > 50

"""Every table about people, and every public one, is in a comparison with an oracle; one that is in none fails here."""

import importlib
from pathlib import Path

import pytest
from django.db import connection
from tests.security.statements import reached

from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.project.classification import TABLES as CLASSIFIED
from tandem.project.classification import Kind

# The log, the words of the directory and the count of the desk: kept and asked by definer functions. The app reaches no
# row itself, in no context; the test below asks it.
NOBODY = {"audit_access", "audit_change", "audit_event", "directory_word", "routing_asked"}
COMPARISONS = sorted(path.stem for path in Path(__file__).parent.glob("test_*comparison*.py"))


def compared() -> dict[str, str]:
    """Each table that a comparison covers, with the module that does."""
    return {table: name for name in COMPARISONS for table in importlib.import_module(f"tests.security.{name}").TABLES}


def uncovered(tables: set[str]) -> set[str]:
    return tables - compared().keys() - NOBODY


def test_every_table_is_compared() -> None:
    people = {name for name, one in CLASSIFIED.items() if one.kind is Kind.PERSON}
    assert not uncovered(people), f"write an oracle and a comparison (tests/security) for: {uncovered(people)}"
    public = {name for name, one in CLASSIFIED.items() if one.kind is Kind.REFERENCE}
    assert not uncovered(public), f"say who writes these, and compare it: {uncovered(public)}"
    assert not compared().keys() - CLASSIFIED.keys(), "a comparison of a table that does not exist"
    assert not compared().keys() & NOBODY


def test_a_table_without_an_oracle_is_seen() -> None:
    assert uncovered({"register_person", "children_secret"}) == {"children_secret"}


@pytest.mark.parametrize("table", sorted(NOBODY))
def test_nobody_reaches_it(database: Cluster, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select attname from pg_attribute where attrelid = %s::regclass and attnum > 0", [table])
        column = cursor.fetchall()[0][0]
    services = ("", "sign-in", "operator", "demo", "opendata", "command-line", "seal")
    for service in services:
        with acting(Context(service=service)):
            for statement in (f"select {column} from", "delete from", f"update {table} set {column} = {column} --"):
                text = f"{statement} {table}" if not statement.endswith("--") else statement
                assert reached(f"{text} returning {column}" if text.startswith("delete") else text) == set()

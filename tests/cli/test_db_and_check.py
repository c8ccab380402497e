"""`tandem db` and `tandem check`, as somebody types them."""

import json
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.cli.conftest import Answer, Tandem
from tests.samples import Row, cell, use_snapshot, write_snapshot
from typer.testing import CliRunner, Result

from tandem.cli.main import app
from tandem.platform.postgres.cluster import ROLES


def serve(home: Path, *cells: Row) -> None:
    """A tiny snapshot that serves, with these cells."""
    use_snapshot(home, write_snapshot(home / "sample", cells=cells))


@pytest.fixture
def db(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`tandem db …` inside this process, for the commands that do not wake Django."""

    def run(*arguments: str, **variables: str) -> Result:
        monkeypatch.setenv("TANDEM_HOME", str(home))
        return CliRunner().invoke(app, ["db", *arguments], env=variables)

    return run


def test_start_use_and_stop(db: Callable[..., Result]) -> None:
    assert db("status").exit_code == 1
    assert "draait" in db("start").stderr
    status = db("status", "--format", "json")
    assert status.exit_code == 0
    assert json.loads(status.stdout)["running"] is True
    for role, name in ROLES.items():
        with psycopg.connect(db("url", "--role", role).stdout.strip()) as connection:
            assert connection.execute("select current_user").fetchone() == (name,)
    assert "gestopt" in db("stop").stderr
    assert "draaide niet" in db("stop").stderr


@pytest.mark.usefixtures("running")
def test_fill_brings_the_register_up_to_the_snapshot(tandem: Tandem, home: Path) -> None:
    assert "nog geen open data" in tandem("db", "fill").stderr
    serve(home, cell(2017, "BO", "2611", "00AP00", 12), cell(2017, "BO", "2611", "00AP01", 3))
    first = tandem("db", "fill")
    assert first.returncode == 0, first.stderr
    assert "nieuw" in first.stderr
    assert "al gelijk" in tandem("db", "fill").stderr
    with psycopg.connect(tandem("db", "url").stdout.strip()) as connection:
        rows = connection.execute("select code, school_id from register_school_location order by code").fetchall()
    assert rows == [("00AP00", "00AP"), ("00AP01", "00AP")]


def test_the_roles_are_shown_as_sql(db: Callable[..., Result]) -> None:
    answer = db("roles")
    assert answer.exit_code == 0
    assert "create role" in answer.stdout


def test_a_database_of_your_own_is_yours(db: Callable[..., Result], tandem: Tandem) -> None:
    own = {"DATABASE_URL": "postgresql://app@127.0.0.1:1/x"}
    for command in ("start", "stop"):
        answer = db(command, **own)
        assert answer.exit_code == 1
        assert "start en stop je zelf" in answer.stderr
    assert db("url", **own).stdout == "postgresql://app@127.0.0.1:1/x\n"
    assert "staat niet in de omgeving" in db("url", "--role", "maint", **own).stderr
    assert "DATABASE_OWNER_URL" in tandem("db", "migrate", **own).stderr


def reasons(answer: Answer) -> dict[str, tuple[bool, str]]:
    return {row["subject"]: (row["ok"], row["reason"]) for row in json.loads(answer.stdout)["checks"]}


def test_check_says_what_is_missing_and_then_that_all_is_well(tandem: Tandem, home: Path) -> None:
    before = tandem("check", "--format", "json")
    assert before.returncode == 1
    found = reasons(before)
    assert found["instellingen"][0] is True
    assert "nog geen open data" in found["gegevens"][1]
    assert "tandem db migrate" in found["database"][1]

    serve(home, cell(2017, "BO", "2611", "00AP00", 12))
    tandem("db", "migrate")
    after = tandem("check", "--format", "json")
    assert after.returncode == 0, after.stdout
    assert json.loads(after.stdout)["ok"] is True
    assert "ingedeeld" in reasons(after)["database"][1]
    listed = {row["table"]: row for row in json.loads(after.stdout)["tables"]}
    person = listed["register_person"]
    assert (person["class"], person["row_security"]) == ("person", True)
    assert {policy["command"] for policy in person["policies"]} >= {"SELECT", "INSERT", "UPDATE"}
    assert person["rights"]["tandem_stats"] == []
    assert all(len(row["reason"]) > 15 for row in listed.values())


def test_check_finds_a_mistake_in_the_settings(tandem: Tandem) -> None:
    answer = tandem("check", "--format", "json", TANDEM_HTPS="1")
    assert answer.returncode == 1
    assert "Bedoel je TANDEM_HTTPS" in reasons(answer)["instellingen"][1]


@pytest.mark.usefixtures("running")
def test_check_finds_a_stray_table(tandem: Tandem) -> None:
    with psycopg.connect(tandem("db", "url", "--role", "owner").stdout.strip(), autocommit=True) as owner:
        owner.execute("create table stray (i int)")
    answer = tandem("check", "--format", "json")
    assert answer.returncode == 1
    assert "stray is niet ingedeeld" in reasons(answer)["database"][1]


def test_check_finds_a_database_that_does_not_answer(tandem: Tandem) -> None:
    answer = tandem("check", "--format", "json", DATABASE_URL="postgresql://app@127.0.0.1:1/x")
    assert reasons(answer)["database"][0] is False


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://tandem:secret@127.0.0.1:1/tandem", "De database van DATABASE_OWNER_URL antwoordt niet"),
        ("tandem-secret", "DATABASE_URL is geen adres van PostgreSQL; het begint met postgresql://"),
    ],
)
def test_an_address_where_nobody_answers_is_said_in_one_line(tandem: Tandem, address: str, said: str) -> None:
    answer = tandem("db", "migrate", DATABASE_URL=address, DATABASE_OWNER_URL=address)
    assert answer.returncode == 1
    assert answer.stderr.startswith(said)
    assert answer.stderr.count("\n") == 1
    assert "secret" not in answer.stderr

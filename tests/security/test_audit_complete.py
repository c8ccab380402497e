"""Every action of the house leaves its line, and does not happen when the line cannot be written. No exceptions."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from tests.security.deeds import RECIPES, Deed, name_of
from tests.security.realm import Realm

import tandem
from tandem.audit.actions import acting_actor
from tandem.audit.data import Actor
from tandem.children import actions as children
from tandem.identity import actions as identity
from tandem.identity.actions import TakenError
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster
from tandem.project.classification import TABLES, Kind
from tandem.register.bulk import actions as bulk

PERSON_TABLES = [name for name, table in TABLES.items() if table.kind is Kind.PERSON]
NOT_WATCHED = {
    "audit_access": "is the log",
    "audit_change": "is the log",
    "audit_event": "is the log",
    "cases_access": "follows from cases and who takes part by trigger, which are watched; the app cannot write it",
    "casework_access": "follows from concerns and offers by trigger, which are watched; the app cannot write it",
    "children_access": "follows from enrolments by trigger, which are watched; the app cannot write it",
    "meetings_access": "follows from meetings and invitations by trigger, which are watched; the app cannot write it",
    "identity_device": "a browser that was seen before; `remember device` has its line, nothing about a person changes",
    "identity_session": "changes at every click; beginning, renewing and ending have their lines",
    "identity_step": "minutes of somebody who is signing in; what comes of it has its line",
    "identity_throttle": "counts failures under a keyed hash, of nobody in particular",
}


def actions() -> Iterator[Callable[..., object]]:
    """Every function of the house that says by keyword who does it."""
    for found in pkgutil.walk_packages(tandem.__path__, "tandem."):
        if ".migrations" in found.name or found.name.endswith((".gunicorn", ".wsgi", "__main__")):
            continue
        module = importlib.import_module(found.name)
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != found.name or name.startswith("_"):
                continue
            by = inspect.signature(function).parameters.get("by")
            if by is not None and by.kind is inspect.Parameter.KEYWORD_ONLY and by.annotation is Actor:
                yield function


# Each domain's recipes stand in a file of their own, and fill RECIPES when they are read.
DEEDS = [importlib.import_module(f"tests.security.{path.stem}") for path in Path(__file__).parent.glob("deeds_*.py")]
NO_DEEDS = {
    "tandem.audit.actions.record": "writes the line itself",
    "tandem.register.actions.preview_places": "does what another action does, and takes it back",
}
ACTIONS = {name_of(action) for action in actions()} - set(NO_DEEDS)


def test_every_action_is_done_here_once() -> None:
    assert len(ACTIONS) > 30
    assert set(RECIPES) == ACTIONS


@pytest.fixture(scope="module")
def region(database_for_all: Cluster) -> Realm:
    return Realm()


@pytest.fixture
def undone(region: Realm) -> Iterator[Realm]:
    with transaction.atomic():
        yield region
        transaction.set_rollback(True)


def do(deed: Deed) -> None:
    with acting(deed.context):
        deed.act()


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_an_action_and_its_lines_are_one(name: str, undone: Realm) -> None:
    """It leaves its line; without the right to write the line, or the lines of its rows, nothing of it stays."""
    deed = RECIPES[name](undone)
    before, last = contents(), (numbers("audit_event"), numbers("audit_change"))
    with transaction.atomic():
        do(deed)
        events, changed = lines_since("audit_event", last[0]), lines_since("audit_change", last[1])
        after = contents()
        transaction.set_rollback(True)
    with acting(deed.context):
        who = acting_actor().name
    assert {by for by, _ in events} == {who}, "in the name of who did it"
    touched = {table for table in before if before[table] != after[table]}
    assert {table for _, table in changed} == touched - set(NOT_WATCHED)
    broken = ["audit_event", "audit_change"] if changed else ["audit_event"]
    for log in broken:
        with transaction.atomic():
            nothing_may_enter(log)
            with pytest.raises((DatabaseError, TakenError)):
                do(deed)
            assert contents() == before, f"without {log} something of it stays"
            transaction.set_rollback(True)


def test_a_person_table_is_watched_or_says_why_not(undone: Realm) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid"
            " where t.tgname in ('audit_rows', 'audit_table') and t.tgenabled = 'A' group by 1"
        )
        watched = dict(cursor.fetchall())
    assert set(watched.values()) == {2}
    assert set(PERSON_TABLES) - set(watched) == set(NOT_WATCHED)
    assert set(watched) <= set(PERSON_TABLES), "what is not about people has its lines from the actions"


FILLING = (
    children.move,
    children.set_citizen_number,
    children.protect_address,
    identity.link,
    identity.make_recovery_codes,
    bulk.apply,
    children.teach,
    *(action for module in DEEDS for action in getattr(module, "FILLING", ())),
)


def test_rows_that_are_written_in_bulk_and_by_hand_leave_a_line_each(undone: Realm) -> None:
    """By the superuser, past every action, every policy and every trigger that can be turned off."""
    for action in FILLING:
        do(RECIPES[name_of(action)](undone))
    keys = primary_keys()
    with connection.cursor() as cursor:
        cursor.execute(
            "set constraints all immediate; set local role none; set local session_replication_role = replica"
        )
        for table in sorted(set(PERSON_TABLES) - set(NOT_WATCHED)):
            with transaction.atomic():
                write_by_hand(cursor, table, keys[table])
                transaction.set_rollback(True)


def write_by_hand(cursor: CursorWrapper, table: str, key: str) -> None:
    cursor.execute(f"create temp table kept on commit drop as select * from {table}")
    ways = {
        "UPDATE": f"update {table} set {key} = gen_random_uuid()",
        "DELETE": f"delete from {table}",
        "INSERT": f"insert into {table} select * from kept",
    }
    for operation, statement in ways.items():
        last = numbers("audit_change")
        cursor.execute(statement)
        assert cursor.rowcount > 0, f"{table} is empty: nothing is proven"
        assert lines_since("audit_change", last, "operation") == [(operation, table)] * cursor.rowcount
    last = numbers("audit_change")
    cursor.execute(f"truncate {table} cascade")
    assert ("TRUNCATE", table) in lines_since("audit_change", last, "operation")


# --- what stands in the tables --------------------------------------------------------------------------------------


def contents() -> dict[str, str]:
    """A fingerprint of every table about people, those of the log left out."""
    tables = [table for table in PERSON_TABLES if not table.startswith("audit_")]
    each = [f"select '{table}', md5(string_agg(t::text, '|' order by t::text)) from {table} t" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(each))
        return dict(cursor.fetchall())


def numbers(log: str) -> int:
    """The last line."""
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(max(number), 0) from {log}")
        return int(cursor.fetchone()[0])


def lines_since(log: str, last: int, column: str = "by") -> list[tuple[str, str]]:
    """`column` of each later line of this transaction, with the table or the action that it is about."""
    about = "action" if log == "audit_event" else "table_name"
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {column}, {about} from {log} where number > %s"
            " and xid = pg_current_xact_id()::text::bigint order by number",
            [last],
        )
        return list(cursor.fetchall())


def nothing_may_enter(log: str) -> None:
    """The log is full, so to say."""
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {log} add constraint full_up check (false) not valid")


def primary_keys() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select i.indrelid::regclass::text, a.attname from pg_index i"
            " join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indisprimary"
        )
        return dict(cursor.fetchall())

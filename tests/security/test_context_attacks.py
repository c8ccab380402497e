"""Somebody can have any statement executed as the app: what does it give?

Each test is such a statement, or a context that was not made by us.
"""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import Error, OperationalError, connection, transaction
from tests.diary import MINE, OTHERS

from tandem.platform import clock, context
from tandem.platform.context import Context, acting, signed
from tandem.platform.postgres.cluster import Cluster

ME = Context(person=MINE, hat=uuid4(), function="IB", professional=True)
OTHER = replace(ME, person=OTHERS)


def run(statement: str, *parameters: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall() if cursor.description else []


def owners() -> set[object]:
    return {row[0] for row in run("select owner from diary")}


def owners_with(setting: str, local: str = "true") -> set[object]:
    """What is shown under a setting that an injected statement made."""
    run(f"select set_config('tandem.context', %s, {local})", setting)
    return owners()


def altered(setting: str, **changes: object) -> str:
    """The same signature above another body."""
    return setting[:64] + json.dumps(json.loads(setting[64:]) | changes)


def test_who_signed_sees_the_own_row_only(diary: Cluster) -> None:
    with acting(ME):
        assert owners() == {MINE}
    with acting(OTHER):
        assert owners() == {OTHERS}


def test_no_context_no_rows(diary: Cluster) -> None:
    assert owners() == set()
    assert owners_with("") == set()


FORGED = {
    "an altered person": altered(signed(ME), person=str(OTHERS)),
    "an altered hat": altered(signed(ME), hat=str(uuid4())),
    "a later expiry": altered(signed(ME), expires=clock.machine_seconds() + 10**6),
    "other principals": altered(signed(ME), principals=f"{{{OTHERS}}}"),
    "a service": altered(signed(ME), service="sign-in"),
    "no signature": signed(OTHER)[64:],
    "an empty signature": " " * 64 + signed(OTHER)[64:],
    "a signature in capitals": signed(OTHER)[:64].upper() + signed(OTHER)[64:],
    "a bare hash": hashlib.sha256(signed(OTHER)[64:].encode()).hexdigest() + signed(OTHER)[64:],
    "something after it": signed(ME) + " ",
    "only a word": "tandem",
    "another key": "",
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_context_is_an_error(diary: Cluster, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    setting = FORGED[kind]
    if kind == "another key":
        monkeypatch.setattr(context, "_key", lambda: b"guessed")
        setting = signed(OTHER)
    with acting(ME), pytest.raises(OperationalError, match="not signed by us"), transaction.atomic():
        owners_with(setting)


def test_a_context_of_somebody_else_that_was_ours_expires(diary: Cluster) -> None:
    seen = signed(OTHER, lifetime=-1)
    with acting(ME), pytest.raises(OperationalError, match="expired"), transaction.atomic():
        owners_with(seen)


def test_an_expired_context_is_an_error_for_its_owner_too(diary: Cluster) -> None:
    with pytest.raises(OperationalError, match="expired"), acting(ME, lifetime=-1):
        owners()


def test_a_setting_for_the_whole_session_is_judged_the_same(diary: Cluster) -> None:
    with acting(ME), pytest.raises(OperationalError, match="not signed by us"), transaction.atomic():
        owners_with(altered(signed(ME), person=str(OTHERS)), local="false")


def test_an_injected_condition_gives_no_more_rows(diary: Cluster) -> None:
    typed = f"x' or owner = '{OTHERS}' or true --"
    with acting(ME):
        assert {row[0] for row in run(f"select owner from diary where words = '{typed}")} == {MINE}


def test_a_context_set_inside_the_statement_itself_comes_too_late_or_is_an_error(diary: Cluster) -> None:
    forged = altered(signed(ME), person=str(OTHERS))
    union = "select set_config('tandem.context', %s, true) union all select words from diary"
    with acting(ME), pytest.raises(OperationalError, match="not signed by us"), transaction.atomic():
        run(union, forged)


REFUSED = {
    "become owner": "set role tandem_owner",
    "become maint": "set local role tandem_maint",
    "become superuser": "set session authorization tandem_admin",
    "switch row security off": "set local row_security = off; select * from diary",
    "switch it off on the table": "alter table diary disable row level security",
    "unforce it": "alter table diary no force row level security",
    "drop the policy": "drop policy own on diary",
    "add a policy": "create policy mine on diary using (true)",
    "alter the policy": "alter policy own on diary using (true)",
    "temporary function": "create function pg_temp.leak(text) returns bool language sql cost 0.0001 as 'select true'",
    "temporary table": "create temp table copy as select * from diary",
    "temporary view": "create temp view copy as select * from diary",
    "function": "create function leak(text) returns bool language sql cost 0.0001 as 'select true'",
    "operator": "create operator <<< (leftarg = text, rightarg = text, function = texteq)",
    "schema": "create schema mine",
    "extension": "create extension citext",
    "a procedure of its own": "create procedure p() language sql as 'select 1'",
    "replace a getter": "create or replace function context.person() returns uuid language sql as 'select null::uuid'",
    "alter a getter": "alter function context.person() security invoker",
    "the key": "select * from context.signing_key",
    "another key": "update context.signing_key set inner_block = outer_block",
    "a new key": "insert into context.signing_key values (true, '', '')",
    "the whole body": "select context.verified()",
    "run a program": "copy diary to program 'true'",
    "run a program to read": "copy diary from program 'true'",
    "write a file": "copy diary to '/tmp/tandem-diary'",
    "read a file": "select pg_read_file('/etc/passwd')",
    "list a folder": "select pg_ls_dir('/')",
    "a large object from a file": "select lo_import('/etc/passwd')",
    "empty it": "truncate diary",
    "skip triggers": "set session_replication_role = replica",
    "a trigger": "create trigger t before update on diary for each row"
    " execute function suppress_redundant_updates_trigger()",
    "a rule": "create rule r as on select to diary do instead select 1",
    "statistics": "select * from pg_statistic",
    "passwords": "select * from pg_authid",
    "security labels": "security label on table diary is 'x'",
    "the settings of the role": "alter role tandem_owner set search_path = pg_temp",
    "default rights": "alter default privileges for role tandem_owner grant select on tables to public",
    "somebody else's row": f"insert into diary values (gen_random_uuid(), '{OTHERS}', 'planted')",
    "handing over a row": f"update diary set owner = '{OTHERS}'",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_the_app_is_refused(diary: Cluster, statement: str) -> None:
    with acting(ME), pytest.raises(Error, match=PATTERN), transaction.atomic():
        run(statement)


def test_the_app_has_nothing_to_give_away(diary: Cluster) -> None:
    """Only a warning, so what counts is that it had no effect."""
    run("grant select on diary to public")
    assert run("select has_table_privilege('tandem_stats', 'diary', 'select')") == [(False,)]


PATTERN = (
    "permission denied|must be owner|must be member|must be superuser|row-level security|must be able to SET ROLE|"
    "no security label providers|Only roles with"
)


def test_writing_reaches_the_own_rows_only(diary: Cluster) -> None:
    with acting(ME):
        assert run("update diary set words = 'x' returning owner") == [(MINE,)]
        assert run("delete from diary returning owner") == [(MINE,)]
        assert owners() == set()
    with acting(OTHER):
        assert run("select owner, words from diary") == [(OTHERS, "not mine")]


def test_an_error_shows_own_values_only(diary: Cluster) -> None:
    """A cast that fails shows the value it failed on; it never reaches a row that is not shown."""
    with acting(ME), pytest.raises(Error) as caught, transaction.atomic():
        run("select words::int from diary")
    assert "mine" in str(caught.value)
    with acting(replace(ME, person=uuid4())):
        assert run("select words::int from diary") == []


def test_a_costless_own_condition_is_not_asked_about_hidden_rows(diary: Cluster) -> None:
    """A function that is not leakproof runs after the policy, however cheap."""
    with acting(ME):
        assert run("select count(*) from diary where 1 / (case when words like 'not%%' then 0 else 1 end) = 1") == [
            (1,)
        ]


def test_the_plan_and_the_statistics_do_not_show_values(diary: Cluster) -> None:
    with acting(ME):
        assert run("select most_common_vals, histogram_bounds from pg_stats where tablename = 'diary'") == []


def test_a_definer_function_without_search_path_cannot_be_led_astray(diary: Cluster) -> None:
    """The app cannot make the objects with which it would lead one astray; the lint refuses such a function too."""
    with acting(ME):
        run("set local search_path = pg_temp, public")
        assert owners() == {MINE}
        run("set local search_path = pg_catalog")
        assert {row[0] for row in run("select owner from public.diary")} == {MINE}


def test_a_cursor_or_a_prepared_statement_of_before_does_not_live_on(diary: Cluster) -> None:
    with acting(OTHER):
        run("prepare peek as select owner from diary")
        assert run("execute peek") == [(OTHERS,)]
    with acting(ME):
        assert run("execute peek") == [(MINE,)]
        run("deallocate peek")


def test_a_savepoint_that_is_rolled_back_takes_its_context_with_it(diary: Cluster) -> None:
    with acting(ME):
        with pytest.raises(KeyError), acting(OTHER):
            raise KeyError(*owners())
        assert owners() == {MINE}


def test_resetting_leaves_a_stranger_at_most(diary: Cluster) -> None:
    with acting(ME):
        run("reset role")
        assert owners() == {MINE}
        run("set local tandem.context to default")
        assert owners() == set()


def test_the_expiry_is_a_minute(diary: Cluster) -> None:
    expires = json.loads(signed(ME)[64:])["expires"]
    assert timedelta(seconds=50) < timedelta(seconds=expires - clock.machine_seconds()) <= timedelta(seconds=60)

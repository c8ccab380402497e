"""What would let a hidden row through stops the start-up. Each rule is shown a catalogue that breaks it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tandem.platform import context
from tandem.platform.database import connect_as
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster
from tandem.project import lint
from tandem.project.catalogue import Catalogue, read_catalogue
from tandem.project.classification import TABLES, Classified, Kind

OF_THIS_TEST = "only in this test"
STRAY = {
    "person": TABLES | {"stray": Classified(Kind.PERSON, OF_THIS_TEST)},
    "reference": TABLES | {"stray": Classified(Kind.REFERENCE, OF_THIS_TEST)},
    "nothing": TABLES,
}
TABLE = "create table stray (id uuid primary key, owner uuid);"
SECURED = f"{TABLE} alter table stray enable row level security; alter table stray force row level security;"
OWNED = f"{SECURED} create policy house on stray to tandem_owner using (true) with check (true);"
MINE = "owner = (select context.person())"
READ = (
    f"{OWNED} create policy own on stray for select to tandem_app using ({MINE}); grant select on stray to tandem_app;"
)
AS_SUPERUSER = "reset role;"
DEFINER = "create function f() returns int language sql security definer"

BROKEN = [
    # what, class of the stray table, statements, the sentence
    ("a table without a class", "nothing", TABLE, "Tabel stray is niet ingedeeld"),
    ("a partitioned table", "nothing", "create table stray (i int) partition by range (i)", "stray is niet ingedeeld"),
    ("a copy", "nothing", "create materialized view stray as select 1 as i", "stray is niet ingedeeld"),
    ("a table in another schema", "nothing", "create table audit.stray (i int)", "audit.stray is niet ingedeeld"),
    ("a class without a table", "person", "select 1", "Tabel stray is ingedeeld, maar bestaat niet"),
    ("no row security", "person", TABLE, "rijbeveiliging staat niet aan en verplicht"),
    (
        "not forced",
        "person",
        f"{TABLE} alter table stray enable row level security",
        "rijbeveiliging staat niet aan en verplicht",
    ),
    ("no policy for the owner", "person", SECURED, "geen regel voor tandem_owner"),
    ("a right without a policy", "person", f"{OWNED} grant select on stray to tandem_app", "tandem_app mag SELECT"),
    (
        "a right on a column without a policy",
        "person",
        f"{READ} grant update (owner) on stray to tandem_app",
        "tandem_app mag UPDATE, maar geen regel",
    ),
    (
        "only a restrictive policy",
        "person",
        f"{OWNED} create policy no on stray as restrictive for select to tandem_app using ({MINE});"
        " grant select on stray to tandem_app",
        "tandem_app mag SELECT, maar geen regel",
    ),
    (
        "every row",
        "person",
        f"{OWNED} create policy every on stray for select to tandem_app using (true)",
        "Regel every van tabel stray laat elke rij door",
    ),
    (
        "every row may be written",
        "person",
        f"{OWNED} create policy every on stray for insert to tandem_app with check (true)",
        "laat elke rij door",
    ),
    (
        "an update that may go anywhere",
        "person",
        f"{READ} create policy change on stray for update to tandem_app using ({MINE})",
        "Regel change van tabel stray toetst niet wat er geschreven wordt",
    ),
    (
        "a policy for everybody",
        "person",
        f"{READ} create policy all_roles on stray for select using ({MINE})",
        "Regel all_roles van tabel stray geldt voor iedereen",
    ),
    (
        "who acts asked for every row",
        "person",
        f"{OWNED} create policy slow on stray for select to tandem_app using (owner = context.person())",
        "vraagt per rij wie handelt",
    ),
    (
        "who acts asked for every row, within a function that is told the row",
        "person",
        f"{OWNED} create policy slow on stray for select to tandem_app"
        " using ((select coalesce(owner, context.person())) is not null)",
        "vraagt per rij wie handelt",
    ),
    ("statistics about people", "person", f"{READ} grant select on stray to tandem_stats", "tandem_stats heeft er"),
    (
        "statistics about one column",
        "person",
        f"{READ} grant select (id) on stray to tandem_stats",
        "tandem_stats heeft er rechten op",
    ),
    ("a backup that writes", "person", f"{READ} grant insert on stray to tandem_maint", "tandem_maint leest alleen"),
    (
        "a table for everybody",
        "reference",
        f"{TABLE} grant select on stray to public",
        "Iedereen (PUBLIC) heeft SELECT",
    ),
    (
        "public facts that every hat writes",
        "reference",
        f"{TABLE} grant select, update on stray to tandem_app",
        "Tabel stray mag tandem_app wijzigen, maar rijbeveiliging staat niet aan en verplicht",
    ),
    (
        "public facts with a rule that lets every row be written",
        "reference",
        f"{OWNED} create policy every on stray for insert to tandem_app with check (true);"
        " grant insert on stray to tandem_app",
        "Regel every van tabel stray laat elke rij door",
    ),
    (
        "public facts that nobody was named to write",
        "reference",
        f"{OWNED} create policy every on stray for select to tandem_app using (true);"
        " grant select, insert on stray to tandem_app",
        "tandem_app mag INSERT, maar geen regel",
    ),
    ("a column for everybody", "reference", f"{TABLE} grant select (id) on stray to public", "SELECT op column stray"),
    ("a schema for everybody", "nothing", "grant usage on schema context to public", "USAGE op schema context"),
    (
        "a function for everybody",
        "nothing",
        "create function f() returns int language sql as 'select 1'; grant execute on function f() to public",
        "EXECUTE op function f()",
    ),
    ("a database for everybody", "nothing", "grant connect on database tandem to public", "CONNECT op database tandem"),
    ("temporary tables", "nothing", "grant temporary on database tandem to tandem_app", "geen TEMPORARY hebben"),
    ("making tables", "nothing", "grant create on schema public to tandem_app", "geen CREATE hebben op schema public"),
    ("making schemas", "nothing", "grant create on database tandem to tandem_stats", "tandem_stats mag geen CREATE"),
    ("emptying", "person", f"{READ} grant truncate on stray to tandem_app", "geen TRUNCATE hebben op table stray"),
    ("probing by a key", "person", f"{READ} grant references on stray to tandem_app", "geen REFERENCES hebben"),
    ("a definer without search_path", "nothing", f"{DEFINER} as 'select 1'", "geef haar een vast search_path"),
    (
        "a definer that looks among temporary objects first",
        "nothing",
        f"{DEFINER} set search_path = pg_catalog, public as 'select 1'",
        "vast search_path dat eindigt op pg_temp",
    ),
    (
        "a definer that looks at who asks first",
        "nothing",
        f"""{DEFINER} set search_path = "$user", public, pg_temp as 'select 1'""",
        "vast search_path",
    ),
    ("a view with its owner's rights", "person", f"{READ} create view v as select * from stray", "security_invoker"),
    (
        "a view that says no to it",
        "person",
        f"{READ} create view v with (security_invoker = false) as select * from stray",
        "View v gaat langs rijbeveiliging",
    ),
    (
        "a stored copy of people",
        "person",
        f"{READ} create materialized view copied as select id from stray",
        "View copied bewaart rijen uit stray",
    ),
    (
        "a table of the app",
        "reference",
        f"{TABLE} {AS_SUPERUSER} alter table stray owner to tandem_app",
        "Tabel stray is van tandem_app",
    ),
    (
        "a function of somebody else",
        "nothing",
        f"{AS_SUPERUSER} create function f() returns int language sql as 'select 1'",
        "Functie f() is van tandem_admin",
    ),
    ("a strong app", "nothing", f"{AS_SUPERUSER} alter role tandem_app bypassrls", "Rol tandem_app is te sterk"),
    ("a strong owner", "nothing", f"{AS_SUPERUSER} alter role tandem_owner superuser", "tandem_owner is te sterk"),
    ("an app that is owner", "nothing", f"{AS_SUPERUSER} grant tandem_owner to tandem_app", "hoort bij tandem_owner"),
    ("no limit of time", "nothing", "set local statement_timeout = 0", "geen statement_timeout"),
]


def after(cluster: Cluster, statements: str) -> Catalogue:
    """What the app reads while these statements of the owner hold; they are rolled back."""
    connect_as(cluster.url(SUPERUSER))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = '5s'; set local role tandem_owner")
        cursor.execute(f"{statements}; set local role tandem_app")
        found = read_catalogue()
        transaction.set_rollback(True)
    return found


def test_the_house_itself_is_well(database: Cluster) -> None:
    assert lint.problems(read_catalogue(), TABLES) == []
    assert lint.key_problems() == []
    assert all(len(table.reason) > 15 for table in TABLES.values())


def test_a_good_stray_table_is_well(committing_database: Cluster) -> None:
    """So what the statements below add is what is found."""
    assert lint.problems(after(committing_database, READ), STRAY["person"]) == []
    invoker = f"{READ} create view v with (security_invoker = on) as select * from stray"
    assert lint.problems(after(committing_database, invoker), STRAY["person"]) == []


@pytest.mark.parametrize(
    ("kind", "statements", "sentence"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_what_is_broken_is_found(committing_database: Cluster, kind: str, statements: str, sentence: str) -> None:
    found = lint.problems(after(committing_database, statements), STRAY[kind])
    assert any(sentence in problem for problem in found), found


@pytest.mark.parametrize("role", [SUPERUSER, ROLES["maint"], ROLES["owner"]])
def test_only_the_app_may_serve(committing_database: Cluster, role: str) -> None:
    connect_as(committing_database.url(role))
    assert lint.problems(read_catalogue(), TABLES) == [f"We werken als rol {role}; gebruik tandem_app."]


def test_another_key_than_the_database_knows_is_found(database: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "_key", lambda: b"of another installation")
    assert lint.key_problems() == ["De database kent de sleutel van deze installatie niet; doe: tandem db migrate"]


@pytest.mark.parametrize(
    ("version", "noted"),
    [
        (150013, True),
        (150014, False),
        (160009, True),
        (160010, False),
        (170005, True),
        (170006, False),
        (180000, False),
    ],
)
def test_an_old_minor_release_is_noted(database: Cluster, version: int, noted: bool) -> None:
    found = read_catalogue()
    older = Catalogue(**{name: getattr(found, name) for name in found.__slots__} | {"version": version})
    assert bool(lint.notes(older)) is noted
    assert lint.problems(older, TABLES) == []


def test_every_table_is_listed_with_its_policies(database: Cluster) -> None:
    out = StringIO()
    call_command("tables", stdout=out)
    rows = {row["table"]: row for row in json.loads(out.getvalue())}
    assert rows.keys() == TABLES.keys()
    assert {row["class"] for row in rows.values()} == {kind.value for kind in Kind}
    people = [row for row in rows.values() if row["class"] == "person"]
    assert all(row["row_security"] and row["policies"] for row in people)

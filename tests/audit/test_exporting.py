"""The log in the words of the standards: every field of them is kept somewhere, or it is said why not."""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
import yaml
from django.db import connection
from tests.conftest import SHARED

from tandem.audit import exporting
from tandem.audit.actions import acting_actor, record, record_read
from tandem.audit.exporting import Record, Shape
from tandem.platform import sealing
from tandem.platform.context import Context, acting
from tandem.platform.home import DEFINITIONS
from tandem.platform.postgres.cluster import ROLES, Cluster

FIELDS = yaml.safe_load((DEFINITIONS / "log_fields.yaml").read_text())["fields"]
PERSON, CHILDREN = UUID(int=1), [UUID(int=20), UUID(int=21)]
HERSELF = Context(person=PERSON, hat=UUID(int=3), organisation=UUID(int=4), function="IB", trace="e" * 32)


def names_in_the_rules() -> Iterator[tuple[str, str]]:
    """Set and name of each field; two rows say several at once, or an older and a newer name."""
    with (SHARED.parent / "rules" / "log_fields.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            first, *others = row["veld"].partition(" (")[0].split(" / ")
            yield row["set"], first
            yield from ((row["set"], first.removesuffix("ID") + other) for other in others)


@pytest.mark.shared
def test_each_field_of_the_rules_is_here() -> None:
    asked = set(names_in_the_rules())
    assert len(asked) > 40
    assert asked == {(field["set"], field["field"]) for field in FIELDS}


def test_each_field_is_kept_or_it_is_said_why_not() -> None:
    for field in FIELDS:
        assert ("kept" in field) != ("not_kept" in field), field
        assert len(field.get("kept", "") + field.get("not_kept", "")) > 10, field


def test_what_is_kept_is_in_a_column_that_exists(cluster: Cluster) -> None:
    said = {place for field in FIELDS for place in re.findall(r"(audit_\w+)\.(\w+)", field.get("kept", ""))}
    with psycopg.connect(cluster.url(ROLES["maint"])) as reader:
        found = reader.execute("select table_name, column_name from information_schema.columns").fetchall()
    assert len(said) > 10
    assert said - set(found) == set()


def test_what_is_kept_leaves_under_the_name_of_the_standard() -> None:
    kept = {
        name: {field["field"] for field in FIELDS if field["set"] == name and "kept" in field}
        for name in ("LDV", "NEN7513")
    }
    assert set(exporting.fields(Shape.PROCESSING)) == kept["LDV"]
    assert kept["NEN7513"] <= set(exporting.fields(Shape.ACCESS))


@pytest.fixture
def watched(committing_database: Cluster) -> Iterator[Cluster]:
    with psycopg.connect(committing_database.url(ROLES["owner"]), autocommit=True) as owner:
        owner.execute("create table exported_try (id uuid primary key, about uuid, name text)")
        owner.execute("grant insert, update on exported_try to tandem_app")
        owner.execute("select audit.watch('exported_try', about => 'about')")
        yield committing_database
        connection.close()
        owner.execute("drop table exported_try")


def one_request() -> None:
    with acting(HERSELF), connection.cursor() as cursor:
        record(by=acting_actor(), action="invite", subject="person", details={})
        cursor.execute("insert into exported_try values (%s, %s, 'Jansen')", [UUID(int=9), CHILDREN[0]])
        record_read(
            actor=acting_actor(),
            action="show list",
            purpose="find-colleague",
            ground="6(1)(e)",
            subjects=CHILDREN,
            kinds=["name", "phone"],
        )


def exported(cluster: Cluster, shape: Shape) -> list[Record]:
    now = datetime.now(UTC)  # noqa: TID251 - the clock of the database is the real one
    with psycopg.connect(cluster.url(ROLES["maint"])) as reader:
        found = exporting.records(reader, shape, now - timedelta(minutes=5), now + timedelta(minutes=5))
        return [row for row in found if row["trace_id"] == HERSELF.trace]


def test_a_request_is_one_trace_with_a_record_per_operation_and_person(watched: Cluster) -> None:
    one_request()
    rows = exported(watched, Shape.PROCESSING)[-4:]
    assert [(row["name"], row["attributes.dpl.core.data_subject_id"]) for row in rows] == [
        ("invite", ""),
        ("insert exported_try", sealing.pseudonym(str(CHILDREN[0]))),
        ("show list", sealing.pseudonym(str(CHILDREN[0]))),
        ("show list", sealing.pseudonym(str(CHILDREN[1]))),
    ]
    assert len({row["operation_id"] for row in rows}) == 4
    assert {row["parent_operation_id"] for row in rows} == {rows[0]["parent_operation_id"]}
    assert all(re.fullmatch("[0-9a-f]{16}", str(row["operation_id"])) for row in rows)
    assert [row["attributes.dpl.core.processing_activity_id"] for row in rows] == [
        "urn:tandem:processing:invite",
        "urn:tandem:processing:exported",
        *["urn:tandem:processing:find-colleague"] * 2,
    ]
    assert all(str(row["start_time"]) <= str(row["end_time"]) for row in rows)
    assert all(list(row) == exporting.fields(Shape.PROCESSING) for row in rows)


def test_an_access_says_who_in_which_role_for_which_purpose(watched: Cluster) -> None:
    one_request()
    change, *reads = exported(watched, Shape.ACCESS)[-3:]
    assert change["participants[].participantObjectDataLifeCycle"] == "create"
    assert change["participants[].participantObjectDetail"] == "about id name"
    for row, child in zip(reads, CHILDREN, strict=True):
        assert row["users[].userID"] == f"person:{PERSON}"
        assert row["users[].roleIDCode"] == "IB"
        assert row["users[].purposeOfUse"] == "find-colleague"
        assert row["participants[].participantObjectDataLifeCycle"] == "read"
        assert row["participants[].participantObjectID"] == sealing.pseudonym(str(child))
        assert row["participants[].participantObjectDetail"] == "name phone"
        assert row["grondslag_avg"] == "6(1)(e)"


def test_no_value_and_no_person_leaves(watched: Cluster) -> None:
    one_request()
    text = str(exported(watched, Shape.PROCESSING) + exported(watched, Shape.ACCESS))
    assert sealing.pseudonym(str(CHILDREN[0])) in text
    assert not any(secret in text for secret in ("Jansen", *map(str, CHILDREN)))

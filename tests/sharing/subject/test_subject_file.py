"""The file of one child: complete, without third parties, seen by a second pair of eyes, and gone after a week."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.register.people_world import DAY, Worker, worker
from tests.sharing.files import Files

from tandem.audit.actions import acting_actor
from tandem.children import actions as children
from tandem.children import queries as reading_children
from tandem.children.data import Kind, Why
from tandem.children.models import ProtectedAddress
from tandem.platform import clock, documents
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster
from tandem.project.classification import TABLES
from tandem.project.classification import Kind as TableKind
from tandem.sharing.breakglass.data import NamedChild
from tandem.sharing.retention.queries import as_service
from tandem.sharing.subject import actions, queries, reading, rules
from tandem.sharing.subject.data import Asker, How, Rows, Section, Unit, Withheld
from tandem.sharing.subject.models import SubjectRequest

PEOPLE = {name for name, table in TABLES.items() if table.kind is TableKind.PERSON}
NUMBER = "111222333"


class Office(Files):
    """The board's FG answers for the school; Bo has three notes there, two parents, consents and a disclosure."""

    def __init__(self) -> None:
        super().__init__()
        self.officer = worker("Frida", "FG", self.board)
        self.second_officer = worker("Fons", "FG", self.board)
        self.other_officer = worker("Vera", "FG", self.municipality)
        self.consented()
        self.given = self.disclose()
        with acting(self.coordinator.context):
            children.set_citizen_number(by=acting_actor(), child=self.bo.id, number=NUMBER)
            reading_children.child(acting_actor(), id=self.bo.id, why=Why("care", "6(1)(e)"))
        self.team_note = self.note(self.consultant, Kind.PLAN, self.ada)

    @property
    def by_name(self) -> NamedChild:
        return NamedChild("", self.bo.given_name, self.bo.family_name, self.bo.birth_date, self.location.id)


@pytest.fixture
def office(owned_database_once: Cluster) -> Office:
    return Office()


def begin(office: Office, who: Worker | None = None, named: NamedChild | None = None) -> UUID | None:
    with acting((who or office.officer).context):
        return actions.begin(by=acting_actor(), asker=Asker.PARENT, named=named or NamedChild(NUMBER))


def compiled(office: Office, withheld: dict[str, Withheld] | None = None) -> UUID:
    request = begin(office)
    assert request is not None
    with acting(office.officer.context):
        assert actions.compile_file(by=acting_actor(), request=request, withheld=withheld or {})
    return request


def file_of(office: Office, request: UUID, who: Worker | None = None) -> dict[str, dict[str, object]]:
    with acting((who or office.officer).context):
        found = queries.document(acting_actor(), request=request)
    assert found is not None
    return {section["table"]: section for section in found["sections"]}


def release(office: Office, request: UUID, who: Worker | None = None) -> bool:
    with acting((who or office.second_officer).context):
        return actions.release(by=acting_actor(), request=request)


def refused(act) -> bool:  # type: ignore[no-untyped-def]
    words = r"no file is made|row-level security|permission denied|by_another"
    with transaction.atomic(), pytest.raises(DatabaseError, match=words), transaction.atomic():
        act()
    return True


# --- the definitions ------------------------------------------------------------------------------------------------


def test_every_table_about_people_says_how_it_stands_in_the_file() -> None:
    assert {table.name for table in reading.tables()} == PEOPLE
    assert set(reading.reasons()) == {str(reason) for reason in Withheld}


def test_every_column_of_the_file_exists(office: Office) -> None:
    added = {"place", "kind_name", "corrected"}
    with connection.cursor() as cursor:
        for table in reading.tables():
            cursor.execute("select column_name from information_schema.columns where table_name = %s", [table.name])
            there = {row[0] for row in cursor.fetchall()} | added
            assert {column.name for column in table.columns} <= there, table.name


# --- who, and which child -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_name", [False, True])
def test_the_officer_names_one_child_exactly(office: Office, by_name: bool) -> None:
    request = begin(office, named=office.by_name if by_name else None)
    assert request is not None
    row = SubjectRequest.objects.get(pk=request)
    assert (row.child_id, row.asker) == (office.bo.id, "PARENT")
    assert row.due_on > DAY + timedelta(days=27)


def test_a_child_of_whom_she_holds_nothing_is_not_found(office: Office) -> None:
    assert begin(office, office.other_officer) is None
    assert begin(office, named=replace(office.by_name, given_name="Boo")) is None
    assert not SubjectRequest.objects.exists()


@pytest.mark.parametrize("who", ["coordinator", "head", "consultant", "manager", "teacher"])
def test_nobody_else_begins(office: Office, who: str) -> None:
    assert refused(lambda: begin(office, getattr(office, who)))


def test_she_compiles_only_her_own(office: Office) -> None:
    request = compiled(office)
    for other in (office.second_officer, office.other_officer, office.head):
        with acting(other.context), connection.cursor() as cursor:
            assert refused(lambda: cursor.execute("select sharing_subject_rows(%s)", [request]))
        with acting(other.context):
            assert not actions.compile_file(by=acting_actor(), request=request, withheld={})
    for stranger in (office.other_officer, office.coordinator, office.consultant):
        with acting(stranger.context):
            assert queries.requests() == ()
            assert queries.document(acting_actor(), request=request) is None


# --- what stands in it ----------------------------------------------------------------------------------------------


def test_the_file_is_complete(office: Office) -> None:
    found = file_of(office, compiled(office))
    assert set(found) == {table.name for table in reading.tables() if table.how is not How.NOT}
    rows = {table: len(section["rows"]) for table, section in found.items()}  # type: ignore[arg-type]
    assert rows["children_child"] == rows["children_enrolment"] == rows["children_bsn"] == 1
    assert rows["sharing_note"] == 3
    assert (rows["sharing_authority"], rows["sharing_consent"], rows["sharing_disclosure"]) == (2, 2, 1)
    assert rows["audit_access"] > 0
    assert rows["audit_change"] > 0
    assert any("Verzonnen medical" in str(row) for row in found["sharing_note"]["rows"])  # type: ignore[attr-defined]


def test_it_holds_nothing_of_another_child_or_another_organisation(office: Office) -> None:
    text = json.dumps(file_of(office, compiled(office)))
    assert "Verzonnen plan" not in text
    assert "Ada" not in text
    assert NUMBER not in text
    assert "Ouder Proefkind" not in text, "the name of the other parent"
    assert "Iris" not in text, "employees by function, not by name"


def test_who_saw_it_says_when_where_and_why(office: Office) -> None:
    seen = file_of(office, compiled(office))["audit_access"]
    assert seen["columns"] == ["Wanneer", "Organisatie", "Functie", "Doel", "Soort"]
    assert any("zorg voor de leerling" in row for row in seen["rows"])  # type: ignore[attr-defined]


def test_a_unit_is_withheld_with_a_reason_and_nothing_of_its_content(office: Office) -> None:
    request = begin(office)
    assert request
    with acting(office.officer.context):
        sections = {one.table: one for one in queries.sections(acting_actor(), request=request)}
        secret = next(unit for unit in sections["sharing_note"].units if "Verzonnen family" in unit.cells)
        chosen = {secret.key: Withheld.THIRD_PARTY}
        actions.compile_file(by=acting_actor(), request=request, withheld=chosen)
    notes = file_of(office, request)["sharing_note"]
    assert "Verzonnen family" not in str(notes)
    assert any("Achtergehouden: dit gaat over iemand anders" in row for row in notes["rows"])  # type: ignore[attr-defined]
    assert notes["withheld"] == ["THIRD_PARTY"]


def test_an_unknown_unit_is_refused(office: Office) -> None:
    request = begin(office)
    assert request
    with acting(office.officer.context), pytest.raises(KeyError):
        actions.compile_file(by=acting_actor(), request=request, withheld={"sharing_note:99": Withheld.SAFETY})


def test_a_secret_address_hides_where_the_child_lives_and_learns(office: Office) -> None:
    ProtectedAddress.objects.create(child_id=office.bo.id, level=2, address=b"\x00")
    found = file_of(office, compiled(office))
    assert found["children_enrolment"]["withheld"] == ["SAFETY"]
    assert "Gracht" not in str(found["children_enrolment"])
    assert "children_protected_address" not in found


def test_the_log_in_a_file_is_silent_about_a_secret_address() -> None:
    """Also whoever asked may be whom the child is hidden from."""
    tables = [one for one in reading.tables() if one.how is How.LOG]
    rows: Rows = {
        "audit_access": [{"kinds": ["name", "protected-address"]}, {"kinds": ["protected-address"]}, {"kinds": None}],
        "audit_change": [{"table_name": "children_protected_address"}, {"table_name": "sharing_note"}],
    }
    access, change = rules.sections(tables, rows, True, reading.words())
    assert [unit.cells[-1] for unit in access.units] == ["naam", ""]
    assert [unit.cells[3] for unit in change.units] == ["Notities"]


def test_who_reported_stays_out_by_itself() -> None:
    table = next(one for one in reading.tables() if one.name == "sharing_note")
    section = rules.sections([table], {"sharing_note": [{"kind": 1024, "text": "belde"}, {"kind": 16}]}, False, {})[0]
    assert [unit.withheld for unit in section.units] == [Withheld.REPORTER, ""]
    assert "belde" not in str(rules.shown([section], reading.reasons()))


# --- a second pair of eyes, and a week ------------------------------------------------------------------------------


def test_somebody_else_releases(office: Office) -> None:
    request = compiled(office)
    assert not release(office, request, office.officer)
    assert not release(office, request, office.other_officer)
    assert not release(office, request, office.coordinator)
    assert release(office, request)
    assert not release(office, request), "once"
    row = SubjectRequest.objects.get(pk=request)
    assert row.reviewed_by == office.second_officer.person.id
    assert row.expires_at is not None
    assert row.released_at is not None
    assert row.expires_at - row.released_at == timedelta(days=7)


def test_the_head_of_the_school_may_review_too(office: Office) -> None:
    assert release(office, compiled(office), office.head)


def test_after_release_nobody_changes_it(office: Office) -> None:
    request = compiled(office)
    release(office, request)
    with acting(office.officer.context):
        assert not actions.compile_file(by=acting_actor(), request=request, withheld={})
        assert SubjectRequest.objects.filter(pk=request).update(document=b"x") == 0


def test_nobody_releases_her_own_work_by_hand(office: Office) -> None:
    request = compiled(office)
    now = clock.now()
    change = {"reviewed_by": office.officer.person.id, "released_at": now, "expires_at": now}
    with acting(office.officer.context):
        assert refused(lambda: SubjectRequest.objects.filter(pk=request).update(**change))
    late = change | {"reviewed_by": office.second_officer.person.id, "expires_at": now + timedelta(days=30)}
    with acting(office.second_officer.context):
        assert refused(lambda: SubjectRequest.objects.filter(pk=request).update(**late))


def test_after_a_week_the_file_is_gone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    request = compiled(office)
    release(office, request)
    forget()
    assert SubjectRequest.objects.get(pk=request).document is not None
    SubjectRequest.objects.filter(pk=request).update(expires_at=clock.now() - timedelta(seconds=1))
    with acting(office.officer.context):
        found = queries.request(request)
        assert found is not None
        assert not found.can_fetch(clock.now())
    forget()
    assert SubjectRequest.objects.get(pk=request).document is None


def forget() -> None:
    with as_service(DAY), connection.cursor() as cursor:
        cursor.execute("select sharing_subject_forget()")


def test_the_stored_file_cannot_be_read_without_the_key(office: Office) -> None:
    row = SubjectRequest.objects.get(pk=compiled(office))
    assert row.document is not None
    assert b"Proefkind" not in bytes(row.document)


# --- the paper ------------------------------------------------------------------------------------------------------

PAPER = {
    "title": "Wat wij over Bo bewaren", "intro": "Gemaakt op verzoek.", "mark": "Voor de ouder, 30-11-2026",
    "language": "nl", "made": "30-11-2026", "nothing": "Waarover niets", "empty": ["Verzuim", "Signalen"],
    "sections": [
        {"title": "Notities", "note": "", "columns": ["Wanneer", "Tekst"], "rows": [["1-3-2026", "# geen *op* $x$"]]},
        {"title": "Burgerservicenummer", "note": "Verzegeld.", "columns": ["Aantal"], "rows": [["1"]]},
    ],
}  # fmt: skip
MADE = datetime(2026, 11, 30, tzinfo=UTC)


def test_the_paper_is_a_tagged_pdf_with_a_title_and_a_language() -> None:
    paper = documents.pdf("subject-file", PAPER, made=MADE)
    assert paper.startswith(b"%PDF-")
    assert b"/MarkInfo" in paper
    assert b"/StructTreeRoot" in paper
    assert re.search(rb"/Lang\s*\(nl", paper)
    assert b"pdfuaid" in paper
    assert len(documents.fonts()) == 3


def test_the_same_file_is_the_same_paper() -> None:
    assert documents.pdf("subject-file", PAPER, made=MADE) == documents.pdf("subject-file", PAPER, made=MADE)


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        documents.pdf("../subject-file2", PAPER, made=MADE)


def test_text_is_text_whatever_is_written_in_it() -> None:
    section = Section("t", "t", "", ("a",), (Unit("t:0", ("#import x",), ""),))
    assert rules.shown([section], reading.reasons())[0]["rows"] == [["#import x"]]
    assert rules.text_of("2026-03-01T12:00:00+00:00", {}) == "1-3-2026 13:00", "the time in the Netherlands"
    assert rules.text_of("2026-07-01T23:30:00.123456+00:00", {}) == "2-7-2026 01:30"
    assert rules.text_of("2026-03-01", {}) == "1-3-2026"
    assert rules.text_of("2026-03-01 belde moeder", {}) == "2026-03-01 belde moeder"
    assert rules.text_of(None, {}) == ""
    assert rules.text_of([1, True, "A"], {"A": "b"}) == "1, ja, b"

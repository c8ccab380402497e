"""Twenty-five years in a minute: nothing past its term stays, nothing goes a day too early."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.register.people_world import World, member, worker

from tandem.children.models import Child, Enrolment, Residence
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.models import Note
from tandem.sharing.retention import destroying
from tandem.sharing.retention.data import Outcome
from tandem.sharing.retention.models import Hold, Tombstone
from tandem.sharing.retention.queries import as_service

START = date(2026, 1, 5)
END = date(2051, 1, 5)
YEARS = {"IB": 2, "LT_HULP": 20, "JGZ": 20, "SWV": 3, "LPA": 5}
DAY = timedelta(days=1)


def later(day: date, years: int) -> date:
    """The day after the last one of a term of years; said apart from the program."""
    last = (
        date(day.year + years, 2, 28) if (day.month, day.day) == (2, 29) else date(day.year + years, day.month, day.day)
    )
    return last + DAY


@dataclass
class Life:
    """One child: when it left school, and its notes by who kept the file."""

    id: UUID
    left: date
    notes: dict[str, list[date]]

    def ends(self) -> dict[str, date]:
        """First day without, per kind of record."""
        found = {"enrolment": later(self.left, 5)}
        for function, days in self.notes.items():
            found[function] = later(self.left if function == "IB" else max(days), YEARS[function])
        found["child"] = max(found.values())
        return found


@pytest.fixture
def lives(owned_database_once: Cluster) -> list[Life]:
    world = World()
    found = random.Random(7)
    keepers = {function: worker(function.title(), function, world.team) for function in YEARS if function != "IB"}
    made = []
    for number in range(6):
        child = Child.objects.create(
            given_name=f"Kind{number}", family_name="Proef", sort_key=f"proef {number}", birth_date=date(2018, 1, 1)
        )
        left = START + timedelta(days=found.randrange(0, 1400)) if number else date(2028, 2, 29)
        Enrolment.objects.create(
            child=child, location_id=world.location.id, valid_from=date(2024, 8, 1), valid_until=left
        )
        Residence.objects.create(
            child=child, municipality=world.municipality, postcode="2611AB", valid_from=date(2024, 8, 1)
        )
        life = Life(child.id, left, {})
        for function in ["IB", *found.sample(sorted(keepers), 2)]:
            hat = world.coordinator if function == "IB" else keepers[function]
            file = world.location.id if function == "IB" else hat.membership.id
            life.notes[function] = sorted(START + timedelta(days=found.randrange(0, 700)) for _ in range(2))
            for day in life.notes[function]:
                write(life.id, hat, file, day)
        made.append(life)
    return made


def write(child: UUID, hat, file: UUID, day: date) -> None:  # type: ignore[no-untyped-def]
    Note.objects.create(
        child_id=child, file_id=file, organisation_id=hat.membership.organisation_id, function=hat.membership.function,
        membership_id=hat.membership.id, person_id=hat.person.id, recorded_at=datetime.combine(day, time(12), UTC),
        kind=16, text="Verzonnen",
    )  # fmt: skip


def alive(life: Life) -> set[str]:
    found = set(Note.objects.filter(child_id=life.id).values_list("function", flat=True))
    found |= {"enrolment"} if Enrolment.objects.filter(child_id=life.id).exists() else set()
    return found | ({"child"} if Child.objects.filter(pk=life.id).exists() else set())


def expected(life: Life, day: date) -> set[str]:
    return {what for what, over in life.ends().items() if day < over}


def run_on(day: date, monkeypatch: pytest.MonkeyPatch) -> tuple[Outcome, ...]:
    monkeypatch.setattr(clock, "now", lambda: datetime.combine(day, time(2, 30), UTC))
    return destroying.run()


def test_nothing_stays_too_long_and_nothing_goes_too_early(lives: list[Life], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every night on which something is due, the night before it, and the first of each year."""
    nights = {over - DAY * before for life in lives for over in life.ends().values() for before in (0, 1)}
    nights |= {date(year, 1, 1) for year in range(START.year + 1, END.year + 1, 6)}
    checked = gone = 0
    for night in sorted(night for night in nights if night <= END):
        gone += sum(one.destroyed for one in run_on(night, monkeypatch))
        for life in lives:
            assert alive(life) == expected(life, night), (night, life)
            checked += 1
    assert checked > 200
    assert gone > 30
    assert not Residence.objects.filter(
        child_id__in=[life.id for life in lives if life.ends()["child"] <= END]
    ).exists()
    assert Tombstone.objects.count() == gone
    columns = {field.name for field in Tombstone._meta.get_fields()}
    assert columns == {"id", "table_name", "row_key", "term", "destroyed_on"}


def test_one_who_counts_in_days_of_365_is_caught(lives: list[Life]) -> None:
    """Negative control of the expectation itself."""
    leap = lives[0]
    assert leap.left == date(2028, 2, 29)
    assert leap.ends()["enrolment"] == date(2033, 3, 1)
    assert leap.left + timedelta(days=5 * 365 + 1) != leap.ends()["enrolment"]


def test_a_hold_keeps_everything_until_it_is_released(lives: list[Life], monkeypatch: pytest.MonkeyPatch) -> None:
    life, world = lives[1], lives
    note = Note.objects.filter(child_id=life.id, function="IB").first()
    assert note is not None
    held = Hold.objects.create(
        child_id=life.id, file_id=note.file_id, organisation_id=note.organisation_id, function="IB",
        membership_id=note.membership_id, person_id=note.person_id,
        recorded_at=datetime.combine(START, time(12), UTC), category="APPEAL",
        reason="er loopt nog een beroep bij de rechter",
    )  # fmt: skip
    outcomes = run_on(END, monkeypatch)
    assert {"child", "enrolment", "IB"} <= alive(life)
    assert sum(one.held for one in outcomes) > 0
    assert all("child" not in alive(other) for other in world if other is not life and other.ends()["child"] <= END)
    Hold.objects.filter(pk=held.pk).update(ended_on=END)
    run_on(END + DAY, monkeypatch)
    assert alive(life) == expected(life, END + DAY)


def test_who_works_in_the_file_is_warned_four_weeks_before(lives: list[Life], monkeypatch: pytest.MonkeyPatch) -> None:
    life = lives[2]
    over = life.ends()["IB"]
    run_on(over - timedelta(days=29), monkeypatch)
    assert life.id not in warned()
    run_on(over - timedelta(days=28), monkeypatch)
    assert warned()[life.id] == over


def warned() -> dict[UUID, date]:
    with connection.cursor() as cursor:
        cursor.execute("select child_id, due_on from sharing_retention_warning")
        return dict(cursor.fetchall())


def test_a_dry_run_tells_the_same_and_destroys_nothing(lives: list[Life], monkeypatch: pytest.MonkeyPatch) -> None:
    before = Note.objects.count()
    monkeypatch.setattr(clock, "now", lambda: datetime.combine(date(2033, 6, 1), time(2, 30), UTC))
    dry = {one.rule.table: one.destroyed for one in destroying.run(dry=True)}
    assert Note.objects.count() == before
    wet = {one.rule.table: one.destroyed for one in destroying.run()}
    assert dry["sharing_note"] == wet["sharing_note"] > 0
    assert dry["children_enrolment"] == wet["children_enrolment"] > 0


@pytest.mark.parametrize("service", ["", "sign-in", "open-data", "demo"])
def test_nobody_else_destroys(lives: list[Life], service: str) -> None:
    calls: list[tuple[str, list[Any]]] = [
        ("select * from sharing_kept(%s, %s)", ["sharing_note", END]),
        ("select sharing_destroy('sharing_note', %s, 'B-SCHOOL-DOS')", [[lives[0].id]]),
        ("select sharing_warn(%s, %s, %s)", [lives[0].id, uuid4(), END]),
        ("select sharing_destroy_rows('sharing_note', %s)", [[lives[0].id]]),
        ("delete from sharing_note", []),
    ]
    for statement, parameters in calls:
        refused = pytest.raises(DatabaseError, match=r"only the service|permission denied")
        with transaction.atomic(), refused, acting(Context(service=service)), connection.cursor() as cursor:
            cursor.execute(statement, parameters)


def test_the_database_refuses_what_began_less_than_two_years_ago(lives: list[Life]) -> None:
    """Whatever the program asks: a wrong definition does not empty a school."""
    day = lives[3].left + timedelta(days=600)
    notes = list(Note.objects.filter(child_id=lives[3].id, function="IB").values_list("id", flat=True))
    with as_service(day), connection.cursor() as cursor:
        cursor.execute("select sharing_destroy('sharing_note', %s, 'B-SCHOOL-DOS')", [notes])
        assert cursor.fetchone()[0] == 0
    assert set(notes) == set(Note.objects.filter(child_id=lives[3].id, function="IB").values_list("id", flat=True))


def test_a_name_stays_as_long_as_what_she_wrote(lives: list[Life], monkeypatch: pytest.MonkeyPatch) -> None:
    somebody = member(worker("Oud", "LT_HULP", World().team).person, "LT_TOEGANG", World().team, until=date(2026, 6, 1))
    writer = Note.objects.filter(function="LT_HULP").first()
    run_on(date(2031, 6, 1), monkeypatch)
    assert type(somebody).objects.filter(pk=somebody.pk).exists()
    run_on(date(2031, 6, 2), monkeypatch)
    assert not type(somebody).objects.filter(pk=somebody.pk).exists()
    assert writer is None or type(somebody).objects.filter(pk=writer.membership_id).exists()

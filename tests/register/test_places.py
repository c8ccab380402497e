"""The register of places and schools: equal to the source, in history and in the log."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tandem.audit.data import OPEN_DATA
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import ROLES, Cluster
from tandem.register import queries
from tandem.register.actions import register_places
from tandem.register.data import (
    Board,
    Municipality,
    Partnership,
    Places,
    School,
    SchoolLocation,
)
from tandem.register.models import SchoolLocation as LocationRow

DAY = date(2026, 3, 1)
LATER = date(2026, 9, 1)
DELFT = Municipality("GM0503", "Delft")
THE_HAGUE = Municipality("GM0518", "'s-Gravenhage")
BOARD = Board("41775", "41775")
SCHOOL = School("00AP", "De Windhoek", board="41775")
LOCATION = SchoolLocation(
    "00AP01",
    "De Windhoek aan de Gracht",
    school="00AP",
    postcode="2611AB",
    place="Delft",
    municipality="GM0503",
    partnership_po="PO2802",
)
PLACES = Places((THE_HAGUE, DELFT), (Partnership("PO2802", "Delflanden"),), (BOARD,), (SCHOOL,), (LOCATION,))
CONTEXT = Context(service="opendata")


def register(places: Places, on: date = DAY) -> list[tuple[str, str]]:
    """What happened to which code."""
    with acting(CONTEXT):
        found = register_places(by=OPEN_DATA, places=places, on=on)
    return [(one.what.value, one.code) for one in found]


def log_lines(cluster: Cluster) -> list[tuple[str, str, dict[str, object]]]:
    with psycopg.connect(cluster.url(ROLES["maint"])) as reader:
        return reader.execute("select by, action, details from audit_event order by number").fetchall()


def test_what_goes_in_comes_out_in_dutch_order(database: Cluster) -> None:
    register(PLACES)
    assert queries.places_on(DAY) == Places((DELFT, THE_HAGUE), PLACES.partnerships, (BOARD,), (SCHOOL,), (LOCATION,))


def test_the_first_filling_says_what_is_new_but_not_since_when(database: Cluster) -> None:
    new = ["GM0503", "GM0518", "PO2802", "41775", "00AP", "00AP01"]
    assert register(PLACES) == [("NEW", code) for code in new]
    assert queries.counts(date(2000, 1, 1))["municipality"] == 2


def test_a_second_time_changes_nothing(database: Cluster) -> None:
    register(PLACES)
    assert register(PLACES, LATER) == []


def test_what_is_new_later_begins_that_day(database: Cluster) -> None:
    register(Places((DELFT,)))
    assert register(Places((DELFT, THE_HAGUE)), LATER) == [("NEW", "GM0518")]
    assert queries.places_on(LATER - timedelta(days=1)).municipalities == (DELFT,)
    assert queries.places_on(LATER).municipalities == (DELFT, THE_HAGUE)


def test_what_is_gone_is_ended_and_never_deleted(database: Cluster) -> None:
    register(PLACES)
    without = Places(PLACES.municipalities, PLACES.partnerships, PLACES.boards, PLACES.schools, ())
    assert register(without, LATER) == [("CLOSED", "00AP01")]
    assert queries.places_on(LATER - timedelta(days=1)).locations == (LOCATION,)
    assert queries.places_on(LATER).locations == ()
    assert queries.location("00AP01") == LOCATION
    assert LocationRow.objects.get(pk="00AP01").valid_until == LATER


def test_what_comes_back_loses_its_end(database: Cluster) -> None:
    register(PLACES)
    register(Places(), LATER)
    assert ("RETURNED", "00AP01") in register(PLACES, LATER + timedelta(days=30))
    assert queries.counts(LATER + timedelta(days=30))["schoollocation"] == 1


def test_a_new_name_changes_its_place_in_the_order(database: Cluster) -> None:
    register(Places((DELFT, THE_HAGUE)))
    renamed = Municipality("GM0503", "Zuid-Delft")
    assert register(Places((renamed, THE_HAGUE)), LATER) == [("RENAMED", "GM0503")]
    assert queries.places_on(LATER).municipalities == (THE_HAGUE, renamed)


def test_an_abolished_municipality_is_not_taken_in(database: Cluster) -> None:
    abolished = Municipality("GM0568", "Bernisse", until=date(2015, 1, 1), successors=("GM1930",))
    register(Places((DELFT, abolished)))
    assert queries.places_on(DAY).municipalities == (DELFT,)


def test_an_unknown_location_is_an_error(database: Cluster) -> None:
    with pytest.raises(KeyError):
        queries.location("99ZZ99")


def test_all_or_nothing(committing_database: Cluster) -> None:
    """The last kind fails; what came before it in the same run must not stay."""
    lines = log_lines(committing_database)
    broken = Places((DELFT,), (), (), (), (SchoolLocation("00AP01", "x", school="99ZZ"),))
    with pytest.raises(IntegrityError):
        register(broken)
    assert queries.counts(DAY)["municipality"] == 0
    assert log_lines(committing_database) == lines


def test_a_change_and_its_line_are_one_and_no_change_has_no_line(committing_database: Cluster) -> None:
    before = len(log_lines(committing_database))
    try:
        register(Places((DELFT,)))
        register(Places((DELFT,)), LATER)
        lines = log_lines(committing_database)[before:]
        details = {"MUNICIPALITY": {"NEW": ["GM0503"]}}
        assert lines == [("service:opendata", "register places", details)]
    finally:
        with psycopg.connect(committing_database.url(ROLES["owner"])) as owner:
            owner.execute("delete from register_organisation")
            owner.execute("delete from register_municipality")


@transaction.atomic
def register_and_check_at_once(places: Places) -> None:
    """Pointers are otherwise checked at the end of the transaction, and that of a test never ends."""
    register(places)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


@pytest.mark.parametrize(
    "wrong",
    [
        Places((Municipality("0503", "Delft"),)),
        Places((Municipality("GM503", "Delft"),)),
        Places((Municipality("GM0503", ""),)),
        Places(partnerships=(Partnership("XX2802", "x"),)),
        Places(boards=(Board("1", "x"),)),
        Places(schools=(School("0AP", "x"),)),
        Places(schools=(School("00AP", "x", board="41775"),)),
        Places(schools=(SCHOOL,), boards=(BOARD,), locations=(SchoolLocation("00AP1", "x", school="00AP"),)),
    ],
    ids=lambda places: repr(places)[:60],
)
def test_the_database_itself_refuses_a_wrong_code(database: Cluster, wrong: Places) -> None:
    with pytest.raises(IntegrityError):
        register_and_check_at_once(wrong)


codes = st.sampled_from(["00AA", "00AB", "01CD", "31XZ"])
some_places = st.builds(
    lambda names, cities: Places(
        municipalities=tuple(Municipality(f"GM{number:04}", name) for number, name in cities.items()),
        schools=tuple(School(code, name) for code, name in names.items()),
        locations=tuple(
            SchoolLocation(f"{code}00", name, school=code, municipality=f"GM{min(cities):04}" if cities else "")
            for code, name in names.items()
        ),
    ),
    st.dictionaries(codes, st.sampled_from(["Aap", "noot", "Mies", "'s-Wim"])),
    st.dictionaries(st.integers(1, 4), st.sampled_from(["Delft", "Éénrum", "IJlst"])),
)


def as_facts(places: Places) -> dict[str, object]:
    """What is registered, whatever the order."""
    units: list[Municipality | School | SchoolLocation] = []
    units += [*places.municipalities, *places.schools, *places.locations]
    return {unit.code: unit for unit in units}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(some_places, min_size=1, max_size=6))
def test_on_each_day_the_register_says_what_the_source_said(database: Cluster, history: list[Places]) -> None:
    """The oracle is the history itself: today's register equals the last source, whatever came before."""
    with transaction.atomic():
        ever: set[str] = set()
        for number, places in enumerate(history):
            on = DAY + timedelta(days=number)
            register(places, on)
            ever |= as_facts(places).keys()
            assert as_facts(queries.places_on(on)) == as_facts(places)
            kept = {unit.code for unit in LocationRow.objects.all()}
            assert kept == {code for code in ever if len(code) == 6 and not code.startswith("GM")}
        transaction.set_rollback(True)

"""From open data to organisations: what changes is told, what ended stays, what an organisation wrote itself stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tandem.audit.data import OPEN_DATA
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.register import municipalities
from tandem.register.actions import preview_places, register_places
from tandem.register.data import (
    Board,
    Difference,
    Municipality,
    OrganisationKind,
    Partnership,
    Places,
    Postcode,
    School,
    SchoolLocation,
    What,
    organisation_id,
)
from tandem.register.models import Area, Organisation
from tandem.register.municipal_history import abolished, begun, former_owners

DAY, LATER = date(2026, 3, 1), date(2026, 9, 1)
DELFT = Municipality("GM0503", "Delft")
WESTLAND = Municipality("GM1783", "Westland")
BOARDS = (Board("41775", "41775"), Board("41776", "41776"))
SCHOOLS = (School("00AP", "De Windhoek", board="41775"), School("01AB", "Het Anker", board="41775"))
WINDHOEK = SchoolLocation(
    "00AP00", "De Windhoek", school="00AP", postcode="2611AB", place="DELFT", municipality="GM0503", phone="015-1234567"
)
ANKER = SchoolLocation(
    "01AB00", "Het Anker", school="01AB", postcode="2671CD", place="NAALDWIJK", municipality="GM1783"
)
PLACES = Places((DELFT, WESTLAND), (Partnership("PO2802", "Delflanden"),), BOARDS, SCHOOLS, (WINDHOEK, ANKER))
CONTEXT = Context(service="opendata")


def sync(places: Places, on: date = DAY) -> list[Difference]:
    with acting(CONTEXT):
        return list(register_places(by=OPEN_DATA, places=places, on=on))


def organisation(kind: OrganisationKind, code: str) -> Organisation:
    return Organisation.objects.get(pk=organisation_id(kind, code))


def brief(found: list[Difference]) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(one.what.value, one.code, one.into) for one in found}


def test_each_unit_is_an_organisation_with_its_parent_and_its_place(database: Cluster) -> None:
    sync(PLACES)
    location, school = organisation(OrganisationKind.LOCATION, "00AP00"), organisation(OrganisationKind.SCHOOL, "00AP")
    assert (location.parent, school.parent) == (school, organisation(OrganisationKind.BOARD, "41775"))
    assert (location.municipality_id, location.place, location.phone, location.source) == (
        "GM0503", "DELFT", "015-1234567", "DUO",
    )  # fmt: skip
    assert (school.municipality_id, school.place) == ("GM0503", "DELFT"), "where its first location is"
    assert organisation(OrganisationKind.MUNICIPALITY, "GM0503").municipality_id == "GM0503"
    assert Organisation.objects.count() == 9


def test_the_key_is_the_same_on_every_machine() -> None:
    assert str(organisation_id(OrganisationKind.LOCATION, "00AP00")) == "bbfa6aa9-456a-513d-a4db-d2c59ca03b1c"
    assert organisation_id(OrganisationKind.SCHOOL, "00AP00") != organisation_id(OrganisationKind.LOCATION, "00AP00")


def test_a_closed_location_ends_and_stays(database: Cluster) -> None:
    sync(PLACES)
    found = sync(replace(PLACES, locations=(WINDHOEK,)), LATER)
    assert brief(found) == {("CLOSED", "01AB00", ())}
    assert organisation(OrganisationKind.LOCATION, "01AB00").valid_until == LATER
    assert sync(PLACES, LATER + timedelta(days=1))[0].what is What.RETURNED
    assert organisation(OrganisationKind.LOCATION, "01AB00").valid_until is None


def test_a_school_that_goes_up_in_another_is_merged_with_its_board(database: Cluster) -> None:
    first = replace(PLACES, schools=(SCHOOLS[0], replace(SCHOOLS[1], board="41776")))
    sync(first)
    joined = replace(ANKER, code="00AP01", school="00AP")
    found = sync(replace(PLACES, boards=BOARDS[:1], schools=SCHOOLS[:1], locations=(WINDHOEK, joined)), LATER)
    assert brief(found) == {
        ("MERGED", "41776", ("41775",)),
        ("MERGED", "01AB", ("00AP",)),
        ("NEW", "00AP01", ()),
        ("MERGED", "01AB00", ("00AP01",)),
    }


def test_two_new_locations_at_one_address_are_not_guessed(database: Cluster) -> None:
    sync(PLACES)
    two = tuple(replace(ANKER, code=f"00AP0{number}", school="00AP") for number in (1, 2))
    found = sync(replace(PLACES, schools=SCHOOLS, locations=(WINDHOEK, *two)), LATER)
    assert ("CLOSED", "01AB00", ()) in brief(found)


@pytest.mark.parametrize(
    ("change", "what", "field", "before", "after"),
    [
        ({"name": "De Molen"}, What.RENAMED, "name", "Het Anker", "De Molen"),
        ({"postcode": "2681AB", "place": "MONSTER"}, What.MOVED, "postcode", "2671CD", "2681AB"),
        ({"place": "MONSTER"}, What.MOVED, "place", "NAALDWIJK", "MONSTER"),
        ({"municipality": "GM0503"}, What.CHANGED, "municipality", "GM1783", "GM0503"),
        ({"partnership_po": "PO2802"}, What.CHANGED, "partnership_po", "", "PO2802"),
        ({"phone": "0174-1"}, What.CHANGED, "phone", "", "0174-1"),
    ],
)
def test_what_changed_is_told(
    database: Cluster, change: dict[str, str], what: What, field: str, before: str, after: str
) -> None:
    sync(PLACES)
    changed = replace(ANKER, **change)
    found = sync(replace(PLACES, locations=(WINDHOEK, changed)), LATER)
    kind, name = OrganisationKind.LOCATION, change.get("name", "Het Anker")
    assert found == [Difference(kind, "01AB00", name, what, field, before, after)]
    assert sync(replace(PLACES, locations=(WINDHOEK, changed)), LATER) == []


def test_a_preview_tells_the_same_and_changes_nothing(database: Cluster) -> None:
    sync(PLACES)
    other = replace(PLACES, locations=(WINDHOEK,))
    with acting(CONTEXT):
        shown = preview_places(by=OPEN_DATA, places=other, on=LATER)
    assert organisation(OrganisationKind.LOCATION, "01AB00").valid_until is None
    assert list(shown) == sync(other, LATER)


def test_what_the_organisation_wrote_itself_stays(database: Cluster) -> None:
    sync(PLACES)
    with acting(Context(service="opendata")):  # who may write; the app has no page for it yet
        Organisation.objects.filter(code="00AP00").update(phone="015-7654321", hours="8.00-16.00")
    sync(replace(PLACES, locations=(replace(WINDHOEK, phone="015-0000000", website="windhoek.example"), ANKER)), LATER)
    windhoek = organisation(OrganisationKind.LOCATION, "00AP00")
    assert (windhoek.phone, windhoek.website, windhoek.hours) == ("015-7654321", "windhoek.example", "8.00-16.00")


def test_what_the_organisation_left_alone_follows_the_source(database: Cluster) -> None:
    sync(PLACES)
    sync(replace(PLACES, locations=(replace(WINDHOEK, phone="015-0000000"), ANKER)), LATER)
    assert organisation(OrganisationKind.LOCATION, "00AP00").phone == "015-0000000"


def test_the_area_of_a_partnership_is_its_postcodes_and_what_it_loses_ends(database: Cluster) -> None:
    with_areas = replace(PLACES, postcodes=tuple(Postcode(pc4, "GM0503", "PO2802") for pc4 in ("2611", "2612")))
    sync(with_areas)
    areas = Area.objects.filter(organisation__kind="PARTNERSHIP").order_by("postcode_from")
    assert [(area.postcode_from, area.valid_from) for area in areas] == [("2611", None), ("2612", None)]
    fewer = replace(PLACES, postcodes=(Postcode("2611", "GM0503", "PO2802"), Postcode("2612", "GM0503")))
    sync(fewer, LATER)
    assert [(area.postcode_from, area.valid_until) for area in areas.all()] == [("2611", None), ("2612", LATER)]
    sync(with_areas, LATER + timedelta(days=1))
    now = areas.filter(valid_until=None)
    assert [area.postcode_from for area in now] == ["2611", "2612"]


COUNTRY = tuple(Municipality(one.code, one.name, since=begun(one.code)) for one in municipalities.current())


def todays(pc4: str) -> str:
    """Today's municipality of a postcode that was reorganised once; else Delft."""
    owners = former_owners(pc4)
    return municipalities.successor(owners[-1].code, pc4) if owners else "GM0503"


POSTCODES = tuple(Postcode(pc4, todays(pc4)) for pc4 in map(str, range(1000, 10000, 3)) if former_owners(pc4))
DAYS = st.dates(date(2010, 1, 1), date(2027, 1, 1))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=DAYS)
def test_on_every_day_every_postcode_lies_in_one_municipality_that_exists(database: Cluster, day: date) -> None:
    if not Area.objects.exists():
        sync(Places((*COUNTRY, *abolished()), postcodes=POSTCODES))
        assert sync(Places((*COUNTRY, *abolished()), postcodes=POSTCODES), LATER) == []
    holds = [
        area
        for area in Area.objects.select_related("organisation")
        if (area.valid_from is None or area.valid_from <= day) and (area.valid_until is None or day < area.valid_until)
    ]
    assert sorted(area.postcode_from for area in holds) == [one.pc4 for one in POSTCODES]
    for area in holds:
        owner = area.organisation
        assert owner.valid_from is None or owner.valid_from <= day
        assert owner.valid_until is None or day < owner.valid_until


def test_a_reorganisation_is_told_as_a_merger_on_its_own_day(database: Cluster) -> None:
    ends = date(2027, 1, 1)
    sync(PLACES)
    merged = replace(DELFT, until=ends, successors=("GM1783",))
    found = sync(replace(PLACES, municipalities=(merged, WESTLAND)), LATER)
    kind = OrganisationKind.MUNICIPALITY
    assert found == [Difference(kind, "GM0503", "Delft", What.MERGED, "valid_until", "", "2027-01-01", ("GM1783",))]
    assert organisation(kind, "GM0503").valid_until == ends

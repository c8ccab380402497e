"""Search as one types, typing errors included, and where a school's pupils live."""

from pathlib import Path

import pytest
from tests.samples import cell, location, write_snapshot

from tandem.flows.cube import Cube, NotInData
from tandem.flows.search import location_spread, search_locations
from tandem.opendata.data import Interval
from tandem.register.data import Sector

SCHOOLS = [
    location("00AA00", "GM0503", name="Montessorischool Delft", place="DELFT", postcode="2611AB"),
    location("00AA01", "GM0518", name="Eerste Montessorischool", place="'S-GRAVENHAGE", postcode="2512CD"),
    location("01BB00", "GM0503", name="Sint-Jozefschool", place="DELFT", postcode="2613EF"),
    location("02CC00", "GM0637", name="Openbare basisschool De Wereldwijzer", place="ZOETERMEER", postcode="2711GH"),
    location("03DD00", None, name="Súdwester", place=None, postcode=None),
]


@pytest.fixture(scope="module")
def cube(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    cells = [cell(2017, "BO", home, "00AA00", low) for home, low in (("2611", 3), ("2612", 9), ("BE", 1))]
    cells += [cell(2017, "SO", "2612", "00AA00", 1, 4), cell(2017, "BO", "2611", "01BB00", 5)]
    names = {"GM0503": "Delft", "GM0518": "'s-Gravenhage", "GM0637": "Zoetermeer"}
    folder = tmp_path_factory.mktemp("zoeken")
    return Cube.open(write_snapshot(folder / "s", cells=cells, locations=SCHOOLS, names=names))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("montes", ["00AA00", "00AA01"]),
        ("Montessori delft", ["00AA00"]),
        ("delft montessori", ["00AA00"]),
        ("delft", ["00AA00", "01BB00"]),
        ("montesori", ["00AA00", "00AA01"]),
        ("wereldwijser zoetermer", ["02CC00"]),
        ("den haag", ["00AA01"]),
        ("gravenhage", ["00AA01"]),
        ("2611", ["00AA00"]),
        ("2611 ab", ["00AA00"]),
        ("2611AB", ["00AA00"]),
        ("00aa", ["00AA00", "00AA01"]),
        ("00AA-01", ["00AA01"]),
        ("st jozef", []),
        ("sint jozef", ["01BB00"]),
        ("sudwester", ["03DD00"]),
        ("Súdw", ["03DD00"]),
        ("2611 zoetermeer", []),
        ("9999", []),
        ("", []),
        ("  -,. ", []),
        ("xyzxyz", []),
    ],
)
def test_search_finds_what_is_meant(cube: Cube, text: str, codes: list[str]) -> None:
    assert [found.code for found in search_locations(cube, text)] == codes


def test_search_stops_at_the_limit(cube: Cube) -> None:
    assert [found.code for found in search_locations(cube, "delft", limit=1)] == ["00AA00"]


def test_spread_is_where_the_pupils_live(cube: Cube) -> None:
    spread = location_spread(cube, "00AA00", year=2017, sectors=[Sector.BO, Sector.SO])
    assert [(point.home.code, point.pupils) for point in spread] == [
        ("2612", Interval(10, 13, masked=1)),
        ("2611", Interval.exact(3)),
        ("BE", Interval.exact(1)),
    ]
    with pytest.raises(NotInData, match="99ZZ99"):
        location_spread(cube, "99ZZ99", year=2017, sectors=[Sector.BO])


def test_a_typing_error_still_finds_the_school_among_nine_thousand(tmp_path: Path) -> None:
    """How quick it is, `make bench` prints."""
    words = ["Basisschool", "Openbare", "Katholieke", "De", "Regenboog", "Wegwijzer", "Montessori", "Sint", "Jozef"]
    schools = [
        location(
            f"{i // 100:02d}{chr(65 + i % 26)}{chr(65 + i // 26 % 26)}{i % 7:02d}",
            name=f"{words[i % 9]} {words[i // 9 % 9]} {words[i // 81 % 9]}straat",
            place=f"Plaats{i % 400}",
            postcode=f"{1000 + i}AB",
        )
        for i in range(9000)
    ]
    rows = [cell(2017, "BO", "2611", "99ZZ99", 1)]
    cube = Cube.open(write_snapshot(tmp_path / "s", cells=rows, locations=schools))
    for text, name in (("montesori", "Montessori"), ("wegwijzr", "Wegwijzer")):
        found = search_locations(cube, text)
        assert found, text
        assert all(name in school.name for school in found), text
    assert {school.place for school in search_locations(cube, "regenboog plaats39")} <= {
        "Plaats39",
        *(f"Plaats39{i}" for i in range(10)),
    }
    assert [school.code for school in search_locations(cube, "1234ab")] == [schools[234]["code"]]

"""The cube as a thing: built once, opened often, switched in one step, and honest about places it does not know."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
from tests.samples import age_cell, cell, home, location, use_snapshot, write_snapshot

from tandem.flows.answers import LARGEST_HIGH, LARGEST_LOW, largest_first
from tandem.flows.cube import Cube, NoOpenData, NotInData, current_cube, write_cube
from tandem.flows.data import Direction, FlowQuery, Level, Share
from tandem.flows.forms import chosen_region
from tandem.flows.queries import answer, by_age, by_year, key_figures, summarise, total
from tandem.flows.summary import share
from tandem.opendata.data import Interval
from tandem.register.data import COUNTRY, Region, Sector

DELFT, HAAG, LEIDEN = "GM0503", "GM0518", "GM0546"
DELFT_ALONE = chosen_region([DELFT])
PAIR = Region("paar", "Paar", (DELFT, HAAG))


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """Ten pupils each: within Delft, Delft → Den Haag, Leiden → Delft, Belgium → Delft, Delft → nobody knows where."""
    return write_snapshot(
        tmp_path / "snapshot",
        cells=[
            cell(2017, "BO", "2611", "00AA00", 10),
            cell(2017, "BO", "2611", "01BB00", 10),
            cell(2017, "BO", "2311", "00AA00", 10),
            cell(2017, "BO", "BE", "00AA00", 10),
            cell(2017, "BO", "2611", "99XX00", 10),
            cell(2017, "SO", "2611", "01BB00", 1, 4),
            cell(2018, "BO", "2611", "00AA00", 0, None),
        ],
        ages=[
            age_cell(cell(2017, "BO", "2611", "00AA00", 6), age=7),
            age_cell(cell(2017, "BO", "BE", "00AA00", 4), age=8),
        ],
        homes=[home("2611", DELFT, longitude=5.38720621, latitude=52.15517440), home("2311", LEIDEN)],
        locations=[location("00AA00", DELFT, place="DELFT"), location("01BB00", HAAG), location("99XX00")],
        names={DELFT: "Delft", HAAG: "'s-Gravenhage", LEIDEN: "Leiden"},
    )


def bo(cube: Cube, region: Region) -> dict[str, list[tuple[int, int | None]]]:
    return {
        m.municipality: [(i.low, i.high) for i in (m.living, m.out, m.out_within_region, m.at_school, m.incoming)]
        for m in summarise(cube, year=2017, sectors=[Sector.BO], region=region)
    }


def test_a_school_without_a_place_widens_what_it_may_belong_to(snapshot: Path) -> None:
    found = bo(Cube.open(snapshot), PAIR)
    assert found["Delft"] == [(30, 30), (10, 20), (10, 20), (30, 40), (20, 20)]
    assert found["'s-Gravenhage"] == [(0, 0), (0, 0), (0, 0), (10, 20), (10, 20)]


def test_a_region_of_one_has_no_other_municipality_inside(snapshot: Path) -> None:
    assert bo(Cube.open(snapshot), chosen_region([DELFT]))["Delft"][2] == (0, 0)


def test_the_country_counts_a_school_without_a_place_once(snapshot: Path) -> None:
    figures = key_figures(Cube.open(snapshot), year=2017, sectors=[Sector.BO], region=COUNTRY)
    assert figures.at_school == Interval.exact(50)
    assert figures.living == Interval.exact(40)
    assert figures.out == Interval(20, 30)
    assert figures.into_region == Interval.exact(10)


def test_who_lives_abroad_comes_in_wherever_the_school_stands(tmp_path: Path) -> None:
    cube = Cube.open(
        write_snapshot(tmp_path / "s", cells=[cell(2017, "BO", "BE", "99XX00", 7)], names={DELFT: "Delft"})
    )
    assert total(cube, FlowQuery((2017,), (Sector.BO,), direction=Direction.IN)) == Interval.exact(7)
    assert total(cube, FlowQuery((2017,), (Sector.BO,), DELFT_ALONE, direction=Direction.IN)) == Interval(0, 7)


def test_a_school_without_a_place_stays_visible(snapshot: Path) -> None:
    cube = Cube.open(snapshot)
    out = FlowQuery((2017,), (Sector.BO,), PAIR, direction=Direction.OUT)
    assert [(c.school_code, c.school_name, c.pupils) for c in answer(cube, out).cells] == [
        (HAAG, "'s-Gravenhage", Interval.exact(10)),
        ("ONBEKEND", "plaats onbekend", Interval(0, 10)),
    ]
    by_location = FlowQuery((2017,), (Sector.BO,), PAIR, school_level=Level.LOCATION, school="ONBEKEND")
    assert [(c.school_code, c.school_name, c.pupils) for c in answer(cube, by_location).cells] == [
        ("99XX00", "School 99XX00", Interval.exact(10))
    ]


def test_masked_and_missing_stay_what_they_are(snapshot: Path) -> None:
    cube = Cube.open(snapshot)
    assert total(cube, FlowQuery((2017,), (Sector.SO,))) == Interval(1, 4, masked=1)
    assert total(cube, FlowQuery((2018,), (Sector.BO,))) == Interval(0, None, missing=1)
    both = answer(cube, FlowQuery((2017, 2018), (Sector.BO, Sector.SO)))
    assert both.absent == ((2018, Sector.SO),)
    assert both.total == Interval(51, None, masked=1, missing=1)


def test_years_and_ages(snapshot: Path) -> None:
    cube = Cube.open(snapshot)
    years = by_year(cube, FlowQuery((2017,), (Sector.BO, Sector.SO), PAIR, home="2611"))
    assert [(y.year, y.pupils, y.absent) for y in years] == [
        (2017, Interval(31, 34, masked=1), ()),
        (2018, Interval(0, None, missing=1), (Sector.SO,)),
    ]
    ages = by_age(cube, FlowQuery((2017,), (Sector.BO,)))
    assert [(a.age, a.pupils) for a in ages] == [(7, Interval.exact(6)), (8, Interval.exact(4))]
    assert by_year(cube, FlowQuery((2017,), (Sector.SO,)))[1].pupils is None


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        (FlowQuery((1999,), (Sector.BO,)), NotInData, "jaar: er zijn geen gegevens over 1999. Wel over: 2017, 2018"),
        (FlowQuery((2017,), (Sector.MBO,)), NotInData, "soort: geen gegevens over MBO in 2017. Wel over: BO, SO"),
        (FlowQuery((2018,), (Sector.BO,), ages=(7,)), NotInData, "leeftijd: de bronnen over BO in 2018"),
        (
            FlowQuery((2017,), (Sector.BO,), chosen_region(["GM9999"])),
            NotInData,
            "gemeenten: GM9999 staat niet in de gegevens",
        ),
        (FlowQuery((2017,), (Sector.BO,), home="9999"), NotInData, "woon: 9999"),
        (FlowQuery((2017,), (Sector.BO,), home="PO9999"), NotInData, "woon: PO9999"),
        (FlowQuery((2017,), (Sector.BO,), school="GM9999"), NotInData, "school: GM9999"),
        (FlowQuery((2017,), (Sector.BO,), school="98ZZ00"), NotInData, "school: 98ZZ00"),
    ],
)
def test_what_is_not_there_is_said(snapshot: Path, query: FlowQuery, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        answer(Cube.open(snapshot), query)


def test_the_cube_knows_its_names(snapshot: Path) -> None:
    cube = Cube.open(snapshot)
    assert (cube.snapshot_id, cube.demo, cube.years) == ("snapshot", False, (2017, 2018))
    assert cube.sectors_by_year == {2017: (Sector.BO, Sector.SO), 2018: (Sector.BO,)}
    assert cube.locations["01BB00"].sectors == (Sector.BO, Sector.SO)
    assert cube.locations["99XX00"].municipality is None
    assert (cube.homes["2611"].x, cube.homes["2611"].y) == (155_000, 463_000)
    assert cube.homes["BE"].x is None


def test_nothing_in_the_cube_can_be_changed(snapshot: Path) -> None:
    cube = Cube.open(snapshot)
    with pytest.raises(ValueError, match="read-only"):
        cube.tables["cells"].columns["low"][0] = 1
    with pytest.raises(FrozenInstanceError):
        cube.locations["00AA00"].name = "anders"  # type: ignore[misc]
    with pytest.raises(TypeError):
        cube.locations["nieuw"] = cube.locations["00AA00"]  # type: ignore[index]


def test_writing_twice_or_together_gives_one_cube(snapshot: Path) -> None:
    with ThreadPoolExecutor(4) as together:
        list(together.map(write_cube, [snapshot] * 4))
    write_cube(snapshot)
    assert [path.name for path in (snapshot / "cube").iterdir()] == ["v1"]
    assert total(Cube.open(snapshot), FlowQuery((2017,), (Sector.BO,))) == Interval.exact(50)


def test_a_failed_build_leaves_nothing(snapshot: Path) -> None:
    (snapshot / "manifest.json").write_text("geen json")
    with pytest.raises(json.JSONDecodeError):
        write_cube(snapshot)
    assert list((snapshot / "cube").iterdir()) == []


def test_a_snapshot_without_cells_opens(tmp_path: Path) -> None:
    cube = Cube.open(write_snapshot(tmp_path / "leeg", cells=[], names={DELFT: "Delft"}))
    assert cube.years == ()
    with pytest.raises(NotInData):
        answer(cube, FlowQuery((2017,), (Sector.BO,)))


def test_the_current_cube_follows_the_switch(snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path / "home"))
    with pytest.raises(NoOpenData, match="tandem data load"):
        current_cube()
    use_snapshot(tmp_path / "home", snapshot)
    first = current_cube()
    assert first.snapshot_id == "snapshot"
    assert current_cube() is first
    use_snapshot(tmp_path / "home", write_snapshot(tmp_path / "nieuw", cells=[cell(2019, "VO", "2611", "00AA00", 3)]))
    assert current_cube().years == (2019,)
    assert total(first, FlowQuery((2017,), (Sector.BO,))) == Interval.exact(50)  # who still reads the old one, can


def test_places_without_pupils_are_not_figures_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path / "home"))
    use_snapshot(tmp_path / "home", write_snapshot(tmp_path / "adressen", cells=[], names={DELFT: "Delft"}))
    with pytest.raises(NoOpenData, match="nog geen leerlingen"):
        current_cube()


@pytest.mark.parametrize(
    ("part", "rest", "low", "high"),
    [
        (Interval.exact(1), Interval.exact(3), 0.25, 0.25),
        (Interval(1, 4, masked=1), Interval.exact(4), 0.2, 0.5),
        (Interval(0, None, missing=1), Interval.exact(4), 0.0, 1.0),
        (Interval.exact(4), Interval(0, None, missing=1), 0.0, 1.0),
        (Interval.exact(0), Interval(0, 4, masked=1), 0.0, 0.0),
        (Interval.exact(0), Interval.exact(0), None, None),
    ],
)
def test_a_share_lies_between_its_extremes(
    part: Interval, rest: Interval, low: float | None, high: float | None
) -> None:
    assert share(part, rest) == Share(low, high)


def test_the_masked_share_is_an_interval(snapshot: Path) -> None:
    """One exact cell of ten and one masked cell: between 1/11 and 4/14."""
    figures = key_figures(Cube.open(snapshot), year=2017, sectors=[Sector.BO, Sector.SO], region=chosen_region([HAAG]))
    assert figures.masked_share == Share(1 / 11, 4 / 14)


@pytest.mark.parametrize("scale", [1, LARGEST_LOW, LARGEST_HIGH])
def test_lines_stand_largest_first_whatever_their_size(scale: int) -> None:
    """Also beyond the numbers that the fast way can hold; an open bound comes before every number."""
    rows = [(1, 9, 0), (2, 2, 0), (2, 0, 1), (2, 5, 0), (2, 5, 0), (0, 9, 0)]
    low, high, missing = (np.array(column, dtype=np.int32) for column in zip(*rows, strict=True))
    assert largest_first(low * scale, high * scale, missing).tolist() == [2, 3, 4, 1, 0, 5]

"""Matrix, ranking, years and findings on the small region: the right numbers, looks and sentences."""

from dataclasses import replace

import pytest

from tandem.flows.data import Direction, Scope, Share
from tandem.opendata.data import ZERO, Interval
from tandem.register.data import Sector
from tandem.web.insight import matrix
from tandem.web.insight.choice import Choice, Side, read_choice, to_search
from tandem.web.insight.choice import defaults as usual_of
from tandem.web.insight.figure import BarPicture, Figure, MapPicture, MatrixPicture, Page, YearsPicture
from tandem.web.insight.findings import what_stands_out
from tandem.web.insight.gaps import Gaps
from tandem.web.insight.links import links_for
from tandem.web.insight.municipality import municipality
from tandem.web.insight.overview import overview
from tandem.web.insight.pair import pair
from tandem.web.insight.school import school
from tandem.web.insight.shown import usual_region
from tandem.web.insight.spread import dot_map
from tandem.web.insight.store import Store
from tandem.web.insight.traffic import Traffic, read_traffic
from tandem.web.insight.years import Series, small_multiples

NO_GAPS = Gaps(frozenset(), frozenset(), everywhere=False)


@pytest.fixture
def choice(store: Store) -> Choice:
    return read_choice({}, store.cube, usual_region(store))


def figure(page: Page, key: str) -> Figure:
    return next(one for one in page.figures if one.key == key)


def row(page: Page, key: str, first: str) -> list[str]:
    return next([cell.text for cell in line] for line in figure(page, key).table.rows if line[0].text == first)


def test_the_usual_choice_needs_no_words(store: Store, choice: Choice) -> None:
    assert choice.year == 2018
    assert choice.sectors == (Sector.BO, Sector.SO)
    assert to_search(choice, usual_of(store.cube)) == ""


@pytest.mark.parametrize(
    "params",
    [
        {"jaar": "2017"},
        {"soort": "SO"},
        {"richting": "in"},
        {"richting": "in", "kant": "woon"},
        {"bereik": "buiten", "gemeente": "GM0503"},
        {"kant": "school", "embed": "1"},
    ],
)
def test_a_choice_comes_back_from_its_address(store: Store, params: dict[str, str]) -> None:
    choice = read_choice(params, store.cube, usual_region(store))
    search = to_search(choice, usual_of(store.cube))
    again = dict(part.split("=") for part in search.removeprefix("?").split("&"))
    assert again == params
    assert read_choice(again, store.cube, usual_region(store)) == choice


def test_the_matrix_counts_what_the_cells_say(store: Store, choice: Choice) -> None:
    page = overview(store, choice)
    table = figure(page, "matrix").table
    names = [column.title for column in table.columns]
    delft = dict(zip(names, table.rows[[line[0].text for line in table.rows].index("Delft")], strict=True))
    assert delft["Delft"].value == Interval.exact(400)
    assert delft["Den Haag"].value == Interval(2, 8, masked=2)
    assert (delft["Den Haag"].text, delft["Den Haag"].look) == ("2–8", "range")
    assert (delft["Rijswijk"].text, delft["Rijswijk"].look) == ("0", "zero")
    rijswijk = row(page, "matrix", "Rijswijk")
    assert "minstens 13" in rijswijk
    assert "9" in row(page, "matrix", "buitenland"), "who lives in Belgium stands in a row of its own"
    assert delft["plaats onbekend"].look == "zero"
    hague = dict(zip(names, next(line for line in table.rows if line[0].text == "Den Haag"), strict=True))
    assert hague["plaats onbekend"].value == Interval.exact(11), "a school without a place stays visible"


def test_a_wide_interval_is_hatched_and_an_open_one_marked(store: Store, choice: Choice) -> None:
    picture = figure(overview(store, choice), "matrix").picture
    assert isinstance(picture, MatrixPicture)
    looks = {cell.text: cell.look for line in picture.rows for cell in line.cells if "sum" not in cell.look}
    assert "wide" in looks["2–8"]
    assert "missing" in looks["minstens 13"]
    assert "zero" in looks["0"]
    assert "wide" not in looks["80"]
    assert "own" in looks["400"]


@pytest.mark.parametrize("value", [1, 5, 30, 100, 300, 921])
def test_what_is_not_zero_is_never_drawn_as_nothing(value: int) -> None:
    assert 1 <= matrix.shade(Interval.exact(value), 921) <= 6
    assert matrix.shade(ZERO, 921) == 0


def test_the_map_draws_twelve_flows_and_says_how_many_are_left(store: Store, choice: Choice) -> None:
    picture = figure(overview(store, replace(choice, municipality="GM0503", year=2018)), "kaart").picture
    assert isinstance(picture, MapPicture)
    assert len(picture.flows) == 1
    assert picture.flows[0].look == "out wide"
    assert picture.flows[0].hint == "Delft naar Den Haag: 2 tot 8 leerlingen"
    assert {area.code for area in picture.areas if "region" in area.look} == set(choice.region.municipalities)
    assert picture.labels[0].label.name == "Delft"


def test_scope_and_side_choose_other_rows(store: Store, choice: Choice) -> None:
    inside = overview(store, replace(choice, scope=Scope.INSIDE))
    assert "buiten de regio" not in [column.title for column in figure(inside, "matrix").table.columns]
    outside = overview(store, replace(choice, scope=Scope.OUTSIDE, year=2017, sectors=(Sector.BO,)))
    assert "Rotterdam" in [column.title for column in figure(outside, "matrix").table.columns] or any(
        "buiten" in column.title for column in figure(outside, "matrix").table.columns
    )
    ends = overview(store, replace(choice, side=Side.SCHOOL, year=2017, sectors=(Sector.BO,)))
    rows = [line[0].text for line in figure(ends, "ranglijst").table.rows]
    assert rows[0] == "Den Haag"
    assert "Rotterdam" in rows
    assert "Wassenaar" not in rows


def test_ranking_orders_by_share_and_shows_the_band(store: Store, choice: Choice) -> None:
    picture = figure(overview(store, choice), "ranglijst").picture
    assert isinstance(picture, BarPicture)
    assert max(bar.high for bar in picture.bars) == 100
    assert any(bar.band > 1 for bar in picture.bars)
    middles = [(bar.low + bar.high) / 2 for bar in picture.bars]
    assert middles == sorted(middles, reverse=True)


def test_incoming_counts_pupils_from_abroad(store: Store, choice: Choice) -> None:
    page = overview(store, replace(choice, direction=Direction.IN, side=Side.SCHOOL, municipality="GM0503"))
    assert row(page, "kaart", "België")[:2] == ["België", "9"]
    look = next(line[0].look for line in figure(page, "kaart").table.rows if line[0].text == "België")
    assert look == "foreign"


def test_a_school_without_a_place_stays_visible(store: Store, choice: Choice) -> None:
    page = school(store, choice, "99ZZ00")
    assert "de plaats van deze school is niet bekend" in page.heading
    assert page.keys[0].text == "11"


def test_a_map_without_a_single_point_still_shows_where_it_is_about(store: Store, choice: Choice) -> None:
    picture = dot_map(store, [], frozenset({"GM0503"}), links_for(store.cube, choice))
    delft = next(area for area in picture.areas if area.code == "GM0503")
    assert (delft.look, picture.dots) == ("region", ())


def test_municipality_and_pair_tell_the_same_numbers(store: Store, choice: Choice) -> None:
    choice = replace(choice, year=2017, sectors=(Sector.BO,))
    delft = municipality(store, choice, "GM0503")
    assert [key.text for key in delft.keys] == ["467", "67", "529", "129", "+62"]
    assert pair(store, choice, "GM0503", "GM0518").keys[0].text == row(delft, "kaart-uit", "Den Haag")[1] == "60"
    assert pair(store, choice, "GM0503", "GM0518").heading.startswith("60 leerlingen wonen in Delft")


def test_years_break_where_the_source_changes_and_stop_where_nothing_is_known(store: Store, choice: Choice) -> None:
    values = {2015: Share(0.1, 0.1), 2016: Share(0.1, 0.2), 2018: Share(0.3, 0.3), 2019: Share(0.2, 0.4)}
    series = (Series("GM1", "Een", "", {**values, 2017: None}),)
    picture, table = small_multiples(series, (2015, 2016, 2017, 2018, 2019), frozenset({2019}), "out", "gemeente")
    (panel,) = picture.panels
    assert len(panel.lines) == 3, "2015–2016, 2018, 2019"
    assert len(panel.breaks) == 1
    assert len(panel.bands) == 2
    assert [cell.text for cell in table.rows[0]] == ["Een", "10,0 %", "10,0–20,0 %", "n.v.t.", "30,0 %", "20,0–40,0 %"]
    page = overview(store, replace(choice, year=2017, sectors=(Sector.BO,)))
    drawn = figure(page, "jaren").picture
    assert isinstance(drawn, YearsPicture)
    assert all(panel.breaks for panel in drawn.panels if len(panel.lines) > 1)


def traffic(cells: dict[tuple[str, str], Interval]) -> Traffic:
    members = tuple(sorted({code for pair in cells for code in pair}))
    return Traffic(cells, members, frozenset(members))


def test_a_finding_is_said_only_when_it_is_certain(store: Store) -> None:
    sure = traffic(
        {
            ("GM0503", "GM0503"): Interval.exact(100),
            ("GM0518", "GM0518"): Interval.exact(900),
            ("GM0503", "GM0518"): Interval.exact(80),
            ("GM0518", "GM0503"): Interval.exact(60),
        }
    )
    told = what_stands_out(sure, store.cube, NO_GAPS, Share(0.3, 0.3), Share(0.1, 0.1))
    assert told[0].lead == "Delft is een doorgang."
    assert "(60)" in told[0].text
    assert any(finding.lead == "In het speciaal onderwijs gaat een groter deel over de grens." for finding in told)
    unsure = traffic(
        {
            ("GM0503", "GM0503"): Interval.exact(100),
            ("GM0518", "GM0518"): Interval.exact(100),
            ("GM0503", "GM0518"): Interval(20, 80, masked=20),
            ("GM0518", "GM0503"): Interval(20, 80, masked=20),
        }
    )
    assert what_stands_out(unsure, store.cube, NO_GAPS, Share(0.1, 0.4), Share(0.1, 0.3)) == ()


def test_the_real_region_has_three_findings(store: Store, choice: Choice) -> None:
    page = overview(store, replace(choice, year=2017, sectors=(Sector.BO,)))
    assert 1 <= len(page.findings) <= 3
    assert read_traffic(store.cube, choice).members == choice.region.municipalities

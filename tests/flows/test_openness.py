"""Without a postcode table nobody knows who lives where: no number of who lives somewhere is then an exact one."""

from pathlib import Path

import pytest
from tests.samples import cell, home, location, write_snapshot

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, FlowQuery
from tandem.flows.forms import chosen_region
from tandem.flows.openness import unknown_slices
from tandem.flows.queries import by_year, key_figures, summarise, total
from tandem.opendata.data import Interval
from tandem.register.data import COUNTRY, Sector

DELFT, HAAG = "GM0503", "GM0518"
NAMES = {DELFT: "Delft", HAAG: "'s-Gravenhage"}
BO = (Sector.BO,)


def cube_of(folder: Path, lost: int) -> Cube:
    """A thousand pupils in Delft and the Hague, of whom `lost` live at a postcode that no table knows."""
    cells = [
        cell(2017, "BO", "2611", "10AA00", 700 - lost),
        cell(2017, "BO", "2611", "10AB00", 100),
        cell(2017, "BO", "2512", "10AB00", 200),
        cell(2017, "BO", "ONBEKEND", "10AB00", 50),
    ]
    if lost:
        cells.append(cell(2017, "BO", "2999", "10AA00", lost))
    homes = [home("2611", DELFT), home("2512", HAAG), home("2999")]
    places = [location("10AA00", DELFT), location("10AB00", HAAG)]
    return Cube.open(write_snapshot(folder / str(lost), cells=cells, homes=homes, locations=places, names=NAMES))


def test_a_few_unknown_postcodes_change_nothing(tmp_path: Path) -> None:
    """Ten of 1,050 is under one per cent; a home that the source itself calls unknown does not count."""
    cube = cube_of(tmp_path, 10)
    assert unknown_slices(cube) == frozenset()
    (delft,) = summarise(cube, year=2017, sectors=BO, region=chosen_region([DELFT]))
    assert (delft.living, delft.out, delft.at_school) == (Interval.exact(790), Interval.exact(100), Interval.exact(700))
    assert delft.incoming == Interval.exact(10)


def test_more_than_one_in_a_hundred_opens_every_number_of_who_lives_somewhere(tmp_path: Path) -> None:
    cube = cube_of(tmp_path, 20)
    assert unknown_slices(cube) == {(2017, Sector.BO)}
    delft, haag = summarise(cube, year=2017, sectors=BO, region=COUNTRY)
    for value, low in ((delft.living, 780), (delft.out, 100), (haag.living, 200), (haag.out, 0)):
        assert (value.low, value.high) == (low, None)
    assert delft.at_school == Interval.exact(700)
    assert (delft.incoming.low, delft.incoming.high) == (0, 20)
    assert (haag.incoming.low, haag.incoming.high) == (100, 150)


def test_totals_and_key_figures_follow(tmp_path: Path) -> None:
    cube = cube_of(tmp_path, 20)
    figures = key_figures(cube, year=2017, sectors=BO, region=COUNTRY)
    for value in (figures.living, figures.out, figures.stay, figures.out_of_region, figures.special):
        assert value.high is None
    assert figures.at_school == Interval.exact(1050)
    assert (figures.incoming.low, figures.incoming.high) == (100, 170)
    home_to_school = FlowQuery((2017,), BO, home=HAAG, school=DELFT)
    assert total(cube, home_to_school).high is None
    assert by_year(cube, home_to_school)[0].pupils == total(cube, home_to_school)
    assert total(cube, FlowQuery((2017,), BO, school=DELFT)) == Interval.exact(700)
    coming = total(cube, FlowQuery((2017,), BO, chosen_region([DELFT]), direction=Direction.IN))
    assert (coming.low, coming.high) == (0, 20)


@pytest.mark.parametrize("lost", [0, 700])
def test_nobody_is_never_read_where_nothing_is_known(tmp_path: Path, lost: int) -> None:
    """The negative control: with every home known the same question has an exact answer."""
    cube = cube_of(tmp_path, lost)
    value = total(cube, FlowQuery((2017,), BO, home=HAAG, school=DELFT))
    assert value.is_exact is (lost == 0)

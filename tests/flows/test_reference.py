"""The real file of 2017 against the published reference, and its masked twin against the truth."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tandem.flows.cube import Cube, write_cube
from tandem.flows.data import Direction, FlowQuery, Level
from tandem.flows.queries import answer, key_figures, summarise
from tandem.opendata.data import Interval
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot
from tandem.platform.home import PROJECT_ROOT
from tandem.register.data import COUNTRY, SECTOR_GROUPS, Sector
from tandem.register.definitions import regions

SHARED = PROJECT_ROOT.parent / "shared" / "data"
EXACT = SHARED / "duo-po-postcode-2017-2018"
MASKED = SHARED / "nagebouwd-duo-ckan-po-2017"
PLACES = (SHARED / "cbs-pc4" / "pc4_nederland.csv", SHARED / "swv-regio-indeling-2015" / "pc4_gemeente_swv_2015.csv")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real open data are not beside the project"),
]

SECTORS = {"Bo": "BO", "Sbo": "SBO", "So": "SO", "Vso": "VSO", "PO totaal": "PO"}
PO = SECTOR_GROUPS["PO"]


def loaded(folder: Path, *files: Path) -> Iterator[Cube]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_HOME", str(folder))
        assert load([*files, *PLACES], finish=(write_cube,)).complete
        snapshot = current_snapshot()
        assert snapshot is not None
        yield Cube.open(snapshot)


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cube]:
    yield from loaded(tmp_path_factory.mktemp("exact"), EXACT / "03.-leerlingen-po-totaaloverzicht-2017-2018.csv.gz")


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cube]:
    files = (MASKED / "brin6_pc4.csv.gz", MASKED / "vestigingen-po-2017.csv.gz")
    yield from loaded(tmp_path_factory.mktemp("masked"), *files)


def reference(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sectors_of(name: str) -> tuple[Sector, ...]:
    return PO if name == "PO" else (Sector[name],)


def test_all_fifty_rows_come_out_exactly(exact: Cube) -> None:
    rows = reference(EXACT / "referentie_grensverkeer_po_2017.csv")
    assert len(rows) == 50
    found = {
        (name, m.municipality): m
        for name, sector in SECTORS.items()
        for m in summarise(exact, year=2017, sectors=sectors_of(sector), region=regions()["haaglanden"])
    }
    for row in rows:
        ours = found[row["soort"], row["gemeente"]]
        for interval, column in (
            (ours.living, "wonend"),
            (ours.out, "uitgaand"),
            (ours.out_within_region, "waarvan_binnen_haaglanden"),
            (ours.at_school, "op_school_in_gemeente"),
            (ours.incoming, "inkomend"),
        ):
            assert (interval.low, interval.high) == (int(row[column]), int(row[column])), (
                row["soort"],
                row["gemeente"],
            )


def test_the_whole_country_adds_up(exact: Cube) -> None:
    figures = key_figures(exact, year=2017, sectors=PO, region=COUNTRY)
    assert figures.at_school.low == figures.at_school.high == 1_504_901
    everywhere = summarise(exact, year=2017, sectors=PO, region=COUNTRY)
    assert len(everywhere) == len(exact.municipalities)
    assert sum(m.at_school.low for m in everywhere) == 1_504_901
    assert sum(m.living.low for m in everywhere) == figures.living.low
    assert sum(m.out.low for m in everywhere) == figures.out.low
    assert figures.into_region.low == figures.at_school.low - figures.living.low


def test_masked_bounds_are_those_of_the_reference(masked: Cube) -> None:
    rows = reference(MASKED / "referentie_uitgaand_met_onzekerheid.csv")
    assert len(rows) == 40
    for row in rows:
        (ours,) = (
            m
            for m in summarise(masked, year=2017, sectors=sectors_of(row["type_po"]), region=regions()["haaglanden"])
            if m.municipality_code == row["statcode"]
        )
        out = (ours.out.low, ours.out.high, ours.out.masked)
        assert out == (int(row["ondergrens"]), int(row["bovengrens"]), int(row["gemaskeerde_cellen"])), row
        assert ours.out.low <= int(row["uitgaand_exact"]) <= (ours.out.high or 0)


def test_the_truth_lies_in_every_cell(exact: Cube, masked: Cube) -> None:
    query = FlowQuery((2017,), PO, COUNTRY, Level.PC4, Level.LOCATION)
    truth, hidden = by_pair(exact, query), by_pair(masked, query)
    assert truth.keys() == hidden.keys()
    assert len(truth) == 101_671
    assert all(pupils.low in within(hidden[key]) for key, pupils in truth.items())


@pytest.mark.parametrize("direction", Direction)
def test_the_truth_lies_in_every_flow(exact: Cube, masked: Cube, direction: Direction) -> None:
    """Four postcodes stand in no table: the file of 2017 itself names their municipality, its masked twin cannot."""
    query = FlowQuery((2017,), PO, COUNTRY, direction=direction)
    nameless = {code for code, home in masked.homes.items() if home.municipality is None}
    elsewhere = {exact.homes[code].municipality for code in nameless if code in exact.homes} - {None}
    assert len(elsewhere) <= 4
    truth, hidden = by_pair(exact, query), by_pair(masked, query)
    compared = {key for key in truth if key[1] not in {*elsewhere, "ONBEKEND"}}
    assert len(compared) > 300
    assert compared == {key for key in hidden if key[1] not in {*elsewhere, "ONBEKEND"}}
    assert all(truth[key].low in within(hidden[key]) for key in compared)
    assert any(hidden[key].masked for key in compared)


def by_pair(cube: Cube, query: FlowQuery) -> dict[tuple[str, str, str], Interval]:
    return {(c.sector, c.home_code, c.school_code): c.pupils for c in answer(cube, query).cells}


def within(interval: Interval) -> range:
    assert interval.high is not None
    return range(interval.low, interval.high + 1)

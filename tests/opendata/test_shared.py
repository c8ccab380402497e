"""The real 2017 files: the totals of the reference, and every true value inside its masked interval."""

import csv
from pathlib import Path
from typing import Any

import pytest
from tests.opendata.conftest import Query

from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot, read_report
from tandem.platform.home import PROJECT_ROOT
from tandem.register.municipalities import by_name

pytestmark = pytest.mark.shared

SHARED = PROJECT_ROOT.parent / "shared" / "data"
DUO = SHARED / "duo-po-postcode-2017-2018"
REBUILT = SHARED / "nagebouwd-duo-ckan-po-2017"
NATIONAL = DUO / "03.-leerlingen-po-totaaloverzicht-2017-2018.csv.gz"
PER_MUNICIPALITY = DUO / "03.-leerlingen-po-per-gemeente-postcode-leerling,-leeftijd-2017-2018.zip"
PLACES = [SHARED / "cbs-pc4" / "pc4_nederland.csv", SHARED / "swv-regio-indeling-2015" / "pc4_gemeente_swv_2015.csv"]
KINDS = {"Bo": "BO", "Sbo": "SBO", "So": "SO", "Vso": "VSO"}


def _reference() -> list[dict[str, str]]:
    with (DUO / "referentie_grensverkeer_po_2017.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["soort"] in KINDS]


def _flows(query: Query) -> dict[tuple[str, str], list[tuple[str | None, str | None, int]]]:
    """Per sector and municipality involved: (home municipality, school municipality, pupils)."""
    flows: dict[tuple[str, str], list[tuple[str | None, str | None, int]]] = {}
    for sector, home, school, pupils in query(
        """SELECT c.sector, h.municipality, l.municipality, sum(c.low)::INTEGER FROM cells c
        JOIN homes h ON h.code = c.home JOIN locations l ON l.code = c.location GROUP BY ALL"""
    ):
        for side in {home, school} - {None}:
            flows.setdefault((sector, side), []).append((home, school, pupils))
    return flows


@pytest.mark.parametrize("more", [[], PLACES], ids=["alone", "with postcode tables"])
def test_the_national_file_gives_the_totals_of_the_reference(more: list[Path], home: Path, query: Query) -> None:
    assert load([NATIONAL, *more], home=home).complete
    flows = _flows(query)
    reference = _reference()
    region = {by_name(row["gemeente"]) for row in reference}
    assert len(reference) == 40
    assert len(region) == 10
    for row in reference:
        code = by_name(row["gemeente"])
        mine = flows[KINDS[row["soort"]], str(code)]
        out = [(school, pupils) for home_code, school, pupils in mine if home_code == code and school != code]
        assert sum(pupils for home_code, _, pupils in mine if home_code == code) == int(row["wonend"]), row
        assert sum(pupils for _, pupils in out) == int(row["uitgaand"]), row
        assert sum(pupils for school, pupils in out if school in region) == int(row["waarvan_binnen_haaglanden"]), row
        assert sum(p for _, school, p in mine if school == code) == int(row["op_school_in_gemeente"]), row
        assert sum(p for h, school, p in mine if school == code and h != code) == int(row["inkomend"]), row


def test_the_file_per_municipality_is_the_same_and_contradicts_nothing(home: Path, query: Query) -> None:
    result = load([NATIONAL, PER_MUNICIPALITY], home=home)
    assert [source.rows for source in result.loaded] == [101_671, 101_671]
    assert query("SELECT count(*), sum(low) FROM cells") == [(101_671, 1_504_901)]
    assert "sources_contradict" not in _checks(home)


def test_every_true_value_lies_inside_its_interval(home: Path, query: Query) -> None:
    key = "year, sector, home, location"
    assert load([NATIONAL], home=home).complete
    truth = {row[:4]: row[4] for row in query(f"SELECT {key}, low FROM cells WHERE reason <> 'masked'")}
    assert load([REBUILT / "brin6_pc4.csv.gz", REBUILT / "vestigingen-po-2017.csv.gz"], home=home, fresh=True).complete
    masked = {row[:4]: (row[4], row[5]) for row in query(f"SELECT {key}, low, high FROM cells")}
    assert len(truth) == 101_671
    assert masked.keys() == truth.keys()
    outside = [cell for cell, (low, high) in masked.items() if not low <= truth[cell] <= high]
    assert outside == []
    assert sum(low != high for low, high in masked.values()) > 50_000


def test_the_masked_files_agree_with_their_published_totals(home: Path) -> None:
    """School totals lie inside; home totals by PC4 differ where a postcode crosses a border, and are reported."""
    files = [REBUILT / name for name in ("brin6_pc4.csv.gz", "brin6_totaal.csv", "gemeente_totaal.csv")]
    assert load([*files, REBUILT / "vestigingen-po-2017.csv.gz"], home=home).complete
    assert "school_total_differs" not in _checks(home)
    assert "masked_cells" in _checks(home)


def test_masked_and_exact_together_give_the_exact(home: Path, query: Query) -> None:
    assert load([REBUILT / "brin6_pc4.csv.gz", NATIONAL], home=home).complete
    assert query("SELECT count(*) FROM cells WHERE low <> high") == [(0,)]
    assert "sources_contradict" not in _checks(home)


def test_the_report_knows_what_this_file_lacks(home: Path) -> None:
    load([NATIONAL], home=home)
    absent = _checks(home)["municipality_missing"]
    assert absent["examples"] == ["De Fryske Marren", "Gooise Meren"]
    assert _checks(home)["name_repaired"]["count"] == 578
    assert _checks(home)["home_without_municipality"]["examples"] == ["1100"]


def test_borders_of_both_publishers_are_small_and_whole(home: Path) -> None:
    for path in sorted((SHARED / "cbs-gemeenten").glob("*.geojson")):
        load([path], home=home, fresh=True)
        snapshot = current_snapshot(home)
        assert snapshot is not None
        size = (snapshot / "borders.json").stat().st_size
        assert 100_000 < size < 450_000, path.name


def test_the_whole_folder_loads_and_names_what_it_skips(home: Path) -> None:
    result = load([SHARED], home=home)
    assert result.changed
    assert not result.refused
    assert {source.layout for source in result.loaded} == {
        *("L1", "L4", "L7", "L8", "L9", "L10", "L11", "L12", "PT", "ML", "BV")
    }
    assert "README.md" in {problem.file for problem in result.unknown}


def _checks(home: Path) -> dict[str, dict[str, Any]]:
    snapshot = current_snapshot(home)
    assert snapshot is not None
    return {finding["check"]: finding for finding in read_report(snapshot)["findings"]}

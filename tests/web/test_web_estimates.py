"""The estimate beside an interval is one number: on the page, in its files and in the API; and only where it may be."""

import csv
import io
import re
from pathlib import Path

import pytest
from tests.flows.truths import masked_country
from tests.samples import use_snapshot, write_sample
from tests.web.conftest import Get

from tandem.flows.data import Direction, FlowQuery, Share
from tandem.flows.masked.data import SHOWN_CELLS, SHOWN_PUPILS
from tandem.flows.masked.sums import traced_cells
from tandem.opendata.data import Interval
from tandem.register.data import Sector
from tandem.web.insight.choice import read_choice
from tandem.web.insight.figure import Page
from tandem.web.insight.municipality import municipality
from tandem.web.insight.overview import overview
from tandem.web.insight.partnership import partnership
from tandem.web.insight.school import school
from tandem.web.insight.shown import usual_region
from tandem.web.insight.store import Store, current_store

ASKED = {"soort": "SO,VSO"}
SEARCH = "?soort=SO,VSO"


@pytest.fixture(scope="module")
def country_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("estimates")
    use_snapshot(folder, write_sample(folder / "opendata" / "snapshots" / "masked", masked_country()))
    return folder


@pytest.fixture
def store(country_home: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("TANDEM_HOME", str(country_home))
    return current_store()


def pages(store: Store) -> list[Page]:
    choice = read_choice(ASKED, store.cube, usual_region(store))
    towns = list(store.cube.municipalities)[:3]
    bond = next(iter(store.cube.partnerships))
    location = next(iter(store.cube.locations))
    return [
        overview(store, choice),
        *(municipality(store, choice, code) for code in towns),
        partnership(store, choice, bond),
        school(store, choice, location),
    ]


def test_no_page_shows_an_estimate_that_may_not_be_shown(store: Store) -> None:
    shown = few = 0
    for page in pages(store):
        for figure in page.figures:
            for cell in (cell for row in (*figure.table.rows, figure.table.total) for cell in row):
                if not isinstance(cell.value, Interval):
                    continue
                if cell.value.masked < SHOWN_CELLS:
                    few += cell.value.masked > 0
                    assert cell.value.estimate is None
                    assert "waarschijnlijk" not in cell.text
                elif cell.value.estimate is not None and not cell.value.is_exact:
                    shown += 1
                    assert cell.value.estimate >= SHOWN_PUPILS
                    assert f"waarschijnlijk {cell.value.estimate}" in cell.text.replace(".", "")
    assert shown > 20
    assert few > 20, "the country has sums of one or two masked cells too"


def test_every_single_masked_cell_is_what_the_source_says(store: Store) -> None:
    cells = traced_cells(store.cube, FlowQuery((2017,), (Sector.SO, Sector.VSO)))
    single = [cell.pupils for cell in cells if cell.pupils.masked == 1 and cell.pupils.high == 4]
    assert single
    assert {(one.low, one.high, one.estimate) for one in single} == {(1, 4, None)}


def test_page_files_and_api_say_the_same(store: Store, get: Get) -> None:
    """Of one municipality: to where, as the page, its CSV and workbook, the drawing and the API have it."""
    code = next(iter(store.cube.municipalities))
    where = f"/inzicht/gemeente/{code}/"
    header, *lines = csv.reader(io.StringIO(get(f"{where}kaart-uit.csv{SEARCH}").content.decode("utf-8-sig")))
    rows = {line[0]: dict(zip(header, line, strict=True)) for line in lines}
    html = get(where + SEARCH).content.decode()
    said = re.sub(r"<[^>]+>", "", html)  # the two halves of a number may stand below each other
    api = get(f"/api/v1/stromen?jaar=2017&soort=SO,VSO&woon={code}&richting=uit&samen=1&paginaGrootte=500").json()
    told = {flow["schoolCode"]: flow["leerlingen"] for flow in api["resultaten"] if flow["schoolCode"] != code}
    assert rows.keys() - {""} == told.keys()
    estimated = 0
    for school_code, pupils in told.items():
        row = rows[school_code]
        bounds = (row["leerlingen (van)"], row["leerlingen (tot)"], row["leerlingen (waarschijnlijk)"])
        assert bounds == tuple("" if n is None else str(n) for n in (pupils["laag"], pupils["hoog"], pupils["geschat"]))
        if pupils["geschat"] is not None:
            estimated += 1
            assert row["leerlingen"] == f"{bounds[0]}–{bounds[1]}, waarschijnlijk {bounds[2]}"
            assert row["leerlingen"] in said
    assert estimated >= 1
    total = api["totaal"]
    assert rows[""]["leerlingen (waarschijnlijk)"] == str(total["geschat"])
    assert f"waarschijnlijk {total['geschat']}" in html
    drawing = get(f"{where}kaart-uit.svg{SEARCH}").content.decode()
    assert re.search(r"≈\s\d+ \(\d+–\d+\)", drawing)
    assert get(f"{where}kaart-uit.png{SEARCH}").content.startswith(b"\x89PNG")
    assert get(f"{where}{SEARCH}&embed=1").content.decode().count("waarschijnlijk") >= estimated


def test_the_api_as_csv_has_the_estimate_too(store: Store, get: Get) -> None:
    assert store.cube.years
    response = get("/api/v1/stromen?jaar=2017&soort=SO,VSO&samen=1&formaat=csv")
    lines = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    some = [line for line in lines if line["leerlingenGeschat"]]
    assert some
    assert all(int(s["leerlingenLaag"]) <= int(s["leerlingenGeschat"]) <= int(s["leerlingenHoog"]) for s in some)


def test_key_figures_of_page_and_api_are_the_same(store: Store, get: Get) -> None:
    figures = get("/api/v1/samenvatting?jaar=2017&soort=SO,VSO&regio=nederland").json()["kerncijfers"]
    choice = read_choice(ASKED, store.cube, usual_region(store))
    page = overview(store, choice)
    texts = " ".join(f"{key.text} {key.likely}" for key in page.keys).replace(".", "")
    assert f"waarschijnlijk {figures['uitgaand']['geschat']}" in texts
    assert f"{figures['uitgaand']['laag']}–{figures['uitgaand']['hoog']}" in texts
    assert choice.direction is Direction.OUT


def test_a_share_is_estimated_from_what_is_shown_only(store: Store) -> None:
    shares = [
        (row[1].value, row[2].value)
        for page in pages(store)
        for figure in page.figures
        if figure.key == "ranglijst"
        for row in figure.table.rows
    ]
    assert any(isinstance(share, Share) and share.estimate is not None for share, _ in shares)
    for share, out in shares:
        if isinstance(share, Share) and isinstance(out, Interval) and share.estimate is not None:
            assert out.about is not None
            assert (share.low or 0) <= share.estimate <= (share.high or 1)

"""A small region with every kind of cell, and the pages on it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.samples import cell, home, location, use_snapshot, write_snapshot

from tandem.flows.cube import write_cube
from tandem.opendata.demo import write_demo_files
from tandem.opendata.loading import load
from tandem.web.insight.store import Store, current_store

# The ten municipalities of Haaglanden, and one outside it.
NAMES = {
    "GM0503": "Delft",
    "GM0518": "'s-Gravenhage",
    "GM0603": "Rijswijk",
    "GM0626": "Voorschoten",
    "GM0629": "Wassenaar",
    "GM0637": "Zoetermeer",
    "GM1783": "Westland",
    "GM1842": "Midden-Delfland",
    "GM1916": "Leidschendam-Voorburg",
    "GM1926": "Pijnacker-Nootdorp",
    "GM0599": "Rotterdam",
    "PO2802": "Delflanden",
    "VO2809": "VO Delflanden",
}
BONDS = {"partnership_po": "PO2802", "partnership_vo": "VO2809"}
POSTCODES = {
    "2611": ("GM0503", 4.355, 52.010),
    "2612": ("GM0503", 4.362, 52.019),
    "2512": ("GM0518", 4.300, 52.076),
    "2521": ("GM0518", 4.320, 52.060),
    "2281": ("GM0603", 4.325, 52.038),
    "2252": ("GM0626", 4.440, 52.122),
    "2242": ("GM0629", 4.395, 52.145),
    "2711": ("GM0637", 4.495, 52.060),
    "2671": ("GM1783", 4.215, 51.995),
    "2636": ("GM1842", 4.320, 51.965),
    "2264": ("GM1916", 4.390, 52.088),
    "2641": ("GM1926", 4.430, 52.020),
    "3011": ("GM0599", 4.480, 51.920),
}
SCHOOLS = {
    "10AA00": ("GM0503", "Basisschool De Brug", 4.356, 52.012),
    "10AB00": ("GM0518", "Basisschool Aan Zee", 4.301, 52.075),
    "10AC00": ("GM0603", "Basisschool De Plas", 4.326, 52.037),
    "20SO00": ("GM0503", "Speciale school De Sprong", 4.360, 52.018),
    "30XX00": ("GM0599", "Basisschool Maas", 4.481, 51.921),
    "99ZZ00": (None, "School zonder plaats", None, None),
}
CELLS = [
    # year, sector, home, school, low, high: exact unless high says otherwise; None = missing
    cell(2017, "BO", "2611", "10AA00", 400),
    cell(2017, "BO", "2612", "10AB00", 60),
    cell(2017, "BO", "2512", "10AB00", 1234),
    cell(2017, "BO", "2512", "10AC00", 92),
    cell(2017, "BO", "2281", "10AB00", 70),
    cell(2017, "BO", "2281", "10AC00", 210),
    cell(2017, "BO", "2636", "10AA00", 120),
    cell(2017, "BO", "2671", "10AB00", 30),
    cell(2017, "BO", "2611", "30XX00", 7),
    cell(2017, "BO", "BE", "10AA00", 9),
    cell(2017, "BO", "ONBEKEND", "10AB00", 5),
    cell(2018, "BO", "2611", "10AA00", 380),
    cell(2018, "BO", "2612", "10AB00", 1, 4),
    cell(2018, "BO", "2611", "10AB00", 1, 4),
    cell(2018, "BO", "2512", "10AB00", 1200),
    cell(2018, "BO", "2512", "10AC00", 80),
    cell(2018, "BO", "2281", "10AC00", 200),
    cell(2018, "BO", "2281", "10AA00", 12, None),
    cell(2018, "BO", "2636", "10AA00", 1, 4),
    cell(2018, "BO", "2671", "10AA00", 1, 4),
    cell(2018, "BO", "2641", "30XX00", 1, 4),
    cell(2018, "BO", "BE", "10AA00", 9),
    cell(2018, "BO", "2512", "99ZZ00", 11),
    cell(2018, "SO", "2611", "20SO00", 20),
    cell(2018, "SO", "2512", "20SO00", 25),
    cell(2018, "SO", "2281", "20SO00", 1, 4),
]
FINDING = {
    "check": "locations_without_place",
    "severity": "warn",
    "message": "Van 1 school is de plaats niet bekend.",
    "count": 1,
    "examples": ["99ZZ00"],
    "source": "",
    "years": [2018],
    "sectors": ["BO"],
    "municipalities": [],
    "locations": ["99ZZ00"],
}
SOURCES = [
    {
        "name": "pupils-2017.csv",
        "layout": "L1",
        "title": "Leerlingen po",
        "publisher": "DUO",
        "licence": "CC0",
        "sha256": "a" * 64,
        "rows": 11,
        "years": [2017],
        "sectors": ["BO"],
    },
    {
        "name": "pupils-2018.csv",
        "layout": "L2",
        "title": "Leerlingen po",
        "publisher": "DUO",
        "licence": "CC0",
        "sha256": "b" * 64,
        "rows": 15,
        "years": [2018],
        "sectors": ["BO", "SO"],
    },
]


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web")
    snapshot = write_snapshot(
        folder / "opendata" / "snapshots" / "sample",
        cells=CELLS,
        homes=[home(code, gm, longitude=x, latitude=y, **BONDS) for code, (gm, x, y) in POSTCODES.items()],
        locations=[
            location(code, gm, name=name, longitude=x, latitude=y, postcode="2611AA", place="DELFT", **BONDS)
            for code, (gm, name, x, y) in SCHOOLS.items()
        ],
        names=NAMES,
    )
    manifest = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    (snapshot / "manifest.json").write_text(json.dumps(manifest | {"sources": SOURCES}), encoding="utf-8")
    (snapshot / "report.json").write_text(json.dumps({"findings": [FINDING], "counts": []}), encoding="utf-8")
    use_snapshot(folder, snapshot)
    return folder


@pytest.fixture
def sample(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small region is what the house has loaded."""
    monkeypatch.setenv("TANDEM_HOME", str(sample_home))
    return sample_home


@pytest.fixture
def store(sample: Path) -> Store:
    return current_store()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is loaded."""
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    return tmp_path


Get = Callable[[str], Any]  # Django's test client answers with a response that it has extended


@pytest.fixture
def get() -> Get:
    """Ask a page, as plain bytes (no compression)."""
    answer: Get = Client().get
    return answer


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example region, made and loaded once."""
    folder = tmp_path_factory.mktemp("demo")
    files = write_demo_files(folder / "files")
    result = load(files, home=folder, finish=[write_cube], demo=True)
    assert result.complete
    return folder


@pytest.fixture
def demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TANDEM_HOME", str(demo_home))
    return demo_home

"""A small region with everything that can be odd about a cell, served by the real application."""

import json
from pathlib import Path

import pytest
from django.test import Client
from tests.samples import age_cell, cell, home, location, use_snapshot, write_snapshot

from tandem.flows.cube import Cube

CELLS = [
    cell(2016, "BO", "2611", "00AA00", 30),
    cell(2017, "BO", "2611", "00AA00", 40),
    cell(2017, "BO", "2611", "00BB00", 1, 4),
    cell(2017, "BO", "2511", "00AA00", 12),
    cell(2017, "BO", "2511", "00BB00", 55),
    cell(2017, "BO", "3011", "00BB00", 1, 4),
    cell(2017, "BO", "BE", "00AA00", 3),
    cell(2017, "BO", "ONBEKEND", "00BB00", 2),
    cell(2017, "SO", "2611", "00BB01", 7, None),
    cell(2017, "SO", "2511", "00CC00", 9),
    cell(2017, "VSO", "2611", "00BB01", 1, 4),
    cell(2017, "VSO", "3011", "00BB01", 21),
]
AGES = [age_cell(row, age=12) for row in CELLS if row["sector"] == "VSO"]
DELFT = {"partnership_po": "PO2802", "partnership_vo": "VO2808"}
HAGUE = {"partnership_po": "PO2815", "partnership_vo": "VO2806"}
HOMES = [home("2611", "GM0503", **DELFT), home("2511", "GM0518", **HAGUE), home("3011", "GM0599")]
LOCATIONS = [
    location("00AA00", "GM0503", name="De Ark", place="DELFT", postcode="2611AB", **DELFT),
    location("00BB00", "GM0518", name="Het Ooievaarsnest", place="'S-GRAVENHAGE", **HAGUE),
    location("00BB01", "GM0518", name="De Piramide", place="'S-GRAVENHAGE", **HAGUE),
    location("00CC00", name="Zonder adres"),
]
NAMES = {"GM0503": "Delft", "GM0518": "'s-Gravenhage", "GM0599": "Rotterdam", "PO2815": "SPPOH"}
FINDING = {
    "check": "location_without_place",
    "severity": "warn",
    "message": "Van 1 schoollocatie is de plaats niet bekend.",
    "count": 1,
    "examples": ["00CC00"],
    "source": "proef.csv",
    "years": [2017],
    "sectors": ["SO"],
    "municipalities": [],
    "locations": ["00CC00"],
}
SOURCE = {
    "name": "proef.csv",
    "layout": "L4",
    "title": "Proef",
    "publisher": "DUO",
    "licence": "CC0-1.0",
    "sha256": "0" * 64,
    "rows": 12,
    "years": [2016, 2017],
    "sectors": ["BO", "SO", "VSO"],
}


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots") / "20260101-proef"
    write_snapshot(folder, cells=CELLS, ages=AGES, homes=HOMES, locations=LOCATIONS, names=NAMES)
    (folder / "report.json").write_text(json.dumps({"findings": [FINDING], "counts": {}}))
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"sources": [SOURCE]}))
    return folder


@pytest.fixture
def served(snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The snapshot in use, in a TANDEM_HOME of its own."""
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    use_snapshot(tmp_path, snapshot)
    return snapshot


@pytest.fixture
def cube(served: Path) -> Cube:
    return Cube.open(served)


@pytest.fixture
def client(served: Path) -> Client:
    return Client(headers={"host": "localhost"})

"""Distances, population by age and the publisher's forecast: recognised, checked, and there only when loaded."""

from pathlib import Path

import duckdb
import pytest

from tandem.opendata.data import LoadResult
from tandem.opendata.layouts.beside import parse_ages, parse_km
from tandem.opendata.loading import load
from tandem.opendata.tokens import BadValue

DISTANCES = "POSTCODE;INSTELLINGSCODE;VESTIGINGSCODE;KM\n2611;00AP;01;3,4\n2611;00AP;01;3.1\n2612;00AP;01;\n"
POPULATION = "postcode;leeftijd;inwoners\n2611;0-4;275\n2611;95+;5\n"
FORECAST = "GEMEENTENUMMER;TYPE_PO;PROGNOSEJAAR;PROGNOSE\n503;SO;2027;150\n503;VSO;2027;90\n"
POINTS = "postcode;gemeente;lon;lat\n2611;Delft;4.36;52.01\n2612;Delft;4.36;52.02\n"


def loaded(folder: Path, files: dict[str, str]) -> LoadResult:
    paths = []
    for name, content in files.items():
        paths.append(folder / name)
        paths[-1].write_text(content, encoding="utf-8")
    return load(paths, home=folder / "home")


def rows(folder: Path, table: str) -> list[tuple[object, ...]]:
    path = folder / "home" / "opendata" / "current" / "tables" / f"{table}.parquet"
    return duckdb.connect().read_parquet(str(path)).fetchall() if path.exists() else []


def test_each_is_read_as_it_is_meant(tmp_path: Path) -> None:
    files = {"a.csv": DISTANCES, "inwoners_2021.csv": POPULATION, "p.csv": FORECAST, "pc4.csv": POINTS}
    result = loaded(tmp_path, files)
    assert result.complete, result
    assert {source.layout for source in result.loaded} == {"AF", "BV", "PG", "L10"}
    assert rows(tmp_path, "distances") == [("2611", "00AP01", 3.1)]
    assert rows(tmp_path, "population") == [(2021, "2611", 0, 4, 275), (2021, "2611", 95, 120, 5)]
    assert rows(tmp_path, "forecasts") == [(2027, "SO", "GM0503", 150), (2027, "VSO", "GM0503", 90)]


def test_the_newest_file_has_the_last_word_and_what_is_not_loaded_is_not_there(tmp_path: Path) -> None:
    loaded(tmp_path, {"a.csv": DISTANCES, "pc4.csv": POINTS})
    assert rows(tmp_path, "population") == []
    loaded(tmp_path, {"b.csv": DISTANCES.replace("3,4", "9,9").replace("3.1", "8.8")})
    assert rows(tmp_path, "distances") == [("2611", "00AP01", 8.8)]


def test_population_without_a_year_is_refused(tmp_path: Path) -> None:
    result = loaded(tmp_path, {"inwoners.csv": POPULATION, "pc4.csv": POINTS})
    [problem] = result.refused
    assert "van welk jaar" in problem.reason


@pytest.mark.parametrize(("text", "value"), [("3,4", 3.4), (" 12.0 ", 12.0), ("", None), ("0", 0.0)])
def test_kilometres(text: str, value: float | None) -> None:
    assert parse_km(text) == value


@pytest.mark.parametrize("text", ["ver", "-1", "501", "3 km"])
def test_no_kilometres(text: str) -> None:
    with pytest.raises(BadValue):
        parse_km(text)


def test_age_groups() -> None:
    told = [parse_ages(text) for text in ("0-4", "5 tot 9", "95+", "15-19 jaar")]
    assert told == ["0-4", "5-9", "95-120", "15-19"]
    with pytest.raises(BadValue):
        parse_ages("jong")

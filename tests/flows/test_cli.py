"""`tandem flows` as a user types it."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from tests.flows.questions import NAMES, YEARS, questions
from tests.samples import cell, home, location, use_snapshot, write_snapshot
from typer.testing import CliRunner, Result

from tandem.cli.main import app
from tandem.flows.data import FlowQuery
from tandem.flows.forms import from_params, to_arguments
from tandem.register.data import COUNTRY
from tandem.register.definitions import regions

SUMMARY_HEADER = (
    "municipality_code,municipality,living_low,living_high,out_low,out_high,out_within_region_low,"
    "out_within_region_high,at_school_low,at_school_high,in_low,in_high"
)
BOTH = ("--municipalities", "GM0001,GM0002")


@pytest.fixture(autouse=True, scope="module")
def open_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("cli")
    every_municipality = dict.fromkeys(code for region in regions().values() for code in region.municipalities)
    snapshot = write_snapshot(
        folder / "s",
        cells=[
            cell(2017, "BO", "1000", "00AA00", 12),
            cell(2017, "BO", "1000", "01BB00", 5),
            cell(2017, "SBO", "1000", "01BB00", 1, 4),
            cell(2017, "SO", "BE", "01BB00", 2),
            cell(2016, "BO", "1000", "00AA00", 0, None),
        ],
        homes=[home("1000", "GM0001")],
        locations=[location("00AA00", "GM0001"), location("01BB00", "GM0002")],
        names=NAMES | {code: f"Naam {code}" for code in every_municipality},
    )
    use_snapshot(folder / "home", snapshot)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_HOME", str(folder / "home"))
        yield


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["flows", *arguments])


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_summary_as_csv() -> None:
    found = lines(run("summary", "--year", "2017", "--sector", "BO", *BOTH, "--format", "csv"))
    assert found == [
        SUMMARY_HEADER,
        "GM0001,Naam GM0001,17,17,5,5,5,5,12,12,0,0",
        "GM0002,Naam GM0002,0,0,0,0,0,0,5,5,5,5",
    ]


def test_sectors_are_added_up_and_absent_ones_are_told() -> None:
    result = run("summary", "--year", "2017", "--sector", "po", *BOTH, "--format", "csv")
    assert lines(result)[1:] == [
        "GM0001,Naam GM0001,18,21,6,9,6,9,12,12,0,0",
        "GM0002,Naam GM0002,0,0,0,0,0,0,8,11,8,11",
    ]
    assert "over VSO in 2017 zijn er geen gegevens" in result.stderr


def test_an_open_bound_is_an_empty_cell() -> None:
    found = lines(run("summary", "--year", "2016", "--sector", "BO", "--municipalities", "GM0001", "--format", "csv"))
    assert found[1] == "GM0001,Naam GM0001,0,,0,0,0,0,0,,0,0"


def test_the_country_has_every_municipality() -> None:
    found = lines(run("summary", "--year", "2017", "--sector", "BO", "--region", "nederland", "--format", "csv"))
    codes = [line.split(",")[0] for line in found[1:]]
    assert codes == sorted(codes)
    assert {"GM0001", "GM0004", "GM0503"} < set(codes)


def test_list_as_csv_and_together() -> None:
    found = lines(run("list", "--year", "2017", "--sector", "BO,SBO", *BOTH, "--together", "--format", "csv"))
    assert found == [
        "year,sector,home_code,home_name,school_code,school_name,pupils_low,pupils_high",
        "2017,BO+SBO,GM0001,Naam GM0001,GM0001,Naam GM0001,12,12",
        "2017,BO+SBO,GM0001,Naam GM0001,GM0002,Naam GM0002,6,9",
    ]


def test_list_narrows_and_changes_level() -> None:
    options = ("--sector", "PO", "--home-level", "pc4", "--school-level", "location", "--direction", "in", *BOTH)
    found = json.loads("\n".join(lines(run("list", "--year", "2017", *options, "--home", "be", "--format", "json"))))
    assert found == [
        {
            "year": 2017,
            "sector": "SO",
            "home_code": "BE",
            "home_name": "België",
            "school_code": "01BB00",
            "school_name": "School 01BB00",
            "pupils_low": 2,
            "pupils_high": 2,
            "findings": [],
        }
    ]


def test_all_years_and_the_last_year() -> None:
    narrow = ("--sector", "BO", "--municipalities", "GM0001", "--format", "csv", "--direction", "blijft")
    every = list(csv.DictReader(io.StringIO(run("list", "--year", "alle", *narrow).stdout)))
    assert [(row["year"], row["pupils_low"], row["pupils_high"]) for row in every] == [
        ("2016", "0", ""),
        ("2017", "12", "12"),
    ]
    assert [line[:4] for line in lines(run("list", *narrow))[1:]] == ["2017"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--year", "1999", "--sector", "BO", *BOTH), 1, "geen gegevens over 1999. Wel over: 2016, 2017"),
        (("--year", "vorig", "--sector", "BO", *BOTH), 2, "jaar: 'vorig' is geen getal"),
        (("--year", "2017", "--sector", "XX", *BOTH), 2, "soort: 'XX' bestaat niet. Kies uit: BO, SBO"),
        (("--year", "2017", *BOTH), 2, "soort: noem minstens één soort onderwijs"),
        (("--year", "2017", "--sector", "MBO", *BOTH), 1, "soort: geen gegevens over MBO"),
        (("--year", "2017", "--sector", "BO", "--region", "elders"), 2, "haaglanden"),
        (("--year", "2017", "--sector", "BO"), 2, "noem een regio"),
        (
            ("--year", "2017", "--sector", "BO", "--region", "haaglanden", *BOTH),
            2,
            "kies --region of --municipalities; allebei tegelijk kan niet",
        ),
        (("--year", "1800", "--sector", "BO", *BOTH), 2, "jaar"),
        (("--year", "2017", "--sector", "BO", "--age", "99", *BOTH), 2, "leeftijd"),
        (("--year", "2017", "--sector", "BO", "--age", "7", *BOTH), 1, "noemen geen leeftijden"),
        (("--year", "2017", "--sector", "BO", "--municipalities", "GM9999"), 1, "GM9999 staat niet in de gegevens"),
        (
            ("--year", "2017", "--sector", "BO", "--municipalities", "GM0140"),
            1,
            "GM0140 (Littenseradiel) bestaat niet meer; neem GM1900 (Súdwest-Fryslân) en GM0080 (Leeuwarden) en GM1949",
        ),
        (("--year", "2017", "--sector", "BO", "--municipalities", "Delft"), 2, "geen gemeentecode"),
    ],
)
@pytest.mark.parametrize("command", ["summary", "list"])
def test_wrong_use_is_explained(command: str, arguments: tuple[str, ...], code: int, message: str) -> None:
    result = run(command, *arguments)
    assert result.exit_code == code
    assert message in " ".join(result.stderr.split())
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--home", "9999"), 1, "woon: 9999 staat niet in de gegevens"),
        (("--home", "Delft"), 2, "woon"),
        (("--school", "99ZZ00"), 1, "school: 99ZZ00 staat niet in de gegevens"),
        (("--school", "=1"), 2, "school"),
    ],
)
def test_a_place_that_is_not_there_and_one_that_cannot_be(arguments: tuple[str, ...], code: int, message: str) -> None:
    result = run("list", "--year", "2017", "--sector", "BO", *BOTH, *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_a_summary_is_about_one_year() -> None:
    result = run("summary", "--year", "alle", "--sector", "BO", *BOTH)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "één jaar" in result.stderr


def test_without_data_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    for command in ("summary", "list", "explain"):
        result = run(command, "--year", "2017", "--sector", "BO", "--region", "nederland")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "tandem data load" in result.stderr


@pytest.mark.parametrize("command", ["summary", "list", "explain"])
def test_help_teaches_with_examples(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"tandem flows {command} --year 2017" in result.stdout


def test_explain_says_it_in_three_ways() -> None:
    result = run("explain", "--year", "2017", "--sector", "BO", *BOTH, "--direction", "uit")
    text = "\n".join(lines(result))
    assert text.startswith(
        "Leerlingen van het basisonderwijs, die wonen in gekozen gemeenten en naar school gaan in een"
    )
    assert "/api/v1/stromen?jaar=2017&soort=BO&gemeenten=GM0001,GM0002&richting=uit" in text
    assert "read_parquet($cells)" in text


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(questions.filter(lambda query: query.region.code != "duo"))
def test_a_command_leads_back_to_its_question(query: FlowQuery) -> None:
    told = json.loads(run("explain", *to_arguments(query), "--format", "json").stdout)
    params = parse_qs(urlsplit(told["url"]).query)
    assert from_params(params, regions={COUNTRY.code: COUNTRY}, years=YEARS) == query

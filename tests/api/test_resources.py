"""The answers: right numbers, as intervals, equal to the cube, to DuckDB and to the command line."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.test import Client

from tandem.flows.cube import Cube
from tandem.flows.data import FlowQuery
from tandem.flows.forms import from_params
from tandem.flows.sql import to_sql
from tandem.register.definitions import regions


def get(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == status, response.content
    return response.json()


def exact(number: int) -> dict[str, object]:
    return {"laag": number, "hoog": number, "geschat": None, "afgeschermd": 0, "ontbrekend": 0, "reden": "exact"}


def test_years_and_their_sectors(client: Client) -> None:
    years = [{"jaar": 2016, "soorten": ["BO"]}, {"jaar": 2017, "soorten": ["BO", "SO", "VSO"]}]
    assert get(client, "/jaren") == {"resultaten": years}


def test_regions_are_those_of_the_definitions(client: Client) -> None:
    found = {region["code"]: region for region in get(client, "/regios")["resultaten"]}
    assert found["nederland"]["heelNederland"] is True
    assert "GM0518" in found["haaglanden"]["gemeenten"]


def test_municipalities(client: Client) -> None:
    assert [m["code"] for m in get(client, "/gemeenten")["resultaten"]] == ["GM0503", "GM0518", "GM0599"]
    delft = get(client, "/gemeenten/GM0503")
    assert (delft["naam"], delft["aantalSchoollocaties"]) == ("Delft", 1)
    assert [one["code"] for one in delft["samenwerkingsverbanden"]] == ["PO2802", "VO2808"]
    assert "haaglanden" in {region["code"] for region in delft["regios"]}


def test_partnerships(client: Client) -> None:
    found = get(client, "/samenwerkingsverbanden")["resultaten"]
    assert {"code": "PO2815", "naam": "SPPOH", "soort": "PO"} in found
    assert {one["soort"] for one in found} == {"PO", "VO"}


def test_locations_by_page_filter_and_search(client: Client) -> None:
    page = get(client, "/schoollocaties?paginaGrootte=3")
    assert (page["aantal"], len(page["resultaten"])) == (4, 3)
    rest = client.get(page["volgende"]).json()
    assert [one["code"] for one in rest["resultaten"]] == ["00CC00"]
    assert rest["volgende"] is None
    assert rest["resultaten"][0]["gemeente"] is None, "a school without a place stays visible"
    special = get(client, "/schoollocaties?gemeente=GM0518&soort=VSO")
    assert [one["code"] for one in special["resultaten"]] == ["00BB01"]
    assert [one["code"] for one in get(client, "/schoollocaties?zoek=oievaarsnest")["resultaten"]] == ["00BB00"]


def test_one_location(client: Client) -> None:
    found = get(client, "/schoollocaties/00AA00")
    assert (found["naam"], found["gemeente"], found["soorten"]) == ("De Ark", "GM0503", ["BO"])


def test_interval_says_why_it_is_wide(client: Client) -> None:
    rows = get(client, "/stromen?jaar=2017&soort=SPECIAAL&woonniveau=postcode&schoolniveau=vestiging")["resultaten"]
    pupils = {(row["soort"], row["woonCode"], row["schoolCode"]): row["leerlingen"] for row in rows}
    masked = {"laag": 1, "hoog": 4, "geschat": None, "afgeschermd": 1, "ontbrekend": 0, "reden": "afgeschermd"}
    missing = {"laag": 7, "hoog": None, "geschat": None, "afgeschermd": 0, "ontbrekend": 1, "reden": "ontbrekend"}
    assert pupils[("VSO", "2611", "00BB01")] == masked
    assert pupils[("SO", "2611", "00BB01")] == missing
    assert pupils[("SO", "2511", "00CC00")] == exact(9)


def test_what_is_not_in_the_data_is_named_not_zero(client: Client) -> None:
    answer = get(client, "/stromen?jaar=2016&soort=BO,VSO")
    assert answer["nietInGegevens"] == [{"jaar": 2016, "soort": "VSO"}]
    assert "2016" in answer["vraag"]


def test_summary_of_a_chosen_region(client: Client) -> None:
    summary = get(client, "/samenvatting?jaar=2017&soort=BO&gemeenten=GM0503,GM0518")
    delft, hague = summary["gemeenten"]
    assert delft["wonend"] == {
        "laag": 41,
        "hoog": 44,
        "geschat": None,
        "afgeschermd": 1,
        "ontbrekend": 0,
        "reden": "afgeschermd",
    }
    assert delft["uitgaand"]["hoog"] == delft["uitgaandBinnenRegio"]["hoog"] == 4
    assert delft["opSchool"] == exact(55)
    assert delft["inkomend"] == exact(15)
    assert hague["inkomend"]["laag"] == 1 + 1 + 2
    figures = summary["kerncijfers"]
    assert figures["regioIn"]["laag"] == 3 + 1 + 2
    assert 0 <= figures["aandeelUitgaand"]["laag"] <= figures["aandeelUitgaand"]["hoog"] <= 1


def test_where_the_answers_come_from(client: Client) -> None:
    about = get(client, "/gegevens")
    assert (about["momentopname"], about["gemaaktOp"]) == ("20260101-proef", "2026-01-01T12:00:00Z")
    assert about["bronnen"][0]["sha256"] == "0" * 64
    [finding] = about["bevindingen"]
    assert (finding["ernst"], finding["schoollocaties"]) == ("waarschuwing", ["00CC00"])


QUESTIONS = [
    {},
    {"jaar": "alle", "soort": "BO,SO,VSO"},
    {"jaar": "2017", "soort": "SPECIAAL", "samen": "true"},
    {"gemeenten": "GM0503,GM0518", "woonniveau": "postcode", "schoolniveau": "vestiging", "richting": "uit"},
    {"gemeenten": "GM0503", "bereik": "buiten", "woonniveau": "samenwerkingsverband", "schoolniveau": "regio"},
    {"soort": "VSO", "leeftijd": "12", "woon": "3011"},
    {"soort": "PO", "school": "ONBEKEND"},
    {"gemeenten": "GM0503,GM0518", "richting": "in", "soort": "BO"},
]


def rows_of(query: FlowQuery, served: Path) -> list[tuple[Any, ...]]:
    sql, values = to_sql(query, served / "tables")
    with duckdb.connect() as connection:
        return [tuple(row[:8]) for row in connection.execute(sql, values).fetchall()]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_same_numbers_as_duckdb_in_json_and_csv(
    client: Client, cube: Cube, served: Path, question: dict[str, str]
) -> None:
    query = from_params(question, regions=regions(), years=cube.years)
    expected = rows_of(query, served)
    assert expected, "a question without an answer proves nothing"
    answer = client.get("/api/v1/stromen", question).json()
    names = ("jaar", "soort", "woonCode", "woonNaam", "schoolCode", "schoolNaam")
    got = [
        (*(row[name] for name in names), row["leerlingen"]["laag"], row["leerlingen"]["hoog"])
        for row in answer["resultaten"]
    ]
    assert got == expected
    assert answer["totaal"]["laag"] == sum(row[6] for row in expected)
    text = b"".join(client.get("/api/v1/stromen", question | {"formaat": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    lines = list(csv.reader(io.StringIO(text)))[1:]
    assert [line[:8] for line in lines] == [["" if value is None else str(value) for value in row] for row in expected]


def test_pages_together_are_the_whole(client: Client) -> None:
    whole = get(client, "/stromen?woonniveau=postcode&schoolniveau=vestiging")["resultaten"]
    address, seen = "/api/v1/stromen?woonniveau=postcode&schoolniveau=vestiging&paginaGrootte=2", []
    while address:
        page = client.get(address).json()
        assert (page["aantal"], len(page["resultaten"]) <= 2) == (len(whole), True)
        seen += page["resultaten"]
        address = page["volgende"]
    assert seen == whole


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv", "text/csv"),
        ("text/csv, application/json;q=0.5", "text/csv"),
        ("*/*", "application/json"),
        ("application/json, text/csv;q=0.5", "application/json"),
    ],
)
def test_form_by_accept(client: Client, accept: str, media: str) -> None:
    response = client.get("/api/v1/stromen", headers={"accept": accept})
    assert response.headers["Content-Type"].startswith(media)
    assert "Accept" in response.headers["Vary"]


def test_same_numbers_as_the_command_line(client: Client) -> None:
    command = [str(Path(sys.executable).with_name("tandem")), "flows", "list", "--year", "2017", "--sector", "PO"]
    done = subprocess.run(
        [*command, "--municipalities", "GM0503,GM0518", "--format", "json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": os.environ["PATH"], "TANDEM_HOME": os.environ["TANDEM_HOME"]},
    )
    assert done.returncode == 0, done.stderr
    listed = [
        (row["home_code"], row["school_code"], row["sector"], row["pupils_low"], row["pupils_high"])
        for row in json.loads(done.stdout)
    ]
    answer = get(client, "/stromen?jaar=2017&soort=PO&gemeenten=GM0503,GM0518")["resultaten"]
    assert listed == [
        (row["woonCode"], row["schoolCode"], row["soort"], row["leerlingen"]["laag"], row["leerlingen"]["hoog"])
        for row in answer
    ]

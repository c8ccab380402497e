"""VO with years of study, PrO and MBO, from the publisher's file to the API and the pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.opendata import made, samples

from tandem.flows.cube import write_cube
from tandem.opendata.loading import load

VO, STUDENTS = made.vo(7, [2022]), made.mbo({"DELFT": 400, "LEIDEN": 60, "BUITENLAND": 9}, 2022)
LISTED = "/stromen?jaar=2022&schoolniveau=vestiging&paginaGrootte=1000"


@pytest.fixture(scope="module", autouse=True)
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("api")
    files = [
        samples.write(folder, "02.-leerlingen-vo-2022.csv", made.l3(VO, kind=True)),
        samples.write(folder, "vestigingen-vo.csv", made.vo_addresses()),
        samples.write(folder, "mbo.csv", made.l6(STUDENTS, {"99RO": "'S-GRAVENHAGE"}, [2022], mask="")),
    ]
    assert load(files, home=folder / "home", finish=(write_cube,)).complete
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_HOME", str(folder / "home"))
        yield


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


def get(client: Client, path: str) -> Any:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 200, response.content
    return response.json()


@pytest.mark.parametrize("sector", ["VO", "PRO"])
def test_every_pupil_comes_through(sector: str, client: Client) -> None:
    cells = [cell for key, cell in made.expected(VO, "<5").items() if key[1] == sector]
    answer = get(client, f"{LISTED}&soort={sector}&woonniveau=postcode")
    assert answer["aantal"] == len(cells)
    assert (answer["totaal"]["laag"], answer["totaal"]["hoog"]) == (sum(c[0] for c in cells), sum(c[1] for c in cells))


def test_a_year_of_study(client: Client) -> None:
    first = [n for key, n in made.parts(VO).items() if key[1] == "VO" and key[4] == 1]
    answer = get(client, f"{LISTED}&soort=VO&leeftijd=1")
    assert answer["totaal"]["laag"] == sum(made.bounds(n, "<5")[0] for n in first)
    assert "in leerjaar 1" in answer["vraag"]


def test_mbo_by_institution_with_its_caveat(client: Client) -> None:
    answer = get(client, f"{LISTED}&soort=MBO&school=99RO")
    found = {row["woonCode"]: row["leerlingen"]["laag"] for row in answer["resultaten"]}
    assert found == {"GM0503": 400, "GM0546": 60, "ANDER": 9}
    assert {row["schoolCode"] for row in answer["resultaten"]} == {"99RO"}
    assert answer["vraag"].endswith("dat is niet de leslocatie.")
    assert get(client, "/schoollocaties/99RO")["gemeente"] == "GM0518"


def test_all_locations_of_a_school(client: Client) -> None:
    whole = get(client, f"{LISTED}&soort=VO&school=99AA")
    assert {row["schoolCode"] for row in whole["resultaten"]} == {"99AA00", "99AA01"}


def test_the_report_tells_the_caveat(client: Client) -> None:
    findings = {one["controle"]: one for one in get(client, "/gegevens")["bevindingen"]}
    assert "niet de leslocatie" in findings["mbo_at_seat"]["bericht"]


@pytest.mark.parametrize(
    "path",
    [
        "/inzicht/school/99RO/?jaar=2022&soort=MBO",
        "/inzicht/gemeente/GM0503/?jaar=2022&soort=MBO",
        "/inzicht/school/99SW03/?jaar=2022&soort=VO,PRO",
        "/inzicht/?jaar=2022&soort=MBO",
    ],
)
def test_the_pages_show_them(path: str, client: Client) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert ("niet de leslocatie" in response.content.decode()) is ("MBO" in path)

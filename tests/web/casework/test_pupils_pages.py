"""A school loads its pupils: judged first, all or nothing, and taken back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from tests.on_stage import Seat, text
from tests.web.casework.conftest import School
from tests.web.markup import Page

from tandem.children.models import Child, Enrolment, Teaching
from tandem.children.pupils_file import template_workbook
from tandem.platform.spreadsheets.reading import read_sheets

HERE = "/leerlingen/invoer/"
HEADING = "Voornaam;Achternaam;Geboortedatum;Leraar"
GOOD = f"{HEADING}\nAda;Appelboom;03-04-2018;Noor Boterbloem\nCas;van den Berg;2017-05-06;\n"
WRONG = {
    "naam;adres\nAda;Dorpsstraat": ["De koppen voornaam, achternaam en geboortedatum"],
    f"{HEADING}\nAda;;03-04-2018;": ["B · achternaam", "Dit is leeg"],
    f"{HEADING}\nAda;Appelboom;31-02-2018;": ["C · geboortedatum", "is geen datum"],
    f"{HEADING}\nAda;Appelboom;03-04-1962;": ["Zo oud is geen leerling"],
    f"{HEADING}\nAda;Appelboom;03-04-2018;Juf Niemand": ["D · leraar", "Deze leraar is hier niet bekend"],
    f"{HEADING}\nAda;Appelboom;03-04-2018;\nada;appelboom;03-04-2018;": ["staat ook in rij 2"],
}


@pytest.fixture
def iris(school: School) -> Seat:
    return Seat("iris", "IB")


def upload(seat: Seat, content: str | bytes) -> HttpResponse:
    body = content.encode() if isinstance(content, str) else content
    return seat.post(HERE, bestand=SimpleUploadedFile("leerlingen.csv", body))


def sealed(page: str) -> str:
    found = re.search(r'name="verzegeld" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_file_is_shown_row_by_row_applied_once_and_taken_back(iris: Seat, school: School) -> None:
    assert Page(text(iris.get(HERE))).faults == []
    plan = text(upload(iris, GOOD))
    assert Page(plan).faults == []
    assert "2 nieuwe leerlingen" in plan
    assert Child.objects.count() == 1  # nothing has happened yet
    done = text(iris.post(HERE, verzegeld=sealed(plan), doorvoeren="1"))
    assert "2 leerlingen staan erbij" in done
    again = text(iris.post(HERE, verzegeld=sealed(plan), doorvoeren="1"))  # a double click
    assert "0 leerlingen staan erbij" in again
    assert Child.objects.count() == 3
    assert "Ada Appelboom" in text(Seat("noor", "LERAAR").get("/signalen/nieuw/"))
    assert "staat er al" in text(upload(iris, GOOD))
    undone = text(iris.post(HERE, verzegeld=sealed(done), terugdraaien="1"))
    assert "De inschrijving van 2 leerlingen is vandaag geëindigd." in undone
    assert Enrolment.objects.filter(valid_until=None).count() == 1
    assert Teaching.objects.filter(valid_until=None).count() == 1
    assert "Ada Appelboom" not in text(Seat("noor", "LERAAR").get("/signalen/nieuw/"))


@pytest.mark.parametrize(("content", "said"), WRONG.items(), ids=range(len(WRONG)))
def test_what_is_wrong_is_said_per_row_and_changes_nothing(
    iris: Seat, school: School, content: str, said: list[str]
) -> None:
    answer = upload(iris, content)
    page = text(answer)
    assert answer.status_code == 422
    assert [words for words in said if words not in page] == []
    assert Page(page).faults == []
    assert Child.objects.count() == 1


def test_what_was_judged_for_one_is_of_no_use_to_another(iris: Seat, school: School) -> None:
    plan = sealed(text(upload(iris, GOOD)))
    for key, function in (("marijke", "SCHOOLDIR"), ("amina", "IB"), ("noor", "LERAAR")):
        assert Seat(key, function).post(HERE, verzegeld=plan, doorvoeren="1").status_code == 404
    assert iris.post(HERE, verzegeld=plan[:-9] + "AAAAAAAA=", doorvoeren="1").status_code == 404
    assert Child.objects.count() == 1


def test_the_template_is_read_back(iris: Seat, school: School) -> None:
    answer = iris.get(f"{HERE}sjabloon.xlsx")
    assert answer.content[:2] == b"PK"
    sheets = read_sheets(template_workbook(["Noor Boterbloem"]))
    assert sheets[0].rows[0] == ("voornaam *", "achternaam *", "geboortedatum *", "leraar")
    assert b"voornaam;achternaam" in iris.get(f"{HERE}sjabloon.csv").content

"""The desk over HTTP: page, part for professionals, search of schools and API give the same answer as the decision."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.conftest import VERSIONS
from tests.on_stage import Seat, set_the_stage, text
from tests.routing.test_routing_facts import lay_out_places

from tandem.platform.context import ANONYMOUS, acting
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster
from tandem.routing import queries
from tandem.routing.answers import as_values
from tandem.routing.data import Question

ASKED = {"school": "99AA00", "thuis": "2671", "vraag": "zorg", "leeftijd": "9"}
SANNE, DIRK = "Sanne Schakel", "Dirk Dasje"


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def stage(owned_database: Cluster, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cluster:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    settings.DEMO_SIGN_IN = True
    set_the_stage()
    lay_out_places()
    return owned_database


def test_a_stranger_sees_organisations_and_no_people(stage: Cluster) -> None:
    page = Seat().post("/loket/", **ASKED)
    assert page.status_code == 200
    assert "Schoolmaatschappelijk werk De Schakel" in text(page)
    assert "Lokaal team De Sleutelbloem" in text(page)
    assert "015-0000064" in text(page)
    assert DIRK not in text(page)
    assert SANNE not in text(page)
    assert Seat().get("/loket/mensen/").status_code == 302, "people are for who signed in"


def test_a_professional_sees_who_answers(stage: Cluster) -> None:
    iris = Seat("iris")
    page = text(iris.post("/loket/mensen/", **ASKED))
    assert DIRK in page, "Dirk stands in for Sanne"
    assert SANNE not in page
    assert "06000000" in page
    assert "/loket/mensen/" in text(iris.get("/loket/?school=99AA00&thuis=2671&vraag=zorg&leeftijd=9"))


def test_a_link_of_codes_gives_the_same_answer_and_english_is_english(stage: Cluster) -> None:
    posted = text(Seat().post("/loket/", **ASKED)).split("<main")[1]
    linked = text(Seat().get("/loket/?school=99AA00&thuis=2671&vraag=zorg&leeftijd=9&utm=x")).split("<main")[1]
    assert posted.split("call-now")[1] == linked.split("call-now")[1]
    english = text(Seat().get("/en/loket/?school=99AA00&thuis=2671&vraag=zorg&leeftijd=9"))
    assert "For pupils from another municipality of Haaglanden" in english


def test_the_api_gives_the_answer_of_the_decision(stage: Cluster) -> None:
    answer = Client().get("/api/v1/loket", ASKED)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    found = json.loads(answer.content)
    with acting(ANONYMOUS):
        expected = as_values(queries.ask(Question("99AA00", "2671", "worry", 9)))
    assert [one["organisatie"] for one in found["keten"]] == [one["organisation"] for one in expected["chain"]]
    assert [one["regel"] for one in found["keten"]] == [one["rule"] for one in expected["chain"]]
    assert found["eerste"] == found["keten"][0]
    assert found["verantwoordelijk"]["jeugdhulp"]["gemeente"] == "GM1783"
    assert found["opmerkingen"] == expected["notes"]


@pytest.mark.parametrize("kind", ["zorg", "thuis", "verzuim", "veiligheid", "vervoer", "achttien"])
def test_the_page_shows_what_the_api_says(stage: Cluster, kind: str) -> None:
    asked = ASKED | {"vraag": kind}
    page = text(Seat().post("/loket/", **asked)).split("<main")[1]
    said = json.loads(Client().get("/api/v1/loket", asked).content)
    card, line = page.split('class="line"')[0], page.split('class="line"')[1].split("</ol>")[0]
    assert unescape(said["eerste"]["organisatie"]) in unescape(card)
    assert said["eerste"]["regel"] in card
    shown = [unescape(rule) for rule in re.findall(r'class="why">.*?<small>(.*?)</small>', line, re.DOTALL)]
    assert sorted(shown) == sorted(one["regel"] for one in said["keten"])
    assert all(note in unescape(page) for note in said["opmerkingen"])


def test_the_api_says_what_is_wrong_at_its_parameter(stage: Cluster) -> None:
    answer = Client().get("/api/v1/loket", ASKED | {"thuis": "26", "leeftijd": "140"})
    assert answer.status_code == 400
    assert [one["location"]["name"] for one in json.loads(answer.content)["errors"]] == ["thuis", "leeftijd"]
    english = Client().get("/api/v1/loket", ASKED | {"leeftijd": "140"}, headers={"Accept-Language": "en"})
    assert "is no age" in english.content.decode()
    assert Client().get("/api/v1/loket", ASKED | {"school": "98ZZ00"}).status_code == 404
    assert Client().post("/api/v1/loket").status_code == 405


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [("thuis", "26", "is geen postcode"), ("school", "98ZZ00", "staat niet in het register"),
     ("leeftijd", "140", "is geen leeftijd"), ("school", "libel", "is geen school"), ("vraag", "", "Kies waar")],
)  # fmt: skip
def test_bad_input_is_said_at_the_field_and_nothing_is_lost(stage: Cluster, field: str, typed: str, told: str) -> None:
    page = Seat().post("/loket/", **ASKED | {field: typed})
    assert page.status_code == 422
    assert told in text(page)
    assert 'aria-invalid="true"' in text(page)
    assert 'value="2671"' in text(page) or field == "thuis"


def test_danger_stands_above_everything(stage: Cluster) -> None:
    page = text(Seat().post("/loket/", **ASKED | {"vraag": "veiligheid"})).split("<main")[1]
    assert page.index("tel:112") < page.index("<h1")
    assert page.index("0800-2000") < page.index("<h1")


def test_a_school_is_found_as_one_types_and_chosen_without_script(stage: Cluster) -> None:
    hits = Seat().post("/loket/scholen/", school="libel 99AA00")
    assert 'value="99AA00"' in text(hits)
    chosen = Seat().post("/loket/", keuze="99AA00", school="libel", thuis="", vraag="", leeftijd="")
    assert chosen.status_code == 200
    assert "(99AA00)" in text(chosen)
    assert "Er klopt iets niet" not in text(chosen), "the rest is still to be typed"


def test_where_nothing_is_known_somebody_is_named(stage: Cluster) -> None:
    page = text(Seat().post("/loket/", **ASKED | {"thuis": "9999", "vraag": "thuis"}))
    assert "Postcode 9999 kennen we niet" in page
    assert "Bel nu" in page

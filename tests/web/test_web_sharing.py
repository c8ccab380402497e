"""The pages about sharing: every verdict, every rule, every file, in both languages, without a database."""

import csv
import io
import zipfile
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from tests.web.conftest import Get
from tests.web.markup import Page

from tandem.platform.clock import today
from tandem.sharing.codes import Verdict
from tandem.sharing.practice import cases
from tandem.sharing.reading import standard
from tandem.sharing.rules.evaluation import evaluate
from tandem.web.sharing.answered import example

CONCERN = "?van=IB&naar=LT_TOEGANG&doel=zorgsignaal-lokaal-team&soort=ID&soort=SIGNAAL&leeftijd=12-15"
ADDRESSES = [
    "",
    "?van=IB&naar=LT_TOEGANG",
    "?van=IB&naar=LT_TOEGANG&doel=zorgsignaal-lokaal-team",
    CONCERN,
    "?van=RAAD&naar=HA&doel=anders&soort=ID&spoed=ja",
    "standaard/",
    "standaard/?rol=SWV&soort=PLAN&woord=advies",
    "standaard/?woord=xyzxyz",
    "standaard/DS-027/",
    "standaard/verschillen/",
    "leertuin/",
    "leertuin/vader-zegt-nee/",
    "leertuin/vader-zegt-nee/?antwoord=allowed",
]


def text(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize("address", [f"{start}/delen/{one}" for one in ADDRESSES for start in ("", "/en")])
def test_a_page_is_whole(get: Get, address: str) -> None:
    response = get(address)
    assert response.status_code == 200
    assert Page(text(response)).faults == []


@pytest.mark.parametrize(
    "query",
    ["?van=NIEMAND", "?naam=Jan", "?soort=GEHEIM", "?leeftijd=14", "?doel=Jan+de+Vries", "?toestemming=misschien"],
)
def test_only_codes_are_taken_from_an_address(get: Get, query: str) -> None:
    response = get(f"/delen/{query}")
    assert response.status_code == 400
    assert "Vries" not in text(response)


def test_each_verdict_in_one_word(get: Get) -> None:
    for code, word in (
        ("DS-019", "Ja"),
        ("DS-006", "Ja, met toestemming"),
        ("DS-007", "Alleen anoniem"),
        ("DS-022", "Nee"),
    ):
        page = text(get(f"/delen/{example(standard().by_id[code][0])}"))
        assert f'id="oordeel">{word}</h2>' in page


def test_the_answer_says_what_to_do_what_stays_out_and_how_sure_it_is(get: Get) -> None:
    page = text(get(f"/delen/{CONCERN}"))
    for words in ("praat met hen, niet over hen", "de andere ouder met gezag", "Dit blijft weg", "WPO 8 lid 4"):
        assert words in page
    assert "nog door een jurist te toetsen" in page
    assert "Yes, with consent" in text(get(f"/en/delen/{CONCERN}"))


def test_purposes_of_the_pair_come_first_and_an_unknown_pair_has_a_way_out(get: Get) -> None:
    page = text(get("/delen/?van=IB&naar=LT_TOEGANG"))
    assert page.index("zorgsignaal-lokaal-team") < page.index('value="anders"')
    assert "verzuim-melden" not in page
    denied = text(get("/delen/?van=LERAAR&naar=LT_TOEGANG&doel=anders&soort=SIGNAAL"))
    assert "Vraag de privacycontactpersoon" in denied
    assert "doel=zorgsignaal-lokaal-team" in denied


def test_every_rule_has_a_page_that_leads_to_its_own_answer(get: Get) -> None:
    for rule in standard().rules:
        page = text(get(f"/delen/standaard/{rule.id}/"))
        assert rule.name.nl.replace("'", "&#x27;") in page
        assert rule.id in text(get(f"/delen/{example(rule)}")) or rule.announced
    assert get("/delen/standaard/DS-999/").status_code == 404


def test_the_standard_is_searched_by_word_role_and_kind(get: Get) -> None:
    whole = text(get("/delen/standaard/"))
    assert all(f'id="{rule.id}"' in whole for rule in standard().rules)
    assert 'id="DS-035"' in text(get("/delen/standaard/?woord=declareren"))
    assert 'id="DS-035"' not in text(get("/delen/standaard/?rol=IB"))
    assert 'id="DS-022"' not in text(get("/delen/standaard/?soort=BSN"))


@pytest.mark.parametrize("extension", ["csv", "xlsx", "pdf"])
def test_the_standard_as_a_file(get: Get, extension: str) -> None:
    response = get(f"/delen/standaard.{extension}")
    assert response.status_code == 200
    assert standard().version in response.headers["Content-Disposition"]
    check: dict[str, Callable[[bytes], object]] = {
        "csv": lambda body: len(list(csv.DictReader(io.StringIO(body.decode())))) == 94,
        "xlsx": lambda body: "xl/worksheets/sheet1.xml" in zipfile.ZipFile(io.BytesIO(body)).namelist(),
        "pdf": lambda body: body.startswith(b"%PDF") and b"/StructTreeRoot" in body,
    }
    assert check[extension](response.content)


def test_differences_show_what_an_announced_law_would_change(get: Get) -> None:
    page = text(get("/delen/standaard/verschillen/"))
    assert "DS-027" in page
    assert "0-26" in page
    assert "niets veranderd" in text(get("/delen/standaard/verschillen/?van=2026.1&naar=2026.1"))
    assert get("/delen/standaard/verschillen/?van=ooit").status_code == 400


def test_every_practice_case_is_what_the_rules_say() -> None:
    assert len(cases()) >= 12
    for case in cases().values():
        assert evaluate(case.question, standard(), today()).verdict is case.expected, case.code
    assert {case.expected for case in cases().values()} == set(Verdict)


def test_a_case_tells_the_reasoning_after_a_choice_only(get: Get) -> None:
    before = text(get("/delen/leertuin/vader-zegt-nee/"))
    assert "Zonder naam wel" not in before
    after = text(get("/delen/leertuin/vader-zegt-nee/?antwoord=anonymous_only"))
    assert "Jij en de standaard zeggen hetzelfde." in after
    assert "Zonder naam wel" in after
    assert "De standaard zegt iets anders" in text(get("/delen/leertuin/vader-zegt-nee/?antwoord=allowed"))
    assert get("/delen/leertuin/bestaat-niet/").status_code == 404
    assert get("/delen/leertuin/vader-zegt-nee/?antwoord=misschien").status_code == 400

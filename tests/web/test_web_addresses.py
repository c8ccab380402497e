"""One address per page, in every spelling of it; what is refused says so in the reader's language."""

import re

import pytest
from django.test import Client
from tests.web.conftest import Get

PAGES = [
    "/",
    "/inzicht/",
    "/inzicht/gemeente/GM0503/",
    "/inzicht/scholen/",
    "/inzicht/gegevens/",
    "/inzicht/begrippen/",
]
ELSEWHERE = {
    "/inzicht/regio/Haaglanden/": "/inzicht/regio/haaglanden/",
    "/inzicht/regio/HAAGLANDEN/?jaar=2017": "/inzicht/regio/haaglanden/?jaar=2017",
    "/en/inzicht/regio/Nederland/": "/en/inzicht/regio/nederland/",
    "/inzicht/gemeente/gm0503/": "/inzicht/gemeente/GM0503/",
    "/inzicht/gemeente/gm0503/scholen.csv": "/inzicht/gemeente/GM0503/scholen.csv",
    "/inzicht/van/gm0518/naar/10ac00/": "/inzicht/van/GM0518/naar/10AC00/",
    "/inzicht/gemeente/GM0015/?van=hier&jaar=2018": "/inzicht/gemeente/GM1969/?jaar=2018",  # of Grootegast
}


@pytest.mark.parametrize(("address", "right"), list(ELSEWHERE.items()))
def test_another_spelling_leads_to_the_page(sample: object, get: Get, address: str, right: str) -> None:
    response = get(address)
    assert (response.status_code, response.headers["Location"]) == (301, right)


def test_a_divided_municipality_is_explained(sample: object, get: Get) -> None:
    response = get("/inzicht/gemeente/GM0140/")
    assert response.status_code == 404
    html = response.content.decode()
    assert "GM0140 (Littenseradiel) bestaat niet meer; neem" in html
    assert "GM1900 (Súdwest-Fryslân)" in html
    english = get("/en/inzicht/gemeente/GM0140/").content.decode()
    assert "no longer exists; take" in english
    assert "bestaat niet meer" not in english


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_only_shows_takes_nothing_in(sample: object, prefix: str, address: str) -> None:
    response = Client(enforce_csrf_checks=True).post(prefix + address, {"a": "b"})
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    html = response.content.decode()
    assert ("This page is for reading only" if prefix else "Hier kun je alleen kijken") in html
    assert "<header" in html


@pytest.mark.parametrize(
    ("address", "dutch", "english"),
    [
        ("/nergens/", "Misschien is hij verplaatst", "Perhaps it has moved"),
        ("/inzicht/?soort=KUNST", "KUNST", "does not exist. Choose from"),
        ("/inzicht/?gemeenten=GM9999", "GM9999 staat niet in de gegevens.", "GM9999 is not in the data."),
        ("/inzicht/van/GM9999/naar/GM0503/", "staat niet in de gegevens", "is not in the data"),
    ],
)
def test_a_refusal_is_in_the_readers_language(sample: object, get: Get, address: str, dutch: str, english: str) -> None:
    assert dutch in get(address).content.decode()
    told = get("/en" + address).content.decode()
    assert english in told
    lead = re.search(r'<p class="lead">(.*?)</p>', told)
    assert lead
    assert not re.search(r"\b(niet|bestaat|Kies|geen)\b", lead[1])


def test_what_we_do_not_know_is_not_passed_on(sample: object, get: Get) -> None:
    for address in ("/inzicht/?jaar=2017&utm_source=x&fbclid=y", "/inzicht/gemeente/GM0503/?fbclid=y&jaar=2017"):
        html = get(address).content.decode()
        assert "jaar=2017" in html
        assert "fbclid" not in html
        assert "utm_source" not in html

"""Every page, in both languages: right status, well-formed, nothing inline, no database, every link leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve
from tests.samples import location, use_snapshot, write_snapshot
from tests.web.conftest import Get
from tests.web.markup import Page

from tandem.identity.access import PUBLIC

FILLED = [
    "/",
    "/inzicht/",
    "/inzicht/?jaar=2017",
    "/inzicht/?richting=in",
    "/inzicht/?soort=SO",
    "/inzicht/?soort=BO&soort=SO&kant=school&bereik=buiten",
    "/inzicht/?bereik=binnen&gemeente=GM0503",
    "/inzicht/?gemeenten=GM0503,GM0518",
    "/inzicht/?embed=1",
    "/inzicht/regio/haaglanden/",
    "/inzicht/regio/nederland/",
    "/inzicht/gemeente/GM0503/",
    "/inzicht/gemeente/GM0599/",
    "/inzicht/samenwerkingsverband/PO2802/",
    "/inzicht/samenwerkingsverbanden/",
    "/inzicht/regio/haaglanden/samenwerkingsverbanden/",
    "/inzicht/kengetallen/GM0503/",
    "/inzicht/school/20SO00/",
    "/inzicht/school/99ZZ00/",
    "/inzicht/van/GM0518/naar/GM0603/",
    "/inzicht/van/GM0503/naar/GM0503/",
    "/inzicht/van/BE/naar/GM0503/",
    "/inzicht/van/2611/naar/10AA00/",
    "/inzicht/scholen/",
    "/inzicht/scholen/?q=brug",
    "/inzicht/scholen/?q=xyzxyz",
    "/inzicht/gegevens/",
    "/inzicht/begrippen/",
]
WRONG = {
    "/inzicht/regio/atlantis/": 404,
    "/inzicht/gemeente/GM9999/": 404,
    "/inzicht/samenwerkingsverband/PO9999/": 404,
    "/inzicht/kengetallen/GM9999/": 404,
    "/inzicht/school/88XX88/": 404,
    "/inzicht/van/GM9999/naar/GM0503/": 404,
    "/inzicht/van/nergens/naar/GM0503/": 404,
    "/inzicht/?gemeenten=GM9999": 404,
    "/inzicht/?gemeenten=Delft": 400,
    "/inzicht/?jaar=1900": 400,
    "/inzicht/?soort=KUNST": 400,
    "/inzicht/?soort=MBO": 400,
    "/inzicht/?richting=omhoog": 400,
    "/inzicht/?bereik=ver": 400,
    "/inzicht/?kant=links": 400,
    "/inzicht/?gemeente=GM9999": 400,
    "/inzicht/bestaatniet/": 404,
    "/inzicht/nergens.csv": 404,
}


def both(addresses: list[str]) -> list[str]:
    return [form for address in addresses for form in (address, f"/en{address}")]


@pytest.mark.parametrize("address", both(FILLED))
def test_a_page_is_whole(sample: Path, get: Get, address: str) -> None:
    response = get(address)
    assert response.status_code == 200
    page = Page(response.content.decode())
    assert page.faults == []
    assert page.headings.count(1) == 1
    assert page.headings[0] == 1
    assert response.headers["Content-Language"] == ("en" if address.startswith("/en/") else "nl")
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize(("address", "status"), list(WRONG.items()))
def test_a_wrong_address_is_explained(sample: Path, get: Get, address: str, status: int) -> None:
    response = get(address)
    assert response.status_code == status
    html = response.content.decode()
    assert Page(html).faults == []
    assert "Wat je kunt doen" in html
    assert "public" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize("address", ["/inzicht/", "/inzicht/gemeente/GM0503/", "/inzicht/scholen/"])
def test_without_data_the_page_says_what_to_do(empty: Path, get: Get, address: str) -> None:
    response = get(address)
    assert response.status_code == 503
    assert "tandem data load" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert get("/").status_code == 200
    assert get("/inzicht/gegevens/").status_code == 200
    assert get("/inzicht/begrippen/").status_code == 200
    assert get("/inzicht/scholen/zoek?q=a").content == b'{"scholen": []}'


def test_schools_without_pupils_are_no_figures_either(empty: Path, get: Get) -> None:
    use_snapshot(empty, write_snapshot(empty / "addresses", cells=[], locations=[location("10AA00", "GM0503")]))
    assert get("/inzicht/").status_code == get("/inzicht/kaart.csv").status_code == 503
    assert get("/").status_code == get("/inzicht/gegevens/").status_code == 200


def test_every_link_leads_somewhere(sample: Path, get: Get) -> None:
    """From every page above, each address of our own answers, and each fragment exists on its page."""
    pages = {address: Page(get(address).content.decode()) for address in (*FILLED, "/en/inzicht/", "/en/")}
    asked = {target: address for address, page in pages.items() for target in targets(address, page)}
    broken = [f"{target} on {origin}" for target, origin in asked.items() if get(target).status_code != 200]
    assert broken == []
    assert len(asked) > 200
    for address, page in pages.items():
        for link in page.links:
            whole, fragment = urldefrag(urljoin(address, link))
            if fragment and whole in pages:
                assert fragment in pages[whole].ids, f"{link} on {address}"


def targets(address: str, page: Page) -> Iterator[str]:
    """Our own public addresses, except a PNG: it takes a second to draw. The others need the database."""
    for link in page.links:
        target = urldefrag(urljoin(address, link)).url
        elsewhere = target.startswith("/static/") or ".png" in target
        if target.startswith("/") and not elsewhere and is_public(target):
            yield target


def is_public(target: str) -> bool:
    """Also what does not exist: that must show as broken."""
    try:
        path = urlsplit(target).path.removeprefix("/en")
        return resolve(path or "/").func.access_check == PUBLIC  # type: ignore[attr-defined, no-any-return]
    except Resolver404:
        return True


def test_special_education_stands_apart_from_the_rest(sample: Path, get: Get) -> None:
    html = get("/inzicht/").content.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", html)
    assert heading
    assert "In het speciaal onderwijs is dat" in heading[1]


def test_a_finding_is_marked_at_the_figures_it_touches(sample: Path, get: Get) -> None:
    touched = get("/inzicht/school/99ZZ00/").content.decode()
    assert "Van 1 school is de plaats niet bekend." in touched
    other_year = get("/inzicht/?jaar=2017").content.decode()
    assert "Van 1 school is de plaats niet bekend." not in other_year


def links_of(html: str, label: str) -> list[str]:
    [menu] = re.findall(rf'<nav[^>]*aria-label="{label}"><ul>(.*?)</ul>', html, re.DOTALL)
    return re.findall(r">([^<]+)</a>", menu)


def test_the_menu_is_short_and_insight_has_its_own_line(sample: Path, get: Get) -> None:
    for address, part in [("/inzicht/", "Overzicht"), ("/inzicht/scholen/", "Scholen"),
                          ("/inzicht/gegevens/", "Gegevens"), ("/inzicht/begrippen/", "Begrippen")]:  # fmt: skip
        html = get(address).content.decode()
        assert links_of(html, "Hoofdmenu") == ["Loket", "Delen", "Aanbod", "Wie is wie", "Inzicht"]
        assert links_of(html, "Onderdelen van inzicht") == ["Overzicht", "Scholen", "Gegevens", "Begrippen"]
        assert re.findall(r'aria-current="true">([^<]+)</a>', html.split("<h1")[0]) == ["Inzicht", part], address
    assert "Onderdelen van inzicht" not in get("/delen/").content.decode()


def test_embedded_pages_have_no_surroundings_and_may_be_framed(sample: Path, get: Get) -> None:
    plain, embedded = get("/inzicht/"), get("/inzicht/?embed=1")
    assert "<header" in plain.content.decode()
    assert "<header" not in embedded.content.decode()
    assert "frame-ancestors *" in embedded.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in get("/?embed=1").headers["Content-Security-Policy"]


def test_nothing_is_changed_by_asking() -> None:
    assert Client().post("/inzicht/").status_code == 405


def test_search_suggestions(sample: Path, get: Get) -> None:
    answer = get("/inzicht/scholen/zoek?q=sprong").json()["scholen"]
    assert [found["naam"] for found in answer] == ["Speciale school De Sprong"]
    assert answer[0]["adres"] == "/inzicht/school/20SO00/"
    assert "Delft" in answer[0]["toelichting"]


def test_every_route_declares_who_may_see_it() -> None:
    call_command("check", fail_level="ERROR")


def test_a_page_of_example_data_says_so(demo: Path, get: Get) -> None:
    for address in FILLED[:2]:
        assert "Voorbeeldgegevens" in get(address).content.decode()


def test_the_overview_is_light(demo: Path, get: Get) -> None:
    assert len(get("/inzicht/").content) < 150_000

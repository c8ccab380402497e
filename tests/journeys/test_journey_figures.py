"""A policy officer who asks how sure a figure is: the method, wide intervals, the distance and the years to come."""

from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.journeys.conftest import Open
from tests.journeys.test_journey_everyone import clean_in_light_and_dark, violations
from tests.journeys.test_journey_policy_officer import download
from tests.opendata import made

from tandem.flows.cube import write_cube
from tandem.opendata.loading import load

PLACE = "/inzicht/gemeente/GM0503/"
PAGES = ["/inzicht/methode/", PLACE, f"{PLACE}afstand/", f"{PLACE}vooruitblik/", f"{PLACE}veranderd/"]


def bounds(row: dict[str, str], column: str) -> tuple[float, float]:
    return float(row[f"{column} (van)"]), float(row[f"{column} (tot)"])


def follow(page: Page, name: str, address: str) -> None:
    """By the list of other pages about the same place."""
    page.get_by_role("navigation", name="Meer hierover").get_by_role("link", name=name).click()
    page.wait_for_url(f"**{address}*")


def test_from_a_wide_interval_to_how_it_is_made(demo: Path, open_page: Open) -> None:
    page = open_page(PLACE)
    ranges = [bounds(row, "leerlingen") for row in download(page, "scholen", "CSV")]
    assert any(low < high for low, high in ranges), "this town has masked numbers"
    follow(page, "Zo rekenen we", "/inzicht/methode/")
    assert "wie overal 4 invult" in page.locator("h1").inner_text()
    tested = page.locator("#terugtoets").inner_text()
    for method in ("overal 0 invullen", "overal 2,5 invullen", "onze schatting"):
        assert method in tested


def test_the_distance_has_bounds_and_says_what_it_is(demo: Path, open_page: Open) -> None:
    page = open_page(PLACE)
    follow(page, "Afstand tot school", f"{PLACE}afstand/")
    assert "rechte lijn × 1,3" in page.locator("main").inner_text()
    for row in download(page, "soorten", "CSV"):
        half, most = bounds(row, "mediaan, km"), bounds(row, "90 procent, km")
        assert 0 < half[0] <= half[1]
        assert half[0] <= most[0]
        assert half[1] <= most[1]
    assert "indicatie" in page.locator("#jaar").inner_text()


def test_the_years_to_come_and_how_far_off_they_were(demo: Path, open_page: Open) -> None:
    page = open_page(PLACE)
    follow(page, "Vooruitblik", f"{PLACE}vooruitblik/")
    text = page.locator("#terugtoets").inner_text()
    assert "deze vooruitblik, 1 jaar vooruit" in text
    assert "zelfde als vorig jaar, 1 jaar vooruit" in text
    row = download(page, "vooruitblik", "CSV")[0]
    for year in ("2020", "2024"):
        low, high = bounds(row, year)
        assert 0 < low < high


def test_what_changed_is_also_a_feed(demo: Path, open_page: Open) -> None:
    page = open_page(f"{PLACE}?jaar=2017")
    follow(page, "Veranderd", f"{PLACE}veranderd/?jaar=2017")
    assert "2017" in page.locator("main").inner_text()
    feed = page.get_by_role("link", name="Feed van deze lijst").get_attribute("href")
    answer = page.request.get(page.url.split("/inzicht")[0] + str(feed))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.text().startswith("<?xml")


def test_a_college_with_its_students_and_its_caveat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    students = made.mbo({"DELFT": 400, "LEIDEN": 60, "BUITENLAND": 9}, 2017)
    (tmp_path / "mbo.csv").write_text(made.l6(students, {"99RO": "'S-GRAVENHAGE"}, [2017], mask="-1"), encoding="utf-8")
    assert load([tmp_path / "mbo.csv"], finish=(write_cube,)).complete
    page = open_page("/inzicht/school/99RO/")
    assert "studenten" in page.locator("h1").inner_text()
    assert "niet de leslocatie" in page.locator("#herkomst").inner_text()
    row = next(line for line in download(page, "herkomst", "CSV") if line["code"] == "rmc-haaglanden-westland")
    low, high = bounds(row, "studenten")
    assert low <= 400 <= high
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    assert violations(page) == []


def test_axe_finds_nothing_and_a_phone_is_wide_enough(demo: Path, open_page: Open) -> None:
    for address in PAGES:
        page = open_page(address, width=360)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        clean_in_light_and_dark(page, address)

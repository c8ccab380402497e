"""A policy officer: from the region to a special school and the download, with the numbers of the command line."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Page
from tests.journeys.conftest import Open

from tandem.platform.home import PROJECT_ROOT

OUTPUT = PROJECT_ROOT / "tests" / "output"
README_PICTURE = PROJECT_ROOT / "docs" / "images" / "overview.png"
TANDEM = "from tandem.cli.start import main; main()"


def tandem(home: Path, *arguments: str) -> list[dict[str, str]]:
    """What `tandem … --format csv` prints, in a process of its own."""
    command = [sys.executable, "-c", TANDEM, *arguments, "--format", "csv"]
    environment = {**os.environ, "TANDEM_HOME": str(home)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return list(csv.DictReader(io.StringIO(done.stdout)))


def download(page: Page, figure: str, kind: str) -> list[dict[str, str]]:
    page.locator(f"#{figure} details", has_text="download").locator("summary").click()
    with page.expect_download() as started:
        page.locator(f"#{figure}").get_by_role("link", name=kind, exact=True).click()
    text = started.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def follow_the_story(home: Path, open_page: Open, year: int) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Bekijk de regio").click()
    page.wait_for_url("**/inzicht/")
    of_page = {row["code"]: row for row in download(page, "ranglijst", "CSV")}
    summary = tandem(home, "flows", "summary", "--year", str(year), "--sector", "PO", "--region", "haaglanden")
    assert len(summary) == 10
    for row in summary:
        mine = of_page[row["municipality_code"]]
        assert (mine["uit (van)"], mine["uit (tot)"]) == (row["out_low"], row["out_high"])
        assert (mine["in (van)"], mine["in (tot)"]) == (row["in_low"], row["in_high"])

    page.locator("#ranglijst a", has_text="Delft").last.click()
    page.wait_for_url("**/inzicht/gemeente/GM0503/*")
    school = page.locator("#scholen tbody tr").filter(has_text="SO").first.locator("a")
    name = school.inner_text()
    school.click()
    page.wait_for_url("**/inzicht/school/**")
    assert name in page.locator("h1").inner_text()
    code = page.url.split("/school/")[1].partition("/")[0]
    mine_by_home = {row["code"]: row for row in download(page, "kaart", "CSV")}
    listed = tandem(
        home, "flows", "list", "--year", str(year), "--sector", "PO", "--region", "nederland", "--together",
        "--home-level", "pc4", "--school-level", "location", "--school", code,
    )  # fmt: skip
    assert len(listed) == len(mine_by_home) > 3
    for row in listed:
        mine = mine_by_home[row["home_code"]]
        assert (mine["leerlingen (van)"], mine["leerlingen (tot)"]) == (row["pupils_low"], row["pupils_high"])


def test_on_the_example_region(demo: Path, open_page: Open) -> None:
    follow_the_story(demo, open_page, 2019)
    assert "Voorbeeldgegevens" in open_page("/inzicht/").locator("body").inner_text()


@pytest.mark.shared
def test_on_the_real_data_of_2017(real: Path, open_page: Open) -> None:
    follow_the_story(real, open_page, 2017)
    page = open_page("/inzicht/?gemeente=GM0503")
    text = page.locator("main").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    for fact in ("101.262", "8.605", "9.062", "1.066", "8,5 %", "30,4 %", "Uit Delft gaan 823 leerlingen"):
        assert fact in text
    assert "Voorbeeldgegevens" not in page.locator("body").inner_text()


@pytest.mark.shared
def test_on_masked_data_the_truth_lies_inside(real: Path, masked_home: Path, open_page: Open) -> None:
    """The page of the masked file shows intervals; the exact page of the same pupils lies inside each of them."""
    exact = {row["code"]: row for row in download(open_page("/inzicht/"), "ranglijst", "CSV")}
    os.environ["TANDEM_HOME"] = str(masked_home)
    page = open_page("/inzicht/")
    ranges = download(page, "ranglijst", "CSV")
    assert any("–" in row["uit"] for row in ranges)
    for row in ranges:
        for measure in ("uit", "in", "aandeel uit"):
            truth = float(exact[row["code"]][f"{measure} (van)"])
            assert float(row[f"{measure} (van)"]) - 1e-6 <= truth <= float(row[f"{measure} (tot)"]) + 1e-6
    assert page.locator("td.wide").count() > 10


@pytest.mark.shared
def test_the_picture_of_the_readme(real: Path, open_page: Open) -> None:
    """Written to tests/output; `UPDATE_PICTURES=1` also puts it in the README's place."""
    OUTPUT.mkdir(exist_ok=True)
    page = open_page("/inzicht/?gemeente=GM0503")
    page.evaluate("document.fonts.ready")
    map_box = page.locator("#kaart .map").bounding_box()
    assert map_box
    shown: FloatRect = {"x": 0, "y": 0, "width": 1280, "height": map_box["y"] + map_box["height"] + 6}
    picture = page.screenshot(path=OUTPUT / "overview.png", clip=shown, full_page=True)
    assert len(picture) > 100_000
    if os.environ.get("UPDATE_PICTURES") == "1" or not README_PICTURE.exists():
        README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
        README_PICTURE.write_bytes(picture)

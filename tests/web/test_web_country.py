"""The whole country on one page: small enough, and nothing of it out of reach."""

from itertools import pairwise
from pathlib import Path

import pytest
from tests.samples import cell, home, location, use_snapshot, write_snapshot
from tests.web.conftest import Get
from tests.web.test_web_downloads import rows_of_csv

from tandem.flows.cube import write_cube
from tandem.register import municipalities
from tandem.web.insight.figure import LONGEST, SHORTENED

PAGE = "/inzicht/regio/nederland/"
MOST_BYTES = 150_000


@pytest.fixture(scope="module")
def country_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every municipality with a postcode and a school, and pupils who go to their own and to the next."""
    folder = tmp_path_factory.mktemp("country")
    codes = [town.code for town in municipalities.current()]
    ends = {code: (str(1000 + i), f"{i % 100:02d}A{chr(65 + i // 100)}00") for i, code in enumerate(codes)}
    pairs = [*pairwise([*codes, codes[0]]), *((code, code) for code in codes)]
    snapshot = write_snapshot(
        folder / "opendata" / "snapshots" / "country",
        cells=[cell(2017, "BO", ends[at][0], ends[to][1], 100 + i) for i, (at, to) in enumerate(pairs)],
        homes=[home(pc4, code) for code, (pc4, _) in ends.items()],
        locations=[location(school, code) for code, (_, school) in ends.items()],
        names={town.code: town.name for town in municipalities.current()},
    )
    write_cube(snapshot)
    use_snapshot(folder, snapshot)
    return folder


@pytest.fixture
def page(country_home: Path, monkeypatch: pytest.MonkeyPatch, get: Get) -> str:
    monkeypatch.setenv("TANDEM_HOME", str(country_home))
    text: str = get(PAGE).content.decode()
    return text


def test_it_is_not_heavier_than_a_page_may_be(page: str) -> None:
    assert len(page.encode()) <= MOST_BYTES


def test_nor_is_its_longest_choice(page: str, get: Get) -> None:
    """Each area of the map carries the choice in its link, and stays on this page."""
    heavy = get(f"/en{PAGE}?soort=BO&richting=in&kant=woon&gemeente=GM0363").content.decode()
    assert len(heavy.encode()) <= MOST_BYTES
    assert 'href="?richting=in&amp;kant=woon&amp;gemeente=GM0014"' in heavy


def test_every_municipality_can_be_chosen_in_one_field(page: str) -> None:
    field = page.split('<select name="gemeente">')[1].split("</select>", maxsplit=1)[0]
    assert field.count("<option") == len(municipalities.current()) > LONGEST
    assert field.count(" selected") == 1


def test_the_choice_in_the_field_keeps_the_other_choices(page: str, get: Get) -> None:
    form = get(f"{PAGE}?richting=in").content.decode().split('<select name="gemeente">')[0].rpartition("<form")[2]
    assert '<input type="hidden" name="richting" value="in">' in form
    assert 'name="gemeente"' not in form


def test_a_long_table_says_where_the_rest_is(page: str, get: Get) -> None:
    count = len(municipalities.current())
    figure = page.split('id="ranglijst"')[1].split("</figure>", maxsplit=1)[0]
    assert figure.count('<th scope="row"') == SHORTENED
    assert f"Dit zijn de eerste {SHORTENED} van {count} regels." in figure
    assert f'href="{PAGE}ranglijst.csv"' in figure
    codes = {town.code for town in municipalities.current()}
    assert codes <= {text for line in rows_of_csv(get(f"{PAGE}ranglijst.csv").content) for text in line}


def test_every_municipality_is_on_the_map_with_its_number(page: str) -> None:
    titles = page.split('id="kaart"')[1].split("</svg>", maxsplit=1)[0].count("<title>")
    assert titles >= len(municipalities.current())

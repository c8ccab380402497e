"""The pages about method, distance and the coming years: there, in two languages, with their files, and honest."""

import csv
import io

import pytest
from tests.web.conftest import Get

from tandem.flows.masked.measured import measured

PAGES = [
    ("/inzicht/methode/", ("voorbeeld", "terugtoets", "toetsregios", "grenzen", "hier")),
    ("/inzicht/afstand/", ("afstanden", "delen", "soorten", "jaar")),
    ("/inzicht/gemeente/GM0503/afstand/", ("afstanden", "delen", "soorten", "jaar")),
    ("/inzicht/vooruitblik/", ("vooruitblik", "gemeenten", "terugtoets")),
    ("/inzicht/gemeente/GM0503/vooruitblik/", ("vooruitblik", "terugtoets")),
]


@pytest.mark.parametrize(("address", "figures"), PAGES)
def test_each_page_has_its_figures_and_their_files(
    demo: object, get: Get, address: str, figures: tuple[str, ...]
) -> None:
    html = get(address).content.decode()
    for key in figures:
        assert f'id="{key}"' in html
        rows = list(csv.reader(io.StringIO(get(f"{address}{key}.csv").content.decode("utf-8-sig"))))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1
    english = get(f"/en{address}")
    assert english.status_code == 200
    assert "waarschijnlijk" not in english.content.decode()


def test_the_method_page_tells_the_measured_figures(demo: object, get: Get) -> None:
    html = get("/inzicht/methode/").content.decode()
    scores = measured().of("SBO+SO+VSO", "country")
    assert f"{scores['estimate'].flow_error:.1f}".replace(".", ",") in html
    for method in ("0", "1", "2", "2.5", "4", "school_total", "estimate"):
        assert f"{scores[method].flow_error:.1f}".replace(".", ",") in html


def test_what_was_measured_meets_what_was_promised() -> None:
    special, primary = measured().of("SBO+SO+VSO", "country"), measured().of("BO", "country")
    for scores in (special, measured().of("SBO+SO+VSO", "held_out")):
        assert abs(scores["estimate"].total_error or 99) <= 1
        assert (scores["estimate"].flow_error or 99) <= 8
    assert (primary["estimate"].flow_error or 99) <= 5.7
    assert {one.inside for one in (*special.values(), *primary.values()) if one.inside is not None} == {100}


def test_a_school_has_a_distance_page(demo: object, get: Get) -> None:
    html = get("/inzicht/afstand/").content.decode()
    assert "rechte lijn × 1,3" in html
    municipality = get("/inzicht/gemeente/GM0503/afstand/").content.decode()
    school = municipality.split("/inzicht/school/", 1)[1].split("/", 1)[0]
    assert "Enkele reis" in get(f"/inzicht/school/{school}/afstand/").content.decode()
    assert get("/inzicht/school/99ZZ99/afstand/").status_code == 404


def test_one_year_is_told_to_be_too_short(sample: object, get: Get) -> None:
    response = get("/inzicht/vooruitblik/?soort=SO")
    assert response.status_code == 404
    assert "3 jaren" in response.content.decode()

import csv
import gzip
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.platform.home import PROJECT_ROOT
from tandem.register import municipalities
from tandem.register.definitions import DefinitionError, read_definition

SHARED = PROJECT_ROOT.parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the real open data are not beside the project")


@pytest.mark.parametrize(
    "spelling",
    [
        "'s-Gravenhage",
        "'S-GRAVENHAGE",
        "S GRAVENHAGE",
        "s-Gravenhage",
        "Den Haag",
        "den haag",
        "'s-Gravenhage (gemeente)",
    ],
)
def test_every_spelling_of_the_hague_is_the_hague(spelling: str) -> None:
    assert municipalities.by_name(spelling) == "GM0518"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bergen (NH.)", "GM0373"),
        ("BERGEN (L.)", "GM0893"),
        ("Hengelo (O.)", "GM0164"),
        ("Nuenen, Gerwen en Nederwetten", "GM0820"),
        ("Sudwest-Fryslan", "GM1900"),
        ("Noordwijkerhout", "GM0575"),
        ("Graafstroom", "GM1978"),  # Molenwaard, then Molenlanden
        ("Gaasterlân-Sleat", "GM1940"),  # De Friese Meren, then another name and code
    ],
)
def test_a_name_old_or_new_gives_todays_code(name: str, code: str) -> None:
    assert municipalities.by_name(name) == code


@pytest.mark.parametrize("name", ["Bergen", "", " ", "België", "Onbekend", "Atlantis", "S·dwest-Atlantis"])
def test_what_is_no_municipality_or_could_be_two_is_not_guessed(name: str) -> None:
    assert municipalities.by_name(name) is None
    assert municipalities.repaired(name) is None


@pytest.mark.parametrize("garbled", ["S·dwest-FryslÔn", "SÃºdwest-FryslÃ¢n"])
def test_garbled_accents_are_repaired_and_reported(garbled: str) -> None:
    assert municipalities.by_name(garbled) == "GM1900"
    assert municipalities.repaired(garbled) == "Súdwest-Fryslân"


def test_a_name_that_is_right_is_not_reported_as_repaired() -> None:
    assert municipalities.repaired("Súdwest-Fryslân") is None
    assert municipalities.repaired("Sudwest-Fryslan") is None


@pytest.mark.parametrize(
    ("code", "pc4", "expected"),
    [
        ("GM0140", "", "GM1900"),  # Littenseradiel
        ("GM0140", "9027", "GM0080"),
        ("GM0140", "8831", "GM1949"),
        ("GM0140", "1011", "GM1900"),  # not one of its postcodes: the main successor
        ("GM0788", "5268", "GM0865"),  # Haaren: Helvoirt went to Vught
        ("GM0053", "9892", "GM1969"),  # Winsum: Feerwerd went to Westerkwartier
        ("GM0055", "8493", "GM1940"),  # Boarnsterhim: Terherne, by way of De Friese Meren
        ("GM1671", "5386", "GM0828"),  # Maasdonk: Geffen went to Oss
        ("GM0503", "9027", "GM0503"),
    ],
)
def test_a_divided_municipality_is_followed_by_postcode(code: str, pc4: str, expected: str) -> None:
    assert municipalities.successor(code, pc4) == expected


def test_every_code_ends_in_one_of_todays_342() -> None:
    today = {municipality.code for municipality in municipalities.current()}
    assert len(today) == 342
    assert set(municipalities.all_codes().values()) == today
    assert set(municipalities.divided().values()) <= today
    assert set(municipalities.all_names().values()) == today


# How many there were on 1 January (CBS), and how many new codes came since the year before it.
COUNTS = {
    2011: (418, 5), 2012: (415, 1), 2013: (408, 2), 2014: (403, 1), 2015: (393, 2), 2016: (390, 3), 2017: (388, 1),
    2018: (380, 3), 2019: (355, 9), 2021: (352, 1), 2022: (345, 3), 2023: (342, 1),
}  # fmt: skip


def test_the_number_of_municipalities_follows_the_counts_of_cbs() -> None:
    ends = [m.until for code in municipalities.all_codes() if (m := municipalities.find(code)).until]
    count = 431
    since = date(2010, 1, 1)
    for year, (expected, new) in COUNTS.items():
        count += new - sum(since < end <= date(year, 1, 1) for end in ends)
        since = date(year, 1, 1)
        assert count == expected, year


@given(st.sampled_from(sorted(municipalities.all_codes())), st.integers(1000, 9999).map(str))
def test_following_twice_is_following_once(code: str, pc4: str) -> None:
    heir = municipalities.successor(code, pc4)
    assert municipalities.successor(heir, pc4) == heir


@given(st.text())
def test_the_normal_form_is_stable_and_no_text_breaks_the_look_up(text: str) -> None:
    normal = municipalities.normalise(text)
    assert municipalities.normalise(normal.upper().lower()) == municipalities.normalise(normal)
    assert municipalities.by_name(text) in {None, *municipalities.all_codes().values()}


def test_an_unknown_code_comes_back_and_has_no_name() -> None:
    assert municipalities.successor("GM9999") == "GM9999"
    assert not municipalities.exists("GM9999")
    with pytest.raises(KeyError):
        municipalities.name("GM9999")


def test_the_file_is_read_once_and_quickly() -> None:
    code = (
        "import pathlib; from tandem.register import municipalities as m; m.current();"
        "pathlib.Path.read_text = None; m.by_name('Haaren', '5268'); m.successor('GM0140', '9027'); m.name('GM0503')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=20)


def test_a_wrong_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "municipalities.yaml"
    path.write_text("source: x\ntoday: {GM1: Delft}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"municipalities\.yaml"):
        read_definition(path, municipalities.MunicipalitiesFile)


@needs_shared
@pytest.mark.shared
def test_every_name_in_the_real_file_of_2017_resolves_to_its_code() -> None:
    path = SHARED / "duo-po-postcode-2017-2018" / "03.-leerlingen-po-totaaloverzicht-2017-2018.csv.gz"
    with gzip.open(path, "rt", encoding="cp1252", newline="") as file:
        rows = {
            (r["GEMEENTENUMMER"], r["GEMEENTENAAM"], r["GEMEENTENAAM_LEERLING"])
            for r in csv.DictReader(file, delimiter=";")
        }
    for number, name, home in rows:
        assert municipalities.by_name(name) == municipalities.successor(f"GM{int(number):04d}")
        assert municipalities.by_name(home) or home in {"Belgie", "Duitsland", "ander land", "Onbekend", " "}


@needs_shared
@pytest.mark.shared
def test_postcodes_of_divided_municipalities_agree_with_cbs() -> None:
    with (SHARED / "cbs-pc4" / "pc4_nederland.csv").open(encoding="utf-8") as file:
        cbs = {row["postcode"]: row["gemeente"] for row in csv.DictReader(file)}
    assert all(municipalities.by_name(name) for name in cbs.values() if name)
    for (_, pc4), code in municipalities.divided().items():
        if cbs[pc4] != "Haaren":  # divided after this list was made
            assert municipalities.by_name(cbs[pc4]) == code


def test_every_municipality_of_today_has_a_point_of_its_own_in_the_country() -> None:
    points = municipalities.points()
    assert list(points) == [municipality.code for municipality in municipalities.current()]
    assert len(set(points.values())) == len(points)
    assert all(10_000 < x < 280_000 and 305_000 < y < 620_000 for x, y in points.values())
    (x, y), (far_x, far_y) = points["GM0503"], points["GM0014"]  # Delft, Groningen
    assert (x < far_x, y < far_y) == (True, True)

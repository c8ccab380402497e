"""The example region meets the published totals, is the same every time, and resembles nobody's school."""

import csv
import gzip
import io
import json
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tandem.opendata.demo import YEARS, write_demo_files
from tandem.opendata.demo.facts import Totals, facts
from tandem.opendata.demo.margins import Counts, fit, spread
from tandem.platform.home import PROJECT_ROOT
from tandem.register import municipalities
from tandem.register.data import BRIN_PATTERN
from tandem.register.definitions import region

SHARED = PROJECT_ROOT.parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the real open data are not beside the project")
FAR = {code.strip() for code, _, _ in facts().far_homes}
Row = dict[str, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo")
    write_demo_files(path)
    return path


def pupil_rows(folder: Path, year: int) -> list[Row]:
    path = next(folder.glob(f"*totaaloverzicht-{year}-*"))
    return table(gzip.decompress(path.read_bytes()), "cp1252", ";")


def table(content: bytes, encoding: str = "utf-8", separator: str = ",") -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode(encoding), newline=""), delimiter=separator))


def as_code(number: str) -> str:
    return f"GM{int(number):04d}" if number.strip() else ""


def traffic(rows: list[Row]) -> Counter[tuple[str, str, str]]:
    """Pupils per kind, home municipality and school municipality, by a road of its own: the names in the file."""
    flows: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        home = municipalities.by_name(row["GEMEENTENAAM_LEERLING"], row["POSTCODE_LEERLING"]) or "abroad"
        flows[row["SOORT_PO"], home, as_code(row["GEMEENTENUMMER"])] += int(row["TOTAAL"])
    return flows


def totals(rows: list[Row]) -> dict[tuple[str, str], Totals]:
    """What the published table says, counted again from the rows."""
    flows = traffic(rows)
    inside = set(region("haaglanden").municipalities)
    counted = {}
    for kind, code in {(k, c) for k, h, s in flows for c in (h, s)} & {(k, c) for k in facts().kinds for c in inside}:
        living = {s: n for (k, h, s), n in flows.items() if (k, h) == (kind, code)}
        at_school = sum(n for (k, _, s), n in flows.items() if (k, s) == (kind, code))
        within = sum(n for school, n in living.items() if school in inside and school != code)
        counted[kind, code] = Totals(sum(living.values()), living.get(code, 0), within, at_school)
    return counted


def test_the_totals_of_2017_are_the_published_ones(folder: Path) -> None:
    published = {(kind, code): row for kind, rows in facts().totals.items() for code, row in rows.items()}
    assert len(published) == 40
    rows = pupil_rows(folder, 2017)
    assert totals(rows) == published
    # One pupil of one of these municipalities less, and the test would see it.
    touched = next(index for index, row in enumerate(rows) if row["GEMEENTENAAM_LEERLING"] == "Delft")
    rows[touched] = rows[touched] | {"TOTAAL": str(int(rows[touched]["TOTAAL"]) - 1)}
    assert totals(rows) != published


@needs_shared
@pytest.mark.shared
def test_the_totals_in_the_definitions_are_those_of_the_real_file() -> None:
    with (SHARED / "duo-po-postcode-2017-2018" / "referentie_grensverkeer_po_2017.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["soort"] != "PO totaal"]
    assert len(rows) == 40
    for row in rows:
        known = facts().totals[row["soort"]][municipalities.by_name(row["gemeente"]) or ""]
        assert (known.living, known.out, known.out_within_region, known.at_school, known.incoming) == tuple(
            int(row[column])
            for column in ("wonend", "uitgaand", "waarvan_binnen_haaglanden", "op_school_in_gemeente", "inkomend")
        )


def test_other_years_drift_by_at_most_two_per_cent(folder: Path) -> None:
    base = traffic(pupil_rows(folder, 2017))
    for year in (2015, 2016):
        flows = traffic(pupil_rows(folder, year))
        staying = [(flows[key], number) for key, number in base.items() if key[1] == key[2] and number > 500]
        assert staying
        assert all(abs(now - then) <= 0.02 * then + 1 for now, then in staying)
        assert any(now != then for now, then in staying)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(folder: Path, tmp_path: Path) -> None:
    again = {path.name: path.read_bytes() for path in write_demo_files(tmp_path / "again")}
    assert again == {path.name: path.read_bytes() for path in folder.iterdir()}
    other = {path.name: path.read_bytes() for path in write_demo_files(tmp_path / "other", seed=1)}
    assert other.keys() == again.keys()
    assert all(other[name] != content for name, content in again.items() if "totaaloverzicht" in name)


def test_it_is_made_quickly_and_small(tmp_path: Path) -> None:
    start = time.process_time()  # of this process: the machine may be busy
    paths = write_demo_files(tmp_path)
    assert time.process_time() - start < 3
    assert sum(path.stat().st_size for path in paths) < 1_500_000


def test_ages_add_up_and_fit_the_kind(folder: Path) -> None:
    for row in pupil_rows(folder, 2017):
        numbers = {column: int(value) for column, value in row.items() if column.startswith("LEEFTIJD_")}
        assert sum(numbers.values()) == int(row["TOTAAL"]) > 0
        ages = {column.removeprefix("LEEFTIJD_") for column, number in numbers.items() if number}
        known = {"JONGER" if age == 3 else str(age) for age in facts().ages[row["SOORT_PO"]]}
        assert ages <= known


def test_no_pair_of_home_and_school_stands_in_a_year_twice(folder: Path) -> None:
    for year in YEARS:
        keys = Counter((*tuple(row.values())[3:7], row["SOORT_PO"]) for row in pupil_rows(folder, year))
        assert max(keys.values()) == 1


@pytest.mark.parametrize("year", [2018, 2019])
def test_from_2018_small_numbers_are_masked_as_the_source_does(folder: Path, year: int) -> None:
    values = Counter(
        value
        for row in pupil_rows(folder, year)
        for column, value in row.items()
        if column == "TOTAAL" or column.startswith("LEEFTIJD_")
    )
    assert values["<5"] > 10_000
    assert not {"1", "2", "3", "4"} & values.keys()
    assert all(value == "<5" or value.isdigit() for value in values)


def test_before_2018_nothing_is_masked(folder: Path) -> None:
    assert all("<5" not in row.values() for year in (2015, 2016, 2017) for row in pupil_rows(folder, year))


def test_the_key_has_its_new_names_from_2019(folder: Path) -> None:
    assert {"BRIN_NUMMER", "VESTIGINGSNUMMER"} <= pupil_rows(folder, 2018)[0].keys()
    assert {"INSTELLINGSCODE", "VESTIGINGSCODE"} <= pupil_rows(folder, 2019)[0].keys()


def test_the_header_is_the_publishers_own(folder: Path) -> None:
    header = list(pupil_rows(folder, 2017)[0])
    assert len(header) == 38
    assert header[:4] == ["PEILDATUM", "GEMEENTENUMMER", "GEMEENTENAAM", "POSTCODE_LEERLING"]
    assert header[-2:] == ["LEEFTIJD_OUDER", "TOTAAL"]


@needs_shared
@pytest.mark.shared
def test_the_header_equals_that_of_the_real_file(folder: Path) -> None:
    real = SHARED / "duo-po-postcode-2017-2018" / "haaglanden" / "Delft.csv"
    assert ";".join(pupil_rows(folder, 2017)[0]) == real.read_text(encoding="cp1252").splitlines()[0]


def test_the_checks_have_something_to_find(folder: Path) -> None:
    listed = {row["postcode"] for row in table((folder / "postcodes.csv").read_bytes())}
    rows = pupil_rows(folder, 2017)
    homes = {row["POSTCODE_LEERLING"].strip() for row in rows}
    assert homes - listed == FAR | {"3199"}
    assert any(municipalities.repaired(row["GEMEENTENAAM_LEERLING"]) for row in rows)
    without_place = {row["BRIN_NUMMER"] for row in pupil_rows(folder, 2018) if not row["GEMEENTENUMMER"].strip()}
    assert len(without_place) == 2
    assert all(row["GEMEENTENUMMER"].strip() for row in rows)


def addresses(folder: Path) -> list[Row]:
    paths = [folder / "03-alle-vestigingen-bo.csv", folder / "09.-alle-vestigingen-sbo-so-en-vso.csv"]
    return [row for path in paths for row in table(path.read_bytes(), "cp1252", ";")]


def test_addresses_agree_with_the_pupils_and_miss_a_few_schools(folder: Path) -> None:
    known = {row["VESTIGINGSNUMMER"]: row for row in addresses(folder)}
    seen = {row["BRIN_NUMMER"] + row["VESTIGINGSNUMMER"]: row for row in pupil_rows(folder, 2017)}
    assert known.keys() < seen.keys()
    assert len(known) > 0.95 * len(seen)
    for code, row in known.items():
        assert as_code(row["GEMEENTENUMMER"]) == as_code(seen[code]["GEMEENTENUMMER"])
        assert row["VESTIGINGSNAAM"] == seen[code]["INSTELLINGSNAAM_VESTIGING"]
        assert municipalities.by_name(row["GEMEENTENAAM"]) == as_code(row["GEMEENTENUMMER"])


def test_the_map_has_the_schools_of_the_address_lists_each_on_its_own_point(folder: Path) -> None:
    content = json.loads((folder / "scholen.geojson").read_text(encoding="utf-8"))
    points = {f["properties"]["vestigingscode"]: tuple(f["geometry"]["coordinates"]) for f in content["features"]}
    assert points.keys() == {row["VESTIGINGSNUMMER"] for row in addresses(folder)}
    assert len(set(points.values())) == len(points)
    homes = {place.pc4: place for place in facts().places}
    for feature in content["features"]:
        home = homes[feature["properties"]["postcode"][:4]]
        longitude, latitude = feature["geometry"]["coordinates"]
        assert abs(longitude - home.longitude) <= 0.0051
        assert abs(latitude - home.latitude) <= 0.0031


def test_school_codes_are_outside_the_range_that_duo_gives_out(folder: Path) -> None:
    codes = {row["BRIN_NUMMER"] for year in (2015, 2018) for row in pupil_rows(folder, year)}
    assert len(codes) > 300
    assert all(code.startswith("99") and BRIN_PATTERN.fullmatch(code) for code in codes)


@needs_shared
@pytest.mark.shared
def test_no_school_of_the_example_exists(folder: Path) -> None:
    rows = pupil_rows(folder, 2018)
    real_codes, real_names = set[str](), set[str]()
    for code, name in real_schools():
        real_codes.add(code[:4])
        real_names.add(" ".join(name.casefold().split()[-3:]))  # ours are three words after the kind of school
    assert len(real_codes) > 6000
    assert not {row["BRIN_NUMMER"] for row in rows} & real_codes
    assert not {code for code in real_codes if code.startswith("9")}
    assert not {row["INSTELLINGSNAAM_VESTIGING"].split(" ", 1)[1].casefold() for row in rows} & real_names


def real_schools() -> Iterator[tuple[str, str]]:
    """Code and name of every school in the real files that name them."""
    files = {
        "duo-po-postcode-2017-2018/03.-leerlingen-po-totaaloverzicht-2017-2018.csv.gz": "INSTELLINGSNAAM_VESTIGING",
        "duo-vestigingen-bo-2021/03-alle-vestigingen-bo.csv.gz": "VESTIGINGSNAAM",
    }
    for path, column in files.items():
        with gzip.open(SHARED / path, "rt", encoding="cp1252", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                yield row.get("BRIN_NUMMER") or row["BRIN NUMMER"], row[column]
    for located in (SHARED / "scholen-geocodeerd-edugis").glob("*.zip"):
        with zipfile.ZipFile(located) as archive:
            content = json.loads(archive.read(archive.namelist()[0]))
        for feature in content["features"]:
            yield feature["properties"]["brin_nummer"] or "", feature["properties"]["naam"] or ""


def test_every_postcode_has_its_own_municipality_and_partnerships(folder: Path) -> None:
    rows = table((folder / "postcodes.csv").read_bytes())
    members = defaultdict(set)
    for row in rows:
        members[municipalities.by_name(row["gemeente"])].add(row["postcode"])
        assert 3.9 < float(row["lon"]) < 4.8
        assert 51.8 < float(row["lat"]) < 52.4
    assert sum(len(members[code]) for code in region("haaglanden").municipalities) == 146
    partnerships = {row["pc4"]: row for row in table((folder / "samenwerkingsverbanden.csv").read_bytes())}
    assert partnerships["3155"]["swv_vo"] == "VO2811"  # Maasland lies in another partnership than Schipluiden
    assert partnerships["2636"]["swv_vo"] == "VO2809"


def test_schematic_borders_cover_the_postcodes_without_overlap(folder: Path) -> None:
    content = json.loads((folder / "schematische-grenzen-van-tandem.geojson").read_text(encoding="utf-8"))
    assert content["name"] == "schematische grenzen van Tandem"
    shapes = {f["properties"]["statcode"]: shapely.geometry.shape(f["geometry"]) for f in content["features"]}
    assert set(region("haaglanden").municipalities) <= shapes.keys()
    for place in facts().places:
        if place.listed:
            assert shapes[place.municipality].contains(shapely.Point(place.longitude, place.latitude))
    assert all(shape.is_valid for shape in shapes.values())
    total = sum(shape.area for shape in shapes.values())
    assert shapely.union_all(list(shapes.values())).area == pytest.approx(total, rel=1e-3)


@given(st.integers(0, 5000), st.lists(st.floats(0.001, 100), min_size=1, max_size=50), st.floats(0, 0.999))
def test_spreading_keeps_the_sum_and_the_proportions(total: int, likely: list[float], start: float) -> None:
    counts = spread(total, np.array(likely), start)
    assert counts.sum() == total
    expected = np.array(likely) / sum(likely) * total
    assert np.all(np.abs(counts - expected) < 1 + 1e-6)


@given(
    st.integers(3, 8).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 60), min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
def test_fitting_meets_every_sum_and_keeps_the_empty_diagonal(numbers: list[list[int]]) -> None:
    truth: Counts = np.array(numbers, dtype=np.int64)
    np.fill_diagonal(truth, 0)
    likely = np.ones(truth.shape) - np.eye(len(truth))
    fitted = fit(likely, truth.sum(axis=1), truth.sum(axis=0))
    assert (fitted.sum(axis=1) == truth.sum(axis=1)).all()
    assert (fitted.sum(axis=0) == truth.sum(axis=0)).all()
    assert not fitted.diagonal().any()
    assert fitted.min() >= 0


def test_sums_that_cannot_be_met_are_refused() -> None:
    with pytest.raises(ValueError, match="same sum"):
        fit(np.ones((2, 2)), np.array([1, 2]), np.array([1, 1]))
    with pytest.raises(ValueError, match="cannot be met"):
        fit(1 - np.eye(2), np.array([3, 0]), np.array([3, 0]))

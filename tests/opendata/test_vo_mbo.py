"""VO by year of study, PrO apart where the file has it, MBO at the seat, and the other header names of L2."""

from pathlib import Path
from typing import Any

import pytest
from tests.opendata import made, samples
from tests.opendata.conftest import Load, Query

from tandem.opendata.snapshots import current_snapshot, read_report
from tandem.opendata.tokens import BadValue, parse_grade, parse_institution, parse_vo_kind, parse_year

L3_NAME = "02.-leerlingen-per-vestiging-naar-postcode-en-leerjaar-{}.csv"
CELLS = "SELECT year, sector, home, location, low, high FROM cells"
GRADES = "SELECT year, sector, home, location, grade, low, high FROM ages WHERE age IS NULL"


def report(home: Path) -> dict[str, Any]:
    snapshot = current_snapshot(home)
    assert snapshot is not None
    return read_report(snapshot)


def findings(home: Path) -> dict[str, dict[str, Any]]:
    return {finding["check"]: finding for finding in report(home)["findings"]}


def assert_reconciled(home: Path, query: Query, cells: dict[tuple[int, str, str, str], list[int]]) -> None:
    """The table is what the generator expects, the truth lies inside, and the report counts the same."""
    found = {tuple(row[:4]): (row[4], row[5]) for row in query(CELLS)}
    assert found == {key: (low, high) for key, (low, high, _) in cells.items()}
    assert all(low <= truth <= high for low, high, truth in cells.values())
    for count in report(home)["counts"]:
        mine = [cell for key, cell in cells.items() if key[:2] == (count["year"], count["sector"])]
        assert (count["rows"], count["pupils_low"], count["pupils_high"]) == (
            len(mine),
            sum(cell[0] for cell in mine),
            sum(cell[1] for cell in mine),
        )
        assert count["masked"] == sum(low < high for low, high, _ in mine)


def assert_grades(query: Query, groups: list[made.Group], mask: str, *, apart: bool) -> None:
    found = {tuple(row[:5]): (row[5], row[6]) for row in query(GRADES)}
    assert found == {key: made.bounds(n, mask) for key, n in made.parts(groups, apart=apart).items()}


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("code", ["", "short", "whole"])
def test_l3_is_reconciled(separator: str, code: str, home: Path, take_in: Load, query: Query) -> None:
    groups = made.vo(1, [2019])
    content = made.l3(groups, separator=separator, code=code).encode("cp1252")
    result = take_in({L3_NAME.format(2019): content, "vestigingen-vo.csv": made.vo_addresses()})
    source = next(source for source in result.loaded if source.layout == "L3")
    assert result.complete
    assert (source.years, source.sectors) == ((2019,), ("VO",))
    assert_reconciled(home, query, made.expected(groups, "<5", apart=False))
    assert_grades(query, groups, "<5", apart=False)
    assert query("SELECT DISTINCT municipality FROM locations") == [("GM0503",)]
    assert "pro_within_vo" in findings(home), "nobody may think that the file has no PrO"
    assert not findings(home).keys() & {"duplicate_row", "duplicate_key_summed", "unknown_location"}


def test_l3_with_its_kind_tells_pro_apart(home: Path, take_in: Load, query: Query) -> None:
    groups = made.vo(2, [2020])
    take_in({L3_NAME.format(2020): made.l3(groups, kind=True)})
    assert_reconciled(home, query, made.expected(groups, "<5"))
    assert_grades(query, groups, "<5", apart=True)
    assert "pro_within_vo" not in findings(home)


@pytest.mark.parametrize("kind", [True, False])
@pytest.mark.parametrize("mask", ["", "-1"])
def test_l5_has_several_years(kind: bool, mask: str, home: Path, take_in: Load, query: Query) -> None:
    groups = made.vo(3, range(2014, 2019))
    if not kind:  # without its kind a row of the file holds VO and PrO together
        groups = [
            made.Group(*key[:2], _home(key[2]), *key[3:], n) for key, n in made.parts(groups, apart=False).items()
        ]
    (source,) = take_in({"02voins.csv": made.l5(groups, mask=mask, kind=kind)}).loaded
    assert (source.layout, source.years) == ("L5", tuple(range(2014, 2019)))
    assert source.sectors == (("PRO", "VO") if kind else ("VO",))
    assert_reconciled(home, query, made.expected(groups, mask))
    assert_grades(query, groups, mask, apart=True)
    assert query("SELECT DISTINCT municipality FROM locations") == [("GM0503",)]


def _home(code: str) -> str:
    return next(written for written, place in made.PLACES.items() if place[0] == code)


def test_homes_of_vo_are_placed_by_number(take_in: Load, query: Query) -> None:
    groups = made.vo(4, [2018])
    take_in({"02voins.csv": made.l5(groups)})
    homes = {code: (kind, place) for code, kind, place in query("SELECT code, kind, municipality FROM homes")}
    assert homes["2497"] == ("pc4", "GM0518")
    assert (homes["BE"], homes["ONBEKEND"]) == (("foreign", None), ("unknown", None))


def test_a_number_that_does_not_exist_gives_way_to_the_name(home: Path, take_in: Load, query: Query) -> None:
    groups = made.vo(4, [2018])
    take_in({"02voins.csv": made.l5(groups).replace("2497,0518,", "2497,9999,")})
    assert query("SELECT municipality FROM homes WHERE code = '2497'") == [("GM0518",)]
    assert findings(home)["unknown_municipality"]["examples"] == ["GM9999"]


def test_two_files_about_the_same_schools_count_once(home: Path, take_in: Load, query: Query) -> None:
    """L3 has the PrO pupils under VO, L5 apart: the exact file wins for both, and nothing is counted twice."""
    groups = made.vo(5, [2018])
    take_in({L3_NAME.format(2018): made.l3(groups), "02voins.csv": made.l5(groups)})
    assert_reconciled(home, query, made.expected(groups, ""))
    assert_grades(query, groups, "", apart=True)
    assert "sources_contradict" not in findings(home)


def test_two_files_that_contradict_each_other_are_told(home: Path, take_in: Load) -> None:
    groups = made.vo(5, [2018])
    most = max(groups, key=lambda group: group.pupils)
    more = [*groups, made.Group(2018, most.sector, most.home, most.location, most.part, 500)]
    take_in({L3_NAME.format(2018): made.l3(more), "02voins.csv": made.l5(groups)})
    assert findings(home)["sources_contradict"]["locations"] == [most.location]


def test_years_in_the_names_of_an_archive_are_kept(home: Path, tmp_path: Path, take_in: Load, query: Query) -> None:
    groups = made.vo(6, [2019, 2020])
    members = [(L3_NAME.format(y), made.l3([g for g in groups if g.year == y])) for y in (2019, 2020)]
    path = samples.write_zip(tmp_path / "vo-2018.zip", members)
    result = take_in({"vo-2018.zip": path.read_bytes()})
    assert sorted(source.years for source in result.loaded) == [(2019,), (2020,)]
    assert_reconciled(home, query, made.expected(groups, "<5", apart=False))


def test_rows_that_an_unknown_column_splits_are_added_up(home: Path, take_in: Load, query: Query) -> None:
    rows = "2018,99AA,0,0503,DELFT,2611,0503,DELFT,1,7,{}\n"
    header = made.l5([], kind=False).rstrip("\n") + ",GESLACHT\n"
    take_in({"02voins.csv": header + rows.format("M") + rows.format("V")})
    assert query(CELLS) == [(2018, "VO", "2611", "99AA00", 14, 14)]
    assert "duplicate_row" not in findings(home)
    take_in({"02voins.csv": header + rows.format("M") + rows.format("M")}, fresh=True)
    assert query(CELLS) == [(2018, "VO", "2611", "99AA00", 7, 7)]
    assert findings(home)["duplicate_row"]["count"] == 1


# --- MBO ------------------------------------------------------------------------------------------------------------

LIVING = {"'S-GRAVENHAGE": 900, "DELFT": 80, "BERGEN (L)": 7, "SÚDWEST-FRYSLÂN": 12, "BUITENLAND": 6, "ONBEKEND": 3}
HOMES = {"GM0518": 900, "GM0503": 80, "GM0893": 7, "GM1900": 12, "ANDER": 6, "ONBEKEND": 3}


def test_l6_is_reconciled(home: Path, take_in: Load, query: Query) -> None:
    students = made.mbo(LIVING, 2022)
    content = made.l6(students, {"99RO": "'S-GRAVENHAGE"}, [2021, 2022])
    (source,) = take_in({"mbo.csv": content}).loaded
    assert (source.layout, source.years, source.sectors) == ("L6", (2022,), ("MBO",))
    found = {code: (low, high) for code, low, high in query("SELECT home, low, high FROM cells")}
    assert found.keys() == HOMES.keys()
    for name, code in zip(LIVING, HOMES, strict=True):
        cells = [numbers[2022] for key, numbers in students.items() if key[1] == name]
        assert found[code] == tuple(sum(side) for side in zip(*(made.bounds(n, "-1") for n in cells), strict=True))
        assert found[code][0] <= LIVING[name] <= found[code][1]
    (count,) = report(home)["counts"]
    assert (count["year"], count["sector"], count["rows"]) == (2022, "MBO", len(HOMES))
    assert count["pupils_low"] == sum(low for low, _ in found.values())


def test_l6_without_masks_is_exact(take_in: Load, query: Query) -> None:
    take_in({"mbo.csv": made.l6(made.mbo(LIVING, 2022), {"99RO": "'S-GRAVENHAGE"}, [2022], mask="")})
    assert dict(query("SELECT home, low FROM cells WHERE low = high")) == HOMES
    assert query("SELECT reason FROM cells WHERE home = 'ANDER'") == [("foreign_home",)]


def test_l6_homes_are_municipalities_and_the_institution_is_at_its_seat(
    home: Path, take_in: Load, query: Query
) -> None:
    content = made.l6(made.mbo(LIVING, 2022), {"99RO": "'S-GRAVENHAGE"}, [2022])
    take_in({"mbo.csv": content, "l10.csv": samples.postcodes("2497,Den Haag,'s-Gravenhage,4.2,52.0")})
    (row,) = query(
        "SELECT kind, name, municipality, partnership_vo, longitude, known_by FROM homes WHERE code='GM0518'"
    )
    assert row == ("municipality", "'s-Gravenhage", "GM0518", None, 4.2, "row")
    assert query("SELECT code, name, place, municipality, partnership_vo FROM locations") == [
        ("99RO", "ROC 99RO", "'S-GRAVENHAGE", "GM0518", None)
    ]
    told = findings(home)["mbo_at_seat"]
    assert "niet de leslocatie" in told["message"]
    assert (told["severity"], told["years"], told["sectors"]) == ("warn", [2022], ["MBO"])


@pytest.mark.parametrize(
    ("seat", "municipality"),
    [("NAALDWIJK", "GM1783"), ("HENGELO", "GM0164"), ("RIJSWIJK", "GM0603"), ("LUTJEBROEK", None)],
)
def test_a_seat_is_found_by_its_place(seat: str, municipality: str | None, take_in: Load, query: Query) -> None:
    """In the postcode table where that knows one such place; else the municipality of that name; else nowhere."""
    table = samples.postcodes(
        "2671,Naaldwijk,Westland,4.2,52.0", "7255,Hengelo,Bronckhorst,6.3,52.0", "7551,Hengelo,Hengelo,6.8,52.3"
    )
    take_in({"mbo.csv": made.l6(made.mbo({"DELFT": 40}, 2022), {"99RO": seat}, [2022]), "l10.csv": table})
    assert query("SELECT municipality FROM locations WHERE code = '99RO'") == [(municipality,)]


def test_a_municipality_that_does_not_exist_is_an_unknown_home(home: Path, take_in: Load, query: Query) -> None:
    students = made.mbo({"DELFT": 40, "LUILEKKERLAND": 30}, 2022)
    take_in({"mbo.csv": made.l6(students, {"99RO": "DELFT"}, [2022], mask="")})
    assert dict(query("SELECT home, low FROM cells")) == {"GM0503": 40, "ONBEKEND": 30}
    assert findings(home)["home_name_unknown"]["examples"] == ["LUILEKKERLAND"]


def test_an_old_municipality_lives_on_in_todays(take_in: Load, query: Query) -> None:
    students = made.mbo({"BRIELLE": 40, "VOORNE AAN ZEE": 30}, 2021)
    take_in({"mbo.csv": made.l6(students, {"99RO": "DELFT"}, [2021], mask="")})
    assert query("SELECT home, low FROM cells") == [("GM1992", 70)]


def test_many_years_stand_side_by_side(take_in: Load, query: Query) -> None:
    students = {("99RO", "DELFT", "18", "BOL"): {2021: 6, 2022: 3, 2025: 900}}
    take_in({"mbo.csv": made.l6(students, {"99RO": "DELFT"}, range(2021, 2026))})
    assert query("SELECT year, low, high FROM cells") == [(2021, 6, 6), (2022, 1, 4), (2025, 900, 900)]


# --- L2 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", made.L2_HEADERS.values(), ids=list(made.L2_HEADERS))
def test_l2_under_every_header(names: dict[str, str], take_in: Load, query: Query) -> None:
    row = samples.l1_row("2611", ages={3: "<5", 6: 12, 25: 6}, total="<5", date="20201001")
    header = made.rename(samples.L1_HEADER, names)
    row = row.replace(";Delft;99ZA", ";0503;99ZA") if "GEMEENTENUMMER_LEERLING" in header else row
    rows = [line.rsplit(";", 1)[0] for line in (header, row)]  # without TOTAAL
    (source,) = take_in({"l2.csv": "\r\n".join(rows) + "\r\n"}).loaded
    assert (source.layout, source.years) == ("L2", (2020,))
    assert query("SELECT home, location, low, high FROM cells") == [("2611", "99ZA00", 19, 22)]
    assert query("SELECT age, low, high FROM ages") == [(3, 1, 4), (6, 12, 12), (25, 6, 6)]
    assert query("SELECT municipality FROM homes") == [("GM0503",)]


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "sector"),
    [
        ("PrO", "PRO"),
        ("Praktijkonderwijs alle vj", "PRO"),
        ("VMBO lj 3", "VO"),
        ("Brugjaar 1-2 HAVO/VWO", "VO"),
        ("vo", "VO"),
    ],
)
def test_kinds_of_secondary_education(token: str, sector: str) -> None:
    assert parse_vo_kind(token) == sector


@pytest.mark.parametrize("token", ["", "VSO", "voortgezet speciaal onderwijs", "BO", "PROEF", "MBO"])
def test_no_kinds_of_secondary_education(token: str) -> None:
    with pytest.raises(BadValue, match="voortgezet onderwijs"):
        parse_vo_kind(token)


def test_grades_institutions_and_school_years() -> None:
    assert [parse_grade(token) for token in ("1", " 06 ", "8")] == ["1", "6", "8"]
    assert parse_institution(" 27gz ") == "27GZ"
    assert parse_year("2019-2020") == parse_year("2019/2020") == 2019
    for parse, token in (
        (parse_grade, "9"),
        (parse_grade, ""),
        (parse_institution, "27GZ00"),
        (parse_year, "2019-2021"),
    ):
        with pytest.raises(BadValue):
            parse(token)

"""Every check fires on a file that has its fault, stays silent on one that has not, and names what it touches."""

from pathlib import Path
from typing import Any

import pytest
from tests.opendata import samples as s
from tests.opendata.conftest import Load

from tandem.opendata.snapshots import current_snapshot, read_report
from tandem.register.municipalities import current

BO, NEXT = s.l4_row, 2018
ADDRESS = s.l8()
POINTS_FAR = s.postcodes("2611,Delft,Delft,4.3571,52.0116", "9711,Groningen,Groningen,6.5665,53.2194")


def _found(home: Path, check: str) -> list[dict[str, Any]]:
    snapshot = current_snapshot(home)
    assert snapshot is not None
    return [finding for finding in read_report(snapshot)["findings"] if finding["check"] == check]


# check → (files that have the fault, files that have not)
Files = dict[str, str | bytes]
CASES: dict[str, tuple[Files, Files]] = {
    "unknown_location": (
        {"l4": s.l4(BO(), BO(brin="99ZZ")), "l8": ADDRESS},
        {"l4": s.l4(), "l8": ADDRESS},
    ),
    "unknown_postcode": (
        {"l1": s.l1(s.l1_row("1100")), "l10": s.postcodes()},
        {"l1": s.l1(s.l1_row("2611")), "l10": s.postcodes()},
    ),
    "unknown_municipality": (
        {"l1": s.l1(s.l1_row(home_name="Luilekkerland"))},
        {"l1": s.l1(s.l1_row(home_name="'S GRAVENHAGE"), s.l1_row("10", home_name="Belgie"))},
    ),
    "school_without_place": ({"l4": s.l4()}, {"l4": s.l4(), "l8": ADDRESS}),
    "home_without_municipality": (
        {"l1": s.l1(s.l1_row("1100", home_name=" "))},
        {"l1": s.l1(s.l1_row("2611"), s.l1_row("40", home_name="Onbekend"))},
    ),
    "home_without_partnership": (
        {"l1": s.l1(s.l1_row("2612")), "l11": s.partnership_areas()},
        {"l1": s.l1(s.l1_row("2611")), "l11": s.partnership_areas()},
    ),
    "postcode_without_partnership": (
        {"l11": s.partnership_areas("3197,Rotterdam,Europoort,Europoort")},
        {"l11": s.partnership_areas()},
    ),
    "name_repaired": (
        {"l1": s.l1(s.l1_row("8601", home_name="S·dwest-FryslÔn")).encode("cp1252")},
        {"l1": s.l1(s.l1_row("8601", home_name="Súdwest-Fryslân"))},
    ),
    "encoding_converted": ({"l1": s.l1(s.l1_row(home_name="Delft é")).encode("cp1252")}, {"l1": s.l1()}),
    "foreign_home": ({"l4": s.l4(BO("10", 3))}, {"l4": s.l4(BO("40", 3))}),
    "unknown_home": ({"l4": s.l4(BO("40", 3))}, {"l4": s.l4(BO("10", 3))}),
    "masked_cells": ({"l4": s.l4(BO(pupils="-1"))}, {"l4": s.l4(BO(pupils=4))}),
    "missing_cells": ({"l4": s.l4(BO(pupils=""))}, {"l4": s.l4(BO(pupils="-1"))}),
    "ages_not_total": (
        {"l1": s.l1(s.l1_row(ages={5: "<5"}, total=9))},
        {"l1": s.l1(s.l1_row(ages={5: "<5", 6: 5}, total=9))},
    ),
    "school_total_differs": (
        {"l4": s.l4(BO(pupils="-1"), BO("2612", 9)), "l7": s.school_totals("99ZA,00,BO,2017,14")},
        {"l4": s.l4(BO(pupils="-1"), BO("2612", 9)), "l7": s.school_totals("99ZA,00,BO,2017,13")},
    ),
    "home_total_differs": (
        {"l1": s.l1(s.l1_row(ages={5: 9})), "l7": s.home_totals("0503,BO,2017,10")},
        {"l1": s.l1(s.l1_row(ages={5: 9})), "l7": s.home_totals("0503,BO,2017,9")},
    ),
    "far_from_home": (
        {"l1": s.l1(s.l1_row("9711", home_name="Groningen")), "l10": POINTS_FAR},
        {"l1": s.l1(s.l1_row("2611")), "l10": POINTS_FAR},
    ),
    "sources_contradict": (
        {"l1": s.l1(s.l1_row(ages={5: 5})), "l4": s.l4(BO(pupils="-1"))},
        {"l1": s.l1(s.l1_row(ages={5: 4})), "l4": s.l4(BO(pupils="-1"))},
    ),
    "duplicate_row": ({"l4": s.l4(BO(), BO())}, {"l4": s.l4(BO(), BO("2612"))}),
    "duplicate_key_summed": ({"l4": s.l4(BO(), BO(pupils=8))}, {"l4": s.l4(BO(), BO())}),
    "duplicate_location": (
        {"l8": s.l8(ADDRESS.splitlines()[1], ADDRESS.splitlines()[1])},
        {"l8": ADDRESS},
    ),
    "duplicate_postcode": (
        {"l10": s.postcodes("2611,Delft,Delft,4.3,52.0", "2611,Delft,Delft,4.3,52.0")},
        {"l10": s.postcodes()},
    ),
    "jump": (
        {"l4": s.l4(BO(pupils=30), BO(pupils=60, year=NEXT))},
        {"l4": s.l4(BO(pupils=30), BO(pupils=45, year=NEXT))},
    ),
    "rows_jump": (
        {"l4": s.l4(BO(), BO(year=NEXT), BO("2612", year=NEXT))},
        {"l4": s.l4(BO(), BO(year=NEXT))},
    ),
    "school_vanished": (
        {"l4": s.l4(BO(pupils=30), BO(branch="01"), BO(branch="01", year=NEXT))},
        {"l4": s.l4(BO(pupils=30), BO(pupils=30, year=NEXT))},
    ),
    "border_repaired": (
        {
            "g.geojson": s.collection(
                [
                    s.feature(
                        {"statcode": "GM0503"},
                        "Polygon",
                        [[[84e3, 444e3], [90e3, 450e3], [90e3, 444e3], [84e3, 450e3], [84e3, 444e3]]],
                    )
                ]
            )
        },
        {"g.geojson": s.borders()},
    ),
    "school_without_point": (
        {"p.geojson": s.collection([s.school_point(), {**s.school_point("99ZB00"), "geometry": None}])},
        {"p.geojson": s.collection([s.school_point()])},
    ),
}


@pytest.mark.parametrize("check", CASES)
def test_a_check_fires_on_its_fault(check: str, home: Path, take_in: Load) -> None:
    assert take_in(CASES[check][0]).changed
    (finding,) = _found(home, check)
    assert finding["count"] > 0
    assert finding["message"].endswith((".", "?"))


@pytest.mark.parametrize("check", CASES)
def test_a_check_is_silent_without_it(check: str, home: Path, take_in: Load) -> None:
    assert take_in(CASES[check][1]).changed
    assert _found(home, check) == []


def test_a_finding_names_what_it_touches(home: Path, take_in: Load) -> None:
    take_in({"l1": s.l1(s.l1_row(ages={5: 9}, kind="So")), "l7": s.school_totals("99ZA,00,SO,2017,10")})
    (finding,) = _found(home, "school_total_differs")
    assert (finding["years"], finding["sectors"], finding["locations"]) == ([2017], ["SO"], ["99ZA00"])
    assert finding["municipalities"] == ["GM0503"]
    assert finding["examples"] == ["99ZA00 2017 SO: totaal 10, cellen 9"]


def test_a_home_without_municipality_touches_where_its_pupils_go(home: Path, take_in: Load) -> None:
    rows = {"l1": s.l1(s.l1_row("1100", home_name=" "))}
    take_in(rows | {"l10": s.postcodes()})
    (finding,) = _found(home, "home_without_municipality")
    assert finding["municipalities"] == ["GM0503"]
    take_in(rows, fresh=True)  # without a table of postcodes nobody knows which homes lack one
    (finding,) = _found(home, "home_without_municipality")
    assert finding["municipalities"] == []


def test_a_jump_of_masked_cells_must_be_certain(home: Path, take_in: Load) -> None:
    """From 20 masked cells (20 to 80 pupils) to 90: more than half for some readings, not for all."""
    masked = [BO(str(2600 + number), "-1") for number in range(20)]
    take_in({"l4": s.l4(*masked, BO(pupils=90, year=NEXT))})
    assert _found(home, "jump") == []


def test_a_cell_that_one_file_does_not_name_is_zero_there(home: Path, take_in: Load) -> None:
    take_in({"a": s.l4(BO(), BO("2612", "-1")), "b": s.l4(BO())})
    (finding,) = _found(home, "sources_contradict")
    assert finding["examples"] == ["99ZA00 2017 BO woonplaats 2612"]


def test_missing_municipalities_are_named_when_nearly_all_are_there(home: Path, take_in: Load) -> None:
    codes = [municipality.code for municipality in current()]
    rows = [
        s.l1_row(brin=f"{10 + n // 600}Z{chr(65 + n % 26)}", branch=f"{n // 26 % 100:02d}", municipality=code[2:])
        for n, code in enumerate(codes)
    ]
    take_in({"alle.csv": s.l1(*rows)})
    assert _found(home, "municipality_missing") == []
    take_in({"minder.csv": s.l1(*rows[:-2])}, fresh=True)
    (finding,) = _found(home, "municipality_missing")
    assert finding["municipalities"] == codes[-2:]
    assert _found(home, "part_of_country") == []


def test_files_about_a_few_municipalities_say_that_pupils_are_missing(home: Path, take_in: Load) -> None:
    """With only the schools of Delft, who goes to school in Rijswijk lives nowhere."""
    take_in({"delft.csv": s.l1()})
    assert _found(home, "municipality_missing") == []
    (finding,) = _found(home, "part_of_country")
    assert (finding["severity"], finding["years"], finding["municipalities"]) == ("warn", [2017], [])
    assert "scholen in 1 gemeente." in finding["message"]


def test_who_lives_beside_a_gap_is_marked_too(home: Path, take_in: Load) -> None:
    """Ten pupils from the gap go to school in a neighbour: as many may go there from it. One pupil says nothing."""
    codes = [municipality.code for municipality in current()]
    rows = [
        s.l1_row(brin=f"{10 + n // 600}Z{chr(65 + n % 26)}", branch=f"{n // 26 % 100:02d}", municipality=code[2:])
        for n, code in enumerate(codes[:-1])
    ]
    gap = codes[-1]
    name = next(municipality.name for municipality in current() if municipality.code == gap)
    near, far = codes[0][2:], codes[1][2:]
    rows += [
        s.l1_row("9998", ages={6: 10}, brin="98ZZ", municipality=near, home_name=name),
        s.l1_row("9998", ages={6: 9}, brin="99ZZ", municipality=far, home_name=name),
    ]
    take_in({"alle.csv": s.l1(*rows)})
    (missing,) = _found(home, "municipality_missing")
    assert missing["municipalities"] == [gap]
    (beside,) = _found(home, "beside_missing")
    assert beside["municipalities"] == [codes[0]]
    assert beside["years"] == [2017]
    assert name in beside["message"]

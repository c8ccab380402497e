"""Each layout, read from a small file in the publisher's own form."""

import json
from pathlib import Path

import pytest
from tests.opendata import samples as s
from tests.opendata.conftest import Load, Query

from tandem.opendata.data import SourceFile
from tandem.opendata.layouts import CSV_LAYOUTS, recognise
from tandem.opendata.snapshots import current_snapshot, read_report
from tandem.opendata.text import normalise


def _only(sources: tuple[SourceFile, ...]) -> SourceFile:
    (source,) = sources
    return source


def _checks(home: Path) -> set[str]:
    snapshot = current_snapshot(home)
    assert snapshot is not None
    return {finding["check"] for finding in read_report(snapshot)["findings"]}


def test_every_layout_recognises_its_own_header_first() -> None:
    for layout in CSV_LAYOUTS:
        header = tuple(names[0] for names in layout.required.values())
        match = recognise(header)
        assert match is not None
        assert match.layout is layout, layout.title


def test_header_cells_are_compared_without_case_spaces_and_quotes() -> None:
    assert normalise(' "Brin  nummer" ') == "BRIN_NUMMER"


def test_l1_keeps_ages_apart(take_in: Load, query: Query) -> None:
    rows = (s.l1_row("2611", ages={3: 1, 4: 2, 25: 1}), s.l1_row("10", ages={12: 3}, home_name="Belgie"))
    source = _only(take_in({"l1.csv": s.l1(*rows)}).loaded)
    assert (source.layout, source.rows, source.years, source.sectors) == ("L1", 2, (2017,), ("BO",))
    assert query("SELECT home, low, high, reason FROM cells") == [("2611", 4, 4, "exact"), ("BE", 3, 3, "foreign_home")]
    assert query("SELECT home, age, grade, low, high, reason FROM ages") == [
        ("2611", 3, None, 1, 1, "exact"),
        ("2611", 4, None, 2, 2, "exact"),
        ("2611", 25, None, 1, 1, "exact"),
        ("BE", 12, None, 3, 3, "exact"),
    ]


@pytest.mark.parametrize("spelling", [" 7", "007"])
def test_numbers_in_an_unusual_spelling_are_the_same_numbers(spelling: str, take_in: Load, query: Query) -> None:
    """With one such text the columns cannot be read as the usual texts."""
    for seven in ("7", spelling):
        rows = (s.l1_row("2611", ages={6: 5, 7: seven}, total=12), s.l1_row("2612", ages={6: "-1"}, total="<5"))
        take_in({"l1.csv": s.l1(*rows)}, fresh=True)
        assert query("SELECT home, low, high, reason FROM cells") == [
            ("2611", 12, 12, "exact"),
            ("2612", 1, 4, "masked"),
        ]
        assert query("SELECT home, age, low, high FROM ages") == [
            ("2611", 6, 5, 5),
            ("2611", 7, 7, 7),
            ("2612", 6, 1, 4),
        ]


def test_l1_tells_where_home_and_school_are(take_in: Load, query: Query) -> None:
    take_in({"l1.csv": s.l1(s.l1_row("2497", home_name="'s-Gravenhage"), s.l1_row("10", home_name="Belgie"))})
    assert query("SELECT code, kind, municipality, known_by FROM homes") == [
        ("2497", "pc4", "GM0518", "row"),
        ("BE", "foreign", None, "code"),
    ]
    assert query("SELECT code, name, postcode, place, municipality, denomination, board FROM locations") == [
        ("99ZA00", "Basisschool De Verzinsel", "2611AA", "DELFT", "GM0503", "Openbaar", "12345")
    ]


def test_an_abolished_municipality_becomes_todays_by_postcode(take_in: Load, query: Query) -> None:
    """Haaren (GM0788) was divided in 2021: the part follows from the postcode."""
    rows = (
        s.l1_row("5076", home_name="Haaren"),
        s.l1_row("5268", home_name="Haaren"),
        s.l1_row("5296", home_name="Haaren"),
    )
    take_in({"l1.csv": s.l1(*rows)})
    divided = query("SELECT code, municipality FROM homes")
    assert len({municipality for _, municipality in divided}) > 1
    assert "GM0788" not in {municipality for _, municipality in divided}


def test_a_garbled_name_is_repaired_and_reported(home: Path, take_in: Load, query: Query) -> None:
    row = s.l1_row("8601", home_name="S·dwest-FryslÔn")
    take_in({"l1.csv": s.l1(row).encode("cp1252")})
    assert query("SELECT municipality FROM homes") == [("GM1900",)]
    assert {"name_repaired", "encoding_converted"} <= _checks(home)


def test_a_postcode_that_nobody_knows_stays_visible(take_in: Load, query: Query) -> None:
    take_in({"l1.csv": s.l1(s.l1_row("1100", home_name=" ")), "l10.csv": s.postcodes()})
    assert query("SELECT kind, municipality, known_by FROM homes WHERE code = '1100'") == [("pc4", None, None)]
    assert query("SELECT low FROM cells WHERE home = '1100'") == [(5,)]


def test_l2_takes_the_total_with_its_mask(take_in: Load, query: Query) -> None:
    rows = (
        s.l1_row("2611", ages={5: "<5", 6: "<5"}, total="<5", date="20191001"),
        s.l1_row("2612", ages={5: "<5", 6: 9}, total=11, date="20191001"),
    )
    content = s.l1(*rows).replace("BRIN_NUMMER;VESTIGINGSNUMMER", "INSTELLINGSCODE;VESTIGINGSCODE")
    assert _only(take_in({"l2.csv": content}).loaded).layout == "L2"
    assert query("SELECT home, low, high, reason FROM cells") == [("2611", 1, 4, "masked"), ("2612", 11, 11, "exact")]
    assert query("SELECT home, age, low, high, reason FROM ages ORDER BY ALL") == [
        ("2611", 5, 1, 4, "masked"),
        ("2611", 6, 1, 4, "masked"),
        ("2612", 5, 1, 4, "masked"),
        ("2612", 6, 9, 9, "exact"),
    ]


@pytest.mark.parametrize("absent", ["column", "cell"])
def test_l2_without_a_total_adds_up_the_ages(absent: str, take_in: Load, query: Query) -> None:
    row = s.l1_row("2611", ages={5: "<5", 6: "<5", 7: 10}, total="", date="20191001")
    content = s.l1(row)
    if absent == "column":
        content = "\r\n".join(line.rsplit(";", 1)[0] for line in content.strip().split("\r\n")) + "\r\n"
    take_in({"l2.csv": content})
    assert query("SELECT low, high, reason FROM cells") == [(12, 18, "masked")]


def test_l2_takes_the_year_from_the_name(take_in: Load, query: Query) -> None:
    content = s.l1().replace("PEILDATUM", "IETS_ANDERS")
    take_in({"03.-leerlingen-po-2021-2022.csv": content})
    assert query("SELECT year FROM cells") == [(2021,)]


def test_rows_that_repeat_a_key(home: Path, take_in: Load, query: Query) -> None:
    equal = s.l1(s.l1_row(ages={6: 5}), s.l1_row(ages={6: 5}))
    take_in({"equal.csv": equal})
    assert query("SELECT low FROM cells") == [(5,)]
    assert query("SELECT age, low FROM ages") == [(6, 5)]
    assert "duplicate_row" in _checks(home)

    other = s.l1(s.l1_row("10", ages={6: 5}), s.l1_row("0010", ages={6: 5, 7: 2}))
    take_in({"other.csv": other}, fresh=True)
    assert query("SELECT home, low FROM cells") == [("BE", 12)]
    assert query("SELECT age, low FROM ages") == [(6, 10), (7, 2)]
    assert "duplicate_key_summed" in _checks(home)


def test_codes_abroad_that_differ_in_spelling_are_not_the_same_row(take_in: Load, query: Query) -> None:
    take_in({"l4.csv": s.l4(s.l4_row("10", 3), s.l4_row("0010", 3))})
    assert query("SELECT home, low FROM cells") == [("BE", 6)]


def test_l4_without_addresses_keeps_schools_without_a_place(take_in: Load, query: Query) -> None:
    take_in({"l4.csv": s.l4()})
    assert query("SELECT code, municipality, name FROM locations") == [("99ZA00", None, None)]
    take_in({"l8.csv": s.l8()})
    assert query("SELECT code, municipality, name FROM locations") == [("99ZA00", "GM0503", "School De Lijst")]


def test_l7_margins_become_todays_municipalities(take_in: Load, query: Query) -> None:
    """Haarlemmerliede en Spaarnwoude (GM0393) went into Haarlemmermeer (GM0394) in 2019: their totals add up."""
    totals = s.home_totals("0393,BO,2017,400", "0394,BO,2017,14000", "0503,BO,2017,-1")
    take_in({"homes.csv": totals, "schools.csv": s.school_totals("99ZA,00,BO,2017,120")})
    assert query("SELECT kind, code, low, high, reason FROM margins") == [
        ("home_municipality", "GM0394", 14400, 14400, "exact"),
        ("home_municipality", "GM0503", 1, 4, "masked"),
        ("location", "99ZA00", 120, 120, "exact"),
    ]


def test_l8_old_and_new_names(take_in: Load, query: Query) -> None:
    new = s.l8().replace("BRIN NUMMER;VESTIGINGSNUMMER", "INSTELLINGSCODE;VESTIGINGSCODE").replace("99ZA00", "00")
    take_in({"l8.csv": new})
    assert query("SELECT code, postcode, municipality, telephone, website FROM locations") == [
        ("99ZA00", "2611AB", "GM0503", "0151234567", "www.example.org")
    ]


def test_the_counts_say_where_a_school_was_and_the_list_how_to_reach_it(take_in: Load, query: Query) -> None:
    moved = s.l8().replace("0503;DELFT", "0637;ZOETERMEER").replace("2611 AB", "2711 AB")
    take_in({"l1.csv": s.l1(), "l8.csv": moved})
    assert query("SELECT municipality, postcode, name, telephone FROM locations") == [
        ("GM0503", "2611AA", "School De Lijst", "0151234567")
    ]


@pytest.mark.parametrize("size", [(84_000, 444_000, 5_000), (4.3, 51.98, 0.07)])
def test_l9_in_metres_and_in_degrees(size: tuple[float, float, float], home: Path, take_in: Load, query: Query) -> None:
    west, south, side = size
    source = _only(take_in({"g.geojson": s.borders(west=west, south=south, size=side)}).loaded)
    assert (source.layout, source.rows) == ("L9", 1)
    snapshot = current_snapshot(home)
    assert snapshot is not None
    borders = json.loads((snapshot / "borders.json").read_text())
    (ring,) = borders["GM0503"]
    assert ring[0] == ring[-1]
    for x, y in ring:
        assert isinstance(x, int)
        assert 80_000 < x < 92_000
        assert 440_000 < y < 452_000
    ((longitude, latitude),) = query("SELECT longitude, latitude FROM municipalities WHERE code = 'GM0503'")
    assert (longitude, latitude) == pytest.approx((4.34, 52.0), abs=0.06)


def test_neighbours_keep_one_border(home: Path, take_in: Load) -> None:
    """The shared side stays the same points for both, however it is simplified."""
    middle = [[90_000.0, 440_000.0 + 500 * i] for i in range(11)]
    middle = [[x + (10 if i % 2 else 0), y] for i, (x, y) in enumerate(middle)]
    left = [[80_000.0, 440_000.0], *middle, [80_000.0, 445_000.0], [80_000.0, 440_000.0]]
    right = [[100_000.0, 440_000.0], [100_000.0, 445_000.0], *reversed(middle), [100_000.0, 440_000.0]]
    take_in(
        {
            "g.geojson": s.collection(
                [
                    s.feature({"statcode": "GM0503", "statnaam": "Delft"}, "Polygon", [left]),
                    s.feature({"statcode": "GM0637", "statnaam": "Zoetermeer"}, "Polygon", [right]),
                ]
            )
        }
    )
    snapshot = current_snapshot(home)
    assert snapshot is not None
    borders = json.loads((snapshot / "borders.json").read_text())
    shared = {tuple(p) for p in borders["GM0503"][0]} & {tuple(p) for p in borders["GM0637"][0]}
    assert len(shared) >= 2
    assert len(borders["GM0503"][0]) < len(left)


def test_l10_decides_the_municipality_and_gives_points(take_in: Load, query: Query) -> None:
    row = s.l1_row("2611", home_name="Zoetermeer")
    take_in({"l1.csv": s.l1(row), "l10.csv": s.postcodes("2611,Delft,Delft,4.3571,52.0116", "2614,Delft,Delft,,")})
    assert query("SELECT code, name, municipality, longitude, latitude, known_by FROM homes") == [
        ("2611", "Delft", "GM0503", 4.3571, 52.0116, "postcode_table"),
        ("2614", "Delft", "GM0503", None, None, "postcode_table"),
    ]
    assert query("SELECT longitude, latitude FROM locations") == [(4.3571, 52.0116)]


def test_l11_gives_homes_and_schools_their_partnerships(take_in: Load, query: Query) -> None:
    areas = s.partnership_areas("2611,Delft,PO2802,VO2809", "2612,Delft,Europoort,Europoort")
    take_in({"l1.csv": s.l1(s.l1_row("2611"), s.l1_row("2612")), "l11.csv": areas})
    assert query("SELECT code, partnership_po, partnership_vo FROM homes") == [
        ("2611", "PO2802", "VO2809"),
        ("2612", None, None),
    ]
    assert query("SELECT partnership_po, partnership_vo FROM locations") == [("PO2802", "VO2809")]
    assert [code for (code,) in query("SELECT code FROM partnerships")] == ["PO2802", "VO2809"]


def test_the_summary_per_municipality_is_not_taken_for_l11(take_in: Load) -> None:
    result = take_in({"s.csv": "gemeente,swv_po,swv_vo,aantal_pc4,pc4\nDelft,PO2802,VO2809,2,2611 2612\n"})
    assert [problem.file for problem in result.unknown] == ["s.csv"]


def test_school_points_place_a_school_where_it_stands(take_in: Load, query: Query) -> None:
    points = s.collection([s.school_point(longitude=4.3601, latitude=52.0101)])
    take_in({"l1.csv": s.l1(), "l10.csv": s.postcodes(), "p.geojson": points})
    assert query("SELECT longitude, latitude FROM locations") == [(4.3601, 52.0101)]


def test_a_point_of_another_address_is_not_used(take_in: Load, query: Query) -> None:
    points = s.collection([s.school_point(longitude=4.49, latitude=52.06, postcode="2711AA")])
    take_in({"l1.csv": s.l1(), "l10.csv": s.postcodes(), "p.geojson": points})
    assert query("SELECT longitude, latitude FROM locations") == [(4.3571, 52.0116)]


def test_the_list_of_municipalities_is_read(take_in: Load) -> None:
    assert _only(take_in({"g.csv": "statcode,statnaam\nGM0503,Delft\n"}).loaded).layout == "ML"

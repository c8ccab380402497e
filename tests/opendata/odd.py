"""Odd but good files: each must be loaded."""

from tests.opendata import samples as s
from tests.opendata.cases import (
    CRLF,
    GOOD_L1,
    GOOD_L4,
    LOADED,
    Case,
    area,
    l1_with,
    points,
    text,
    zipped,
)
from tests.opendata.odd_vo_mbo import ODD_VO_MBO

ODD: tuple[Case, ...] = (
    Case("byte order mark", LOADED, text("\ufeff" + GOOD_L4), rows=1),
    Case("cp1252", LOADED, text(GOOD_L1.replace("Verzinsel", "Vérzinsel"), encoding="cp1252"), rows=1),
    Case("only carriage returns", LOADED, text(GOOD_L4.replace("\n", "\r")), rows=1),
    Case("mixed line ends", LOADED, text(s.l4(s.l4_row(), s.l4_row("2612")).replace("\n", "\r\n", 1)), rows=2),
    Case("no newline at the end", LOADED, text(GOOD_L4.rstrip("\n")), rows=1),
    Case("blank lines at the end", LOADED, text(GOOD_L4 + "\n\n"), rows=1),
    Case("separator line of Excel", LOADED, text("sep=,\n" + GOOD_L4), rows=1),
    Case("tabs", LOADED, text(GOOD_L4.replace(",", "\t"), "bestand.tsv"), rows=1),
    Case(
        "everything quoted",
        LOADED,
        text("\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in GOOD_L4.splitlines())),
        rows=1,
    ),
    Case("spaces around cells", LOADED, text(GOOD_L4.replace(",", " , ")), rows=1),
    Case(
        "lower-case header in another order",
        LOADED,
        text(
            "aantal_leerlingen,peiljaar,type po,postcode4_deelnemer,vestigingscode,instellingscode\n"
            "7,2017,bo,2611,0,99za\n"
        ),
        rows=1,
    ),
    Case("extra columns", LOADED, text(GOOD_L4.replace("\n", ",iets\n")), rows=1),
    Case(
        "a newline inside quotes",
        LOADED,
        text(l1_with("Basisschool De Verzinsel", '"Basisschool\nDe Verzinsel"')),
        rows=1,
    ),
    Case("quotes inside a name", LOADED, text(l1_with("De Verzinsel", 'De "Verzinsel"')), rows=1),
    Case("gz without its ending", LOADED, text(s.gz(GOOD_L4), "brin6_pc4.csv"), rows=1),
    Case("gz inside a zip", LOADED, zipped(("a.csv.gz", s.gz(GOOD_L4))), rows=1),
    Case("zip with a note of the Mac", LOADED, zipped(("__MACOSX/._a.csv", b"\x00\x05"), ("a.csv", GOOD_L4)), rows=1),
    Case(
        "abroad with spaces and zeros", LOADED, text(s.l1(s.l1_row("  10"), s.l1_row("0020"), s.l1_row("40"))), rows=3
    ),
    Case(
        "year only in the name",
        LOADED,
        text(l1_with("PEILDATUM;", "DATUM;"), "po-totaaloverzicht-2019-2020.csv"),
        rows=1,
    ),
    Case(
        "no total",
        LOADED,
        text("\r\n".join(line.rsplit(";", 1)[0] for line in GOOD_L1.split(CRLF)).rstrip() + CRLF),
        rows=1,
    ),
    Case(
        "all masked", LOADED, text(s.l4(s.l4_row(pupils="-1"), s.l4_row("2612", "<5"), s.l4_row("2613", "x"))), rows=3
    ),
    Case("an empty number", LOADED, text(s.l4(s.l4_row(pupils=""))), rows=1),
    Case("a zero", LOADED, text(s.l4(s.l4_row(), s.l4_row("2612", 0))), rows=1),
    Case("the same row twice", LOADED, text(s.l4(s.l4_row(), s.l4_row())), rows=1),
    Case("a key twice", LOADED, text(s.l4(s.l4_row(), s.l4_row(pupils=3))), rows=1),
    Case("borders in degrees", LOADED, text(s.borders(west=4.3, south=51.9, size=0.1), "grenzen.geojson")),
    Case("borders with c and n", LOADED, area(s.square(84_000, 444_000, 5_000.0), c="0503", n="Delft")),
    Case(
        "a border that crosses itself",
        LOADED,
        area(
            [[[84_000, 444_000], [90_000, 450_000], [90_000, 444_000], [84_000, 450_000], [84_000, 444_000]]],
            statcode="GM0503",
        ),
    ),
    Case("a school without a point", LOADED, points(s.school_point(), {**s.school_point("99ZB00"), "geometry": None})),
    *ODD_VO_MBO,
)

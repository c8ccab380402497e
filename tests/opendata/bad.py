"""The bad files, with the verdict and the words of its message."""

import gzip
import json
import os
import struct
import zipfile
from pathlib import Path

from tests.opendata import samples as s
from tests.opendata.bad_vo_mbo import BAD_VO_MBO
from tests.opendata.cases import (
    CRLF,
    GOOD_L1,
    GOOD_L4,
    NOTHING,
    REFUSED,
    UNKNOWN,
    Case,
    area,
    l1_with,
    points,
    text,
    zipped,
)


def _zip_with_flag(folder: Path) -> None:
    """A zip that says it is encrypted: bit 0 of the general purpose flags, in both headers."""
    path = s.write_zip(folder / "geheim.zip", [("a.csv", GOOD_L1)])
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(signature) + offset
        raw[at] |= 1
    path.write_bytes(raw)


def _zip_with_odd_method(folder: Path) -> None:
    path = s.write_zip(folder / "vreemd.zip", [("a.csv", GOOD_L1)])
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = raw.index(signature) + offset
        raw[at : at + 2] = struct.pack("<H", 97)
    path.write_bytes(raw)


def _zip_bomb(folder: Path) -> None:
    with zipfile.ZipFile(folder / "bom.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bom.csv", b"0" * (64 << 20))


def _lying_zip(folder: Path) -> None:
    """The directory says 10 bytes; what comes out is 64 MB."""
    _zip_bomb(folder)
    path = folder / "bom.zip"
    raw = bytearray(path.read_bytes())
    at = raw.index(b"PK\x01\x02") + 24
    raw[at : at + 4] = struct.pack("<I", 10)
    path.write_bytes(raw)


def _gz_bomb(folder: Path) -> None:
    with gzip.open(folder / "bom.csv.gz", "wb") as file:
        for _ in range(64):
            file.write(b"0" * (1 << 20))


def _many_members(folder: Path) -> None:
    with zipfile.ZipFile(folder / "veel.zip", "w", zipfile.ZIP_STORED) as archive:
        for number in range(20_001):
            archive.writestr(f"{number}.csv", b"")


def _broken_zip_member(folder: Path) -> None:
    path = s.write_zip(folder / "stuk.zip", [("a.csv", GOOD_L1 * 50)])
    raw = bytearray(path.read_bytes())
    raw[60] ^= 0xFF
    path.write_bytes(raw)


def _cut(content: bytes, keep: float) -> bytes:
    return content[: int(len(content) * keep)]


def _loop(folder: Path) -> None:
    (folder / "lus").symlink_to(folder, target_is_directory=True)
    (folder / "rond.csv").symlink_to(folder / "rond.csv")


def _fifo(folder: Path) -> None:
    os.mkfifo(folder / "pijp.csv")


def _many_distinct(folder: Path) -> None:
    rows = "\n".join(f"99ZA,00,BO,2017,2611,waarde{number}" for number in range(210_000))
    s.write(folder, "divers.csv", f"{s.L4_HEADER}\n{rows}\n")


HTML = "<!DOCTYPE html>\n<html><head><title>404</title></head><body>Pagina niet gevonden</body></html>\n"


BAD: tuple[Case, ...] = (
    # Not a table at all
    Case("empty", UNKNOWN, text(""), "leeg"),
    Case("only spaces", UNKNOWN, text("  \r\n\r\n"), "leeg"),
    Case("binary", UNKNOWN, text(bytes(range(256)) * 40), "geen tekstbestand"),
    Case("picture", UNKNOWN, text(b"\x89PNG\r\n\x1a\n" + bytes(400), "kaart.csv"), "geen tekstbestand"),
    Case("pdf", UNKNOWN, text(b"%PDF-1.7\n" + bytes(range(1, 32)) * 20), "geen tekstbestand"),
    Case("html error page", UNKNOWN, text(HTML), "geen van de bestanden"),
    Case("json error page", UNKNOWN, text('{"success": false, "error": {"message": "Not found"}}'), "JSON"),
    Case("json list", UNKNOWN, text("[1, 2, 3]"), "JSON"),
    Case("plain text", UNKNOWN, text("Beste collega,\n\nhierbij het bestand.\n"), "geen van de bestanden"),
    Case("other table", UNKNOWN, text("naam;waarde\na;1\n"), "geen van de bestanden"),
    Case("no header", UNKNOWN, text(s.l4_row() + "\n"), "geen van de bestanden"),
    Case("blank first line", UNKNOWN, text("\n" + GOOD_L4), "geen kopregel"),
    Case("header of 100 kB", UNKNOWN, text("x" * 100_000 + "\n1\n"), "geen kopregel"),
    Case("utf-16", UNKNOWN, text(GOOD_L1, encoding="utf-16"), "UTF-16"),
    Case("excel", UNKNOWN, zipped(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<x/>")), "Excel"),
    Case(
        "zip in zip",
        UNKNOWN,
        lambda f: s.write_zip(
            f / "buiten.zip", [("binnen.zip", s.write_zip(f / ".b", [("a.csv", GOOD_L1)]).read_bytes())]
        ),
        "zip in een zip",
    ),
    # Damaged or unsafe archives
    Case("gz cut off", REFUSED, text(_cut(s.gz(GOOD_L1 * 40), 0.7), "a.csv.gz"), "beschadigd"),
    Case("gz of nonsense", REFUSED, text(b"\x1f\x8b" + b"geen gzip" * 9, "a.csv.gz"), "beschadigd"),
    Case("gz with wrong checksum", REFUSED, text(s.gz(GOOD_L1)[:-8] + b"\0" * 8, "a.csv.gz"), "beschadigd"),
    Case("gz bomb", REFUSED, _gz_bomb, "zipbom"),
    Case(
        "zip cut off",
        REFUSED,
        lambda f: s.write(f, "a.zip", _cut(s.write_zip(f / ".v", [("a.csv", GOOD_L1 * 40)]).read_bytes(), 0.6)),
        "beschadigd",
    ),
    Case("zip with broken member", REFUSED, _broken_zip_member, "beschadigd"),
    Case("zip bomb", REFUSED, _zip_bomb, "zipbom"),
    Case("zip that lies about its size", REFUSED, _lying_zip, "bestand"),
    Case("zip with 20,001 members", REFUSED, _many_members, "meer dan 20000"),
    Case("zip-slip up", REFUSED, zipped(("../../kwaad.csv", GOOD_L1)), "onveilige naam"),
    Case("zip-slip absolute", REFUSED, zipped(("/tmp/kwaad.csv", GOOD_L1)), "onveilige naam"),
    Case("zip-slip windows", REFUSED, zipped(("..\\..\\kwaad.csv", GOOD_L1)), "onveilige naam"),
    Case("zip-slip drive", REFUSED, zipped(("C:/kwaad.csv", GOOD_L1)), "onveilige naam"),
    Case("encrypted zip", REFUSED, _zip_with_flag, "wachtwoord"),
    Case("zip with odd method", REFUSED, _zip_with_odd_method, "anders ingepakt"),
    # Paths
    Case("symlink loops", NOTHING, _loop),
    Case("pipe", NOTHING, _fifo),
    # Damaged text
    Case("NUL in a row", REFUSED, text(GOOD_L1.replace("Verzinsel", "Ver\0zinsel")), "NUL", 2),
    Case(
        "neither utf-8 nor cp1252",
        REFUSED,
        text(GOOD_L1.encode().replace(b"Verzinsel", b"Ver\x81zinsel")),
        "Windows-1252",
        2,
    ),
    Case("very long line", REFUSED, text(GOOD_L1.replace("Verzinsel", "V" * 2_500_000)), "langer dan", 2),
    Case("unclosed quote", REFUSED, text(l1_with("Basisschool De", '"Basisschool De')), "aanhalingsteken", 2),
    Case(
        "row with a column less",
        REFUSED,
        text(GOOD_L1.rsplit(";", 1)[0] + CRLF),
        "37 kolommen",
        2,
    ),
    Case("row with a column more", REFUSED, text(GOOD_L4 + "99ZA,00,BO,2017,2611,7,8\n"), "7 kolommen", 3),
    Case("last row cut off", REFUSED, text(s.l1(s.l1_row(), s.l1_row("2612"))[:-60]), "kolommen", 3),
    Case(
        "other separator in the rows",
        REFUSED,
        text(s.L4_HEADER + "\n" + s.l4_row().replace(",", ";") + "\n"),
        "1 kolommen",
        2,
    ),
    Case("sum line at the end", REFUSED, text(GOOD_L4 + "Totaal,,,,,7\n"), "lege cel is geen jaar", 3, "PEILJAAR"),
    Case("footnote at the end", REFUSED, text(GOOD_L4 + "Bron: DUO\n"), "kolommen", 3),
    # Headers
    Case("header only", REFUSED, text(s.L1_HEADER + CRLF), "geen rijen"),
    Case("header twice", REFUSED, text(s.L4_HEADER + "\n" + GOOD_L4), "", 2),
    Case("header again halfway", REFUSED, text(GOOD_L4 + GOOD_L4), "", 3),
    Case(
        "L1 without home",
        REFUSED,
        text(l1_with("POSTCODE_LEERLING;", "POSTCODE_ANDERS;")),
        "ontbreekt",
        1,
        "POSTCODE_LEERLING",
    ),
    Case("L1 without kind", REFUSED, text(l1_with("SOORT_PO;", "SOORT;")), "ontbreekt", 1, "SOORT_PO"),
    Case("L1 without BRIN", REFUSED, text(l1_with("BRIN_NUMMER;", "BRIN;")), "ontbreekt", 1, "BRIN_NUMMER"),
    Case(
        "L1 without numbers",
        REFUSED,
        text("POSTCODE_LEERLING;BRIN_NUMMER;VESTIGINGSNUMMER;SOORT_PO;PEILDATUM\n2611;99ZA;00;Bo;20171001\n"),
        "TOTAAL",
        1,
    ),
    Case(
        "L4 without numbers",
        REFUSED,
        text(GOOD_L4.replace("AANTAL_LEERLINGEN", "AANTAL")),
        "ontbreekt",
        1,
        "AANTAL_LEERLINGEN",
    ),
    Case(
        "duplicate column",
        REFUSED,
        text(l1_with("PROVINCIE;SOORT_PO", "SOORT_PO;SOORT_PO")),
        "meer dan eens",
        1,
        "SOORT_PO",
    ),
    Case("no year anywhere", REFUSED, text(l1_with("PEILDATUM;", "DATUM;")), "jaar"),
    # Values
    Case("digits with a dot", REFUSED, text(s.l4(s.l4_row(pupils="1.234"))), "punt of komma", 2, "AANTAL_LEERLINGEN"),
    Case(
        "decimals in an age",
        REFUSED,
        text(s.l1(s.l1_row(), s.l1_row("2612", ages={6: "3.0"}, total=3))),
        "punt of komma",
        3,
        "LEEFTIJD_6",
    ),
    Case("negative", REFUSED, text(s.l4(s.l4_row(), s.l4_row("2612", -3))), "negatief", 3, "AANTAL_LEERLINGEN"),
    Case("huge", REFUSED, text(s.l4(s.l4_row(pupils=4001))), "meer dan er kan zijn", 2, "AANTAL_LEERLINGEN"),
    Case("huge total", REFUSED, text(s.l1(s.l1_row(total=99999999999999999999))), "geen aantal", 2, "TOTAAL"),
    Case("words in a number", REFUSED, text(s.l4(s.l4_row(pupils="veel"))), "geen aantal", 2, "AANTAL_LEERLINGEN"),
    Case("formula", REFUSED, text(s.l4(s.l4_row(pupils="=SOM(A1)"))), "geen aantal", 2, "AANTAL_LEERLINGEN"),
    Case("other mask", REFUSED, text(s.l4(s.l4_row(pupils="<10"))), "geen aantal", 2, "AANTAL_LEERLINGEN"),
    Case("unknown kind", REFUSED, text(s.l1(s.l1_row(kind="Havo"))), "soort onderwijs", 2, "SOORT_PO"),
    Case("bad BRIN", REFUSED, text(s.l1(s.l1_row(), s.l1_row(brin="9999"))), "BRIN", 3, "BRIN_NUMMER"),
    Case("bad branch", REFUSED, text(s.l4(s.l4_row(branch="123"))), "vestigingsnummer", 2, "INSTELLINGSCODE"),
    Case("bad home", REFUSED, text(s.l1(s.l1_row("2611AB"))), "postcode van vier cijfers", 2, "POSTCODE_LEERLING"),
    Case("home code 50", REFUSED, text(s.l1(s.l1_row("50"))), "postcode van vier cijfers", 2, "POSTCODE_LEERLING"),
    Case("bad school postcode", REFUSED, text(l1_with("2611AA", "DELFT?")), "postcode", 2, "POSTCODE_VESTIGING"),
    Case("bad year", REFUSED, text(s.l4(s.l4_row(year="17"))), "jaar", 2, "PEILJAAR"),
    Case("year 1850", REFUSED, text(s.l4(s.l4_row(year="1850"))), "buiten", 2, "PEILJAAR"),
    Case("not 1 October", REFUSED, text(s.l1(s.l1_row(date="20170901"))), "1 oktober", 2, "PEILDATUM"),
    Case(
        "bad municipality", REFUSED, text(s.l1(s.l1_row(municipality="Delft"))), "gemeentenummer", 2, "GEMEENTENUMMER"
    ),
    Case("210,000 different values", REFUSED, _many_distinct, "verschillende waarden"),
    Case(
        "totals with a key twice",
        REFUSED,
        text(s.school_totals("99ZA,00,BO,2017,5", "99ZA,00,BO,2017,6")),
        "dezelfde code",
    ),
    Case(
        "bad partnership",
        REFUSED,
        text(s.partnership_areas("2611,Delft,VO2802,VO2809")),
        "samenwerkingsverband",
        2,
        "SWV_PO",
    ),
    Case(
        "list of postcodes in a cell",
        REFUSED,
        text(s.partnership_areas('"2611 2612",Delft,PO2802,VO2809')),
        "postcode",
        2,
        "PC4",
    ),
    Case("coordinate in words", REFUSED, text(s.postcodes("2611,Delft,Delft,oost,52.0")), "coördinaat", 2, "LON"),
    Case(
        "bad member of a zip",
        REFUSED,
        zipped(("a.csv", s.l1(s.l1_row())), ("b.csv", s.l1(s.l1_row("2612"), s.l1_row("99")))),
        "map.zip!b.csv",
        3,
        "POSTCODE_LEERLING",
    ),
    # Maps
    Case("GeoJSON without statcode", UNKNOWN, area(s.square(84_000, 444_000, 500), pc4="2611"), "geen kaart"),
    Case("GeoJSON cut off", REFUSED, text(s.borders()[:-40], "grenzen.geojson"), "geen geldige GeoJSON"),
    Case(
        "GeoJSON without features",
        REFUSED,
        text('{"type": "FeatureCollection", "statcode": "statcode", "features": []}', "g.json"),
        "geen vlakken",
    ),
    Case(
        "GeoJSON with huge coordinates",
        REFUSED,
        area(s.square(1e12, 1e12, 5.0), statcode="GM0503"),
        "niet in Nederland",
    ),
    Case("GeoJSON in the wrong country", REFUSED, area(s.square(-70, 40, 0.1), statcode="GM0503"), "niet in Nederland"),
    Case(
        "GeoJSON with a point as border",
        REFUSED,
        text(s.collection([s.feature({"statcode": "GM0503"}, "Point", [4.3, 52.0])]), "g.json"),
        "geen vlak",
    ),
    Case("GeoJSON with a bad ring", REFUSED, area([[[1, 2]]], statcode="GM0503"), "geen vlak"),
    Case("GeoJSON with words as coordinates", REFUSED, area([[["a", "b"]] * 4], statcode="GM0503"), "geen vlak"),
    Case(
        "GeoJSON with a bad code", REFUSED, area(s.square(84_000, 444_000, 500.0), statcode="Delft"), "gemeentenummer"
    ),
    Case(
        "GeoJSON with a code twice",
        REFUSED,
        text(s.collection(json.loads(s.borders())["features"] * 2), "g.json"),
        "twee keer",
    ),
    Case(
        "deeply nested JSON",
        REFUSED,
        text('{"type":"FeatureCollection","statcode":' + "[" * 200_000, "diep.json"),
        "geen geldige GeoJSON",
    ),
    Case("school points with a bad code", REFUSED, points(s.school_point("99AAAA")), "vestigingsnummer"),
    Case("school point abroad", REFUSED, points(s.school_point(longitude=52.01, latitude=4.36)), "niet in Nederland"),
    Case("school point in words", REFUSED, points(s.school_point(longitude="4.36")), "geen getallen"),
    *BAD_VO_MBO,
)

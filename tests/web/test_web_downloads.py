"""A number has one text: on the page, in the CSV, in the workbook and in the drawing."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from tests.web.conftest import Get

PAGE = "/inzicht/regio/haaglanden/"
PICTURES = ["kaart", "ranglijst", "matrix", "jaren"]


def texts_of_page(html: str, key: str) -> list[str]:
    """The texts of the cells with numbers inside one figure."""
    figure = html[html.index(f'id="{key}"') :].split("</figure>", maxsplit=1)[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", figure, re.S)
    return [text for cell in cells if (text := re.sub(r"<[^>]+>", "", cell).strip())]


def rows_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def texts_of_workbook(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return {"".join(node.itertext()) for node in root}


@pytest.mark.parametrize("key", PICTURES)
def test_page_csv_workbook_and_drawing_say_the_same(sample: object, get: Get, key: str) -> None:
    shown = set(texts_of_page(get(PAGE).content.decode(), key))
    lines = rows_of_csv(get(f"{PAGE}{key}.csv").content)
    in_csv = {text for line in lines for text in line}
    assert shown
    assert shown <= in_csv
    in_book = texts_of_workbook(get(f"{PAGE}{key}.xlsx").content)
    drawing = ElementTree.fromstring(get(f"{PAGE}{key}.svg").content)
    drawn = {(node.text or "").strip() for node in drawing.iter() if node.tag.endswith("text")}
    numbers = {text for text in shown if re.search(r"\d", text)}
    assert numbers <= in_book
    if key in ("ranglijst", "matrix"):
        assert numbers - {"0"} <= drawn  # nobody is drawn as a dot
    else:
        assert len(numbers & drawn) >= 1


def test_every_reason_is_in_the_csv_with_its_bounds(sample: object, get: Get) -> None:
    header, *lines = rows_of_csv(get(f"{PAGE}matrix.csv").content)
    delft = dict(zip(header, next(line for line in lines if line[0] == "GM0503"), strict=True))
    assert (delft["Den Haag"], delft["Den Haag (van)"], delft["Den Haag (tot)"]) == ("2–8", "2", "8")
    assert (delft["Rijswijk"], delft["Rijswijk (van)"], delft["Rijswijk (tot)"]) == ("0", "0", "0")
    rijswijk = dict(zip(header, next(line for line in lines if line[0] == "GM0603"), strict=True))
    assert (rijswijk["Delft"], rijswijk["Delft (van)"], rijswijk["Delft (tot)"]) == ("minstens 13", "13", "")
    abroad = rows_of_csv(get(f"{PAGE}kaart.csv?richting=in&gemeente=GM0503").content)
    assert next(line for line in abroad if line[0] == "BE")[:3] == ["BE", "België", "9"]


@pytest.mark.parametrize("key", PICTURES)
def test_a_drawing_stands_on_its_own(sample: object, get: Get, key: str) -> None:
    svg = get(f"{PAGE}{key}.svg")
    root = ElementTree.fromstring(svg.content)
    text = " ".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith(("text", "title")))
    assert "Bron: DUO, pupils-201" in text
    assert "1 oktober" in text
    assert "<a " not in svg.content.decode(), "a picture in a report has no links"
    assert "var(" not in svg.content.decode(), "no colour depends on a page around it"
    assert svg.headers["Content-Disposition"].startswith('attachment; filename="tandem-')


@pytest.mark.parametrize("key", ["kaart", "matrix"])
def test_a_png_is_drawn_with_its_letters(sample: object, get: Get, key: str) -> None:
    content = get(f"{PAGE}{key}.png").content
    assert content.startswith(b"\x89PNG")
    width = int.from_bytes(content[16:20], "big")
    assert width > 1000
    assert len(content) > 40_000, "without a font the picture has no text and is far smaller"


def test_english_downloads(sample: object, get: Get) -> None:
    header, *lines = rows_of_csv(get(f"/en{PAGE}matrix.csv").content)
    assert header[:2] == ["code", "lives in"]
    assert "at least 13" in next(line for line in lines if line[0] == "GM0603")


@pytest.mark.parametrize("address", ["bestaatniet.csv", "kaart.docx", "kaart.csv?jaar=1900"])
def test_what_is_not_there_is_not_downloaded(sample: object, get: Get, address: str) -> None:
    assert get(f"{PAGE}{address}").status_code in (400, 404)


def test_a_table_has_no_drawing(sample: object, get: Get) -> None:
    assert get("/inzicht/gemeente/GM0503/scholen.csv").status_code == 200
    assert get("/inzicht/gemeente/GM0503/scholen.svg").status_code == 404


@pytest.mark.parametrize("key", ["kaart", "matrix"])
def test_a_pdf_is_tagged(sample: object, get: Get, key: str) -> None:
    content = get(f"{PAGE}{key}.pdf").content
    assert content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in content

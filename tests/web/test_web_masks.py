"""One mask, everywhere: whatever a number is, every form in which it goes out says just that, and nothing sharper."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from html import unescape
from types import ModuleType
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.api.csv_form import COLUMNS, csv_lines
from tandem.api.shapes import Leerlingen
from tandem.flows.data import FlowCell
from tandem.opendata.data import ZERO, Interval
from tandem.register.data import Sector
from tandem.web import format as form
from tandem.web.insight import downloads, drawings, printed
from tandem.web.insight.figure import AreaMark, Bar, BarPicture, DotMark, Figure, FlowMark, LabelMark, MapPicture, Page
from tandem.web.insight.labels import Label
from tandem.web.insight.table import Column, Table, pupils
from tandem.web.insight.table import words as name_cell

MOST = 4000


@st.composite
def numbers(draw: st.DrawFn) -> Interval:
    """Exact, nobody, one masked cell, a sum of masked cells with or without an estimate, or open upwards."""
    low = draw(st.integers(0, MOST))
    masked = draw(st.integers(0, 40))
    if draw(st.booleans()) and masked == 0:
        return Interval(low, None, missing=1) if draw(st.booleans()) else Interval.exact(low)
    if masked == 0:
        return ZERO
    if masked == 1:
        return Interval.mask()
    high = low + 3 * masked
    estimate = draw(st.none() | st.integers(low, high)) if masked >= 3 and low >= 10 else None
    return Interval(low, high, masked, estimate=estimate)


def drawn(values: list[Interval]) -> MapPicture:
    """A map that writes every number at an area, a flow, a dot, and as a label."""
    texts = [form.interval(value) for value in values]
    return MapPicture(
        400,
        300,
        tuple(AreaMark(f"GM{i}", "M0 0h9v9z", "", f"Plaats {i}: {text}", "/") for i, text in enumerate(texts)),
        tuple(FlowMark("M0 0h9", "out", f"Naar {i}: {text}", "") for i, text in enumerate(texts)),
        tuple(LabelMark(Label(5.0, 5.0, f"{i}", form.interval_short(value)), "", "") for i, value in enumerate(values)),
        dots=tuple(DotMark(1.0, 1.0, 2.0, "", f"Hier {i}: {text}", "") for i, text in enumerate(texts)),
    )


def figure_of(values: list[Interval], *, bars: bool = False) -> Figure:
    rows = tuple((name_cell(f"Plaats {i}", "", f"GM{i:04}"), pupils(value)) for i, value in enumerate(values))
    bar = BarPicture(
        "plaats",
        "leerlingen",
        ("leerlingen",),
        tuple(Bar(f"Plaats {i}", "", 0.0, 9.0, "out", ((row[1].text, ""),)) for i, row in enumerate(rows)),
    )
    table = Table("Leerlingen", (Column("plaats"), Column("leerlingen", "pupils")), rows)
    picture = bar if bars else drawn(values)
    return Figure("kaart", "bars" if bars else "map", "Leerlingen", "Zegt iets.", "Bron: DUO", table, picture)


PAGE = Page("Leerlingen", "Leerlingen", (), ())


def bounds_in(text: str) -> tuple[int, int | None, int | None]:
    """From, to and estimate of a text as a person reads it."""
    found = [int(part.replace(".", "")) for part in re.findall(r"\d[\d.]*", text)]
    if text.startswith("minstens") or text == "onbekend":
        return (found or [0])[0], None, None
    if "waarschijnlijk" in text:
        return found[0], found[1], found[2]
    return found[0], found[-1], None


def told(value: Interval) -> tuple[int, int | None, int | None]:
    return value.low, value.high, value.estimate


@given(numbers())
def test_the_text_says_the_number_and_no_more(value: Interval) -> None:
    for text in (form.interval(value), form.interval_words(value).replace(" tot ", "–")):
        assert bounds_in(text) == told(value)
    short = form.interval_short(value)
    assert {int(part.replace(".", "")) for part in re.findall(r"\d[\d.]*", short)} <= {
        part for part in told(value) if part is not None
    }


@given(st.lists(numbers(), min_size=1, max_size=8))
@settings(max_examples=20, deadline=None)
def test_page_csv_workbook_drawing_and_paper_have_the_same_texts(values: list[Interval]) -> None:
    one_mask_everywhere(values)


def one_mask_everywhere(values: list[Interval], made: Figure | None = None) -> None:
    """AssertionError where one form says something else than the page does."""
    figure = made or figure_of(values)
    texts = [form.interval(value) for value in values]
    html = render_to_string("pictures/table.html", {"table": figure.table})
    assert [unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r"<td.*?</td>", html)] == texts
    header, *lines = csv.reader(io.StringIO(downloads.to_csv(figure, PAGE).decode("utf-8-sig")))
    place = header.index("leerlingen")
    assert [line[place] for line in lines] == texts
    assert [tuple(int(part) if part else None for part in line[place + 1 :]) for line in lines] == [
        told(value) for value in values
    ]
    assert workbook(downloads.to_xlsx(figure, PAGE)) == [
        (text, *(part for part in told(value) if part is not None)) for text, value in zip(texts, values, strict=True)
    ]
    paper = printed.content(figure, PAGE)
    assert [row[1] for row in paper["rows"]] == texts  # type: ignore[attr-defined]
    on_page = render_to_string("pictures/map.svg", {"map": figure.picture, "links": True, "title": "kaart"})
    for mark in ("Plaats", "Naar"):
        assert {f"{mark} {i}: {text}" for i, text in enumerate(texts)} <= said(on_page, "title")
    for drawing in (on_page, drawings.standalone(figure), str(paper["drawing"])):
        assert {f"Hier {i}: {text}" for i, text in enumerate(texts)} <= said(drawing, "title")
        short = {form.interval_short(value) for value in values}
        assert {drawings.without_fallback(text) for text in short} <= {
            drawings.without_fallback(text) for text in said(drawing, "text")
        }
    assert set(texts) - {"0"} <= said(drawings.standalone(figure_of(values, bars=True)), "text")


def said(drawing: str, tag: str) -> set[str]:
    """Every text of these elements of a drawing."""
    return {(node.text or "").strip() for node in ElementTree.fromstring(drawing).iter() if node.tag.endswith(tag)}


def workbook(content: bytes) -> list[tuple[object, ...]]:
    """Per line the text of the number and the numbers behind it."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        strings = ["".join(one.itertext()) for one in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    found: list[tuple[object, ...]] = []
    for row in list(sheet.iter(f"{space}row"))[1:]:
        cells = [(cell.get("t"), cell.findtext(f"{space}v") or "0") for cell in row]
        found.append(tuple(strings[int(value)] if kind == "s" else int(float(value)) for kind, value in cells[2:]))
    return found


@given(st.lists(numbers(), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_the_api_says_the_same_as_json_and_as_csv(values: list[Interval]) -> None:
    cells = [
        FlowCell(2018, Sector.SO, f"GM{i:04}", f"Plaats {i}", "GM0000", "Hier", value) for i, value in enumerate(values)
    ]
    lines = list(csv.DictReader(io.StringIO("".join(csv_lines(cells)))))
    assert set(lines[0]) == set(COLUMNS)
    for value, line in zip(values, lines, strict=True):
        shown = json.loads(Leerlingen.of(value).model_dump_json(by_alias=True))
        columns = line["leerlingenLaag"], line["leerlingenHoog"], line["leerlingenGeschat"]
        assert tuple(int(part) if part else None for part in columns) == told(value)
        assert (shown["laag"], shown["hoog"], shown["geschat"]) == told(value)
        assert shown["reden"] == line["reden"]


@pytest.mark.parametrize("bars", [False, True])
def test_the_sheet_of_paper_really_has_these_texts(bars: bool) -> None:
    """Read back by another program where there is one."""
    values = [Interval.mask(), Interval(1047, 1102, 12, estimate=1061), Interval(13, None, missing=1), ZERO]
    content = printed.to_pdf(figure_of(values, bars=bars), PAGE, "uitleg")
    assert content.startswith(b"%PDF")
    reader = shutil.which("pdftotext")
    if reader is None:
        return
    done = subprocess.run([reader, "-layout", "-", "-"], input=content, capture_output=True, check=True)
    read = " ".join(done.stdout.decode().split())
    for value in values:
        assert form.interval(value) in read


@pytest.mark.parametrize(
    ("where", "name", "wrong"),
    [
        (downloads, "bounds", lambda _cell: [2, 2, None]),
        (printed, "content", lambda _figure, _page: {"rows": [["Plaats 0", "2"]], "drawing": ""}),
        (form, "interval_short", lambda value: str(form.middle(value))),
    ],
)
def test_a_form_that_is_too_sharp_is_seen(
    monkeypatch: pytest.MonkeyPatch, where: ModuleType, name: str, wrong: Callable[..., object]
) -> None:
    """Negative control."""
    one_mask_everywhere([Interval.mask()])
    figure = figure_of([Interval.mask()])
    monkeypatch.setattr(where, name, wrong)
    with pytest.raises(AssertionError):
        one_mask_everywhere([Interval.mask()], figure)

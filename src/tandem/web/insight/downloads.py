"""A figure as a file: the same texts, masks, title and source as on the page."""

import csv
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import resvg_py
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from xlsxwriter import Workbook

from tandem.flows.data import Range, Share
from tandem.opendata.data import Interval
from tandem.platform.spreadsheet import safe_cell
from tandem.platform.spreadsheets.writing import written
from tandem.web.insight.drawings import DIST, standalone, without_fallback
from tandem.web.insight.figure import Figure, Page
from tandem.web.insight.printed import to_pdf
from tandem.web.insight.table import Cell, Table

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
}
FAMILY = "Source Sans 3 ExtraLight"  # what the font files call themselves, in every weight
Value = str | int | float | None


def download(figure: Figure, extension: str, page: Page) -> HttpResponse:
    """Http404 when the figure has no such form."""
    if extension not in TYPES or (extension in ("svg", "png") and figure.picture is None):
        raise Http404
    makers = {"csv": to_csv, "xlsx": to_xlsx, "svg": to_svg, "png": to_png, "pdf": _to_pdf}
    response = HttpResponse(makers[extension](figure, page), content_type=TYPES[extension])
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(figure, page)}.{extension}"'
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def file_name(figure: Figure, page: Page) -> str:
    """'tandem-kaart-grensverkeer-van-leerlingen-in-haaglanden'."""
    plain = re.sub(r"[^a-z0-9]+", "-", page.title.lower()).strip("-")
    return f"tandem-{figure.key}-{plain}"[:90].rstrip("-")


def headings(table: Table) -> list[str]:
    """The code to join on first; every number has four columns: as the page shows it, from, to, and the estimate."""
    titles = [gettext("code")] if coded(table) else []
    for column in table.columns:
        titles.append(column.title)
        if column.kind != "text":
            titles += [gettext("%(title)s (van)") % {"title": column.title}]
            titles += [gettext("%(title)s (tot)") % {"title": column.title}]
            titles += [gettext("%(title)s (waarschijnlijk)") % {"title": column.title}]
    return titles


def coded(table: Table) -> bool:
    """True when the lines are units with a code."""
    return any(row[0].code for row in table.rows)


def lines(table: Table) -> Iterator[list[Value]]:
    for row in (*table.rows, *([table.total] if table.total else [])):
        line: list[Value] = [row[0].code] if coded(table) else []
        for column, cell in zip(table.columns, row, strict=True):
            line.append(cell.text)
            if column.kind != "text":
                line += bounds(cell)
        yield line


def bounds(cell: Cell) -> list[Value]:
    """From, to and the estimate; empty where nobody knows."""
    if isinstance(cell.value, Interval):
        return [cell.value.low, cell.value.high, cell.value.estimate]
    if isinstance(cell.value, Share | Range):
        return [_rounded(part) for part in (cell.value.low, cell.value.high, cell.value.estimate)]
    return [None, None, None]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


def to_csv(figure: Figure, page: Page) -> bytes:  # noqa: ARG001 - every maker is asked in the same way
    """RFC 4180 with a byte order mark, so that a spreadsheet program reads the accents."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings(figure.table))
    writer.writerows(map(safe_cell, line) for line in lines(figure.table))
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(figure: Figure, page: Page) -> bytes:
    return written(lambda book: _fill(book, figure, page))


def _fill(book: Workbook, figure: Figure, page: Page) -> None:
    sheet = book.add_worksheet(figure.key[:31])
    strong, plain, right = book.add_format({"bold": True}), book.add_format(), book.add_format({"align": "right"})
    titles = headings(figure.table)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, strong)
    for index, line in enumerate(lines(figure.table), start=1):
        for column, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(index, column, value, plain if column < 2 else right)
            elif value is not None:
                sheet.write_number(index, column, value)
    sheet.freeze_panes(1, 1 + int(coded(figure.table)))
    sheet.set_column(0, len(titles) - 1, 14)
    sheet.set_column(int(coded(figure.table)), int(coded(figure.table)), 28)
    about = book.add_worksheet(gettext("Toelichting"))
    about.set_column(0, 0, 110)
    for row, text in enumerate((figure.title, page.heading, figure.says, figure.source, explanation())):
        about.write_string(row, 0, text, strong if row == 0 else plain)


def explanation() -> str:
    return gettext(
        "Een getal als 47–102 ligt tussen 47 en 102: in de bron zijn aantallen onder de 5 afgeschermd. Wat erachter "
        "staat (waarschijnlijk 61) is een schatting, geen telling. De uitleg staat op /inzicht/methode/."
    )


def _to_pdf(figure: Figure, page: Page) -> bytes:
    return to_pdf(figure, page, explanation())


def to_svg(figure: Figure, page: Page) -> bytes:  # noqa: ARG001 - idem
    return standalone(figure).encode()


def to_png(figure: Figure, page: Page) -> bytes:  # noqa: ARG001 - idem
    """Twice the size of the drawing, so that it is sharp on paper."""
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=without_fallback(standalone(figure)).replace('"Source Sans 3"', f'"{FAMILY}"'),
        zoom=2,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=_fonts(),
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
    return bytes(drawn)


@lru_cache(maxsize=1)
def _fonts() -> list[str]:
    return [str(path) for path in sorted(Path(DIST / "ttf").glob("*.ttf"))]

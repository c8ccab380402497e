"""What was found as a file, on the same fixed form as the pages."""

import csv
import io
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext
from xlsxwriter import Workbook

from tandem.directory.data import Offer
from tandem.platform.spreadsheet import safe_cell
from tandem.platform.spreadsheets.writing import written
from tandem.web.directory import shown
from tandem.web.insight.downloads import TYPES


def download(offers: Sequence[Offer], extension: str) -> HttpResponse:
    """`extension`: csv or xlsx. The name of the file says nothing of what was asked."""
    content = {"csv": _csv, "xlsx": _xlsx}[extension](_rows(offers))
    response = HttpResponse(content, content_type=TYPES[extension])
    response.headers["Content-Disposition"] = f'attachment; filename="tandem-aanbod.{extension}"'
    return response


def _rows(offers: Sequence[Offer]) -> list[list[str]]:
    titles = [gettext("Aanbod"), gettext("In het kort")]
    rows = []
    for offer in offers:
        lines = shown.lines(offer)
        rows.append([offer.facts.name, offer.facts.summary, *(line.text for line in lines)])
        titles = [*titles[:2], *(line.name for line in lines)]
    return [titles, *rows]


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """RFC 4180 with a byte order mark, so that a spreadsheet program reads the accents."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    def fill(book: Workbook) -> None:
        sheet, strong = book.add_worksheet(gettext("Aanbod")), book.add_format({"bold": True})
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, strong if number == 0 else None)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 1, 36)
        sheet.set_column(2, len(rows[0]), 22)

    return written(fill)

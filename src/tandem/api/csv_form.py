"""Flows as CSV, line by line, so that the largest answer needs no memory."""

import csv
import io
from collections.abc import Iterable, Iterator

from tandem.api.shapes import Leerlingen
from tandem.flows.data import FlowCell
from tandem.platform.spreadsheet import safe_cell

COLUMNS = (
    "jaar",
    "soort",
    "woonCode",
    "woonNaam",
    "schoolCode",
    "schoolNaam",
    "leerlingenLaag",
    "leerlingenHoog",
    "leerlingenGeschat",
    "reden",
)
LINES_AT_ONCE = 500


def csv_lines(cells: Iterable[FlowCell]) -> Iterator[str]:
    """The header and the lines, some hundreds at a time. An open upper bound is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, cell in enumerate(cells, start=1):
        writer.writerow(map(safe_cell, _line(cell)))
        if number % LINES_AT_ONCE == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _line(cell: FlowCell) -> tuple[object, ...]:
    names = (cell.home_code, cell.home_name, cell.school_code, cell.school_name)
    high = "" if cell.pupils.high is None else cell.pupils.high
    about = "" if cell.pupils.estimate is None else cell.pupils.estimate
    return (cell.year, cell.sector, *names, cell.pupils.low, high, about, Leerlingen.of(cell.pupils).reden)


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text

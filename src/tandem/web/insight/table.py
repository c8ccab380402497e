"""The table behind a picture: one value for the page, the CSV, the XLSX and the drawing, so they cannot differ."""

from dataclasses import dataclass

from tandem.flows.data import Range, Share
from tandem.opendata.data import Interval
from tandem.web import format as form


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: text, pupils (an interval), share (0..1) or number (a range of any other measure)."""

    title: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: its text, how it looks (zero, exact, range, masked, missing, foreign) and its value."""

    text: str
    look: str = ""
    value: Interval | Share | Range | None = None
    href: str = ""
    code: str = ""

    @property
    def is_number(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Table:
    """`total` is the last line, set apart; empty when adding up has no meaning."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


FOREIGN = ("BE", "DE", "ANDER", "ONBEKEND")


def words(text: str, href: str = "", code: str = "") -> Cell:
    """A name. Abroad and unknown stand in italics, everywhere."""
    return Cell(text, "foreign" if code in FOREIGN else "", None, href, code)


def pupils(value: Interval, href: str = "") -> Cell:
    return Cell(form.interval(value), form.kind(value), value, href)


def share(value: Share | None) -> Cell:
    return Cell(form.percentage(value), "", value)


def measure(value: Range | None, *, digits: int = 1) -> Cell:
    """A measure without its unit, which stands in the heading; a dash where there is none."""
    return Cell("–") if value is None else Cell(form.quantity(value, "", digits), "", value)

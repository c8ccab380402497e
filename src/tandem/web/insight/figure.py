"""What a page shows: a figure is a title that says the finding, a picture, its table, and where it comes from."""

from dataclasses import dataclass, replace

from tandem.web.insight.geometry import Point
from tandem.web.insight.labels import Label
from tandem.web.insight.table import Table

LONGEST, SHORTENED = 50, 25  # rows: a table of more than the first is shown as far as the second


@dataclass(frozen=True, slots=True)
class Note:
    """A finding of the data report that touches this figure. `dutch`: it exists in no other language."""

    text: str
    href: str
    brief: bool = False
    dutch: bool = False


@dataclass(frozen=True, slots=True)
class AreaMark:
    """A municipality on the map; `look` holds its classes, `hint` its text."""

    code: str
    outline: str
    look: str
    hint: str
    href: str


@dataclass(frozen=True, slots=True)
class FlowMark:
    """One flow as a tapered curve."""

    outline: str
    look: str
    hint: str
    href: str


@dataclass(frozen=True, slots=True)
class DotMark:
    """A place drawn as a circle."""

    x: float
    y: float
    radius: float
    look: str
    hint: str
    href: str


@dataclass(frozen=True, slots=True)
class LabelMark:
    """A name with its number; `tight` when there is no room for it on a phone."""

    label: Label
    name_class: str
    figure_class: str
    tight: bool = False


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map in units of its view box; drawn by templates/pictures/map.svg."""

    width: int
    height: int
    areas: tuple[AreaMark, ...]
    flows: tuple[FlowMark, ...] = ()
    labels: tuple[LabelMark, ...] = ()
    schools: str = ""
    special_schools: str = ""
    dots: tuple[DotMark, ...] = ()
    hub: Point | None = None


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """`look`: own, zero, o1 to o6 or sum; with wide (hatched), missing (open upwards) and gap (after a space)."""

    text: str
    look: str
    href: str = ""

    @property
    def wide(self) -> bool:
        return "wide" in self.look

    @property
    def missing(self) -> bool:
        return "missing" in self.look

    @property
    def zero(self) -> bool:
        return "zero" in self.look


@dataclass(frozen=True, slots=True)
class MatrixRow:
    name: str
    href: str
    cells: tuple[MatrixCell, ...]
    apart: bool = False
    chosen: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    full: str
    href: str = ""
    apart: bool = False
    chosen: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class MatrixPicture:
    headings: tuple[Heading, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a ranking. `low`, `high`, `likely` and `tick` are places on a scale of 0 to 100.

    `likely`: where the estimate lies; None where none is shown.
    """

    name: str
    href: str
    low: float
    high: float
    look: str
    cells: tuple[tuple[str, str], ...]
    chosen: bool = False
    foreign: bool = False
    likely: float | None = None

    @property
    def band(self) -> float:
        return round(self.high - self.low, 2)

    @property
    def tick(self) -> float:
        return round((self.low + self.high) / 2, 2) if self.likely is None else self.likely


@dataclass(frozen=True, slots=True)
class BarPicture:
    first: str
    measure: str
    headings: tuple[str, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One small multiple: line pieces, bands and breaks as SVG paths, and what stands at its last point."""

    name: str
    href: str
    lines: tuple[str, ...]
    bands: tuple[str, ...]
    breaks: tuple[str, ...]
    last: Point | None
    last_text: str
    text_y: float
    hint: str


@dataclass(frozen=True, slots=True)
class YearsPicture:
    width: int
    height: int
    look: str
    ticks: tuple[tuple[float, str], ...]
    first_year: str
    last_year: str
    panels: tuple[Panel, ...]


Picture = MapPicture | MatrixPicture | BarPicture | YearsPicture


@dataclass(frozen=True, slots=True)
class Figure:
    """`key` names the figure in the address of its downloads; `kind` its template; `says` one sentence under it."""

    key: str
    kind: str
    title: str
    says: str
    source: str
    table: Table
    picture: Picture | None = None
    span: str = "c12"
    notes: tuple[Note, ...] = ()
    legend: tuple[str, ...] = ()

    @property
    def lines(self) -> Table:
        """The table as the page shows it: of a very long one the first lines; a download always has all."""
        return replace(self.table, rows=self.table.rows[:SHORTENED]) if self.is_shortened else self.table

    @property
    def is_shortened(self) -> bool:
        return len(self.table.rows) > LONGEST

    @property
    def twin(self) -> bool:
        """Whether the table must be shown beside the picture: a picture that is a table of all lines needs none."""
        if isinstance(self.picture, BarPicture):
            return len(self.picture.bars) < len(self.lines.rows)
        return isinstance(self.picture, MapPicture | YearsPicture)


@dataclass(frozen=True, slots=True)
class Key:
    """A key figure: the number large, what it counts below it.

    `likely`: the estimate in words. `band`: start, width and tick on a scale of 100, where there is an estimate.
    """

    text: str
    label: str
    look: str = ""
    term: str = ""
    likely: str = ""
    band: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Option:
    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the sentence of choices: plain words, or a choice with its options."""

    text: str
    options: tuple[Option, ...] = ()
    label: str = ""
    boxes: tuple[tuple[str, str, bool], ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    field: tuple[tuple[str, str, bool], ...] = ()  # of a municipality, where links would be too many

    @property
    def glued(self) -> bool:
        """True for punctuation, which follows the word before it without a space."""
        return self.text[:1] in {",", "."}


@dataclass(frozen=True, slots=True)
class Crumb:
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Some sentences with a title, above or below the figures."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    lead: str
    text: str


def told_once(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The same figures; a note that an earlier figure told in full is only a short mark at the later ones."""
    told: set[str] = set()
    result = []
    for figure in figures:
        new = tuple(note for note in figure.notes if note.text not in told)
        again = [replace(note, brief=True) for note in figure.notes if note.text in told]
        told |= {note.text for note in new}
        result.append(replace(figure, notes=(*new, *again[:1])))
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything a page of figures shows."""

    title: str
    heading: str
    crumbs: tuple[Crumb, ...]
    figures: tuple[Figure, ...]
    lead: str = ""
    choices: tuple[Piece, ...] = ()
    keys: tuple[Key, ...] = ()
    findings: tuple[Finding, ...] = ()
    facts: tuple[tuple[str, str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    below: tuple[Section, ...] = ()
    more: tuple[tuple[str, str], ...] = ()  # name and address of other pages about the same place
    embed: bool = False

"""The matrix home × school: the region's own municipalities as a block, what lies outside after a gap."""

from collections.abc import Container
from dataclasses import dataclass

from django.utils.translation import gettext

from tandem.flows.cube import Cube
from tandem.flows.data import ABROAD, UNKNOWN, Direction, Scope
from tandem.flows.masked.sums import summed, total
from tandem.flows.openness import opened
from tandem.opendata.data import ZERO, Interval
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.figure import Heading, MatrixCell, MatrixPicture, MatrixRow
from tandem.web.insight.links import Links
from tandem.web.insight.table import Cell, Column, Table, pupils
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import Traffic, by_home, by_school, largest_first

MOST = 20  # rows and columns; a larger region shows its busiest municipalities
MANY, MOST_OF_MANY = 100, 10  # of a region with more municipalities than the first, so many as the second
OUTSIDE_MOST = 6
STEPS = (0.008, 0.04, 0.12, 0.28, 0.55)  # borders of the shades, as a share of the largest flow


@dataclass(frozen=True, slots=True)
class Axis:
    """One line of the matrix: a municipality, or several taken together (then without a code of its own)."""

    code: str
    name: str
    codes: tuple[str, ...]
    apart: bool = False

    @property
    def inside(self) -> bool:
        """One municipality, of the region or by name."""
        return self.code not in ("", UNKNOWN)

    @property
    def foreign(self) -> bool:
        """Abroad or not known: in italics."""
        return self.codes[0] in {*ABROAD, UNKNOWN}


def shade(value: Interval, largest: float) -> int:
    """0 (nothing) to 6 (the most); what is not zero is never drawn as nothing."""
    middle = form.middle(value)
    if middle <= 0:
        return 0
    return 1 + sum(middle / largest > step for step in STEPS)


def most(traffic: Traffic) -> int:
    """How many municipalities of the region the matrix shows at most."""
    return MOST_OF_MANY if len(traffic.members) > MANY else MOST


def members_shown(traffic: Traffic, cube: Cube) -> list[str]:
    """The members in Dutch order of names; of a large region those with the most traffic."""
    if len(traffic.members) <= MOST:
        return words.in_order(traffic.members, cube)
    across = traffic.crossing(Direction.OUT, Scope.ALL)
    sums = by_home(across)
    for code, value in by_school(across).items():
        sums[code] = sums.get(code, ZERO) + value
    busiest = [code for code, _ in largest_first(sums) if code in traffic.inside][: most(traffic)]
    return words.in_order(busiest, cube)


def axes(traffic: Traffic, cube: Cube, scope: Scope, side: Direction) -> list[Axis]:
    """The lines of one side: members, then what lies outside as far as the scope asks for it, then what is not known.

    `side`: OUT for the schools that members go to, IN for the homes that they come from.
    """
    own = [Axis(code, words.unit(cube, code), (code,)) for code in members_shown(traffic, cube)]
    flows = traffic.crossing(side, Scope.OUTSIDE)
    ends = by_school(flows) if side is Direction.OUT else by_home(flows)
    codes = [code for code, _ in largest_first(ends)]
    apart = [Axis(UNKNOWN, _unknown(side), (UNKNOWN,), apart=True)] if UNKNOWN in codes else []
    if scope is Scope.INSIDE:
        return [*own, *(apart if side is Direction.OUT else [])]
    abroad = tuple(code for code in codes if code in ABROAD)
    if abroad:
        apart = [Axis("", gettext("buitenland"), abroad, apart=True), *apart]
    others = [code for code in codes if code not in {*ABROAD, UNKNOWN}]
    return [*own, *_outside(cube, others, scope), *apart]


def _unknown(side: Direction) -> str:
    return gettext("plaats onbekend") if side is Direction.OUT else gettext("woonplaats onbekend")


def _outside(cube: Cube, codes: list[str], scope: Scope) -> list[Axis]:
    """Municipalities outside the region: together, or the largest by name when they are what it is about."""
    if not codes:
        return []
    if scope is Scope.ALL:
        return [Axis("", gettext("buiten de regio"), tuple(codes), apart=True)]
    named = [
        Axis(code, words.unit(cube, code), (code,), apart=not index) for index, code in enumerate(codes[:OUTSIDE_MOST])
    ]
    rest = tuple(codes[OUTSIDE_MOST:])
    return [*named, *([Axis("", gettext("verder buiten"), rest)] if rest else [])]


def counts(traffic: Traffic, homes: list[Axis], schools: list[Axis]) -> list[list[Interval]]:
    """The pupils in every cell, rows by home axis; in one pass over the flows."""
    row_of = {code: index for index, axis in enumerate(homes) for code in axis.codes}
    column_of = {code: index for index, axis in enumerate(schools) for code in axis.codes}
    sums = summed(
        ((row_of[home], column_of[school]), value)
        for (home, school), value in traffic.cells.items()
        if home in row_of and school in column_of
    )
    nothing = [traffic.nothing if axis.codes[0] in traffic.inside else ZERO for axis in homes]
    return [[sums.get((row, column), nothing[row]) for column in range(len(schools))] for row in range(len(homes))]


def column_totals(
    traffic: Traffic, schools: list[Axis], values: list[list[Interval]], unseen: Container[str]
) -> list[Interval]:
    """Who goes to school in each column. Where too many homes are unknown, at most everybody who does."""
    sums = [total(row[index] for row in values) for index in range(len(schools))]
    if not traffic.lost:
        return sums
    known = [total(traffic.at_school.get(code, ZERO) for code in axis.codes) for axis in schools]
    return [
        value if axis.code in unseen else Interval(value.low, most.high, most.masked, most.missing)
        for axis, value, most in zip(schools, sums, known, strict=True)
    ]


def build(
    traffic: Traffic, cube: Cube, scope: Scope, links: Links, chosen: str, unseen: Container[str] = frozenset()
) -> tuple[MatrixPicture, Table]:
    """`unseen`: municipalities whose schools are in no file; nobody knows who goes there."""
    homes = axes(traffic, cube, scope, Direction.IN)
    schools = axes(traffic, cube, scope, Direction.OUT)
    values = [
        [opened(value) if school.code in unseen else value for school, value in zip(schools, row, strict=True)]
        for row in counts(traffic, homes, schools)
    ]
    largest = max(
        (
            form.middle(value)
            for home, row in zip(homes, values, strict=True)
            for school, value in zip(schools, row, strict=True)
            if home.code != school.code and (home.inside or school.inside)
        ),
        default=1.0,
    )
    headings = tuple(
        Heading(
            words.short(axis.name) if axis.inside else axis.name,
            axis.name,
            links.place(axis.code),
            axis.apart,
            axis.code == chosen,
            axis.foreign,
        )
        for axis in schools
    )
    rows = tuple(
        MatrixRow(
            home.name,
            links.place(home.code),
            (
                *(_cell(home, school, value, largest, links) for school, value in zip(schools, row, strict=True)),
                _edge(total(row)),
            ),
            home.apart,
            home.code == chosen,
            home.foreign,
        )
        for home, row in zip(homes, values, strict=True)
    )
    sums = column_totals(traffic, schools, values, unseen)
    last = MatrixRow(gettext("totaal"), "", (*map(_edge, sums), MatrixCell("", "none")), apart=True)
    edge = Heading(gettext("totaal"), gettext("totaal"))
    return MatrixPicture((*headings, edge), (*rows, last)), _table(homes, schools, values, sums, links)


def _edge(value: Interval) -> MatrixCell:
    return MatrixCell(form.interval_short(value), "sum missing" if value.high is None else "sum")


def _cell(home: Axis, school: Axis, value: Interval, largest: float, links: Links) -> MatrixCell:
    if not (home.inside or school.inside):
        return MatrixCell("", "none")
    own = home.code == school.code
    step = shade(value, max(largest, 1.0))
    look = ["own" if own else f"o{step}" if step else "" if value.high is None else "zero"]
    if value.high is None:
        look.append("missing")
    elif form.is_wide(value):
        look.append("wide")
    if school.apart:
        look.append("gap")
    href = links.pair(home.code, school.code) if home.code and school.code and form.kind(value) != "zero" else ""
    return MatrixCell(form.interval_short(value), " ".join(filter(None, look)), href)


def _table(
    homes: list[Axis], schools: list[Axis], values: list[list[Interval]], sums: list[Interval], links: Links
) -> Table:
    columns = (
        Column(gettext("woont in")),
        *(Column(axis.name, "pupils") for axis in schools),
        Column(gettext("totaal"), "pupils"),
    )
    rows = []
    for home, row in zip(homes, values, strict=True):
        cells = [
            pupils(value) if home.inside or school.inside else Cell("", "none")
            for school, value in zip(schools, row, strict=True)
        ]
        rows.append(
            (
                name_cell(home.name, links.place(home.code), home.codes[0] if home.foreign else home.code),
                *cells,
                pupils(total(row)),
            )
        )
    last = (name_cell(gettext("totaal")), *(pupils(value) for value in sums), Cell("", "none"))
    return Table(
        gettext("Leerlingen per woongemeente (rijen) en schoolgemeente (kolommen)"), columns, tuple(rows), last
    )

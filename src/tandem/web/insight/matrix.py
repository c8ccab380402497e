"""The matrix home × school: the region's own municipalities as a block, what lies outside after a gap."""

from dataclasses import dataclass

from django.utils.translation import gettext

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, Scope
from tandem.opendata.data import ZERO, Interval
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.figure import Heading, MatrixCell, MatrixPicture, MatrixRow
from tandem.web.insight.links import Links
from tandem.web.insight.table import Cell, Column, Table, pupils
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import Traffic, by_home, by_school, largest_first

MOST = 20  # rows and columns; a larger region shows its busiest municipalities
OUTSIDE_MOST = 6
STEPS = (0.008, 0.04, 0.12, 0.28, 0.55)  # borders of the shades, as a share of the largest flow


@dataclass(frozen=True, slots=True)
class Axis:
    """One line of the matrix: a municipality, or several taken together. `codes` empty = all others outside."""

    code: str
    name: str
    codes: tuple[str, ...]
    apart: bool = False


def shade(value: Interval, largest: float) -> int:
    """0 (nothing) to 6 (the most); what is not zero is never drawn as nothing."""
    middle = form.middle(value)
    if middle <= 0:
        return 0
    return 1 + sum(middle / largest > step for step in STEPS)


def members_shown(traffic: Traffic, cube: Cube) -> list[str]:
    """The members in Dutch order of names; of a large region those with the most traffic."""
    if len(traffic.members) <= MOST:
        return words.in_order(traffic.members, cube)
    across = traffic.crossing(Direction.OUT, Scope.ALL)
    sums = by_home(across)
    for code, value in by_school(across).items():
        sums[code] = sums.get(code, ZERO) + value
    busiest = [code for code, _ in largest_first(sums) if code in traffic.inside][:MOST]
    return words.in_order(busiest, cube)


def axes(traffic: Traffic, cube: Cube, scope: Scope, side: Direction) -> list[Axis]:
    """The lines of one side: members, then what lies outside as far as the scope asks for it."""
    own = [Axis(code, words.unit(cube, code), (code,)) for code in members_shown(traffic, cube)]
    if scope is Scope.INSIDE:
        return own
    flows = traffic.crossing(side, Scope.OUTSIDE)
    ends = by_school(flows) if side is Direction.OUT else by_home(flows)
    outside = [code for code, _ in largest_first(ends)]
    if scope is Scope.ALL or len(outside) <= 1:
        return [*own, Axis("", gettext("buiten de regio"), tuple(outside), apart=True)] if outside else own
    named = [
        Axis(code, words.unit(cube, code), (code,), apart=index == 0)
        for index, code in enumerate(outside[:OUTSIDE_MOST])
    ]
    rest = tuple(outside[OUTSIDE_MOST:])
    return [*own, *named, *([Axis("", gettext("verder buiten"), rest)] if rest else [])]


def total(traffic: Traffic, home: Axis, school: Axis) -> Interval:
    found = ZERO
    for one in home.codes:
        for other in school.codes:
            found += traffic.between(one, other)
    return found


def build(traffic: Traffic, cube: Cube, scope: Scope, links: Links, chosen: str) -> tuple[MatrixPicture, Table]:
    homes = axes(traffic, cube, scope, Direction.IN)
    schools = axes(traffic, cube, scope, Direction.OUT)
    values = [[total(traffic, home, school) for school in schools] for home in homes]
    largest = max(
        (
            form.middle(value)
            for home, row in zip(homes, values, strict=True)
            for school, value in zip(schools, row, strict=True)
            if home.code != school.code and (home.code or school.code)
        ),
        default=1.0,
    )
    headings = tuple(
        Heading(
            words.short(axis.name) if axis.code else axis.name,
            axis.name,
            links.place(axis.code),
            axis.apart,
            axis.code == chosen,
        )
        for axis in schools
    )
    rows = tuple(
        MatrixRow(
            home.name,
            links.place(home.code),
            (
                *(_cell(home, school, value, largest, links) for school, value in zip(schools, row, strict=True)),
                _edge(_sum(row)),
            ),
            home.apart,
            home.code == chosen,
        )
        for home, row in zip(homes, values, strict=True)
    )
    sums = tuple(_edge(_sum([row[index] for row in values])) for index in range(len(schools)))
    last = MatrixRow(gettext("totaal"), "", (*sums, MatrixCell("", "none")), apart=True)
    edge = Heading(gettext("totaal"), gettext("totaal"))
    return MatrixPicture((*headings, edge), (*rows, last)), _table(homes, schools, values, links)


def _edge(value: Interval) -> MatrixCell:
    return MatrixCell(form.interval(value), "sum missing" if value.high is None else "sum")


def _cell(home: Axis, school: Axis, value: Interval, largest: float, links: Links) -> MatrixCell:
    if not home.code and not school.code:
        return MatrixCell("", "none")
    own = home.code == school.code
    step = shade(value, max(largest, 1.0))
    look = ["own" if own else f"o{step}" if step else "zero"]
    if value.high is None:
        look.append("missing")
    elif form.is_wide(value):
        look.append("wide")
    if school.apart:
        look.append("gap")
    href = links.pair(home.code, school.code) if home.code and school.code and form.kind(value) != "zero" else ""
    return MatrixCell(form.interval(value), " ".join(look), href)


def _table(homes: list[Axis], schools: list[Axis], values: list[list[Interval]], links: Links) -> Table:
    columns = (
        Column(gettext("woont in")),
        *(Column(axis.name, "pupils") for axis in schools),
        Column(gettext("totaal"), "pupils"),
    )
    rows = []
    for home, row in zip(homes, values, strict=True):
        cells = [
            Cell("", "none") if not home.code and not school.code else pupils(value)
            for school, value in zip(schools, row, strict=True)
        ]
        rows.append((name_cell(home.name, links.place(home.code), home.code), *cells, pupils(_sum(row))))
    sums = [_sum([row[index] for row in values]) for index in range(len(schools))]
    last = (name_cell(gettext("totaal")), *(pupils(value) for value in sums), Cell("", "none"))
    return Table(
        gettext("Leerlingen per woongemeente (rijen) en schoolgemeente (kolommen)"), columns, tuple(rows), last
    )


def _sum(values: list[Interval]) -> Interval:
    found = ZERO
    for value in values:
        found += value
    return found

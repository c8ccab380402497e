"""Partnership × partnership: where pupils live (rows) and where they go to school (columns)."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from tandem.flows.data import ABROAD, UNKNOWN
from tandem.flows.masked.sums import summed, total
from tandem.opendata.data import ZERO, Interval
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Figure, Heading, MatrixCell, MatrixPicture, MatrixRow
from tandem.web.insight.links import Links
from tandem.web.insight.matrix import shade
from tandem.web.insight.store import Store
from tandem.web.insight.table import Cell, Column, Table, pupils
from tandem.web.insight.table import words as name_cell

if TYPE_CHECKING:
    from tandem.web.insight.partnerships import Bond

MOST = 20
OTHERS = "overig"  # all partnerships that do not touch the region
NOWHERE = "onbekend"  # abroad, or no partnership known
Flows = dict[tuple[str, str], Interval]


def matrix_figure(
    store: Store, choice: Choice, kind: str, bonds: tuple["Bond", ...], flows: Flows, links: Links
) -> Figure:
    """The partnerships of one kind that touch the region, the other ones together."""
    codes = _codes(tuple(bond.code for bond in bonds if bond.kind == kind), flows)
    line_of = {code: code for code in codes}
    cells = summed(
        ((_line(home, line_of), _line(school, line_of)), value)
        for (home, school), value in flows.items()
        if home in line_of or school in line_of
    )
    lines = [*codes, OTHERS, NOWHERE]
    names = {code: words.unit(store.cube, code) for code in codes}
    names |= {OTHERS: gettext("andere verbanden"), NOWHERE: gettext("buitenland of onbekend")}
    education = gettext("primair onderwijs") if kind == "PO" else gettext("voortgezet onderwijs")
    title = gettext("Tussen samenwerkingsverbanden, %(kind)s") % {"kind": education}
    table = _table(lines, names, cells, links)
    return Figure(
        key=f"matrix-{kind.lower()}",
        kind="matrix",
        title=_title(cells, codes, names, title),
        says=gettext("Rijen: waar leerlingen wonen. Kolommen: waar zij naar school gaan. Grijs: het eigen verband."),
        source=store.provenance.source(choice, total(cells.values())),
        table=table,
        picture=_picture(lines, names, cells, links),
        notes=store.provenance.notes(choice),
    )


def _codes(codes: tuple[str, ...], flows: Flows) -> tuple[str, ...]:
    """As they stand in the list; of a country the busiest."""
    if len(codes) <= MOST:
        return codes
    busy = summed((home, value) for (home, school), value in flows.items() if home != school)
    return tuple(sorted(codes, key=lambda code: -form.middle(busy.get(code, ZERO)))[:MOST])


def _line(code: str, lines: dict[str, str]) -> str:
    return lines.get(code) or (NOWHERE if code in {*ABROAD, UNKNOWN} else OTHERS)


def _title(cells: Flows, codes: tuple[str, ...], names: dict[str, str], plain: str) -> str:
    """Which flow between two of them is for certain the largest."""
    crossing = {ends: value for ends, value in cells.items() if ends[0] != ends[1] and set(ends) <= set(codes)}
    loose = {home: value.high or 0 for (home, school), value in cells.items() if school == NOWHERE}
    order = sorted(crossing, key=lambda ends: -crossing[ends].low)
    if not order:
        return plain
    best = crossing[order[0]]
    others = [(crossing[e].high, loose.get(e[0], 0)) for e in order[1:]]
    if best.low == 0 or any(high is None or high + more >= best.low for high, more in others):
        return plain
    home, school = order[0]
    return gettext("De grootste stroom: %(pupils)s van %(home)s naar %(school)s") % {
        "pupils": form.pupils(best),
        "home": names[home],
        "school": names[school],
    }


def _picture(lines: list[str], names: dict[str, str], cells: Flows, links: Links) -> MatrixPicture:
    crossing = [form.middle(value) for (home, school), value in cells.items() if home != school]
    largest = max([*crossing, 1.0])
    edge = Heading(gettext("totaal"), gettext("totaal"))
    headings = [Heading(_short(code, names), names[code], links.place(code), code == OTHERS) for code in lines]
    rows = [
        MatrixRow(
            names[home],
            links.place(home),
            (
                *(_cell(home, school, cells.get((home, school), ZERO), largest) for school in lines),
                _edge(total(cells.get((home, school), ZERO) for school in lines)),
            ),
            home == OTHERS,
        )
        for home in lines
    ]
    sums = [_edge(total(cells.get((home, school), ZERO) for home in lines)) for school in lines]
    rows.append(MatrixRow(gettext("totaal"), "", (*sums, MatrixCell("", "none")), apart=True))
    return MatrixPicture((*headings, edge), tuple(rows))


def _short(code: str, names: dict[str, str]) -> str:
    """A code is shorter than a name, and stands in the row beside it."""
    return names[code] if code in (OTHERS, NOWHERE) else code


def _edge(value: Interval) -> MatrixCell:
    return MatrixCell(form.interval(value), "sum missing" if value.high is None else "sum")


def _cell(home: str, school: str, value: Interval, largest: float) -> MatrixCell:
    if home in (OTHERS, NOWHERE) and school in (OTHERS, NOWHERE):
        return MatrixCell("", "none")
    step = shade(value, largest)
    look = ["own" if home == school else f"o{step}" if step else "" if value.high is None else "zero"]
    look += ["missing"] if value.high is None else ["wide"] if form.is_wide(value) else []
    look += ["gap"] if school == OTHERS else []
    return MatrixCell(form.interval(value), " ".join(filter(None, look)))


def _table(lines: list[str], names: dict[str, str], cells: Flows, links: Links) -> Table:
    columns = (
        Column(gettext("woont in")),
        *(Column(names[code], "pupils") for code in lines),
        Column(gettext("totaal"), "pupils"),
    )
    rows = []
    for home in lines:
        values = [cells.get((home, school), ZERO) for school in lines]
        shown = [
            Cell("", "none") if {home, school} <= {OTHERS, NOWHERE} else pupils(value)
            for school, value in zip(lines, values, strict=True)
        ]
        code = "" if home in (OTHERS, NOWHERE) else home
        rows.append((name_cell(names[home], links.place(home), code), *shown, pupils(total(values))))
    sums = [pupils(total(cells.get((home, school), ZERO) for home in lines)) for school in lines]
    caption = gettext("Leerlingen per samenwerkingsverband van de woonplaats (rijen) en van de school (kolommen)")
    return Table(caption, columns, tuple(rows), (name_cell(gettext("totaal")), *sums, Cell("", "none")))

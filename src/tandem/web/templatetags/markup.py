"""What a page repeats hundreds of times (cells, bars, areas), written by plain functions.

A template needs some thirty microseconds for each value it looks up and writes: half the time of a page. Here the same
takes a tenth of that. Every text and address goes through `escape`; classes, paths and numbers are our own.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from tandem.web.insight.figure import (
    AreaMark,
    Bar,
    DotMark,
    FlowMark,
    LabelMark,
    MatrixCell,
    MatrixRow,
    Option,
    Panel,
    YearsPicture,
)
from tandem.web.insight.table import Cell, Table

register = template.Library()

LINK = "utrecht-link utrecht-link--html-a"
LEAST_BAND = 0.4  # a band narrower than this, on a scale of 100, would not be seen


def _safe(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 – every part below escapes what it is given


def _linked(text: str, href: str, look: str = "") -> str:
    if not href:
        return escape(text)
    return f'<a{_class(look)} href="{escape(href)}">{escape(text)}</a>'


def _class(look: str) -> str:
    return f' class="{look}"' if look else ""


@register.filter
def table_rows(table: Table) -> SafeString:
    """Body and foot of the table behind a picture."""
    body = "".join(map(_table_row, table.rows))
    foot = f"<tfoot>{_total_row(table.total)}</tfoot>" if table.total else ""
    return _safe(("<tbody>", body, "</tbody>", foot))


def _table_row(cells: tuple[Cell, ...]) -> str:
    first = cells[0]
    head = f'<th scope="row"{_class(first.look)}>{_linked(first.text, first.href, LINK)}</th>'
    return f"<tr>{head}{''.join(map(_table_cell, cells[1:]))}</tr>"


def _table_cell(cell: Cell) -> str:
    if cell.value is None:
        return f"<td{_class(cell.look)}>{_linked(cell.text, cell.href, LINK)}</td>"
    return _number_cell(cell)


def _number_cell(cell: Cell) -> str:
    halves = " halves" if ", " in cell.text or " (" in cell.text else ""
    return f'<td class="n {cell.look}{halves}"><span>{_in_two(cell.text)}</span></td>'


def _in_two(text: str) -> str:
    """'47–102, waarschijnlijk 61': each half stays on one line."""
    bounds, comma, about = text.partition(", ")
    if not comma:
        return _short(text)
    return f"<span>{escape(bounds)},</span> <small>{escape(about)}</small>"


def _total_row(cells: tuple[Cell, ...]) -> str:
    return f'<tr><th scope="row">{escape(cells[0].text)}</th>{"".join(map(_number_cell, cells[1:]))}</tr>'


@register.filter
def matrix_rows(rows: tuple[MatrixRow, ...]) -> SafeString:
    return _safe(map(_matrix_row, rows))


def _matrix_row(row: MatrixRow) -> str:
    look = "chosen" if row.chosen else "foreign" if row.foreign else ""
    head = f'<th scope="row"{_class(look)}>{_linked(row.name, row.href)}</th>'
    return f"<tr{_class('apart' if row.apart else '')}>{head}{''.join(map(_matrix_cell, row.cells))}</tr>"


def _matrix_cell(cell: MatrixCell) -> str:
    if cell.href:
        return f'<td class="{cell.look}"><a href="{escape(cell.href)}">{_short(cell.text)}</a></td>'
    text = f"<span>{_short(cell.text)}</span>" if cell.text else ""
    return f'<td class="{cell.look}">{text}</td>'


def _short(text: str) -> str:
    """'≈ 61 (47–102)' with the bounds smaller, and on one line."""
    about, bracket, bounds = text.partition(" (")
    return f"{escape(about)} <small>({escape(bounds)}</small>" if bracket else escape(text)


@register.filter
def bar_rows(bars: tuple[Bar, ...]) -> SafeString:
    return _safe(map(_bar_row, bars))


def _bar_row(bar: Bar) -> str:
    head = f'<th scope="row"{_class("foreign" if bar.foreign else "")}>{_linked(bar.name, bar.href, LINK)}</th>'
    cells = "".join(f'<td class="n {look}"><span>{_short(text)}</span></td>' for text, look in bar.cells)
    return f"<tr{_class('chosen' if bar.chosen else '')}>{head}<td>{_bar(bar)}</td>{cells}</tr>"


def _bar(bar: Bar) -> str:
    certain = f'<rect class="{bar.look}" width="{bar.low}" height="10"/>'
    band = (
        f'<rect class="{bar.look} band" x="{bar.low}" width="{bar.band}" height="10"/>'
        f'<path class="tick" d="M{bar.tick} 0v10"/>'
        if bar.band > LEAST_BAND
        else ""
    )
    frame = 'class="bar pic" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"'
    return f"<svg {frame}>{certain}{band}</svg>"


@register.filter
def areas(marks: tuple[AreaMark, ...], links: bool) -> SafeString:
    return _safe(_area(mark, links) for mark in marks)


def _area(mark: AreaMark, links: bool) -> str:
    if links and mark.href:
        return _in_link(mark.href, mark.hint, f'<path class="area {mark.look}" d="{mark.outline}"/>')
    look = f"area {mark.look}" if mark.look else "area"
    return f'<path class="{look}" d="{mark.outline}"/>'


def _in_link(href: str, hint: str, shape: str) -> str:
    return f'<a href="{escape(href)}"><title>{escape(hint)}</title>{shape}</a>'


@register.filter
def flows(marks: tuple[FlowMark, ...], links: bool) -> SafeString:
    return _safe(_flow(mark, links) for mark in marks)


def _flow(mark: FlowMark, links: bool) -> str:
    shape = f'<path class="flow {mark.look}" d="{mark.outline}"/>'
    return _in_link(mark.href, mark.hint, shape) if links else shape


@register.filter
def dots(marks: tuple[DotMark, ...], links: bool) -> SafeString:
    return _safe(_dot(mark, links) for mark in marks)


def _dot(mark: DotMark, links: bool) -> str:
    shape = f'<circle class="dot {mark.look}" cx="{mark.x}" cy="{mark.y}" r="{mark.radius}"'
    if links and mark.href:
        return _in_link(mark.href, mark.hint, f"{shape}/>")
    hint = f"<title>{escape(mark.hint)}</title>" if mark.hint else ""
    return f"{shape}>{hint}</circle>"


@register.filter
def names(marks: tuple[LabelMark, ...]) -> SafeString:
    """The names of areas on a map, each with its number below it."""
    return _safe(map(_name, marks))


def _name(mark: LabelMark) -> str:
    label, tight = mark.label, " tight" if mark.tight else ""
    place = f'x="{label.x}" y="{label.y}"'
    name = f'<text class="halo {mark.name_class}{tight}" {place}>{escape(label.name)}</text>'
    if not label.figure:
        return name
    return f'{name}<text class="halo {mark.figure_class}{tight}" {place} dy="1.05em">{escape(label.figure)}</text>'


@register.filter
def option_items(options: tuple[Option, ...]) -> SafeString:
    """The list of a choice, each an ordinary link."""
    return _safe(map(_option, options))


@register.filter
def field_options(field: tuple[tuple[str, str, bool], ...]) -> SafeString:
    """The options of a field with codes."""
    return _safe(
        f"<option value={escape(code)}{' selected' if chosen else ''}>{escape(name)}" for code, name, chosen in field
    )


def _option(option: Option) -> str:
    current = ' aria-current="true"' if option.current else ""
    return f'<li><a href="{escape(option.href)}"{current}>{escape(option.text)}</a></li>'


@register.simple_tag
def panel_svg(panel: Panel, years: YearsPicture, *, size: bool = False) -> SafeString:
    """One small multiple; `size` for a drawing inside another, which needs its width and height."""
    look, wide, high = years.look, years.width, years.height
    sized = f' width="{wide}" height="{high}"' if size else ""
    return _safe(
        (
            f'<svg class="pic"{sized} viewBox="0 0 {wide} {high}" role="img"',
            f' aria-label="{escape(panel.name)}: {escape(panel.hint)}">',
            *(_tick(y, text, wide) for y, text in years.ticks),
            *(f'<path class="band {look}" d="{band}"/>' for band in panel.bands),
            *(f'<path class="break" d="{gap}"/>' for gap in panel.breaks),
            *(f'<path class="line {look}" d="{line}"/>' for line in panel.lines),
            _last(panel, years) if panel.last else "",
            f'<text class="small" x="34" y="{high}" dy="-3">{years.first_year}</text>',
            f'<text class="small end" x="{wide}" y="{high}" dy="-3">{years.last_year}</text></svg>',
        )
    )


def _tick(y: float, text: str, wide: int) -> str:
    return f'<path class="axis" d="M34 {y}H{wide}"/><text class="small end" x="30" y="{y}" dy="4">{escape(text)}</text>'


def _last(panel: Panel, years: YearsPicture) -> str:
    """The last year with a number: its mark and its share."""
    x, y = panel.last or (0.0, 0.0)
    mark = f'<circle class="mark {years.look}" cx="{x}" cy="{y}" r="3.5"/>'
    return f'{mark}<text class="strong end" x="{years.width}" y="{panel.text_y}">{escape(panel.last_text)}</text>'

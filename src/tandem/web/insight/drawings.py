"""A picture that stands on its own: title, drawing, legend and source in one SVG file, in the light colours."""

import textwrap
from functools import lru_cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from tandem.web.insight.figure import BarPicture, Figure, MapPicture, MatrixCell, MatrixPicture, YearsPicture
from tandem.web.insight.labels import PLAIN, text_width

DIST = Path(__file__).resolve().parents[1] / "static" / "dist"
MARGIN, LEGEND = 28, 22
TITLE_LINE, SMALL_LINE = 27, 18
ROW, CELL, NAME, GAP, HEAD = 24, 52, 170, 14, 26
PANEL_COLUMNS = 3


def standalone(figure: Figure) -> str:
    """With its title above it, and what it says and its source below."""
    return _framed(figure, bare=False)[0]


def sized(figure: Figure) -> tuple[str, float, float]:
    """The drawing and its legend only, for a page that has the words in its own type; and its width and height."""
    return _framed(figure, bare=True)


def without_fallback(svg: str) -> str:
    """For a drawer that has our font and no other: a tilde, where a screen takes its ≈ from somewhere else."""
    return svg.replace("≈\N{NO-BREAK SPACE}", "~").replace("≈", "~")


def _framed(figure: Figure, *, bare: bool) -> tuple[str, float, float]:
    inner, width, height = _drawn(figure)
    full = max(width, 480) + 2 * MARGIN
    title = [] if bare else textwrap.wrap(figure.title, int(full / 10.5))
    legend = LEGEND if figure.legend else 0
    foot = (
        [] if bare else [line for text in (figure.says, figure.source) for line in textwrap.wrap(text, int(full / 6.2))]
    )
    top = MARGIN + len(title) * TITLE_LINE + 6
    whole = round(top + height + legend + 16 + len(foot) * SMALL_LINE + MARGIN / 2)
    context = {
        "width": full,
        "height": whole,
        "title": figure.title,
        "title_lines": [(MARGIN, MARGIN + 16 + index * TITLE_LINE, line) for index, line in enumerate(title)],
        "foot_lines": [
            (MARGIN, round(top + height + legend + 26 + index * SMALL_LINE), line) for index, line in enumerate(foot)
        ],
        "legend_y": round(top + height + 20) if legend else 0,
        "left": MARGIN,
        "top": top,
        # both come from our own templates, which escape what they are given
        "style": mark_safe(_style()),  # noqa: S308
        "inner": mark_safe(inner),  # noqa: S308
    }
    return render_to_string("pictures/standalone.svg", context).strip(), full, whole


@lru_cache(maxsize=1)
def _style() -> str:
    return (DIST / "picture.css").read_text(encoding="utf-8").strip()


def _drawn(figure: Figure) -> tuple[str, float, float]:
    """The drawing without its surroundings, and its size."""
    picture = figure.picture
    if isinstance(picture, MapPicture):
        body = render_to_string("pictures/map.svg", {"map": picture, "links": False})
        sized = body.replace("<svg ", f'<svg width="{picture.width}" height="{picture.height}" overflow="hidden" ', 1)
        return sized, picture.width, picture.height
    if isinstance(picture, MatrixPicture):
        return _matrix(picture)
    if isinstance(picture, BarPicture):
        return _bars(picture)
    if isinstance(picture, YearsPicture):
        return _years(picture)
    raise TypeError(figure.kind)


def _matrix(picture: MatrixPicture) -> tuple[str, float, float]:
    columns, right = _columns(picture)
    rows, y = [], HEAD
    for line in picture.rows:
        y += GAP if line.apart else 0
        cells = [_placed(x, wide, cell) for (x, wide), cell in zip(columns, line.cells, strict=True)]
        rows.append((y, line, cells))
        y += ROW
    heads = [(x + wide - 5, head) for (x, wide), head in zip(columns, picture.headings, strict=True)]
    body = render_to_string("pictures/matrix.svg", {"rows": rows, "heads": heads, "row": ROW - 2})
    return body, right, y


def _placed(x: float, wide: float, cell: MatrixCell) -> tuple[float, float, float, float, float, MatrixCell]:
    """A cell with its left edge, width, the right edge of its text, and the plate that keeps hatching from the text."""
    plate = round(text_width(cell.text, 13, PLAIN) + 8)
    return x, wide, x + wide - 5, x + wide - 2 - plate, plate, cell


def _columns(picture: MatrixPicture) -> tuple[list[tuple[float, float]], float]:
    """Left edge and width of each column, wide enough for its longest text; and where the last one ends."""
    columns, x = [], float(NAME)
    for index, head in enumerate(picture.headings):
        texts = [head.text, *(line.cells[index].text for line in picture.rows)]
        wide = round(max(text_width(text, 13, PLAIN) for text in texts) + 14)
        x += GAP if head.apart else 0
        columns.append((x, float(max(wide, CELL))))
        x += max(wide, CELL) + 2
    return columns, x


def _bars(picture: BarPicture) -> tuple[str, float, float]:
    bar = 260
    columns, x = [], float(NAME + bar + 10)
    for index, heading in enumerate(picture.headings):
        texts = [heading, *(one.cells[index][0] for one in picture.bars)]
        x += max(100, round(max(text_width(text, 13, PLAIN) for text in texts))) + 20
        columns.append(x)
    rows = [
        (
            HEAD + index * ROW,
            one,
            list(zip(columns, one.cells, strict=True)),
            *(round(part * bar / 100, 2) for part in (one.low, one.band, one.tick)),
        )
        for index, one in enumerate(picture.bars)
    ]
    heads = list(zip(columns, picture.headings, strict=True))
    context = {"rows": rows, "heads": heads, "name": NAME, "first": picture.first}
    return render_to_string("pictures/bars.svg", context), columns[-1], HEAD + len(rows) * ROW


def _years(picture: YearsPicture) -> tuple[str, float, float]:
    wide, high = picture.width + 24, picture.height + 34
    panels = [
        ((index % PANEL_COLUMNS) * wide, (index // PANEL_COLUMNS) * high, panel)
        for index, panel in enumerate(picture.panels)
    ]
    lines = (len(panels) + PANEL_COLUMNS - 1) // PANEL_COLUMNS
    body = render_to_string("pictures/years.svg", {"panels": panels, "years": picture})
    return body, PANEL_COLUMNS * wide, lines * high

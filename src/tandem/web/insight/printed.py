"""A figure on paper: a tagged PDF (PDF/UA-1) of its drawing and the table behind it, in the texts of the page."""

import json
from pathlib import Path

import typst
from django.utils.translation import get_language

from tandem.web.insight.drawings import DIST, sized, without_fallback
from tandem.web.insight.figure import Figure, MatrixPicture, Page

LAYOUT = Path(__file__).with_name("printed.typ")
FEW, SOME = 6, 9  # columns that fit in ordinary type, and upright
WIDEST = 1000  # units of a drawing that can still be read at the width of a sheet


def to_pdf(figure: Figure, page: Page, explanation: str) -> bytes:
    """`explanation`: what a range means, for a reader who has only this sheet."""
    made = typst.compile(
        LAYOUT,
        font_paths=[DIST / "ttf"],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content(figure, page) | {"explanation": explanation}, ensure_ascii=False)},
        pdf_standards="ua-1",
    )
    return bytes(made) if made is not None else b""


def content(figure: Figure, page: Page) -> dict[str, object]:
    """What stands on the sheet: the texts of the cells as the page shows them, nothing worked out again."""
    table = figure.table
    drawing, width, height = ("", 1.0, 1.0) if figure.picture is None else sized(figure)
    if isinstance(figure.picture, MatrixPicture) and width > WIDEST:
        drawing = ""  # a matrix is a table already; made to fit a sheet its drawing cannot be read
    columns = len(table.columns)
    return {
        "language": (get_language() or "nl")[:2],
        "title": figure.title,
        "page": page.title,
        "says": figure.says,
        "source": figure.source,
        "drawing": without_fallback(drawing),
        "alt": f"{figure.title}. {figure.says}",
        "tall": height > 1.3 * width,
        "wide": columns > SOME,
        "size": 9 if columns <= FEW else 7.5 if columns <= SOME else 6,
        "header": [column.title for column in table.columns],
        "align": ["left" if column.kind == "text" else "right" for column in table.columns],
        "rows": [[cell.text for cell in row] for row in (*table.rows, *([table.total] if table.total else []))],
    }

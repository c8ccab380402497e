"""Letters and files as tagged PDF (PDF/UA-1), made here with typst: no browser and no network."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from tandem.platform.home import PROJECT_ROOT

TEMPLATES = Path(__file__).with_name("typst")
_FONTS = PROJECT_ROOT / "src" / "tandem" / "web" / "static" / "dist" / "ttf"


def pdf(template: str, content: object, *, made: datetime) -> bytes:
    """`template` names a file of platform/typst without `.typ`; it reads `content` as JSON. `made` is its date.

    The same content gives the same bytes. Raises FileNotFoundError for a template that is not there.
    """
    page = TEMPLATES / f"{template}.typ"
    if not page.is_file():
        raise FileNotFoundError(page.name)
    made_pdf = typst.compile(
        page,
        root=TEMPLATES,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(made.timestamp()),
        sys_inputs={"content": json.dumps(content, ensure_ascii=False, sort_keys=True)},
    )
    return bytes(made_pdf)


@cache
def fonts() -> tuple[str, ...]:
    """The font files that are built with the pages; a PDF needs all three weights."""
    return tuple(sorted(path.name for path in _FONTS.glob("*.ttf")))

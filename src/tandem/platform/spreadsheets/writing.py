"""Workbooks that we hand out."""

import io
from collections.abc import Callable
from datetime import datetime

from xlsxwriter import Workbook

# A file says when it was made; the same content must be the same file, or no copy of it can be kept and compared.
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - the format knows no time zone


def written(fill: Callable[[Workbook], object]) -> bytes:
    """The XLSX file that `fill` wrote: text stays text, never a formula or a link."""
    sink = io.BytesIO()
    with Workbook(sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _MADE})
        fill(book)
    return sink.getvalue()

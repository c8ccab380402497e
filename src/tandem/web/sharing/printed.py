"""The standard on paper: a tagged PDF (PDF/UA-1) with the type of the pages."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext

from tandem.sharing.data import Rule
from tandem.sharing.describe import Speaker
from tandem.sharing.rules.gates import articles
from tandem.web import format as form

FONTS = Path(__file__).parents[1] / "static" / "dist" / "ttf"
LAYOUT = Path(__file__).with_name("standard.typ")


def to_pdf(pairs: Sequence[Any], rules: Sequence[Rule], says: Speaker) -> bytes:
    """All rules, per pair of roles. `pairs` as the page shows them."""
    by_id = {rule.id: rule for rule in rules}
    content = {
        "language": says.language,
        "title": gettext("De standaard voor delen"),
        "version": gettext("Versie {version} van {day}").format(
            version=says.standard.version, day=form.day(says.standard.published)
        ),
        "warning": gettext("Nog niet getoetst door een jurist en een functionaris gegevensbescherming."),
        "headings": [
            gettext("Wat"),
            gettext("Blijft weg"),
            gettext("Wat je doet"),
            gettext("Artikelen"),
            gettext("Zekerheid"),
        ],
        "pairs": [
            {
                "name": f"{pair.sender} → {pair.receiver}",
                "rules": [_rule(row, by_id[row.id], says) for row in pair.rows],
            }
            for pair in pairs
        ],
    }
    return _compiled(json.dumps(content, ensure_ascii=False))


@cache
def _compiled(content: str) -> bytes:
    """Kept: the standard changes once a day at most, and printing it takes a second."""
    made = typst.compile(
        LAYOUT,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"content": content},
        pdf_standards="ua-1",
    )
    return bytes(made) if made is not None else b""


def _rule(row: Any, rule: Rule, says: Speaker) -> dict[str, object]:
    steps = " ".join(says.text(says.standard.steps[code].text) for code in rule.steps)
    return {
        "id": rule.id,
        "name": row.name,
        "word": row.word,
        "why": says.text(rule.why),
        "facts": [row.kinds, row.blocked, steps, "; ".join(articles(rule)), says.certainty(rule)],
    }

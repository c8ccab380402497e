"""A concern on paper: a tagged PDF (PDF/UA-1) with what stands on its page, and nothing that the page does not show."""

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext

from tandem.platform import clock
from tandem.web.casework.deadline import moment
from tandem.web.casework.timeline import Entry
from tandem.web.disclosures.shown import language
from tandem.web.sharing.printed import FONTS

TIMELINE = Path(__file__).with_name("timeline.typ")


def to_pdf(facts: dict[str, Any]) -> bytes:
    """`facts` as the page of the concern shows them. Nothing of it is kept."""
    content = {
        "language": language(),
        "title": facts["title"],
        "reference": facts["reference"],
        "lead": facts["lead"],
        "printed": gettext("Afgedrukt op %(day)s. Ga er zorgvuldig mee om.") % {"day": moment(clock.now())},
        "facts": [[name, text] for name, text, _ in facts["facts"]],
        "headings": [gettext("In het kort"), facts.get("heading", gettext("Het signaal")), gettext("Wat er gebeurde")],
        "said": [list(pair) for pair in facts["said"]],
        "entries": [_entry(one) for one in facts["entries"]],
    }
    made = typst.compile(
        TIMELINE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards="ua-1",
    )
    return bytes(made) if made is not None else b""


def _entry(one: Entry) -> dict[str, object]:
    said = [*(f"{part}: {text}" for part, text in one.said), *one.changes]
    return {
        "at": moment(one.at),
        "text": " ".join(filter(None, (one.text, one.offer[1] if one.offer else ""))),
        "said": said,
    }

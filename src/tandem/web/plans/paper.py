"""The plan on paper: a tagged PDF (PDF/UA-1) in large plain print, for the family and for who helps them."""

from typing import Any

from django.utils.translation import gettext

from tandem.platform import clock
from tandem.platform.documents import pdf
from tandem.web.casework.deadline import moment
from tandem.web.disclosures.shown import language
from tandem.web.plans import shown
from tandem.web.plans.frame import Seen


def to_pdf(seen: Seen) -> bytes:
    """Nothing of it is kept: the same plan gives the same paper."""
    return pdf("plan", content(seen), made=clock.now())


def content(seen: Seen) -> dict[str, object]:
    """What stands on it, in order: how to stay safe first."""
    found = shown.plan(seen, on_paper=True)
    return {
        "language": language(),
        "title": found["title"],
        "lead": found["lead"] or gettext("Er is nog geen plan."),
        "author": gettext("Tandem"),
        "safety_title": gettext("Om veilig te blijven"),
        "safety": [_row(one) for one in found["safety"]],
        "goals": [_goal(one) for one in [*found["goals"], *found["ended"]]],
        "printed": gettext("Afgedrukt op %(day)s. Ga er zorgvuldig mee om.") % {"day": moment(clock.now())},
    }


def _goal(one: dict[str, Any]) -> dict[str, object]:
    said = one["text"] or gettext("De woorden zijn niet met jullie gedeeld.")
    state = "" if one["open"] else str(one["state"])
    return {
        "title": said,
        "voice": ", ".join(filter(None, (str(one["voice"]), state))),
        "agreements": [_row(each) for each in one["agreements"]],
    }


def _row(one: dict[str, Any]) -> dict[str, object]:
    return {
        "text": one["text"] or gettext("De woorden zijn niet met jullie gedeeld."),
        "lines": [
            [name, text]
            for name, text in (
                (gettext("Wie"), one["owner"]),
                (gettext("Wanneer"), one["when"]),
                (gettext("Stand"), str(one["state"])),
                (gettext("Het werkt als"), one["measure"]),
                (gettext("Als het misgaat"), one["when_wrong"]),
            )
            if text
        ],
    }

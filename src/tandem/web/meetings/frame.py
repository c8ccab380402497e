"""What the pages of meetings share: the frame, what was done, and how a refusal is said in a form."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.meetings import queries
from tandem.meetings.queries import Whole
from tandem.web import deeds
from tandem.web.meetings import words
from tandem.web.onward import on_to

# What was done, said once on the next page. The address carries the word, never a name.
DONE = {
    "gepland": gettext_lazy("Het overleg staat gepland. Zet nu casussen op de agenda en nodig mensen uit."),
    "verplaatst": gettext_lazy("Verplaatst. Wie het in de agenda heeft, haalt de afspraak opnieuw op."),
    "afgezegd": gettext_lazy("Afgezegd. Wat op de agenda stond, wacht op het volgende overleg."),
    "agenda": gettext_lazy("De agenda is aangevuld."),
    "uitgenodigd": gettext_lazy("Uitgenodigd. Ieder ziet alleen de casussen waar die zelf bij hoort."),
    "weg": gettext_lazy("Niet meer uitgenodigd."),
    "eraf": gettext_lazy("Van de agenda gehaald."),
    "gezin": gettext_lazy("Bewaard wie van het gezin komt."),
    "begonnen": gettext_lazy("Het overleg is begonnen."),
    "gesloten": gettext_lazy("Het overleg is gesloten. Dit is het verslag; ieder leest het eigen deel."),
    "gedaan": gettext_lazy("Afgevinkt. Wie het vroeg, ziet dat het gedaan is."),
}

tried = partial(deeds.tried, cannot=words.cannot)


def page(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    done = DONE.get(request.GET.get("gedaan", ""), "")
    return render(request, f"meetings/{template}.html", {"section": "werk", "done": done, **facts}, status=status)


def onward(path: str = "", done: str = "") -> HttpResponse:
    """On to another page of meetings, which says what was done."""
    return on_to(f"/overleg/{path}", done)


def known(meeting: UUID) -> Whole:
    """The meeting, for who is invited. 404 where there is none."""
    whole = queries.meeting(actor=acting_actor(), id=meeting)
    if whole is None:
        raise Http404
    return whole


def led(meeting: UUID) -> Whole:
    """The meeting, for who leads it; for others this page does not exist."""
    whole = known(meeting)
    if not whole.brief.leads:
        raise Http404
    return whole

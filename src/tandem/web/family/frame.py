"""What the pages of the window share: the frame, what was done, and how a refusal is said in a form."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from tandem.web import deeds
from tandem.web.family import words
from tandem.web.onward import on_to

# What was done, said once on the next page. The address carries the word, never a name.
DONE = {
    "vrijgegeven": gettext_lazy("Vrijgegeven. Het gezin leest het vanaf nu."),
    "teruggenomen": gettext_lazy("Teruggenomen. Het gezin ziet het niet meer; jullie nog wel."),
    "keuze": gettext_lazy("Vastgelegd wat de jongere zei."),
    "beantwoord": gettext_lazy("Beantwoord. Het staat in het venster van wie het vroeg."),
    "gesloten": gettext_lazy("Het venster is gesloten."),
    "geopend": gettext_lazy("Het venster is weer open."),
}
# The same, said to the family.
SAID = {
    "binnen": gettext_lazy("U bent binnen. Dit is wat er met u is gedeeld."),
    "toestemming": gettext_lazy("Vastgelegd wat u zei. Wie het vroeg, krijgt bericht."),
    "ingetrokken": gettext_lazy("Ingetrokken. Wie meelas, ziet vanaf nu niets meer."),
    "gezegd": gettext_lazy("Verstuurd. Wie de leiding heeft, krijgt bericht."),
    "ja": gettext_lazy("Vastgelegd. Je ouders mogen meekijken."),
    "nee": gettext_lazy("Vastgelegd. Je ouders kijken vanaf nu niet meer mee."),
}

tried = partial(deeds.tried, cannot=words.cannot)


def page(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    """For who works on the case."""
    shown = {"section": "werk", "done": DONE.get(request.GET.get("gedaan", ""), ""), **facts}
    return render(request, f"family/work/{template}.html", shown, status=status)


def seen(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    """For the family."""
    shown = {"done": SAID.get(request.GET.get("gedaan", ""), ""), **facts}
    return render(request, f"family/{template}.html", shown, status=status)


def onward(case: UUID, done: str = "") -> HttpResponse:
    return on_to(f"/gezin/casus/{case}/", done)


def pdf_answer(made: bytes) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="samenvatting.pdf"'
    return response

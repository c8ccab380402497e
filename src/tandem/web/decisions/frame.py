"""What the pages of decisions share: the frame, what was done, and how a refusal is said in a form."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from tandem.web import deeds
from tandem.web.decisions import words
from tandem.web.onward import on_to

# What was done, said once on the next page. The address carries the word, never a name.
DONE = {
    "concept": gettext_lazy("Bewaard. Alleen jij ziet dit, tot je het indient."),
    "ingediend": gettext_lazy("Ingediend. Je ziet hier wie aan zet is en tot wanneer."),
    "gestopt": gettext_lazy("De aanvraag is ingetrokken. Er wordt niets besloten."),
    "doorgegeven": gettext_lazy("Doorgegeven. De volgende is aan zet."),
    "teruggegeven": gettext_lazy("Teruggegeven. Wie het vroeg, ziet wat er ontbreekt."),
    "toegekend": gettext_lazy("Toegekend. Maak nu de brief en verstuur die."),
    "afgewezen": gettext_lazy("Afgewezen. Maak nu de brief en verstuur die."),
    "verlengd": gettext_lazy("De termijn is verlengd. Vertel het de ouders ook zelf."),
    "verstuurd": gettext_lazy("Opgeschreven. De termijn voor bezwaar loopt."),
    "bezwaar": gettext_lazy("Opgeschreven. Een collega kijkt opnieuw naar het besluit."),
    "ingetrokken": gettext_lazy("Het besluit is ingetrokken. Wat er was besloten, blijft te lezen."),
    "ladder": gettext_lazy("De casus staat op de ladder. Wie de eerste trede heeft, is nu aan zet."),
    "hoger": gettext_lazy("Een trede hoger. De volgende is nu aan zet."),
    "opgelost": gettext_lazy("Opgelost. Wat er is besloten, staat hieronder."),
}

tried = partial(deeds.tried, cannot=words.cannot)


def page(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    done = DONE.get(request.GET.get("gedaan", ""), "")
    return render(request, f"decisions/{template}.html", {"section": "werk", "done": done, **facts}, status=status)


def onward(path: str, done: str = "") -> HttpResponse:
    """On to another page of the house, which says what was done. `path` begins without the slash."""
    return on_to(f"/{path}", done)

"""What the pages of concerns share: the frame, what was done, and how a refusal is said in a form."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from tandem.web import deeds
from tandem.web.casework import words
from tandem.web.onward import on_to

# What was done, said once on the next page. The address carries the word, never a name.
DONE = {
    "weergave": gettext_lazy("Zo staat de lijst er voortaan bij."),
    "bewaard": gettext_lazy("De weergave is bewaard."),
    "weg": gettext_lazy("De weergave is weg."),
    "ontvangen": gettext_lazy("Wie het meldde, ziet nu dat het is ontvangen."),
    "aangenomen": gettext_lazy("Jullie hebben het signaal nu. Wie het meldde en wie het had, zien dat ook."),
    "afgewezen": gettext_lazy("Niet aangenomen. Wie het signaal heeft, ziet wie je aanwijst."),
    "opgepakt": gettext_lazy("Wie het meldde, ziet nu dat het is opgepakt."),
    "afgesloten": gettext_lazy("Afgesloten. Wie het meldde, heeft bericht."),
    "heropend": gettext_lazy("Heropend. Wie het had, heeft het weer."),
    "geantwoord": gettext_lazy("Wie het meldde, heeft bericht van je antwoord."),
    "aangevuld": gettext_lazy("Je aanvulling staat in de tijdlijn."),
    "ingetrokken": gettext_lazy("Het aanbod is ingetrokken. De ander ziet het signaal niet meer."),
    "verdeeld": gettext_lazy("Verdeeld."),
    "genomen": gettext_lazy("Je doet het nu zelf."),
    "vrijgegeven": gettext_lazy("Het staat weer op de lijst van het team."),
    "stilgezet": gettext_lazy("De termijn staat stil."),
    "hervat": gettext_lazy("De termijn loopt weer; de dagen dat hij stilstond, komen erbij."),
    "verlengd": gettext_lazy("De termijn is verlengd."),
    "samengevoegd": gettext_lazy("Samengevoegd. Ga verder in het andere signaal."),
    "aangeboden": gettext_lazy("Aangeboden. Jullie houden het signaal tot de ander het aanneemt."),
    "overgedragen": gettext_lazy("Het signaal ligt nu bij de onderwijscoördinator."),
    "gewogen": gettext_lazy("Bewaard. Je kunt later verder."),
    "gekozen": gettext_lazy("De uitkomst is gekozen. Wie het meldde, ziet dat het is afgewogen."),
}

tried = partial(deeds.tried, cannot=words.cannot)


def page(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    done = DONE.get(request.GET.get("gedaan", ""), "")
    shown = {"section": "werk", "done": done, **facts}
    return render(request, f"casework/{template}.html", shown, status=status)


def onward(path: str, done: str = "") -> HttpResponse:
    """On to another page of the house, which says what was done. `path` begins without the slash."""
    return on_to(f"/{path}", done)

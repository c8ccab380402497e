"""What the pages of cases share: the frame, what was done, and how a refusal is said in a form."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.cases import queries
from tandem.cases.queries import Whole
from tandem.web import deeds
from tandem.web.cases import words
from tandem.web.onward import on_to

# What was done, said once on the next page. The address carries the word, never a name.
DONE = {
    "geopend": gettext_lazy("De casus is geopend. Nodig uit wie je nodig hebt."),
    "uitgenodigd": gettext_lazy("Uitgenodigd. De ander ziet de casus nu."),
    "weg": gettext_lazy("Die doet niet meer mee, en leest niets meer."),
    "regie": gettext_lazy("De regie is vastgelegd. Wie nog niet tekende, tekent nu."),
    "getekend": gettext_lazy("Je hebt getekend."),
    "oneens": gettext_lazy(
        "Vastgelegd dat jullie het oneens zijn. De ander ziet het, en de casus staat op vastgelopen."
    ),
    "eens": gettext_lazy("Vastgelegd dat jullie het weer eens zijn."),
    "aangevuld": gettext_lazy("Je aanvulling staat in de tijdlijn."),
    "afgesloten": gettext_lazy("Afgesloten. Iedereen die meedeed, ziet dat."),
    "heropend": gettext_lazy("Heropend. Wie de regie heeft, tekent opnieuw."),
    "aangeboden": gettext_lazy("Aangeboden. Jullie houden de casus tot de ander hem aanneemt."),
    "overgedragen": gettext_lazy("De casus ligt nu bij de onderwijscoördinator."),
    "aangenomen": gettext_lazy("Jullie hebben de casus nu."),
    "afgewezen": gettext_lazy("Niet aangenomen. Wie de casus heeft, ziet wie je aanwijst."),
    "ingetrokken": gettext_lazy("Het aanbod is ingetrokken."),
}

tried = partial(deeds.tried, cannot=words.cannot)


def page(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    done = DONE.get(request.GET.get("gedaan", ""), "")
    shown = {"section": "werk", "done": done, **facts}
    return render(request, f"cases/{template}.html", shown, status=status)


def onward(path: str, done: str = "") -> HttpResponse:
    """On to another page of the house, which says what was done. `path` begins without the slash."""
    return on_to(f"/{path}", done)


def known(case: UUID) -> Whole:
    """404 where there is none, and for who has no part in it."""
    whole = queries.case(actor=acting_actor(), id=case)
    if whole is None:
        raise Http404
    return whole


def inside(case: UUID) -> Whole:
    """The same, and for who may only know that it is there there is no more than its page."""
    whole = known(case)
    if whole.knows_only:
        raise Http404
    return whole

"""What the pages of an administrator share: the frame, running an action for a form, and saying what was done."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from tandem.register.administration.data import Refused
from tandem.register.functions import ADMINISTRATOR
from tandem.web.access import functions
from tandem.web.forms import HouseForm
from tandem.web.onward import on_to
from tandem.web.words import said

T = TypeVar("T")

HERE = "/organisatie/"
# What was done, said once on the next page. The address carries the word, never a name.
DONE = {
    "toegevoegd": gettext_lazy("De persoon staat in het register."),
    "uitgenodigd": gettext_lazy("De uitnodiging is verstuurd."),
    "functie": gettext_lazy("De functie is gegeven."),
    "gewijzigd": gettext_lazy("De wijziging is bewaard."),
    "beeindigd": gettext_lazy("De functie is beëindigd. Dat geldt vanaf de eerstvolgende klik."),
    "overgedragen": gettext_lazy(
        "De functie is beëindigd. Wat erbij hoorde, staat klaar als taak voor wie het team leidt."
    ),
    "gekoppeld": gettext_lazy("De koppeling is bewaard."),
    "ontkoppeld": gettext_lazy("De koppeling is beëindigd."),
    "vervanging": gettext_lazy("De vervanging is bewaard."),
    "gestopt": gettext_lazy("De vervanging is gestopt."),
    "ingetrokken": gettext_lazy("De uitnodiging is ingetrokken. De link werkt niet meer."),
    "afgerond": gettext_lazy("De taak is afgerond."),
    "aanbod": gettext_lazy("Het aanbod staat erbij en is vandaag bevestigd."),
    "bewaard": gettext_lazy("Het is bewaard."),
    "bevestigd": gettext_lazy("Dank je: het aanbod is bevestigd."),
    "gestopt-aanbod": gettext_lazy("Het is gestopt. Er is niets verwijderd."),
    "afgehandeld": gettext_lazy("Het voorstel is afgehandeld."),
    "voorbeeld": gettext_lazy("Het voorbeeld staat erbij."),
    "weg": gettext_lazy("Het voorstel is weggegooid. Er is niets veranderd."),
}

administrator_only = functions(ADMINISTRATOR)


def page(request: HttpRequest, template: str, part: str, *, status: int = 200, **shown: Any) -> HttpResponse:
    """A page of the administrator. `part`: which of her pages it is."""
    done = DONE.get(request.GET.get("gedaan", ""), "")
    shown |= {"section": "organisatie", "part": part, "done": done}
    return render(request, f"organisation/{template}.html", shown, status=status)


def form_page(  # noqa: PLR0913 - what stands on a page
    request: HttpRequest, part: str, form: HouseForm, *, title: str, button: str, back: str, lead: str = ""
) -> HttpResponse:
    """One form on a page of its own; `back` is an address below /organisatie/."""
    shown = {"form": form, "title": title, "button": button, "back": back, "lead": lead}
    return page(request, "form", part, status=form.status, **shown)


def onward(path: str, done: str = "") -> HttpResponse:
    """On to another of these pages, which says what was done."""
    return on_to(f"{HERE}{path}", done)


def tried(form: HouseForm, act: Callable[[], T], fields: Mapping[str, str] | None = None) -> T | None:
    """Run an action with what a form holds; None when the rules refuse it, which the form then says.

    `fields`: how the rules name a field → how the form does. What does not exist for this administrator is a 404.
    """
    try:
        with transaction.atomic():
            return act()
    except Refused as refused:
        field = (fields or {}).get(refused.field)
        form.add_error(field if field in form.fields else None, said(refused.reason))
        return None
    except KeyError as error:
        raise Http404 from error


def found(read: Callable[[UUID], T], key: UUID) -> T:
    """What this administrator may see under this id, else a 404."""
    try:
        return read(key)
    except KeyError as error:
        raise Http404 from error

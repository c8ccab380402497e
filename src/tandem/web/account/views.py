"""Who can see a child's data, and who did: for who works in a file about the child."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from tandem.audit.actions import acting_actor
from tandem.children import queries as children
from tandem.children.data import Kind
from tandem.sharing.accounting import queries
from tandem.sharing.accounting.data import Reader, Seen
from tandem.sharing.compartment import queries as compartment
from tandem.sharing.disclosing.queries import WHY
from tandem.sharing.reading import standard
from tandem.web.access import professional
from tandem.web.account.why import why_shown
from tandem.web.disclosures import shown

REASONS = {
    "ENROLLED": gettext_lazy("school van het kind"),
    "TEACHES": gettext_lazy("leraar van het kind"),
    "DISCLOSED": gettext_lazy("gedeeld"),
    "BREAK_GLASS": gettext_lazy("noodtoegang"),
}
PURPOSES = {
    "care": gettext_lazy("zorg voor de leerling"),
    "find-pupil": gettext_lazy("leerling zoeken"),
    "share": gettext_lazy("delen voorbereiden"),
    "account-for-sharing": gettext_lazy("nagaan wat er gedeeld is"),
    "deal-with-concern": gettext_lazy("een signaal behandelen"),
    "subject-request": gettext_lazy("verzoek om inzage"),
    "break-glass": gettext_lazy("noodtoegang"),
    "protect-address": gettext_lazy("een adres geheim houden"),
    "keep-or-destroy": gettext_lazy("bewaren of vernietigen"),
    "work-in-file": gettext_lazy("werken in het dossier"),
    "demo": gettext_lazy("voorbeeldgegevens klaarzetten"),
}
KIND_WORDS = {
    "log": gettext_lazy("wie er keek"),
    "file": gettext_lazy("het hele dossier"),
    "reporter": gettext_lazy("wie meldde"),
}


@professional
@require_safe
def who(request: HttpRequest, child: UUID) -> HttpResponse:
    """The same answer for a child that is not there and for who does not work in its file."""
    about = children.child(acting_actor(), id=child, why=WHY) if queries.is_entitled(child=child) else None
    if about is None:
        raise Http404
    page = {
        "section": "verstrekkingen",
        "child": about,
        "readers": [_reader(one) for one in queries.readers(child=child)],
        "looks": [_seen(one) for one in queries.seen(acting_actor(), child=child)],
        "why": why_shown(child),
        "guards": compartment.may_guard(child=child),
    }
    return render(request, "account/who.html", page)


def _reader(one: Reader) -> dict[str, Any]:
    return {
        "one": one,
        "function": shown.function_name(one.function),
        "reason": REASONS[one.reason],
        "kinds": shown.kind_names(one.kinds),
        "disclosure": one.source if one.reason == "DISCLOSED" else None,
    }


def _seen(one: Seen) -> dict[str, Any]:
    return {
        "one": one,
        "function": shown.function_name(one.function) or gettext("Tandem zelf"),
        "purpose": _purpose(one.purpose),
        "kinds": [_kind(kind) for kind in one.kinds],
    }


def _purpose(code: str) -> str:
    if code in PURPOSES:
        return str(PURPOSES[code])
    named = next((rule.name for rule in standard().rules if rule.purpose == code), None)
    return shown.said(named) if named else code


def _kind(code: str) -> str:
    known = Kind.__members__.get(code.upper().replace("-", "_"))
    return shown.kind_name(known) if known else str(KIND_WORDS.get(code, code))

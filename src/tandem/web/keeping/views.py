"""What retention warns of, and holding a file with a reason: for who works in that file."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.sharing import queries as sharing
from tandem.sharing.disclosing import queries as disclosing
from tandem.sharing.records import LEAST_REASON
from tandem.sharing.retention import actions, queries
from tandem.sharing.retention.data import Held, Holding, Warned
from tandem.web.access import professional
from tandem.web.disclosures import shown
from tandem.web.forms import HouseForm, submitted
from tandem.web.identity.entering import go
from tandem.web.shielding import is_safe

START = "/bewaren/"
HELD = {
    Held.OBJECTION: gettext_lazy("Ouder of jongere maakt bezwaar tegen delen. Delen staat stil tot het is gewogen"),
    Held.APPEAL: gettext_lazy("Er loopt een beroep of klacht"),
    Held.REQUEST: gettext_lazy("De ouder of jongere vraagt erom"),
    Held.INVESTIGATION: gettext_lazy("Er loopt een onderzoek van rechter, inspectie of na een incident"),
    Held.GOOD_CARE: gettext_lazy("Goede hulp vraagt erom"),
}


class HoldForm(HouseForm):
    soort = forms.ChoiceField(
        label=gettext_lazy("Waarom moet het blijven"), choices=list(HELD.items()), widget=forms.RadioSelect
    )
    reden = forms.CharField(
        label=gettext_lazy("Toelichting"),
        min_length=LEAST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Minstens 20 tekens. De ouder of jongere kan dit later lezen."),
    )


class ReleaseForm(HouseForm):
    """Which one is let go, and a button."""

    vast = forms.UUIDField(widget=forms.HiddenInput)
    buttons = frozenset({"los"})


class WeighedForm(ReleaseForm):
    """An objection ends with what was decided."""

    besluit = forms.CharField(
        label=gettext_lazy("Wat besloot je, en waarom?"),
        min_length=LEAST_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Minstens 20 tekens. De ouder of jongere kan dit lezen. Kreeg die gelijk? Trek dan eerst in wat je deelde."
        ),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One file: whom it is about, '' for a child that left, and what is with it."""

    child: UUID
    name: str
    due: date | None
    holding: Holding | None
    words: str


@professional
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """About whom somebody may no longer know the name, stands there without one."""
    lines = _lines()
    page = {
        "section": "mijn",
        "close": [one for one in lines if one.due],
        "held": [one for one in lines if one.holding],
    }
    return render(request, "keeping/list.html", page)


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, child: UUID) -> HttpResponse:
    """One file: what stands in it, and hold it or let it go. 404 where who acts has no file about the child."""
    line, file = next((one for one in _lines() if one.child == child), None), _file(child)
    if file is None:
        raise Http404
    held = [(one, str(HELD[one.category]), _release(request, one)) for one in queries.holds() if one.child == child]
    form = HoldForm(submitted(request) if "vast" not in request.POST else None)
    if is_safe(form, child):
        reason, category = form.cleaned_data["reden"], Held(form.cleaned_data["soort"])
        actions.hold(by=acting_actor(), child=child, file=file, category=category, reason=reason)
        return go(f"{START}{child}/")
    for _, _, one in held:
        if is_safe(one, child):
            given = one.cleaned_data
            actions.release(by=acting_actor(), hold=given["vast"], outcome=given.get("besluit", ""))
            return go(f"{START}{child}/")
    notes = [
        (shown.kind_name(kind), note.written, shown.function_name(note.function), note.text)
        for kind, note in disclosing.notes_of(acting_actor(), child=child, file=file)
    ]
    page = {"section": "mijn", "line": line, "name": _names({child}).get(child, ""), "form": form, "notes": notes}
    status = max(form.status, *(one.status for _, _, one in held), 200)
    return render(request, "keeping/one.html", {**page, "held": held}, status=status)


def _release(request: HttpRequest, one: Holding) -> ReleaseForm:
    """The form to let go of this one, filled in when it was this one that was sent."""
    form = WeighedForm if one.category is Held.OBJECTION else ReleaseForm
    sent = submitted(request) if request.POST.get("vast") == str(one.id) else None
    return form(sent, initial={"vast": one.id}, auto_id=f"id_%s_{one.id}")


def _file(child: UUID) -> UUID | None:
    kept = [(one.child, one.file) for one in queries.warnings()] + [(one.child, one.file) for one in queries.holds()]
    return dict(kept).get(child) or sharing.file_of(child)


def _lines() -> list[Line]:
    warnings, holds = {one.child: one for one in queries.warnings()}, {one.child: one for one in queries.holds()}
    names = _names({*warnings, *holds})
    ordered = sorted({*warnings, *holds}, key=lambda child: warnings[child].due_on if child in warnings else date.max)
    return [_line(child, names, warnings.get(child), holds.get(child)) for child in ordered]


def _line(child: UUID, names: dict[UUID, str], warned: Warned | None, holding: Holding | None) -> Line:
    words = str(HELD[holding.category]) if holding else ""
    name = names.get(child, "") or gettext("Een leerling die weg is")
    return Line(child, name, warned.due_on if warned else None, holding, words)


def _names(ids: set[UUID]) -> dict[UUID, str]:
    return queries.names(acting_actor(), ids=ids)

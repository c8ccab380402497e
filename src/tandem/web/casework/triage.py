"""Triage: the assessment framework, and what comes of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from tandem.casework.actions.step import expect
from tandem.casework.data import Command, Part
from tandem.casework.queries import Whole
from tandem.casework.rules.assessment import View
from tandem.web.access import professional
from tandem.web.casework import shown, words
from tandem.web.casework.concern import did_before, known
from tandem.web.casework.frame import onward, page, tried
from tandem.web.casework.timeline import Entry, said_at_first, timeline
from tandem.web.casework.weighing import (
    WeighForm,
    advice_in_words,
    framework_of,
    missing_in_words,
    offers_for,
    own_view,
    rows_of,
    unsafe,
)
from tandem.web.forms import submitted


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def weigh(request: HttpRequest, concern: UUID) -> HttpResponse:
    """The questions of both views; `bewaar` keeps the answers, `kies` ends with an outcome."""
    whole = known(concern)
    if Part.HOLDER.value not in whole.parts:
        raise Http404
    if Command.TRIAGE not in whole.commands and (request.method != "POST" or not whole.texts):
        return onward(f"signalen/{concern}/")
    form = _form(request, whole)
    chooses = "kies" in form.data
    if form.is_valid() and (tried(form, lambda: _keep(whole, form)) or _was_done(whole, form)):
        return onward(f"signalen/{concern}/" + ("" if chooses else "afwegen/"), "gekozen" if chooses else "gewogen")
    return _shown(request, whole, form)


def _form(request: HttpRequest, whole: Whole) -> WeighForm:
    framework, offers = framework_of(whole), offers_for(whole)
    return WeighForm(submitted(request), whole=whole, framework=framework, view=own_view(), offers=offers)


def _keep(whole: Whole, form: WeighForm) -> None:
    expect(whole.row.id, form.cleaned_data["versie"])
    form.save()


def _was_done(whole: Whole, form: WeighForm) -> bool:
    return form.conflict and did_before(known(whole.row.id), Command.TRIAGE if "kies" in form.data else Command.ADD)


def _shown(request: HttpRequest, whole: Whole, form: WeighForm) -> HttpResponse:
    missed: tuple[Entry, ...] = ()
    status = form.status
    if form.conflict:
        whole = known(whole.row.id)
        missed = timeline(whole)[: max(1, whole.row.version - int(form.cleaned_data["versie"]))]
        sent = request.POST.copy()
        sent["versie"] = str(whole.row.version)
        form.data, status = sent, 409
    return page(
        request,
        "weigh",
        status=status,
        form=form,
        about=shown.title(whole),
        concern=whole.row.id,
        moments=list(rows_of(form)),
        views=[words.VIEWS[view] for view in View],
        own=words.VIEWS[form.view],
        advice=advice_in_words(form),
        missing=missing_in_words(form),
        unsafe=unsafe(form),
        offers=form.offers,
        said=said_at_first(whole),
        missed=missed,
    )

"""Raising a concern: one form, kept while somebody writes, of herself alone until she passes it on."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.casework import following
from tandem.casework import raising as places
from tandem.casework.actions import drafts
from tandem.casework.actions.step import ConflictError, UnknownConcernError
from tandem.casework.queries import Whole
from tandem.casework.rules.anonymity import traces
from tandem.children import actions as children
from tandem.platform import clock
from tandem.register.functions import raising_codes
from tandem.web.access import functions
from tandem.web.casework import people
from tandem.web.casework.moments import time_of
from tandem.web.casework.raising_forms import PARTS, ConcernForm, DiscardForm, PupilForm, as_typed
from tandem.web.casework.raising_words import TRACES
from tandem.web.forms import submitted
from tandem.web.onward import on_to
from tandem.web.shielding import shielded

HERE = "/signalen/"
raises = functions(*sorted(raising_codes()))
both = require_http_methods(["GET", "HEAD", "POST"])


def onward(path: str, done: str = "") -> HttpResponse:
    return on_to(f"{HERE}{path}", done)


@raises
@both
def new(request: HttpRequest) -> HttpResponse:
    """About a pupil."""
    return _begin(request, anonymous=False)


@raises
@both
def consult(request: HttpRequest) -> HttpResponse:
    """The same without saying about whom."""
    return _begin(request, anonymous=True)


def _begin(request: HttpRequest, *, anonymous: bool) -> HttpResponse:
    if request.method != "POST":
        form = ConcernForm(anonymous=anonymous, ready=True, initial={"sleutel": uuid4(), "versie": 0})
        return _form_page(request, form, whole=None)
    form = _sent(request, anonymous=anonymous)
    if not form.is_valid() and form.has_error("sleutel"):
        return _form_page(request, form, whole=None)
    there = following.draft_with(form.cleaned_data["sleutel"])
    if there is not None:
        return _write(request, there, form, first=True)
    if not _may_be_kept(form):
        return _form_page(request, form, whole=None)
    id = drafts.start(
        by=acting_actor(), location=places.own_place(), key=form.cleaned_data["sleutel"], draft=form.draft
    )
    return _then(request, _own_draft(id), form)


@raises
@both
def go_on(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Go on with a draft."""
    whole = following.followed(acting_actor(), draft)
    if whole is None:
        raise Http404
    if not following.is_draft(whole):
        return onward(f"{draft}/volgen/")
    if request.method != "POST":
        form = ConcernForm(anonymous=whole.row.anonymous, ready=True, initial=as_typed(whole, draft))
        return _form_page(request, form, whole=whole)
    if "weggooien" in request.POST:
        return _discard(request, whole)
    return _write(request, draft, _sent(request, anonymous=whole.row.anonymous), first=False)


def _sent(request: HttpRequest, *, anonymous: bool) -> ConcernForm:
    ready = "verstuur" in request.POST or "toch" in request.POST
    form = ConcernForm(submitted(request), anonymous=anonymous, ready=ready)
    form.is_valid()
    shielded(form, form.draft.child)
    return form


def _may_be_kept(form: ConcernForm) -> bool:
    """A form that is not ready to be sent is kept all the same; one that could not come from our page is not."""
    wrong = {error.code for errors in form.errors.as_data().values() for error in errors}
    return wrong <= {"required"} and not form.has_error("sleutel") and not form.has_error("versie")


def _write(request: HttpRequest, id: UUID, form: ConcernForm, *, first: bool) -> HttpResponse:
    """Keep what was sent. `first`: from the form before it was kept for the first time."""
    whole = _own_draft(id)
    if not following.is_draft(whole):
        return onward(f"{id}/volgen/")
    if not (form.is_valid() or _may_be_kept(form)):
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"said": gettext("Niet bewaard: kijk na wat er staat.")}, status=form.status)
        return _form_page(request, form, whole=whole)
    seen = form.cleaned_data["versie"]
    seen = 1 if first and seen == 0 else seen
    try:
        drafts.save(by=acting_actor(), id=id, draft=form.draft, version=seen)
    except ConflictError:
        return _conflict(request, form, whole)
    return _then(request, _own_draft(id), form)


def _own_draft(id: UUID) -> Whole:
    whole = following.followed(acting_actor(), id)
    if whole is None:
        raise Http404
    return whole


def _then(request: HttpRequest, whole: Whole, form: ConcernForm) -> HttpResponse:
    """It is kept; now what the button says."""
    id = whole.row.id
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"address": f"{HERE}{id}/concept/", "version": whole.row.version, "said": said_when(whole)})
    if "anoniem" in request.POST or "met_naam" in request.POST:
        return _turn(whole, anonymous="anoniem" in request.POST)
    if "leerling_erbij" in request.POST:
        return onward(f"{id}/leerling/")
    if "verstuur" in request.POST or "toch" in request.POST:
        return _send(request, whole, form)
    return onward(f"{id}/concept/", "bewaard")


def _turn(whole: Whole, *, anonymous: bool) -> HttpResponse:
    """The same words, about nobody in particular, or about somebody again."""
    texts = {words.part: words.text for words in whole.texts}
    turned = drafts.Draft(None, anonymous, whole.row.urgency, texts)
    drafts.save(by=acting_actor(), id=whole.row.id, draft=turned, version=whole.row.version)
    return onward(f"{whole.row.id}/concept/")


def _send(request: HttpRequest, whole: Whole, form: ConcernForm) -> HttpResponse:
    if not form.is_valid():
        return _form_page(request, form, whole=whole)
    if whole.row.anonymous and "toch" not in request.POST:
        names = [name for _, name in places.pupils()]
        found = [one for words in whole.texts for one in traces(words.text, names)]
        if found:
            told = [(TRACES[one.trace], one.text) for one in found]
            return _form_page(request, form, whole=whole, told=told, status=422)
    drafts.raise_concern(by=acting_actor(), id=whole.row.id, version=whole.row.version)
    return onward(f"{whole.row.id}/volgen/", "gegeven")


def _conflict(request: HttpRequest, form: ConcernForm, whole: Whole) -> HttpResponse:
    """Two windows: show both texts, keep neither silently."""
    there = {words.part: words.text for words in whole.texts}
    both_texts = [
        (form.fields[name].label, there.get(part, ""), form.cleaned_data.get(name, ""))
        for name, part in PARTS.items()
        if there.get(part, "") != form.cleaned_data.get(name, "")
    ]
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"said": gettext("Niet bewaard: in een ander venster is ook geschreven.")}, status=409)
    return _form_page(request, form, whole=whole, conflict=both_texts, status=409)


def _discard(request: HttpRequest, whole: Whole) -> HttpResponse:
    if not DiscardForm(request.POST).is_valid():
        return onward(f"{whole.row.id}/concept/")
    try:
        drafts.discard(by=acting_actor(), id=whole.row.id)
    except UnknownConcernError as error:
        raise Http404 from error
    return onward("", "weg")


@raises
@both
def pupil(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Name the pupil of a draft who is not in the list yet."""
    whole = following.followed(acting_actor(), draft)
    if whole is None:
        raise Http404
    if not following.is_draft(whole):
        return onward(f"{draft}/volgen/")
    form = PupilForm(submitted(request), today=clock.today())
    if form.is_valid():
        data = form.cleaned_data
        child = children.name_pupil(
            by=acting_actor(),
            given_name=data["voornaam"],
            family_name=data["achternaam"],
            birth_date=data["geboren"],
            location=whole.row.school,
        )
        texts = {words.part: words.text for words in whole.texts}
        about = drafts.Draft(child, False, whole.row.urgency, texts)
        drafts.save(by=acting_actor(), id=draft, draft=about, version=whole.row.version)
        return onward(f"{draft}/concept/", "leerling")
    return render(
        request, "casework/pupil.html", {"section": "signalen", "form": form, "id": draft}, status=form.status
    )


def said_when(whole: Whole) -> str:
    """The line under the title."""
    return gettext("Bewaard om %(time)s. Alleen jij ziet dit.") % {"time": time_of(whole.row.changed)}


def _form_page(
    request: HttpRequest,
    form: ConcernForm,
    *,
    whole: Whole | None,
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    if form.is_bound and whole is not None:  # what comes next is an answer to what stands there now
        filled_in: Any = form.data  # a QueryDict: the form is bound
        sent = filled_in.copy()
        sent["versie"] = str(whole.row.version)
        form.data = sent
    anonymous = "leerling" not in form.fields
    facts = {
        "section": "signalen",
        "form": form,
        "anonymous": anonymous,
        "address": f"{HERE}{whole.row.id}/concept/" if whole else HERE + ("overleg/" if anonymous else "nieuw/"),
        "id": whole.row.id if whole else None,
        "kept": said_when(whole) if whole else gettext("Alleen jij ziet dit, tot je het doorgeeft."),
        "readers": people.readers(whole.row.school if whole else places.own_place()),
        "done": request.GET.get("gedaan", ""),
        "drafts": [] if whole else [row for row in following.own(acting_actor()) if row.state == "DRAFT"],
        **more,
    }
    return render(request, "casework/raise.html", facts, status=status or form.status)

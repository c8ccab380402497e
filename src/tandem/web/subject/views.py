"""A request to see everything about one child: begun and compiled by the FG, released by somebody else, fetched."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.platform import clock, documents
from tandem.sharing.subject import actions, queries
from tandem.sharing.subject.data import COMPILER, REVIEWERS, Asker, Request
from tandem.web.access import functions
from tandem.web.forms import HouseForm, submitted
from tandem.web.identity.entering import go
from tandem.web.subject.forms import ASKERS, CompileForm, RequestForm

START = "/inzage/"
both = require_http_methods(["GET", "HEAD", "POST"])


@functions(*REVIEWERS)
@both
def start(request: HttpRequest) -> HttpResponse:
    """The requests of who acts; the FG also begins one."""
    compiles = request.hat.function == COMPILER  # type: ignore[attr-defined]
    form = RequestForm(submitted(request)) if compiles else None
    if form is not None and form.is_valid():
        found = actions.begin(by=acting_actor(), asker=Asker(form.cleaned_data["wie"]), named=form.named)
        if found is not None:
            return go(f"{START}{found}/")
        form.add_error(None, gettext("Over een kind met precies deze gegevens bewaart jouw organisatie niets."))
    shown = {"form": form, "requests": [_line(one) for one in queries.requests()]}
    return render(request, "subject/start.html", _page(shown), status=form.status if form else 200)


@functions(COMPILER)
@both
def request_page(request: HttpRequest, request_key: UUID) -> HttpResponse:
    """What stands in the file: per unit stay or be withheld. Saved, it waits for somebody else."""
    found = _found(request_key)
    if not queries.is_own(found):
        raise Http404
    if found.released_at is not None:
        return render(request, "subject/released.html", _page({"one": _line(found)}))
    form = CompileForm(queries.sections(acting_actor(), request=request_key), submitted(request))
    if form.is_valid():
        actions.compile_file(by=acting_actor(), request=request_key, withheld=form.withheld)
        return go(START)
    shown = {"form": form, "one": _line(found), "rows": form.rows()}
    return render(request, "subject/compile.html", _page(shown), status=form.status)


@functions(*REVIEWERS)
@both
def review(request: HttpRequest, request_key: UUID) -> HttpResponse:
    """The file as the person will get it; who did not compile it lets it go."""
    found = _found(request_key)
    if queries.is_own(found) or found.released_at is not None:
        raise Http404
    file = queries.document(acting_actor(), request=request_key)
    if file is None:
        raise Http404
    form = HouseForm(submitted(request))
    if form.is_valid():
        actions.release(by=acting_actor(), request=request_key)
        return go(START)
    shown = {"form": form, "one": _line(found), **_filled(file["sections"])}
    return render(request, "subject/review.html", _page(shown), status=form.status)


@functions(COMPILER)
@require_safe
def file(_request: HttpRequest, request_key: UUID, form: str) -> HttpResponse:
    """The released file, as PDF or JSON, for a week. Its name says nothing about anybody."""
    found = _found(request_key)
    if not found.can_fetch(clock.now()) or form not in ("pdf", "json"):
        raise Http404
    held = queries.document(acting_actor(), request=request_key)
    if held is None or found.released_at is None:
        raise Http404
    if form == "json":
        answer: HttpResponse = JsonResponse({"sections": held["sections"]}, json_dumps_params={"ensure_ascii": False})
    else:
        answer = HttpResponse(
            documents.pdf("subject-file", _paper(held, found, found.released_at), made=found.released_at),
            content_type="application/pdf",
        )
    answer.headers["Content-Disposition"] = f'attachment; filename="inzage.{form}"'
    return answer


def _paper(held: dict[str, Any], found: Request, released: datetime) -> dict[str, Any]:
    day = released.astimezone(clock.AMSTERDAM).date()
    for_whom = ASKERS[found.asker]
    return {
        "title": "Wat wij over u of uw kind bewaren",
        "intro": (
            "Dit is alles wat onze organisatie in Tandem bewaart, en wie het zag. "
            "Wat over iemand anders gaat, is weggelaten; dan staat erbij waarom. "
            "Klopt er iets niet, of bent u het er niet mee eens? Vraag ons om het te verbeteren."
        ),
        "mark": f"Alleen voor: {str(for_whom).lower()} · {day.day}-{day.month}-{day.year}",
        "language": "nl",
        "nothing": "Waarover wij niets bewaren",
        **_filled(held["sections"]),
    }


def _filled(sections: list[dict[str, Any]]) -> dict[str, Any]:
    """To read: what holds something, and only the titles of what holds nothing."""
    return {
        "sections": [one for one in sections if one["rows"]],
        "empty": [one["title"] for one in sections if not one["rows"]],
    }


def _found(key: UUID) -> Request:
    found = queries.request(key)
    if found is None:
        raise Http404
    return found


def _line(one: Request) -> dict[str, Any]:
    now = clock.now()
    own = queries.is_own(one)
    return {
        "request": one,
        "asker": ASKERS[one.asker],
        "own": own,
        "to_review": not own and one.released_at is None,
        "can_fetch": own and one.can_fetch(now),
        "late": one.released_at is None and one.due_on < clock.today(),
    }


def _page(shown: dict[str, Any]) -> dict[str, Any]:
    return {"section": "mijn", **shown}

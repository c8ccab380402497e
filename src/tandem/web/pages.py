"""The pages that are not figures: start, school search, the data report, the glossary."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tandem.flows.cube import NoOpenData, current_cube
from tandem.flows.search import search_locations
from tandem.web.access import embeddable, public, read_only
from tandem.web.glossary import terms
from tandem.web.insight.choice import read_choice
from tandem.web.insight.finder import finder, suggestion
from tandem.web.insight.overview import overview
from tandem.web.insight.report import report_page
from tandem.web.insight.shown import nothing_loaded, usual_region
from tandem.web.insight.store import current_store
from tandem.web.pagecache import served

SUGGESTIONS = 8


@public
@read_only
def start(request: HttpRequest) -> HttpResponse:
    """What Tandem is, with the first answer on it when there are data."""
    try:
        store = current_store()
    except NoOpenData:
        return render(request, "start.html", {"first": None})

    def make() -> HttpResponse:
        page = overview(store, read_choice({}, store.cube, usual_region(store)))
        return render(request, "start.html", {"first": page})

    return served(request, store.cube.snapshot_id, make)


@public
@embeddable
@read_only
def schools(request: HttpRequest) -> HttpResponse:
    """Search of school locations, with a map of what was found."""
    try:
        store = current_store()
    except NoOpenData:
        return nothing_loaded(request)
    text = request.GET.get("q", "").strip()[:100]

    def make() -> HttpResponse:
        return render(request, "insight/schools.html", {"section": "scholen", "found": finder(store, text)})

    return served(request, store.cube.snapshot_id, make)


@public
@read_only
def suggestions(request: HttpRequest) -> JsonResponse:
    """A few school locations for what was typed so far, as the search box asks for them."""
    try:
        cube = current_cube()
    except NoOpenData:
        return JsonResponse({"scholen": []})
    found = search_locations(cube, request.GET.get("q", "")[:100], limit=SUGGESTIONS)
    response = JsonResponse({"scholen": [asdict(suggestion(cube, location)) for location in found]})
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@public
@read_only
def data_report(request: HttpRequest) -> HttpResponse:
    """Where the figures come from and what the checks found."""
    try:
        store = current_store()
    except NoOpenData:
        return nothing_loaded(request, status=200)
    return served(
        request,
        store.cube.snapshot_id,
        lambda: render(request, "insight/report.html", {"section": "gegevens", "report": report_page(store)}),
    )


@public
@read_only
def glossary(request: HttpRequest) -> HttpResponse:
    return served(
        request,
        "",
        lambda: render(
            request,
            "insight/glossary.html",
            {"section": "begrippen", "terms": terms(), "title": gettext("Begrippen")},
        ),
    )

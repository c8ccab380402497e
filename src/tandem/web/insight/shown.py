"""From an address to a page or a download: what all views of insight share."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from tandem.flows.cube import NoOpenData, NotInData
from tandem.flows.forms import chosen_region
from tandem.flows.presence import require_region
from tandem.register.data import Region
from tandem.register.definitions import regions
from tandem.web.access import embeddable, public, read_only
from tandem.web.insight.canonical import address_of, search_of
from tandem.web.insight.choice import read_choice
from tandem.web.insight.downloads import download
from tandem.web.insight.figure import Page, told_once
from tandem.web.insight.store import Store, current_store
from tandem.web.pagecache import served
from tandem.web.refusals import refused
from tandem.web.words import said

DEFAULT_REGION = "haaglanden"
Maker = Callable[..., Page]
View = Callable[..., HttpResponse]


def figures_page(section: str = "inzicht") -> Callable[[Maker], View]:
    """A view of a page of figures: `make(store, choice, **address)` says what it shows, here it becomes a response.

    With `figure` and `extension` in the address the answer is that figure as a download.
    """

    def decorate(make: Maker) -> View:
        @public
        @embeddable
        @read_only
        @wraps(make)
        def view(request: HttpRequest, figure: str = "", extension: str = "", **address: str) -> HttpResponse:
            here = address_of(request.path, address)
            if here != request.path:
                return HttpResponsePermanentRedirect(here + search_of(request))
            try:
                store = current_store()
            except NoOpenData:
                return nothing_loaded(request)

            def respond() -> HttpResponse:
                page = _page(request, store, make, address)
                if isinstance(page, HttpResponse):
                    return page
                return _download(page, figure, extension) if extension else _shown(request, page, section)

            return served(request, store.cube.snapshot_id, respond)

        return view

    return decorate


def _page(request: HttpRequest, store: Store, make: Maker, address: dict[str, str]) -> Page | HttpResponse:
    """The page, or the response that explains why there is none."""
    region = address.get("region", "")
    rest = {name: value for name, value in address.items() if name != "region"}
    try:
        choice = read_choice(params_of(request), store.cube, asked_region(store, region, request))
        page = make(store, choice, **rest)
    except NotInData as error:
        return refused(request, 404, explanation(error))
    except ValueError as error:
        return refused(request, 400, explanation(error))
    return replace(page, figures=told_once(page.figures))


def _download(page: Page, figure: str, extension: str) -> HttpResponse:
    found = next((one for one in page.figures if one.key == figure), None)
    if found is None:
        raise Http404
    return download(found, extension, page)


def _shown(request: HttpRequest, page: Page, section: str) -> HttpResponse:
    return render(request, "insight/page.html", {"page": page, "section": section, **_addresses(request)})


def params_of(request: HttpRequest) -> dict[str, str]:
    """The parameters; one that is repeated (boxes of a form) is read as a list."""
    return {name: ",".join(values) for name, values in request.GET.lists()}


def _addresses(request: HttpRequest) -> dict[str, str]:
    """Addresses of this page: for its downloads, to share, and to show inside another site."""
    search = search_of(request, without=("embed",))
    address = request.build_absolute_uri(request.path + search)
    return {
        "base": request.path,
        "search": search,
        "address": address,
        "embed_address": f"{address}{'&' if search else '?'}embed=1",
    }


def asked_region(store: Store, code: str, request: HttpRequest) -> Region:
    """The region of the address, or the municipalities it names, or the usual one."""
    if code:
        found = regions().get(code)
        if found is None:
            raise NotInData(gettext("De regio '%(code)s' kennen we niet.") % {"code": code[:40]})
        return _known(store, found)
    chosen = params_of(request).get("gemeenten", "")
    if chosen:
        return _known(store, chosen_region(tuple(filter(None, chosen.upper().split(",")))))
    return usual_region(store)


def _known(store: Store, region: Region) -> Region:
    require_region(store.cube, region)
    return region


def usual_region(store: Store) -> Region:
    """Haaglanden when all its municipalities are in the data, else everything that is."""
    usual = regions()[DEFAULT_REGION]
    return usual if set(usual.municipalities) <= store.cube.municipalities.keys() else regions()["nederland"]


def explanation(error: ValueError) -> str:
    """What is wrong about an address, as a sentence for the reader; 'jaar: …' names the parameter that it is about."""
    sentence = said(error.args[0])
    field, colon, rest = sentence.partition(": ")
    if not colon or " " in field:
        return sentence
    return gettext("%(reason)s Het gaat om ‘%(field)s’ in het adres.") % {"reason": _ended(rest), "field": field}


def _ended(text: str) -> str:
    """A sentence: a capital in front, a full stop behind."""
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def nothing_loaded(request: HttpRequest, status: int = 503) -> HttpResponse:
    """The page that says how to load data; not kept by any cache."""
    response = render(request, "insight/nothing_loaded.html", {"section": "inzicht"}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response

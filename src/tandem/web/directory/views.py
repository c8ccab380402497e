"""The pages of the directory: search, one offer, compare, near a school, how fresh, and a reader's correction."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.directory import actions, definitions, queries
from tandem.directory.data import MOST_COMPARED, Found, Freshness, Offer
from tandem.identity import throttle
from tandem.identity.throttle import Try
from tandem.platform import clock, context
from tandem.platform.context import Context, acting
from tandem.register import functions, organisations
from tandem.register.administration.data import Refused
from tandem.web import format as form_of
from tandem.web.access import open_register, professional
from tandem.web.directory import shown, words
from tandem.web.directory.downloads import download
from tandem.web.directory.forms import CompareForm, SearchForm, SuggestionForm, codes_in
from tandem.web.directory.place_map import offers_map
from tandem.web.forms import submitted
from tandem.web.identity.entering import too_often
from tandem.web.identity.place import place_of
from tandem.web.who.shown import href as organisation_href
from tandem.web.who.words import dial

SIZE, MOST_IN_FILE = 50, 5_000
VERSIONS = ("csv", "xlsx")


@open_register
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Search with filters. Words come by POST; an address holds codes only."""
    today = clock.today()
    towns = [(one.code, words.municipality(one.code)) for one in organisations.municipalities_on(today)]
    asked = SearchForm(towns, submitted(request) or codes_in(request.GET))
    question, page = asked.question(), asked.page
    if request.method == "POST" and asked.is_valid() and request.POST.get("vorm") in VERSIONS:
        return download(queries.find(question, size=MOST_IN_FILE).offers, request.POST["vorm"])
    found = queries.find(question, page=page, size=SIZE)
    shown_page = {
        "form": asked,
        "found": found,
        "groups": shown.groups(found.offers),
        "filters": shown.filters(asked, found),
        "direct": found.counts["direct"]["NIEMAND"],
        "asked": shown.asked(question),
        "steps": [(words.KINDS[step.kind], words.why(step)) for step in words.steps()],
        **_pages(found, page),
        **_frame(request),
    }
    if request.headers.get("HX-Request"):
        return render(request, "directory/found.html", shown_page | {"part": True}, status=asked.status)
    shown_page["picture"] = _picture(found.offers)
    return render(request, "directory/start.html", shown_page, status=asked.status)


@open_register
@require_safe
def one(request: HttpRequest, offer: UUID) -> HttpResponse:
    """One offer on the fixed form."""
    found = _offer(offer)
    page = {
        "offer": found,
        "lines": shown.lines(found),
        "stale": words.stale(found),
        "ended": _ended(found),
        "step": next((n, words.why(s)) for n, s in enumerate(words.steps(), 1) if s.kind is found.facts.kind),
        "crumbs": shown.crumbs((found.facts.name, "")),
        "picture": _picture([found]),
        "thanks": request.GET.get("gedaan") == "voorgesteld",
        **_frame(request),
    }
    return render(request, "directory/offer.html", page)


@professional
@require_safe
def direct(request: HttpRequest, offer: UUID) -> HttpResponse:
    """The direct number, as a part of the page of the offer or as a page without JavaScript."""
    found = _offer(offer)
    contact = queries.direct_contact(offer, actor=acting_actor())
    page = {
        "offer": found,
        "contact": contact,
        "dial": dial(contact.phone),
        "crumbs": shown.crumbs((found.facts.name, shown.href(found)), (gettext("Direct nummer"), "")),
        **_frame(request),
    }
    part = "directory/direct_part.html" if request.headers.get("HX-Request") else "directory/direct.html"
    return render(request, part, page)


@open_register
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four offers side by side; the keys of the offers stand in the address."""
    asked = CompareForm(request.GET)
    keys = _keys(asked.cleaned_data["aanbod"]) if asked.is_valid() else []
    offers = queries.offers(keys)
    page = {
        "form": asked,
        "offers": [(shown.href(one), one.facts.name, words.stale(one)) for one in offers],
        "rows": shown.comparison(offers) if len(offers) > 1 else (),
        "most": MOST_COMPARED,
        "crumbs": shown.crumbs((gettext("Vergelijken"), "")),
        **_frame(request),
    }
    return render(request, "directory/compare.html", page, status=200 if len(offers) > 1 else 422)


@open_register
@require_safe
def freshness(request: HttpRequest) -> HttpResponse:
    """How fresh the offers of each organisation are, the stalest first."""
    found = queries.freshness()
    rows = [
        (
            one.organisation.name,
            organisation_href(one.organisation),
            sum(one.counts.values()),
            [one.counts.get(state, 0) for state in Freshness],
            form_of.day(one.oldest),
            one.owned,
        )
        for one in found
    ]
    total = sum(count for _, _, count, *_ in rows)
    fresh = sum(one.counts.get(Freshness.CONFIRMED, 0) + one.counts.get(Freshness.DUE, 0) for one in found)
    page = {
        "rows": rows,
        "total": total,
        "fresh": fresh,
        "terms": definitions.terms(),
        "crumbs": shown.crumbs((gettext("Actualiteit"), "")),
        **_frame(request),
    }
    return render(request, "directory/freshness.html", page)


@open_register
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Anybody says what is not right. Who often does is slowed down, as at signing in."""
    found = _offer(offer)
    form, status = SuggestionForm(submitted(request)), 0
    if form.is_valid():
        if wait := _wait(request, offer, form):
            status = 429
        elif _suggested(offer, form):
            return HttpResponseRedirect(f"{shown.href(found)}?gedaan=voorgesteld")
    page = {
        "form": form,
        "offer": found,
        "crumbs": shown.crumbs((found.facts.name, shown.href(found)), (gettext("Klopt er iets niet?"), "")),
        **_frame(request),
    }
    response = render(request, "directory/suggest.html", page, status=status or form.status)
    if status:
        response.headers["Retry-After"] = str(wait)
    return response


def _wait(request: HttpRequest, offer: UUID, form: SuggestionForm) -> int:
    """Seconds to wait before this reader may suggest again; 0: go on, and it counts."""
    tried = Try("suggestion", str(offer), place_of(request))
    with acting(Context(service="sign-in")):
        if pause := throttle.pause(tried):
            return too_often(form, pause)
        throttle.failed(tried)
    return 0


def _suggested(offer: UUID, form: SuggestionForm) -> bool:
    try:
        with acting(Context(service="suggestions", trace=context.current().trace)):
            actions.suggest(by=actions.SUGGESTIONS, offer=offer, text=form.cleaned_data["tekst"])
    except Refused as refused:
        form.add_error("tekst", refused.reason)
        return False
    return True


def _offer(key: UUID) -> Offer:
    try:
        return queries.offer(key)
    except KeyError:
        raise Http404 from None


def _keys(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _ended(offer: Offer) -> str:
    until = offer.facts.valid_until
    if until is None or until > clock.today():
        return ""
    return gettext("Dit aanbod bestaat niet meer sinds %(day)s.") % {"day": form_of.day(until)}


def _picture(offers: list[Offer] | tuple[Offer, ...]) -> object:
    codes = [code for offer in offers for code in offer.facts.municipalities]
    return offers_map(codes, [(offer.facts.postcode, offer.facts.name) for offer in offers if offer.facts.postcode])


def _pages(found: Found, page: int) -> dict[str, object]:
    last = max(1, -(-found.total // SIZE))
    return {"page": page, "last": last, "before": page - 1, "after": page + 1 if page < last else 0}


def _frame(request: HttpRequest) -> dict[str, object]:
    hat = getattr(request, "hat", None)
    is_professional = hat is not None and functions.find(hat.function).professional
    return {"section": "aanbod", "root": words.root(), "is_professional": is_professional}

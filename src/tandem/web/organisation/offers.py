"""The administrator's pages of offers: list, add, change, confirm, end, and what readers suggested."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tandem.audit.actions import acting_actor
from tandem.directory import actions, definitions, queries, rules
from tandem.directory.data import Changed, DirectContact, Offer
from tandem.platform import clock
from tandem.register import organisations
from tandem.register.administration.queries import own_units
from tandem.web.directory import shown, words
from tandem.web.forms import HouseForm, submitted
from tandem.web.organisation.forms import NothingForm
from tandem.web.organisation.frame import administrator_only, form_page, found, onward, page, tried
from tandem.web.organisation.offer_forms import (
    FIELDS,
    AnswerForm,
    EndOfferForm,
    OfferForm,
    initial_of,
    yours_and_theirs,
)

both = require_http_methods(["GET", "HEAD", "POST"])
PART = "aanbod"


@administrator_only
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """The own offers, the stalest first, with what asks for attention."""
    rows = [(one, shown.href(one), words.FRESHNESS[one.freshness], words.day_of(one.confirmed_on)) for one in own()]
    return page(
        request,
        "offers",
        PART,
        rows=rows,
        ended=queries.own_offers(ended=True),
        suggestions=queries.suggestions(),
        examples=queries.own_examples(),
        terms=definitions.terms(),
    )


def own() -> tuple[Offer, ...]:
    return queries.own_offers()


@administrator_only
@both
def add(request: HttpRequest) -> HttpResponse:
    first = {"vanaf": clock.today(), "versie": 0, "leeftijd_van": 0, "leeftijd_tot": 23}
    form = OfferForm(submitted(request), units=own_units(), towns=towns(), initial=first)
    if form.is_valid():
        added = tried(
            form,
            lambda: actions.add_offer(
                by=acting_actor(),
                organisation=form.cleaned_data["organisatie"],
                facts=form.facts(),
                contact=form.contact(),
            ),
            FIELDS,
        )
        if added is not None:
            return onward("aanbod/", "aanbod")
    return form_page(
        request, PART, form, title=gettext("Aanbod toevoegen"), button=gettext("Zet erbij"), back="aanbod/",
        lead=gettext("Een vast formulier, zodat scholen kunnen vergelijken. Schrijf niets over een kind."),
    )  # fmt: skip


@administrator_only
@both
def change(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Changing confirms. Whoever opened an older version sees which fields a colleague filled in otherwise."""
    now = found(queries.own_offer, offer)
    contact = queries.direct_contact(offer, actor=acting_actor())
    form = _form_of(request, now, contact)
    if form.is_valid():
        try:
            if _changed(form, now):
                return onward("aanbod/", "bewaard")
        except Changed as changed:
            return _conflict(request, form, changed.now, contact)
    title = gettext("Wijzigen: %(name)s") % {"name": now.facts.name}
    return form_page(request, PART, form, title=title, button=gettext("Bewaar en bevestig"), back="aanbod/")


def _form_of(request: HttpRequest, now: Offer, contact: DirectContact) -> OfferForm:
    first = initial_of(now.facts, contact, now.version, now.organisation.id)
    units = [unit for unit in own_units() if unit.id == now.organisation.id]
    return OfferForm(submitted(request), units=units, towns=towns(), initial=first)


def _changed(form: OfferForm, now: Offer) -> bool:
    def act() -> bool:
        actions.change_offer(
            by=acting_actor(),
            offer=now.id,
            version=form.cleaned_data["versie"],
            facts=form.facts(),
            contact=form.contact(),
        )
        return True

    return bool(tried(form, act, FIELDS))


def _conflict(request: HttpRequest, form: OfferForm, now: Offer, contact: DirectContact) -> HttpResponse:
    """409: both texts, nothing lost. The form keeps what was typed and carries the version that stands there now."""
    labels = yours_and_theirs(form, rules.differences(form.facts(), now.facts))
    typed = request.POST.copy()
    typed["versie"] = str(now.version)
    units = [unit for unit in own_units() if unit.id == now.organisation.id]
    again = OfferForm(typed, units=units, towns=towns(), initial=initial_of(now.facts, contact, now.version, now.id))
    return page(
        request,
        "offer_conflict",
        PART,
        status=409,
        form=again,
        now=now,
        lines=shown.lines(now),
        labels=labels,
    )


@administrator_only
@require_POST
def confirm(request: HttpRequest, offer: UUID) -> HttpResponse:
    """One click: it is still right."""
    return done_with(request, lambda: actions.confirm_offer(by=acting_actor(), offer=offer), "bevestigd")


@administrator_only
@both
def end(request: HttpRequest, offer: UUID) -> HttpResponse:
    now, form = found(queries.own_offer, offer), EndOfferForm(submitted(request))
    if form.is_valid():
        last = form.cleaned_data["laatste_dag"]
        until = last + timedelta(days=1) if last else clock.today()
        ended = tried(form, lambda: actions.end_offer(by=acting_actor(), offer=offer, until=until) or True, FIELDS)
        if ended:
            return onward("aanbod/", "gestopt-aanbod")
    return form_page(
        request, PART, form, title=gettext("Stoppen: %(name)s") % {"name": now.facts.name},
        button=gettext("Stop dit aanbod"), back="aanbod/",
        lead=gettext("Het is daarna niet meer te vinden. Wie het adres kent, ziet dat het niet meer bestaat."),
    )  # fmt: skip


@administrator_only
@both
def settle(request: HttpRequest, suggestion: UUID) -> HttpResponse:
    """A reader said that something is not right: change it, or say what was done."""
    row, form = found(queries.suggestion, suggestion), AnswerForm(submitted(request))
    if form.is_valid():
        answer = form.cleaned_data["antwoord"]
        settled = tried(
            form,
            lambda: actions.settle_suggestion(by=acting_actor(), suggestion=suggestion, answer=answer) or True,
        )
        if settled:
            return onward("aanbod/", "afgehandeld")
    return page(request, "offer_suggestion", PART, status=form.status, form=form, row=row)


def towns() -> list[tuple[str, str]]:
    return [(one.code, words.municipality(one.code)) for one in organisations.municipalities_on(clock.today())]


def done_with(request: HttpRequest, act: Callable[[], None], word: str) -> HttpResponse:
    form: HouseForm = NothingForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        with transaction.atomic():
            act()
    except KeyError as error:
        raise Http404 from error
    return onward("aanbod/", word)

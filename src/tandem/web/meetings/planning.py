"""Who leads a meeting plans it, moves it, calls it off, makes its agenda and invites."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.cases import queries as cases
from tandem.meetings import queries
from tandem.meetings.actions import agenda, planning
from tandem.meetings.actions.agenda import Coming
from tandem.meetings.data import Entry, Reason
from tandem.meetings.definitions import kinds
from tandem.meetings.rules.agenda import build
from tandem.register import organisations, people
from tandem.register.data import PersonCard
from tandem.web.access import professional
from tandem.web.disclosures.shown import function_name
from tandem.web.forms import submitted
from tandem.web.meetings import words
from tandem.web.meetings.forms import FamilyForm, PickForm, PlanForm, SureForm, WhenForm
from tandem.web.meetings.frame import known, led, onward, page, tried
from tandem.web.meetings.views import following_of, hosts

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@professional
@READ_AND_WRITE
def new(request: HttpRequest) -> HttpResponse:
    """A meeting; with `na` the next one on the rhythm of another, with the same people."""
    places = hosts()
    if not places:  # her function leads no meeting: there is nothing to plan
        return onward()
    before = known(UUID(request.GET["na"])) if _is_key(request.GET.get("na", "")) else None
    named = organisations.briefs(places)
    codes = {code for found in places.values() for code in found}
    form = PlanForm(
        submitted(request),
        kinds=[(code, words.kind_name(kind)) for code, kind in kinds().items() if code in codes],
        hosts=[(str(key), named[key].name) for key in places],
        initial={"sleutel": uuid4(), **_initial(before, codes)},
    )
    made: list[UUID] = []
    if form.is_valid() and tried(form, lambda: made.append(_plan(form))):
        return onward(f"{made[0]}/", "gepland")
    return _form(request, form, gettext("Plan een overleg"), gettext("Plan het overleg"), "")


def _initial(before: queries.Whole | None, codes: set[str]) -> dict[str, Any]:
    if before is not None:
        starts = following_of(before) if before.weeks else before.brief.starts
        return {
            **_when(before, starts),
            "soort": before.brief.kind.id,
            "waarvan": before.brief.host,
            "vorige": before.brief.id,
        }
    kind = next(one for code, one in kinds().items() if code in codes)
    return {"minuten": kind.minutes.whole, "weken": kind.weeks}


def _when(whole: queries.Whole, starts: datetime) -> dict[str, Any]:
    local = timezone.localtime(starts)
    minutes = int((whole.brief.ends - whole.brief.starts).total_seconds() // 60)
    return {
        "dag": local.date(), "tijd": local.time(), "minuten": minutes, "plaats": whole.place, "video": whole.video,
        "weken": whole.weeks, "versie": whole.version,
    }  # fmt: skip


def _plan(form: PlanForm) -> UUID:
    cleaned, by = form.cleaned_data, acting_actor()
    id = planning.plan(
        by=by,
        kind=cleaned["soort"],
        host=UUID(cleaned["waarvan"]),
        when=form.when(),
        key=cleaned["sleutel"],
        previous=cleaned["vorige"],
    )
    if cleaned["vorige"]:
        again = [one.membership for one in known(cleaned["vorige"]).guests]
        still = [card.membership for card in people.in_functions(actor=by, memberships=again)]
        planning.invite(by=by, id=id, memberships=still)
    return id


@professional
@READ_AND_WRITE
def move(request: HttpRequest, meeting: UUID) -> HttpResponse:
    whole = led(meeting)
    form = WhenForm(submitted(request), initial=_when(whole, whole.brief.starts))
    if form.is_valid():
        version = form.cleaned_data["versie"] or 0
        if tried(form, lambda: planning.move(by=acting_actor(), id=meeting, when=form.when(), version=version)):
            return onward(f"{meeting}/", "verplaatst")
    return _form(request, form, gettext("Verplaats het overleg"), gettext("Verplaats"), f"{meeting}/")


@professional
@READ_AND_WRITE
def call_off(request: HttpRequest, meeting: UUID) -> HttpResponse:
    whole = led(meeting)
    form = SureForm(submitted(request), initial={"versie": whole.version})
    if form.is_valid():
        version = form.cleaned_data["versie"]
        if tried(form, lambda: planning.call_off(by=acting_actor(), id=meeting, version=version)):
            return onward(f"{meeting}/", "afgezegd")
    lead = gettext("Wie is uitgenodigd, ziet dat het niet doorgaat. Wat op de agenda stond, wacht op de volgende keer.")
    return _form(request, form, gettext("Zeg het overleg af"), gettext("Zeg af"), f"{meeting}/", lead=lead)


@professional
@READ_AND_WRITE
def make_agenda(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """What waits, with why and for how long; ticked what fits."""
    whole = led(meeting)
    kind, day = whole.brief.kind, timezone.localtime(whole.brief.starts).date()
    there = {topic.case for topic in whole.topics}
    facts, names = queries.waiting(actor=acting_actor(), kind=kind)
    waiting = [one for one in facts if one.case not in there]
    found = build(waiting, kind, on=day, following=timezone.localtime(following_of(whole)).date())
    wait = [*found.entries, *found.later]
    rest = {one.case for one in waiting} - {entry.case for entry in wait}
    entries = [*wait, *(Entry(one.case, (), kind.minutes.again) for one in waiting if one.case in rest)]
    choices = [(str(entry.case), _entry(entry, names.get(entry.case, ""))) for entry in entries]
    form = PickForm(submitted(request), choices=choices, initial={"kies": [str(one.case) for one in found.entries]})
    if form.is_valid():
        chosen = [_asked_for(entry) for entry in entries if str(entry.case) in form.cleaned_data["kies"]]
        if tried(form, lambda: agenda.put_on(by=acting_actor(), id=meeting, entries=chosen)):
            return onward(f"{meeting}/", "agenda")
    lead = gettext("Dit wacht. Aangevinkt is wat in de tijd past; wat dringend is, staat bovenaan.")
    return _form(
        request,
        form,
        gettext("Zet op de agenda"),
        gettext("Zet op de agenda"),
        f"{meeting}/",
        lead=lead,
        none=not choices,
    )


def _entry(entry: Entry, name: str) -> str:
    why = ", ".join(str(words.REASONS[reason]) for reason in entry.reasons) or gettext("niets dat nu wacht")
    title = name or words.case_reference(entry.case)
    return gettext("%(title)s: %(why)s, %(minutes)s minuten") % {"title": title, "why": why, "minutes": entry.minutes}


def _asked_for(entry: Entry) -> Entry:
    return entry if entry.reasons else Entry(entry.case, (Reason.ASKED,), entry.minutes)


@professional
@READ_AND_WRITE
def invite(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Who is at the cases, who is linked to the school, and colleagues; in a function that has a seat."""
    whole = led(meeting)
    cards = _cards(whole)
    ticked, choices = [], []
    for card, at_case in cards:
        role = words.role_name(whole.brief.kind.role_of(card.function))
        text = f"{card.person.full}: {function_name(card.function)}, {card.organisation.name} ({role})"
        choices.append((str(card.membership), text))
        if at_case:
            ticked.append(str(card.membership))
    form = PickForm(submitted(request), choices=choices, initial={"kies": ticked})
    if form.is_valid():
        memberships = [UUID(key) for key in form.cleaned_data["kies"]]
        if tried(form, lambda: planning.invite(by=acting_actor(), id=meeting, memberships=memberships)):
            return onward(f"{meeting}/", "uitgenodigd")
    lead = gettext("Aangevinkt is wie bij een casus op de agenda hoort. Ieder ziet alleen de eigen casussen.")
    title = gettext("Nodig mensen uit")
    return _form(request, form, title, gettext("Nodig uit"), f"{meeting}/", lead=lead, none=not choices)


def _cards(whole: queries.Whole) -> list[tuple[PersonCard, bool]]:
    """Each function once, who is at a case first; who is invited already is left out."""
    actor, kind = acting_actor(), whole.brief.kind
    at_cases = cases.at_work(actor, [topic.case for topic in whole.topics])
    places = {place for place, _, _ in at_cases} | {whole.brief.host}
    cards = [card for place in places for card in people.people_at(actor=actor, organisation=place)]
    cards += people.linked_to(actor=actor, location=whole.brief.host)
    there = {one.membership for one in whole.guests}
    found: dict[UUID, tuple[PersonCard, bool]] = {}
    for card in cards:
        if card.membership in there or kind.role_of(card.function) is None:
            continue
        at_case = any(
            card.membership == hat if hat else (card.function == function and card.organisation.id == place)
            for place, function, hat in at_cases
        )
        found[card.membership] = (card, at_case)
    return sorted(found.values(), key=lambda one: (not one[1], one[0].organisation.name, one[0].person.family_name))


@professional
@READ_AND_WRITE
def family(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Who of the family comes, other than by default."""
    whole = led(meeting)
    key = request.GET.get("casus", "")
    topic = whole.topic(UUID(key)) if _is_key(key) else None
    if topic is None:
        raise Http404
    form = FamilyForm(
        submitted(request), initial={"ouders": topic.parents, "leerling": topic.pupil, "woorden": topic.words}
    )
    if form.is_valid():
        cleaned = form.cleaned_data
        coming = Coming(cleaned["ouders"], cleaned["leerling"], cleaned["woorden"])
        if tried(form, lambda: agenda.ask_family(by=acting_actor(), item=topic.id, coming=coming)):
            return onward(f"{meeting}/", "gezin")
    lead = gettext("Ouders horen erbij, en de leerling vanaf %(age)s jaar. Komt iemand niet, schrijf dan waarom.")
    lead = lead % {"age": whole.brief.kind.pupil_from}
    title = gettext("Wie van het gezin komt erbij?")
    return _form(request, form, title, gettext("Bewaar"), f"{meeting}/", lead=lead)


def _form(request: HttpRequest, form: Any, title: str, button: str, back: str, **more: Any) -> HttpResponse:
    return page(request, "form", status=form.status, form=form, title=title, button=button, back=back, **more)


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

"""A meeting is held: the page of who leads it, and the screen at which everybody looks, on which is typed."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.meetings import presenting
from tandem.meetings.actions import agenda, holding, planning
from tandem.meetings.data import Family, Stage, State
from tandem.meetings.presenting import Table
from tandem.meetings.queries import Whole
from tandem.web.access import professional
from tandem.web.disclosures.shown import kind_name
from tandem.web.forms import submitted
from tandem.web.meetings import shown, words
from tandem.web.meetings.forms import NoteForm, PressForm
from tandem.web.meetings.frame import led, onward, page, tried

Act = Callable[[Whole, UUID | None, int], object]
# What one press does: the action, on which page it ends, and what that page says.
DEEDS: dict[str, tuple[Act, str, str]] = {
    "begin": (lambda w, _, seen: holding.begin(by=acting_actor(), id=w.brief.id, version=seen), "nu/", "begonnen"),
    "sluit": (lambda w, _, seen: holding.close(by=acting_actor(), id=w.brief.id, version=seen), "", "gesloten"),
    "binnen": (lambda _w, one, _: holding.seat(by=acting_actor(), invitee=_of(one), present=True), "nu/", ""),
    "buiten": (lambda _w, one, _: holding.seat(by=acting_actor(), invitee=_of(one), present=False), "nu/", ""),
    "gezin-binnen": (lambda _w, one, _: holding.seat_family(by=acting_actor(), item=_of(one), present=True), "nu/", ""),
    "gezin-buiten": (
        lambda _w, one, _: holding.seat_family(by=acting_actor(), item=_of(one), present=False), "nu/", "",
    ),
    "op-tafel": (lambda _w, one, _: holding.take_up(by=acting_actor(), item=_of(one)), "nu/", ""),
    "van-tafel": (lambda _w, one, _: holding.put_down(by=acting_actor(), item=_of(one)), "nu/", ""),
    "volgende": (lambda w, _one, _: _next(w), "scherm/", ""),
    "doorhalen": (lambda _w, one, _: holding.strike(by=acting_actor(), line=_of(one)), "nu/", ""),
    "van-agenda": (lambda _w, one, _: agenda.take_off(by=acting_actor(), item=_of(one)), "", "eraf"),
    "niet-uitnodigen": (
        lambda w, one, _: planning.take_back(by=acting_actor(), id=w.brief.id, invitee=_of(one)), "", "weg",
    ),
}  # fmt: skip


@professional
@require_POST
def deed(request: HttpRequest, meeting: UUID, meeting_deed: str) -> HttpResponse:
    """One press of a button."""
    whole, found = led(meeting), DEEDS.get(meeting_deed)
    if found is None:
        raise Http404
    act, then, done = found
    form = PressForm(submitted(request))
    if form.is_valid():
        cleaned = form.cleaned_data
        if tried(form, lambda: act(whole, cleaned["keuze"], cleaned["versie"] or 0)):
            return onward(f"{meeting}/{then}", done)
    return page(request, "refused", status=form.status, wrong=form, back=f"{meeting}/{then}")


def _of(one: UUID | None) -> UUID:
    if one is None:
        raise Http404
    return one


def _next(whole: Whole) -> None:
    """The first on the agenda that was not discussed; nothing when all were."""
    waiting = [one for one in whole.topics if one.stage is Stage.WAITING and one.id != whole.on_table]
    if waiting:
        holding.take_up(by=acting_actor(), item=waiting[0].id)
    elif whole.on_table:
        holding.put_down(by=acting_actor(), item=whole.on_table)


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def now(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Of who leads it, and not for the screen: who is in the room, what is next, and the line to type."""
    return _hold(request, meeting, "now", "nu/")


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """For everybody in the room: the case on the table, and of it what all of them may see."""
    return _hold(request, meeting, "screen", "scherm/")


def _hold(request: HttpRequest, meeting: UUID, template: str, here: str) -> HttpResponse:
    whole, table = _found(meeting)
    form = _note_form(request, whole, table, everybody=template == "screen")
    if form is not None and form.is_valid():
        cleaned, said = form.cleaned_data, form.said()
        note = partial(holding.note, by=acting_actor(), item=cleaned["casus"], said=said, key=cleaned["sleutel"])
        if tried(form, note):
            return onward(f"{meeting}/{here}")
    return page(
        request,
        template,
        status=form.status if form else 200,
        form=form,
        **_shown(whole, table),
    )


def _found(meeting: UUID) -> tuple[Whole, Table | None]:
    found = presenting.on_the_table(actor=acting_actor(), id=meeting)
    if found is None or found[0].brief.state is not State.RUNNING:
        raise Http404
    return found


def _note_form(request: HttpRequest, whole: Whole, table: Table | None, *, everybody: bool) -> NoteForm | None:
    """On the screen only kinds that all may see can be typed; nowhere a kind that has no place in this meeting."""
    if table is None or whole.on_table is None or (everybody and not table.screen.open):
        return None
    who = shown.people_of(whole.guests)
    able = table.common if everybody else whole.brief.kind.information
    people = [(str(one.id), who.name(one.membership, one.function, one.organisation)) for one in whole.guests]
    family = [(one.value, str(words.FAMILY[one])) for one in Family]
    kinds = [(kind.value, kind_name(kind)) for kind in Kind if kind in able]
    usual = Kind.PLAN if Kind.PLAN in able else next((kind for kind in Kind if kind in able), Kind.PLAN)
    initial: dict[str, Any] = {"casus": whole.on_table, "sleutel": uuid4(), "gaat_over": usual.value}
    return NoteForm(submitted(request), people=[*people, *family], kinds=kinds, initial=initial)


def _shown(whole: Whole, table: Table | None) -> dict[str, Any]:
    who = shown.people_of(whole.guests, hosts=[whole.brief.host], hats=shown.hats_of(whole))
    topics = [shown.topic(one, who) for one in whole.topics]
    seen = table.screen if table else None
    leave = set(table.leave) if table else set()
    people = shown.guests(whole, who)
    return {
        "whole": whole,
        "title": words.kind_name(whole.brief.kind),
        "when": shown.when(whole.brief),
        "quorum": shown.quorum(whole),
        "guests": [one | {"leave": one["id"] in leave} for one in people],
        "leave": [one["name"] for one in people if one["id"] in leave],
        "topics": topics,
        "table": next((one for one in topics if one["id"] == whole.on_table), None),
        "screen": seen,
        "place": gettext("Casus %(place)s van %(places)s") % {"place": seen.place, "places": seen.places}
        if seen
        else "",
        "lines": [shown.line(one, who) for one in seen.lines] if seen else [],
        "earlier": [shown.line(one, who) for one in seen.earlier] if seen else [],
        "kept_off": table.kept_off if table else 0,
        "left": sum(one.stage is Stage.WAITING and one.id != whole.on_table for one in whole.topics),
    }

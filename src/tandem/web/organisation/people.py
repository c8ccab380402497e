"""People and their functions."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.platform import clock
from tandem.register import functions
from tandem.register.administration import actions, queries
from tandem.register.administration.data import HeldFunction
from tandem.web.forms import submitted
from tandem.web.organisation.forms import FIELDS, ChangeForm, EndForm, FunctionForm, NewcomerForm
from tandem.web.organisation.frame import administrator_only, form_page, found, onward, page, tried
from tandem.web.organisation.invitations import invite_and_mail, shown_link

FIRST = {"wie_is_wie": True}
both = require_http_methods(["GET", "HEAD", "POST"])


@administrator_only
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What asks for attention, and where everything is."""
    today = clock.today()
    people = queries.colleagues(today)
    soon = today + timedelta(days=30)
    ending = [f for each in people for f in each.functions if f.valid_until and f.valid_until <= soon]
    shown: dict[str, Any] = {
        "units": queries.own_units(),
        "people": len(people),
        "without_account": sum(each.access != "ACCOUNT" for each in people),
        "tasks": len(queries.tasks()),
        "stand_ins": len(queries.stand_ins(today)),
        "links": len(queries.links(today)),
        "ending": ending,
    }
    return page(request, "overview", "", **shown)


@administrator_only
@require_safe
def everybody(request: HttpRequest) -> HttpResponse:
    people = queries.colleagues(clock.today())
    return page(request, "people", "mensen", people=people, several=len(queries.own_units()) > 1)


@administrator_only
@both
def newcomer(request: HttpRequest) -> HttpResponse:
    form = NewcomerForm(submitted(request), units=queries.own_units(), today=clock.today(), initial=FIRST)
    if form.is_valid():
        invite = form.cleaned_data["uitnodigen"]

        def act() -> tuple[UUID, str]:
            membership = actions.employ(by=acting_actor(), newcomer=form.newcomer(), new=form.new_function())
            link = invite_and_mail(request, membership, form.cleaned_data["email"]) if invite else ""
            return membership, link

        if (done := tried(form, act, FIELDS)) is not None:
            if done[1]:
                return shown_link(request, done[1], queries.held_function(done[0]))
            return onward("mensen/", "uitgenodigd" if invite else "toegevoegd")
    return form_page(
        request, "mensen", form, title=gettext("Iemand toevoegen"), button=gettext("Voeg toe"), back="mensen/",
        lead=gettext("Vul alleen in wat voor het werk nodig is."),
    )  # fmt: skip


@administrator_only
@require_safe
def somebody(request: HttpRequest, person: UUID) -> HttpResponse:
    each, today = found(queries.colleague, person), clock.today()
    links = {f.id: queries.links(today, f.id) for f in each.functions}
    held = [(f, links[f.id], f.is_over_on(today), _school_links_fit(f)) for f in each.functions]
    stand_ins = [s for s in queries.stand_ins(today) if s.membership in links]
    mine = request.hat is not None and request.hat.person == person  # type: ignore[attr-defined]
    return page(request, "person", "mensen", each=each, held=held, stand_ins=stand_ins, mine=mine)


@administrator_only
@both
def give(request: HttpRequest, person: UUID) -> HttpResponse:
    each = found(queries.colleague, person)
    form = FunctionForm(submitted(request), units=queries.own_units(), today=clock.today(), initial=FIRST)
    if form.is_valid():
        given = tried(
            form, lambda: actions.give_function(by=acting_actor(), person=person, new=form.new_function()), FIELDS
        )
        if given is not None:
            return onward(f"mensen/{person}/", "functie")
    title = gettext("Een functie geven aan %(name)s") % {"name": each.name}
    return form_page(request, "mensen", form, title=title, button=gettext("Geef de functie"), back=f"mensen/{person}/")


@administrator_only
@both
def change(request: HttpRequest, membership: UUID) -> HttpResponse:
    held = found(queries.held_function, membership)
    form = ChangeForm(submitted(request), initial={"leidt": held.lead, "wie_is_wie": held.listed})
    if form.is_valid():

        def act() -> bool:
            data = form.cleaned_data
            actions.change_function(
                by=acting_actor(), membership=membership, lead=data["leidt"], listed=data["wie_is_wie"]
            )
            return True

        if tried(form, act, FIELDS):
            return onward(f"mensen/{held.person}/", "gewijzigd")
    return form_page(
        request, "mensen", form, title=_about(held), button=gettext("Bewaar"), back=f"mensen/{held.person}/"
    )


@administrator_only
@both
def end(request: HttpRequest, membership: UUID) -> HttpResponse:
    held = found(queries.held_function, membership)
    form = EndForm(submitted(request))
    if form.is_valid():
        until, reason = form.until(clock.today()), form.cleaned_data["reden"]
        left = tried(
            form,
            lambda: actions.end_function(by=acting_actor(), membership=membership, until=until, reason=reason),
            FIELDS,
        )
        if left is not None:
            return onward(f"mensen/{held.person}/", "overgedragen" if left else "beeindigd")
    return form_page(
        request, "mensen", form, title=gettext("Beëindigen: %(function)s") % {"function": _about(held)},
        button=gettext("Beëindig de functie"), back=f"mensen/{held.person}/", lead=_what_follows(),
    )  # fmt: skip


@administrator_only
@both
def leave(request: HttpRequest, person: UUID) -> HttpResponse:
    """All functions at once: out of employment."""
    each = found(queries.colleague, person)
    form = EndForm(submitted(request), initial={"reden": gettext("uit dienst")})
    if form.is_valid():
        until, reason = form.until(clock.today()), form.cleaned_data["reden"]
        left = tried(
            form, lambda: actions.end_employment(by=acting_actor(), person=person, until=until, reason=reason), FIELDS
        )
        if left is not None:
            return onward(f"mensen/{person}/", "overgedragen" if left else "beeindigd")
    return form_page(
        request, "mensen", form, title=gettext("%(name)s gaat uit dienst") % {"name": each.name},
        button=gettext("Beëindig alle functies"), back=f"mensen/{person}/", lead=_what_follows(),
    )  # fmt: skip


def _what_follows() -> str:
    return gettext(
        "Koppelingen en vervangingen eindigen mee. Ze komen als taak bij wie het team leidt, "
        "zodat er niets blijft liggen."
    )


def _about(held: HeldFunction) -> str:
    function = functions.find(held.function)
    return f"{held.name}, {function.name.lower()} · {held.organisation_name}"


def _school_links_fit(held: HeldFunction) -> bool:
    """Whether linking this function to schools makes sense: professionals only."""
    return functions.find(held.function).professional

"""My meetings, one meeting, and what was agreed: read by whoever is invited, each her own part."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.meetings import queries
from tandem.meetings.actions import agreements as agreed
from tandem.meetings.calendar import Moment, appointment_of
from tandem.meetings.data import State
from tandem.meetings.definitions import kinds_for
from tandem.meetings.rules.rhythm import following
from tandem.plans import looking_back
from tandem.platform import context
from tandem.platform.terms.definitions import calendar
from tandem.register import organisations
from tandem.register.definitions import vacations_of
from tandem.web.access import professional
from tandem.web.casework.moments import moment
from tandem.web.forms import submitted
from tandem.web.meetings import shown, words
from tandem.web.meetings.forms import PressForm
from tandem.web.meetings.frame import known, onward, page, tried
from tandem.web.plans import mine as of_plans


@professional
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What comes, and what was."""
    actor = acting_actor()
    coming, past = queries.mine(actor=actor), queries.mine(actor=actor, past=True)
    return page(request, "list", coming=shown.rows(coming), past=shown.rows(past), plans=bool(hosts()), tab="overleg")


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request: HttpRequest) -> HttpResponse:
    """What I have to do, what I asked of others; done with one press."""
    form = PressForm(submitted(request))
    if form.is_valid() and form.cleaned_data["keuze"]:
        line = form.cleaned_data["keuze"]
        if tried(form, lambda: agreed.tick_off(by=acting_actor(), line=line)):
            return onward("afspraken/", "gedaan")
    actor = acting_actor()
    own, asked = queries.agreements(actor=actor)
    done = queries.agreements(actor=actor, done=True)
    hats = [one.owner for one in (*own, *asked, *done[0], *done[1]) if one.owner]
    who = shown.people_of((), hats=hats)
    by_plan, asked_by_plan, over = of_plans.rows()
    return page(
        request,
        "agreements",
        status=form.status,
        wrong=form if form.errors else None,
        evaluations=looking_back.waiting_for_me(actor),
        own=_by_day([shown.line(one, who) for one in own] + by_plan),
        asked=_by_day([shown.line(one, who) for one in asked] + asked_by_plan),
        ticked=[shown.line(one, who) for one in {one.id: one for one in (*done[0], *done[1])}.values()] + over,
        tab="afspraken",
    )


def _by_day(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["day"] or date.max)


@professional
@require_safe
def one(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The whole page: before it the agenda, afterwards the minutes."""
    whole = known(meeting)
    who = shown.people_of(whole.guests, hosts=[whole.brief.host], hats=shown.hats_of(whole))
    state = whole.brief.state
    return page(
        request,
        "meeting",
        whole=whole,
        title=words.kind_name(whole.brief.kind),
        purpose=words.purpose(whole.brief.kind),
        when=shown.when(whole.brief),
        host=who.place(whole.brief.host),
        state=words.STATES[state],
        ahead=state is State.PLANNED,
        running=state is State.RUNNING,
        closed=state is State.CLOSED,
        cancelled=state is State.CANCELLED,
        leads=whole.brief.leads,
        quorum=shown.quorum(whole),
        guests=shown.guests(whole, who),
        topics=[shown.topic(topic, who) for topic in whole.topics],
        minutes=sum(topic.minutes for topic in whole.topics),
        law=", ".join(whole.brief.kind.law),
        next=moment(following_of(whole)) if whole.weeks and state is not State.CANCELLED else "",
    )


@professional
@require_safe
def ics(_request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The appointment for somebody's own calendar; a change has a higher number, and a cancellation takes it out."""
    whole = known(meeting)
    hat = context.current().hat
    invitee = next((one.id for one in whole.guests if one.membership == hat), whole.brief.id)
    brief = whole.brief
    cancelled = brief.state is State.CANCELLED
    made = appointment_of(
        Moment(brief.id, brief.starts, brief.ends, whole.sequence, whole.changed, cancelled),
        summary=gettext("Overleg via Tandem"),
        where=gettext("Waar en waarover staat in Tandem: {site}/overleg/"),
    )
    content = made.file(attendee=f"urn:uuid:{invitee}")
    response = HttpResponse(content, content_type=f"text/calendar; charset=utf-8; method={made.method}")
    response["Content-Disposition"] = 'attachment; filename="overleg.ics"'
    return response


def hosts() -> dict[UUID, list[str]]:
    """Of which organisations who acts may plan a meeting, and of which kinds."""
    now = context.current()
    places = organisations.briefs([one for one in now.principals if one != now.person])
    found = {key: [kind.id for kind in kinds_for(now.function, place.kind)] for key, place in places.items()}
    return {key: kinds for key, kinds in found.items() if kinds}


def following_of(whole: queries.Whole) -> datetime:
    """When the next one is on its rhythm."""
    place = organisations.briefs([whole.brief.host]).get(whole.brief.host)
    region = vacations_of(place.municipality) if place and whole.brief.kind.school_weeks else None
    return following(whole.brief.starts, whole.weeks, calendar(), region)

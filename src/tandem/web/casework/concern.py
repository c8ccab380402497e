"""One concern for who has it, had it, or is offered it: what it says, what happened, and what can be done."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.casework import queries
from tandem.casework.actions import lists
from tandem.casework.actions.step import expect
from tandem.casework.data import Command, Part, State
from tandem.casework.queries import Whole
from tandem.platform import clock, context
from tandem.web.access import professional
from tandem.web.casework import printed, shown
from tandem.web.casework.deeds import ALL, Deed, DeedForm
from tandem.web.casework.frame import onward, page, tried
from tandem.web.casework.timeline import Entry, timeline
from tandem.web.forms import submitted

TWICE = 60  # seconds in which the same thing by the same person is a double click


def known(concern: UUID, *, words: bool = True) -> Whole:
    """The concern, for who deals with it. 404 where there is none; who raised it has a page of her own."""
    whole = queries.whole(acting_actor(), concern, words=words)
    if whole is None:
        raise Http404
    return whole


def only_author(whole: Whole) -> bool:
    return set(whole.parts) == {Part.AUTHOR.value}


@professional
@require_safe
def one(request: HttpRequest, concern: UUID) -> HttpResponse:
    """The whole page."""
    whole = known(concern)
    if only_author(whole):
        return onward(f"signalen/{concern}/{'concept' if whole.row.state is State.DRAFT else 'volgen'}/")
    facts = shown.concern(whole)
    lists.mark_seen(by=acting_actor(), id=concern)
    return page(request, "concern", status=200, **facts)


@professional
@require_safe
def paper(_request: HttpRequest, concern: UUID) -> HttpResponse:
    """The same as a document, for a meeting or for the parents' own papers."""
    whole = known(concern)
    if only_author(whole):
        raise Http404
    facts = shown.concern(whole)
    response = HttpResponse(printed.to_pdf(facts), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="signaal-{whole.row.id.hex[:8]}.pdf"'
    return response


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, concern: UUID, deed: str) -> HttpResponse:
    """One thing that can be done: GET shows its form, POST does it."""
    whole, chosen = known(concern), ALL.get(deed)
    if chosen is None or only_author(whole):
        raise Http404
    form = chosen.form(submitted(request), whole=whole)
    if form.is_valid() and done(whole, chosen, form):
        gone = chosen.command is Command.REFUSE  # who refused sees it no longer
        return onward("werk/" if gone else f"signalen/{concern}/", chosen.done)
    if not form.is_bound and chosen.command not in whole.commands:
        return onward(f"signalen/{concern}/")
    return again(request, whole, form, title=chosen.verb, button=chosen.verb)


def done(whole: Whole, chosen: Deed, form: DeedForm) -> bool:
    """Whether it is done: now, or by the click before this one."""

    def act() -> None:
        expect(whole.row.id, form.cleaned_data["versie"])
        chosen.act(whole, form.cleaned_data)

    return tried(form, act) or (form.conflict and did_before(known(whole.row.id), chosen.command))


def did_before(whole: Whole, command: Command) -> bool:
    last = whole.happenings[-1] if whole.happenings else None
    if last is None or last.command is not command or last.person != context.current().person:
        return False
    return (clock.now() - last.at).total_seconds() < TWICE


def again(request: HttpRequest, whole: Whole, form: DeedForm, *, title: str, button: str, **more: Any) -> HttpResponse:
    """The form once more. When somebody else was first: what happened meanwhile, beside what was written; 409."""
    missed: tuple[Entry, ...] = ()
    status = form.status
    if form.conflict:
        whole = known(whole.row.id)
        missed = timeline(whole)[: max(1, whole.row.version - int(form.cleaned_data["versie"]))]
        sent = request.POST.copy()
        sent["versie"] = str(whole.row.version)
        form.data = sent
        status = 409
    return page(
        request,
        "deed",
        status=status,
        form=form,
        title=title,
        button=button,
        about=shown.title(whole),
        concern=whole.row.id,
        missed=missed,
        lead=gettext("Intussen gebeurde dit. Wat je schreef, staat er nog.") if missed else "",
        **more,
    )

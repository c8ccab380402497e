"""Decisions: the lists, those of one case, one decision, what can be done with it, and its letter."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.decisions import queries, standing
from tandem.decisions.data import DECIDED
from tandem.decisions.queries import Which, Whole
from tandem.web.access import professional
from tandem.web.decisions import climbing, letter, shown
from tandem.web.decisions.asking import known, known_case
from tandem.web.decisions.deeds import ALL, DeedForm
from tandem.web.decisions.frame import onward, page, tried
from tandem.web.forms import submitted

LISTS = {
    Which.TURN: gettext_lazy("Wacht op jullie"),
    Which.OWN: gettext_lazy("Door jou gevraagd"),
    Which.OPEN: gettext_lazy("Loopt, in casussen waarin je meedoet"),
    Which.DECIDED: gettext_lazy("Besloten of gestopt"),
}


@professional
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """What waits for us first; each decision stands in one list."""
    seen: set[UUID] = set()
    found = []
    for which, title in LISTS.items():
        rows = [row for row in queries.listed(acting_actor(), which) if row.id not in seen]
        seen |= {row.id for row in rows}
        found.append((title, shown.lines(rows)))
    rungs = [climbing.line(one) for one in standing.on_our_rung(acting_actor())]
    return page(request, "lists", lists=found, rungs=rungs, waits=len(found[0][1]))


@professional
@require_safe
def of_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """The decisions of one case, and whether it is on the ladder."""
    about = known_case(case)
    rows = shown.lines(queries.of_case(acting_actor(), case))
    ladder = standing.of_case(acting_actor(), case)
    return page(request, "case", about=about, lines=rows, ladder=climbing.line(ladder) if ladder else None)


@professional
@require_safe
def one(request: HttpRequest, decision: UUID) -> HttpResponse:
    return page(request, "decision", **shown.decision(known(decision)))


@professional
@require_safe
def paper(_request: HttpRequest, decision: UUID) -> HttpResponse:
    """The letter to the parents and the young person."""
    whole = known(decision)
    if whole.outcome is None or whole.row.state not in DECIDED:
        raise Http404
    response = HttpResponse(letter.to_pdf(whole), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="besluit-{whole.row.id.hex[:8]}.pdf"'
    return response


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, decision: UUID, decision_deed: str) -> HttpResponse:
    """One thing that can be done: GET shows its form, POST does it."""
    whole, chosen = known(decision), ALL.get(decision_deed)
    if chosen is None:
        raise Http404
    form = chosen.form(submitted(request), whole=whole)
    if form.is_valid() and tried(form, lambda: chosen.act(whole, form.cleaned_data)):
        return onward(f"besluiten/{decision}/", chosen.done)
    if not form.is_bound and chosen.command not in whole.commands:
        return onward(f"besluiten/{decision}/")
    return _again(request, whole, form, chosen.verb)


def _again(request: HttpRequest, whole: Whole, form: DeedForm, verb: str, **more: Any) -> HttpResponse:
    """The form once more. When somebody else was first: as it is now, with what was written kept; 409."""
    status = form.status
    if form.conflict:
        whole = known(whole.row.id)
        sent = request.POST.copy()
        sent["versie"] = str(whole.row.version)
        form.data = sent
        status = 409
    facts = shown.decision(whole)
    return page(request, "deed", status=status, form=form, verb=verb, conflict=form.conflict, **facts, **more)

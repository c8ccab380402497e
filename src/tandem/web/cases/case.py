"""One case: its page, its steps, its child card and its paper; and the lists of cases."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tandem.audit.actions import acting_actor
from tandem.cases import queries
from tandem.cases.actions.step import expect
from tandem.cases.data import Command
from tandem.cases.queries import PART_OF_A_LIST, Row, Which, Whole
from tandem.casework import desks
from tandem.family import queries as family
from tandem.platform import context
from tandem.web.access import professional
from tandem.web.cases import shown, words
from tandem.web.cases.deeds import DEEDS, Deed, StepForm
from tandem.web.cases.frame import inside, known, onward, page, tried
from tandem.web.cases.timeline import timeline
from tandem.web.casework import printed
from tandem.web.casework.timeline import Entry
from tandem.web.forms import submitted

SLUGS = {"wacht": Which.WAITING, "regie": Which.MINE, "": Which.OPEN, "afgesloten": Which.CLOSED}


@professional
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The own cases: what waits for us comes before what runs."""
    slug = request.GET.get("lijst", "")
    if slug not in SLUGS:
        raise Http404
    number = max(1, int(request.GET["blad"])) if request.GET.get("blad", "").isdecimal() else 1
    rows, total = queries.listed(acting_actor(), SLUGS[slug], page=number)
    known_here = shown.known_of(rows)
    return page(
        request,
        "list",
        slug=slug,
        tabs=[(to, words.LISTS[which], to == slug) for to, which in SLUGS.items()],
        name=words.LISTS[SLUGS[slug]],
        lines=[_line(row, known_here) for row in rows],
        total=total,
        page=number,
        pages=-(-total // PART_OF_A_LIST),
        may_open=acting_actor().function in desks.dealing_functions(),
    )


def _line(row: Row, known_here: shown.Known) -> dict[str, object]:
    ours = row.holder in context.current().principals
    return {
        "id": row.id,
        "title": row.name or words.reference(row.id),
        "school": known_here.place(row.place),
        "mark": "●" if ours else "↗",
        "holder": known_here.place(row.holder),
        "directors": [(str(words.DOMAINS[one.domain]), known_here.director(one)) for one in row.directors],
        "state": str(words.STATES[row.state]),
        "stuck": row.state.value == "STUCK",
        "next": str(words.NEXT[row.next]) if row.state.value != "CLOSED" else "",
        "changed": row.changed,
    }


@professional
@require_safe
def one(request: HttpRequest, case: UUID) -> HttpResponse:
    """The whole page; for who may only know, who is at work and nothing else."""
    whole = known(case)
    facts = shown.case(whole) | {"family_waits": family.waiting(case=case) if whole.content else 0}
    return page(request, "knows" if whole.knows_only else "case", **facts)


@professional
@require_safe
def card(request: HttpRequest, case: UUID) -> HttpResponse:
    """The child card (kindkaart), on one page; it prints as it stands."""
    whole = inside(case)
    if not whole.content:
        return onward(f"casussen/{case}/")
    return page(request, "card", **shown.card(whole))


@professional
@require_safe
def paper(_request: HttpRequest, case: UUID) -> HttpResponse:
    """The same as the page as a document, for a meeting or a file on paper."""
    whole = inside(case)
    facts = shown.case(whole)
    seats = [(seat.side, f"{seat.who} ({seat.about}): {seat.state}", "") for seat in facts["seats"]]
    people = [(one.place, f"{one.function}: {one.part}", "") for one in facts["involved"]]
    heading = gettext("Waar gaat het om")
    made = printed.to_pdf({**facts, "heading": heading, "facts": [*facts["facts"], *seats, *people]})
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="casus-{whole.row.id.hex[:8]}.pdf"'
    return response


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, case: UUID, step: str) -> HttpResponse:
    """One thing that can be done: GET shows its form, POST does it."""
    whole, chosen = inside(case), DEEDS.get(step)
    if chosen is None:
        raise Http404
    form = chosen.form(submitted(request), whole=whole)
    if form.is_valid() and _done(whole, chosen, form):
        gone = chosen.command is Command.REFUSE  # who refused sees it no longer
        return onward("casussen/" if gone else f"casussen/{case}/", chosen.done)
    if not form.is_bound and chosen.command not in whole.commands:
        return onward(f"casussen/{case}/")
    return _again(request, whole, chosen, form)


def _done(whole: Whole, chosen: Deed, form: StepForm) -> bool:
    def act() -> None:
        expect(whole.row.id, form.cleaned_data["versie"])
        chosen.act(whole, form.cleaned_data)

    seen, words = form.cleaned_data["versie"], form.cleaned_data.get("woorden", "")
    return tried(form, act) or (form.conflict and queries.did(whole.row.id, chosen.command, seen, words))


def _again(request: HttpRequest, whole: Whole, chosen: Deed, form: StepForm) -> HttpResponse:
    """The form once more. When somebody else was first: what happened meanwhile, beside what was written; 409."""
    missed: tuple[Entry, ...] = ()
    status = form.status
    if form.conflict:
        whole = known(whole.row.id)
        missed = timeline(whole)[: max(1, whole.row.version - int(form.cleaned_data["versie"]))]
        sent = request.POST.copy()
        sent["versie"] = str(whole.row.version)
        form.data, status = sent, 409
    return page(
        request,
        "deed",
        status=status,
        form=form,
        title=chosen.verb,
        about=shown.title(whole),
        case=whole.row.id,
        missed=missed,
    )

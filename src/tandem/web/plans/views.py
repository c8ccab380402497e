"""The plan of a case: its page, what can be done in it, and its paper."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from tandem.web.access import professional
from tandem.web.casework.timeline import Entry
from tandem.web.forms import submitted
from tandem.web.plans import deeds, paper, shown
from tandem.web.plans.deeds import Deed, PlanForm
from tandem.web.plans.frame import Seen, known, onward, page, tried


@professional
@require_safe
def one(request: HttpRequest, case: UUID) -> HttpResponse:
    """The whole plan; before there is one, how to begin."""
    return page(request, "plan", **shown.plan(known(case)))


@professional
@require_safe
def printed(_request: HttpRequest, case: UUID) -> HttpResponse:
    """The plan on paper, for the family and for a meeting."""
    seen = known(case)
    response = HttpResponse(paper.to_pdf(seen), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="plan-{case.hex[:8]}.pdf"'
    return response


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: HttpRequest, case: UUID, plan_deed: str) -> HttpResponse:
    """One thing that can be done: GET shows its form, POST does it. `?op=` names the goal or the agreement."""
    seen, chosen = known(case), deeds.ALL.get(plan_deed)
    if chosen is None:
        raise Http404
    about = _about(request, seen, chosen)
    kind = deeds.change_form(seen, about) if plan_deed == "wijzig" else chosen.form
    form = kind(submitted(request), whole=seen, about=about)
    if not form.is_bound and not seen.plan.may_change:
        return onward(case)
    if form.is_valid() and tried(form, lambda: deeds.act(chosen, form)):
        return onward(case, chosen.done)
    return _again(request, seen, chosen, form)


def _about(request: HttpRequest, seen: Seen, chosen: Deed) -> UUID | None:
    """What it is done with. 404 for what is not in this plan."""
    if not chosen.about:
        return None
    try:
        id = UUID(request.GET.get("op", ""))
    except ValueError as error:
        raise Http404 from error
    found = seen.plan.goal(id) if chosen.about == "goal" else seen.plan.agreement(id)
    if found is None:
        raise Http404
    return id


def _again(request: HttpRequest, seen: Seen, chosen: Deed, form: PlanForm) -> HttpResponse:
    """The form once more. When somebody else was first: what happened meanwhile, beside what was written; 409."""
    status = form.status
    missed: tuple[Entry, ...] = ()
    if form.conflict:
        before = int(form.cleaned_data["versie"])
        seen = known(seen.row.case)
        missed = shown.timeline(seen.plan)[: max(1, seen.row.version - before)]
        sent = request.POST.copy()
        sent["versie"] = str(seen.row.version)
        form.data, status = sent, 409
    goal = seen.plan.goal(form.about)
    agreement = seen.plan.agreement(form.about)
    return page(
        request,
        "deed",
        status=status,
        form=form,
        title=chosen.verb(safety=agreement is not None and agreement.is_safety),
        about=shown.title(seen),
        case=seen.row.case,
        missed=missed,
        said=goal.text if goal else agreement.text if agreement else "",
    )

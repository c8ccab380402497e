"""Who takes over from whom."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tandem.audit.actions import acting_actor
from tandem.platform import clock
from tandem.register.administration import actions, queries
from tandem.web.forms import submitted
from tandem.web.organisation.forms import FIELDS, NothingForm, StandInForm
from tandem.web.organisation.frame import administrator_only, form_page, found, onward, page, tried


@administrator_only
@require_safe
def everyone(request: HttpRequest) -> HttpResponse:
    return page(request, "stand_ins", "vervanging", stand_ins=queries.stand_ins(clock.today()))


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, membership: UUID) -> HttpResponse:
    held, today = found(queries.held_function, membership), clock.today()
    colleagues = [f for each in queries.colleagues(today) for f in each.functions if f.person != held.person]
    form = StandInForm(submitted(request), others=colleagues, today=today)
    if form.is_valid():
        data = form.cleaned_data
        named = tried(
            form,
            lambda: actions.name_stand_in(
                by=acting_actor(), membership=membership, stand_in=UUID(data["vervanger"]), since=data["vanaf"],
                until=data["laatste_dag"] + timedelta(days=1),
            ),
            FIELDS,
        )  # fmt: skip
        if named is not None:
            return onward(f"mensen/{held.person}/", "vervanging")
    title = gettext("Wie neemt waar voor %(name)s") % {"name": held.name}
    return form_page(
        request, "vervanging", form, title=title, button=gettext("Leg vast"), back=f"mensen/{held.person}/"
    )


@administrator_only
@require_POST
def end(request: HttpRequest, stand_in: UUID) -> HttpResponse:
    if stand_in in {row.id for row in queries.stand_ins(clock.today())} and NothingForm(request.POST).is_valid():
        actions.end_stand_in(by=acting_actor(), stand_in=stand_in, until=clock.today())
        return onward("vervanging/", "gestopt")
    raise Http404

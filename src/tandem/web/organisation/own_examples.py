"""The administrator's pages of good examples: add, change, end."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tandem.audit.actions import acting_actor
from tandem.directory import actions, queries
from tandem.platform import clock
from tandem.register.administration.queries import own_units
from tandem.web.forms import submitted
from tandem.web.organisation.frame import administrator_only, form_page, found, onward, tried
from tandem.web.organisation.offer_forms import ExampleForm, example_initial
from tandem.web.organisation.offers import PART, done_with, towns

both = require_http_methods(["GET", "HEAD", "POST"])


@administrator_only
@both
def add(request: HttpRequest) -> HttpResponse:
    form = ExampleForm(submitted(request), units=own_units(), towns=towns(), initial={"versie": 0})
    if form.is_valid():
        new = actions.NewExample(form.cleaned_data["organisatie"], form.facts())
        if tried(form, lambda: actions.add_example(by=acting_actor(), example=new)) is not None:
            return onward("aanbod/", "voorbeeld")
    return form_page(
        request, PART, form, title=gettext("Voorbeeld toevoegen"), button=gettext("Zet erbij"), back="aanbod/",
        lead=gettext("Vertel wat jullie deden en wat je leerde. Ook wat niet werkte helpt een ander."),
    )  # fmt: skip


@administrator_only
@both
def change(request: HttpRequest, own_example: UUID) -> HttpResponse:
    now = found(queries.own_example, own_example)
    units = [unit for unit in own_units() if now.organisation and unit.id == now.organisation.id]
    form = ExampleForm(submitted(request), units=units, towns=towns(), initial=example_initial(now))
    if form.is_valid():
        version, facts = form.cleaned_data["versie"], form.facts()
        changed = tried(
            form,
            lambda: actions.change_example(by=acting_actor(), key=own_example, version=version, facts=facts) or True,
        )
        if changed:
            return onward("aanbod/", "bewaard")
    title = gettext("Wijzigen: %(name)s") % {"name": now.title}
    return form_page(request, PART, form, title=title, button=gettext("Bewaar"), back="aanbod/")


@administrator_only
@require_POST
def end(request: HttpRequest, own_example: UUID) -> HttpResponse:
    return done_with(
        request,
        lambda: actions.end_example(by=acting_actor(), key=own_example, until=clock.today()),
        "gestopt-aanbod",
    )

"""School links with their hours, as one table per school and per person."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tandem.audit.actions import acting_actor
from tandem.platform import clock
from tandem.register.administration import actions, queries
from tandem.register.administration.data import HeldFunction, Link
from tandem.web.forms import submitted
from tandem.web.organisation.forms import FIELDS, HoursForm, LinkForm, NothingForm
from tandem.web.organisation.frame import administrator_only, form_page, found, onward, page, tried

both = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school with the people linked to it and their hours together."""

    name: str
    links: tuple[tuple[HeldFunction, Link], ...]
    hours: Decimal


@administrator_only
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Who works where, for how many hours a week."""
    today = clock.today()
    held = {f.id: f for each in queries.colleagues(today) for f in each.functions}
    by_school: dict[UUID, list[Link]] = defaultdict(list)
    for link in queries.links(today):
        by_school[link.location].append(link)
    rows = [
        SchoolRow(
            links[0].location_name,
            tuple((held[link.membership], link) for link in links if link.membership in held),
            sum((link.hours for link in links), Decimal()),
        )
        for links in by_school.values()
    ]
    total = sum((row.hours for row in rows), Decimal())
    return page(request, "links", "koppelingen", rows=rows, total=total)


@administrator_only
@both
def add(request: HttpRequest, membership: UUID) -> HttpResponse:
    held, today = found(queries.held_function, membership), clock.today()
    form = LinkForm(submitted(request), schools=queries.reachable_schools(today), today=today)
    if form.is_valid():
        data = form.cleaned_data
        link = tried(
            form,
            lambda: actions.link_school(
                by=acting_actor(), membership=membership, location=UUID(data["school"]), hours=data["uren"],
                since=data["vanaf"],
            ),
            FIELDS,
        )  # fmt: skip
        if link is not None:
            return onward(f"mensen/{held.person}/", "gekoppeld")
    title = gettext("%(name)s koppelen aan een school") % {"name": held.name}
    return form_page(request, "koppelingen", form, title=title, button=gettext("Koppel"), back=f"mensen/{held.person}/")


@administrator_only
@both
def change(request: HttpRequest, link: UUID) -> HttpResponse:
    row, today = found(_link, link), clock.today()
    held = found(queries.held_function, row.membership)
    form = HoursForm(submitted(request), initial={"uren": str(row.hours).replace(".", ","), "vanaf": today})
    if form.is_valid():
        changed = tried(
            form,
            lambda: actions.change_hours(
                by=acting_actor(), link=link, hours=form.hours(), on=form.cleaned_data["vanaf"]
            ),
            FIELDS,
        )
        if changed is not None:
            return onward("koppelingen/", "gekoppeld")
    title = gettext("Uren van %(name)s op %(school)s") % {"name": held.name, "school": row.location_name}
    return form_page(request, "koppelingen", form, title=title, button=gettext("Bewaar"), back="koppelingen/")


@administrator_only
@require_POST
def end(request: HttpRequest, link: UUID) -> HttpResponse:
    row, form = found(_link, link), NothingForm(request.POST)
    if form.is_valid():
        actions.end_link(by=acting_actor(), link=row.id, until=clock.today())
        return onward("koppelingen/", "ontkoppeld")
    raise Http404


def _link(key: UUID) -> Link:
    return {link.id: link for link in queries.links(clock.today())}[key]

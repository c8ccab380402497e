"""What the pages of a plan share: the frame, the plan with its case, what was done, and how a refusal is said."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.cases.queries import Whole as WholeCase
from tandem.plans import queries
from tandem.plans.queries import Whole
from tandem.web import deeds
from tandem.web.cases.frame import inside
from tandem.web.onward import on_to
from tandem.web.plans import words

# What was done, said once on the next page. The address carries the word, never a name.
DONE = {
    "doel": gettext_lazy("Het doel staat in het plan. Maak er nu een afspraak bij."),
    "verwoord": gettext_lazy("Bewaard. Hoe het er eerst stond, blijft te lezen."),
    "bereikt": gettext_lazy("Opgeschreven dat dit doel is bereikt."),
    "vervallen": gettext_lazy("Opgeschreven dat dit doel niet meer nodig is."),
    "weer": gettext_lazy("Jullie werken hier weer aan."),
    "afspraak": gettext_lazy("De afspraak staat in het plan."),
    "veiligheid": gettext_lazy("De veiligheidsafspraak staat bovenaan het plan."),
    "gedaan": gettext_lazy("Afgevinkt."),
    "niet-gedaan": gettext_lazy("Opgeschreven dat dit niet is gedaan, en waarom."),
    "evaluatie": gettext_lazy("Afgesproken. Komt de dag eraan, dan staat het bij je afspraken."),
    "teruggekeken": gettext_lazy("Bewaard. Pas het plan aan als iets niet hielp."),
    "gesprek": gettext_lazy("Het gesprek is bewaard. Maak een doel van wat nog niet op orde is."),
    "sjabloon": gettext_lazy("Het staat in het plan. Verwoord het doel samen met het gezin."),
    "gewijzigd": gettext_lazy("Gewijzigd. De afspraak van eerst blijft te lezen."),
}

tried = partial(deeds.tried, cannot=words.cannot)


@dataclass(frozen=True, slots=True)
class Seen:
    """The plan and the case that it is of, as they were read."""

    case: WholeCase
    plan: Whole

    @property
    def row(self) -> queries.Row:
        return self.plan.row

    @property
    def child(self) -> UUID | None:
        return self.plan.child


def page(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    done = DONE.get(request.GET.get("gedaan", ""), "")
    return render(request, f"plans/{template}.html", {"section": "werk", "done": done, **facts}, status=status)


def onward(case: UUID, done: str = "", below: str = "") -> HttpResponse:
    """On to the plan, or to a page below it, which says what was done."""
    return on_to(f"/casussen/{case}/plan/{below}", done)


def known(case: UUID) -> Seen:
    """404 where there is no such case, and for who may only know of it."""
    about = inside(case)
    plan = queries.plan(actor=acting_actor(), case=case)
    if plan is None:
        raise Http404
    return Seen(about, plan)

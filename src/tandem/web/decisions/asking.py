"""Asking for help or a place: one short form; which mandate fits follows from it, and what it means is shown."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.decisions import queries, standing
from tandem.decisions.actions import requesting
from tandem.decisions.actions.requesting import Asked
from tandem.decisions.data import DECIDED, Command, Request, Step
from tandem.decisions.definitions import forms as all_forms
from tandem.decisions.definitions import mandates
from tandem.decisions.queries import Whole
from tandem.decisions.rules.mandate import chain
from tandem.decisions.standing import About
from tandem.web.access import professional
from tandem.web.decisions import words
from tandem.web.decisions.frame import onward, page, tried
from tandem.web.disclosures.shown import function_name
from tandem.web.forms import HouseForm, submitted
from tandem.web.shielding import shielded

MOST_EUROS = 500_000


class AskForm(HouseForm):
    """What is asked, how much, how long, and why."""

    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    soort = forms.ChoiceField(label=gettext_lazy("Wat is er nodig?"), widget=forms.RadioSelect)
    euro = forms.IntegerField(
        label=gettext_lazy("Wat kost het ongeveer, voor de hele periode?"),
        help_text=gettext_lazy("In hele euro's. Weet je het niet, vul dan 0 in."),
        min_value=0,
        max_value=MOST_EUROS,
    )
    maanden = forms.IntegerField(label=gettext_lazy("Hoeveel maanden?"), min_value=1, max_value=60)
    waarom = forms.CharField(
        label=gettext_lazy("Waarom is dit nodig?"),
        help_text=gettext_lazy("Wat lukt niet, wat is er geprobeerd, en wat willen de leerling en de ouders?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, found: About, **options: Any) -> None:
        options["initial"] = {"sleutel": uuid4(), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.found = found
        field = self.fields["soort"]
        assert isinstance(field, forms.ChoiceField)
        supports = mandates()[found.region].supports
        field.choices = [(code, words.said(name)) for code, name in supports.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        shielded(self, self.found.child)
        return cleaned

    def asked(self) -> Asked:
        data = self.cleaned_data
        request = Request(data["soort"], data["euro"], data["maanden"], self.found.home)
        return Asked(request, data["waarom"], self.found.region)


class HandInForm(HouseForm):
    """Who does each step, of those who take part in the case."""

    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, whole: Whole, found: About, **options: Any) -> None:
        options["initial"] = {"versie": whole.row.version, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.steps = steps_of(whole)
        self.missing: list[str] = []
        for number, step in enumerate(self.steps):
            places = standing.candidates(found, step.seat)
            names = ", ".join(function_name(code) for code in sorted(step.seat.functions))
            if not places:
                where = words.WHERE.get(step.seat.where, "")
                self.missing.append(f"{words.STEPS[step.kind]}: {names}, {where}".rstrip(", "))
            self.fields[f"stap{number}"] = forms.ChoiceField(
                label=f"{number + 1}. {words.STEPS[step.kind]} ({names})",
                widget=forms.RadioSelect,
                choices=[(str(place.id), place.name) for place in places],
                initial=str(places[0].id) if len(places) == 1 else None,
            )

    def places(self) -> list[UUID]:
        return [UUID(self.cleaned_data[f"stap{number}"]) for number in range(len(self.steps))]


def steps_of(whole: Whole) -> tuple[Step, ...]:
    """The steps that this request needs, by its mandate."""
    mandate = next(one for one in mandates()[whole.row.region].mandates if one.id == whole.mandate)
    return chain(all_forms()[whole.row.form], mandate, whole.euros)


def known_case(case: UUID) -> About:
    """404 for who does not take part."""
    found = standing.about(acting_actor(), case)
    if found is None:
        raise Http404
    return found


def known(decision: UUID) -> Whole:
    found = queries.decision(acting_actor(), decision)
    if found is None:
        raise Http404
    return found


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, case: UUID) -> HttpResponse:
    """A new request in a case."""
    return _new(request, known_case(case), None)


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, decision: UUID) -> HttpResponse:
    """A decision that changes another: the same form, filled with what was decided."""
    whole = known(decision)
    if whole.row.state not in DECIDED:
        raise Http404
    return _new(request, known_case(whole.row.case), whole)


def _new(request: HttpRequest, found: About, before: Whole | None) -> HttpResponse:
    initial = _initial(before) if before else {}
    form = AskForm(submitted(request), found=found, initial=initial)
    made: list[UUID] = []

    def act() -> None:
        made.append(
            requesting.start(
                by=acting_actor(),
                case=found.case,
                key=form.cleaned_data["sleutel"],
                asked=form.asked(),
                replaces=before.row.id if before else None,
            )
        )

    if form.is_valid() and tried(form, act):
        return onward(f"besluiten/{made[0]}/", "concept")
    title = gettext("Wijzig het besluit") if before else gettext("Vraag een besluit")
    return page(request, "ask", status=form.status, form=form, title=title, about=found, button=gettext("Verder"))


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Write it otherwise, as long as it is a draft or was sent back."""
    whole = known(decision)
    found = known_case(whole.row.case)
    if Command.SAVE not in whole.commands:
        raise Http404
    form = AskForm(submitted(request), found=found, initial=_initial(whole))
    if form.is_valid() and tried(
        form, lambda: requesting.save(by=acting_actor(), id=decision, asked=form.asked(), version=whole.row.version)
    ):
        return onward(f"besluiten/{decision}/", "concept")
    title = gettext("Pas de aanvraag aan")
    return page(
        request,
        "ask",
        status=form.status,
        form=form,
        title=title,
        about=found,
        decision=whole,
        button=gettext("Bewaar"),
    )


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Who does each step; after this everybody who takes part sees it."""
    whole = known(decision)
    found = known_case(whole.row.case)
    if Command.SUBMIT not in whole.commands:
        raise Http404
    form = HandInForm(submitted(request), whole=whole, found=found)
    if form.is_valid() and tried(
        form,
        lambda: requesting.submit(
            by=acting_actor(), id=decision, places=form.places(), version=form.cleaned_data["versie"]
        ),
    ):
        return onward(f"besluiten/{decision}/", "ingediend")
    return page(request, "hand_in", status=form.status, form=form, about=found, decision=whole, missing=form.missing)


def _initial(whole: Whole) -> dict[str, Any]:
    why = next((one.text for one in whole.texts if one.part.value == "WHY"), "")
    return {"soort": whole.row.support, "euro": whole.euros, "maanden": whole.months, "waarom": why}

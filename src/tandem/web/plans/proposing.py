"""A plan from a template: choose one, see what it would make for this family, change it, and only then make it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.plans.actions import drafting
from tandem.plans.data import Draft, NewAgreement, Owner, Seat, Template, Voice
from tandem.plans.definitions import templates
from tandem.plans.rules.standing import Why, against_agreement
from tandem.plans.rules.templates import laid_out
from tandem.platform import clock
from tandem.platform.terms.definitions import calendar
from tandem.web.access import professional
from tandem.web.disclosures.shown import language
from tandem.web.forms import HouseForm, submitted
from tandem.web.organisation.forms import Day
from tandem.web.plans import shown, words
from tandem.web.plans.deeds import OUTSIDE, SHORT, PlanForm
from tandem.web.plans.frame import Seen, known, onward, page, tried
from tandem.web.plans.owners import owners_of

FIELD_OF = {Why.PAST: "uiterlijk", Why.FAR: "uiterlijk"}


class StartForm(HouseForm):
    """On which day it begins; read from the address."""

    begin = Day(label=gettext_lazy("Vanaf welke dag?"))


class LayOutForm(PlanForm):
    """The goals and agreements of a template for this family, each to be changed or left out by emptying it."""

    def __init__(self, *args: Any, drafts: Sequence[Draft], **options: Any) -> None:
        self.drafts = drafts
        super().__init__(*args, **options)

    def prepare(self) -> None:
        names = {one.participant: one.name for one in owners_of(self.whole)}
        for number, draft in enumerate(self.drafts):
            if draft.voice is not None:
                self._goal(number, draft)
            for place, agreement in enumerate(draft.agreements):
                self._agreement(f"{number}_{place}", self._title(draft, place), agreement, names)

    def _goal(self, number: int, draft: Draft) -> None:
        self.fields[f"doel{number}"] = forms.CharField(
            label=gettext("Doel"),
            help_text=gettext("Vraag het kind en de ouders hoe zij het zeggen, en verander de woorden."),
            max_length=1000,
            widget=SHORT,
            initial=draft.words,
            error_messages={"required": gettext("Vul dit in.")},
        )
        self.fields[f"stem{number}"] = forms.ChoiceField(
            label=gettext("Wie zegt dit?"),
            widget=forms.RadioSelect,
            choices=[(one.value, words.CHOICES[one]) for one in Voice],
            initial=draft.voice,
        )

    def _title(self, draft: Draft, place: int) -> str:
        text = gettext("Veiligheidsafspraak %(number)s") if draft.voice is None else gettext("Afspraak %(number)s")
        return text % {"number": place + 1}

    def _agreement(self, key: str, title: str, one: NewAgreement, names: dict[UUID, str]) -> None:
        works = gettext("Het werkt als: %(text)s") % {"text": one.measure}
        wrong = gettext("Als het misgaat: %(text)s") % {"text": one.when_wrong}
        self.fields[f"wat{key}"] = forms.CharField(
            label=title,
            help_text=f"{works if one.measure else wrong} {gettext('Maak leeg wat jullie niet afspreken.')}",
            max_length=1000,
            required=False,
            widget=SHORT,
            initial=one.text,
        )
        own = [(OUTSIDE, one.owner.words)] if one.owner.words else []
        self.fields[f"wie{key}"] = forms.ChoiceField(
            label=gettext("Wie doet dit?"),
            choices=[*own, *((str(id), name) for id, name in names.items())],
            initial=str(one.owner.participant or OUTSIDE),
        )
        self.fields[f"uiterlijk{key}"] = Day(label=words.until(one), initial=one.due)
        self.fields[f"uiterlijk{key}"].error_messages["required"] = gettext("Vul dit in.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        found = list(self._kept())
        for key, _, one in found:
            why = against_agreement(one, clock.today())
            if why is not None:
                self.add_error(f"{FIELD_OF.get(why, 'wat')}{key}", words.cannot(why))
        if not found:
            self.add_error(None, gettext("Laat ten minste één afspraak staan."))
        return cleaned

    def _kept(self) -> Iterator[tuple[str, int, NewAgreement]]:
        """Those that were not emptied: the key of the fields, the number of the draft, and what it became."""
        data = self.cleaned_data
        for number, draft in enumerate(self.drafts):
            for place, one in enumerate(draft.agreements):
                key = f"{number}_{place}"
                text, who = data[f"wat{key}"], data[f"wie{key}"]
                if text.strip():
                    owner = one.owner if who == OUTSIDE else Owner(participant=UUID(who))
                    goal = None if draft.voice is None else UUID(int=number + 1)  # stands for one to be made
                    yield key, number, replace(one, goal=goal, text=text, owner=owner, due=data[f"uiterlijk{key}"])

    def changed(self) -> list[Draft]:
        """As it was left. A goal without an agreement is not made."""
        data, found = self.cleaned_data, list(self._kept())
        return [
            replace(
                draft,
                voice=Voice(data[f"stem{number}"]) if draft.voice is not None else None,
                words=data.get(f"doel{number}", ""),
                agreements=tuple(one for _, of, one in found if of == number),
            )
            for number, draft in enumerate(self.drafts)
            if any(of == number for _, of, _ in found)
        ]


@professional
@require_http_methods(["GET", "HEAD"])
def choose(request: HttpRequest, case: UUID) -> HttpResponse:
    """The templates, each with what it is about."""
    seen = known(case)
    if not seen.plan.may_change:
        return onward(case)
    found = [
        {"id": one.id.lower(), "name": said(one.name, one.name_en), "about": said(one.about, one.about_en)}
        for one in templates().values()
    ]
    return page(request, "templates", row=seen.row, about=shown.title(seen), found=found, today=clock.today())


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, case: UUID, template: str) -> HttpResponse:
    """What a template would make, filled in; `?begin=` is the day on which it starts."""
    seen, chosen = known(case), templates().get(template.upper())
    if chosen is None:
        raise Http404
    if not seen.plan.may_change:
        return onward(case)
    drafts = laid_out(chosen, _start(request), seats_of(seen), calendar())
    form = LayOutForm(submitted(request), whole=seen, drafts=drafts)
    if form.is_valid() and tried(form, lambda: _make(seen, form)):
        return onward(case, "sjabloon")
    status = form.status
    if form.conflict:
        seen, status = known(case), 409
        sent = request.POST.copy()
        sent["versie"] = str(seen.row.version)
        form.data = sent
    return page(request, "proposal", status=status, **_facts(seen, chosen, form, _start(request)))


def _facts(seen: Seen, chosen: Template, form: LayOutForm, start: date) -> dict[str, Any]:
    return {
        "row": seen.row,
        "form": form,
        "about": shown.title(seen),
        "title": said(chosen.name, chosen.name_en),
        "start": start,
    }


def _make(seen: Seen, form: LayOutForm) -> None:
    version = form.cleaned_data["versie"]
    drafting.lay_out(by=acting_actor(), case=seen.row.case, drafts=form.changed(), version=version)


def _start(request: HttpRequest) -> date:
    """Today when the address says no day, or none in the coming year."""
    form = StartForm(request.GET)
    day: date = form.cleaned_data["begin"] if form.is_valid() else clock.today()
    return day if 0 <= (day - clock.today()).days <= 365 else clock.today()


def seats_of(seen: Seen) -> list[Seat]:
    here = [one for one in seen.case.participants if one.until is None and not one.knows_only]
    return [Seat(one.id, one.function) for one in here]


def said(dutch: str, english: str) -> str:
    return english if language() == "en" else dutch

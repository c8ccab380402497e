"""The assessment framework as a form: both views side by side, what they speak for, and the outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.audit.actions import acting_actor
from tandem.casework.actions import life
from tandem.casework.data import Outcome
from tandem.casework.definitions import framework_for, frameworks
from tandem.casework.queries import Whole
from tandem.casework.rules import assessment
from tandem.casework.rules.assessment import Answer, Criterion, Framework, Level, View, Voice
from tandem.directory import queries as directory
from tandem.directory.data import Advised
from tandem.flows.cube import NoOpenData, current_cube
from tandem.platform import context
from tandem.register import organisations
from tandem.register.data import OrganisationKind
from tandem.web.casework import words
from tandem.web.casework.deeds import LONG, DeedForm
from tandem.web.disclosures.shown import language

OF_EDUCATION = {
    OrganisationKind.BOARD,
    OrganisationKind.SCHOOL,
    OrganisationKind.LOCATION,
    OrganisationKind.PARTNERSHIP,
    OrganisationKind.ATTENDANCE,
}
MOST_OFFERS = 8
SHORT = forms.Textarea(attrs={"rows": 1})


def own_view() -> View:
    """From which side who acts looks: education where the organisation is one of education."""
    key = context.current().organisation
    found = organisations.briefs([key]).get(key) if key else None
    return View.EDUCATION if found is not None and found.kind in OF_EDUCATION else View.YOUTH_CARE


def framework_of(whole: Whole) -> Framework:
    """The one it was begun with, else that of the school."""
    begun = frameworks().get(whole.framework.rpartition("-")[0])
    if begun is not None:
        return begun
    school = organisations.briefs([whole.row.school]).get(whole.row.school)
    try:
        location = current_cube().locations.get(school.code) if school else None
    except NoOpenData:
        location = None
    return framework_for(tuple(location.sectors) if location else ())


def offers_for(whole: Whole) -> tuple[Advised, ...]:
    """What somebody can do first, near the school."""
    school = organisations.briefs([whole.row.school]).get(whole.row.school)
    return directory.preventive_offers(municipality=school.municipality if school else "")[:MOST_OFFERS]


class WeighForm(DeedForm):
    """`bewaar` keeps the answers; `kies` keeps them and chooses the outcome."""

    buttons = frozenset({"bewaar", "kies"})
    stem = forms.CharField(label=gettext_lazy("Wat zegt de leerling?"), required=False, max_length=4000, widget=LONG)
    stem_niet = forms.CharField(
        label=gettext_lazy("Niet gehoord? Waarom niet?"), required=False, max_length=1000, widget=SHORT
    )
    uitkomst = forms.ChoiceField(
        label=gettext_lazy("Wat is er nodig?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(one.value, words.OUTCOMES[one]) for one in assessment.ORDER],
    )
    aanbod = forms.ChoiceField(label=gettext_lazy("Welk aanbod?"), required=False)
    woorden = forms.CharField(label=gettext_lazy("Waarom kies je dit?"), required=False, max_length=4000, widget=LONG)

    def __init__(
        self, *args: Any, framework: Framework, view: View, offers: tuple[Advised, ...], **options: Any
    ) -> None:
        self.framework, self.view, self.offers = framework, view, offers
        super().__init__(*args, **options)

    def prepare(self) -> None:
        self.answers = life.answers_of(self.whole.row.id)
        mine = {one.criterion: one for one in self.answers if one.view is self.view}
        levels = [("", "–"), *((level.value, words.LEVELS[level]) for level in Level)]
        for criterion in self.framework.criteria:
            there = mine.get(criterion.id)
            name = text_of(criterion, "name")
            self.fields[f"n_{criterion.id}"] = forms.ChoiceField(
                label=name, choices=levels, required=False, initial=there.level.value if there else ""
            )
            self.fields[f"w_{criterion.id}"] = forms.CharField(
                label=gettext("%(name)s: waarom?") % {"name": name},
                required=False,
                max_length=2000,
                widget=SHORT,
                initial=there.reason if there else "",
            )
        voice = life.voice_of(self.whole.row.id)
        self.fields["stem"].initial, self.fields["stem_niet"].initial = voice.words, voice.waived_because
        self.choose("aanbod", [("", "–"), *((str(one.offer.id), one.offer.facts.name) for one in self.offers)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for criterion in self.framework.criteria:
            level, reason = cleaned.get(f"n_{criterion.id}"), str(cleaned.get(f"w_{criterion.id}", "")).strip()
            if reason and not level:
                self.add_error(f"n_{criterion.id}", gettext("Kies hoe het gaat."))
            if level in (Level.SOME, Level.SERIOUS) and not reason:
                self.add_error(f"w_{criterion.id}", gettext("Schrijf waarom je dit vindt."))
        if "kies" in self.data:
            if not cleaned.get("uitkomst"):
                self.add_error("uitkomst", gettext("Kies wat er nodig is."))
            if not str(cleaned.get("woorden", "")).strip():
                self.add_error("woorden", gettext("Schrijf in een paar woorden waarom."))
        return cleaned

    def given(self) -> list[Answer]:
        data = self.cleaned_data
        return [
            Answer(one.id, self.view, Level(data[f"n_{one.id}"]), data[f"w_{one.id}"].strip())
            for one in self.framework.criteria
            if data.get(f"n_{one.id}")
        ]

    def save(self) -> None:
        """Keep the answers, and choose the outcome when that button was pressed."""
        data, by, id = self.cleaned_data, acting_actor(), self.whole.row.id
        voice = Voice(data["stem"].strip(), data["stem_niet"].strip())
        life.assess(by=by, id=id, answers=self.given(), voice=voice, framework=self.framework.id)
        if "kies" in self.data:
            outcome = Outcome(data["uitkomst"])
            chosen = UUID(data["aanbod"]) if outcome is Outcome.PREVENTIVE_OFFER and data["aanbod"] else None
            life.triage(by=by, id=id, outcome=outcome, words=data["woorden"], offer=chosen)


@dataclass(frozen=True, slots=True)
class Cell:
    """One view on one criterion. `level` and `reason` are fields where it is the own view."""

    question: str
    level: Any
    reason: Any
    own: bool
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    differs: bool


def rows_of(form: WeighForm) -> Iterator[tuple[str, list[Row]]]:
    """Per moment its criteria, both views beside each other; where they differ says so."""
    differs = set(assessment.differences(form.answers))
    english = "_en" if language() == "en" else ""
    for moment in form.framework.moments:
        rows = [
            Row(text_of(one, "name"), tuple(_cell(form, one, view) for view in View), one.id in differs)
            for one in form.framework.criteria
            if one.moment == moment.id
        ]
        yield getattr(moment, f"name{english}"), rows


def _cell(form: WeighForm, criterion: Criterion, view: View) -> Cell:
    question = text_of(criterion, "education" if view is View.EDUCATION else "youth_care")
    if view is form.view:
        return Cell(question, form[f"n_{criterion.id}"], form[f"w_{criterion.id}"], own=True)
    there = next((one for one in form.answers if (one.criterion, one.view) == (criterion.id, view)), None)
    if there is None:
        return Cell(question, "", "", own=False)
    return Cell(question, words.LEVELS[there.level], there.reason, own=False, tone=there.level.value.lower())


def text_of(criterion: Criterion, name: str) -> str:
    return criterion.texts[f"{name}_en" if language() == "en" else name]


def advice_in_words(form: WeighForm) -> list[tuple[str, str]]:
    """What the answers speak for, each with the criteria that do."""
    known = {one.id: text_of(one, "name") for one in form.framework.criteria}
    found = assessment.advice(form.framework, form.answers).outcomes
    return [(str(words.OUTCOMES[outcome]), ", ".join(known[id] for id in ids)) for outcome, ids in found]


def missing_in_words(form: WeighForm) -> list[str]:
    voice = life.voice_of(form.whole.row.id)
    return [words.cannot(code) for code in assessment.missing(form.framework, form.answers, voice)]


def unsafe(form: WeighForm) -> bool:
    """Whether somebody doubts the safety of the pupil."""
    about = {one.id for one in form.framework.criteria if Outcome.SAFETY in one.points_to}
    return any(one.criterion in about and one.level in (Level.SOME, Level.SERIOUS) for one in form.answers)

"""The steps of sharing. What was chosen goes along in hidden fields, so nothing half done is kept."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.sharing.disclosing.data import Judgement
from tandem.sharing.records import LEAST_REASON, Authenticity, Form, Override
from tandem.web.disclosures import shown
from tandem.web.forms import HouseForm
from tandem.web.organisation.forms import Day

Choices = Sequence[tuple[str, str]]
MOST_DAYS = 365
USUAL_DAYS = 90
SOURCES = (
    (Authenticity.REGISTER.value, gettext_lazy("Gezagsregister")),
    (Authenticity.BRP.value, gettext_lazy("Basisregistratie personen")),
    (Authenticity.STATEMENT.value, gettext_lazy("Verklaring")),
)
ROLES = (
    ("parent_1", gettext_lazy("Ouder")),
    ("parent_2", gettext_lazy("Andere ouder")),
    ("guardian", gettext_lazy("Voogd")),
)
FORMS = (
    (Form.ORAL.value, gettext_lazy("In een gesprek, ik schrijf het op")),
    (Form.WRITTEN.value, gettext_lazy("Op papier")),
    (Form.DIGITAL.value, gettext_lazy("Digitaal")),
)
GROUNDS = (
    ("", gettext_lazy("Nee")),
    (Override.RIGHT_TO_REPORT.value, gettext_lazy("Meldrecht")),
    (Override.CONFLICT_OF_DUTIES.value, gettext_lazy("Conflict van plichten")),
    (Override.VITAL_INTEREST.value, gettext_lazy("Vitaal belang")),
)


def hidden() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)


class ChildForm(HouseForm):
    stap = hidden()
    kind = forms.ChoiceField(label=gettext_lazy("Over welke leerling?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, children: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = children  # type: ignore[attr-defined]


class PurposeForm(HouseForm):
    stap = hidden()
    kind = hidden()
    doel = forms.ChoiceField(label=gettext_lazy("Waarvoor, en met wie?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, rules: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["doel"].choices = rules  # type: ignore[attr-defined]


class ReceiverForm(HouseForm):
    stap = hidden()
    kind = hidden()
    doel = hidden()
    ontvanger = forms.ChoiceField(label=gettext_lazy("Bij welke organisatie?"))
    soorten = forms.MultipleChoiceField(
        label=gettext_lazy("Wat deel je? Alleen wat nodig is."), widget=forms.CheckboxSelectMultiple
    )
    tot = Day(
        label=gettext_lazy("Tot wanneer?"), help_text=gettext_lazy("Op deze dag stopt het. Ten hoogste een jaar.")
    )

    def __init__(self, *args: Any, receivers: Choices, kinds: Choices, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["ontvanger"].choices = receivers  # type: ignore[attr-defined]
        self.fields["soorten"].choices = kinds  # type: ignore[attr-defined]
        self.fields["tot"].initial = today + timedelta(days=USUAL_DAYS)

    def clean_tot(self) -> date:
        until: date = self.cleaned_data["tot"]
        if not self.today < until <= self.today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(gettext("Kies een dag na vandaag, binnen een jaar."))
        return until


class _Chosen(HouseForm):
    """Everything that was chosen before."""

    stap = hidden()
    kind = hidden()
    doel = hidden()
    ontvanger = hidden()
    soorten = hidden()  # codes with a comma between them
    tot = hidden()


class ParentForm(_Chosen):
    naam = forms.CharField(label=gettext_lazy("Naam van wie gezag heeft"), max_length=120)
    rol = forms.ChoiceField(label=gettext_lazy("Wie is dat?"), choices=ROLES)
    bron = forms.ChoiceField(label=gettext_lazy("Waarin heb je dat gezien?"), choices=SOURCES)
    datum = Day(label=gettext_lazy("Datum van dat stuk"))


class ConsentForm(_Chosen):
    wie = hidden()  # the key of the authority, '' for the young person
    vorm = forms.ChoiceField(label=gettext_lazy("Hoe zei die het?"), choices=FORMS)
    uitgelegd = forms.BooleanField(
        label=gettext_lazy("Ik heb uitgelegd dat nee zeggen geen nadeel geeft"), required=False
    )
    reden = forms.CharField(label=gettext_lazy("Bij nee: waarom, in het kort"), required=False, max_length=300)
    antwoord = hidden()
    buttons = frozenset({"antwoord"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("antwoord") == "ja" and not cleaned.get("uitgelegd"):
            self.add_error("uitgelegd", gettext("Leg dit eerst uit. Zonder die uitleg telt een ja niet."))
        return cleaned


class CheckForm(_Chosen):
    """Per step what shows that it was done, and facts that are so; `gezien` is the time of the preview."""

    gezien = hidden()
    afwijken = forms.ChoiceField(
        label=gettext_lazy("Deel je toch, op een eigen besluit?"), choices=GROUNDS, required=False
    )
    reden = forms.CharField(
        label=gettext_lazy("Reden"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, judgement: Judgement, steps: Iterable[Any], decides: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for step in steps:
            self.fields[f"stap_{step.code}"] = forms.CharField(
                label=shown.said(step.text),
                required=step.evidence != "none" and not decides,
                max_length=300,
                help_text=gettext("Schrijf wanneer of hoe je dit deed."),
            )
        for fact in judgement.answer.to_check:
            self.fields[f"feit_{fact.name}"] = forms.BooleanField(label=shown.fact_name(fact), required=not decides)
        if not decides:
            del self.fields["afwijken"], self.fields["reden"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("afwijken") and len(str(cleaned.get("reden", "")).strip()) < LEAST_REASON:
            self.add_error("reden", gettext("Schrijf op waarom je toch deelt, in een paar zinnen."))
        return cleaned

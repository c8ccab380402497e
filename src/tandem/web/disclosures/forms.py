"""The steps of sharing. What was chosen goes along in hidden fields, so nothing half done is kept."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.sharing.disclosing.data import Judgement
from tandem.sharing.records import LEAST_REASON, Form
from tandem.web.disclosures import shown
from tandem.web.disclosures.file_forms import AuthorityForm
from tandem.web.forms import HouseForm
from tandem.web.organisation.forms import Day

Choices = Sequence[tuple[str, str]]
MOST_DAYS = 365
USUAL_DAYS = 90
FORMS = tuple((form.value, shown.FORMS[form]) for form in (Form.ORAL, Form.WRITTEN, Form.DIGITAL))
GROUNDS = (("", gettext_lazy("Nee")), *((one.value, text) for one, text in shown.GROUNDS.items()))


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


class ParentForm(_Chosen, AuthorityForm):
    """Who has authority, while sharing."""


class ConsentForm(_Chosen):
    wie = hidden()  # the key of the authority, '' for the young person
    vorm = forms.ChoiceField(label=gettext_lazy("Hoe zei die het?"), choices=FORMS)
    uitgelegd = forms.BooleanField(
        label=gettext_lazy("Ik heb uitgelegd dat nee zeggen geen nadeel geeft"), required=False
    )
    reden = forms.CharField(label=gettext_lazy("Bij nee: waarom, in het kort"), required=False, max_length=300)
    buttons = frozenset({"antwoord"})  # ja, nee, or venster: ask it in the window of the family

    @property
    def says_yes(self) -> bool:
        return bool(self.data.get("antwoord") == "ja")

    @property
    def asks_in_window(self) -> bool:
        return bool(self.data.get("antwoord") == "venster")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.says_yes and not cleaned.get("uitgelegd"):
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
        for step in () if decides else steps:
            self.fields[f"stap_{step.code}"] = forms.CharField(
                label=shown.said(step.text),
                required=step.evidence != "none",
                max_length=300,
                help_text=gettext("Schrijf wanneer of hoe je dit deed."),
            )
        for fact in () if decides else judgement.answer.to_check:
            self.fields[f"feit_{fact.name}"] = forms.BooleanField(label=shown.fact_name(fact))
        if not decides:
            del self.fields["afwijken"], self.fields["reden"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("afwijken") and len(str(cleaned.get("reden", "")).strip()) < LEAST_REASON:
            self.add_error("reden", gettext("Schrijf op waarom je toch deelt, in een paar zinnen."))
        return cleaned

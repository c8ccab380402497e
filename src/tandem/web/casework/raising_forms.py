"""The form of a concern: seven fields, three required. A draft may be unfinished."""

from datetime import date
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.casework.actions.drafts import Draft
from tandem.casework.data import TextPart, Urgency
from tandem.casework.queries import Whole
from tandem.casework.raising import LONGEST, OLDEST, YOUNGEST, is_pupil, pupils
from tandem.web.forms import HouseForm
from tandem.web.organisation.forms import Day

# Field of the form → part of the concern.
PARTS = {
    "gezien": TextPart.SEEN,
    "geprobeerd": TextPart.TRIED,
    "leerling_zegt": TextPart.PUPIL,
    "ouders_zeggen": TextPart.PARENTS,
    "nodig": TextPart.NEEDED,
}
URGENCIES = (
    (Urgency.URGENT.value, gettext_lazy("Vandaag")),
    (Urgency.SOON.value, gettext_lazy("Deze week")),
    (Urgency.NORMAL.value, gettext_lazy("Kan wachten")),
)


class Words(forms.CharField):
    """Free text; a line break is one sign, so that two versions can be compared."""

    def __init__(self, rows: int, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, max_length=LONGEST, **{"required": False, **options})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class PupilField(forms.ChoiceField):
    """One of the own pupils. Their list is read to be shown; whether a child is one of them is asked of that child."""

    def valid_value(self, value: Any) -> bool:
        try:
            return is_pupil(UUID(value))
        except ValueError:
            return False


class ConcernForm(HouseForm):
    """`anonymous`: a consultation about nobody. `ready`: to be sent, so what is required must be there."""

    buttons: ClassVar[frozenset[str]] = frozenset(
        {"bewaar", "verstuur", "toch", "anoniem", "met_naam", "leerling_erbij"}
    )

    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    leerling = PupilField(label=gettext_lazy("Om welke leerling gaat het?"))
    gezien = Words(
        5,
        label=gettext_lazy("Wat zie en hoor je?"),
        required=True,
        help_text=gettext_lazy("Schrijf op wat er gebeurt, en hoe vaak. Een verklaring of diagnose hoeft niet."),
    )
    geprobeerd = Words(3, label=gettext_lazy("Wat heb je al geprobeerd?"))
    leerling_zegt = Words(2, label=gettext_lazy("Wat zegt de leerling zelf?"))
    ouders_zeggen = Words(
        2,
        label=gettext_lazy("Wat zeggen de ouders?"),
        help_text=gettext_lazy("Weten ze dat je dit doorgeeft? Schrijf het erbij."),
    )
    nodig = Words(2, label=gettext_lazy("Wat is er nodig, denk je?"))
    urgentie = forms.ChoiceField(
        label=gettext_lazy("Hoe snel moet er iemand kijken?"), choices=URGENCIES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, anonymous: bool, ready: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["leerling"]
        if anonymous:
            del self.fields["leerling"]
        elif isinstance(field, PupilField):
            field.choices = cache(lambda: [("", gettext("Kies een leerling")), *pupils()])
        if not ready:
            for name in ("leerling", "gezien", "urgentie"):
                if name in self.fields:
                    self.fields[name].required = False

    @property
    def draft(self) -> Draft:
        """What stands in it; of an unfinished form too."""
        data = self.cleaned_data
        child = data.get("leerling")
        return Draft(
            child=UUID(child) if child else None,
            anonymous="leerling" not in self.fields,
            urgency=Urgency(data.get("urgentie") or Urgency.NORMAL.value),
            texts={part: data.get(name, "") for name, part in PARTS.items()},
        )


def as_typed(whole: Whole, key: UUID) -> dict[str, Any]:
    """A kept draft, as the form shows it."""
    texts = {words.part: words.text for words in whole.texts}
    return {
        "sleutel": key,
        "versie": whole.row.version,
        "leerling": str(whole.child or ""),
        "urgentie": whole.row.urgency.value,
        **{name: texts.get(part, "") for name, part in PARTS.items()},
    }


class PupilForm(HouseForm):
    """The least by which care coordination knows who is meant."""

    voornaam = forms.CharField(label=gettext_lazy("Voornaam"), max_length=100)
    achternaam = forms.CharField(
        label=gettext_lazy("Achternaam"), max_length=100, help_text=gettext_lazy("Met tussenvoegsel: van den Berg.")
    )
    geboren = Day(label=gettext_lazy("Geboortedatum"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_geboren(self) -> date:
        born: date = self.cleaned_data["geboren"]
        if not YOUNGEST <= self.today.year - born.year <= OLDEST:
            raise forms.ValidationError(gettext("Kijk dit na: zo oud is geen leerling."))
        return born


class ReasonForm(HouseForm):
    """Words with one button; `name` of the button says what is asked."""

    buttons: ClassVar[frozenset[str]] = frozenset({"vul_aan", "trek_in", "heropen"})

    tekst = Words(3, label=gettext_lazy("Wat wil je zeggen?"), required=True)


class DiscardForm(HouseForm):
    """Only a button."""

    buttons: ClassVar[frozenset[str]] = frozenset({"weggooien"})

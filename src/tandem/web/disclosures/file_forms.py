"""Forms about what stands in a file: who has authority, what was said, what was noticed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.platform import clock
from tandem.sharing.codes import Giver
from tandem.sharing.records import Authenticity, Channel
from tandem.web.disclosures import shown
from tandem.web.forms import HouseForm
from tandem.web.organisation.forms import Day

SOURCES = tuple((one.value, text) for one, text in shown.SOURCES.items())
ROLES = (
    (Giver.PARENT_1.value, gettext_lazy("Ouder")),
    (Giver.PARENT_2.value, gettext_lazy("Andere ouder")),
    (Giver.GUARDIAN.value, gettext_lazy("Voogd")),
)
CHANNELS = tuple((one.value, text) for one, text in shown.CHANNELS.items() if one is not Channel.PORTAL)


class AuthorityForm(HouseForm):
    stap = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    naam = forms.CharField(label=gettext_lazy("Naam van wie gezag heeft"), max_length=120)
    rol = forms.ChoiceField(label=gettext_lazy("Wie is dat?"), choices=ROLES)
    bron = forms.ChoiceField(label=gettext_lazy("Waarin heb je dat gezien?"), choices=SOURCES)
    datum = Day(label=gettext_lazy("Datum van dat stuk"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen: date | None = cleaned.get("datum")
        if cleaned.get("bron") != Authenticity.UNKNOWN.value and seen is None and "datum" not in self.errors:
            self.add_error("datum", gettext("Vul de datum in van het stuk waarin je het zag."))
        if seen is not None and seen > clock.today():
            self.add_error("datum", gettext("Deze datum is nog niet geweest."))
        return cleaned


class NoteForm(HouseForm):
    stap = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    soort = forms.ChoiceField(label=gettext_lazy("Waarover gaat het?"))
    tekst = forms.CharField(
        label=gettext_lazy("Wat zag of hoorde je?"),
        help_text=gettext_lazy("Schrijf feiten en meningen apart, en zo dat leerling en ouders het mogen lezen."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["soort"].choices = kinds  # type: ignore[attr-defined]


class WithdrawForm(HouseForm):
    """`givers`: who can take this back; asked only when it can be more than one."""

    wie = forms.ChoiceField(label=gettext_lazy("Wie trekt het in?"))
    hoe = forms.ChoiceField(label=gettext_lazy("Hoe hoorde je dat?"), choices=CHANNELS)
    buttons = frozenset({"intrekken"})

    def __init__(self, *args: Any, givers: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wie"].choices = givers  # type: ignore[attr-defined]


class EndAuthorityForm(HouseForm):
    op = Day(label=gettext_lazy("Sinds wanneer heeft die geen gezag meer?"))
    buttons = frozenset({"eindig"})

    def clean_op(self) -> date:
        day: date = self.cleaned_data["op"]
        if day > clock.today():
            raise forms.ValidationError(gettext("Deze datum is nog niet geweest."))
        return day


class ContestForm(HouseForm):
    """Only a button."""

    buttons = frozenset({"omstreden", "eens"})

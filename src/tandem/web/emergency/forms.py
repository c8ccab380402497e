"""The forms of break-glass."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.children.rules import is_citizen_number
from tandem.platform import clock
from tandem.register import search
from tandem.register.data import OrganisationKind
from tandem.sharing.breakglass.data import LEAST_REASON, Category, Judgement, NamedChild
from tandem.web.forms import HouseForm
from tandem.web.organisation.forms import Day

CATEGORIES = {
    Category.ACUTE_DANGER: gettext_lazy("Acuut gevaar voor het kind"),
    Category.MISSING: gettext_lazy("Het kind is vermist"),
    Category.CRISIS: gettext_lazy("Crisis thuis of met de gezondheid"),
    Category.REPORT: gettext_lazy("Een melding die nu beoordeeld moet worden"),
}
JUDGEMENTS = {
    Judgement.JUSTIFIED: gettext_lazy("Terecht: wachten had schade gedaan"),
    Judgement.NOT_JUSTIFIED: gettext_lazy("Niet terecht: er was een andere weg"),
}


class ChildForm(HouseForm):
    """Names one child exactly: by its citizen number, or by name, day of birth and school."""

    bsn = forms.CharField(
        label=gettext_lazy("Burgerservicenummer"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("Heb je dat niet? Vul dan alle vier de velden hieronder in, precies zoals ze zijn."),
    )
    voornaam = forms.CharField(label=gettext_lazy("Voornaam"), required=False, max_length=80)
    achternaam = forms.CharField(
        label=gettext_lazy("Achternaam"), required=False, max_length=80, help_text=gettext_lazy("Met tussenvoegsel.")
    )
    geboren = Day(label=gettext_lazy("Geboortedatum"), required=False)
    school = forms.CharField(
        label=gettext_lazy("School"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("De naam of code van de schoollocatie."),
    )

    def clean_bsn(self) -> str:
        number = "".join(self.cleaned_data["bsn"].split())
        if number and not is_citizen_number(number):
            raise forms.ValidationError(gettext("Dit is geen geldig burgerservicenummer."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("bsn") or "bsn" in self.errors:
            return cleaned
        names = ("voornaam", "achternaam", "geboren", "school")
        for name in names:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, gettext("Vul dit in, of geef hierboven het burgerservicenummer."))
        if cleaned.get("school"):
            self.location = self._location(cleaned["school"])
        return cleaned

    def _location(self, text: str) -> UUID | None:
        found = search.find_organisations(text, on=clock.today(), kinds=(OrganisationKind.LOCATION,))
        exact = [one for one in found if text.strip().casefold() in (one.name.casefold(), one.code.casefold())]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0].id
        several = gettext("Er zijn meer scholen die zo heten: geef de code, zoals %(codes)s.")
        words = several % {"codes": ", ".join(one.code for one in (exact or found)[:3])}
        self.add_error("school", words if found else gettext("Deze school kennen we niet."))
        return None

    @property
    def named(self) -> NamedChild:
        """Who is meant, once the form is valid."""
        values = self.cleaned_data
        if values["bsn"]:
            return NamedChild(number=values["bsn"])
        return NamedChild("", values["voornaam"], values["achternaam"], values["geboren"], self.location)


class BeginForm(ChildForm):
    soort = forms.ChoiceField(
        label=gettext_lazy("Wat is er aan de hand"), choices=list(CATEGORIES.items()), widget=forms.RadioSelect
    )
    reden = forms.CharField(
        label=gettext_lazy("Waarom kan dit niet wachten"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=gettext_lazy("Minstens 30 tekens. Wie dit beoordeelt, leest het. Noem het kind hier niet."),
    )
    field_order = ("soort", "reden", "bsn", "voornaam", "achternaam", "geboren", "school")

    def clean_reden(self) -> str:
        reason = " ".join(self.cleaned_data["reden"].split())
        if len(reason) < LEAST_REASON:
            raise forms.ValidationError(
                gettext("Schrijf minstens %(least)s tekens: wat weet je, en van wie?") % {"least": LEAST_REASON}
            )
        return reason


class JudgeForm(HouseForm):
    oordeel = forms.ChoiceField(
        label=gettext_lazy("Wat vind je"), choices=list(JUDGEMENTS.items()), widget=forms.RadioSelect
    )
    toelichting = forms.CharField(
        label=gettext_lazy("Toelichting"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Wat moet hierna anders? Noem geen kind."),
    )

"""The forms of an administrator. Names of fields are Dutch: they stand in the page that is sent."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from tandem.register import functions
from tandem.register.administration.data import HeldFunction, Newcomer, NewFunction, Unit
from tandem.register.bulk.rules import cells
from tandem.register.data import Function
from tandem.web.forms import HouseForm
from tandem.web.words import said

LARGEST_UPLOAD = 5 << 20
_DATES = ["%Y-%m-%d", "%d-%m-%Y"]

# How the rules of the register name a field → how these forms do.
FIELDS = {
    "function": "functie",
    "organisation": "organisatie",
    "listed": "wie_is_wie",
    "valid_from": "vanaf",
    "valid_until": "laatste_dag",
    "location": "school",
    "hours": "uren",
    "stand_in": "vervanger",
}


class Day(forms.DateField):
    """A date, as the browser sends it or as people type it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"invalid": gettext_lazy("Schrijf de datum als 01-09-2026.")})
        super().__init__(input_formats=_DATES, **options)


class Cell(forms.CharField):
    """A text that is judged as a cell of an import is: the same words for the same mistake."""

    def __init__(self, judge: Any, **options: Any) -> None:
        super().__init__(max_length=254, **options)
        self._judge = judge

    def clean(self, value: Any) -> Any:
        text = cells.tidy(super().clean(value))
        try:
            return self._judge(text) if text else text
        except cells.Wrong as wrong:
            reason, advice = said(wrong.reason), said(wrong.advice)
            raise forms.ValidationError(f"{reason[:1].upper()}{reason[1:]}. {advice}") from wrong


def function_name(function: Function) -> str:
    return function.name_en if get_language() == "en" else function.name


class FunctionForm(HouseForm):
    """A function at one of the own organisations."""

    organisatie = forms.ChoiceField(label=gettext_lazy("Organisatie"))
    functie = forms.ChoiceField(label=gettext_lazy("Functie"))
    vanaf = Day(label=gettext_lazy("Eerste werkdag"))
    laatste_dag = Day(
        label=gettext_lazy("Laatste werkdag"), required=False, help_text=gettext_lazy("Leeg: geen einde bekend.")
    )
    leidt = forms.BooleanField(
        label=gettext_lazy("Leidt het team"),
        required=False,
        help_text=gettext_lazy("Wie het team leidt, krijgt de taken van collega's die vertrekken."),
    )
    wie_is_wie = forms.BooleanField(
        label=gettext_lazy("Staat in wie is wie"),
        required=False,
        help_text=gettext_lazy("Dan vinden professionals in de regio naam en nummer."),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = {unit.kind for unit in units}
        offered = [each for each in functions.functions().values() if kinds.intersection(each.kinds)]
        organisation, function = self.fields["organisatie"], self.fields["functie"]
        organisation.choices = [(str(unit.id), unit.label) for unit in units]  # type: ignore[attr-defined]
        empty = ("", gettext("Kies een functie"))
        function.choices = [empty, *((each.code, function_name(each)) for each in offered)]  # type: ignore[attr-defined]
        self.fields["vanaf"].initial = today
        if len(units) == 1:
            organisation.widget, organisation.initial = forms.HiddenInput(), str(units[0].id)

    def new_function(self) -> NewFunction:
        data, last = self.cleaned_data, self.cleaned_data["laatste_dag"]
        return NewFunction(
            organisation=data["organisatie"],
            function=data["functie"],
            valid_from=data["vanaf"],
            valid_until=last + timedelta(days=1) if last else None,
            lead=data["leidt"],
            listed=data["wie_is_wie"],
        )

    def clean_organisatie(self) -> UUID:
        return UUID(self.cleaned_data["organisatie"])


class NewcomerForm(FunctionForm):
    """Somebody new, with her first function."""

    voornaam = Cell(cells.name, label=gettext_lazy("Voornaam"))
    tussenvoegsel = Cell(cells.name, label=gettext_lazy("Tussenvoegsel"), required=False)
    achternaam = Cell(cells.name, label=gettext_lazy("Achternaam"))
    email = Cell(cells.email, label=gettext_lazy("E-mailadres van het werk"))
    telefoon = Cell(cells.phone, label=gettext_lazy("Vast nummer van het werk"), required=False)
    mobiel = Cell(cells.phone, label=gettext_lazy("Mobiel nummer van het werk"), required=False)
    uitnodigen = forms.BooleanField(
        label=gettext_lazy("Stuur meteen een uitnodiging om in te loggen"), required=False, initial=True
    )

    field_order = [  # noqa: RUF012 - Django's own, an instance variable
        "voornaam", "tussenvoegsel", "achternaam", "email", "telefoon", "mobiel", "organisatie", "functie",
        "vanaf", "laatste_dag", "leidt", "wie_is_wie", "uitnodigen",
    ]  # fmt: skip

    def newcomer(self) -> Newcomer:
        names = ("voornaam", "tussenvoegsel", "achternaam", "email", "telefoon", "mobiel")
        return Newcomer(*(self.cleaned_data[name] for name in names))


class ChangeForm(HouseForm):
    leidt = forms.BooleanField(label=gettext_lazy("Leidt het team"), required=False)
    wie_is_wie = forms.BooleanField(label=gettext_lazy("Staat in wie is wie"), required=False)


class EndForm(HouseForm):
    laatste_dag = Day(
        label=gettext_lazy("Laatste werkdag"),
        required=False,
        help_text=gettext_lazy("Leeg: nu meteen. Dan kan zij of hij bij de volgende klik nergens meer bij."),
    )
    reden = forms.CharField(
        label=gettext_lazy("Reden"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Kort en zakelijk, zoals: uit dienst, andere functie."),
    )

    def until(self, today: date) -> date:
        """The first day on which it no longer holds."""
        last = self.cleaned_data["laatste_dag"]
        return last + timedelta(days=1) if last else today


class LinkForm(HouseForm):
    school = forms.ChoiceField(label=gettext_lazy("School"))
    uren = Cell(cells.hours, label=gettext_lazy("Uren per week"), help_text=gettext_lazy("Zoals 4 of 3,5."))
    vanaf = Day(label=gettext_lazy("Vanaf"))

    def __init__(self, *args: Any, schools: Sequence[Unit], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        empty = ("", gettext("Kies een school"))
        self.fields["school"].choices = [empty, *((str(school.id), school.label) for school in schools)]  # type: ignore[attr-defined]
        self.fields["vanaf"].initial = today


class HoursForm(HouseForm):
    uren = Cell(cells.hours, label=gettext_lazy("Uren per week"), help_text=gettext_lazy("Zoals 4 of 3,5."))
    vanaf = Day(label=gettext_lazy("Vanaf"))

    def hours(self) -> Decimal:
        return Decimal(self.cleaned_data["uren"])


class StandInForm(HouseForm):
    vervanger = forms.ChoiceField(label=gettext_lazy("Wie neemt waar"))
    vanaf = Day(label=gettext_lazy("Eerste dag"))
    laatste_dag = Day(
        label=gettext_lazy("Laatste dag"),
        help_text=gettext_lazy("Een vervanging heeft altijd een einde, binnen een jaar."),
    )

    def __init__(self, *args: Any, others: Sequence[HeldFunction], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        names = functions.functions()
        offered = [(str(o.id), f"{o.name}, {function_name(names[o.function])}") for o in others if o.function in names]
        self.fields["vervanger"].choices = [("", gettext("Kies een collega")), *offered]  # type: ignore[attr-defined]
        self.fields["vanaf"].initial = today


class InviteForm(HouseForm):
    email = Cell(cells.email, label=gettext_lazy("E-mailadres van het werk"))


class NoteForm(HouseForm):
    opmerking = forms.CharField(
        label=gettext_lazy("Wat is er geregeld"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Zoals: overgedragen aan een collega. Schrijf niets over kinderen."),
    )


class UploadForm(HouseForm):
    bestand = forms.FileField(
        label=gettext_lazy("Bestand"),
        help_text=gettext_lazy("Een Excel-werkmap (.xlsx) of CSV, hoogstens 5 MB."),
        error_messages={"empty": gettext_lazy("Dit bestand is leeg.")},
    )

    def clean_bestand(self) -> Any:
        file = self.cleaned_data["bestand"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(gettext("Dit bestand is groter dan 5 MB. Verdeel het over meer bestanden."))
        return file


class NothingForm(HouseForm):
    """A button and nothing else."""

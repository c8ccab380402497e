"""The forms of a meeting. Few fields: what a kind of meeting fixes, nobody fills in."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.children.data import Kind
from tandem.meetings.actions.holding import Said
from tandem.meetings.actions.planning import When
from tandem.meetings.data import Family, Sort
from tandem.platform import clock
from tandem.web.forms import HouseForm
from tandem.web.meetings import words
from tandem.web.organisation.forms import Day

LONG = forms.Textarea(attrs={"rows": 3})
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WhenForm(HouseForm):
    """When and where; the same for a new meeting and for one that moves."""

    dag = Day(label=gettext_lazy("Welke dag?"))
    tijd = forms.TimeField(label=gettext_lazy("Hoe laat begint het?"), widget=HOUR)
    minuten = forms.IntegerField(label=gettext_lazy("Hoeveel minuten?"), min_value=10, max_value=240)
    plaats = forms.CharField(
        label=gettext_lazy("Waar?"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Een lokaal of zaal. Schrijf hier niets over een leerling."),
    )
    video = forms.URLField(
        label=gettext_lazy("Videolink"), required=False, assume_scheme="https", widget=forms.TextInput
    )
    weken = forms.TypedChoiceField(label=gettext_lazy("Hoe vaak?"), coerce=int)
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["weken"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(0, gettext("Eén keer")), (1, gettext("Elke week"))] + [
            (weeks, gettext("Om de %(weeks)s weken") % {"weeks": weeks}) for weeks in (2, 3, 4, 6, 8, 12)
        ]

    @property
    def starts(self) -> datetime:
        return datetime.combine(self.cleaned_data["dag"], self.cleaned_data["tijd"], clock.AMSTERDAM)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"dag", "tijd"} <= cleaned.keys() and self.starts < clock.now():
            self.add_error("dag", words.cannot("PAST"))
        return cleaned

    def when(self) -> When:
        cleaned = self.cleaned_data
        return When(self.starts, cleaned["minuten"], cleaned["plaats"], cleaned["video"], cleaned["weken"])


class PlanForm(WhenForm):
    """`host` is chosen only where there is something to choose."""

    soort = forms.ChoiceField(label=gettext_lazy("Welk overleg?"))
    waarvan = forms.ChoiceField(label=gettext_lazy("Van welke organisatie?"))
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    vorige = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("soort", "waarvan", "dag", "tijd", "minuten", "weken", "plaats", "video")

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], hosts: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("soort", kinds), ("waarvan", hosts)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            if len(choices) == 1:
                field.initial, field.widget = choices[0][0], forms.HiddenInput()


class PickForm(HouseForm):
    """Some of what is offered: cases for the agenda, or people to invite."""

    kies = forms.MultipleChoiceField(label=gettext_lazy("Kies"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kies"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        field.error_messages["required"] = gettext("Kies er ten minste één.")
        field.error_messages["invalid_choice"] = gettext("Dit kan niet meer. Kijk wat er is veranderd.")


class FamilyForm(HouseForm):
    """Who of the family is asked to come."""

    ouders = forms.BooleanField(label=gettext_lazy("Ouders"), required=False)
    leerling = forms.BooleanField(label=gettext_lazy("Leerling"), required=False)
    woorden = forms.CharField(
        label=gettext_lazy("Waarom komt iemand niet?"), max_length=500, required=False, widget=LONG
    )


class PressForm(HouseForm):
    """One press of a button about one thing."""

    keuze = forms.UUIDField(required=False)
    versie = forms.IntegerField(required=False)


class SureForm(HouseForm):
    versie = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(HouseForm):
    """One line of the minutes, typed while everybody looks on."""

    casus = forms.UUIDField(widget=forms.HiddenInput)
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    soort = forms.ChoiceField(
        label=gettext_lazy("Wat is het?"),
        widget=forms.RadioSelect,
        choices=[(sort.value, words.SORTS[sort]) for sort in Sort],
        initial=Sort.AGREEMENT.value,
    )
    tekst = forms.CharField(label=gettext_lazy("Wat spreken we af?"), max_length=1000, widget=LONG)
    wie = forms.ChoiceField(label=gettext_lazy("Wie doet het?"), required=False)
    klaar = Day(label=gettext_lazy("Wanneer is het klaar?"), required=False)
    merkbaar = forms.CharField(label=gettext_lazy("Waaraan merken we dat het werkt?"), max_length=500, required=False)
    gaat_over = forms.TypedChoiceField(
        label=gettext_lazy("Wat voor gegeven is dit?"),
        coerce=int,
        help_text=gettext_lazy("Wie bij de casus hoort en dit soort gegevens niet mag weten, leest deze regel niet."),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], kinds: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.set("wie", [("", "–"), *people])
        self.set("gaat_over", [(str(value), name) for value, name in kinds])

    def set(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("soort") == Sort.AGREEMENT.value:
            if not cleaned.get("wie"):
                self.add_error("wie", words.cannot("OWNER"))
            if not self.has_error("klaar") and not cleaned.get("klaar"):
                self.add_error("klaar", words.cannot("DUE"))
        if (day := cleaned.get("klaar")) and day < clock.today():
            self.add_error("klaar", gettext("Kies een dag die nog komt."))
        return cleaned

    def said(self) -> Said:
        cleaned = self.cleaned_data
        sort, who = Sort(cleaned["soort"]), cleaned["wie"]
        family = Family(who) if who in Family.__members__ else None
        due: date | None = cleaned["klaar"]
        return Said(
            sort=sort,
            kind=Kind(cleaned["gaat_over"]),
            text=cleaned["tekst"],
            measure=cleaned["merkbaar"],
            owner=None if family or not who else _uuid(who),
            family=family,
            due=due,
        )


def _uuid(text: str) -> Any:
    return forms.UUIDField().clean(text)

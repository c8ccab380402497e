"""The search forms of who-is-who. They are posted: what somebody searches does not belong in an address or a log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tandem.register import functions
from tandem.register.data import OrganisationBrief
from tandem.web.forms import HouseForm
from tandem.web.who import words

LONGEST = 100


class SearchForm(HouseForm):
    q = forms.CharField(
        required=False,
        max_length=LONGEST,
        label=gettext_lazy("Naam, plaats, postcode, BRIN of andere code"),
    )


class PeopleForm(HouseForm):
    """A name, or a function in a municipality, or both."""

    q = forms.CharField(required=False, max_length=LONGEST, label=gettext_lazy("Naam"))
    function = forms.ChoiceField(required=False, label=gettext_lazy("Functie"))
    municipality = forms.ChoiceField(required=False, label=gettext_lazy("Gemeente"))

    def __init__(
        self, municipalities: tuple[OrganisationBrief, ...], *args: Any, **options: Any
    ) -> None:  # Any: Django
        super().__init__(*args, **options)
        professional = functions.professional_codes()
        known = sorted((words.function(code), code) for code in professional)
        self._offer("function", [(code, name) for name, code in known])
        self._offer("municipality", [(one.code, words.name(one)) for one in municipalities])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("alle")), *choices]
        field.widget.attrs["class"] = "utrecht-textbox utrecht-textbox--html-input"

"""The forms of a request by the data subject."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from tandem.sharing.subject.data import Asker, Section, Unit, Withheld
from tandem.web.emergency.forms import ChildForm
from tandem.web.forms import HouseForm

ASKERS = {
    Asker.PARENT: gettext_lazy("Een ouder of voogd met gezag"),
    Asker.CHILD: gettext_lazy("De jongere zelf"),
    Asker.REPRESENTATIVE: gettext_lazy("Een gemachtigde"),
}
REASONS = {
    "": gettext_lazy("Laten staan"),
    Withheld.THIRD_PARTY: gettext_lazy("Achterhouden: gaat over iemand anders"),
    Withheld.REPORTER: gettext_lazy("Achterhouden: laat zien wie meldde"),
    Withheld.SAFETY: gettext_lazy("Achterhouden: iemand loopt gevaar"),
    Withheld.CHILD_INTEREST: gettext_lazy("Achterhouden: schaadt het kind"),
}
LOGS = ("audit_access", "audit_change")


class RequestForm(ChildForm):
    wie = forms.ChoiceField(
        label=gettext_lazy("Wie vraagt het"), choices=list(ASKERS.items()), widget=forms.RadioSelect
    )
    gezien = forms.BooleanField(label=gettext_lazy("Ik heb gezien wie het is, en of die persoon dit mag vragen"))
    field_order = ("wie", "gezien", "bsn", "voornaam", "achternaam", "geboren", "school")


class CompileForm(HouseForm):
    """One choice for each unit that can be withheld: the log stands in the file as it is."""

    def __init__(self, sections: Sequence[Section], data: QueryDict | None) -> None:
        super().__init__(data)
        self.units: list[tuple[Section, Unit, str]] = []
        for section in sections:
            for unit in section.units if section.table not in LOGS else ():
                name = f"stuk_{len(self.units)}"
                self.units.append((section, unit, name))
                self.fields[name] = forms.ChoiceField(
                    label=section.title, choices=list(REASONS.items()), required=False, initial=unit.withheld
                )

    def rows(self) -> list[dict[str, Any]]:
        """Each unit with its choice, for the page."""
        return [
            {"section": section, "content": [cell for cell in unit.cells if cell], "field": self[name]}
            for section, unit, name in self.units
        ]

    @property
    def withheld(self) -> dict[str, Withheld]:
        chosen = ((unit.key, self.cleaned_data[name]) for _, unit, name in self.units)
        return {key: Withheld(reason) for key, reason in chosen if reason}

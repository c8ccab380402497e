"""The one base of every form. It refuses what it does not know: a field too many is an attempt, or our mistake.

The component `<c-form-fields :form="form" />` shows it: a summary that gets the focus, and each error at its field.
"""

from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext, gettext_lazy

# What a browser sends beside the fields: Django's token, and the name of the button that was pressed.
BESIDE_THE_FIELDS = frozenset({"csrfmiddlewaretoken"})
UNKNOWN_FIELD, DOUBLED_FIELD = "unknown_field", "doubled_field"
# Fields of which one form may send more than one.
_MULTIPLE = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


class HouseForm(forms.Form):
    """`buttons`: names that a submit button of this form may have."""

    buttons: ClassVar[frozenset[str]] = frozenset()
    conflict = False  # somebody else was first
    required_css_class = "required"

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: Django's own long list
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for field in self.fields.values():
            if field.required:
                field.error_messages["required"] = gettext_lazy("Vul dit in.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._refuse_strangers()
        return cleaned

    def _refuse_strangers(self) -> None:
        """Every name that was sent is one of ours, and is there once."""
        sent = {**self.data, **self.files}
        known = {part for name in self.fields for part in self._names_of(name)} | BESIDE_THE_FIELDS | self.buttons
        if sorted(set(sent) - known):
            text = gettext("Dit formulier bevat een veld dat we niet kennen. Er is niets veranderd.")
            self.add_error(None, forms.ValidationError(text, code=UNKNOWN_FIELD))
        if any(self._is_doubled(name) for name in self.fields):
            text = gettext("Een veld is twee keer ingestuurd. Er is niets veranderd.")
            self.add_error(None, forms.ValidationError(text, code=DOUBLED_FIELD))

    def _names_of(self, name: str) -> list[str]:
        """The names under which a browser sends this field; a widget of several parts has several."""
        own, widget = self.add_prefix(name), self.fields[name].widget
        if isinstance(widget, forms.MultiWidget):
            return [f"{own}_{number}" for number in range(len(widget.widgets))]
        return [own]

    def _is_doubled(self, name: str) -> bool:
        if isinstance(self.fields[name], _MULTIPLE) or not isinstance(self.data, QueryDict):
            return False
        return any(len(self.data.getlist(part)) > 1 for part in self._names_of(name))

    @property
    def was_tampered_with(self) -> bool:
        """What came in could not have come from our page."""
        return any(self.has_error("__all__", code) for code in (UNKNOWN_FIELD, DOUBLED_FIELD))

    @property
    def status(self) -> int:
        """The status of the answer that shows this form: 200, 400 when tampered with, 422 when something is wrong."""
        if not self.is_bound or self.is_valid():
            return 200
        return 400 if self.was_tampered_with else 422

    def problems(self) -> list[tuple[str, str]]:
        """For the summary: the id of the field ('' when it is about the whole form) with what is wrong, in order."""
        found = [("", str(text)) for text in self.non_field_errors()]
        for field in self.hidden_fields():  # nobody can put the focus there
            found += [("", f"{field.label}: {_lower_first(str(text))}") for text in field.errors]
        for field in self.visible_fields():
            found += [(_focus_id(field), f"{field.label}: {_lower_first(str(text))}") for text in field.errors]
        return found


def _focus_id(field: BoundField) -> str:
    return str(field.id_for_label or field.auto_id)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def submitted(request: HttpRequest) -> QueryDict | None:
    """What was posted, None for another method."""
    return request.POST if request.method == "POST" else None

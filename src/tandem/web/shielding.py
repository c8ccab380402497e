"""No word that is typed about a child leads to an address that is secret: said at the field, before the writing."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext

from tandem.sharing.compartment.scanning import scan
from tandem.web.forms import HouseForm


def shielded(form: HouseForm, child: UUID | None) -> None:
    """Say at the field what leads to a secret address. Before the writing, so that its line stays in the log."""
    for name, value in list(form.cleaned_data.items()):
        field = form.fields.get(name)
        typed = isinstance(field, forms.CharField) and not isinstance(field.widget, forms.HiddenInput)
        if child is not None and typed and scan(str(value or ""), child):
            form.add_error(name, gettext("Hierin staat iets over een adres dat geheim is. Haal dat eruit."))


def is_safe(form: HouseForm, child: UUID) -> bool:
    """Whether the form is in order, and betrays nothing."""
    if form.is_valid():
        shielded(form, child)
    return form.is_valid()

"""Putting a note right: at the request of the person, or because it was wrong. Both versions stay."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.sharing.disclosing import actions, queries
from tandem.web.access import professional
from tandem.web.disclosures import shown
from tandem.web.disclosures.views import onward, page
from tandem.web.forms import HouseForm, submitted
from tandem.web.shielding import is_safe


class CorrectionForm(HouseForm):
    tekst = forms.CharField(
        label=gettext_lazy("Hoe het wel is"),
        help_text=gettext_lazy(
            "De oude tekst blijft ernaast staan. Ouders en leerling kunnen beide lezen. Wie de oude kreeg, hoort dat "
            "die is verbeterd."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@professional
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, note: UUID) -> HttpResponse:
    """404 for a note of another file, and for one that was put right already."""
    found = queries.own_note(acting_actor(), id=note)
    if found is None:
        raise Http404
    child, kind, old = found
    form = CorrectionForm(submitted(request), initial={"tekst": old.text})
    if is_safe(form, child):
        if actions.correct_note(by=acting_actor(), note=note, text=form.cleaned_data["tekst"]) is None:
            raise Http404
        return onward(f"leerlingen/{child}/", "verbeterd")
    about = {"kind": shown.kind_name(kind), "old": old, "function": shown.function_name(old.function), "child": child}
    return page(request, "correct", status=form.status, form=form, **about)

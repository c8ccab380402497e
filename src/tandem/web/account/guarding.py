"""Making the address of a child secret, with the siblings who live there too."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.audit.actions import acting_actor
from tandem.children import queries as children
from tandem.children.data import Child
from tandem.platform import clock
from tandem.sharing.compartment import actions, opening, queries
from tandem.sharing.compartment.data import Asks, Danger
from tandem.web.access import functions
from tandem.web.account.words import ASKS, status_of
from tandem.web.forms import HouseForm, submitted
from tandem.web.identity.entering import go

GUARDS = ("IB", "SCHOOLDIR", "LT_TOEGANG", "LT_HULP", "JGZ", "VT")
SCHOOL = ("IB", "SCHOOLDIR")
DANGERS = {
    Danger.FAMILY: gettext_lazy("Iemand uit het gezin of een ex-partner mag het niet weten"),
    Danger.SHELTER: gettext_lazy("Het kind zit in een opvang, of Veilig Thuis raadt het aan"),
    Danger.COURT: gettext_lazy("De rechter of de politie heeft het bepaald"),
    Danger.OTHER: gettext_lazy("Er is een ander gevaar"),
}


class GuardForm(HouseForm):
    gevaar = forms.ChoiceField(
        label=gettext_lazy("Waarom is het adres geheim"), choices=list(DANGERS.items()), widget=forms.RadioSelect
    )
    adres = forms.CharField(
        label=gettext_lazy("Waar het kind nu woont"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Straat met huisnummer, postcode en plaats. Het wordt verzegeld: ook jij leest het niet terug."
        ),
    )
    verder = forms.CharField(
        label=gettext_lazy("Wat er nog meer naartoe leidt"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Eén per regel: een praktijk, de plek van een afspraak, een telefoonnummer. Mag leeg blijven."
        ),
    )
    ook = forms.MultipleChoiceField(
        label=gettext_lazy("Wie woont daar ook"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Voor deze kinderen wordt het adres meteen ook geheim."),
    )

    def __init__(self, *args: Any, siblings: tuple[Child, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        if siblings:
            names = [(str(one.id), f"{one.given_name} {one.family_name}") for one in siblings]
            self.fields["ook"].choices = names  # type: ignore[attr-defined]
        else:
            del self.fields["ook"]

    @property
    def written(self) -> str:
        """For the compartment: the address on its first line."""
        return f"{' '.join(self.cleaned_data['adres'].split())}\n{self.cleaned_data['verder']}".strip()


def _opening(child: UUID) -> dict[str, object]:
    """What who acts may ask of the compartment, and what became of what she asked."""
    now = clock.now()
    return {
        "asks": any(opening.may(child=child, what=one) for one in Asks),
        "asked": [(one, ASKS[one.what], status_of(one), one.can_read(now)) for one in opening.asked(child=child)],
    }


@functions(*GUARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def guard(request: HttpRequest, child: UUID) -> HttpResponse:
    """The same answer for a child that is not there and for one whom who acts may not guard."""
    about = children.child(acting_actor(), id=child, why=queries.WHY) if queries.may_guard(child=child) else None
    if about is None:
        raise Http404
    guarded = queries.is_guarded(child=child)
    writes = not guarded or request.hat.function not in SCHOOL  # type: ignore[attr-defined]
    form = (
        GuardForm(submitted(request), siblings=queries.perhaps_siblings(acting_actor(), of=about)) if writes else None
    )
    if form is not None and form.is_valid():
        also = [UUID(key) for key in form.cleaned_data.get("ook", ())]
        danger = Danger(form.cleaned_data["gevaar"])
        actions.guard(by=acting_actor(), children=[child, *also], written=form.written, danger=danger)
        return go(f"/geheim-adres/{child}/")
    page = {"section": "verstrekkingen", "child": about, "guarded": guarded, "form": form, **_opening(child)}
    return render(request, "account/guard.html", page, status=form.status if form else 200)

"""/mijn/sleutels/: with which systems you work. Making a key asks for a recent sign-in; taking one back never does."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tandem.audit.actions import acting_actor
from tandem.identity import system_keys
from tandem.identity.data import LONGEST_KEY, Scope
from tandem.platform import clock
from tandem.register.functions import professional_codes, raising_codes
from tandem.web.access import signed_in
from tandem.web.forms import HouseForm, submitted
from tandem.web.identity.entering import go
from tandem.web.identity.forms import ChoiceForm
from tandem.web.identity.mine import is_fresh
from tandem.web.identity.visit import Visit, session_of
from tandem.web.onward import here
from tandem.web.organisation.forms import Day

KEYS = "/mijn/sleutels/"
SCOPES = {
    Scope.RAISE: gettext_lazy("Signalen doorgeven, aanvullen en intrekken, en mijn leerlingen zien"),
    Scope.FOLLOW: gettext_lazy("Volgen wat er met mijn signalen gebeurt"),
    Scope.SEE: gettext_lazy("Mijn casussen, overleggen en besluiten zien"),
    Scope.WORK: gettext_lazy("Casussen openen en stappen zetten, overleggen plannen, besluiten vragen en nemen"),
}


def _scopes(function: str) -> list[Scope]:
    raises = [Scope.RAISE, Scope.FOLLOW] if function in raising_codes() else []
    return [*raises, *([Scope.SEE, Scope.WORK] if function in professional_codes() else [])]


class KeyForm(HouseForm):
    """`today`: a key holds from then, for a year at most. `function`: in which the system acts, so what it can do."""

    buttons: ClassVar[frozenset[str]] = frozenset({"maak"})

    naam = forms.CharField(
        label=gettext_lazy("Naam van het systeem"),
        max_length=100,
        help_text=gettext_lazy("Zo herken je hem later. Bijvoorbeeld: leerlingvolgsysteem."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 40}),
    )
    mag = forms.MultipleChoiceField(
        label=gettext_lazy("Wat het systeem namens jou mag"),
        choices=(),
        widget=forms.CheckboxSelectMultiple,
    )
    tot = Day(
        label=gettext_lazy("Laatste dag"),
        help_text=gettext_lazy("Hooguit een jaar. Daarna maak je een nieuwe."),
    )

    def __init__(self, *args: Any, today: date, function: str, **options: Any) -> None:
        options["initial"] = {"mag": [scope.value for scope in _scopes(function)], **options.get("initial", {})}
        super().__init__(*args, **options)
        self.today = today
        field = self.fields["mag"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(scope.value, SCOPES[scope]) for scope in _scopes(function)]

    def clean_tot(self) -> date:
        """The last day; the first day on which the key no longer holds is the next."""
        last: date = self.cleaned_data["tot"]
        if not self.today <= last < self.today + LONGEST_KEY:
            raise forms.ValidationError(gettext("Kies een dag van vandaag tot hooguit een jaar verder."))
        return last


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: Visit) -> HttpResponse:
    """Your keys, and a form for another where your function can use one."""
    if not (_makes(request) and is_fresh(request)):
        return _page(request, None) if request.method != "POST" else go("/mijn/bevestigen/", here(KEYS))
    today = clock.today()
    function = request.hat.function if request.hat else ""
    form = KeyForm(submitted(request), today=today, function=function, initial={"tot": today + timedelta(days=364)})
    return _made(request, form) if form.is_valid() else _page(request, form, form.status)


def _makes(request: Visit) -> bool:
    return request.hat is not None and bool(_scopes(request.hat.function))


def _made(request: Visit, form: KeyForm) -> HttpResponse:
    """The key, this once."""
    if request.hat is None:
        raise PermissionError("no hat: `_makes` was not asked")
    data = form.cleaned_data
    token = system_keys.make(
        by=acting_actor(),
        account=session_of(request).account,
        hat=request.hat.id,
        name=data["naam"],
        scopes={Scope(one) for one in data["mag"]},
        until=data["tot"] + timedelta(days=1),
    )
    shown = {"section": "mijn", "token": token, "name": data["naam"], "last": data["tot"]}
    return render(request, "identity/system_key_made.html", shown)


def _page(request: Visit, form: KeyForm | None, status: int = 200) -> HttpResponse:
    hats, today = {hat.id: hat for hat in request.hats}, clock.today()
    keys = [
        {
            "key": key,
            "hat": hats.get(key.hat),
            "ended": key.hat not in hats or key.valid_until <= today,
            "last": key.valid_until - timedelta(days=1),
            "may": [text for scope, text in SCOPES.items() if scope in key.scopes],
            "sees": Scope.SEE in key.scopes,
        }
        for key in system_keys.of(session_of(request).account)
    ]
    shown = {"section": "mijn", "keys": keys, "form": form, "makes": _makes(request)}
    return render(request, "identity/system_keys.html", shown, status=status)


@signed_in
@require_POST
def revoke(request: Visit) -> HttpResponse:
    form = ChoiceForm(request.POST)
    if form.is_valid():
        system_keys.revoke(by=acting_actor(), account=session_of(request).account, key=form.cleaned_data["keuze"])
    return go(KEYS)

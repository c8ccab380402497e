"""/mijn/sleutels/…/gebeurtenissen/: where a system hears what happens. Making one asks for a recent sign-in."""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tandem.audit.actions import acting_actor
from tandem.identity import system_keys, webhooks
from tandem.identity.data import Scope, SystemKey
from tandem.platform.outgoing import Trouble, is_allowed
from tandem.web.access import signed_in
from tandem.web.forms import HouseForm, submitted
from tandem.web.identity.entering import go
from tandem.web.identity.mine import is_fresh
from tandem.web.identity.visit import Visit, session_of
from tandem.web.onward import here

TROUBLES = {
    Trouble.NOT_ALLOWED: gettext_lazy("De beheerder van Tandem staat dit adres niet meer toe."),
    Trouble.UNKNOWN: gettext_lazy("De naam in het adres bestaat niet."),
    Trouble.PRIVATE: gettext_lazy("Het adres wijst naar een eigen netwerk; daar sturen we niets heen."),
    Trouble.NO_ANSWER: gettext_lazy("Het systeem gaf geen antwoord."),
    Trouble.NOT_TRUSTED: gettext_lazy("Het systeem heeft geen geldig certificaat."),
    Trouble.REFUSED: gettext_lazy("Het systeem nam de gebeurtenis niet aan."),
}


class WebhookForm(HouseForm):
    buttons: ClassVar[frozenset[str]] = frozenset({"maak"})

    adres = forms.CharField(
        label=gettext_lazy("Adres van het systeem"),
        max_length=400,
        help_text=gettext_lazy("Dat vind je in het systeem. Het begint met https://."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "size": 60, "spellcheck": "false"}),
    )

    def clean_adres(self) -> str:
        address: str = self.cleaned_data["adres"]
        if not is_allowed(address, settings.WEBHOOKS):
            raise forms.ValidationError(
                gettext("Naar dit adres mag Tandem niets sturen. Vraag het aan wie Tandem voor jullie beheert.")
            )
        return address


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: Visit, key: UUID) -> HttpResponse:
    """Where this key's events go and whether they arrive, or a form to begin."""
    mine = _mine(request, key)
    if not is_fresh(request):
        return _page(request, mine, None) if request.method != "POST" else go("/mijn/bevestigen/", here(_at(key)))
    form = WebhookForm(submitted(request))
    return _made(request, mine, form) if form.is_valid() else _page(request, mine, form, form.status)


def _mine(request: Visit, key: UUID) -> SystemKey:
    keys = system_keys.of(session_of(request).account)
    found = next((one for one in keys if one.id == key and Scope.SEE in one.scopes), None)
    if found is None:
        raise Http404
    return found


def _made(request: Visit, key: SystemKey, form: WebhookForm) -> HttpResponse:
    """The secret, this once."""
    account, address = session_of(request).account, form.cleaned_data["adres"]
    secret = webhooks.make(by=acting_actor(), account=account, key=key.id, address=address)
    return render(request, "identity/webhook_made.html", {"section": "mijn", "key": key, "secret": secret})


def _page(request: Visit, key: SystemKey, form: WebhookForm | None, status: int = 200) -> HttpResponse:
    hook = webhooks.of(key.account).get(key.id)
    shown = {
        "section": "mijn",
        "key": key,
        "hook": hook,
        "trouble": TROUBLES[Trouble(hook.trouble)] if hook and hook.trouble else "",
        "form": form,
        "open": bool(settings.WEBHOOKS),
    }
    return render(request, "identity/webhook.html", shown, status=status)


@signed_in
@require_POST
def remove(request: Visit, key: UUID) -> HttpResponse:
    webhooks.remove(by=acting_actor(), account=_mine(request, key).account, key=key)
    return go(_at(key))


@signed_in
@require_POST
def again(request: Visit, key: UUID) -> HttpResponse:
    webhooks.try_again(by=acting_actor(), account=_mine(request, key).account, key=key)
    return go(_at(key))


def _at(key: UUID) -> str:
    return f"/mijn/sleutels/{key}/gebeurtenissen/"

"""Coming in by the code handed over at the table. No e-mail address is needed; no code stands in an address."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from tandem.casework.actions.step import CannotError
from tandem.family.actions import inviting
from tandem.identity import throttle
from tandem.identity.actions import TakenError, create_account
from tandem.identity.data import SIGN_IN
from tandem.web.access import sign_in_page
from tandem.web.forms import HouseForm, submitted
from tandem.web.identity import enrol
from tandem.web.identity.entering import attempt, too_often
from tandem.web.identity.place import place_of
from tandem.web.onward import on_to


class CodeForm(HouseForm):
    code = forms.CharField(
        label=gettext_lazy("De code op uw papier"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=gettext_lazy("Zestien letters en cijfers. Streepjes mag u weglaten."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Alleen nodig als u met een wachtwoord wilt inloggen. Met een passkey hoeft het niet."),
    )


@sign_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Who is signed in already gets the window beside those she has; who is not, chooses how to sign in."""
    account = request.signed_in.account if request.signed_in else None  # type: ignore[attr-defined]
    form = CodeForm(submitted(request))
    if account is not None:
        del form.fields["email"]
    if form.is_valid():
        answer = _tried(request, form, account)
        if answer is not None:
            return answer
    return render(request, "family/begin.html", {"form": form, "known": account is not None}, status=form.status)


def _tried(request: HttpRequest, form: CodeForm, account: UUID | None) -> HttpResponse | None:
    """None when it did not go, which the form then says. Who guesses is slowed down."""
    tries = attempt(request, "window", place_of(request), None)
    if pause := throttle.pause(tries):
        too_often(form, pause)
        return None
    try:
        if inviting.is_good(form.cleaned_data["code"]) and (answer := _in(form, account)):
            return answer
        throttle.failed(tries)
        form.add_error("code", gettext("Deze code klopt niet, is al gebruikt of is te oud. Vraag om een nieuwe."))
    except TakenError:
        form.add_error("email", gettext("Met dit adres is er al een account. Log daarmee in en kom hier terug."))
    except CannotError:
        form.add_error(
            None, gettext("Dit account is van een medewerker. Log uit en begin als ouder met een eigen account.")
        )
    return None


def _in(form: CodeForm, account: UUID | None) -> HttpResponse | None:
    known = account or create_account(by=SIGN_IN, email=form.cleaned_data.get("email", ""))
    if inviting.accept(by=SIGN_IN, code=form.cleaned_data["code"], account=known) is None:
        return None
    return on_to("/gezin/", "binnen") if account else enrol.begin(known)

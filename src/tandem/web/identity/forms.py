"""Forms of signing in and of one's own ways to do so."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext, gettext_lazy

from tandem.identity.data import ProviderName
from tandem.identity.secret_words import LONGEST, SHORTEST
from tandem.web.forms import HouseForm

Form = TypeVar("Form", bound=HouseForm)


def saying(form: Form, sentence: str) -> Form:
    """An empty form, with what went wrong elsewhere."""
    form.full_clean()
    form.cleaned_data = {}
    form.add_error(None, sentence)
    return form


class Onward(HouseForm):
    """Remembers where somebody was going."""

    verder = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


def _email() -> forms.EmailField:
    return forms.EmailField(
        label=gettext_lazy("E-mailadres"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "size": 40}),
    )


class SignInForm(Onward):
    email = _email()
    wachtwoord = forms.CharField(
        label=gettext_lazy("Wachtwoord"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "size": 40}),
    )


class CodeForm(Onward):
    code = forms.CharField(
        label=gettext_lazy("Code uit je app"),
        max_length=12,
        help_text=gettext_lazy("Zes cijfers. Elke halve minuut staat er een nieuwe code in je app."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 10}),
    )


class RecoveryForm(Onward):
    code = forms.CharField(
        label=gettext_lazy("Herstelcode"),
        max_length=40,
        help_text=gettext_lazy("Een van de codes die je op papier hebt. Elke code werkt één keer."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 20}),
    )


class ForgottenForm(HouseForm):
    email = _email()


class NewPasswordForm(HouseForm):
    wachtwoord = forms.CharField(
        label=gettext_lazy("Nieuw wachtwoord"),
        min_length=SHORTEST,
        max_length=LONGEST,
        strip=False,
        help_text=gettext_lazy("Minstens 12 tekens. Een zin met spaties is goed en onthoud je makkelijk."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "size": 40}),
    )

    def __init__(self, *args: Any, email: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email.casefold()

    def clean_wachtwoord(self) -> str:
        """Long is what counts (NIST SP 800-63B); a repeated sign or the own address is not long."""
        password: str = self.cleaned_data["wachtwoord"]
        plain = password.casefold()
        if len(set(plain)) < 5 or (self.email and plain in (self.email, self.email.partition("@")[0] * 2)):
            raise forms.ValidationError(gettext("Dit is te makkelijk te raden. Kies iets anders."))
        return password


class PasskeyForm(Onward):
    """Filled in by the browser (`frontend/script/passkey.js`)."""

    antwoord = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class ProviderForm(Onward):
    inlog = forms.ChoiceField(label=gettext_lazy("Je organisatie"))

    def __init__(self, *args: Any, providers: Sequence[ProviderName], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["inlog"].choices = [(str(one.id), one.name) for one in providers]  # type: ignore[attr-defined]


class ChoiceForm(Onward):
    """One thing chosen by its key: a session, a passkey, a hat."""

    keuze = forms.UUIDField(widget=forms.HiddenInput)


class NothingForm(Onward):
    """Only a button."""


class AppForm(HouseForm):
    code = forms.CharField(
        label=gettext_lazy("Code uit je app"),
        max_length=12,
        help_text=gettext_lazy("Zes cijfers. Zo weten we dat de app werkt."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 10}),
    )


class ConfirmForm(Onward):
    geheim = forms.CharField(
        label=gettext_lazy("Je wachtwoord, of een code uit je app"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "size": 40}),
    )

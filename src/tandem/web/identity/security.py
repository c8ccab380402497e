"""/mijn/beveiliging/: how you sign in, and changing it. Every change asks for a recent sign-in."""

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tandem.audit.actions import acting_actor
from tandem.identity import actions, queries, sessions, steps, totp
from tandem.identity.data import Level, StepKind
from tandem.platform import clock
from tandem.register import hats
from tandem.web.access import signed_in
from tandem.web.forms import submitted
from tandem.web.identity import cookies, passkeys
from tandem.web.identity.entering import SECURITY, go
from tandem.web.identity.forms import AppForm, ChoiceForm, NewPasswordForm, NothingForm, PasskeyForm, ProviderForm
from tandem.web.identity.mine import ask_to_confirm, is_fresh
from tandem.web.identity.providers import depart
from tandem.web.identity.visit import Visit, session_of

View = Callable[[Visit], HttpResponse]


def fresh(view: View) -> View:
    """Only shortly after somebody showed who she is."""

    @wraps(view)
    def guarded(request: Visit) -> HttpResponse:
        return view(request) if is_fresh(request) else ask_to_confirm()

    return guarded


@signed_in
@require_safe
def overview(request: Visit) -> HttpResponse:
    return _page(request)


def _page(request: Visit, said: str = "", wrong: str = "", status: int = 200, **more: Any) -> HttpResponse:
    session = session_of(request)
    shown = {"section": "mijn", "ways": queries.ways(session.account), "providers": queries.providers()}
    shown |= {"one": session.level is Level.ONE, "said": said, "wrong": wrong, "fresh": is_fresh(request), **more}
    return render(request, "identity/security.html", shown, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def password(request: Visit) -> HttpResponse:
    """A new password; everywhere else one is signed out."""
    session = session_of(request)
    email = queries.email_of(session.account)
    form = NewPasswordForm(submitted(request), email=email)
    if not email or not form.is_bound or not form.is_valid():
        return render(request, "identity/password.html", {"form": form, "email": email}, status=form.status)
    actions.set_password(by=acting_actor(), account=session.account, password=form.cleaned_data["wachtwoord"])
    sessions.end_all(by=acting_actor(), account=session.account, but=session.session)
    return _page(request, said=gettext("Je wachtwoord is veranderd. Op andere apparaten ben je uitgelogd."))


@signed_in
@require_POST
@fresh
def passkey_ask(request: Visit) -> HttpResponse:
    return passkeys.question_for_new(request, session_of(request).account)


@signed_in
@require_POST
@fresh
def passkey_add(request: Visit) -> HttpResponse:
    form = PasskeyForm(request.POST)
    account = session_of(request).account
    if not form.is_valid() or not passkeys.added(request, acting_actor(), account, form.cleaned_data["antwoord"]):
        return _page(request, wrong=gettext("De passkey is niet bewaard. Probeer het nog eens."), status=422)
    return _strengthened(request, gettext("Je passkey is bewaard. Je kunt er voortaan alleen mee inloggen."))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def app(request: Visit) -> HttpResponse:
    """Scan, then show with a code that the app works."""
    account = session_of(request).account
    token = cookies.step(request, StepKind.NEW_AUTHENTICATOR)
    step = steps.look(StepKind.NEW_AUTHENTICATOR, token) if token else None
    if step is None or step.account != account:
        if request.method == "POST":  # it lay open too long: begin again
            return go("/mijn/beveiliging/app/")
        return _app_page(request, AppForm(), totp.new_secret(), begin=True)
    secret = base64.b64decode(step.facts["secret"])
    form = AppForm(submitted(request))
    if not form.is_bound or not form.is_valid():
        return _app_page(request, form, secret)
    used = totp.matching_step(secret, form.cleaned_data["code"], clock.now().timestamp(), 0)
    if used is None:
        form.add_error("code", gettext("Deze code klopt niet. Wacht tot er een nieuwe staat en probeer die."))
        return _app_page(request, form, secret)
    steps.take(StepKind.NEW_AUTHENTICATOR, token)
    actions.set_authenticator(by=acting_actor(), account=account, secret=secret, step=used)
    return _strengthened(request, gettext("Je app is gekoppeld."))


def _app_page(request: Visit, form: AppForm, secret: bytes, *, begin: bool = False) -> HttpResponse:
    shown = {"form": form, "picture": totp.qr_code(secret, request.get_host()), "text": totp.secret_as_text(secret)}
    response = render(request, "identity/app.html", shown, status=form.status)
    if begin:
        facts = {"secret": base64.b64encode(secret).decode()}
        token = steps.begin(StepKind.NEW_AUTHENTICATOR, session_of(request).account, **facts)
        cookies.set_step(response, StepKind.NEW_AUTHENTICATOR, token)
    return response


def _strengthened(request: Visit, said: str) -> HttpResponse:
    """A second factor was added: codes on paper come with the first, and the session goes on with two factors."""
    session = session_of(request)
    codes = []
    if not queries.ways(session.account).recovery_left:
        codes = actions.make_recovery_codes(by=acting_actor(), account=session.account)
    started = sessions.renew(by=acting_actor(), session=session.session, hat=session.hat, level=Level.TWO)
    request.signed_in = started.signed_in
    rotate_token(request)
    worn = hats.hats_of(session.account, clock.today())
    shown = {"said": said, "codes": codes, "several": len(worn) > 1 and session.hat is None}
    response = render(request, "identity/strengthened.html", shown)
    cookies.set_session(response, started.token)
    return response


@signed_in
@require_POST
@fresh
def recovery(request: Visit) -> HttpResponse:
    """New codes on paper; the old ones no longer work."""
    if not NothingForm(request.POST).is_valid():
        return go(SECURITY)
    codes = actions.make_recovery_codes(by=acting_actor(), account=session_of(request).account)
    shown = {"said": gettext("Dit zijn je nieuwe herstelcodes. De oude werken niet meer."), "codes": codes}
    return render(request, "identity/strengthened.html", shown)


def _removing(remove: Callable[[UUID, UUID], None]) -> View:
    """One of the ways to sign in goes, unless it is the last."""

    @signed_in
    @require_POST
    @fresh
    def view(request: Visit) -> HttpResponse:
        form = ChoiceForm(request.POST)
        if not form.is_valid():
            return go(SECURITY)
        try:
            remove(session_of(request).account, form.cleaned_data["keuze"])
        except KeyError:
            return go(SECURITY)
        except actions.LastWayError:
            wrong = gettext("Zonder deze manier kun je niet meer veilig inloggen. Voeg eerst een andere toe.")
            return _page(request, wrong=wrong, status=409)
        return go(SECURITY)

    return view


passkey_remove = _removing(lambda account, key: actions.remove_passkey(by=acting_actor(), account=account, passkey=key))
app_remove = _removing(lambda account, _: actions.remove_authenticator(by=acting_actor(), account=account))
link_remove = _removing(lambda account, key: actions.unlink(by=acting_actor(), account=account, subject=key))


@signed_in
@require_POST
@fresh
def link_add(request: Visit) -> HttpResponse:
    """To the organisation's own sign-in; what comes back belongs to this account from then on."""
    form = ProviderForm(request.POST, providers=queries.providers())
    if not form.is_valid():
        return go(SECURITY)
    return depart(request, UUID(form.cleaned_data["inlog"]), account=session_of(request).account)

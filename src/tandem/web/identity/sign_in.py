"""The pages of signing in with a password, a code and a recovery code, and of signing out."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tandem.identity import queries, recognition, sessions, steps, throttle
from tandem.identity.data import SIGN_IN, Level, Method, Step, StepKind
from tandem.identity.secret_words import email_key
from tandem.web.access import sign_in_page
from tandem.web.forms import HouseForm, submitted
from tandem.web.identity import cookies
from tandem.web.identity.entering import attempt, enter, go, recognised, too_often
from tandem.web.identity.forms import CodeForm, NothingForm, RecoveryForm, SignInForm
from tandem.web.identity.visit import Visit
from tandem.web.refusals import refused

SIGN_IN_PAGE = "/inloggen/"


@sign_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Every way in on one page; a password is looked at here."""
    form = SignInForm(submitted(request), initial={"verder": request.GET.get("verder", "")})
    if not form.is_bound or not form.is_valid():
        return sign_in_with(request, form, form.status)
    email, password = form.cleaned_data["email"], form.cleaned_data["wachtwoord"]
    tried = attempt(request, "password", email_key(email), queries.account_by_email(email))
    if pause := throttle.pause(tried):
        return sign_in_with(request, form, 429, too_often(form, pause))
    account = recognition.by_password(email, password)
    if account is None:
        throttle.failed(tried)
        form.add_error(None, gettext("Dit e-mailadres en wachtwoord horen niet bij elkaar."))
        return sign_in_with(request, form, 422)
    throttle.succeeded(tried)
    if queries.lapsed(account):
        form.add_error(None, gettext("Je bent niet klaar met beginnen. Kies “Wachtwoord vergeten”, dan ga je verder."))
        return sign_in_with(request, form, 422)
    return recognised(request, account, Method.PASSWORD, Level.ONE, form.cleaned_data["verder"])


def sign_in_with(request: HttpRequest, form: HouseForm, status: int = 200, wait: int = 0) -> HttpResponse:
    """The page itself; what was wrong stands in the form."""
    shown = {"form": form, "providers": queries.providers(), "wanted": form["verder"].value() or ""}
    return _page(request, "identity/sign_in.html", shown, status, wait)


@sign_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of an authenticator app."""
    return _second(request, CodeForm, recognition.by_code, gettext("Deze code klopt niet of is al gebruikt."))


@sign_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_code(request: HttpRequest) -> HttpResponse:
    """A code on paper, for who lost the phone."""
    return _second(request, RecoveryForm, recognition.by_recovery_code, gettext("Deze code kennen we niet."))


def _second(request: HttpRequest, kind: type[HouseForm], check: Callable[..., bool], wrong: str) -> HttpResponse:
    step = steps.look(StepKind.SECOND, cookies.step(request, StepKind.SECOND))
    if step is None or step.account is None:
        return go(SIGN_IN_PAGE)
    form = kind(submitted(request))
    ways = queries.ways(step.account)
    shown: dict[str, Any] = {"form": form, "ways": ways, "recovery": kind is RecoveryForm}
    if not form.is_bound or not form.is_valid():
        return _page(request, "identity/second_step.html", shown, form.status)
    tried = attempt(request, "code", str(step.account), step.account)
    if pause := throttle.pause(tried):
        return _page(request, "identity/second_step.html", shown, 429, too_often(form, pause))
    if not check(step.account, form.cleaned_data["code"]):
        throttle.failed(tried)
        form.add_error("code", wrong)
        return _page(request, "identity/second_step.html", shown, 422)
    throttle.succeeded(tried)
    return _through(request, step)


def _through(request: HttpRequest, step: Step) -> HttpResponse:
    taken = steps.take(StepKind.SECOND, cookies.step(request, StepKind.SECOND))
    if taken is None or step.account is None:  # somebody else was faster with the same cookie
        return go(SIGN_IN_PAGE)
    return enter(request, step.account, Method(step.facts["method"]), Level.TWO, step.facts["verder"])


def _page(request: HttpRequest, template: str, shown: dict[str, Any], status: int, wait: int = 0) -> HttpResponse:
    response = render(request, template, shown, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@sign_in_page
@require_POST
def sign_out(request: Visit) -> HttpResponse:
    """Ends the session on the server; the cookie alone would be a promise of the browser."""
    if not NothingForm(request.POST).is_valid():
        return refused(request, 400)
    if request.signed_in:
        sessions.end(by=SIGN_IN, account=request.signed_in.account, session=request.signed_in.session)
    response = go("/inloggen/uit/")
    cookies.forget_session(response)
    return response


@sign_in_page
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/signed_out.html")

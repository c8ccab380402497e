"""A forgotten password: a link by mail that works once, for an hour, and tells nobody who has an account."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from tandem.identity import actions, queries, sessions, steps, throttle
from tandem.identity.data import SIGN_IN, Level, Method, StepKind
from tandem.identity.secret_words import email_key
from tandem.web.access import sign_in_page
from tandem.web.forms import submitted
from tandem.web.identity import cookies
from tandem.web.identity.entering import attempt, enter, go, too_often
from tandem.web.identity.forms import ForgottenForm, NewPasswordForm
from tandem.web.identity.reset_mail import send_link
from tandem.web.onward import here

NEW = "/inloggen/nieuw-wachtwoord/"


@sign_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Whether the address is known or not: the same answer, the same work, the same number of tries."""
    form = ForgottenForm(submitted(request))
    if not form.is_bound or not form.is_valid():
        return render(request, "identity/forgotten.html", {"form": form}, status=form.status)
    email = form.cleaned_data["email"]
    account = queries.account_by_email(email)
    tried = attempt(request, "reset", email_key(email), account)
    if pause := throttle.pause(tried):
        wait = too_often(form, pause)
        response = render(request, "identity/forgotten.html", {"form": form}, status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    throttle.failed(tried)
    send_link(account, request.build_absolute_uri(here(NEW)))
    return render(request, "identity/forgotten_sent.html")


@sign_in_page
@require_safe
def follow(_request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: its token moves into a cookie, out of the address and of what a next page is told."""
    response = HttpResponseRedirect(here(NEW))
    response.headers["Referrer-Policy"] = "no-referrer"
    cookies.set_step(response, StepKind.RESET, token)
    return response


@sign_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Ends every session; signing in asks for the second factor as always. Who never got so far, goes on to add one."""
    token = cookies.step(request, StepKind.RESET)
    step = steps.look(StepKind.RESET, token)
    if step is None or step.account is None:
        return render(request, "identity/forgotten_late.html", status=422)
    email = queries.email_of(step.account)
    form = NewPasswordForm(submitted(request), email=email)
    if not form.is_bound or not form.is_valid():
        return render(request, "identity/new_password.html", {"form": form, "email": email}, status=form.status)
    if steps.take(StepKind.RESET, token) is None:
        return render(request, "identity/forgotten_late.html", status=422)
    actions.set_password(by=SIGN_IN, account=step.account, password=form.cleaned_data["wachtwoord"])
    sessions.end_all(by=SIGN_IN, account=step.account)
    complete = queries.ways(step.account).complete
    response = go("/inloggen/") if complete else enter(request, step.account, Method.PASSWORD, Level.ONE, "")
    cookies.forget_step(response, StepKind.RESET)
    return response

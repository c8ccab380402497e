"""The first time: who accepted an invitation chooses how to sign in from then on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tandem.family import queries as family
from tandem.identity import actions, queries, steps
from tandem.identity.data import SIGN_IN, Level, Method, ProviderName, StepKind
from tandem.web.access import sign_in_page
from tandem.web.forms import submitted
from tandem.web.identity import cookies, passkeys
from tandem.web.identity.entering import enter, go
from tandem.web.identity.forms import NewPasswordForm, PasskeyForm, ProviderForm, saying
from tandem.web.identity.providers import depart
from tandem.web.identity.sign_in import SIGN_IN_PAGE

HERE = "/inloggen/beginnen/"


def begin(account: UUID) -> HttpResponse:
    """For the page that accepts an invitation: on to choosing how to sign in. Acts as the service sign-in.

    Whoever gets this answer may set how `account` signs in, so only hand it out for an account that cannot sign in yet.
    """
    if queries.ways(account).complete:
        raise ValueError("this account can sign in already")
    response = go(HERE)
    cookies.set_step(response, StepKind.ENROL, steps.begin(StepKind.ENROL, account))
    return response


def _account(request: HttpRequest) -> UUID | None:
    step = steps.look(StepKind.ENROL, cookies.step(request, StepKind.ENROL))
    return step.account if step else None


@sign_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """With a passkey, with the organisation's own sign-in, or with a password, set here."""
    account = _account(request)
    if account is None:
        return go(SIGN_IN_PAGE)
    email = queries.email_of(account)
    form = NewPasswordForm(submitted(request), email=email)
    if not email or not form.is_bound or not form.is_valid():
        return _page(request, account, form, form.status)
    steps.take(StepKind.ENROL, cookies.step(request, StepKind.ENROL))
    actions.set_password(by=SIGN_IN, account=account, password=form.cleaned_data["wachtwoord"])
    return enter(request, account, Method.PASSWORD, Level.ONE, "")


def _page(request: HttpRequest, account: UUID, form: NewPasswordForm, status: int) -> HttpResponse:
    shown = {"form": form, "email": queries.email_of(account), "providers": _providers(account)}
    return render(request, "identity/enrol.html", shown, status=status)


def _providers(account: UUID) -> tuple[ProviderName, ...]:
    """A parent or young person has no organisation to sign in with."""
    return () if family.held_by(account) else queries.providers()


@sign_in_page
@require_POST
def passkey_ask(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    return passkeys.question_for_new(request, account) if account else HttpResponse(status=403)


@sign_in_page
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    if account is None:
        return go(SIGN_IN_PAGE)
    form = PasskeyForm(request.POST)
    if not form.is_valid() or not passkeys.added(request, SIGN_IN, account, form.cleaned_data["antwoord"]):
        again = saying(NewPasswordForm(), gettext("De passkey is niet bewaard. Probeer het nog eens."))
        return _page(request, account, again, 422)
    steps.take(StepKind.ENROL, cookies.step(request, StepKind.ENROL))
    return enter(request, account, Method.PASSKEY, Level.TWO, "")


@sign_in_page
@require_POST
def provider(request: HttpRequest) -> HttpResponse:
    """What the provider sends back will belong to the invited account."""
    account = _account(request)
    form = ProviderForm(request.POST, providers=_providers(account) if account else ())
    if account is None or not form.is_valid():
        return go(SIGN_IN_PAGE)
    return depart(request, UUID(form.cleaned_data["inlog"]), account=account)

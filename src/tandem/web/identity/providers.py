"""Signing in with the organisation's own provider: there, and back again."""

from uuid import UUID

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tandem.audit.actions import acting_actor
from tandem.identity import actions, oidc, queries, recognition, steps
from tandem.identity.data import Step, StepKind
from tandem.identity.secret_words import new_token
from tandem.web.access import sign_in_page
from tandem.web.identity import cookies
from tandem.web.identity.entering import enter, recognised
from tandem.web.identity.forms import ProviderForm, SignInForm, saying
from tandem.web.identity.sign_in import sign_in_with
from tandem.web.identity.visit import Visit
from tandem.web.onward import here

log = structlog.get_logger("tandem.sign-in")
BACK = "/inloggen/organisatie/terug/"


@sign_in_page
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """To the organisation's own sign-in."""
    form = ProviderForm(request.POST, providers=queries.providers())
    if not form.is_valid():
        return refused(request, gettext("Kies je organisatie uit de lijst."), 422)
    return depart(request, UUID(form.cleaned_data["inlog"]), wanted=form.cleaned_data["verder"])


def depart(request: HttpRequest, provider: UUID, *, account: UUID | None = None, wanted: str = "") -> HttpResponse:
    """A page that goes on to the provider by itself. `account`: to whom what comes back will belong from then on.

    A page and not a redirect: our forms may only be answered by ourselves (Content-Security-Policy, form-action).
    """
    attempt = oidc.Attempt(state=new_token(), nonce=new_token(), verifier=new_token() + new_token())
    try:
        client = queries.client(provider)
        address = oidc.address_to_sign_in(client, attempt, _return_address(request))
    except (KeyError, oidc.ProviderError):
        log.warning("provider does not answer")
        return _no_answer(request)
    facts = {"provider": str(provider), "verder": wanted, "language": translation.get_language() or "nl"}
    facts |= {"state": attempt.state, "nonce": attempt.nonce, "verifier": attempt.verifier}
    name = next((one.name for one in queries.providers() if one.id == provider), "")
    response = render(request, "identity/leave.html", {"address": address, "name": name})
    cookies.set_step(response, StepKind.PROVIDER, steps.begin(StepKind.PROVIDER, account, **facts))
    return response


@sign_in_page
@require_safe
def back(request: Visit) -> HttpResponse:
    """What the provider sent back. The step works once, so what is sent a second time finds nothing."""
    step = steps.take(StepKind.PROVIDER, cookies.step(request, StepKind.PROVIDER))
    if step is None:
        return refused(request, gettext("Deze poging om in te loggen is voorbij. Begin opnieuw."), 422)
    with translation.override(step.facts["language"]):
        return _answered(request, step)


def _answered(request: Visit, step: Step) -> HttpResponse:
    provider = UUID(step.facts["provider"])
    attempt = oidc.Attempt(step.facts["state"], step.facts["nonce"], step.facts["verifier"])
    try:
        client = queries.client(provider)
        proven = oidc.prove(client, attempt, request.GET.dict(), _return_address(request))
    except oidc.RefusedError as error:
        log.warning("provider's answer refused", reason=error.reason)
        return refused(request, gettext("De inlog van je organisatie is niet gelukt. Begin opnieuw."), 422)
    except (KeyError, oidc.ProviderError):
        return _no_answer(request)
    if step.account is not None:
        return _linked(request, step, provider, proven)
    account = recognition.by_provider(proven)
    if account is None:
        return render(request, "identity/unknown.html", status=403)
    return recognised(request, account, *recognition.provider_shows(proven), step.facts["verder"])


def _linked(request: Visit, step: Step, provider: UUID, proven: oidc.Proven) -> HttpResponse:
    """Somebody asked for it while we knew who she was: signed in, or with an invitation in hand."""
    account = step.account
    if account is None:
        raise ValueError("nobody to link")
    try:
        actions.link(by=acting_actor(), account=account, provider=provider, proven=proven)
    except actions.TakenError:
        return refused(request, gettext("Deze inlog hoort al bij iemand anders in Tandem."), 409)
    if request.signed_in is not None and request.signed_in.account == account:
        return render(request, "identity/linked.html", {"onward": here("/mijn/beveiliging/")})
    return enter(request, account, *recognition.provider_shows(proven), step.facts["verder"])


def _return_address(request: HttpRequest) -> str:
    """The same for every language: it is agreed with the provider."""
    return request.build_absolute_uri(BACK)


def refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return sign_in_with(request, saying(SignInForm(), sentence), status)


def _no_answer(request: HttpRequest) -> HttpResponse:
    """Not a 5xx: what was counted and used up stays so."""
    return refused(
        request, gettext("De inlog van je organisatie geeft nu geen antwoord. Probeer het zo nog eens."), 422
    )

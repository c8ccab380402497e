"""Passkeys: the question for the browser as JSON, and the page that takes the answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tandem.audit.data import Actor
from tandem.identity import actions, passkeys, queries, recognition, steps
from tandem.identity.data import Level, Method, Step, StepKind
from tandem.identity.rules import device_label
from tandem.web.access import sign_in_page
from tandem.web.identity import cookies
from tandem.web.identity.entering import enter
from tandem.web.identity.forms import NothingForm, PasskeyForm, SignInForm, saying
from tandem.web.identity.sign_in import sign_in_with


def site_of(request: HttpRequest) -> passkeys.Site:
    return passkeys.Site(
        request.get_host().rpartition(":")[0] or request.get_host(), request.build_absolute_uri("/")[:-1]
    )


def question(request: HttpRequest, account: UUID | None = None) -> HttpResponse:
    """Ask for a signature: of a passkey of this account, or of any."""
    if not NothingForm(request.POST).is_valid():
        return HttpResponse(status=400)
    known = queries.credentials_of(account) if account else []
    return _asked(passkeys.ask(site_of(request), known), StepKind.ASK_PASSKEY, account)


def question_for_new(request: HttpRequest, account: UUID) -> HttpResponse:
    if not NothingForm(request.POST).is_valid():
        return HttpResponse(status=400)
    asked = passkeys.ask_new(site_of(request), account, queries.credentials_of(account))
    return _asked(asked, StepKind.NEW_PASSKEY, account)


def _asked(asked: passkeys.Asked, kind: StepKind, account: UUID | None) -> HttpResponse:
    response = HttpResponse(asked.options, content_type="application/json")
    cookies.set_step(response, kind, steps.begin(kind, account, challenge=asked.challenge))
    return response


def answered(request: HttpRequest, answer: str, expected: UUID | None = None) -> UUID | None:
    """Whose passkey answered the question that was asked; each question is answered once."""
    step = steps.take(StepKind.ASK_PASSKEY, cookies.step(request, StepKind.ASK_PASSKEY))
    if step is None:
        return None
    return recognition.by_passkey(site_of(request), step.facts["challenge"], answer, expected)


def added(request: HttpRequest, by: Actor, account: UUID, answer: str) -> bool:
    """Keep the passkey that the browser made for this account; False when it does not hold."""
    step: Step | None = steps.take(StepKind.NEW_PASSKEY, cookies.step(request, StepKind.NEW_PASSKEY))
    if step is None or step.account != account:
        return False
    try:
        key = passkeys.accept_new(site_of(request), step.facts["challenge"], answer)
        name = device_label(request.headers.get("User-Agent", "")) or gettext("Passkey")
        actions.add_passkey(by=by, account=account, key=key, name=name)
    except (passkeys.WrongAnswerError, actions.TakenError):
        return False
    return True


@sign_in_page
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """The question of the sign-in page. The browser lets the visitor choose one of her passkeys for this site."""
    return question(request)


@sign_in_page
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey alone is enough: something she has, opened with something she is or knows."""
    form = PasskeyForm(request.POST)
    account = answered(request, form.cleaned_data["antwoord"]) if form.is_valid() else None
    if account is None:
        sentence = gettext("Deze passkey kennen we niet. Log op een andere manier in, of probeer het nog eens.")
        form_again = SignInForm(initial={"verder": request.POST.get("verder", "")})
        return sign_in_with(request, saying(form_again, sentence), 422)
    return enter(request, account, Method.PASSKEY, Level.TWO, form.cleaned_data["verder"])

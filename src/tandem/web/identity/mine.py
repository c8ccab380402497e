"""The pages of who is signed in: the start, her sessions, her hats, and showing once more who she is."""

from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tandem.audit.actions import acting_actor
from tandem.identity import queries, recognition, sessions, throttle
from tandem.identity.data import CONFIRMED, Hat, Level
from tandem.platform import clock
from tandem.web.access import signed_in
from tandem.web.forms import submitted
from tandem.web.identity import cookies, passkeys
from tandem.web.identity.entering import SECURITY, attempt, go, onward, too_often
from tandem.web.identity.forms import ChoiceForm, ConfirmForm, NothingForm, PasskeyForm, saying
from tandem.web.identity.visit import Visit, session_of
from tandem.web.onward import here


@signed_in
@require_safe
def start(request: Visit) -> HttpResponse:
    """Who you are, in which function, and what you can do here."""
    session = session_of(request)
    ended = session.hat is not None and request.hat is None
    ways = queries.ways(session.account)
    shown = {"section": "mijn", "session": session, "ended": ended, "ways": ways, "one": session.level is Level.ONE}
    return render(request, "identity/start.html", shown)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: Visit) -> HttpResponse:
    """Where you are signed in; POST signs out one of them."""
    session = session_of(request)
    if request.method == "POST":
        form = ChoiceForm(request.POST)
        if form.is_valid():
            sessions.end(by=acting_actor(), account=session.account, session=form.cleaned_data["keuze"])
        return go("/mijn/sessies/")
    found = sessions.of(session.account)
    return render(request, "identity/sessions.html", {"section": "mijn", "sessions": found, "this": session.session})


@signed_in
@require_POST
def end_others(request: Visit) -> HttpResponse:
    session = session_of(request)
    if NothingForm(request.POST).is_valid():
        sessions.end_all(by=acting_actor(), account=session.account, but=session.session)
    return go("/mijn/sessies/")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hat(request: Visit) -> HttpResponse:
    """Choose in which function you act. The session goes on under a new id."""
    wanted = request.GET.get("verder", "")
    if request.method == "POST":
        form = ChoiceForm(request.POST)
        key = form.cleaned_data["keuze"] if form.is_valid() else None
        chosen = next((hat for hat in request.hats if hat.id == key), None)
        if chosen is not None:
            return _wear(request, chosen, form.cleaned_data["verder"])
    shown = {"section": "mijn", "wanted": wanted, "refused": request.method == "POST"}
    return render(request, "identity/hat.html", shown, status=422 if request.method == "POST" else 200)


def _wear(request: Visit, chosen: Hat, wanted: str) -> HttpResponse:
    started = sessions.renew(by=acting_actor(), session=session_of(request).session, hat=chosen.id)
    rotate_token(request)
    response = HttpResponseRedirect(onward(wanted))
    cookies.set_session(response, started.token)
    return response


def is_fresh(request: Visit) -> bool:
    """Whether who she is was shown recently enough to change how she signs in."""
    return clock.now() - session_of(request).confirmed < CONFIRMED


def ask_to_confirm() -> HttpResponse:
    """First show who you are; then go on from the overview."""
    return go("/mijn/bevestigen/", here(SECURITY))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Visit) -> HttpResponse:
    """Show once more who you are, with a password or a code; a passkey has an address of its own."""
    session = session_of(request)
    form = ConfirmForm(submitted(request), initial={"verder": request.GET.get("verder", "")})
    if not form.is_bound or not form.is_valid():
        return _confirm_page(request, form, form.status)
    tried = attempt(request, "code", str(session.account), session.account)
    if pause := throttle.pause(tried):
        too_often(form, pause)
        return _confirm_page(request, form, 429)
    given = form.cleaned_data["geheim"]
    if not (recognition.has_password(session.account, given) or recognition.by_code(session.account, given)):
        throttle.failed(tried)
        form.add_error("geheim", gettext("Dit klopt niet."))
        return _confirm_page(request, form, 422)
    throttle.succeeded(tried)
    return _confirmed(request, form.cleaned_data["verder"])


def _confirm_page(request: Visit, form: ConfirmForm, status: int) -> HttpResponse:
    shown = {"form": form, "ways": queries.ways(session_of(request).account), "wanted": form["verder"].value() or ""}
    return render(request, "identity/confirm.html", shown, status=status)


def _confirmed(request: Visit, wanted: str) -> HttpResponse:
    session = session_of(request)
    started = sessions.renew(by=acting_actor(), session=session.session, hat=session.hat, confirmed=True)
    response = HttpResponseRedirect(onward(wanted))
    cookies.set_session(response, started.token)
    return response


@signed_in
@require_POST
def confirm_ask(request: Visit) -> HttpResponse:
    return passkeys.question(request, session_of(request).account)


@signed_in
@require_POST
def confirm_passkey(request: Visit) -> HttpResponse:
    account = session_of(request).account
    form = PasskeyForm(request.POST)
    if form.is_valid() and passkeys.answered(request, form.cleaned_data["antwoord"], account) == account:
        return _confirmed(request, form.cleaned_data["verder"])
    again = ConfirmForm(initial={"verder": request.POST.get("verder", "")})
    sentence = gettext("Deze passkey kennen we niet. Probeer het nog eens.")
    return _confirm_page(request, saying(again, sentence), 422)

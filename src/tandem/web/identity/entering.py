"""What follows when somebody showed who she is: a second factor, a session, a hat, and on to where she was going."""

import math
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from tandem.family import queries as family
from tandem.identity import actions, queries, recognition, sessions, steps
from tandem.identity.data import SIGN_IN, Level, Method, StepKind
from tandem.identity.rules import device_label
from tandem.identity.throttle import Try
from tandem.platform import clock
from tandem.register import hats
from tandem.web.forms import HouseForm
from tandem.web.identity import cookies
from tandem.web.identity.place import place_of
from tandem.web.onward import here

START = "/mijn/"
SECOND = "/inloggen/tweede-stap/"
SECURITY = "/mijn/beveiliging/"
HAT = "/mijn/petje/"
WINDOW = "/gezin/"


def onward(wanted: str) -> str:
    """Where somebody was going, when that is a page of ours; else her own start."""
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else here(START)


def go(path: str, wanted: str = "") -> HttpResponse:
    """On to a page of ours, that knows where somebody wanted to go after it."""
    return HttpResponseRedirect(here(path) + (f"?{urlencode({'verder': wanted})}" if wanted else ""))


def attempt(request: HttpRequest, what: str, account: str, known_as: UUID | None) -> Try:
    """What is counted when it fails. `account`: as it was typed; `known_as`: whose it is, when it is somebody's."""
    browser = recognition.known_browser(cookies.device(request))
    known = browser is not None and browser.account == known_as
    return Try(what, account, place_of(request), str(browser.id) if browser and known else "")


def too_often(form: HouseForm, pause: timedelta) -> int:
    """Say how long to wait; the seconds."""
    seconds = max(1, math.ceil(pause.total_seconds()))
    wait = gettext("%(minutes)d minuten") % {"minutes": math.ceil(seconds / 60)} if seconds > 90 else ""
    wait = wait or gettext("%(seconds)d seconden") % {"seconds": seconds}
    form.add_error(None, gettext("Er is te vaak iets geprobeerd dat niet klopte. Wacht %(wait)s.") % {"wait": wait})
    return seconds


def recognised(request: HttpRequest, account: UUID, method: Method, level: Level, wanted: str) -> HttpResponse:
    """Somebody showed who she is, with one factor or with two. With one, the second comes first if she has it."""
    if level is Level.ONE and queries.ways(account).second_factor:
        response = go(SECOND)
        token = steps.begin(StepKind.SECOND, account, method=method, verder=wanted)
        cookies.set_step(response, StepKind.SECOND, token)
        return response
    return enter(request, account, method, level, wanted)


def enter(request: HttpRequest, account: UUID, method: Method, level: Level, wanted: str) -> HttpResponse:
    """Begin the session under a new id, and go on: to the page she wanted, or to what has to be done first."""
    worn = hats.hats_of(account, clock.today()) if level is Level.TWO else ()
    only = worn[0].id if len(worn) == 1 else None
    started = sessions.start(
        account=account,
        method=method,
        level=level,
        device=device_label(request.headers.get("User-Agent", "")),
        hat=only,
    )
    rotate_token(request)
    if level is Level.ONE:
        response = go(SECURITY)
    elif len(worn) > 1:
        response = go(HAT, wanted)
    elif not wanted and not worn and family.held_by(account):
        response = go(WINDOW)
    else:
        response = HttpResponseRedirect(onward(wanted))
    cookies.set_session(response, started.token)
    for kind in (StepKind.SECOND, StepKind.ASK_PASSKEY, StepKind.PROVIDER, StepKind.ENROL):
        cookies.forget_step(response, kind)
    if level is Level.TWO:
        _remember(request, response, account)
    return response


def _remember(request: HttpRequest, response: HttpResponse, account: UUID) -> None:
    """From here on this browser is known, so that strangers who guess cannot slow it down."""
    browser = recognition.known_browser(cookies.device(request))
    if browser is None or browser.account != account:
        cookies.set_device(response, actions.remember_device(by=SIGN_IN, account=account))

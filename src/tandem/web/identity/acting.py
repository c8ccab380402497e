"""Who asks: looked up once per request, inside its transaction."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from tandem.family import queries as family
from tandem.identity import sessions
from tandem.identity.data import Hat, Level, Method, SignedIn
from tandem.platform import clock
from tandem.platform.context import ANONYMOUS, Context
from tandem.register import functions, hats, queries
from tandem.web.identity import cookies


def context_of(request: HttpRequest) -> Context:
    """As whom this request acts, for the database; also sets `signed_in`, `hat` and `hats` for the pages (`Visit`).

    Runs as the service `sign-in`. Everything is asked again at each request: an account that was closed, a session that
    is too old and a function that ended today no longer count.
    """
    signed_in = _signed_in(request)
    found = worn_by(signed_in) if signed_in else ()
    hat = _chosen(signed_in, found) if signed_in else None
    windows = _windows(signed_in, found)
    request.signed_in, request.hat, request.hats = signed_in, hat, found  # type: ignore[attr-defined]
    request.windows = windows  # type: ignore[attr-defined]
    if hat is not None:
        request.person_name = SimpleLazyObject(partial(queries.name_of, hat.person))  # type: ignore[attr-defined]
        return hats.context_of(hat, day=clock.today())
    return Context(account=signed_in.account, principals=windows) if signed_in else ANONYMOUS


def _windows(signed_in: SignedIn | None, worn: tuple[Hat, ...]) -> tuple[UUID, ...]:
    """Of the family: which windows the account has. None with one factor, and none beside a hat."""
    return family.held_by(signed_in.account) if signed_in and signed_in.level is Level.TWO and not worn else ()


def worn_by(signed_in: SignedIn) -> tuple[Hat, ...]:
    """The hats that somebody may choose from today. None with one factor only: then a second comes first."""
    return named(hats.hats_of(signed_in.account, clock.today())) if signed_in.level is Level.TWO else ()


def named(found: tuple[Hat, ...]) -> tuple[Hat, ...]:
    """With the function in the language of the page."""
    if translation.get_language() != "en":
        return found
    return tuple(replace(hat, function_name=functions.find(hat.function).name_en) for hat in found)


def _signed_in(request: HttpRequest) -> SignedIn | None:
    token = request.COOKIES.get(cookies.session_name(), "")
    found = sessions.find(token) if token else None
    if found and found.method is Method.DEMO and not getattr(settings, "DEMO_SIGN_IN", False):
        return None
    return found


def _chosen(signed_in: SignedIn, found: tuple[Hat, ...]) -> Hat | None:
    """Who has one hat never chooses. But a chosen hat that ended is not silently replaced by another."""
    if signed_in.hat is None and len(found) == 1:
        return found[0]
    return next((hat for hat in found if hat.id == signed_in.hat), None)

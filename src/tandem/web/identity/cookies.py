"""The cookies of signing in. Each holds a random token and nothing else; what it means stands on the server.

Under https their names begin with `__Host-`, so that no other host can set them. Lax, because people arrive by a link
in a mail or from their organisation's own sign-in; every change asks for a POST with a token of ours.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tandem.identity.data import StepKind
from tandem.identity.recognition import DEVICE_LASTS
from tandem.identity.steps import LASTS


def session_name() -> str:
    return _name("tandem")


def set_session(response: HttpResponse, token: str) -> None:
    """Until the browser closes; the server ends it earlier."""
    _set(response, session_name(), token, None)


def forget_session(response: HttpResponse) -> None:
    _forget(response, session_name())


def device(request: HttpRequest) -> str:
    return request.COOKIES.get(_name("apparaat"), "")


def set_device(response: HttpResponse, token: str) -> None:
    _set(response, _name("apparaat"), token, int(DEVICE_LASTS.total_seconds()))


def step(request: HttpRequest, kind: StepKind) -> str:
    return request.COOKIES.get(_step_name(kind), "")


def set_step(response: HttpResponse, kind: StepKind, token: str) -> None:
    _set(response, _step_name(kind), token, int(LASTS[kind].total_seconds()))


def forget_step(response: HttpResponse, kind: StepKind) -> None:
    _forget(response, _step_name(kind))


def _step_name(kind: StepKind) -> str:
    return _name(f"stap-{kind}")


def _name(name: str) -> str:
    return f"__Host-{name}" if settings.HTTPS else name


def _set(response: HttpResponse, name: str, value: str, seconds: int | None) -> None:
    response.set_cookie(name, value, max_age=seconds, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax")


def _forget(response: HttpResponse, name: str) -> None:
    response.set_cookie(name, "", max_age=0, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax")

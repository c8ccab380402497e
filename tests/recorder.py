"""Sees every answer that the house gives in every test, and notes what is missing or weak in headers and cookies.

`tests.settings` puts it in front of all middleware; a fixture in `tests/conftest.py` fails the test that got such an
answer.
The rules are written here a second time, from the design's list (G12), and not taken from the house.
"""

from collections.abc import Callable, Iterator
from http.cookies import Morsel

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from tandem.identity.access import PUBLIC, Access
from tandem.project.transaction import access_of

YEAR = 31_536_000
EXACT = {
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
}
SOURCES = {"'none'", "'self'"}
problems: list[str] = []


class Recorder:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        problems.extend(f"{request.method} {request.path}: {problem}" for problem in weak(request, response))
        return response


def weak(request: HttpRequest, response: HttpResponseBase) -> Iterator[str]:
    """What is wrong with the headers and cookies of this answer."""
    for name, allowed in EXACT.items():
        if response.headers.get(name) not in allowed:
            if name == "Cross-Origin-Resource-Policy" and request.path.startswith("/api/") and _is_public(request):
                continue  # open data: other sites may use it, that is what it is for
            yield f"{name} is {response.headers.get(name)}"
    if not response.headers.get("Permissions-Policy"):
        yield "Permissions-Policy is missing"
    yield from _policy(request, response)
    if settings.HTTPS:
        yield from _only_https(response)
    yield from _keeping(request, response)
    for cookie in response.cookies.values():
        yield from _cookie(cookie)


def _policy(request: HttpRequest, response: HttpResponseBase) -> Iterator[str]:
    parts = response.headers.get("Content-Security-Policy", "").split("; ")
    policy = {name: value for name, _, value in (part.partition(" ") for part in parts)}
    if policy.get("default-src") != "'none'":
        yield "Content-Security-Policy lets things in by default"
    for name, value in policy.items():
        if name.endswith("-src") and not set(value.split()) <= SOURCES:
            yield f"Content-Security-Policy has {name} {value}"
    for name in ("base-uri", "form-action"):
        if policy.get(name) not in SOURCES:
            yield f"Content-Security-Policy has {name} {policy.get(name)}"
    yield from _frames(request, response, policy.get("frame-ancestors", ""))


def _frames(request: HttpRequest, response: HttpResponseBase, ancestors: str) -> Iterator[str]:
    if request.GET.get("embed") == "1" and ancestors == "*" and _is_public(request):
        return
    if ancestors != "'none'":
        yield f"Content-Security-Policy has frame-ancestors {ancestors}"
    if response.headers.get("X-Frame-Options") != "DENY":
        yield f"X-Frame-Options is {response.headers.get('X-Frame-Options')}"


def _only_https(response: HttpResponseBase) -> Iterator[str]:
    parts = response.headers.get("Strict-Transport-Security", "").split("; ")
    ages = [int(part.removeprefix("max-age=")) for part in parts if part.startswith("max-age=")]
    if not ages or ages[0] < YEAR:
        yield f"Strict-Transport-Security is {response.headers.get('Strict-Transport-Security')}"


def _keeping(request: HttpRequest, response: HttpResponseBase) -> Iterator[str]:
    """Nobody keeps a page that knows who asks; a page that anybody may keep gives nobody a cookie."""
    kept = {part.strip() for part in response.headers.get("Cache-Control", "").split(",")}
    if _access(request) not in (None, PUBLIC) and not {"no-store", "private"} <= kept:
        yield f"Cache-Control is {response.headers.get('Cache-Control')}"
    if response.cookies and "no-store" not in kept:
        yield f"sets {', '.join(response.cookies)} on an answer that may be kept"


def _is_public(request: HttpRequest) -> bool:
    return _access(request) == PUBLIC


def _access(request: HttpRequest) -> Access | None:
    """What the view behind the address declares. The address decides the language, which no longer holds here."""
    with translation.override("en" if request.path.startswith("/en/") else "nl"):
        return access_of(request)


def _cookie(cookie: "Morsel[str]") -> Iterator[str]:
    if not cookie["httponly"]:
        yield f"cookie {cookie.key} can be read by script"
    if cookie["samesite"] not in ("Lax", "Strict"):
        yield f"cookie {cookie.key} is SameSite={cookie['samesite']}"
    if cookie["path"] != "/" or cookie["domain"]:
        yield f"cookie {cookie.key} is for {cookie['domain']}{cookie['path']}"
    if settings.HTTPS and not (cookie["secure"] and cookie.key.startswith("__Host-")):
        yield f"cookie {cookie.key} is not bound to https and this host"

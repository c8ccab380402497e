"""Security headers on every answer, static files and errors included.

Nothing may be loaded from another host, no inline script or style runs, and nobody may frame a page, except an
embed form (`?embed=1`) of a view that says `embeddable = True`.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort", "browsing-topics")
)


def content_security_policy(frame_ancestors: str) -> str:
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, "frame-ancestors": frame_ancestors}.items())


NOT_FRAMED = content_security_policy("'none'")
FRAMED = content_security_policy("*")


class SecurityHeaders:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        framed = getattr(request, "may_be_framed", False)
        response.headers.setdefault("Content-Security-Policy", FRAMED if framed else NOT_FRAMED)
        if not framed:
            response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: object) -> None:
        embed = request.GET.get("embed") == "1"
        request.may_be_framed = embed and getattr(view, "embeddable", False)  # type: ignore[attr-defined]

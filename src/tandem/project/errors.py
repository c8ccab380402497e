"""Error pages: the page of `web` that says what is wrong, and for our own mistakes a plain one that always works.

A program gets a problem of `api` in its place.
"""

from django.http import HttpRequest, HttpResponse

from tandem.api import refusing
from tandem.web.access import to_sign_in
from tandem.web.refusals import refused

NOT_KEPT = {"Cache-Control": "private, no-store"}  # also when it was the house itself that failed
PLAIN = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>{title}</title>
<main><h1>{title}</h1><p>{sentence}</p><p><a href="/">Naar het begin</a></p></main></html>"""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's form
    return refusing.refused(request, 400) if refusing.is_call(request) else refused(request, 400)


def not_by_this_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - as above
    """What was sent has no token of ours: from another site, or after the page had lain open too long."""
    return refused(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - as above
    return refusing.refused(request, 404) if refusing.is_call(request) else refused(request, 404)


def who_is_this(request: HttpRequest) -> HttpResponse:
    """Somebody has to sign in first; a program has to show a key."""
    return refusing.refused(request, 401) if refusing.is_call(request) else to_sign_in(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Never renders a template: what failed may be what the template needs."""
    if refusing.is_call(request):
        return refusing.refused(request, 500)
    title = "Er ging iets mis bij ons"
    sentence = "Er is niets verloren. Probeer het zo nog eens; de fout is genoteerd."
    return HttpResponse(PLAIN.format(title=title, sentence=sentence), status=500, headers=NOT_KEPT)


def no_line_no_data(request: HttpRequest) -> HttpResponse:
    """The line of this read could not be written. No template: what it needs may be what may not be served."""
    if refusing.is_call(request):
        return refusing.refused(request, 503)
    title = "Dit kan nu even niet"
    sentence = "We kunnen niet vastleggen wie wat inziet, en dan laten we niets zien. Probeer het over een minuut."
    return HttpResponse(
        PLAIN.format(title=title, sentence=sentence),
        status=503,
        headers={"Retry-After": "60", **NOT_KEPT},
    )

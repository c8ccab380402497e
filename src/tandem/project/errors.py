"""Error pages: the template of `web` when it can be rendered, else a plain page that always can."""

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

PLAIN = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>{title}</title>
<main><h1>{title}</h1><p>{sentence}</p><p><a href="/">Naar het begin</a></p></main></html>"""


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    context = {"title": title, "sentence": sentence, "status": status}
    try:
        return HttpResponse(render_to_string(f"{status}.html", context, request=request), status=status)
    except TemplateDoesNotExist:
        return HttpResponse(PLAIN.format(**context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's form
    return _page(request, 400, "Deze vraag begrijpen we niet", "Controleer het adres, of begin opnieuw.")


def not_by_this_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - as above
    """What was sent has no token of ours: from another site, or after the page had lain open too long."""
    return _page(
        request,
        403,
        "Dit hebben we niet verwerkt",
        "Er is niets veranderd. Open de pagina opnieuw en probeer het nog eens.",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - as above
    return _page(
        request, 404, "Deze pagina is er niet", "Misschien is hij verplaatst, of zit er een fout in het adres."
    )


def server_error(_request: HttpRequest) -> HttpResponse:
    """Never renders a template: what failed may be what the template needs."""
    title = "Er ging iets mis bij ons"
    sentence = "Er is niets verloren. Probeer het zo nog eens; de fout is genoteerd."
    return HttpResponse(PLAIN.format(title=title, sentence=sentence), status=500)


def no_line_no_data(_request: HttpRequest) -> HttpResponse:
    """The line of this read could not be written. No template: what it needs may be what may not be served."""
    title = "Dit kan nu even niet"
    sentence = "We kunnen niet vastleggen wie wat inziet, en dan laten we niets zien. Probeer het over een minuut."
    return HttpResponse(
        PLAIN.format(title=title, sentence=sentence),
        status=503,
        headers={"Retry-After": "60", "Cache-Control": "no-store"},
    )

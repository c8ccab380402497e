"""What the house answers to a program where it would answer a person with a page: the same refusal, as a problem."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, override

from tandem.api import problems
from tandem.api.delivery import VERSION, language_of

HERE = "/api/"


def is_call(request: HttpRequest) -> bool:
    return request.path_info.startswith(HERE)


def refused(request: HttpRequest, status: int) -> HttpResponse:
    """400, 401, 404, 500 or 503. Asks nothing of the database: what failed may be that."""
    language = language_of(request)
    with override(language):
        response = problems.problem(status, _detail(status))
    response.headers["Content-Language"] = language
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    response.headers["API-Version"] = VERSION
    response.headers["Cache-Control"] = "private, no-store"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Tandem"'
    if status == 503:
        response.headers["Retry-After"] = "60"
    return response


def _detail(status: int) -> str:
    return {
        400: gettext("Deze vraag begrijpen we niet."),
        401: gettext(
            "Stuur een sleutel mee die geldig is: Authorization: Bearer. De eigenaar maakt er een onder Mijn Tandem."
        ),
        404: problems.not_here(),
        500: problems.failed(),
        503: gettext("We kunnen nu niet vastleggen wie wat inziet, en dan laten we niets zien."),
    }[status]

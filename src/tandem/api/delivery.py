"""What every answer of the API has in common: headers, tag, refusal of unknown parameters, and nothing but reading.

The tag (ETag) is made of the snapshot, the definitions and the question, so it is known before the answer is:
who has the latest answer is told so (304) without any work, and any cache on the way can serve the rest.
"""

import hashlib
import logging
from collections.abc import Callable, Set
from functools import cache, wraps
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext, override
from django.utils.translation.trans_real import parse_accept_lang_header

from tandem.api import problems
from tandem.flows.cube import Cube, NoOpenData, current_cube
from tandem.identity.access import PUBLIC, Access, Audience
from tandem.platform.clock import today
from tandem.register.definitions import regions
from tandem.sharing.reading import standard

log = logging.getLogger("tandem.api")

VERSION = "1.0.0"
METHODS = "GET, HEAD, OPTIONS"
CACHE_CONTROL = "public, max-age=300"
LANGUAGES = ("nl", "en")
JSON, CSV = "application/json", "text/csv"
LONGEST_ADDRESS = 4000  # signs; all municipalities of the country by code are 2700

View = Callable[..., HttpResponseBase]


def delivered(view: View, parameters: Callable[[], Set[str]], *, from_register: bool = False) -> View:
    """The view as the API delivers it. `parameters`: the query parameters that this address knows.

    `from_register`: it asks the database, as a stranger, and no cache keeps the answer.
    """

    @wraps(view)
    def deliver(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = language_of(request)
        with override(language):  # what is wrong is said in it; an answer is the same in every language
            if request.method == "OPTIONS":
                response: HttpResponseBase = _empty()
            elif request.method in ("GET", "HEAD"):
                answer = _fresh if from_register else _answer
                response = refused(request, parameters()) or answer(view, request, *args, **kwargs)
            elif view is not_here:  # whatever is asked of it
                response = view(request)
            else:
                response = problems.problem(405, gettext("Hier kun je alleen lezen: gebruik GET."))
        if response.status_code >= 400:
            response.headers["Content-Language"] = language
            patch_vary_headers(response, ["Accept-Language"])
        return _with_headers(request, response, open_data=not from_register)

    deliver.access_check = Access(Audience.OPEN_REGISTER) if from_register else PUBLIC  # type: ignore[attr-defined]
    deliver.csrf_exempt = True  # type: ignore[attr-defined]  # nothing here changes anything
    return deliver


def not_here(_request: HttpRequest, **_: Any) -> HttpResponseBase:
    """The view of every address that is not part of the API."""
    return problems.problem(404, problems.not_here())


def cube_of(request: HttpRequest) -> Cube:
    """The cube that this request is answered from: one and the same, also when the snapshot changes meanwhile."""
    cube: Cube | None = getattr(request, "tandem_cube", None)
    if cube is None:
        cube = current_cube()
        request.tandem_cube = cube  # type: ignore[attr-defined]
    return cube


def wants_csv(request: HttpRequest) -> bool:
    """`formaat` decides; without it what the client prefers."""
    if form := request.GET.get("formaat"):
        return form == "csv"
    return request.get_preferred_type([JSON, CSV]) == CSV


def language_of(request: HttpRequest) -> str:
    """Dutch, unless the client prefers English."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((code[:2] for code, _ in asked if code[:2] in LANGUAGES), LANGUAGES[0])


def _empty() -> HttpResponse:
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    return response


def refused(request: HttpRequest, parameters: Set[str]) -> HttpResponseBase | None:
    """What is wrong with the request itself, before anything is looked up."""
    if len(request.get_full_path()) > LONGEST_ADDRESS:
        return problems.problem(414, gettext("Dit adres is te lang. Vraag minder tegelijk."))
    if wrong := _wrong_parameters(request, parameters):
        return problems.wrong_input(wrong)
    forms = [JSON, problems.MEDIA_TYPE, *([CSV] if "formaat" in parameters else [])]
    if "formaat" not in request.GET and request.get_preferred_type(forms) is None:
        detail = gettext("Dit antwoord is er alleen als: {forms}.").format(forms=", ".join((JSON, *forms[2:])))
        return problems.problem(406, detail)
    return None


def _fresh(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """What the database refuses is for the house to answer, so nothing is caught here."""
    asked, request.method = request.method, "GET"
    response: HttpResponseBase = view(request, *args, **kwargs)
    request.method = asked
    return response


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    tag = _tag(request)
    if tag in parse_etags(_without_weakness(request.headers.get("If-None-Match", ""))):
        return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": CACHE_CONTROL})
    asked, request.method = request.method, "GET"  # the server itself leaves the body of a HEAD away
    try:
        response = view(request, *args, **kwargs)
    except Exception:
        got_request_exception.send(sender=None, request=request)
        log.exception("api_failed", extra={"path": request.path})
        response = problems.problem(500, problems.failed())
    if response.status_code == 200:
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = CACHE_CONTROL
    request.method = asked
    return response


def _wrong_parameters(request: HttpRequest, parameters: Set[str]) -> list[problems.WrongInput]:
    known = ", ".join(sorted(parameters)) or gettext("geen")
    not_here = gettext("De parameter {name} bestaat hier niet; wel: {known}.")
    double = gettext("De parameter {name} staat er meer dan eens; gebruik komma's.")
    wrong = [
        problems.WrongInput(name, "onbekend", not_here.format(name=name, known=known))
        for name in request.GET
        if name not in parameters
    ]
    twice = [name for name, values in request.GET.lists() if name in parameters and len(values) > 1]
    return wrong + [problems.WrongInput(name, "dubbel", double.format(name=name)) for name in twice]


def _tag(request: HttpRequest) -> str:
    try:
        snapshot = cube_of(request).snapshot_id
    except NoOpenData:
        snapshot = "-"
    query = sorted(request.GET.items())
    asked = repr((snapshot, VERSION, _definitions(), _rules_of(request), request.path, query, wants_csv(request)))
    return f'"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"'


def _rules_of(request: HttpRequest) -> str:
    """The standard for sharing holds from and until a day; no other answer changes by itself."""
    return f"{standard().version} {today()}" if "/deel" in request.path else ""


@cache
def _definitions() -> str:
    return repr(sorted(regions().items()))


def _without_weakness(tags: str) -> str:
    """Compression on the way makes our tags weak (W/); for a 304 that is the same answer (RFC 9110, 13.1.2)."""
    return tags.replace("W/", "").replace("*", "")


def _with_headers(request: HttpRequest, response: HttpResponseBase, *, open_data: bool) -> HttpResponseBase:
    response.headers["API-Version"] = VERSION
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "API-Version, ETag"
    if open_data:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers.setdefault("Cache-Control", "no-store" if open_data else "private, no-store")
    patch_vary_headers(response, ["Accept"])
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
    if response.status_code in (204, 405):
        response.headers["Allow"] = METHODS
    return response

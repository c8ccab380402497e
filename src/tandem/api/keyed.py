"""What every answer to a system with a key has in common: its scope, its pace, its line in the log, and no cache.

The house has recognised the key already (`acting`), and opened the transaction in which its owner acts.
"""

import math
from collections.abc import Callable, Mapping, Set
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, override

from tandem.api import problems
from tandem.api.acting import Call
from tandem.api.delivery import JSON, VERSION, View, language_of, refused
from tandem.audit import actions as audit
from tandem.identity import throttle
from tandem.identity.access import Access, Audience
from tandem.identity.data import Scope

Scopes = Mapping[str, Scope]  # per method what the key must be for


def by_key(view: View, parameters: Callable[[], Set[str]], scopes: Scopes, functions: Set[str]) -> View:
    """The view for systems. `parameters`: the query parameters that this address knows; `functions`: of whose key."""

    @wraps(view)
    def deliver(request: Call, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = language_of(request)
        with override(language):
            response = _refused(request, parameters(), scopes) or _answer(view, request, *args, **kwargs)
        response.headers["Content-Language"] = language
        patch_vary_headers(response, ["Accept", "Accept-Language", "Authorization"])
        response.headers["API-Version"] = VERSION
        response.headers["Cache-Control"] = "private, no-store"
        if response.status_code in (204, 405):
            response.headers["Allow"] = _allow(scopes)
        return response

    deliver.access_check = Access(Audience.SYSTEM, frozenset(functions))  # type: ignore[attr-defined]
    deliver.csrf_exempt = True  # type: ignore[attr-defined]  # no browser sends a key by itself
    return deliver


def _allow(scopes: Scopes) -> str:
    return ", ".join([*scopes, *(["HEAD"] if "GET" in scopes else []), "OPTIONS"])


def _refused(request: Call, parameters: Set[str], scopes: Scopes) -> HttpResponseBase | None:
    """What is wrong with the call itself, before anything is looked up."""
    key = request.system_key
    if key is None:
        raise PermissionError("no key: the mark of this view was not looked at")
    method = "GET" if request.method == "HEAD" else str(request.method)
    if method == "OPTIONS":
        return HttpResponse(status=204)
    if pause := throttle.called(key.id):
        seconds = max(1, math.ceil(pause.total_seconds()))
        slower = problems.problem(429, gettext("Deze sleutel vraagt te veel achter elkaar. Wacht even."))
        slower.headers["Retry-After"] = str(seconds)
        return slower
    if method not in scopes:
        return problems.problem(405, gettext("Dit kan hier niet; wel: {allow}.").format(allow=_allow(scopes)))
    if scopes[method] not in key.scopes:
        return problems.problem(403, _for_what(scopes[method]))
    if method == "POST" and request.content_type != JSON:
        return problems.problem(415, gettext("Stuur het als application/json."))
    return refused(request, parameters)


def _for_what(scope: Scope) -> str:
    if scope is Scope.RAISE:
        return gettext("Met deze sleutel kun je geen signalen doorgeven.")
    if scope is Scope.FOLLOW:
        return gettext("Met deze sleutel kun je geen signalen volgen.")
    if scope is Scope.SEE:
        return gettext("Met deze sleutel kun je geen casussen, overleggen en besluiten zien.")
    return gettext("Met deze sleutel kun je in casussen, overleggen en besluiten niets doen.")


def _answer(view: View, request: Call, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """In the log stands by which key it was, beside the lines of what was read or changed."""
    key = request.system_key
    audit.record(
        by=audit.acting_actor(),
        action="call with system key",
        subject=f"key:{key.id if key else ''}",
        details={"method": str(request.method), "route": _route(request)},
    )
    asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
    response = view(request, *args, **kwargs)
    request.method = asked
    return response


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else ""

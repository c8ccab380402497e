"""Addresses of the API. Version 1 of the address stays as it is; what breaks a client becomes version 2."""

import re
from collections.abc import Set
from functools import cache

from django.urls import URLPattern, URLResolver, path, re_path

from tandem.api import cases, concerns, decisions, desk, distances, events, flows, meetings, opendata, places, sharing
from tandem.api.delivery import delivered, not_here
from tandem.api.keyed import by_key
from tandem.api.service import api
from tandem.register.functions import professional_codes, raising_codes

api.add_router("", places.router)
api.add_router("", flows.router)
api.add_router("", distances.router)
api.add_router("", opendata.router)
api.add_router("", sharing.router)
api.add_router("", desk.router)
api.add_router("", concerns.router)
api.add_router("", cases.router)
api.add_router("", meetings.router)
api.add_router("", decisions.router)
api.add_router("", events.router)
# Per address what the key must be for, and who may have one: who raises concerns, and who works together.
KEYED = [
    (concerns.SCOPES, raising_codes()),
    *((scopes, professional_codes()) for scopes in (cases.SCOPES, meetings.SCOPES, decisions.SCOPES, events.SCOPES)),
]
FROM_REGISTER = {"loket"}  # what is answered from the database, fresh each time


@cache
def _known_parameters() -> dict[str, Set[str]]:
    """Per address the query parameters of the published description, so that it and the refusals cannot differ."""
    return {
        address: {
            parameter["name"]
            for operation in methods.values()
            for parameter in operation["parameters"]
            if parameter["in"] == "query"
        }
        for address, methods in api.get_openapi_schema()["paths"].items()
    }


def _route(pattern: URLPattern) -> URLPattern:
    route = str(pattern.pattern)
    address = "/" + re.sub(r"<(?:[a-z]+:)?([a-z]+)>", r"{\1}", route)

    def parameters() -> Set[str]:
        return _known_parameters().get(address, frozenset())

    keyed = next(((scopes[address], codes) for scopes, codes in KEYED if address in scopes), None)
    if keyed:
        view = by_key(pattern.callback, parameters, *keyed)
    else:
        view = delivered(pattern.callback, parameters, from_register=route in FROM_REGISTER)
    return path(f"v1/{route}", view, name=f"api-{pattern.name}")


# Each address once, whatever its methods; without the page that ninja puts at the root: `openapi.json` says everything.
_patterns = {str(one.pattern): one for one in api.urls[0] if isinstance(one, URLPattern) and str(one.pattern)}
_routes = [_route(pattern) for pattern in _patterns.values()]

urlpatterns: list[URLPattern | URLResolver] = [
    *_routes,
    re_path(r"^.*$", delivered(not_here, frozenset), name="api-not-here"),
]

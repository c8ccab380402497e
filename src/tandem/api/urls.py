"""Addresses of the API. Version 1 of the address stays as it is; what breaks a client becomes version 2."""

import re
from collections.abc import Set
from functools import cache

from django.urls import URLPattern, URLResolver, path, re_path

from tandem.api import concerns, desk, distances, flows, opendata, places, sharing
from tandem.api.delivery import delivered, not_here
from tandem.api.keyed import by_key
from tandem.api.service import api

api.add_router("", places.router)
api.add_router("", flows.router)
api.add_router("", distances.router)
api.add_router("", opendata.router)
api.add_router("", sharing.router)
api.add_router("", desk.router)
api.add_router("", concerns.router)
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

    if scopes := concerns.SCOPES.get(address):
        view = by_key(pattern.callback, parameters, scopes)
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

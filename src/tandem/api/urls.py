"""Addresses of the API. Version 1 of the address stays as it is; what breaks a client becomes version 2."""

from collections.abc import Set
from functools import cache

from django.urls import URLPattern, URLResolver, path, re_path

from tandem.api import desk, distances, flows, opendata, places, sharing
from tandem.api.delivery import delivered, not_here
from tandem.api.service import api

api.add_router("", places.router)
api.add_router("", flows.router)
api.add_router("", distances.router)
api.add_router("", opendata.router)
api.add_router("", sharing.router)
api.add_router("", desk.router)
FROM_REGISTER = {"loket"}  # what is answered from the database, fresh each time


@cache
def _known_parameters() -> dict[str, Set[str]]:
    """Per address the query parameters of the published description, so that it and the refusals cannot differ."""
    return {
        address: {parameter["name"] for parameter in methods["get"]["parameters"] if parameter["in"] == "query"}
        for address, methods in api.get_openapi_schema()["paths"].items()
    }


def _route(pattern: URLPattern) -> URLPattern:
    route = str(pattern.pattern)
    address = "/" + route.replace("<", "{").replace(">", "}")
    view = delivered(
        pattern.callback, lambda: _known_parameters().get(address, frozenset()), from_register=route in FROM_REGISTER
    )
    return path(f"v1/{route}", view, name=f"api-{pattern.name}")


# Without the page that ninja puts at the root of an API: `openapi.json` says everything.
_routes = [_route(pattern) for pattern in api.urls[0] if isinstance(pattern, URLPattern) and str(pattern.pattern)]

urlpatterns: list[URLPattern | URLResolver] = [
    *_routes,
    re_path(r"^.*$", delivered(not_here, frozenset), name="api-not-here"),
]

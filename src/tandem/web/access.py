"""Who may open a page. Every view says so with one of these marks; a route without one stops the start-up."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from tandem.web.refusals import refused

View = TypeVar("View", bound=Callable[..., Any])
READING = ("GET", "HEAD")


def public(view: View) -> View:
    """For everybody: the page shows open data and nothing about a person."""
    view.access_check = "public"  # type: ignore[attr-defined]
    return view


def embeddable(view: View) -> View:
    """The page may stand inside a page of somebody else as `?embed=1`."""
    view.embeddable = True  # type: ignore[attr-defined]
    return view


def read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page only shows: whatever else is asked of it is refused with a page that says so."""

    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in READING:
            return view(request, *args, **kwargs)
        response = refused(request, 405)
        response.headers["Allow"] = ", ".join(READING)
        return response

    reading.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is taken in, so there is nothing to guard
    return reading

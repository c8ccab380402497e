"""Who may open a page. Every view says so with one of these marks; a route without one stops the start-up.

The marks only declare: `project.transaction` opens the transaction, sees who asks, and lets the view answer or not.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tandem.identity.access import PUBLIC, Access, Audience
from tandem.web.onward import here
from tandem.web.refusals import refused

SIGN_IN_ADDRESS = "/inloggen/"
READING = ("GET", "HEAD")

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """For everybody: the page shows open data and nothing about a person. It cannot use the database."""
    return _marked(view, PUBLIC)


def open_register(view: View) -> View:
    """For everybody, from the database, as a stranger: organisations and what they published of themselves."""
    return _marked(view, Access(Audience.OPEN_REGISTER))


def sign_in_page(view: View) -> View:
    """For who is signing in: the view works as the service `sign-in`, whoever asks."""
    return _marked(view, Access(Audience.SIGN_IN))


def signed_in(view: View) -> View:
    """For who has an account, with or without a hat."""
    return _marked(view, Access(Audience.SIGNED_IN))


def family(view: View) -> View:
    """For who has an account, wears no hat and showed two factors: a parent or young person, if she has a window."""
    return _marked(view, Access(Audience.FAMILY))


def professional(view: View) -> View:
    """For who wears a hat with a professional function; for others the page does not exist."""
    return _marked(view, Access(Audience.PROFESSIONAL))


def functions(*codes: str) -> Callable[[View], View]:
    """For who wears a hat with one of these functions; for others the page does not exist."""
    if not codes:
        raise ValueError("name at least one function")
    access = Access(Audience.FUNCTIONS, frozenset(codes))
    return lambda view: _marked(view, access)


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


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in first, and come back here if this is a page that can simply be asked again."""
    address = here(SIGN_IN_ADDRESS)
    if request.headers.get("HX-Request"):  # a part of a page: the whole page must go
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    back = f"?{urlencode({'verder': request.get_full_path()})}" if request.method in READING else ""
    return HttpResponseRedirect(address + back)


def _marked(view: View, access: Access) -> View:
    view.access_check = access  # type: ignore[attr-defined]
    return view

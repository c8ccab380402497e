"""Who may open a page. Every view says so with one of these marks; a route without one stops the start-up."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """For everybody: the page shows open data and nothing about a person."""
    view.access_check = "public"  # type: ignore[attr-defined]
    return view


def embeddable(view: View) -> View:
    """The page may stand inside a page of somebody else as `?embed=1`."""
    view.embeddable = True  # type: ignore[attr-defined]
    return view

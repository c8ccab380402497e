"""What a view knows of who asks, once the transaction of the request has looked it up."""

from uuid import UUID

from django.http import HttpRequest

from tandem.identity.data import Hat, SignedIn


class Visit(HttpRequest):
    signed_in: SignedIn | None
    hat: Hat | None  # in which function she acts
    hats: tuple[Hat, ...]  # in which functions she may act today
    windows: tuple[UUID, ...]  # of the family, where she wears no hat


def session_of(request: Visit) -> SignedIn:
    """For views that only open to who is signed in."""
    if request.signed_in is None:
        raise PermissionError("this view has no mark that asks to sign in")
    return request.signed_in

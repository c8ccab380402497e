"""Who asks: looked up once per request, inside its transaction."""

from django.http import HttpRequest

from tandem.platform.context import ANONYMOUS, Context


def context_of(request: HttpRequest) -> Context:
    """As whom this request acts, for the database; also sets `request.signed_in` and `request.hat` for the pages.

    Runs as the service `sign-in`. Nobody can sign in yet, so everybody is a stranger.
    """
    request.signed_in = None  # type: ignore[attr-defined]
    request.hat = None  # type: ignore[attr-defined]
    return ANONYMOUS

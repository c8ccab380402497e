"""One transaction per request, in which the database knows from the first statement who acts.

Not Django's ATOMIC_REQUESTS: that closes before a lazily rendered page asks its questions.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import structlog
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.urls import Resolver404, resolve

from tandem.api.acting import context_of as context_of_call
from tandem.identity.access import Access, Audience, Verdict, verdict
from tandem.platform.context import ANONYMOUS, Context, acting, current, switch
from tandem.platform.database import is_refusal
from tandem.project import errors
from tandem.web.identity.acting import context_of

log = structlog.get_logger("tandem.request")
SIGN_IN_SERVICE = "sign-in"

Answer = Callable[[HttpRequest], HttpResponseBase]


class OneTransaction:
    """Opens it, sees who asks, lets the view answer or not, and commits; 5xx and exceptions roll back.

    What the database refuses does not exist for this visitor: 404, the same page as for any address that is not there.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        access = access_of(request)
        if access is None or access.audience is Audience.PUBLIC:
            return self.get_response(request)
        try:
            response = self._answered_in_one(request, access)
        except DatabaseError as error:
            if not is_refusal(error):
                raise
            request.refused_by_database = True  # type: ignore[attr-defined]
        if getattr(request, "refused_by_database", False):  # made here, since inside nothing can be asked any more
            log.warning("refused by the database", method=request.method, route=_route(request), status=404)
            response = errors.not_found(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Django asks this for what a view raises, before it makes a 500 of it."""
        if not (isinstance(exception, DatabaseError) and is_refusal(exception)):
            return None
        request.refused_by_database = True  # type: ignore[attr-defined]
        return errors.server_error(request)  # only to have it rolled back; `__call__` puts the 404 in its place

    def _answered_in_one(self, request: HttpRequest, access: Access) -> HttpResponseBase:
        trace = secrets.token_hex(16)
        with acting(Context(service=SIGN_IN_SERVICE, trace=trace)):
            visitor = (context_of_call if access.audience is Audience.SYSTEM else context_of)(request)
            if access.audience is not Audience.SIGN_IN:
                acts_as = ANONYMOUS if access.audience is Audience.OPEN_REGISTER else visitor
                switch(replace(acts_as, trace=trace))
            response = self._answered(request, access, visitor)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = _streamed(current(), response.streaming_content)
        return response

    def _answered(self, request: HttpRequest, access: Access, visitor: Context) -> HttpResponseBase:
        signed_in, hat = request.signed_in, request.hat  # type: ignore[attr-defined]
        found = verdict(access, signed_in, hat, visitor.professional)
        if found is Verdict.SIGN_IN:
            return errors.who_is_this(request)
        return self.get_response(request) if found is Verdict.OPEN else errors.not_found(request)


def access_of(request: HttpRequest) -> Access | None:
    """What the view behind this address declares; None where there is no view. A view without a mark cannot start."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    access: Access = match.func.access_check  # type: ignore[attr-defined]
    return access


def _streamed(context: Context, content: Any) -> Iterator[Any]:
    """A streamed body is made when the request is over: then the same visitor acts in a transaction of its own."""
    with acting(context):
        yield from content


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else ""

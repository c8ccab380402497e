"""No line in the access log, no data on the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tandem.audit.data import AuditUnavailableError
from tandem.project import errors


class NoLineNoData:
    """Answers 503 without data when the line of a read cannot be written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.no_line_no_data(request) if isinstance(exception, AuditUnavailableError) else None

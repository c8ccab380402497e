"""What happens to every request and answer at the door: addresses that are too long, and what is worth compressing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

LONGEST_ADDRESS = 4_000  # signs; one that names all municipalities has 2,700. gunicorn.py lets a little more in
PACKED = (
    "image/png",
    "font/woff2",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/zip",
)


class ShortAddress:
    """Answers 414 to an address that is too long, with the headers of every other answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        own = request.path_info.startswith("/api/")  # the API says it as a problem
        if not own and len(request.get_full_path()) > LONGEST_ADDRESS:
            text = "Dit adres is te lang. / This address is too long.\n"
            return HttpResponse(text, status=414, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class Compression(GZipMiddleware):
    """Compresses answers, but not what is compressed already: that costs time and gains nothing."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").partition(";")[0] in PACKED:
            return response
        return super().process_response(request, response)

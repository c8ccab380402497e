"""The address alone decides the language: below /en/ English, elsewhere Dutch.

Django's own LocaleMiddleware also looks at a cookie and the browser, and says so in `Vary`, so that no cache on the way
could share a page between readers.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

ENGLISH = "/en/"


class AddressLanguage:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = "en" if request.path_info.startswith(ENGLISH) else "nl"
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

"""A route that opens for a function that does not exist: the negative control of the start-up check."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tandem.web.access import functions


@functions("IB", "TOVENAAR")
def magic(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("toveren/", magic)]

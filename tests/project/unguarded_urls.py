"""A route that forgot to say who may open it: the negative control of the start-up check."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def loose(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("los/", loose)]

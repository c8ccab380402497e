"""A read whose line cannot be written is answered with 503 and no data; another mistake is not."""

from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from tandem.audit.data import AuditUnavailableError
from tandem.project.reading import NoLineNoData
from tandem.web.access import public


@public
def without_a_line(_request: HttpRequest) -> HttpResponse:
    raise AuditUnavailableError("show list")


urlpatterns = [path("zonder-regel/", without_a_line)]


@override_settings(ROOT_URLCONF=__name__)
def test_a_read_without_its_line_is_answered_without_data(client: Client) -> None:
    answer = client.get("/zonder-regel/")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "private, no-store")
    assert "laten we niets zien" in answer.content.decode()


def test_other_mistakes_are_left_to_django() -> None:
    middleware = NoLineNoData(lambda _request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None

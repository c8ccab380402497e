"""Addresses of every kind, for the tests of the transaction around a request."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path
from tests.diary import OTHERS

from tandem.platform.context import current
from tandem.project import errors
from tandem.web import access

View = Callable[..., HttpResponse]


def words() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select words from diary order by words")
        return [row[0] for row in cursor.fetchall()]


def write(owner: UUID | None, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into diary values (%s, %s, %s)", [uuid4(), owner, text])


def shown(mark: Callable[[View], View]) -> View:
    """A view of its own under this mark, that says what it sees and as whom."""

    def show(_request: HttpRequest) -> HttpResponse:
        acts = current()
        return HttpResponse(f"{','.join(words())}|{acts.service}|{len(acts.trace)}")

    return mark(show)


def pure(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("no database")


@access.signed_in
def lazy(request: HttpRequest) -> TemplateResponse:
    """The rows are asked for when the page is rendered, after the view has returned."""
    template = engines["django"].from_string("{% for word in words %}{{ word }}{% endfor %}")
    return TemplateResponse(request, template, {"words": (word for _ in [0] for word in words())})


@access.signed_in
def streamed(_request: HttpRequest) -> StreamingHttpResponse:
    def body() -> Iterator[str]:
        yield from words()

    return StreamingHttpResponse(body())


@access.signed_in
def save(request: HttpRequest, outcome: str) -> HttpResponse:
    write(current().person, outcome)
    if outcome == "raises":
        raise KeyError(outcome)
    if outcome == "foreign":
        write(OTHERS, "planted")
    if outcome == "foreign-and-swallowed":
        try:
            write(OTHERS, "planted")
        except Exception:  # noqa: BLE001 - what a careless view does
            return HttpResponse("saved")
    return HttpResponse(status={"fails": 503, "refuses": 422}.get(outcome, 200))


urlpatterns = [
    path("public", access.public(pure)),
    path("open", shown(access.open_register)),
    path("sign-in", shown(access.sign_in_page)),
    path("signed-in", shown(access.signed_in)),
    path("professional", shown(access.professional)),
    path("functions", shown(access.functions("IB", "SMW"))),
    path("lazy", lazy),
    path("streamed", streamed),
    path("save/<slug:outcome>", save),
]
handler404 = errors.not_found
handler500 = errors.server_error

"""A read whose line cannot be written is answered with 503 and no data, soon; another mistake is not."""

import time
from uuid import UUID

import psycopg
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from tandem.audit.actions import acting_actor, record_read
from tandem.audit.data import AuditUnavailableError
from tandem.platform.postgres.cluster import ROLES, Cluster
from tandem.project.reading import NoLineNoData
from tandem.web.access import public, sign_in_page

SECRET, CHILD = "Noor Jansen, 06 12345678", UUID(int=20)


@public
def without_a_line(_request: HttpRequest) -> HttpResponse:
    raise AuditUnavailableError("show list")


@sign_in_page
def with_a_line(_request: HttpRequest) -> HttpResponse:
    record_read(
        actor=acting_actor(), action="show", purpose="test", ground="6(1)(e)", subjects=[CHILD], kinds=["name", "phone"]
    )
    return HttpResponse(SECRET)


urlpatterns = [path("zonder-regel/", without_a_line), path("met-regel/", with_a_line)]
pytestmark = pytest.mark.urls(__name__)


def lines(cluster: Cluster) -> int:
    with psycopg.connect(cluster.url(ROLES["maint"])) as reader:
        return int(
            reader.execute("select count(*) from audit_access where %s = any(subjects)", [CHILD]).fetchall()[0][0]
        )


def test_a_read_without_its_line_is_answered_without_data(client: Client) -> None:
    answer = client.get("/zonder-regel/")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "private, no-store")
    assert "laten we niets zien" in answer.content.decode()


def test_with_its_line_the_data_are_shown(committing_database: Cluster, client: Client) -> None:
    before = lines(committing_database)
    assert client.get("/met-regel/").content.decode() == SECRET
    assert lines(committing_database) == before + 1


def test_a_log_that_hangs_keeps_the_data_inside_and_says_so_soon(committing_database: Cluster, client: Client) -> None:
    before = lines(committing_database)
    with psycopg.connect(committing_database.url(ROLES["owner"])) as owner:
        owner.execute("lock table audit_access in access exclusive mode")
        began = time.monotonic()
        answer = client.get("/met-regel/")
        seconds = time.monotonic() - began
    assert answer.status_code == 503
    assert SECRET not in answer.content.decode()
    assert seconds < 2
    assert lines(committing_database) == before


def test_a_log_that_refuses_keeps_the_data_inside(committing_database: Cluster, client: Client) -> None:
    with psycopg.connect(committing_database.url(ROLES["owner"]), autocommit=True) as owner:
        owner.execute("alter table audit_access add constraint sink_is_broken check (false) not valid")
        try:
            answer = client.get("/met-regel/")
        finally:
            owner.execute("alter table audit_access drop constraint sink_is_broken")
    assert answer.status_code == 503
    assert SECRET not in answer.content.decode()


def test_other_mistakes_are_left_to_django() -> None:
    middleware = NoLineNoData(lambda _request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None

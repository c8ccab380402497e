"""What every answer carries, what is logged of it, and the addresses for machines."""

import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path

from tandem.platform import clock
from tandem.platform.home import PROJECT_ROOT
from tandem.platform.postgres.cluster import Cluster
from tandem.project import checks, errors, logs
from tandem.project.answers import LONGEST_ADDRESS, Compression
from tandem.project.where import place_of
from tandem.web.access import embeddable, public

ADDRESSES = ["/healthz/live", "/.well-known/security.txt", "/bestaat-niet/", "/static/bestaat-niet.css", "/api/v1/x"]


def directives(policy: str) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in policy.split("; "))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_security_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = directives(headers["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert {policy[name] for name in policy if name.endswith("-src")} <= {"'none'", "'self'"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers


def test_a_file_has_them_too(client: Client) -> None:
    answer = client.get("/static/dist/tandem.css")
    answer.close()
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_address_that_is_too_long_gets_our_own_answer(client: Client) -> None:
    answer = client.get("/inzicht/?q=" + "x" * LONGEST_ADDRESS)
    assert answer.status_code == 414
    assert "te lang" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get("/healthz/live?q=" + "x" * (LONGEST_ADDRESS - 20)).status_code == 200


@pytest.mark.parametrize(("kind", "compressed"), [("image/png", False), ("image/svg+xml", True)])
def test_what_is_compressed_already_is_not_compressed_again(kind: str, compressed: bool) -> None:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip"
    answer = Compression(lambda _: HttpResponse()).process_response(
        request, HttpResponse(b"a" * 5000, content_type=kind)
    )
    assert answer.has_header("Content-Encoding") is compressed


@public
@embeddable
def embedded(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>kaart</p>")


@public
def breaks(_request: HttpRequest) -> HttpResponse:
    raise ValueError("kind 123456782 woont op Kerkstraat 1")


@public
def missing(_request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [path("ingesloten/", embedded), path("stuk/", breaks), path("weg/", missing)]
handler400, handler404, handler500 = errors.bad_request, errors.not_found, errors.server_error


@pytest.fixture
def own_routes(settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]


@pytest.mark.usefixtures("own_routes")
@pytest.mark.parametrize(("query", "ancestors"), [("?embed=1", "*"), ("", "'none'"), ("?embed=0", "'none'")])
def test_only_an_embed_form_may_be_framed(client: Client, query: str, ancestors: str) -> None:
    headers = client.get(f"/ingesloten/{query}").headers
    assert directives(headers["Content-Security-Policy"])["frame-ancestors"] == ancestors
    assert ("X-Frame-Options" in headers) is (ancestors != "*")


@pytest.mark.usefixtures("own_routes")
def test_a_page_that_did_not_ask_for_it_is_never_framed(client: Client) -> None:
    policy = client.get("/weg/?embed=1").headers["Content-Security-Policy"]
    assert directives(policy)["frame-ancestors"] == "'none'"


def test_with_https_the_browser_is_told_to_stay_there(client: Client, settings: object) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000  # type: ignore[attr-defined]
    assert client.get("/healthz/live", secure=True).headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Strict-Transport-Security" not in client.get("/healthz/live").headers


@pytest.mark.usefixtures("own_routes")
def test_an_error_says_what_happened_and_nothing_of_what_was_typed(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/stuk/")
    assert answer.status_code == 500
    assert "Er is niets verloren" in answer.content.decode()
    assert "Kerkstraat" not in answer.content.decode()


def test_a_wrong_host_gets_a_plain_answer(client: Client) -> None:
    assert client.get("/healthz/live", headers={"host": "kwaad.voorbeeld"}).status_code == 400


def test_a_page_that_is_not_there_is_a_friendly_404(client: Client) -> None:
    answer = client.get("/bestaat-niet/")
    assert answer.status_code == 404
    assert 'lang="nl"' in answer.content.decode()


def test_a_post_without_a_token_is_refused_in_the_readers_language() -> None:
    answer = Client(enforce_csrf_checks=True).post("/healthz/live")
    assert answer.status_code == 403
    assert "Er is niets veranderd" in answer.content.decode()
    assert not {"<style", "style="} & set(
        re.findall(r"<style|style=", answer.content.decode())
    )  # which our own policy would not let through


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, object]]]]:
    """The log lines as objects, read from the real handler."""
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    before = handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    handler.setStream(before)


@pytest.fixture(autouse=True)
def our_handler() -> Iterator[None]:
    """pytest adds handlers of its own to the root; ours must be the first."""
    root = logging.getLogger()
    before = root.handlers
    logs.configure_logs()
    yield
    root.handlers = before


@pytest.mark.usefixtures("own_routes")
def test_the_log_keeps_the_route_and_not_what_was_typed(
    client: Client, lines: Callable[[], list[dict[str, object]]]
) -> None:
    client.get("/weg/?naam=Jansen&bsn=123456782", headers={"user-agent": "Jansens telefoon"})
    text = json.dumps(lines())
    assert [line["route"] for line in lines() if line["event"] == "answered"] == ["weg/"]
    for secret in ("Jansen", "123456782", "telefoon", "127.0.0.1"):
        assert secret not in text


@pytest.mark.usefixtures("own_routes")
def test_of_an_error_the_log_keeps_the_kind_and_the_place(
    client: Client, lines: Callable[[], list[dict[str, object]]]
) -> None:
    client.raise_request_exception = False
    client.get("/stuk/")
    errors_logged = [line["error"] for line in lines() if "error" in line]
    assert len(errors_logged) == 1
    assert isinstance(errors_logged[0], dict)
    assert errors_logged[0]["kind"] == "ValueError"
    assert any("breaks" in place for place in errors_logged[0]["at"])
    assert "Kerkstraat" not in json.dumps(lines())


def test_a_field_that_is_not_named_is_dropped_and_counted(lines: Callable[[], list[dict[str, object]]]) -> None:
    logs.log.info("tried", route="x/", name="Jansen", email="j@voorbeeld.nl")
    assert lines()[-1]["dropped"] == 2
    assert "Jansen" not in json.dumps(lines())


def test_a_line_of_another_library_is_kept_without_its_arguments(
    lines: Callable[[], list[dict[str, object]]],
) -> None:
    logging.getLogger("some.library").warning("failed for %s", "Jansen")
    assert lines()[-1]["event"] == "failed for %s"
    assert "Jansen" not in json.dumps(lines())


def test_alive_needs_no_database(client: Client) -> None:
    assert client.get("/healthz/live").content == b"ok"


def test_ready_asks_the_database(client: Client, database: Cluster) -> None:
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]


def test_not_ready_without_a_database(client: Client, committing_database: Cluster) -> None:
    from django.db import connection  # noqa: PLC0415 - not at the top: only this test breaks it

    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    assert client.get("/healthz/ready").status_code == 503


def test_security_txt_is_valid_and_never_lapses(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for years in (0, 3):
        moment = clock.now() + timedelta(days=365 * years)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        text = client.get("/.well-known/security.txt").content.decode()
        fields = dict(line.split(": ", 1) for line in text.splitlines())
        assert fields["Contact"] == "mailto:security@testserver"
        ahead = datetime.fromisoformat(fields["Expires"]) - moment
        assert timedelta(days=30) < ahead < timedelta(days=365)
        assert fields["Canonical"].endswith("/.well-known/security.txt")


def test_security_txt_names_the_contact_that_was_set(client: Client, settings: object) -> None:
    settings.CONTACT = "mailto:lek@voorbeeld.nl"  # type: ignore[attr-defined]
    assert "Contact: mailto:lek@voorbeeld.nl\n" in client.get("/.well-known/security.txt").content.decode()


def test_where_finds_the_code_behind_every_plain_route() -> None:
    assert place_of("/healthz/live").startswith("src/tandem/project/wellknown.py:")
    plain = [route for route, _ in checks.routes(get_resolver().url_patterns) if not set("<(^\\") & set(route)]
    assert len(plain) > 3
    for route in plain:
        assert ".py:" in place_of(f"/{route}")


def test_where_as_a_command() -> None:
    command = [sys.executable, "-m", "tandem.project.where"]
    found = subprocess.run(
        [*command, "/healthz/live?x=1"], capture_output=True, text=True, check=True, cwd=PROJECT_ROOT
    )
    assert "wellknown.py" in found.stdout
    lost = subprocess.run([*command, "/nergens"], capture_output=True, text=True, check=False, cwd=PROJECT_ROOT)
    assert (lost.returncode, lost.stdout) == (1, "")
    assert "Geen pagina op /nergens" in lost.stderr

"""The recorder sees what is weak, and under https every answer is as strong as it must be."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as house
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from tests import recorder

from tandem.platform.home import PROJECT_ROOT
from tandem.platform.postgres.cluster import ROLES, Cluster
from tandem.project.headers import NOT_FRAMED, PERMISSIONS
from tandem.web.access import embeddable, public, signed_in

STRONG = {
    "Content-Security-Policy": NOT_FRAMED,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Cache-Control": "private, no-store",
}


@public
@embeddable
def open_page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@signed_in
def own_page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@public
def weak_page(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse(headers={"Content-Security-Policy": "default-src *"})
    response.set_cookie("loose", "1")
    return response


urlpatterns = [path("open/", open_page), path("eigen/", own_page), path("zwak/", weak_page)]
pytestmark = pytest.mark.urls(__name__)


def said(
    address: str, change: Callable[[HttpResponse], object] = lambda _response: None, https: bool = False
) -> list[str]:
    """What the recorder says of a strong answer after this change."""
    response = HttpResponse(headers=STRONG)
    response.set_cookie("__Host-session", "x", secure=True, httponly=True, samesite="Lax")
    change(response)
    with override_settings(HTTPS=https):
        return list(recorder.weak(RequestFactory().get(address), response))


def test_a_strong_answer_is_let_pass() -> None:
    assert said("/eigen/") == said("/eigen/", https=True) == []


@pytest.mark.parametrize("name", [name for name in STRONG if name != "Strict-Transport-Security"])
def test_a_header_that_is_missing_is_seen(name: str) -> None:
    assert said("/eigen/", lambda response: response.headers.pop(name)) != []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", NOT_FRAMED.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")),
        ("Content-Security-Policy", NOT_FRAMED.replace("script-src 'self'", "script-src https:")),
        ("Content-Security-Policy", NOT_FRAMED.replace("frame-ancestors 'none'", "frame-ancestors *")),
        ("Content-Security-Policy", NOT_FRAMED.replace("form-action 'self'", "form-action *")),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Referrer-Policy", "unsafe-url"),
        ("Cache-Control", "private, max-age=60"),
        ("Cache-Control", "no-store"),
    ],
)
def test_a_header_that_is_weak_is_seen(name: str, value: str) -> None:
    assert said("/eigen/", lambda response: response.headers.__setitem__(name, value)) != []


@pytest.mark.parametrize("value", ["", "max-age=3600"])
def test_under_https_a_browser_is_told_to_stay_there(value: str) -> None:
    def weaken(response: HttpResponse) -> None:
        response.headers["Strict-Transport-Security"] = value

    assert said("/eigen/", weaken) == []
    assert said("/eigen/", weaken, https=True) != []


@pytest.mark.parametrize(
    "attributes",
    [
        {"httponly": False},
        {"samesite": "None"},
        {"samesite": None},
        {"path": "/mijn/"},
        {"domain": "voorbeeld.nl"},
    ],
)
def test_a_cookie_that_is_weak_is_seen(attributes: dict[str, object]) -> None:
    good = {"secure": True, "httponly": True, "samesite": "Lax"}

    def set_it(response: HttpResponse) -> None:
        response.cookies.clear()
        response.set_cookie("__Host-session", "x", **(good | attributes))  # type: ignore[arg-type]

    assert said("/eigen/", set_it) != []


@pytest.mark.parametrize(("name", "secure"), [("session", True), ("__Host-session", False)])
def test_under_https_a_cookie_is_bound_to_it(name: str, secure: bool) -> None:
    def set_it(response: HttpResponse) -> None:
        response.cookies.clear()
        response.set_cookie(name, "x", secure=secure, httponly=True, samesite="Lax")

    assert said("/eigen/", set_it) == []
    assert said("/eigen/", set_it, https=True) != []


def test_a_page_that_may_be_kept_gives_no_cookie() -> None:
    def keep(response: HttpResponse) -> None:
        response.headers["Cache-Control"] = "public, max-age=60"

    assert len(said("/open/", keep)) == 1


def test_an_answer_in_any_test_is_seen(client: Client) -> None:
    """Negative control of the whole line: settings, middleware, fixture."""
    assert client.get("/open/").status_code == 200
    assert recorder.problems == []
    client.get("/zwak/")
    assert any("lets things in" in problem for problem in recorder.problems)
    assert any("cookie loose can be read by script" in problem for problem in recorder.problems)
    recorder.problems.clear()


EVERY_ADDRESS = """
import json, os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tandem.project.settings"
from tandem.project import settings as house
house.MIDDLEWARE.insert(0, "tests.recorder.Recorder")
django.setup()
from django.test import Client
from django.urls import get_resolver
from tests import recorder
from tandem.project.checks import routes
client, cookies, seen = Client(raise_request_exception=False), set(), 0
found = [route for route, _ in routes(get_resolver().url_patterns) if "<" not in route and "^" not in route]
for route in [*found, "bestaat-niet/", "static/bestaat-niet.css"]:
    for ask in (client.get, client.post):
        answer = ask("/" + route, secure=True)
        seen += 1
        cookies |= set(answer.cookies)
print(json.dumps({"seen": seen, "problems": sorted(set(recorder.problems)), "cookies": sorted(cookies)}))
"""


def test_under_https_every_address_answers_strongly(cluster: Cluster, tmp_path: Path) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "TANDEM_HTTPS": "1",
        "TANDEM_HOME": str(tmp_path),
        "TANDEM_HOSTS": "testserver",
        "TANDEM_SECRET_KEY": house.SECRET_KEY,
        "DATABASE_URL": cluster.url(ROLES["app"]),
    }
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text('{"version": "1.1", "paths": {}, "hash": ""}')
    answer = subprocess.run(
        [sys.executable, "-c", EVERY_ADDRESS],
        env=environment,
        capture_output=True,
        text=True,
        cwd=PROJECT_ROOT,
        check=False,
    )
    found = json.loads(answer.stdout)
    assert found["problems"] == []
    assert found["seen"] > 20
    assert all(name.startswith("__Host-") for name in found["cookies"])

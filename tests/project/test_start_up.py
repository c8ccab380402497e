"""What stops the start-up: a mistake in the settings, a route without a guard, a table without a class."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, include, path

from tandem.identity.access import PUBLIC
from tandem.platform.database import connect_as
from tandem.platform.definitions import DefinitionError
from tandem.platform.home import PROJECT_ROOT
from tandem.platform.postgres.cluster import SUPERUSER, Cluster
from tandem.project import checks


def start(tmp_path: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Load the settings in a fresh process and print some of them."""
    code = "from tandem.project import settings as s; print(s.DEBUG, s.HTTPS, s.ALLOWED_HOSTS, s.CSRF_COOKIE_NAME)"
    environment = {"PATH": os.environ["PATH"], "TANDEM_HOME": str(tmp_path), **variables}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, cwd=PROJECT_ROOT
    )


def test_the_settings_start_with_nothing_set(tmp_path: Path) -> None:
    answer = start(tmp_path)
    assert answer.stdout.split()[:2] == ["False", "False"], answer.stderr


def test_hosts_and_https_are_taken_over(tmp_path: Path) -> None:
    answer = start(tmp_path, TANDEM_HOSTS="tandem.voorbeeld.nl", TANDEM_HTTPS="1")
    assert "tandem.voorbeeld.nl" in answer.stdout
    assert "__Host-csrf" in answer.stdout


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("TANDEM_DEBUG", "yes", "1 of 0"),
        ("TANDEM_HTTPS", "true", "1 of 0"),
        ("TANDEM_HTPS", "1", "Bedoel je TANDEM_HTTPS"),
        ("TANDEM_HOSTS", "*", "schrijf alleen namen"),
        ("TANDEM_SECRET_KEY", "kort", "te kort"),
    ],
)
def test_a_mistake_in_the_environment_refuses_to_start(tmp_path: Path, variable: str, value: str, word: str) -> None:
    answer = start(tmp_path, **{variable: value})
    assert answer.returncode != 0
    assert word in answer.stderr


def view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_every_route_of_the_house_says_who_may() -> None:
    found = dict(checks.routes(get_resolver().url_patterns))
    assert {"healthz/live", "healthz/ready", ".well-known/security.txt"} <= found.keys()
    assert checks.unguarded(iter(found.items())) == []


def test_a_route_without_a_guard_is_found_also_in_an_included_list() -> None:
    patterns = [path("a/", include([path("b/", view), path("c/", checks_public)]))]
    assert checks.unguarded(checks.routes(patterns)) == ["a/b/"]


def checks_public(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


checks_public.access_check = PUBLIC  # type: ignore[attr-defined]


def test_an_unguarded_route_stops_the_start_up(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.project.unguarded_urls"  # type: ignore[attr-defined]
    with pytest.raises(SystemCheckError, match="/los/ zegt niet wie het mag openen"):
        call_command("check")


def test_a_function_that_does_not_exist_stops_the_start_up(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.project.unknown_function_urls"  # type: ignore[attr-defined]
    with pytest.raises(SystemCheckError, match="/toveren/ gaat open voor functie TOVENAAR, maar die bestaat niet"):
        call_command("check")


def test_debug_and_a_public_name_do_not_go_together(settings: object) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["localhost", "tandem.voorbeeld.nl"]  # type: ignore[attr-defined]
    with pytest.raises(SystemCheckError, match="TANDEM_DEBUG=1 mag niet"):
        call_command("check")


def test_an_unclassified_table_stops_the_start_up(committing_database: Cluster) -> None:
    connect_as(committing_database.url(SUPERUSER))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("create table stray (i int); set local role tandem_app")
        with pytest.raises(SystemCheckError, match="stray is niet ingedeeld"):
            call_command("check", databases=["default"])
        transaction.set_rollback(True)


def test_every_definition_is_read_at_the_start() -> None:
    assert checks.definitions_can_be_read(None) == []


def test_a_definition_that_is_wrong_stops_the_start_and_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong() -> object:
        raise DefinitionError("words.yaml: purpose x is there twice")

    monkeypatch.setitem(checks.DEFINITIONS, "de standaard voor delen", wrong)
    (error,) = checks.definitions_can_be_read(None)
    assert error.msg == "Er klopt iets niet in de standaard voor delen: words.yaml: purpose x is there twice"

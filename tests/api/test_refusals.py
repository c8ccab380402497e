"""Every operation refuses in the same way: as a problem, in the language of the client, with the right status."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.api.contract import served
from tests.api.test_adr import KEYED

from tandem.api.problems import TITLES

# The desk asks the database: tests/routing/test_routing_pages.py; what asks for a key: tests/api/concerns
OPERATIONS: list[str] = sorted(set(json.loads(served())["paths"]) - {"/loket"} - KEYED)


# What an operation needs to answer at all.
ASKED = {"/deeltoets": "?van=IB&naar=LT_TOEGANG&doel=DS-006&soorten=ID", "/herkomst": "?school=00AA00"}


def address(path: str) -> str:
    example = "00AA00" if path.startswith("/schoollocaties") else "GM0503"
    asked = ASKED.get(path, "")
    return f"/api/v1{path}{asked}".replace("{code}", example)


def requests(path: str) -> dict[int, dict[str, Any]]:
    """For each refusal a request that earns it."""
    found: dict[int, dict[str, Any]] = {
        400: {"path": f"{address(path)}{'&' if '?' in address(path) else '?'}bestaatniet=1"},
        404: {"path": f"{address(path).partition('?')[0]}/niets/niets"},
        405: {"path": address(path), "method": "delete"},
        406: {"path": address(path), "headers": {"Accept": "image/png"}},
        414: {"path": f"{address(path).partition('?')[0]}?x={'x' * 6000}"},
    }
    if "{code}" in path:
        found[404] = {"path": address(path).replace("GM0503", "GM9999").replace("00AA00", "99ZZ99")}
    return found


def ask(client: Client, path: str, method: str = "get", headers: dict[str, str] | None = None) -> HttpResponse:
    response: HttpResponse = getattr(client, method)(path, headers=headers or {})
    return response


@pytest.mark.parametrize("path", OPERATIONS)
@pytest.mark.parametrize("status", [400, 404, 405, 406, 414])
def test_every_operation_refuses_as_a_problem_in_two_languages(client: Client, path: str, status: int) -> None:
    asked = requests(path)[status]
    said = {}
    for language in ("nl", "en"):
        response = ask(client, **{**asked, "headers": {**asked.get("headers", {}), "Accept-Language": language}})
        assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
        assert response.headers["Content-Language"] == language
        assert "Accept-Language" in response.headers["Vary"]
        assert response.headers["Cache-Control"] == "no-store"
        body = json.loads(response.content)
        assert body["status"] == status
        said[language] = (body["title"], body["detail"])
    assert said["nl"][0] == TITLES[status]
    assert said["nl"][0] != said["en"][0]
    assert said["nl"][1] != said["en"][1]


@pytest.mark.parametrize("path", OPERATIONS)
def test_an_answer_is_the_same_in_every_language_and_any_cache_may_share_it(client: Client, path: str) -> None:
    dutch, english = (ask(client, address(path), headers={"Accept-Language": one}) for one in ("nl", "en"))
    assert dutch.status_code == english.status_code == 200
    assert dutch.content == english.content
    assert "Accept-Language" not in english.headers["Vary"]
    again = ask(client, address(path), headers={"If-None-Match": dutch.headers["ETag"], "Accept-Language": "en"})
    assert (again.status_code, again.content) == (304, b"")
    head = ask(client, address(path), method="head")
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", dutch.headers["ETag"])
    options = ask(client, address(path), method="options")
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert "Content-Type" not in options.headers


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/*", "application/problem+json", ""])
@pytest.mark.parametrize("path", OPERATIONS)
def test_what_a_client_usually_accepts_is_served(client: Client, path: str, accept: str) -> None:
    headers = {"Accept": accept} if accept else {}
    assert ask(client, address(path), headers=headers).headers["Content-Type"].startswith("application/json")


def test_csv_is_a_form_of_the_flows_alone(client: Client) -> None:
    csv = [path for path in OPERATIONS if ask(client, address(path), headers={"Accept": "text/csv"}).status_code == 200]
    assert csv == ["/stromen"]


@pytest.mark.parametrize(
    ("question", "dutch", "english"),
    [
        ("/stromen?jaar=1999", "er zijn geen gegevens over 1999", "1999"),
        ("/stromen?regio=atlantis", "bestaat niet", "atlantis"),
        ("/stromen?leeftijd=99", "deze waarde kan hier niet", "this value is not possible here"),
        ("/gemeenten/503", "dit is geen geldige code", "this is not a valid code"),
    ],
)
def test_what_the_layers_below_refuse_is_translated_too(
    client: Client, question: str, dutch: str, english: str
) -> None:
    address = f"/api/v1{question}"
    assert dutch in ask(client, address).json()["detail"]  # type: ignore[attr-defined]
    detail = ask(client, address, headers={"Accept-Language": "en"}).json()["detail"]  # type: ignore[attr-defined]
    assert english in detail
    assert dutch not in detail

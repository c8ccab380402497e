"""The NL GOV API Design Rules (2.1), one test per rule that a program can check, by the rule's own name."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.api.contract import CONTRACT, served
from tests.security.matrix import PARAMETER, every_route

from tandem.api import cases, concerns, decisions, events, meetings
from tandem.api.delivery import VERSION
from tandem.identity.access import Audience

KEYED_PARTS = (concerns.SCOPES, cases.SCOPES, meetings.SCOPES, decisions.SCOPES, events.SCOPES)
ADDRESSES = ["/regios", "/gemeenten", "/gemeenten/GM0503", "/samenwerkingsverbanden", "/schoollocaties"]
ADDRESSES += ["/schoollocaties/00AA00", "/stromen", "/samenvatting", "/gegevens", "/jaren", "/openapi.json"]
ADDRESSES += ["/deelregels", "/deeltoets?van=IB&naar=LT_TOEGANG&doel=DS-006&soorten=ID", "/herkomst?school=00AA00"]
ADDRESSES += ["/afstanden"]
SCOPES = {address: scopes for part in KEYED_PARTS for address, scopes in part.items()}
KEYED = set(SCOPES)  # asked in tests/api/concerns and test_joint_api.py
WRONG = ["/niets", "/stromen?onbekend=1", "/gemeenten/GM9999", "/stromen?jaar=1999", "/gemeenten/"]


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(served())
    return read


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        assert path in KEYED or set(methods) == {"get"}, "for everybody it is reading only"
        for operation in methods.values():
            yield path, operation


def properties(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of every schema."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            yield from part["properties"].items()
        for value in part.values():
            yield from properties(value)
    elif isinstance(part, list):
        for value in part:
            yield from properties(value)


def test_contract_is_the_agreed_one() -> None:
    agreed = CONTRACT.read_text(encoding="utf-8")
    assert served() == agreed, "if the change is meant: python -m tests.api.contract, and a line in CHANGELOG.md"


def test_every_resource_is_described_and_tested(description: dict[str, Any]) -> None:
    tested = {re.sub(r"/(GM0503|00AA00)$", "/{code}", address.partition("?")[0]) for address in ADDRESSES}
    elsewhere = {"/loket"}  # asks the register: tests/routing/test_routing_pages.py
    assert tested | elsewhere | KEYED == {path for path, _ in operations(description)} | {"/openapi.json"}


def test_no_trailing_slash(description: dict[str, Any], client: Client) -> None:
    assert not [path for path, _ in operations(description) if path.endswith("/")]
    assert client.get("/api/v1/gemeenten/").status_code == 404


def test_path_segments_kebab_case(description: dict[str, Any]) -> None:
    for path, _ in operations(description):
        for segment in path.strip("/").split("/"):
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*|\{[a-z]+\}", segment), path


def test_query_keys_camel_case(description: dict[str, Any]) -> None:
    names = {
        parameter["name"]
        for _, operation in operations(description)
        for parameter in operation["parameters"]
        if parameter["in"] == "query"
    }
    assert "paginaGrootte" in names
    assert not [name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", name)]


def test_property_casing(description: dict[str, Any]) -> None:
    names = {name for name, _ in properties(description["components"])}
    assert {"woonCode", "laag"} <= names
    assert not [name for name in names if not re.fullmatch(r"[a-z0-9]+([A-Z][a-z0-9]+)*", name)]


def test_date_time_format(description: dict[str, Any], client: Client) -> None:
    dated = {name: one for name, one in properties(description["components"]) if name.endswith("Op")}
    assert dated.pop("gemaaktOp")["format"] == "date-time"
    assert client.get("/api/v1/gegevens").json()["gemaaktOp"].endswith("Z")


def test_uri_version_and_semver(description: dict[str, Any]) -> None:
    [server] = description["servers"]
    assert server["url"].split("/")[-1] == f"v{VERSION.split('.')[0]}"
    assert re.fullmatch(r"\d+\.\d+\.\d+", description["info"]["version"])


@pytest.mark.parametrize("address", [*ADDRESSES, *WRONG])
def test_version_header(client: Client, address: str) -> None:
    for method in (client.get, client.head, client.options, client.post):
        assert method(f"/api/v1{address}").headers["API-Version"] == VERSION


def test_version_header_is_described(description: dict[str, Any]) -> None:
    for path, operation in operations(description):
        for status, response in operation["responses"].items():
            assert "API-Version" in response["headers"], (path, status)


def test_problem_details(description: dict[str, Any], client: Client) -> None:
    assert {"title", "status", "detail"} <= set(description["components"]["schemas"]["Probleem"]["required"])
    for path, operation in operations(description):
        errors = {status: r for status, r in operation["responses"].items() if int(status) >= 400}
        assert errors, path
        assert all(list(response["content"]) == ["application/problem+json"] for response in errors.values())
    for address in WRONG:
        response = client.get(f"/api/v1{address}")
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code >= 400


def test_invalid_input(description: dict[str, Any]) -> None:
    for path, operation in operations(description):
        assert ("400" in operation["responses"]) == bool(operation["parameters"]), path
        assert "422" not in operation["responses"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("/stromen?jaren=2017", ["jaren"]),
        ("/stromen?a=1&b=2", ["a", "b"]),
        ("/stromen?soort=HAVO&woonniveau=straat", ["soort", "woonniveau"]),
        ("/stromen?jaar=2017&jaar=2016", ["jaar"]),
        ("/stromen?regio=atlantis", ["regio"]),
        ("/stromen?regio=haaglanden&gemeenten=GM0503", ["gemeenten"]),
        ("/stromen?leeftijd=99", ["leeftijd"]),
        ("/stromen?pagina=0", ["pagina"]),
        ("/stromen?paginaGrootte=100000", ["paginaGrootte"]),
        ("/stromen?formaat=xml", ["formaat"]),
        ("/samenvatting?jaar=alle", ["jaar"]),
        ("/samenvatting?richting=uit", ["richting"]),
        ("/schoollocaties?zoek=", ["zoek"]),
        ("/gemeenten/503", ["code"]),
        ("/jaren?x=1", ["x"]),
        ("/openapi.json?x=1", ["x"]),
    ],
)
def test_all_errors(client: Client, question: str, names: list[str]) -> None:
    """Also the rule of this house that an unknown parameter is refused, and named."""
    response = client.get(f"/api/v1{question}")
    assert response.status_code == 400
    errors = response.json()["errors"]
    assert [error["location"]["name"] for error in errors] == names
    assert all(name in error["detail"] for name, error in zip(names, errors, strict=True))


def test_doc_openapi_contact(description: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.\d+\.\d+", description["openapi"])
    assert {"name", "email", "url"} == set(description["info"]["contact"])
    assert description["info"]["license"]["identifier"] == "EUPL-1.2"


def test_operation_ids_and_tags_are_unique(description: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(description)]
    open_to_all = [path for path, _ in operations(description) if path not in KEYED]
    assert len(open_to_all) == len(ADDRESSES)  # with the desk, without the description
    assert len(names) == len(set(names))
    tags = [tag["name"] for tag in description["tags"]]
    assert len(tags) == len(set(tags))
    assert {tag for _, operation in operations(description) for tag in operation["tags"]} == set(tags)


def test_publish_openapi(client: Client, description: dict[str, Any]) -> None:
    response = client.get("/api/v1/openapi.json")
    assert response.json() == description
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", [*ADDRESSES, *WRONG])
def test_cors(client: Client, address: str) -> None:
    assert client.get(f"/api/v1{address}").headers["Access-Control-Allow-Origin"] == "*"
    asked = client.options(f"/api/v1{address}", headers={"Access-Control-Request-Method": "GET"})
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_security_headers(client: Client, address: str) -> None:
    headers = client.get(f"/api/v1{address}").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_http_methods(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/stromen")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_http_safety_head_is_get_without_content(client: Client) -> None:
    for address in ("/stromen", "/stromen?formaat=csv"):
        head, get = client.head(f"/api/v1{address}"), client.get(f"/api/v1{address}")
        assert (head.status_code, b"".join(head)) == (200, b"")  # a csv is sent as it is made
        assert head.headers["ETag"] == get.headers["ETag"]
        assert head.headers["Content-Type"] == get.headers["Content-Type"]


def test_interface_language(description: dict[str, Any]) -> None:
    assert {path.split("/")[1] for path, _ in operations(description)} >= {"stromen", "schoollocaties", "jaren"}
    assert all(operation["summary"] for _, operation in operations(description))


def test_what_asks_for_a_key_says_so_and_what_is_open_does_not(description: dict[str, Any]) -> None:
    assert description["components"]["securitySchemes"]["sleutel"]["scheme"] == "bearer"
    for path, operation in operations(description):
        statuses = {"401", "403", "404", "429"}
        assert ("security" in operation) == (path in KEYED), path
        assert (statuses <= set(operation["responses"])) == (path in KEYED), path
    described = {path: {method.upper() for method in description["paths"][path]} for path in KEYED}
    assert described == {address: set(scopes) for address, scopes in SCOPES.items()}


def test_what_is_about_somebody_is_never_open() -> None:
    """The address decides which door a resource has; one that stands in neither list would be open to everybody."""
    keyed = {route.address for route in every_route() if route.access.audience is Audience.SYSTEM}
    assert {PARAMETER.sub(r"{\1}", address.removeprefix("api/v1")) for address in keyed} == KEYED

"""Any cache may serve the answers: the tag changes with the data and with the question, and with nothing else."""

import shutil
from pathlib import Path

import pytest
from django.test import Client
from tests.samples import cell, use_snapshot, write_snapshot

QUESTION = "/api/v1/stromen?jaar=2017&soort=BO"


def tag(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return str(response.headers["ETag"])


def test_latest_answer_is_not_sent_again(client: Client) -> None:
    first = client.get(QUESTION)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(QUESTION, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("form", ["W/{}", '"other", {}', "{} , W/{}"])
def test_tag_in_every_form_that_a_cache_sends(client: Client, form: str) -> None:
    known = form.format(*[tag(client, QUESTION)] * 2)
    assert client.get(QUESTION, headers={"If-None-Match": known}).status_code == 304


def test_compressed_answer_is_recognised_as_well(client: Client) -> None:
    compressed = client.get("/api/v1/regios", headers={"Accept-Encoding": "gzip"})
    assert compressed.headers["Content-Encoding"] == "gzip"
    again = client.get("/api/v1/regios", headers={"If-None-Match": compressed.headers["ETag"]})
    assert again.status_code == 304


def test_head_tells_the_length_of_the_answer(client: Client) -> None:
    answered, head = client.get(QUESTION), client.head(QUESTION)
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(answered.content)) != "0"


def test_order_of_parameters_is_not_another_question(client: Client) -> None:
    assert tag(client, QUESTION) == tag(client, "/api/v1/stromen?soort=BO&jaar=2017")


def test_every_other_question_has_another_tag(client: Client) -> None:
    addresses = [QUESTION, QUESTION + "&pagina=2", QUESTION + "&formaat=csv", "/api/v1/jaren", "/api/v1/regios"]
    tags = [tag(client, address) for address in addresses]
    assert len(set(tags)) == len(tags)
    assert tag(client, QUESTION, accept="text/csv") not in {tags[0], tags[1]}


@pytest.mark.parametrize("known", ["*", '"other"', "nonsense", ""])
def test_other_tags_get_the_answer(client: Client, known: str) -> None:
    assert client.get(QUESTION, headers={"If-None-Match": known}).status_code == 200


def test_wrong_question_is_never_kept(client: Client) -> None:
    response = client.get(QUESTION + "&onbekend=1", headers={"If-None-Match": tag(client, QUESTION)})
    assert (response.status_code, response.headers["Cache-Control"]) == (400, "no-store")
    assert "ETag" not in response.headers


def test_other_data_is_another_tag(client: Client, tmp_path: Path) -> None:
    before = tag(client, QUESTION)
    newer = write_snapshot(tmp_path / "newer", cells=[cell(2017, "BO", "2611", "00AA00", 99)])
    use_snapshot(tmp_path, newer)
    response = client.get(QUESTION, headers={"If-None-Match": before})
    assert response.status_code == 200
    assert response.json()["totaal"]["laag"] == 99


def test_without_data_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    client = Client(headers={"host": "localhost"})
    for address in ("/stromen", "/samenvatting", "/jaren", "/gemeenten", "/schoollocaties", "/gegevens"):
        response = client.get(f"/api/v1{address}")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
        assert "tandem data load" in response.json()["detail"]
    assert client.get("/api/v1/regios").status_code == 200
    assert client.get("/api/v1/openapi.json").status_code == 200


def test_our_own_failure_is_a_problem_too(snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot that lost a file is our fault, and is said as JSON, without a trace of the inside."""
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    damaged = shutil.copytree(snapshot, tmp_path / "damaged")
    (damaged / "report.json").unlink()
    use_snapshot(tmp_path, damaged)
    response = Client(headers={"host": "localhost"}, raise_request_exception=False).get("/api/v1/gegevens")
    assert (response.status_code, response.headers["Content-Type"]) == (500, "application/problem+json")
    assert response.headers["Cache-Control"] == "no-store"
    assert b"report.json" not in response.content

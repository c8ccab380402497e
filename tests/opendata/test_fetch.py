"""Fetching from a publisher that misbehaves: a real server on loopback, no imitation of the network."""

import fcntl
import gzip
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import requests
from tests.opendata.fetch_server import Proper, Reply, Server, endless, redirect, running, stall, status

from tandem.opendata.fetch.action import RECORDS, Fetched, Outcome, fetch, fetch_all
from tandem.opendata.fetch.sources import Source
from tandem.opendata.fetch.transfer import USER_AGENT, Client, Limits, TransferError, _check_route
from tandem.platform import clock

HEADER = b"INSTELLINGSCODE,AANTAL\r\n"
BODY = HEADER + b"".join(b"%02dAB,%d\r\n" % (n % 100, random.Random(n).randrange(900)) for n in range(60_000))


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as publisher:
        yield publisher


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def client(waits: list[float]) -> Client:
    return Client(Limits(connect=2, stall=0.3, tries=3), sleep=waits.append)


def source_at(server: Server, *replies: Reply, file: str = "bestand.csv", **changes: object) -> Source:
    server.replies["/bestand"] = list(replies)
    given = {
        "id": "proef",
        "layout": "L4",
        "title": "Een proefbestand",
        "publisher": "DUO",
        "licence": "CC0-1.0",
        "page": "https://voorbeeld.nl/pagina",
        "address": server.address("/bestand"),
        "file": file,
        "columns": ("INSTELLINGSCODE", "AANTAL|AANTAL_LEERLINGEN"),
    }
    return Source.model_validate(given | changes)


def get(source: Source, folder: Path, client: Client) -> Fetched:
    return fetch(source, folder, client, lambda _done, _total: None)


def record_of(folder: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads((folder / RECORDS / "bestand.csv.json").read_text())
    return read


def assert_nothing_kept(result: Fetched, folder: Path) -> None:
    assert result.outcome is Outcome.FAILED
    assert not result.path.exists()
    assert [path.name for path in folder.iterdir()] == [RECORDS]


def test_file_arrives_with_its_record(server: Server, client: Client, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    source = source_at(server, Proper(BODY))
    result = fetch(source, tmp_path, client, lambda done, total: seen.append((done, total)))
    assert (result.outcome, result.path.read_bytes()) == (Outcome.NEW, BODY)
    assert result.sha256 == hashlib.sha256(BODY).hexdigest() == record_of(tmp_path)["sha256"]
    assert record_of(tmp_path)["address"] == source.address
    assert seen[0] == (0, len(BODY))
    assert seen[-1] == (len(BODY), len(BODY))


def test_says_who_it_is(server: Server, client: Client, tmp_path: Path) -> None:
    get(source_at(server, Proper(BODY)), tmp_path, client)
    assert server.seen[0][1]["User-Agent"] == USER_AGENT
    assert USER_AGENT.startswith("Tandem/0.")


def test_second_fetch_asks_only_whether_it_changed(server: Server, client: Client, tmp_path: Path) -> None:
    source = source_at(server, Proper(BODY))
    first = get(source, tmp_path, client)
    second = get(source, tmp_path, client)
    assert (second.outcome, second.sha256) == (Outcome.UNCHANGED, first.sha256)
    assert server.seen[1][1]["If-None-Match"] == '"v1"'


def test_new_version_replaces_the_old(server: Server, client: Client, tmp_path: Path) -> None:
    newer = BODY + b"99ZZ,1\r\n"
    source = source_at(server, Proper(BODY), Proper(newer, etag='"v2"'))
    get(source, tmp_path, client)
    result = get(source, tmp_path, client)
    assert (result.outcome, result.path.read_bytes()) == (Outcome.CHANGED, newer)


def test_own_copy_that_was_edited_is_fetched_again(server: Server, client: Client, tmp_path: Path) -> None:
    source = source_at(server, Proper(BODY))
    get(source, tmp_path, client).path.write_bytes(b"x" * len(BODY))
    assert get(source, tmp_path, client).path.read_bytes() == BODY


def test_cut_file_goes_on_where_it_stopped(server: Server, client: Client, tmp_path: Path) -> None:
    source = source_at(server, Proper(BODY, cut=200_000), Proper(BODY, cut=100_000), Proper(BODY))
    result = get(source, tmp_path, client)
    assert result.path.read_bytes() == BODY
    first, second, third = server.ranges()
    assert first is None
    assert second is not None
    assert third is not None
    assert 0 < int(second[6:-1]) < int(third[6:-1]) < len(BODY)


def test_next_run_goes_on_with_the_part_of_this_one(server: Server, tmp_path: Path, waits: list[float]) -> None:
    source = source_at(server, Proper(BODY, cut=200_000), status(503), status(503), Proper(BODY))
    impatient = Client(Limits(connect=2, stall=0.3, tries=1), sleep=waits.append)
    assert_nothing_kept(get(source, tmp_path, impatient), tmp_path)
    assert_nothing_kept(get(source, tmp_path, impatient), tmp_path)
    patient = Client(Limits(connect=2, stall=0.3, tries=2), sleep=waits.append)
    assert get(source, tmp_path, patient).path.read_bytes() == BODY
    assert server.ranges()[-1] not in (None, "bytes=0-")


def test_version_that_changed_meanwhile_is_not_glued(server: Server, client: Client, tmp_path: Path) -> None:
    newer = HEADER + b"00AA,7\r\n" * 50_000
    source = source_at(server, Proper(BODY, cut=200_000), Proper(newer, etag='"v2"'))
    assert get(source, tmp_path, client).path.read_bytes() == newer
    assert server.seen[1][1]["If-Range"] == '"v1"'


def test_server_without_ranges_starts_again(server: Server, client: Client, tmp_path: Path) -> None:
    source = source_at(server, Proper(BODY, cut=200_000, ranges=False), Proper(BODY, ranges=False))
    assert get(source, tmp_path, client).path.read_bytes() == BODY


def test_weak_tag_is_never_used_to_resume(server: Server, client: Client, tmp_path: Path) -> None:
    source = source_at(server, Proper(BODY, etag='W/"v1"', cut=200_000), Proper(BODY, etag='W/"v1"'))
    assert get(source, tmp_path, client).path.read_bytes() == BODY
    assert server.ranges() == [None, None]


def test_wrong_range_is_not_believed(server: Server, client: Client, tmp_path: Path) -> None:
    lie = status(206, {"Content-Range": f"bytes 5-9/{len(BODY)}", "ETag": '"v1"'}, b"12345")
    source = source_at(server, Proper(BODY, cut=200_000), lie, Proper(BODY))
    assert get(source, tmp_path, client).path.read_bytes() == BODY


def test_part_longer_than_the_file_is_dropped(server: Server, client: Client, tmp_path: Path) -> None:
    source = source_at(server, Proper(BODY, cut=200_000), status(416), Proper(BODY))
    assert get(source, tmp_path, client).path.read_bytes() == BODY
    assert server.ranges()[-1] is None


def test_part_of_another_address_is_not_used(server: Server, client: Client, tmp_path: Path) -> None:
    get(source_at(server, Proper(BODY, cut=200_000), status(404)), tmp_path, client)
    server.replies["/elders"] = [Proper(BODY)]
    moved = source_at(server, status(500), address=server.address("/elders"))
    assert get(moved, tmp_path, client).path.read_bytes() == BODY
    assert server.ranges()[-1] is None


def test_stall_is_cut_and_resumed(server: Server, client: Client, tmp_path: Path) -> None:
    source = source_at(server, stall(BODY, after=200_000), Proper(BODY))
    assert get(source, tmp_path, client).path.read_bytes() == BODY


def test_stall_without_end_gives_up(server: Server, client: Client, tmp_path: Path, waits: list[float]) -> None:
    result = get(source_at(server, stall(BODY, after=0)), tmp_path, client)
    assert_nothing_kept(result, tmp_path)
    assert "later opnieuw" in result.message
    assert waits == [1.0, 2.0]


def test_redirect_is_followed_and_noted(server: Server, client: Client, tmp_path: Path) -> None:
    server.replies["/nieuw"] = [Proper(BODY)]
    result = get(source_at(server, redirect("/nieuw")), tmp_path, client)
    assert result.path.read_bytes() == BODY
    assert record_of(tmp_path)["final_address"] == server.address("/nieuw")


@pytest.mark.parametrize("to", ["/bestand", "file:///etc/hostname", "ftp://127.0.0.1/bestand", "http://[half"])
def test_redirect_that_leads_nowhere(server: Server, client: Client, tmp_path: Path, to: str) -> None:
    result = get(source_at(server, redirect(to)), tmp_path, client)
    assert_nothing_kept(result, tmp_path)
    assert "niet goed te bereiken" in result.message


@pytest.mark.parametrize("code", [404, 410])
def test_moved_file_says_what_to_do(server: Server, client: Client, tmp_path: Path, code: int) -> None:
    result = get(source_at(server, status(code)), tmp_path, client)
    assert_nothing_kept(result, tmp_path)
    assert str(code) in result.message
    assert "https://voorbeeld.nl/pagina" in result.advice
    assert "tandem data load BESTAND" in result.advice
    assert len(server.seen) == 1, "asking again is not polite"


PAGE = b"<!DOCTYPE html><html><body>Deze pagina bestaat niet meer</body></html>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(PAGE, "text/html; charset=utf-8"), (PAGE, "text/csv"), (b"\xef\xbb\xbf\n " + PAGE, "text/csv")],
)
def test_web_page_instead_of_the_file(
    server: Server, client: Client, tmp_path: Path, body: bytes, content_type: str
) -> None:
    result = get(source_at(server, Proper(body, content_type=content_type)), tmp_path, client)
    assert_nothing_kept(result, tmp_path)
    assert "webpagina" in result.message
    assert "tandem data load BESTAND" in result.advice


def test_changed_header_is_named_and_the_old_file_stays(server: Server, client: Client, tmp_path: Path) -> None:
    changed = Proper(b"INSTELLING,AANTAL\r\n1,2\r\n", etag='"v2"')
    source = source_at(server, Proper(BODY), changed)
    get(source, tmp_path, client)
    result = get(source, tmp_path, client)
    assert result.outcome is Outcome.FAILED
    assert "INSTELLINGSCODE" in result.message
    assert "AANTAL" not in result.message.replace("INSTELLINGSCODE", "")
    assert result.path.read_bytes() == BODY


@pytest.mark.parametrize("header", [b'"INSTELLINGSCODE";"AANTAL"', b"\xef\xbb\xbfinstellingscode ,AANTAL_LEERLINGEN"])
def test_header_in_another_dress_is_the_same_header(
    server: Server, client: Client, tmp_path: Path, header: bytes
) -> None:
    assert get(source_at(server, Proper(header + b"\r\n")), tmp_path, client).outcome is Outcome.NEW


def zipped(name: str, body: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return packed.getvalue()


def test_header_inside_a_zip(server: Server, client: Client, tmp_path: Path) -> None:
    good = source_at(server, Proper(zipped("a.csv", BODY)), file="bestand.zip")
    assert get(good, tmp_path, client).outcome is Outcome.NEW
    other = source_at(server, Proper(zipped("a.csv", b"IETS;ANDERS\n"), etag='"v2"'), file="bestand.zip")
    assert "INSTELLINGSCODE, AANTAL" in get(other, tmp_path, client).message


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 half een zip", zipped("a.csv", BODY)[:-30]])
def test_unusable_zip(server: Server, client: Client, tmp_path: Path, body: bytes) -> None:
    assert_nothing_kept(get(source_at(server, Proper(body), file="bestand.zip"), tmp_path, client), tmp_path)


def test_geojson_is_known_by_its_properties(server: Server, client: Client, tmp_path: Path) -> None:
    body = b'{"features": [{"properties": {"statcode": "GM0518", "statnaam": "x"}}]}'
    good = source_at(server, Proper(body), file="g.geojson", columns=("statcode", "statnaam"))
    assert get(good, tmp_path, client).outcome is Outcome.NEW
    other = source_at(server, Proper(body, etag='"v2"'), file="h.geojson", columns=("gemeentecode",))
    assert "gemeentecode" in get(other, tmp_path, client).message


def test_rate_limit_is_respected(server: Server, client: Client, tmp_path: Path, waits: list[float]) -> None:
    soon = format_datetime(clock.now() + timedelta(seconds=40))
    busy = status(429, {"Retry-After": "7"})
    later = status(503, {"Retry-After": soon})
    assert get(source_at(server, busy, later, Proper(BODY)), tmp_path, client).outcome is Outcome.NEW
    assert waits[0] == 7
    assert 35 < waits[1] <= 40


def test_rate_limit_beyond_patience_is_told(server: Server, client: Client, tmp_path: Path, waits: list[float]) -> None:
    result = get(source_at(server, status(429, {"Retry-After": "3600"})), tmp_path, client)
    assert_nothing_kept(result, tmp_path)
    assert "3600 seconden" in result.message
    assert waits == []


@pytest.mark.parametrize("reply", [Proper(BODY, headers={"Content-Length": "9000000000"}, cut=0), endless(BODY)])
def test_size_limit(server: Server, client: Client, tmp_path: Path, reply: Reply) -> None:
    result = get(source_at(server, reply, max_megabytes=2), tmp_path, client)
    assert_nothing_kept(result, tmp_path)
    assert "2 MB" in result.message
    assert not list((tmp_path / RECORDS).glob("*.part"))


def test_compressed_on_the_way_is_unpacked(server: Server, client: Client, tmp_path: Path) -> None:
    reply = Proper(gzip.compress(BODY), headers={"Content-Encoding": "gzip"})
    assert get(source_at(server, reply), tmp_path, client).path.read_bytes() == BODY
    assert server.seen[0][1]["Accept-Encoding"] == "identity"


def test_refused_and_unreachable_are_told(server: Server, client: Client, tmp_path: Path) -> None:
    assert "403" in get(source_at(server, status(403)), tmp_path, client).message
    away = source_at(server, status(200), address="http://127.0.0.1:9/niemand")
    assert "ConnectionError" in get(away, tmp_path, client).message


def test_one_failure_leaves_the_others(server: Server, client: Client, tmp_path: Path) -> None:
    bad = source_at(server, status(404))
    server.replies["/goed"] = [Proper(BODY)]
    good = bad.model_copy(update={"id": "goed", "file": "goed.csv", "address": server.address("/goed")})
    results = list(fetch_all((bad, good), tmp_path, client, lambda _source: lambda _done, _total: None))
    assert [result.outcome for result in results] == [Outcome.FAILED, Outcome.NEW]


def test_second_process_on_the_same_file_is_refused(server: Server, client: Client, tmp_path: Path) -> None:
    source = source_at(server, Proper(BODY))
    (tmp_path / RECORDS).mkdir()
    with (tmp_path / RECORDS / "bestand.csv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = get(source, tmp_path, client)
    assert_nothing_kept(result, tmp_path)
    assert "ander proces" in result.message
    assert server.seen == []


def test_open_connection_is_never_used_for_a_sealed_address() -> None:
    """Negative control on the rule itself, since loopback has no certificate."""
    response = requests.Response()
    response.url = "http://voorbeeld.nl/bestand"
    with pytest.raises(TransferError, match="onbeveiligde"):
        _check_route("https://voorbeeld.nl/bestand", response)
    _check_route("http://voorbeeld.nl/bestand", response)

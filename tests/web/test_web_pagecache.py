"""Pages are kept per snapshot and address, within a bound, and answer 304 to who has them."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.samples import cell, use_snapshot, write_snapshot
from tests.web.conftest import Get

from tandem.web.pagecache import Kept, PageCache, served


def page(size: int) -> Kept:
    return Kept(b"x" * size, b"", "text/html", "tag")


def test_the_bound_holds_and_the_last_used_stay() -> None:
    cache = PageCache(most=100)
    for name in "abc":
        cache.put(name, page(40))
    assert cache.get("a") is None
    assert cache.get("b") is not None
    cache.put("d", page(40))
    assert cache.get("c") is None, "b was used after c"
    cache.put("d", page(10))
    assert cache.get("b") is not None


def test_who_has_the_page_gets_304(sample: Path, get: Get) -> None:
    first = get("/inzicht/")
    again = Client().get("/inzicht/", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert get("/inzicht/?jaar=2017").headers["ETag"] != first.headers["ETag"]


def test_compressed_and_plain_are_the_same_page(sample: Path) -> None:
    plain = Client().get("/inzicht/")
    packed = Client().get("/inzicht/", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_another_snapshot_is_another_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, get: Get) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    for name, pupils in (("one", 111), ("two", 222)):
        cells = [cell(2020, "BO", "GM0001", "11AA00", pupils)]
        use_snapshot(tmp_path, write_snapshot(tmp_path / name, cells=cells))
        assert (
            f"{pupils} leerlingen" in get("/inzicht/gemeente/GM0001/").content.decode()
            or str(pupils) in get("/inzicht/").content.decode()
        )


def test_an_error_is_not_kept() -> None:
    request = RequestFactory().get("/inzicht/?fout=1")
    made = []

    def make() -> HttpResponse:
        made.append(1)
        return HttpResponse("nee", status=404)

    for _ in range(2):
        assert served(request, "none", make).status_code == 404
    assert len(made) == 2


@pytest.mark.parametrize("extension", ["csv", "svg", "png"])
def test_a_download_that_somebody_has_is_not_sent_again(sample: Path, extension: str) -> None:
    address = f"/inzicht/kaart.{extension}"
    first = Client().get(address)
    again = Client().get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(address, headers={"if-none-match": 'W/"other"'}).content == first.content

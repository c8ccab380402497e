"""Public pages kept as they were sent, per process: by snapshot, address and language, with a bound on their size.

A page says the same to everybody, so what was rendered once can be sent again, compressed already, with an ETag
that lets any cache on the way do the same.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

MOST_BYTES = 48 * 1024 * 1024  # per process, plain and compressed together
LEVEL = 4  # a third of the time of level 6, for 5 % more bytes
LONGEST_ADDRESS = 600  # a longer one is answered but not kept


@dataclass(frozen=True, slots=True)
class Kept:
    body: bytes
    packed: bytes
    content_type: str
    etag: str

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed)


class PageCache:
    """The pages used last, at most `most` bytes of them."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._size = 0
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Kept | None:
        with self._lock:
            kept = self._pages.get(key)
            if kept is not None:
                self._pages.move_to_end(key)
            return kept

    def put(self, key: str, kept: Kept) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += kept.size - (old.size if old else 0)
            self._pages[key] = kept
            while self._size > self._most and len(self._pages) > 1:
                _, gone = self._pages.popitem(last=False)
                self._size -= gone.size


_cache = PageCache()


def served(request: HttpRequest, snapshot: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page of this address, made now or earlier. Only a 200 is kept."""
    key = f"{snapshot}|{request.get_host()}|{request.scheme}|{request.get_full_path()}"
    kept = _cache.get(key)
    if kept is None:
        response = make()
        if response.status_code != 200:
            return response
        if response.has_header("Content-Disposition"):
            return tagged(request, response)
        kept = keep(response)
        if len(key) <= LONGEST_ADDRESS:
            _cache.put(key, kept)
    return respond(request, kept)


def keep(response: HttpResponse) -> Kept:
    body = response.content
    packed = gzip.compress(body, compresslevel=LEVEL, mtime=0)
    return Kept(body, packed, response.headers["Content-Type"], _tag(body))


def _tag(body: bytes) -> str:
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def tagged(request: HttpRequest, download: HttpResponse) -> HttpResponse:
    """A download is made anew each time, but who has it already need not receive it again."""
    tag = _tag(download.content)
    download.headers["ETag"] = tag
    answer = get_conditional_response(request, etag=tag, response=download)
    return answer if isinstance(answer, HttpResponse) else download


def respond(request: HttpRequest, kept: Kept) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(kept.packed if packed else kept.body, content_type=kept.content_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = kept.etag
    response.headers["Cache-Control"] = "public, max-age=300"
    patch_vary_headers(response, ("Accept-Encoding",))
    answer = get_conditional_response(request, etag=kept.etag, response=response)
    return answer if isinstance(answer, HttpResponse) else response

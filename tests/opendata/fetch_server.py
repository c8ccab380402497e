"""A publisher on loopback that misbehaves as told: each path has a list of replies, the last one is repeated."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.seen.append((self.path, self.headers))
        self.close_connection = True
        self.server.next_reply(self.path)(self)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body)), "Connection": "close"} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, list[Reply]] = {}
        self.seen: list[tuple[str, Message]] = []
        self.released = threading.Event()  # set at the end, so that stalled replies let go

    def next_reply(self, path: str) -> Reply:
        left = self.replies[path]
        return left.pop(0) if len(left) > 1 else left[0]

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def ranges(self) -> list[str | None]:
        return [headers["Range"] for _, headers in self.seen]


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Proper:
    """A file served by the book: ETag, conditional requests, ranges. `cut` sends only so many bytes of the body."""

    body: bytes
    etag: str = '"v1"'
    cut: int | None = None
    ranges: bool = True
    content_type: str = "text/csv"
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, handler: Handler) -> None:
        common = {"ETag": self.etag, "Content-Type": self.content_type} | self.headers
        if handler.headers["If-None-Match"] == self.etag:
            handler.answer(304, {"ETag": self.etag})
            return
        start = self._start(handler.headers)
        body = self.body[start:]
        sized = {"Content-Length": str(len(body))} | common
        if start:
            sized["Content-Range"] = f"bytes {start}-{len(self.body) - 1}/{len(self.body)}"
        handler.answer(206 if start else 200, sized, body if self.cut is None else body[: self.cut])

    def _start(self, asked: Message) -> int:
        wanted = re.fullmatch(r"bytes=(\d+)-", asked["Range"] or "")
        same_version = asked["If-Range"] in (None, self.etag)
        return int(wanted[1]) if wanted and self.ranges and same_version else 0


def status(code: int, headers: dict[str, str] | None = None, body: bytes = b"") -> Reply:
    return lambda handler: handler.answer(code, headers or {}, body)


def redirect(to: str) -> Reply:
    return status(302, {"Location": to})


def stall(body: bytes, after: int) -> Reply:
    """Announces the whole body, sends a part, and then says nothing."""

    def reply(handler: Handler) -> None:
        handler.answer(200, {"ETag": '"v1"', "Content-Length": str(len(body))}, body[:after])
        handler.server.released.wait(20)

    return reply


def endless(block: bytes) -> Reply:
    """The same block for ever, without an announced size."""

    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        with suppress(ConnectionError):
            while True:
                handler.wfile.write(b"%x\r\n%s\r\n" % (len(block), block))

    return reply

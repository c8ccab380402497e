"""Asks an address: how long one answer takes, how many a second for a hundred at once, and how large it is."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median

HOST = "127.0.0.1"
CLIENTS = 100


@dataclass(frozen=True)
class Asked:
    """A request. With a `body` it is a POST of JSON."""

    port: int
    path: str
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """`latency` in seconds (median, one at a time), `rate` per second for a hundred clients, `size` in bytes (gzip)."""

    latency: float
    rate: float
    size: int


def once(asked: Asked, connection: http.client.HTTPConnection) -> int:
    """The size of the answer. RuntimeError unless it is one."""
    method = "POST" if asked.body else "GET"
    headers = {"Accept-Encoding": "gzip", "Content-Type": "application/json"} | asked.headers
    connection.request(method, asked.path, asked.body or None, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{asked.path}: {answer.status} {content[:300]!r}")
    return len(content)


def measured(asked: Asked, *, times: int, seconds: float) -> Answered:
    connection = http.client.HTTPConnection(HOST, asked.port, timeout=120)
    size, taken = once(asked, connection), []
    for _ in range(times):
        started = time.perf_counter()
        once(asked, connection)
        taken.append(time.perf_counter() - started)
    return Answered(median(taken), _rate(asked, seconds), size)


def _rate(asked: Asked, seconds: float) -> float:
    started = time.perf_counter()
    until = started + seconds

    def client(_: int) -> int:
        connection, count = http.client.HTTPConnection(HOST, asked.port, timeout=120), 0
        while time.perf_counter() < until:
            try:
                once(asked, connection)
                count += 1
            except (OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(HOST, asked.port, timeout=120)
        return count

    with ThreadPoolExecutor(CLIENTS) as pool:
        count = sum(pool.map(client, range(CLIENTS)))
    return count / (time.perf_counter() - started)

"""So many browsers at once, on loopback only, for so many seconds: prints {pages, seconds, p50, p95, errors, bytes}.

Each keeps one connection and asks its next page when it has the last one, as HTTP/1.1 with gzip.
"""

import asyncio
import itertools
import json
import re
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass
class Tally:
    taken: list[float] = field(default_factory=list)
    errors: int = 0
    bytes: int = 0


async def browser(port: int, paths: "itertools.cycle[str]", until: float, tally: Tally) -> None:
    """One browser; after an error or a closed connection it opens a new one."""
    while time.perf_counter() < until:
        try:
            reader, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            tally.errors += 1
            continue
        try:
            await _read_pages(reader, writer, port, paths, until, tally)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError):
            tally.errors += 1
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


async def _read_pages(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    port: int,
    paths: "itertools.cycle[str]",
    until: float,
    tally: Tally,
) -> None:
    """Page after page over one connection, until the time is up or the other side closes it."""
    keeps = True
    while keeps and time.perf_counter() < until:
        started = time.perf_counter()
        size, keeps = await asyncio.wait_for(_page(reader, writer, port, next(paths)), 30)
        tally.bytes += size
        tally.taken.append(time.perf_counter() - started)


async def _page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, path: str) -> tuple[int, bool]:
    """Size of the body and whether the connection stays open. ValueError for anything but a page."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(head[:40])
    keeps = b"connection: close" not in head.lower()
    if length := LENGTH.search(head):
        return len(await reader.readexactly(int(length[1]))), keeps
    size = 0
    while count := int((await reader.readline()).strip(), 16):
        size += len(await reader.readexactly(count + 2)) - 2
    await reader.readexactly(2)
    return size, keeps


async def crowd(port: int, clients: int, seconds: float, paths: list[str]) -> dict[str, float]:
    tally, started = Tally(), time.perf_counter()
    pages = itertools.cycle(paths)
    await asyncio.gather(*(browser(port, pages, started + seconds, tally) for _ in range(clients)))
    taken = sorted(tally.taken) or [float("nan")]
    return {
        "pages": len(tally.taken),
        "seconds": time.perf_counter() - started,
        "p50": taken[len(taken) // 2],
        "p95": taken[int(len(taken) * 0.95)],
        "errors": tally.errors,
        "bytes": tally.bytes,
    }


if __name__ == "__main__":
    asked = json.loads(sys.stdin.read())
    print(json.dumps(asyncio.run(crowd(**asked))))

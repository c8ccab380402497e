"""Pages: the time and size of the overview, and a crowd of a hundred browsers."""

import gzip
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any, TypedDict
from urllib.parse import urlencode

from bench.results import Measure
from bench.server import collect_static, serving

CLIENTS = 100
REGION = "haaglanden"
SECTORS = ("PO", "BO", "SBO", "SO", "VSO", "SPECIAAL")
DIRECTIONS = ("uit", "in")


class Crowd(TypedDict):
    pages: int
    seconds: float
    p50: float
    p95: float
    errors: int
    bytes: int


def overview(year: int, sector: str, direction: str, **others: str) -> str:
    asked = {"regio": REGION, "jaar": str(year), "soort": sector, "richting": direction} | others
    return f"/inzicht/?{urlencode(asked)}"


def different_pages(years: list[int]) -> list[str]:
    """So many different overviews that keeping pages does not help: none is asked twice within seconds."""
    choices = product(years, SECTORS, DIRECTIONS, ("alle", "binnen", "buiten"), ("woon", "school"))
    return [overview(year, sector, way, bereik=scope, kant=side) for year, sector, way, scope, side in choices]


def measure_page(name: str, home: Path, times: int) -> Iterator[Measure]:
    """The overview in this process, each time another question; the first builds what the process keeps."""
    client = _client(home)
    years = [one["jaar"] for one in client.get("/api/v1/jaren").json()["resultaten"]]
    asked = [overview(*one) for one in product(years, SECTORS, DIRECTIONS)][:times]
    first, _ = _asked(client, asked[0] + "&kant=school")
    answers = [_asked(client, path) for path in asked]
    seconds, bodies = zip(*answers, strict=True)
    told = f"{len(asked)} pages, max {max(seconds) * 1000:.0f} ms, first of a process {first * 1000:.0f} ms"
    yield Measure(f"overview {name}, server time, uncached", median(seconds) * 1000, "ms", ("<=", 60), told)
    packed = max(len(gzip.compress(body, 6)) for body in bodies) / 1000
    largest = max(len(body) for body in bodies) / 1000
    yield Measure(f"overview {name}, size", largest, "kB", ("<=", 150), f"gzip {packed:.0f} kB")


def measure_country(home: Path, times: int) -> Iterator[Measure]:
    """The same for the whole country: 342 municipalities on one page."""
    client = _client(home)
    years = [one["jaar"] for one in client.get("/api/v1/jaren").json()["resultaten"]]
    asked = [
        f"/inzicht/regio/nederland/?{urlencode({'jaar': str(year), 'soort': sector, 'richting': direction})}"
        for year, sector, direction in product(reversed(years), SECTORS, DIRECTIONS)
    ][:times]
    _asked(client, asked[0] + "&kant=school")
    seconds, bodies = zip(*(_asked(client, path) for path in asked), strict=True)
    told = f"{len(asked)} pages, max {max(seconds) * 1000:.0f} ms"
    yield Measure("page of the country, server time, uncached", median(seconds) * 1000, "ms", ("<=", 150), told)
    largest = max(bodies, key=len)
    packed = f"gzip {len(gzip.compress(largest, 6)) / 1000:.0f} kB"
    yield Measure("page of the country, size", len(largest) / 1000, "kB", ("<=", 150), packed)


def _asked(client: Any, path: str) -> tuple[float, bytes]:
    """Seconds and body of one page."""
    started = time.perf_counter()
    response = client.get(path)
    seconds = time.perf_counter() - started
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}")
    return seconds, response.content


def _client(home: Path) -> Any:
    """Django's own client; it is imported here because its settings must be known first."""
    collect_static(home)
    os.environ |= {"TANDEM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tandem.project.settings"}
    import django  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    django.setup()
    logging.disable(logging.INFO)
    return Client(headers={"host": "localhost"})


def measure_crowd(home: Path, years: list[int], seconds: float) -> Iterator[Measure]:
    """A hundred browsers on one page (caches help), on many (they do not), and on an empty answer (the limit)."""
    with serving(home) as port:
        limit = _crowd(port, 2, ["/healthz/live"])
        _crowd(port, 2, [overview(years[-1], "PO", "uit")])
        same = _crowd(port, seconds, [overview(years[-1], "PO", "uit")])
        different = _crowd(port, seconds, different_pages(years))
    rate = limit["pages"] / limit["seconds"]
    for name, found in (("one page", same), ("different pages", different)):
        yield from _judged(name, found, f"empty answer {rate:.0f}/s")


def _judged(name: str, found: Crowd, limit: str) -> Iterator[Measure]:
    told = f"p50 {found['p50'] * 1000:.0f} ms, {found['bytes'] / max(1, found['pages']) / 1000:.0f} kB a page"
    yield Measure(f"100 clients, {name}: pages", found["pages"] / found["seconds"], "/s", (">=", 150), told, limit)
    yield Measure(f"100 clients, {name}: p95", found["p95"] * 1000, "ms", ("<=", 800), "", "")
    yield Measure(f"100 clients, {name}: errors", found["errors"], "", ("<=", 0), "", "")


def _crowd(port: int, seconds: float, paths: list[str]) -> Crowd:
    asked = json.dumps({"port": port, "clients": CLIENTS, "seconds": seconds, "paths": paths})
    command = [sys.executable, "-m", "bench.crowd_client"]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, timeout=seconds + 120)
    found: Crowd = json.loads(done.stdout)
    return found

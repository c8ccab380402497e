"""Pages: the time and size of the overview, and a crowd of a hundred browsers."""

import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from statistics import median
from typing import TypedDict

from bench.results import Measure
from bench.server import serving

CLIENTS = 100
REGION = "haaglanden"
SECTORS = ("PO", "BO", "SBO", "SO", "VSO", "SPECIAAL")
DIRECTIONS = ("uit", "in", "alle")


class Crowd(TypedDict):
    pages: int
    seconds: float
    p50: float
    p95: float
    errors: int
    bytes: int


def overview(year: int, sector: str, direction: str, region: str = REGION) -> str:
    return f"/inzicht/?regio={region}&jaar={year}&soort={sector}&richting={direction}"


def different_pages(years: list[int], regions: list[str]) -> list[str]:
    """Many different overviews, so that keeping pages does not help; the first of each region come first."""
    return [overview(*asked) for asked in product(years, SECTORS, DIRECTIONS, regions)]


def measure_page(home: Path, years: list[int], times: int) -> Iterator[Measure]:
    """The overview in this process, each time another question; the first of the process does not count."""
    client = _client(home)
    asked = [overview(year, sector, direction) for year, sector, direction in product(years, SECTORS, DIRECTIONS)]
    taken, sizes, packed = [], [], []
    for number, path in enumerate(asked[: times + 1]):
        started = time.perf_counter()
        response = client.get(path)
        seconds = time.perf_counter() - started
        if response.status_code != 200:
            raise RuntimeError(f"{path} answers {response.status_code}")
        if number:
            taken.append(seconds)
            sizes.append(len(response.content))
            packed.append(len(gzip.compress(response.content, 6)))
    yield Measure(
        "overview page, server time, uncached",
        median(taken) * 1000,
        "ms",
        ("<=", 60),
        f"max {max(taken) * 1000:.0f} ms",
        "",
    )
    yield Measure("overview page, size", max(sizes) / 1000, "kB", ("<=", 150), f"gzip {max(packed) / 1000:.0f} kB", "")


def _client(home: Path):  # type: ignore[no-untyped-def]  # Django may be imported only after its settings are known
    os.environ |= {"TANDEM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tandem.project.settings"}
    import django  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    django.setup()
    return Client(headers={"host": "localhost"})


def measure_crowd(home: Path, years: list[int], regions: list[str], seconds: float) -> Iterator[Measure]:
    """A hundred browsers on one page (caches help), on thousands of pages (they do not), and on a static file (limit)."""
    with serving(home) as port:
        limit = _crowd(port, 2, ["/healthz/live"])
        _crowd(port, 2, [overview(years[-1], "PO", "uit")])
        same = _crowd(port, seconds, [overview(years[-1], "PO", "uit")])
        different = _crowd(port, seconds, different_pages(years, regions))
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

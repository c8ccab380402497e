"""The cube beside raw DuckDB over the same Parquet, in one process; and the search of schools."""

import gc
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from statistics import median

import duckdb

from bench.results import Measure, milliseconds
from tandem.flows.cube import Cube
from tandem.flows.data import HOME_LEVELS, SCHOOL_LEVELS, FlowQuery
from tandem.flows.queries import answer_arrays
from tandem.flows.search import search_locations
from tandem.flows.sql import to_sql
from tandem.register.data import SECTOR_GROUPS, Region, Sector
from tandem.register.definitions import regions

TARGET = 20
SEARCHES = (
    "regenboog",
    "de ark",
    "wilgh",
    "2611",
    "zonnebloemtuin 12",
    "amersf",
    "x",
    "kompashorst",
    "regnboog",
    "00AB",
)
GROUPS: dict[str, tuple[Sector, ...]] = {"SO": (Sector.SO,), "BO": (Sector.BO,), "PO": SECTOR_GROUPS["PO"]}


def seconds_of(work: Callable[[], object], times: int) -> float:
    """Median of so many runs after one that warms up; the collector of garbage waits."""
    work()
    taken = []
    gc.disable()
    try:
        for _ in range(times):
            started = time.perf_counter()
            work()
            taken.append(time.perf_counter() - started)
    finally:
        gc.enable()
    return median(taken)


def measure_questions(snapshot: Path, year: int, times: int) -> Iterator[Measure]:
    """Every pair of levels, for a region and for the country: the ratio of each, judged by the worst."""
    cube = Cube.open(snapshot)
    for region, (name, sectors) in product((regions()["haaglanden"], regions()["nederland"]), GROUPS.items()):
        found: list[tuple[float, float, float, str]] = []
        for home, school in product(HOME_LEVELS, SCHOOL_LEVELS):
            query = FlowQuery((year,), sectors, region, home, school, together=len(sectors) > 1)
            ours, peer = _both(cube, query, snapshot, times)
            found.append((peer / ours, ours, peer, f"{home}→{school}"))
        found.sort()
        ratio, ours, peer, pair = found[0]
        middle = median(one[0] for one in found)
        yield Measure(
            f"question {region.name}, {name}, {year}: raw DuckDB ÷ cube, worst of 16 level pairs",
            ratio,
            "×",
            (">=", TARGET),
            f"{pair} {milliseconds(ours)}; median pair {middle:.0f}×",
            milliseconds(peer),
        )


def _both(cube: Cube, query: FlowQuery, snapshot: Path, times: int) -> tuple[float, float]:
    sql, values = to_sql(query, snapshot / "tables")
    with duckdb.connect() as connection:
        rows = connection.execute(sql, values).fetchnumpy()
        if len(rows["low"]) != len(answer_arrays(cube, query)):
            raise RuntimeError(f"cube and DuckDB disagree about {query}")
        turns = [
            (
                seconds_of(lambda: answer_arrays(cube, query), 5),
                seconds_of(lambda: connection.execute(sql, values).fetchnumpy(), 1),
            )
            for _ in range(max(3, times // 4))
        ]
    return median(ours for ours, _ in turns), median(peer for _, peer in turns)


def measure_growth(one: Path, sixteen: Path, year: int, times: int) -> Measure:
    """The same question with 1 and with 16 years in the snapshot."""
    region: Region = regions()["haaglanden"]
    query = FlowQuery((year,), SECTOR_GROUPS["PO"], region)
    small, large = Cube.open(one), Cube.open(sixteen)
    first = seconds_of(lambda: answer_arrays(small, query), times)
    last = seconds_of(lambda: answer_arrays(large, query), times)
    return Measure(
        "question, 16 years of data ÷ 1 year", last / first, "×", ("<=", 1.3), milliseconds(last), milliseconds(first)
    )


def measure_search(snapshot: Path, times: int) -> Measure:
    """Search of school locations; the slowest of ten texts, typing errors among them."""
    cube = Cube.open(snapshot)
    taken = {text: seconds_of(lambda text=text: search_locations(cube, text), times) for text in SEARCHES}  # type: ignore[misc]
    slowest = max(taken, key=lambda text: taken[text])
    told = f"“{slowest}” among {len(cube.locations):,}"
    return Measure("school search, slowest of ten texts", taken[slowest] * 1000, "ms", ("<=", 20), told)

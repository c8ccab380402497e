"""The measuring itself: everybody reads the same rows, judgements are right, and the crowd counts what it gets."""

import asyncio
from pathlib import Path

import pytest
from bench.crowd_client import crowd
from bench.results import Measure
from tests.opendata.fetch_server import running, status

from bench import generate, loading


@pytest.mark.parametrize(
    ("value", "target", "met"),
    [(1.9, ("<=", 2), True), (2.1, ("<=", 2), False), (20, (">=", 20), True), (19, (">=", 20), False), (1, None, None)],
)
def test_judgement(value: float, target: tuple[str, float] | None, met: bool | None) -> None:
    assert Measure("x", value, "×", target).met is met


def test_generated_year_has_the_shape_of_a_real_one() -> None:
    cells = generate.cells(2017)
    assert 100_000 < len(cells.pupils) < 110_000
    assert 1_000_000 < cells.pupils.sum() < 1_600_000
    assert 0.5 < (cells.pupils < 5).mean() < 0.8
    assert (generate.cells(2017).pupils == cells.pupils).all(), "a fixed seed"


def test_everybody_reads_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "brin6_pc4.csv"
    rows = generate.write_portal(path, 1)
    found = {work: loading.run(work, path) for work in loading.WORKS}
    assert {run.rows for run in found.values()} == {rows}
    assert all(run.seconds > 0 and run.megabytes > 20 for run in found.values())


def test_a_ratio_is_that_of_the_turns_and_not_of_the_busy_moments() -> None:
    def took(*seconds: float) -> list[loading.Run]:
        return [loading.Run(one, one, 100, 1) for one in seconds]

    assert loading.ratio(took(2, 20, 2), took(1, 10, 1)) == 2
    assert loading.ratio(took(2, 20, 2), took(1, 1, 1)) == 2, "one turn that was disturbed does not count"


def test_crowd_counts_pages_and_errors() -> None:
    with running() as server:
        server.replies = {"/goed": [status(200, body=b"x" * 500)], "/stuk": [status(500)]}
        good = asyncio.run(crowd(server.server_port, 4, 0.3, ["/goed"]))
        bad = asyncio.run(crowd(server.server_port, 4, 0.3, ["/stuk"]))
    assert good["pages"] > 4
    assert good["errors"] == 0
    assert good["bytes"] == 500 * good["pages"]
    assert good["p50"] <= good["p95"]
    assert bad["pages"] == 0
    assert bad["errors"] > 4

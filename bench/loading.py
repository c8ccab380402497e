"""Loading: our whole load beside DuckDB's bare read and pandas, each run in a process of its own, in turn."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import generate
from bench.results import Measure

WORKS = ("tandem", "duckdb_read", "duckdb_memory", "pandas_read", "pandas_counts", "pandas_parse")
YEARS = (1, 2, 4, 8, 16)


@dataclass(frozen=True)
class Run:
    seconds: float
    megabytes: float
    rows: int


def run(work: str, path: Path) -> Run:
    command = [sys.executable, "-m", "bench.child", work, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    return Run(**json.loads(done.stdout))


def measure_file(name: str, path: Path, times: int) -> Iterator[Measure]:
    """Our load of one file beside each peer; the works take turns, so that a busy moment hits all alike."""
    runs: dict[str, list[Run]] = {work: [] for work in WORKS}
    for _ in range(times):
        for work in WORKS:
            runs[work].append(run(work, path))
    if len({one.rows for found in runs.values() for one in found}) != 1:
        raise RuntimeError(f"not everybody read the same rows of {path.name}")
    seconds = {work: median(one.seconds for one in found) for work, found in runs.items()}
    rows, ours = runs["tandem"][0].rows, seconds["tandem"]

    def beside(label: str, work: str, value: float, target: tuple[str, float] | None = None) -> Measure:
        return Measure(f"{name}: {label}", value, "×", target, f"{ours:.2f} s", f"{seconds[work]:.2f} s")

    yield beside(
        f"load of {rows:,} rows ÷ DuckDB bare read to a file", "duckdb_read", ours / seconds["duckdb_read"], ("<=", 2)
    )
    yield beside("load ÷ DuckDB bare read in memory", "duckdb_memory", ours / seconds["duckdb_memory"])
    yield beside("pandas script that only parses ÷ load", "pandas_parse", seconds["pandas_parse"] / ours, (">=", 1.5))
    yield beside("pandas, counts only ÷ load", "pandas_counts", seconds["pandas_counts"] / ours)
    yield beside("pandas read_csv alone ÷ load", "pandas_read", seconds["pandas_read"] / ours)
    peaks = {work: max(one.megabytes for one in found) for work, found in runs.items()}
    peak = peaks.pop("tandem")
    others = ", ".join(f"{work} {megabytes:.0f}" for work, megabytes in peaks.items())
    yield Measure(f"{name}: peak memory", peak, "MB", ("<=", 1024), f"{peak:.0f} MB", others)


def unpacked(packed: Path, folder: Path) -> Path:
    """The plain file of a gz. DuckDB's bare read knows latin-1 only: what cp1252 has more becomes a question mark."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / packed.stem
    text = gzip.decompress(packed.read_bytes()).decode("cp1252")
    path.write_bytes(text.encode("latin-1", errors="replace"))
    return path


def measure_growth(folder: Path, times: int) -> Measure:
    """From 1 to 16 years: the time per year may not grow."""
    per_year: dict[int, float] = {}
    for count in YEARS:
        path = folder / f"brin6_pc4_{count}.csv"
        generate.write_portal(path, count)
        per_year[count] = median(run("tandem", path).seconds for _ in range(times)) / count
    shown = ", ".join(f"{count}: {seconds * count:.2f} s" for count, seconds in per_year.items())
    return Measure("load, 16 years ÷ 16 × 1 year", per_year[16] / per_year[1], "×", ("<=", 1), shown, "linear")

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
    cpu: float
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
    rows = runs["tandem"][0].rows

    def beside(label: str, upper: str, lower: str, target: tuple[str, float] | None = None) -> Measure:
        peer = lower if upper == "tandem" else upper
        return Measure(
            f"{name}: {label}", ratio(runs[upper], runs[lower]), "×", target, told(runs["tandem"]), told(runs[peer])
        )

    yield beside(f"load of {rows:,} rows ÷ DuckDB bare read to a file", "tandem", "duckdb_read", ("<=", 2))
    yield Measure(f"{name}: the same in time of the processor", ratio(runs["tandem"], runs["duckdb_read"], "cpu"), "×")
    yield beside("load ÷ DuckDB bare read in memory", "tandem", "duckdb_memory")
    yield beside("pandas script that only parses ÷ load", "pandas_parse", "tandem", (">=", 1.5))
    yield Measure(f"{name}: the same in time of the processor", ratio(runs["pandas_parse"], runs["tandem"], "cpu"), "×")
    yield beside("pandas, counts only ÷ load", "pandas_counts", "tandem")
    yield beside("pandas read_csv alone ÷ load", "pandas_read", "tandem")
    peaks = {work: max(one.megabytes for one in found) for work, found in runs.items()}
    peak = peaks.pop("tandem")
    others = ", ".join(f"{work} {megabytes:.0f}" for work, megabytes in peaks.items())
    yield Measure(f"{name}: peak memory", peak, "MB", ("<=", 1024), f"{peak:.0f} MB", others)


def ratio(upper: list[Run], lower: list[Run], of: str = "seconds") -> float:
    """The median of the ratios turn by turn: what else the machine did in a turn, both had to bear."""
    ratios = [getattr(one, of) / getattr(other, of) for one, other in zip(upper, lower, strict=True)]
    return float(median(ratios))


def told(runs: list[Run]) -> str:
    """The median time, and that of the processor, which other work on the machine hardly touches."""
    return f"{median(one.seconds for one in runs):.2f} s (cpu {median(one.cpu for one in runs):.2f})"


def unpacked(packed: Path, folder: Path) -> Path:
    """The plain file of a gz. DuckDB's bare read knows latin-1 only: what cp1252 has more becomes a question mark."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / packed.stem
    text = gzip.decompress(packed.read_bytes()).decode("cp1252")
    path.write_bytes(text.encode("latin-1", errors="replace"))
    return path


def measure_growth(folder: Path, times: int) -> Measure:
    """From 1 to 16 years: the time per year may not grow."""
    paths = {count: folder / f"brin6_pc4_{count}.csv" for count in YEARS}
    for count, path in paths.items():
        generate.write_portal(path, count)
    turns = [{count: run("tandem", path).seconds for count, path in paths.items()} for _ in range(times)]
    shown = ", ".join(f"{count}: {median(turn[count] for turn in turns):.2f} s" for count in YEARS)
    grown = median(turn[16] / (16 * turn[1]) for turn in turns)
    return Measure("load, 16 years ÷ 16 × 1 year", grown, "×", ("<=", 1), shown, "linear")

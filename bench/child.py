"""One piece of work in a process of its own, with its own peak memory: prints {seconds, cpu, megabytes, rows}.

The clock starts after the imports: everybody pays those once, and a server not at all.
"""

import importlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Year, kind, home, BRIN and branch as L4 and L1 call them; and what DUO's home codes stand for.
CODES = (
    ("PEILJAAR", "PEILDATUM"),
    ("TYPE_PO", "SOORT_PO"),
    ("POSTCODE4_DEELNEMER", "POSTCODE_LEERLING"),
    ("INSTELLINGSCODE", "BRIN_NUMMER"),
    ("VESTIGINGSCODE", "VESTIGINGSNUMMER"),
)
HOMES_ABROAD = {"10": "BE", "20": "DE", "30": "ANDER", "40": "ONBEKEND"}


class Clock:
    """Counts the time between `start` and `stop`, and the processor time of all threads in it."""

    seconds = 0.0
    cpu = 0.0

    def start(self) -> None:
        self._started, self._cpu = time.perf_counter(), time.process_time()

    def stop(self) -> None:
        self.seconds, self.cpu = time.perf_counter() - self._started, time.process_time() - self._cpu


def tandem(path: Path, clock: Clock) -> int:
    """Our whole load: reading, checks, report, snapshot, cube, switch."""
    write_cube = importlib.import_module("tandem.flows.cube").write_cube
    load = importlib.import_module("tandem.opendata.loading").load
    with tempfile.TemporaryDirectory() as home:
        clock.start()
        result = load([path], finish=(write_cube,), home=Path(home))
        clock.stop()
    return sum(source.rows for source in result.loaded)


def duckdb_read(path: Path, clock: Clock) -> int:
    """DuckDB's bare read of the same file into a table in a file, all text, no checks."""
    with tempfile.TemporaryDirectory() as folder:
        return _duckdb(path, clock, str(Path(folder) / "peer.duckdb"))


def duckdb_memory(path: Path, clock: Clock) -> int:
    """The same into a table in memory: nothing is left on disk."""
    return _duckdb(path, clock, ":memory:")


def _duckdb(path: Path, clock: Clock, database: str) -> int:
    duckdb = importlib.import_module("duckdb")
    clock.start()
    with duckdb.connect(database) as connection:
        encoding = "latin-1" if _is_yearly(path) else "utf-8"
        connection.execute(
            "CREATE TABLE t AS SELECT * FROM read_csv(?, all_varchar = true, encoding = ?)", [str(path), encoding]
        )
        rows = connection.execute("SELECT count(*) FROM t").fetchone()[0]
    clock.stop()
    return int(rows)


def pandas_read(path: Path, clock: Clock) -> int:
    """`read_csv` alone; text for the codes, or else location 00 becomes 0."""
    pandas = importlib.import_module("pandas")
    clock.start()
    frame = _frame(pandas, path)
    clock.stop()
    return len(frame)


def pandas_counts(path: Path, clock: Clock) -> int:
    """The least that is of use: read, and make every count an interval (low, high, reason); codes stay as they came."""
    pandas = importlib.import_module("pandas")
    clock.start()
    frame = _frame(pandas, path)
    _counts_to_intervals(pandas, frame)
    clock.stop()
    return len(frame)


def pandas_parse(path: Path, clock: Clock) -> int:
    """A script that only parses: every column becomes what it means, as in our own cells; no checks, no sums, no store.

    Text, because of the masks and of codes such as 00 and 0012; default engine. Year as a number, kind in capitals,
    home by code, BRIN and branch as one location, every count as an interval with its reason.
    """
    pandas = importlib.import_module("pandas")
    clock.start()
    frame = _frame(pandas, path)
    _counts_to_intervals(pandas, frame)
    year, kind, home, institution, branch = (_first(frame, names) for names in CODES)
    frame["year"] = year.str[:4].astype("int16")
    frame["sector"] = kind.str.strip().str.upper()
    frame["home"] = home.str.strip().replace(list(HOMES_ABROAD), list(HOMES_ABROAD.values()))
    frame["location"] = institution.str.strip().str.upper() + branch.str.strip().str.zfill(2)
    clock.stop()
    return len(frame)


def _counts_to_intervals(pandas: Any, frame: Any) -> None:
    numpy = importlib.import_module("numpy")
    for column in [c for c in frame.columns if c.startswith(("AANTAL", "LEEFTIJD", "TOTAAL"))]:
        masked = frame[column].isin(["-1", "<5"])
        number = pandas.to_numeric(frame[column].mask(masked), errors="coerce")
        frame[f"{column}_low"] = numpy.where(masked, 1, number)
        frame[f"{column}_high"] = numpy.where(masked, 4, number)
        frame[f"{column}_reason"] = numpy.select([masked, number.isna()], ["masked", "missing"], "exact")


def _first(frame: Any, names: tuple[str, str]) -> Any:
    """The column that has one of these names."""
    return frame[next(name for name in names if name in frame.columns)]


def _frame(pandas: Any, path: Path) -> Any:
    if _is_yearly(path):
        return pandas.read_csv(path, sep=";", encoding="cp1252", dtype=str)
    return pandas.read_csv(path, dtype=str)


def _is_yearly(path: Path) -> bool:
    return path.name.startswith("03")


WORK: dict[str, Callable[[Path, Clock], int]] = {
    work.__name__: work for work in (tandem, duckdb_read, duckdb_memory, pandas_read, pandas_counts, pandas_parse)
}

if __name__ == "__main__":
    for module in {"tandem": ["tandem.opendata.loading", "tandem.flows.cube"]}.get(sys.argv[1], [sys.argv[1][:6]]):
        importlib.import_module(module)
    taken = Clock()
    rows = WORK[sys.argv[1]](Path(sys.argv[2]), taken)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": taken.seconds, "cpu": taken.cpu, "megabytes": megabytes, "rows": rows}))

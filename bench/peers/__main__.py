"""`make bench-peers`: the same data, the same question, in programs that a region could take instead.

Each part that cannot run here (no registry, no browser) says so and is left out; nothing is guessed.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import duckdb
import numpy as np
import typer
from rich.console import Console

from bench import generate
from bench.pages import overview
from bench.peers import asking, maps, places, question, servers
from bench.questions import seconds_of
from bench.results import Measure, milliseconds, save, show
from bench.server import serving
from tandem.flows.cube import Cube, write_cube
from tandem.flows.forecast.backtest import same_as_last_year, straight_line
from tandem.flows.forecast.model import Floats, forecast
from tandem.flows.queries import answer_arrays
from tandem.flows.sql import to_sql
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot
from tandem.platform.home import PROJECT_ROOT, tandem_home

PARTS = ("question", "http", "map", "xlsx", "forecast")
SHARED = PROJECT_ROOT.parent / "shared" / "data"
ROWS, AHEAD, WORLDS = 50_000, 5, 4
say = Console(stderr=True, highlight=False).print


def main(
    only: Annotated[str, typer.Option(help=f"Only these parts, with commas: {', '.join(PARTS)}.")] = ",".join(PARTS),
    home: Annotated[Path | None, typer.Option(help="A TANDEM_HOME; else the real files, or made.")] = None,
    seconds: Annotated[float, typer.Option(help="How long a hundred clients ask each server.")] = 10,
) -> None:
    """Measure Tandem beside Datasette, Superset, MapLibre, flowmap.gl, openpyxl and statsmodels."""
    asked = only.split(",")
    if unknown := set(asked) - set(PARTS):
        raise typer.BadParameter(f"unknown part: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="tandem-peers-") as folder:
        work = Path(folder)
        here = (home or _home(work)).resolve()
        snapshot = current_snapshot(here)
        if snapshot is None:
            raise typer.BadParameter(f"no data in {here}")
        cube = Cube.open(snapshot.resolve())
        parts: dict[str, Callable[[], Iterator[Measure]]] = {
            "question": lambda: _question(cube),
            "http": lambda: _http(cube, here, work, seconds),
            "map": lambda: _map(cube, here, work),
            "xlsx": _xlsx,
            "forecast": _forecast,
        }
        measures = [measure for name in asked for measure in _tried(name, parts[name])]
    show(measures)
    say(f"results: {save(measures, tandem_home() / 'bench')}")


def _tried(name: str, part: Callable[[], Iterator[Measure]]) -> Iterator[Measure]:
    say(f"{name} …")
    try:
        yield from part()
    except places.NotHereError as error:
        say(f"NOT MEASURED, {name}: {error}", style="red")


def _home(work: Path) -> Path:
    home = work / "home"
    if SHARED.is_dir():
        load([SHARED], finish=(write_cube,), home=home)
        return home
    generate.write_portal(work / "brin6_pc4.csv", 2)
    generate.write_places(work)
    load([work], finish=(write_cube,), home=home)
    return home


def _question(cube: Cube) -> Iterator[Measure]:
    asked = question.query(cube)
    sql, values = to_sql(asked, cube.snapshot / "tables")
    with duckdb.connect() as connection:
        turns = [
            (
                seconds_of(lambda: answer_arrays(cube, asked), 20),
                seconds_of(lambda: connection.execute(sql, values).fetchnumpy(), 3),
            )
            for _ in range(9)
        ]
    ours, peer = (float(np.median(column)) for column in zip(*turns, strict=True))
    yield Measure("in process: raw DuckDB ÷ cube", peer / ours, "×", (">=", 50), milliseconds(ours), milliseconds(peer))


def _http(cube: Cube, home: Path, work: Path, seconds: float) -> Iterator[Measure]:
    database = work / "flows.db"
    say(f"{question.write_sqlite(cube, database)} lines")
    with serving(home) as port:
        ours = asking.measured(asking.Asked(port, question.address(cube)), times=50, seconds=seconds)
    told = _told(ours)
    yield Measure("HTTP: Tandem", ours.rate, "/s", None, told)
    with servers.datasette(places.small(), database, question.sql(cube)) as asked:
        yield from _beside("Datasette", ours, asking.measured(asked, times=20, seconds=seconds), None)
    try:
        with servers.superset(places.superset(), database, _in_superset(cube)) as (kept, anew):
            yield from _beside("Superset, cached", ours, asking.measured(kept, times=20, seconds=seconds), (">=", 30))
            yield from _beside("Superset, anew", ours, asking.measured(anew, times=5, seconds=seconds), None)
    except places.NotHereError as error:
        say(f"NOT MEASURED, Superset: {error}", style="red")


def _beside(
    name: str, ours: asking.Answered, peer: asking.Answered, target: tuple[str, float] | None
) -> Iterator[Measure]:
    told = milliseconds(ours.latency), milliseconds(peer.latency)
    yield Measure(f"HTTP latency: {name} ÷ Tandem", peer.latency / ours.latency, "×", target, *told)
    rates = f"{ours.rate:.0f}/s", f"{peer.rate:.1f}/s"
    yield Measure(f"HTTP, 100 clients: Tandem ÷ {name}", ours.rate / max(peer.rate, 0.01), "×", None, *rates)
    sizes = f"{ours.size / 1000:.1f} kB", f"{peer.size / 1000:.1f} kB"
    yield Measure(f"bytes: {name} ÷ Tandem", peer.size / ours.size, "×", None, *sizes)


def _told(one: asking.Answered) -> str:
    return f"{milliseconds(one.latency)}, {one.size / 1000:.1f} kB"


def _in_superset(cube: Cube) -> dict[str, object]:
    asked = question.query(cube)
    towns = ", ".join(f"'{code}'" for code in asked.region.municipalities)
    sums = [
        {"expressionType": "SQL", "sqlExpression": f"SUM({name})", "label": name, "hasCustomLabel": True}
        for name in ("low", "high")
    ]
    return {
        "columns": ["home", "school"],
        "metrics": sums,
        "filters": [
            {"col": "year", "op": "==", "val": asked.years[0]},
            {"col": "sector", "op": "IN", "val": [str(sector) for sector in asked.sectors]},
        ],
        "extras": {"where": f"(home IN ({towns}) OR school IN ({towns}))"},
    }


def _map(cube: Cube, home: Path, work: Path) -> Iterator[Measure]:
    if not Path("/usr/bin/chromium").exists():
        raise places.NotHereError("no chromium")
    with serving(home) as port:
        address = f"http://127.0.0.1:{port}{overview(max(cube.years), 'SPECIAAL', 'uit')}"
        found = maps.measured(cube, address, work, 5)
    for kind, name, target in (("maplibre", "MapLibre", None), ("flowmap", "deck.gl + flowmap.gl", (">=", 10.0))):
        told = f"{found['ours']:.0f} ms", f"{found[kind]:.0f} ms"
        yield Measure(f"first complete map: {name} ÷ Tandem", found[kind] / found["ours"], "×", target, *told)


def _xlsx() -> Iterator[Measure]:
    found = _peer("xlsx", {"rows": ROWS})
    told = f"{found['xlsxwriter']:.2f} s", f"{found['openpyxl']:.2f} s"
    ratio = found["openpyxl"] / found["xlsxwriter"]
    yield Measure(f"XLSX of {ROWS:,} rows: openpyxl ÷ XlsxWriter (ours)", ratio, "×", None, *told)


def _forecast() -> Iterator[Measure]:
    """Generated histories with a known truth: mean error, and how often the 80 % interval holds."""
    from tests.flows.histories import histories  # noqa: PLC0415 - the worlds of the tests

    off: dict[str, list[float]] = {}
    inside: dict[str, list[float]] = {}
    for seed in range(WORLDS):
        whole = histories(seed, series=60, years=12 + AHEAD)
        past, true = whole[:, :12], whole[:, 12:]
        ours = forecast(past, AHEAD)
        theirs = {name: np.asarray(value) for name, value in _peer("smoothing", _series(past)).items()}
        guesses = {
            "tandem": ours.likely,
            "same as last year": same_as_last_year(past, AHEAD),
            "straight line": straight_line(past, AHEAD),
            "statsmodels ETS": theirs["likely"],
        }
        for name, guess in guesses.items():
            off.setdefault(name, []).append(100 * float(np.abs(guess - true).sum() / true.sum()))
        for name, low, high in (("tandem", ours.low, ours.high), ("statsmodels ETS", theirs["low"], theirs["high"])):
            inside.setdefault(name, []).append(100 * float(((low <= true) & (true <= high)).mean()))
    mean = {name: float(np.mean(values)) for name, values in off.items()}
    for name in list(mean)[1:]:
        told = f"{mean['tandem']:.1f} %", f"{mean[name]:.1f} %"
        yield Measure(f"forecast error: {name} ÷ Tandem", mean[name] / mean["tandem"], "×", (">=", 1.0), *told)
    held = {name: float(np.mean(values)) for name, values in inside.items()}
    peer = f"statsmodels ETS {held['statsmodels ETS']:.0f} %"
    yield Measure("80 % interval holds the truth", held["tandem"], "%", (">=", 75.0), "", peer)


def _series(past: Floats) -> dict[str, object]:
    return {"counts": past.tolist(), "ahead": AHEAD}


def _peer(work: str, asked: dict[str, object]) -> dict[str, Any]:
    command = [str(places.small()), str(Path(__file__).with_name("work.py")), work]
    done = subprocess.run(command, check=False, input=json.dumps(asked), capture_output=True, text=True, timeout=1800)
    if done.returncode:
        raise places.NotHereError(done.stderr[-300:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.project.settings")
    typer.run(main)

"""The data that `tandem run` shows: the user's own files, what was loaded before, or else the example region."""

import os
import shutil
import time
from pathlib import Path

from tandem.cli.failures import ExplainedError
from tandem.cli.output import messages
from tandem.flows.cube import write_cube
from tandem.opendata.data import LoadResult
from tandem.opendata.demo import write_demo_files
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot
from tandem.platform.home import tandem_home


def load_what_is_missing() -> None:
    """`TANDEM_DATA` is loaded each time (unchanged files cost nothing); the example only when there is nothing."""
    if folder := os.environ.get("TANDEM_DATA"):
        load_folder(Path(folder))
    elif current_snapshot() is None:
        load_demo()


def load_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise ExplainedError(f"De map van TANDEM_DATA bestaat niet: {folder}")
    started = time.monotonic()
    result = load([folder], finish=[write_cube])
    for problem in (*result.unknown, *result.refused):
        messages.print(f"  overgeslagen: {problem}", markup=False, soft_wrap=True)
    if not result.snapshot:
        raise ExplainedError(f"In {folder} staat geen bestand dat Tandem kan lezen. Zie tandem data load --help.")
    _say(result, "Gegevens", started)


def load_demo() -> None:
    """The files are only needed while they are loaded."""
    started = time.monotonic()
    folder = tandem_home() / "demo"
    try:
        result = load(write_demo_files(folder), finish=[write_cube], demo=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if not result.complete:
        problems = "; ".join(map(str, result.refused + result.unknown))
        raise ExplainedError(f"De voorbeeldgegevens kloppen niet: {problems}")
    _say(result, "Voorbeeldgegevens van Haaglanden", started)


def _say(result: LoadResult, what: str, started: float) -> None:
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    loaded = f"{len(result.loaded)} bestanden geladen" if result.changed else "al geladen"
    messages.print(f"  {what}: {loaded} in {seconds} s")

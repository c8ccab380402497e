"""Killed half-way, the old snapshot serves; two loads at once wait for each other or refuse plainly."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.opendata import samples as s

from tandem.opendata.loading import load
from tandem.opendata.snapshots import LoadBusy, current_snapshot, loading, opendata_home

# Loads a file; its finisher says that it has come that far and then waits for ever.
STUCK = """
import sys, time
from pathlib import Path
from tandem.opendata.loading import load
def wait(snapshot):
    print("here", flush=True)
    time.sleep(600)
load([Path(sys.argv[1])], home=Path(sys.argv[2]), finish=(wait,))
"""


def _stuck(path: Path, home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", STUCK, str(path), str(home)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    process.stdout.close()
    return process


def _kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL


def test_killed_half_way_the_old_one_serves(home: Path, tmp_path: Path) -> None:
    load([s.write(tmp_path, "oud.csv", s.l4())], home=home)
    before = current_snapshot(home)
    new = s.write(tmp_path, "nieuw.csv", s.l4(s.l4_row(year=2018)))
    process = _stuck(new, home)
    assert (opendata_home(home) / "building" / "snapshot" / "tables" / "cells.parquet").exists()
    _kill(process)
    assert current_snapshot(home) == before

    assert load([new], home=home).changed
    assert not (opendata_home(home) / "building").exists()


def test_killed_in_a_first_load_nothing_serves(home: Path, tmp_path: Path) -> None:
    path = s.write(tmp_path, "eerste.csv", s.l4())
    _kill(_stuck(path, home))
    assert current_snapshot(home) is None
    assert load([path], home=home).changed


def test_a_second_load_refuses_when_it_may_not_wait(home: Path, tmp_path: Path) -> None:
    path = s.write(tmp_path, "een.csv", s.l4())
    process = _stuck(path, home)
    try:
        with pytest.raises(LoadBusy):
            load([path], home=home, wait=False)
    finally:
        _kill(process)


def test_a_second_load_waits_and_says_so(home: Path, tmp_path: Path) -> None:
    path = s.write(tmp_path, "twee.csv", s.l4())
    steps: list[str] = []
    with loading(home, wait=True, waiting=lambda: None):
        second = threading.Thread(
            target=load, args=([path],), kwargs={"home": home, "tell": lambda p: steps.append(p.step)}
        )
        second.start()
        deadline = time.monotonic() + 10
        while not steps and time.monotonic() < deadline:
            time.sleep(0.01)
        assert steps == ["wachten tot een andere laadopdracht klaar is"]
        assert current_snapshot(home) is None
    second.join(30)
    assert not second.is_alive()
    assert current_snapshot(home) is not None


def test_two_loads_at_once_both_arrive(home: Path, tmp_path: Path) -> None:
    paths = [s.write(tmp_path, f"{year}.csv", s.l4(s.l4_row(year=year))) for year in (2016, 2017)]
    script = "import sys; from pathlib import Path; from tandem.opendata.loading import load; load([Path(sys.argv[1])], home=Path(sys.argv[2]))"  # noqa: E501
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), str(home)]) for path in paths]
    assert [process.wait(60) for process in running] == [0, 0]
    assert not load(paths, home=home).changed


def test_the_pointer_is_never_absent_while_it_moves(home: Path, tmp_path: Path) -> None:
    """A reader that looks all the time always finds a complete snapshot."""
    load([s.write(tmp_path, "nul.csv", s.l4())], home=home)
    stop, wrong = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            snapshot = current_snapshot(home)
            if snapshot is None or not (snapshot / "manifest.json").exists():
                wrong.append(snapshot)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for year in (2015, 2016):
            load([s.write(tmp_path, f"{year}.csv", s.l4(s.l4_row(year=year)))], home=home)
    finally:
        stop.set()
        reader.join(10)
    assert not wrong

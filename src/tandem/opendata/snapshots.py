"""Snapshots on disk: where they are, how one comes to serve in a single step, and how they are read.

TANDEM_HOME/opendata/ holds current -> snapshots/<id>, snapshots/, building/ and load.lock. A snapshot never changes.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tandem.opendata.data import Manifest, SourceFile
from tandem.platform.home import tandem_home

KEPT = 2  # snapshots: the one that serves and the one before it


class LoadBusy(Exception):  # noqa: N818 – a state, not a mistake
    """Another load is running and the caller does not want to wait."""


def opendata_home(home: Path | None = None) -> Path:
    """The folder of the open data inside `home` (default TANDEM_HOME)."""
    return (home or tandem_home()) / "opendata"


def current_snapshot(home: Path | None = None) -> Path | None:
    """The folder of the snapshot that serves now, resolved, so that it stays the same after a switch. None = none."""
    link = opendata_home(home) / "current"
    try:
        return link.resolve(strict=True)
    except (FileNotFoundError, RuntimeError):
        return None


def list_snapshots(home: Path | None = None) -> list[Path]:
    """All snapshots, oldest first."""
    folder = opendata_home(home) / "snapshots"
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def read_manifest(path: Path) -> Manifest:
    """What a snapshot is made of. Raises FileNotFoundError."""
    raw = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    sources = tuple(source_from_json(source) for source in raw.pop("sources"))
    return Manifest(**raw, sources=sources)


def source_from_json(raw: dict[str, Any]) -> SourceFile:
    return SourceFile(**{**raw, "years": tuple(raw["years"]), "sectors": tuple(raw["sectors"])})


def write_manifest(path: Path, manifest: Manifest) -> None:
    write_json(path / "manifest.json", asdict(manifest))


def read_report(path: Path) -> dict[str, Any]:
    """The check report: {snapshot, created, demo, sources, counts, findings}. Raises FileNotFoundError."""
    report: dict[str, Any] = json.loads((path / "report.json").read_text(encoding="utf-8"))
    return report


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


@contextmanager
def loading(home: Path | None, *, wait: bool, waiting: Callable[[], None]) -> Iterator[Path]:
    """Hold the load lock; yields an empty folder to build in. What a killed load left behind is removed first.

    Calls `waiting` once when another load is running. Raises LoadBusy when `wait` is false and one is.
    """
    root = opendata_home(home)
    root.mkdir(parents=True, exist_ok=True)
    with (root / "load.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise LoadBusy from None
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        building = root / "building"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        try:
            yield building
        finally:
            shutil.rmtree(building, ignore_errors=True)


def publish(built: Path, name: str, home: Path | None = None) -> Path:
    """Make a complete folder the snapshot that serves, in one step; older ones than KEPT go. Returns its place."""
    root = opendata_home(home)
    place = root / "snapshots" / name
    place.parent.mkdir(exist_ok=True)
    _to_disk(built)
    built.rename(place)
    link = root / "next"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("snapshots") / name)
    link.replace(root / "current")
    _flush(root)
    for old in [path for path in list_snapshots(home) if path != place][: -(KEPT - 1)]:
        shutil.rmtree(old, ignore_errors=True)
    return place


def _to_disk(folder: Path) -> None:
    for path in folder.rglob("*"):
        _flush(path)
    _flush(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

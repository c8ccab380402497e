"""What was acknowledged, written down outside the house before anything else is asked: a line, then fsync."""

import json
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """One write that the house said it did. `sign`: the key of the form for RAISE, for ADD a word in the text."""

    command: str
    concern: str
    sign: str = ""
    holder: str = ""  # who holds it from now on, where this write says so


class Ledger:
    """`wanted`: how many acknowledged writes are enough."""

    def __init__(self, path: Path, wanted: int) -> None:
        self.path, self.wanted, self.number = path, wanted, 0
        self._file, self._turn = path.open("w", encoding="utf-8"), threading.Lock()

    @property
    def full(self) -> bool:
        return self.number >= self.wanted

    def note(self, written: Written) -> None:
        with self._turn:
            self._file.write(json.dumps(asdict(written)) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self.number += 1


def read(path: Path) -> list[Written]:
    return [Written(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]

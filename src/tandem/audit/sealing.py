"""Seals the log: chains what is complete, and writes the end of the chain outside the database."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from tandem.audit import heads
from tandem.audit.heads import Head
from tandem.platform.context import Context, acting, current

SERVICE = "sealing"
MOST = 20_000  # lines in one seal, save when one transaction wrote more


class ChainBrokenError(RuntimeError):
    """The chain in the database is not the one whose end was written outside it. The message is Dutch."""


def seal(paths: Sequence[Path] | None = None) -> int:
    """Seal every line that is complete; how many. Refuses to go on after an end that was tampered with.

    Raises ChainBrokenError and HeadsDamagedError; then nothing is sealed.
    """
    where = heads.paths() if paths is None else paths
    done = 0
    while True:
        with _as_the_service():
            for path in where:
                _compare(path)
            count = int(_ask("select audit.seal(%s)", MOST))
        _write_down(where)
        if not count:
            return done
        done += count


def accept_restored(paths: Sequence[Path] | None = None) -> Head | None:
    """From here on the chain as it now stands in the database counts: a backup was put back on purpose."""
    with _as_the_service():
        last = _last()
    if last is not None:
        accepted = Head(last.seal, last.hash, last.at, restored=True)
        for path in heads.paths() if paths is None else paths:
            heads.append(path, [accepted])
    return last


def _write_down(where: Sequence[Path]) -> None:
    """After the commit: a head of a seal that was rolled back would be a false alarm for ever."""
    with _as_the_service():
        last = _last()
    for path in where:
        heads.append(path, [last] if last else [])


def _compare(path: Path) -> None:
    known = heads.read(path)
    if not known:
        return
    found = _ask("select audit.hash_of(%s)", known[-1].seal)
    if found is None:
        raise ChainBrokenError(
            f"Het logboek houdt op vóór zegel {known[-1].seal}, dat in {path} staat. Is een reservekopie "
            "teruggezet? Kijk met tandem audit verify, en doe dan tandem audit seal --restored"
        )
    if bytes(found) != known[-1].hash:
        raise ChainBrokenError(f"Zegel {known[-1].seal} is een ander dan in {path} staat. Zie: tandem audit verify")


def _last() -> Head | None:
    with connection.cursor() as cursor:
        cursor.execute("select number, hash, sealed_at from audit.head()")
        row: tuple[int, bytes, datetime] | None = cursor.fetchone()
    return None if row is None else Head(row[0], bytes(row[1]), row[2])


def _as_the_service() -> AbstractContextManager[None]:
    return acting(Context(service=SERVICE, trace=current().trace))


def _ask(question: str, value: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, [value])
        return cursor.fetchone()[0]

"""Fetch sources into a folder: one after the other, what fails leaves the rest and the older copy alone."""

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from tandem.opendata.fetch.content import ChangedHeaderError, HtmlPageError, WrongContentError, check_content
from tandem.opendata.fetch.sources import Source
from tandem.opendata.fetch.transfer import (
    Client,
    MovedError,
    Progress,
    Received,
    TransferError,
    Validators,
    forget_part,
)
from tandem.platform import clock

# Part files and records live in a hidden folder, so that `tandem data load downloads/` meets publishers' files only.
RECORDS = ".fetch"


class Outcome(StrEnum):
    """What became of a source, in the words of the screen."""

    NEW = "nieuw"
    CHANGED = "vernieuwd"
    UNCHANGED = "onveranderd"
    FAILED = "mislukt"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The result for one source. `advice` says what to do when it failed; `bytes` and `sha256` are of the kept file."""

    source: Source
    outcome: Outcome
    path: Path
    bytes: int = 0
    sha256: str = ""
    message: str = ""
    advice: str = ""


def fetch_all(
    sources: tuple[Source, ...], folder: Path, client: Client, progress: Callable[[Source], Progress]
) -> Iterator[Fetched]:
    """Fetch each source into `folder` and yield its result; a failure is a result, not an exception."""
    for source in sources:
        yield fetch(source, folder, client, progress(source))


def fetch(source: Source, folder: Path, client: Client, progress: Progress) -> Fetched:
    """Fetch one source. The file appears under its name only when it is complete and what we asked for."""
    records = folder / RECORDS
    records.mkdir(parents=True, exist_ok=True)
    path = folder / source.file
    try:
        with _alone(records / f"{source.file}.lock"):
            return _fetch(source, path, records, client, progress)
    except (TransferError, WrongContentError) as error:
        return Fetched(source, Outcome.FAILED, path, message=str(error), advice=_advice(error, source))
    except OSError as error:
        return Fetched(source, Outcome.FAILED, path, message=f"Schrijven lukte niet: {error.strerror or error}.")


def _fetch(source: Source, path: Path, records: Path, client: Client, progress: Progress) -> Fetched:
    part, record = records / f"{source.file}.part", records / f"{source.file}.json"
    before = _record_of(path, record)
    same_address = before.get("address") == source.address
    have = Validators(before["etag"], before["last_modified"]) if same_address else Validators()
    received = client.receive(source.address, part, have, source.max_megabytes * 1_000_000, progress)
    if received.unchanged:
        return Fetched(source, Outcome.UNCHANGED, path, before["bytes"], before["sha256"])
    try:
        check_content(part, source, received.content_type)
    except WrongContentError:
        forget_part(part)
        raise
    sha256, size = _sha256(part), part.stat().st_size
    outcome = Outcome.UNCHANGED if before.get("sha256") == sha256 else Outcome.CHANGED if path.exists() else Outcome.NEW
    part.replace(path)
    forget_part(part)
    _write_record(record, source, received, sha256, size)
    return Fetched(source, outcome, path, size, sha256)


def _advice(error: Exception, source: Source) -> str:
    """What the user can do: for a moved or changed file the page and the way by hand, else nothing more to say."""
    if isinstance(error, MovedError | HtmlPageError):
        return (
            f"Het adres is waarschijnlijk verplaatst. Open {source.page}, download “{source.title}” zelf "
            "en laad het met: tandem data load BESTAND"
        )
    if isinstance(error, ChangedHeaderError):
        return f"Kijk op {source.page} of er een nieuwe indeling is. De vorige versie van het bestand blijft staan."
    return ""


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two processes that write to one part file would spoil it; the second is told so."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TransferError("Dit bestand wordt al opgehaald door een ander proces.") from error
        yield


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _record_of(path: Path, record: Path) -> dict[str, Any]:
    """What was noted when this file was fetched; empty when the file is gone or no longer the one that was noted."""
    try:
        noted: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
        return noted if path.stat().st_size == noted["bytes"] and noted["sha256"] == _sha256(path) else {}
    except (OSError, ValueError, KeyError):
        return {}


def _write_record(record: Path, source: Source, received: Received, sha256: str, size: int) -> None:
    content = {
        "source": source.id,
        "file": source.file,
        "title": source.title,
        "publisher": source.publisher,
        "licence": source.licence,
        "page": source.page,
        "address": source.address,
        "final_address": received.address,
        "fetched": clock.now().isoformat(timespec="seconds"),
        "bytes": size,
        "sha256": sha256,
        "etag": received.validators.etag,
        "last_modified": received.validators.last_modified,
    }
    partial = record.with_suffix(".tmp")
    partial.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    partial.replace(record)

"""From the paths a user names to plain files on disk: folders walked, gz and zip unpacked safely.

Nothing from an archive is ever written under its own name, so a name cannot lead outside the staging folder.
"""

import errno
import gzip
import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from tandem.opendata.data import Problem, Refused
from tandem.platform import unpacking
from tandem.platform.unpacking import Readable, TooLargeError

LARGEST_FILE = 2 << 30  # bytes, unpacked
MOST_MEMBERS = 20_000

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_NEW_COPY = "Haal het bestand opnieuw op bij de publicist en laad het nog eens."


@dataclass(frozen=True, slots=True)
class Item:
    """One plain file. `name` is what the user sees (`map.zip!Delft.csv`), `container` the file it came in."""

    name: str
    path: Path
    container: str


def gather(paths: Sequence[Path], staging: Path) -> Iterator[Item | Problem]:
    """Every plain file under the paths, in the order of their names.

    Yields a Problem for what cannot hold data (an Excel file, a zip in a zip). Raises Refused for what is damaged.
    """
    unpacker = _Unpacker(staging)
    for path in paths:
        if not path.exists():
            raise Refused(Problem(str(path), "dit bestand of deze map bestaat niet", "Kijk het pad na."))
        for name, file in _files(path):
            yield from unpacker.items(name, file)


def _files(path: Path) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        yield path.name, path
        return
    for folder, folders, names in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.is_file():
                yield str(file.relative_to(path)), file


class _Unpacker:
    def __init__(self, staging: Path) -> None:
        self._staging = staging
        self._count = 0

    def items(self, name: str, path: Path) -> Iterator[Item | Problem]:
        if not path.is_file():
            yield Problem(name, "dit is geen gewoon bestand", "Geef een bestand of een map op.")
            return
        start = _start(name, path)
        if start.startswith(_GZIP):
            yield Item(name, self._gunzip(name, path), name)
        elif start.startswith(_ZIP) or zipfile.is_zipfile(path):
            yield from self._unzip(name, path)
        else:
            yield Item(name, path, name)

    def _target(self) -> Path:
        self._count += 1
        return self._staging / f"{self._count:05d}"

    def _gunzip(self, name: str, path: Path) -> Path:
        target, packed = self._target(), path.stat().st_size
        try:
            with gzip.open(path, "rb") as source, target.open("wb") as sink:
                _copy(name, source, sink, packed)
        except (OSError, EOFError, zlib.error) as error:
            _blame_the_disk(error)
            raise Refused(
                Problem(name, f"het gz-bestand is beschadigd of niet compleet ({error})", _NEW_COPY)
            ) from None
        return target

    def _unzip(self, name: str, path: Path) -> Iterator[Item | Problem]:
        try:
            with zipfile.ZipFile(path) as archive:
                members = [m for m in archive.infolist() if not m.is_dir()]
                if any(m.filename == "[Content_Types].xml" for m in members):
                    yield Problem(name, "dit is een Excel-bestand", "Sla het op als CSV en laad dat.")
                    return
                _check_members(name, members, path.stat().st_size)
                for member in sorted(members, key=lambda m: m.filename):
                    if not _hidden(member.filename):
                        yield from self._member(name, archive, member)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            _blame_the_disk(error)
            reason = f"het zip-bestand is beschadigd of niet compleet ({error})"
            raise Refused(Problem(name, reason, _NEW_COPY)) from None
        except (NotImplementedError, RuntimeError):
            reason = "het zip-bestand is versleuteld of anders ingepakt dan gewoonlijk"
            raise Refused(Problem(name, reason, "Pak het zelf uit en laad de map.")) from None

    def _member(self, name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Item | Problem]:
        shown, target = f"{name}!{member.filename}", self._target()
        with archive.open(member) as source, target.open("wb") as sink:
            _copy(shown, source, sink, member.compress_size)
        start = _start(shown, target)
        if start.startswith(_ZIP):
            yield Problem(shown, "dit is een zip in een zip", "Pak de buitenste uit en laad de map.")
        elif start.startswith(_GZIP):
            yield Item(shown, self._gunzip(shown, target), name)
        else:
            yield Item(shown, target, name)


def _blame_the_disk(error: Exception) -> None:
    """Raise an error that our own disk made while we unpacked: the user's file has nothing to do with it."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
        raise error


def _start(name: str, path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        raise Refused(
            Problem(name, f"het bestand is niet te lezen ({error.strerror})", "Kijk de rechten na.")
        ) from None


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _check_members(name: str, members: Sequence[zipfile.ZipInfo], packed: int) -> None:
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        if ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0]:
            reason = f"het zip-bestand bevat een onveilige naam ({member.filename[:60]})"
            raise Refused(Problem(name, reason, "Laad dit bestand niet; vraag de publicist om een goed bestand."))
        if member.flag_bits & 0x1:
            reason = "het zip-bestand is met een wachtwoord versleuteld"
            raise Refused(Problem(name, reason, "Pak het zelf uit en laad de map."))
    if len(members) > MOST_MEMBERS:
        raise Refused(Problem(name, f"het zip-bestand bevat meer dan {MOST_MEMBERS} bestanden", _NEW_COPY))
    _check_size(name, sum(m.file_size for m in members), packed)


def _check_size(name: str, unpacked: int, packed: int) -> None:
    try:
        unpacking.check_size(unpacked, packed, LARGEST_FILE)
    except TooLargeError as error:
        raise _too_large(name, error) from None


def _copy(name: str, source: Readable, sink: IO[bytes], packed: int) -> None:
    try:
        unpacking.copy(source, sink, packed, LARGEST_FILE)
    except TooLargeError as error:
        raise _too_large(name, error) from None


def _too_large(name: str, error: TooLargeError) -> Refused:
    return Refused(Problem(name, str(error), "Laad dit bestand niet; vraag de publicist om een goed bestand."))

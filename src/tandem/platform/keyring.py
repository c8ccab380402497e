"""The keys that seal what stands in the database: a file in TANDEM_HOME, never in the database or its backup.

The last key seals; the older ones only open. Who loses this file loses what was sealed: back it up apart.
"""

import base64
import contextlib
import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from tandem.platform import clock
from tandem.platform.home import tandem_home

FILE = "keyring.json"
ID_BYTES = 4
SECRET_BYTES = 32


class KeyRingError(RuntimeError):
    """The ring cannot be used. The message is Dutch and says what to do."""


@dataclass(frozen=True, slots=True)
class Key:
    id: bytes
    made: datetime
    secret: bytes


@dataclass(frozen=True, slots=True)
class Ring:
    """`keys` from old to new; `pseudonym` is the secret behind the pseudonyms of people, and never changes."""

    keys: tuple[Key, ...]
    pseudonym: bytes

    @property
    def active(self) -> Key:
        return self.keys[-1]

    def key(self, key_id: bytes) -> Key:
        """The key with this id. Raises KeyRingError when it is not there."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise KeyRingError(f"Sleutel {key_id.hex()} staat niet in {FILE}. Zet het bestand uit de reservekopie terug.")


def ring() -> Ring:
    """The ring of this installation, made at the first use. Read again when another process changed the file."""
    path = tandem_home() / FILE
    if not path.exists():
        _write_first(path)
    found = path.stat()
    if found.st_mode & 0o077:
        raise KeyRingError(f"{path} mag alleen voor de eigenaar leesbaar zijn. Doe: chmod 600 {path}")
    return _read(path, found.st_ino, found.st_mtime_ns)


def add_key() -> Key:
    """A new key that seals from now on."""
    with _turn():
        key = _fresh()
        now = ring()
        _replace(Ring((*now.keys, key), now.pseudonym))
    return key


def drop_key(key_id: bytes) -> None:
    """Forget an old key. Raises KeyRingError for the one that seals; whether it is still needed, the caller checks."""
    with _turn():
        now = ring()
        if now.key(key_id) == now.active:
            raise KeyRingError(f"Sleutel {key_id.hex()} verzegelt nu. Doe eerst: tandem keys rotate")
        _replace(Ring(tuple(key for key in now.keys if key.id != key_id), now.pseudonym))


def _fresh() -> Key:
    return Key(secrets.token_bytes(ID_BYTES), clock.now(), secrets.token_bytes(SECRET_BYTES))


@lru_cache(maxsize=4)
def _read(path: Path, _inode: int, _changed: int) -> Ring:
    try:
        held = json.loads(path.read_text(encoding="ascii"))
        keys = tuple(
            Key(bytes.fromhex(key["id"]), datetime.fromisoformat(key["made"]), base64.b64decode(key["secret"]))
            for key in held["keys"]
        )
        found = Ring(keys, base64.b64decode(held["pseudonym"]))
    except (ValueError, KeyError, TypeError) as error:
        raise KeyRingError(f"{path} is beschadigd. Zet het bestand uit de reservekopie terug.") from error
    if not keys or any(len(key.id) != ID_BYTES or len(key.secret) != SECRET_BYTES for key in keys):
        raise KeyRingError(f"{path} is beschadigd. Zet het bestand uit de reservekopie terug.")
    return found


def _write_first(path: Path) -> None:
    """Two processes that start together agree: the first to link its file wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _written(path, Ring((_fresh(),), secrets.token_bytes(SECRET_BYTES)))
    try:
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink()


def _replace(new: Ring) -> None:
    path = tandem_home() / FILE
    _written(path, new).replace(path)


def _written(path: Path, content: Ring) -> Path:
    """A file beside the real one, on disk: a ring that is half written would lose everything."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}.")  # created with mode 0600
    held = {
        "keys": [
            {"id": key.id.hex(), "made": key.made.isoformat(), "secret": base64.b64encode(key.secret).decode()}
            for key in content.keys
        ],
        "pseudonym": base64.b64encode(content.pseudonym).decode(),
    }
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(held, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return Path(temporary)


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """One process at a time changes the ring."""
    tandem_home().mkdir(parents=True, exist_ok=True)
    with (tandem_home() / f"{FILE}.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""Seals what stands in the database and must not be readable there: the keys lie outside it (`keyring`).

A sealed value names its key and opens only for the purpose it was sealed for, so that a value copied to another row
does not open there. A blind index makes it possible to look for an exact value without opening anything.
"""

import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tandem.platform import keyring
from tandem.platform.keyring import ID_BYTES, Key

_FORM = b"\x01"  # AES-256-GCM, key id of 4 bytes, nonce of 12
_NONCE = 12
HEAD = len(_FORM) + ID_BYTES  # how a sealed value begins: form and key


class SealBrokenError(ValueError):
    """It was changed, sealed for another purpose, or with another key."""


def cell(table: str, column: str, row: object) -> str:
    """The purpose of a value in one row: elsewhere it does not open."""
    return f"{table}.{column}.{row}"


def seal(plain: bytes, purpose: str) -> bytes:
    """Unreadable without the key, and only to be opened for the same purpose."""
    key = keyring.ring().active
    nonce = secrets.token_bytes(_NONCE)
    return head(key) + nonce + AESGCM(_derived(key, "seal")).encrypt(nonce, plain, purpose.encode())


def unseal(sealed: bytes, purpose: str) -> bytes:
    """What was sealed. Raises SealBrokenError, and KeyRingError when its key is not in the ring."""
    if len(sealed) < HEAD + _NONCE or not sealed.startswith(_FORM):
        raise SealBrokenError(purpose)
    key = keyring.ring().key(sealed[len(_FORM) : HEAD])
    nonce, content = sealed[HEAD : HEAD + _NONCE], sealed[HEAD + _NONCE :]
    try:
        return AESGCM(_derived(key, "seal")).decrypt(nonce, content, purpose.encode())
    except InvalidTag as error:
        raise SealBrokenError(purpose) from error


def head(key: Key) -> bytes:
    """How everything begins that this key sealed."""
    return _FORM + key.id


def blind_index(plain: bytes, column: str) -> bytes:
    """To store beside the sealed value; `column` is "table.column". Equal values have equal indexes, under one key."""
    return _index(keyring.ring().active, plain, column)


def blind_indexes(plain: bytes, column: str) -> list[bytes]:
    """To look up with `= any(%s)`: what the index may be, under each key of the ring."""
    return [_index(key, plain, column) for key in reversed(keyring.ring().keys)]


def pseudonym(of: str) -> str:
    """Stands for a person outside the database: the same each time, and not to be traced without the ring."""
    return hmac.new(keyring.ring().pseudonym, of.encode(), sha256).hexdigest()


def _index(key: Key, plain: bytes, column: str) -> bytes:
    return key.id + hmac.new(_derived(key, f"index {column}"), plain, sha256).digest()


@lru_cache(maxsize=256)
def _derived(key: Key, use: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"tandem {use}".encode()).derive(key.secret)

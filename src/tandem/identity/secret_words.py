"""Everything that only its holder may know: passwords, tokens in cookies and links, recovery codes, keys of counters.

What is stored cannot be turned back. A password is slow to try (Argon2id); a token is long and random, so a plain
hash is enough.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from functools import cache

from django.conf import settings
from django.contrib.auth import hashers

SHORTEST, LONGEST = 12, 128
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def email_key(email: str) -> str:
    """Under which an address is looked up. Two spellings that arrive in the same mailbox are one."""
    local, _, domain = unicodedata.normalize("NFKC", email.strip()).rpartition("@")
    return f"{local.casefold()}@{domain.casefold()}" if local and domain else ""


def hash_password(password: str) -> str:
    return hashers.make_password(_normal(password))


def is_password(password: str, stored: str) -> bool:
    """The same work whether or not there is a password to compare with, so that time tells nothing."""
    usable = hashers.is_password_usable(stored) and bool(stored)
    matches = hashers.check_password(_normal(password), stored if usable else _nobodys())
    return matches and usable


@cache
def _nobodys() -> str:
    return hashers.make_password(secrets.token_urlsafe(32))


def _normal(password: str) -> str:
    """The same password from every keyboard (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password)


def new_token() -> str:
    """256 random bits, as they stand in a cookie or a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def counter_key(*parts: str) -> bytes:
    """The key of a counter: says nothing about whom it counts to who has the table and not the key."""
    key = hmac.new(settings.SECRET_KEY.encode(), b"tandem throttle", hashlib.sha256).digest()
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).digest()


def new_recovery_codes() -> list[str]:
    """Ten codes of 60 bits, in groups of four: 'k7pm-x2fa-9wqe'."""
    return [
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3)) for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(account: str, code: str) -> str:
    """Bound to the account, whatever dashes, spaces and capitals were typed."""
    plain = "".join(mark for mark in code.casefold() if mark.isalnum())
    return base64.b16encode(counter_key("recovery", account, plain)).decode()

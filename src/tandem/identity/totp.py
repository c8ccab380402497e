"""Codes of an authenticator app (TOTP, RFC 6238): six digits, thirty seconds, SHA-1, as every app knows them."""

import base64
import hmac
import io
import secrets

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30  # seconds
DRIFT = 1  # steps before and after that also count: clocks of phones differ


def new_secret() -> bytes:
    return secrets.token_bytes(20)


def matching_step(secret: bytes, code: str, now: float, last_step: int) -> int | None:
    """The time step for which `code` is right, None when it is wrong or was used before (`last_step` or earlier)."""
    totp = _totp(secret)
    given, here = code.replace(" ", "").encode(), int(now) // STEP
    steps = range(here - DRIFT, here + DRIFT + 1)
    found = [step for step in steps if step > last_step and hmac.compare_digest(totp.generate(step * STEP), given)]
    return found[0] if found else None


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, 6, SHA1(), STEP)  # noqa: S303 - the RFC's own hash, safe inside HMAC


def secret_as_text(secret: bytes) -> str:
    """For who cannot scan: groups of four to type over."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def qr_code(secret: bytes, host: str) -> str:
    """The picture that an app scans, as SVG for inside a page. No name and no address stand in it."""
    picture = io.BytesIO()
    uri = _totp(secret).get_provisioning_uri(host, "Tandem")
    segno.make(uri, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, svgns=False, omitsize=True, svgclass="qr", lineclass=None, border=4
    )
    return picture.getvalue().decode()

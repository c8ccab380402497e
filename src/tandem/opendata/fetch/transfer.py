"""One file over HTTP: politely, resumable, and never trusting what the other side says about size or type.

RFC 9110: Range with If-Range (14.2, 13.1.5), conditional requests (13.1), Retry-After (10.2.3).
"""

import email.utils
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from tandem.platform import clock

CHUNK_BYTES = 64 * 1024
USER_AGENT = f"Tandem/{version('tandem')} (open data voor regio's onderwijs en jeugdhulp; tandem data fetch)"

# done and total bytes; total is None as long as the other side does not tell it.
Progress = Callable[[int, int | None], None]


class TransferError(Exception):
    """It did not work and trying again now will not help; the message says why, in Dutch."""


class MovedError(TransferError):
    """The address does not lead to the file any more."""


class _InterruptedError(Exception):
    """It may work in a moment; `wait` is what the other side asked for, in seconds."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Limits:
    """Patience, in seconds and tries. An attempt that brought new bytes does not count as a try."""

    connect: float = 10
    stall: float = 30
    total: float = 3600
    longest_wait: float = 120
    tries: int = 4
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Validators:
    """What the other side calls this version of the file."""

    etag: str = ""
    last_modified: str = ""

    @property
    def strong(self) -> str:
        """The one that may stand in If-Range: weak tags may not (RFC 9110, 13.1.5)."""
        return self.last_modified if not self.etag or self.etag.startswith("W/") else self.etag


@dataclass(frozen=True, slots=True)
class Received:
    """A complete part file, or (`unchanged`) nothing because our own copy is still the latest."""

    address: str
    content_type: str
    validators: Validators
    unchanged: bool = False


@dataclass(frozen=True)
class Client:
    """Fetches over one session. `sleep` waits; tests pass one that only notes how long."""

    limits: Limits = Limits()
    sleep: Callable[[float], None] = time.sleep
    session: requests.Session = field(default_factory=requests.Session)

    def receive(self, address: str, part: Path, have: Validators, max_bytes: int, progress: Progress) -> Received:
        """Bring the file to `part`, going on where an earlier attempt stopped. TransferError when it cannot be had."""
        self.session.max_redirects = self.limits.redirects
        deadline = time.monotonic() + self.limits.total
        tries = 0
        while True:
            before = _size(part)
            try:
                return self._attempt(address, part, have, max_bytes, progress)
            except _InterruptedError as cut:
                tries = 1 if _size(part) > before else tries + 1
                wait = float(2 ** (tries - 1)) if cut.wait is None else cut.wait
                if tries >= self.limits.tries or wait > self.limits.longest_wait or time.monotonic() + wait > deadline:
                    raise TransferError(_give_up(cut, wait)) from cut
                self.sleep(wait)

    def _attempt(self, address: str, part: Path, have: Validators, max_bytes: int, progress: Progress) -> Received:
        version_of_part = _read_note(part, address)
        offset = _size(part) if version_of_part.strong else 0
        headers = _request_headers(offset, version_of_part, have)
        timeout = (self.limits.connect, self.limits.stall)
        try:
            with self.session.get(address, headers=headers, stream=True, timeout=timeout) as response:
                _check_route(address, response)
                if response.status_code == 304:
                    return Received(response.url, "", have, unchanged=True)
                start = _start_of_body(response, offset, part)
                validators = _validators(response)
                _write_note(part, address, validators)
                _write_body(response, part, start, max_bytes, progress)
                return Received(response.url, response.headers.get("Content-Type", ""), validators)
        except (requests.exceptions.SSLError, requests.exceptions.TooManyRedirects, ValueError) as error:
            raise TransferError(f"Het adres is niet goed te bereiken ({_kind(error)}).") from error
        except requests.RequestException as error:
            raise _InterruptedError(f"De verbinding viel weg ({_kind(error)}).") from error


def forget_part(part: Path) -> None:
    """Throw away what an earlier attempt left."""
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def _request_headers(offset: int, version_of_part: Validators, have: Validators) -> dict[str, str]:
    # identity: with compression on the way, lengths and ranges would count other bytes than those of the file
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Accept": "*/*"}
    if offset:
        return headers | {"Range": f"bytes={offset}-", "If-Range": version_of_part.strong}
    if have.etag:
        headers["If-None-Match"] = have.etag
    elif have.last_modified:
        headers["If-Modified-Since"] = have.last_modified
    return headers


def _check_route(address: str, response: requests.Response) -> None:
    """Redirects may go anywhere on the web, but never from a sealed connection to an open one."""
    hops = [urlsplit(hop.url).scheme for hop in (*response.history, response)]
    if urlsplit(address).scheme == "https" and "http" in hops:
        raise TransferError("Het adres verwijst door naar een onbeveiligde verbinding (http).")


def _start_of_body(response: requests.Response, offset: int, part: Path) -> int:
    """Where in the file the body begins; raises for every status that brings no file."""
    status = response.status_code
    if status == 200:
        return 0
    if status == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {offset}-"):
        return offset
    if status in (206, 416):
        forget_part(part)
        raise _InterruptedError("Hervatten lukte niet.", wait=0)
    if status in (404, 410):
        raise MovedError(f"Het bestand staat niet meer op dit adres ({status}).")
    if status in (408, 425, 429, 500, 502, 503, 504):
        raise _InterruptedError(f"De server vraagt om te wachten ({status}).", wait=_retry_after(response))
    raise TransferError(f"De server gaf een onverwacht antwoord ({status} {response.reason}).")


def _write_body(response: requests.Response, part: Path, start: int, max_bytes: int, progress: Progress) -> None:
    announced = _announced_size(response, start)
    if announced is not None and announced > max_bytes:
        raise _too_large(part, max_bytes)
    done = start
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        progress(done, announced)
        for chunk in response.iter_content(CHUNK_BYTES):
            done += len(chunk)
            if done > max_bytes:
                raise _too_large(part, max_bytes)
            file.write(chunk)
            progress(done, announced)
    if announced is not None and done < announced:
        raise _InterruptedError(f"De verbinding brak af na {done} van {announced} bytes.")


def _too_large(part: Path, max_bytes: int) -> TransferError:
    forget_part(part)
    return TransferError(f"Het bestand is groter dan de grens van {max_bytes // 1_000_000} MB.")


def _announced_size(response: requests.Response, start: int) -> int | None:
    """Size of the whole file as announced, None when it is not told or counts compressed bytes."""
    length = response.headers.get("Content-Length", "")
    if response.headers.get("Content-Encoding", "identity") != "identity" or not length.isdigit():
        return None
    return start + int(length)


def _validators(response: requests.Response) -> Validators:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        return Validators()  # cannot be resumed: a range would count compressed bytes
    return Validators(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))


def _retry_after(response: requests.Response) -> float | None:
    """Seconds to wait as asked for, as a number or as a date."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdigit():
        return float(asked)
    try:
        moment = email.utils.parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, (moment - clock.now()).total_seconds())


def _give_up(cut: _InterruptedError, wait: float) -> str:
    if cut.wait:
        return f"{cut} Probeer het over {wait:.0f} seconden opnieuw."
    return f"{cut} Probeer het later opnieuw; wat er al is, wordt dan niet nog eens opgehaald."


def _kind(error: Exception) -> str:
    return type(error).__name__


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _note(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _write_note(part: Path, address: str, validators: Validators) -> None:
    _note(part).write_text(json.dumps({"address": address} | asdict(validators)), encoding="utf-8")


def _read_note(part: Path, address: str) -> Validators:
    """Which version the part is of; empty when that is not known or it came from another address."""
    try:
        noted: dict[str, Any] = json.loads(_note(part).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Validators()
    if noted.pop("address", None) != address:
        return Validators()
    return Validators(**noted)

"""A message to another system, by the one way out there is: to an address whose beginning the operator allowed.

What the name resolves to is looked at, and that same number is connected to: a name that says something else a moment
later leads nowhere (DNS rebinding). No redirect is followed, and nothing of the answer is read but its number.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from enum import Enum
from http.client import HTTPConnection, HTTPException
from threading import Timer
from urllib.parse import SplitResult, urlsplit

PATIENCE = 10.0  # seconds for each step
LONGEST = 30.0  # seconds for all of it: an answer that drips ends then
# Forms of IPv6 that carry an address of IPv4, which may be one of ours: translated (RFC 6052, 8215), 6to4, compatible.
CARRIERS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96")]


class Trouble(Enum):
    """Why a message did not arrive."""

    NOT_ALLOWED = "NOT_ALLOWED"  # the operator does not allow that address
    UNKNOWN = "UNKNOWN"  # nobody has that name
    PRIVATE = "PRIVATE"  # the name leads into a network of our own
    NO_ANSWER = "NO_ANSWER"  # not reached, too slow, not HTTP
    NOT_TRUSTED = "NOT_TRUSTED"  # no certificate for that name
    REFUSED = "REFUSED"  # it answered, but not that it has it


class NotDeliveredError(Exception):
    """The message has not arrived for certain; `why` says the rest."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(why.value)
        self.why = why


def is_allowed(address: str, origins: Collection[str]) -> bool:
    """Whether the operator allows this address; never one with a user name, a space or something after #."""
    try:
        parts = urlsplit(address)
        return origin(parts) in origins and address.isprintable() and " " not in address and not parts.fragment
    except ValueError:
        return False


def origin(parts: SplitResult) -> str:
    """Scheme, name and port, as the operator writes them. Raises ValueError for a port that is no number."""
    if parts.username is not None or parts.password is not None:
        raise ValueError("a user name in the address")
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname or ''}{port}"


def is_public(number: str) -> bool:
    """Whether an address is of the world outside: not of this machine, its network, or a service of its host."""
    found = ipaddress.ip_address(number)
    inner = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    carried = any(found in net for net in CARRIERS)
    return (inner or found).is_global and not (inner or found).is_multicast and not carried


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    origins: Collection[str],
    may_reach: Callable[[str], bool] = is_public,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Deliver `body`. Raises NotDeliveredError unless the receiver answers 2xx.

    An origin with http is one of this machine itself (`environment.origins`), so it is not asked whether it is public.
    """
    if not is_allowed(address, origins):
        raise NotDeliveredError(Trouble.NOT_ALLOWED)
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    name, port = parts.hostname or "", parts.port or (443 if secure else 80)
    number = _number(name, port, may_reach if secure else lambda _: True)
    way = _Way(name, port, number, (tls or ssl.create_default_context()) if secure else None)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    end = Timer(LONGEST, way.cut)
    end.start()
    try:
        way.request("POST", path, body, dict(headers))
        status = way.getresponse().status
    except ssl.SSLError as error:
        raise NotDeliveredError(Trouble.NOT_TRUSTED) from error
    except (OSError, HTTPException) as error:
        raise NotDeliveredError(Trouble.NO_ANSWER) from error
    finally:
        end.cancel()
        way.close()
    if not 200 <= status < 300:
        raise NotDeliveredError(Trouble.REFUSED)


def _number(name: str, port: int, may_reach: Callable[[str], bool]) -> str:
    """Where the name leads to. One number of ours among them is enough to refuse it."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise NotDeliveredError(Trouble.UNKNOWN) from error
    if not all(map(may_reach, found)):
        raise NotDeliveredError(Trouble.PRIVATE)
    return found[0]


class _Way(HTTPConnection):
    """A connection to a number that was looked at, under the name that the certificate must have."""

    def __init__(self, name: str, port: int, number: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(name, port, timeout=PATIENCE)
        self._number, self._tls = number, tls
        if tls is not None:
            self.default_port = 443  # so that the header Host has no number in it

    def connect(self) -> None:
        self.sock = socket.create_connection((self._number, self.port), PATIENCE)
        if self._tls is not None:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

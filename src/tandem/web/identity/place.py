"""Where a request comes from, for counting failures. A header that anybody can write is not believed."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

HOME = 64  # bits of an IPv6 address that belong to one connection; the rest its owner chooses at will


def place_of(request: HttpRequest) -> str:
    """The address of the visitor, an IPv6 one as its network.

    Each trusted proxy (TANDEM_PROXIES, none by default) adds the address it saw at the end of X-Forwarded-For, so the
    visitor's is that many from the end. What stands before it, the visitor wrote herself.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.TRUSTED_PROXIES
    if proxies:
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        address = seen[-proxies] if len(seen) >= proxies else address
    return _network(address)


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> (128 - HOME) << (128 - HOME)))
    return str(found)

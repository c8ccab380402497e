"""Settings from the environment, read strictly: a typing error stops the start instead of being ignored."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from urllib.parse import SplitResult, urlsplit

from tandem.platform import outgoing

# Every variable of our own. A name that starts with TANDEM_ and is not here is a typing error.
KNOWN = {
    "TANDEM_HOME": "folder with all state (default .local/ in the project)",
    "TANDEM_DATA": "folder with publishers' files that `make run` loads instead of the example data",
    "TANDEM_DEMO": "1: sign in with one click as anybody of the fictitious region (`make run` sets it there itself)",
    "TANDEM_DEBUG": "1 while developing: Django's own error pages",
    "TANDEM_HOSTS": "names under which the site is reached, separated by commas",
    "TANDEM_PROXIES": "how many proxies of our own stand in front, each adding to X-Forwarded-For (default 0)",
    "TANDEM_SMTP": "mail server: smtp://, smtps:// or smtp+starttls://, with user:password@ if it asks for them",
    "TANDEM_MAIL_FROM": "sender of mail, such as tandem@region.example",
    "TANDEM_HTTPS": "1 when a proxy in front speaks https",
    "TANDEM_SECRET_KEY": "signing key, at least 50 characters (default: made once, kept in TANDEM_HOME)",
    "TANDEM_CONTACT": "address for security reports, in security.txt: mailto:… or https://…",
    "TANDEM_WEBHOOKS": "systems that events may be sent to, such as https://leerlingen.voorbeeld.nl (default: none)",
    "TANDEM_AUDIT_HEADS": "second file for the ends of the log's chain, best on another machine (default: none)",
}
MIN_SECRET = 50


class EnvironmentMistakeError(ValueError):
    """A variable has an impossible name or value. The message is Dutch and says what to do."""


def refuse_unknown_names(environ: Mapping[str, str] = os.environ) -> None:
    for name in sorted(environ):
        if name.startswith("TANDEM_") and name not in KNOWN:
            near = get_close_matches(name, KNOWN, n=1)
            hint = f" Bedoel je {near[0]}?" if near else ""
            raise EnvironmentMistakeError(
                f"Onbekende instelling {name}.{hint} Bekend zijn: {', '.join(sorted(KNOWN))}."
            )


def switch(name: str, environ: Mapping[str, str] = os.environ) -> bool:
    """`1` or `0`; not set is off."""
    value = environ.get(name, "0")
    if value not in ("0", "1"):
        raise EnvironmentMistakeError(f"{name} moet 1 of 0 zijn, niet {value!r}.")
    return value == "1"


def names(name: str, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Host names separated by commas; a wildcard would switch Django's check of the host off."""
    found = [part.strip() for part in environ.get(name, "").split(",") if part.strip()]
    for host in found:
        if "*" in host or "/" in host or " " in host:
            raise EnvironmentMistakeError(f"{name} bevat {host!r}; schrijf alleen namen, zoals tandem.voorbeeld.nl.")
    return found


def site(environ: Mapping[str, str] = os.environ) -> str:
    """Scheme and host of our own addresses, for who is not asked by a browser: the first of TANDEM_HOSTS."""
    scheme = "https" if switch("TANDEM_HTTPS", environ) else "http"
    hosts = names("TANDEM_HOSTS", environ)
    return f"{scheme}://{hosts[0]}" if hosts else f"{scheme}://127.0.0.1:{port(environ)}"


def origins(environ: Mapping[str, str] = os.environ) -> frozenset[str]:
    """`TANDEM_WEBHOOKS`: how the addresses begin to which events may be sent; http for this machine alone."""
    found = [part.strip() for part in environ.get("TANDEM_WEBHOOKS", "").split(",") if part.strip()]
    for one in found:
        parts = urlsplit(one)
        here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1")
        if not (here or parts.scheme == "https") or not _is_origin(one, parts):
            raise EnvironmentMistakeError(
                f"TANDEM_WEBHOOKS bevat {one!r}; schrijf https:// en de naam, zoals https://leerlingen.voorbeeld.nl."
            )
    return frozenset(found)


def _is_origin(text: str, parts: SplitResult) -> bool:
    try:
        return outgoing.origin(parts) == text and bool(parts.hostname) and "*" not in text
    except ValueError:
        return False


def port(environ: Mapping[str, str] = os.environ) -> int:
    """`PORT`, where the server listens."""
    value = environ.get("PORT", "8000")
    if not (value.isascii() and value.isdecimal()) or not 1 <= int(value) <= 65535:
        raise EnvironmentMistakeError(f"PORT moet een getal van 1 tot 65535 zijn, niet {value!r}.")
    return int(value)


def proxies(environ: Mapping[str, str] = os.environ) -> int:
    """`TANDEM_PROXIES`: how many proxies of our own stand in front."""
    value = environ.get("TANDEM_PROXIES", "0")
    if not (value.isascii() and value.isdecimal()) or int(value) > 9:
        raise EnvironmentMistakeError(f"TANDEM_PROXIES moet een getal van 0 tot 9 zijn, niet {value!r}.")
    return int(value)


def mail_server(environ: Mapping[str, str] = os.environ) -> str:
    """`TANDEM_SMTP`; '' when no mail is sent."""
    value = environ.get("TANDEM_SMTP", "")
    if value and not value.startswith(("smtp://", "smtps://", "smtp+starttls://")):
        raise EnvironmentMistakeError("TANDEM_SMTP begint met smtp://, smtps:// of smtp+starttls://.")
    if value and "@" not in environ.get("TANDEM_MAIL_FROM", ""):
        raise EnvironmentMistakeError("Zet bij TANDEM_SMTP ook TANDEM_MAIL_FROM: het adres van de afzender.")
    return value


def given_secret(environ: Mapping[str, str] = os.environ) -> str | None:
    secret = environ.get("TANDEM_SECRET_KEY")
    if secret is not None and len(secret) < MIN_SECRET:
        raise EnvironmentMistakeError(f"TANDEM_SECRET_KEY is te kort: minstens {MIN_SECRET} tekens.")
    return secret

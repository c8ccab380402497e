"""Notices by mail. They carry no name and nothing about anybody: a link, behind which one signs in."""

import base64
import json
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import connection

from tandem.platform import sealing
from tandem.platform.context import acting, current
from tandem.platform.jobs import job

log = structlog.get_logger("tandem.mail")
TIMEOUT = 10  # seconds
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_PURPOSE = "mail"
MOST_TRIES = 5
_FOR_EVER = 500  # answers of a mail server from here on do not change


def send_notice(*, to: str, subject: str, text: str, calendar: str = "") -> UUID:
    """Send when the transaction of the change is committed; a job does it, and tries again when the server is away.

    The job stands in that transaction, so there is no mail without the change and no change without the mail. Whom it
    goes to and what it says (a link is a key) is sealed in it. An empty `to` takes the same road and is dropped at its
    end, so that an answer takes as long for a stranger. `calendar`: an iCalendar file that goes along.

    The key of the mail; what became of it stands in `platform_mail`. Raises TransactionManagementError outside a
    transaction.
    """
    key = uuid4()
    content = json.dumps([to, subject, text, calendar]).encode()
    deliver.later(sealed=base64.b64encode(sealing.seal(content, _PURPOSE)).decode(), mail=str(key))
    return key


@job("platform.mail", service="mail", alone=True)
def deliver(*, sealed: str, mail: str) -> None:
    """Send it once. Raises OSError and SMTPException when the server certainly did not take it, and may do so later.

    Where nobody knows (we died, or the line broke while the server was reading) it is not sent again but `failed`: a
    notice twice is worse than one that is looked for in Tandem.
    """
    to, subject, text, *rest = json.loads(sealing.unseal(base64.b64decode(sealed), _PURPOSE))
    if not to:
        return
    if not settings.SMTP:
        log.warning("no mail server: TANDEM_SMTP is not set")
        return
    tries, is_open = _tried(mail)
    if not is_open:
        log.warning("mail not sent again: nobody knows whether it arrived", mail=mail)
        return
    try:
        _deliver(_message(to, subject, text, mail, *rest), before=lambda: _note(mail, "claimed = now()"))
    except smtplib.SMTPException as error:
        _refused(mail, error, tries)
    except OSError:
        _away(mail, tries)
        raise
    else:
        _note(mail, "sent = now(), failed = false")


def _tried(mail: str) -> tuple[int, bool]:
    """How often it was tried, and whether it may go: it did not go before, and nobody began to send it."""
    with acting(current()), connection.cursor() as cursor:
        cursor.execute(
            "insert into platform_mail as m (id, tries) values (%s, 1)"
            " on conflict (id) do update set tries = m.tries + 1,"
            " failed = m.failed or (m.claimed is not null and m.sent is null) returning tries, claimed is null",
            [mail],
        )
        tries, is_open = cursor.fetchone()
    return tries, is_open


def _refused(mail: str, error: smtplib.SMTPException, tries: int) -> None:
    """The server said no (for ever, or not now), or broke off while it was reading."""
    code = _code(error)
    if code >= _FOR_EVER:
        _note(mail, "claimed = null, failed = true")
        log.warning("mail refused", mail=mail, code=code)
    elif code:
        _note(mail, "claimed = null" + (", failed = true" if tries >= MOST_TRIES else ""))
        raise error
    else:
        _away(mail, tries)
        raise error


def _away(mail: str, tries: int) -> None:
    """Not claimed yet: it certainly did not go. Claimed: the next try sees that, and leaves it."""
    _note(mail, f"failed = failed or claimed is not null or {tries >= MOST_TRIES}")


def _code(error: smtplib.SMTPException) -> int:
    """What the server answered about the mail; 0 when it did not."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return 0  # our own setting is wrong: every mail waits until that is put right
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


def _note(mail: str, change: str) -> None:
    with acting(current()), connection.cursor() as cursor:
        cursor.execute(f"update platform_mail set {change} where id = %s", [mail])  # noqa: S608 - words of this file


def _message(to: str, subject: str, text: str, key: str, calendar: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.MAIL_FROM, to, subject
    message["Message-ID"] = f"<{key}@{settings.MAIL_FROM.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # so that nobody's absence answers
    message.set_content(text)
    if calendar:  # the form in which mail programs offer to put it in the calendar
        method = "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST"
        message.add_alternative(calendar, subtype="calendar", params={"method": method})
    return message


def _deliver(message: EmailMessage, before: Callable[[], object]) -> None:
    """`before` runs when the server is there and knows us, just before it gets the mail."""
    address = urlsplit(settings.SMTP)
    port = address.port or _PORTS[address.scheme]
    with _connected(address.scheme, address.hostname or "", port) as server:
        if address.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        before()
        server.send_message(message)


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT)

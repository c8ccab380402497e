"""Notices by mail. They carry no name and nothing about anybody: a link, behind which one signs in."""

import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings
from django.db import transaction

log = structlog.get_logger("tandem.mail")
TIMEOUT = 10  # seconds
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_sending = ThreadPoolExecutor(2, "mail")


def send_notice(*, to: str, subject: str, text: str) -> None:
    """Send after the transaction of the change, without anybody waiting for it; nothing is sent when it rolls back.

    An empty `to` takes the same road and is dropped at its end, so that an answer takes as long for a stranger.
    """
    transaction.on_commit(lambda: _sending.submit(_send, to, subject, text))


def _send(to: str, subject: str, text: str) -> None:
    if not to:
        return
    if not settings.SMTP:
        log.warning("no mail server: TANDEM_SMTP is not set")
        return
    try:
        _deliver(_message(to, subject, text))
    except (OSError, smtplib.SMTPException) as error:
        log.error("mail not sent", error=type(error).__name__)


def _message(to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.MAIL_FROM, to, subject
    message["Message-ID"] = make_msgid(domain=settings.MAIL_FROM.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # so that nobody's absence answers
    message.set_content(text)
    return message


def _deliver(message: EmailMessage) -> None:
    server = urlsplit(settings.SMTP)
    port = server.port or _PORTS[server.scheme]
    with _connected(server.scheme, server.hostname or "", port) as connection:
        if server.scheme == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT)

"""Notices by mail. They carry no name and nothing about anybody: a link, behind which one signs in."""

import base64
import json
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings

from tandem.platform import sealing
from tandem.platform.jobs import job

log = structlog.get_logger("tandem.mail")
TIMEOUT = 10  # seconds
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_PURPOSE = "mail"


def send_notice(*, to: str, subject: str, text: str) -> None:
    """Send when the transaction of the change is committed; a job does it, and tries again when the server is away.

    The job stands in that transaction, so there is no mail without the change and no change without the mail. Whom it
    goes to and what it says (a link is a key) is sealed in it. An empty `to` takes the same road and is dropped at its
    end, so that an answer takes as long for a stranger. Raises TransactionManagementError outside a transaction.
    """
    content = json.dumps([to, subject, text]).encode()
    deliver.later(sealed=base64.b64encode(sealing.seal(content, _PURPOSE)).decode())


@job("platform.mail", service="mail")
def deliver(*, sealed: str) -> None:
    """Raises OSError and SMTPException when the server does not take it."""
    to, subject, text = json.loads(sealing.unseal(base64.b64decode(sealed), _PURPOSE))
    if not to:
        return
    if not settings.SMTP:
        log.warning("no mail server: TANDEM_SMTP is not set")
        return
    _deliver(_message(to, subject, text))


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

"""A forgotten password, with a real mail server: the link works once, and nobody learns who has an account."""

import base64
import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.identity.conftest import Clock
from tests.identity.people import PASSWORD, Somebody, Visitor, text
from tests.identity.providers import free_port
from tests.waiting import send_mail, told

NEW = "een heel andere zin"


class Mailbox:
    """What arrived, as aiosmtpd hands it over."""

    def __init__(self) -> None:
        self.arrived: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = message_from_bytes(_bytes(envelope), policy=policy.default)
        self.arrived.append((envelope.rcpt_tos, content))
        return "250 OK"

    def wait(self) -> tuple[list[str], EmailMessage]:
        for _ in range(200):
            if self.arrived:
                return self.arrived[-1]
            time.sleep(0.05)
        raise AssertionError("no mail arrived")


def _bytes(envelope: Envelope) -> bytes:
    assert isinstance(envelope.content, bytes)
    return envelope.content


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SMTP = f"smtp://127.0.0.1:{port}"
    settings.MAIL_FROM = "tandem@region.example"
    yield box
    controller.stop()


def ask(visitor: Visitor, email: str) -> Any:
    answer = visitor.post("/inloggen/vergeten/", email=email)
    send_mail()
    return answer


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://testserver(/inloggen/nieuw-wachtwoord/[\w-]+/)", message.get_content())
    assert found
    return found[1]


def test_the_link_of_the_mail_gives_a_new_password_once(
    teacher: Somebody, visitor: Visitor, mailbox: Mailbox, hand: Clock
) -> None:
    elsewhere = Visitor()
    elsewhere.sign_in(teacher)
    assert "Kijk in je mail" in text(ask(visitor, teacher.email.upper()))
    to, message = mailbox.wait()
    assert to == [teacher.email]
    assert message["From"] == "tandem@region.example"
    for word in ("Noor", "Dijk", "De Brug", teacher.email):
        assert word not in str(message["Subject"]) + message.get_content()
    moved = visitor.get(link_in(message))
    assert moved.headers["Location"] == "/inloggen/nieuw-wachtwoord/"
    assert moved.headers["Referrer-Policy"] == "no-referrer"
    assert visitor.post("/inloggen/nieuw-wachtwoord/", wachtwoord="kort").status_code == 422
    assert visitor.post("/inloggen/nieuw-wachtwoord/", wachtwoord=NEW).headers["Location"] == "/inloggen/"
    assert elsewhere.get("/mijn/").status_code == 302, "signed out everywhere"
    assert visitor.password(teacher.email, PASSWORD).status_code == 422
    assert visitor.password(teacher.email, NEW).headers["Location"] == "/inloggen/tweede-stap/", "still two factors"
    again = Visitor()
    again.get(link_in(message))
    assert "werkt niet meer" in text(again.post("/inloggen/nieuw-wachtwoord/", wachtwoord="nog een andere zin"))


def test_a_link_works_for_an_hour_and_until_the_next_one(
    teacher: Somebody, visitor: Visitor, mailbox: Mailbox, hand: Clock
) -> None:
    ask(visitor, teacher.email)
    first = link_in(mailbox.wait()[1])
    mailbox.arrived.clear()
    ask(visitor, teacher.email)
    second = link_in(mailbox.wait()[1])
    for link, minutes, status in ((first, 0, 422), (second, 59, 200), (second, 2, 422)):
        hand.forward(minutes=minutes)
        visitor.get(link)
        assert visitor.get("/inloggen/nieuw-wachtwoord/").status_code == status


def test_a_stranger_gets_the_same_answer_and_no_mail(teacher: Somebody, mailbox: Mailbox) -> None:
    pages, statements, jobs = [], [], []
    for email in ("nobody@school.example", "nobody-else@school.example", teacher.email):
        with CaptureQueriesContext(connection) as asked:
            pages.append(Visitor().post("/inloggen/vergeten/", email=email).content)
        statements.append(len(asked))
        jobs.append(send_mail())
    assert pages[0] == pages[1] == pages[2]
    assert statements[1] == statements[2], "the same work"
    assert jobs == [1, 1, 1]
    assert mailbox.wait()[0] == [teacher.email]
    assert len(mailbox.arrived) == 1


def test_the_job_that_mails_tells_nothing(teacher: Somebody, visitor: Visitor, mailbox: Mailbox) -> None:
    """Who reads the table of jobs finds neither the link nor whose it is."""
    visitor.post("/inloggen/vergeten/", email=teacher.email)
    (waiting,) = told()
    opened = signing.loads(waiting, salt="tandem job")  # signed, not hidden: anybody can read this far
    assert sorted(opened["arguments"]) == ["mail", "sealed"]
    UUID(opened["arguments"]["mail"])  # which mail, so that it goes once: drawn at random, and nothing else
    content = base64.b64decode(opened["arguments"]["sealed"])
    for word in (b"nieuw-wachtwoord", teacher.email.encode(), b"wachtwoord", b"http"):
        assert word not in content
    send_mail()
    assert mailbox.wait()[0] == [teacher.email]


def test_a_mail_is_tried_again_when_the_server_is_away(teacher: Somebody, visitor: Visitor, settings: Any) -> None:
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{free_port()}", "tandem@region.example"
    visitor.post("/inloggen/vergeten/", email=teacher.email)
    with pytest.raises(OSError, match="refused"):  # what makes the worker keep the job
        send_mail()


def test_nobody_is_flooded_with_mail(teacher: Somebody, visitor: Visitor, mailbox: Mailbox, hand: Clock) -> None:
    assert [ask(visitor, teacher.email).status_code for _ in range(8)] == [200] * 5 + [429] * 3
    assert [ask(visitor, "nobody@school.example").status_code for _ in range(8)] == [200] * 5 + [429] * 3

"""A mail goes out once: with a real mail server, one that is away, one that refuses, and a death on the way."""

import smtplib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from tests.conftest import VERSIONS
from tests.identity.providers import free_port
from tests.waiting import told

from tandem.platform import mail
from tandem.platform.context import Context, acting
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


class Post:
    """A mail server that counts what it took, and says no to some."""

    def __init__(self) -> None:
        self.took: list[str] = []
        self.says = "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.says.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.says

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.took.append(envelope.content.decode())
        return "250 OK"


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    made, port = Post(), free_port()
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}", "tandem@tandem.example"
    yield made
    controller.stop()


@pytest.fixture
def asked(owned_database: Cluster) -> str:
    """What the job was told that sends one notice."""
    with acting(Context(service="mail")):
        mail.send_notice(to="iris@voorbeeld.example", subject="Nieuws", text="Er is een bericht.")
    return told()[-1]


def state() -> tuple[bool, bool]:
    """Whether it was sent, and whether it is marked as not delivered."""
    with connection.cursor() as cursor:
        cursor.execute("select sent is not null, failed from platform_mail")
        sent, failed = cursor.fetchone()
    return sent, failed


def test_a_job_that_runs_twice_sends_once(asked: str, post: Post) -> None:
    mail.deliver.carry_out(asked)
    mail.deliver.carry_out(asked)
    assert len(post.took) == 1
    assert state() == (True, False)


def test_who_dies_after_the_server_took_it_does_not_send_it_again(
    asked: str, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    sends = smtplib.SMTP.send_message

    def and_dies(self: smtplib.SMTP, *message: Any) -> None:
        sends(self, *message)
        raise KeyboardInterrupt

    monkeypatch.setattr(smtplib.SMTP, "send_message", and_dies)
    with pytest.raises(KeyboardInterrupt):
        mail.deliver.carry_out(asked)
    monkeypatch.undo()
    mail.deliver.carry_out(asked)
    assert len(post.took) == 1
    assert state() == (False, True), "nobody knows, so it is marked for who waits for an answer"


def test_a_server_that_is_away_gets_it_later(asked: str, post: Post, settings: Any) -> None:
    here, settings.SMTP = settings.SMTP, f"smtp://127.0.0.1:{free_port()}"
    with pytest.raises(OSError):  # noqa: PT011 - of whatever kind the machine gives
        mail.deliver.carry_out(asked)
    assert state() == (False, False)
    settings.SMTP = here
    mail.deliver.carry_out(asked)
    assert len(post.took) == 1
    assert state() == (True, False)


def test_a_server_that_says_not_now_gets_it_later(asked: str, post: Post) -> None:
    post.says = "451 later"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mail.deliver.carry_out(asked)
    assert state() == (False, False)
    post.says = "250 OK"
    mail.deliver.carry_out(asked)
    assert state() == (True, False)


def test_an_address_that_does_not_exist_is_marked_and_not_tried_for_ever(asked: str, post: Post) -> None:
    post.says = "550 no such user"
    mail.deliver.carry_out(asked)
    assert post.took == []
    assert state() == (False, True)


def test_after_so_many_tries_it_is_marked(asked: str, settings: Any) -> None:
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{free_port()}", "tandem@tandem.example"
    for _ in range(mail.MOST_TRIES):
        assert state_or_nothing() in (None, (False, False))
        with pytest.raises(OSError):  # noqa: PT011
            mail.deliver.carry_out(asked)
    assert state() == (False, True)


def state_or_nothing() -> tuple[bool, bool] | None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from platform_mail")
        return state() if cursor.fetchone()[0] else None

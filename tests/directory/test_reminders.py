"""An owner is asked whether an offer is still right: a real mail, a link that works once, and who gets neither."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_string, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import DatabaseError, connection, transaction
from tests.conftest import VERSIONS
from tests.identity.providers import free_port
from tests.on_stage import Seat, set_the_stage, text
from tests.waiting import send_mail

from tandem.directory.demo import fill_demo_offers
from tandem.directory.models import Offer, Reminder
from tandem.directory.reminders import REMINDERS, remind_owners
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster
from tandem.register import models

SERVICE = Context(service="reminders")
STALE = "Structuurgroep op het speciaal onderwijs"  # of De Wilgentak, whose administrator is Otto


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    """The newest version only."""
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def stage(owned_database: Cluster, settings: Any) -> Cluster:
    settings.DEMO_SIGN_IN = True
    set_the_stage()
    fill_demo_offers()
    return owned_database


class Post:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.to: list[str] = []
        self.came = threading.Event()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(envelope.content.decode())
        self.to += envelope.rcpt_tos
        self.came.set()
        return "250 OK"


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    made = Post()
    port = free_port()
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}", "tandem@tandem.example"
    yield made
    controller.stop()


def remind() -> int:
    with acting(SERVICE):
        return remind_owners(by=REMINDERS)


def only(name: str) -> Offer:
    """Nothing else is old."""
    Offer.objects.exclude(name=name).update(confirmed_on=clock.today())
    return Offer.objects.get(name=name)


def test_the_owner_confirms_from_the_mail(stage: Cluster, post: Post) -> None:
    offer = only(STALE)
    assert remind() == 1
    assert send_mail() == 1
    assert post.came.wait(10), "no mail came"
    body = message_from_string(post.mails[0], policy=policy.default).get_content()
    link = re.search(r"http://\S+?(/aanbod/bevestigen/[\w-]+/)", body)
    assert link is not None
    assert STALE in body
    assert "Otto" not in body
    assert "Oever" not in body
    assert remind() == 0, "asked again only after some weeks"

    assert Seat().get(link[1]).headers["Location"].startswith("/inloggen/?verder=")
    assert Seat("bas", "BEHEER_ORG").get(link[1]).status_code == 404, "another's administrator"
    otto = Seat("otto", "BEHEER_ORG")
    page = otto.get(link[1])
    assert STALE in text(page)
    assert Offer.objects.get(pk=offer.pk).confirmed_on == offer.confirmed_on, "looking confirms nothing"
    assert otto.post(link[1]).status_code == 302
    assert Offer.objects.get(pk=offer.pk).confirmed_on == clock.today()
    assert otto.get(link[1]).status_code == 404, "it works once"
    assert otto.post(link[1]).status_code == 404


def test_who_is_not_confirmed_is_asked_again_after_some_weeks(stage: Cluster) -> None:
    only(STALE)
    assert remind() == 1
    Reminder.objects.update(sent=clock.now() - timedelta(weeks=5))
    assert remind() == 1


def test_without_an_administrator_the_public_address_is_asked(stage: Cluster) -> None:
    offer = only("Diagnostiek bij autisme")  # of De Lichtboei, which nobody administers
    assert remind() == 0, "nobody to ask"
    models.Organisation.objects.filter(pk=offer.organisation_id).update(email="balie@lichtboei.example")
    assert remind() == 1


def test_what_ended_is_not_asked_about(stage: Cluster) -> None:
    offer = only(STALE)
    Offer.objects.filter(pk=offer.pk).update(valid_until=clock.today())
    assert remind() == 0


def test_the_addresses_are_for_the_reminders_alone(stage: Cluster) -> None:
    organisation = only(STALE).organisation_id
    for context in (Context(), Context(service="sign-in"), Context(service="demo")):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(context), connection.cursor() as cursor:
            cursor.execute("select * from directory_owners_of(%s)", [organisation])

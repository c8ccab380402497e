"""Events go to a system by themselves: each until it has arrived, signed, in order, nothing of others."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.api.calling import made, owner_of_key
from tests.api.receiver import Got, Receiver, listening
from tests.api.test_events import adds
from tests.api.test_joint_api import gate, iris, stage, table, tomas
from tests.web.cases.test_case_pages import Table

from tandem.api import jobs
from tandem.audit.actions import acting_actor
from tandem.cases.models import Event
from tandem.identity import models, system_keys, webhooks
from tandem.identity.data import Scope, Webhook
from tandem.platform import clock, outgoing
from tandem.platform.context import Context, acting

__all__ = ["gate", "iris", "stage", "table", "tomas"]


class Hook:
    """A key of one of the cast, and where its events go."""

    def __init__(self, owner: Context, receiver: Receiver) -> None:
        made(owner, Scope.SEE)
        self.owner, self.account = owner, owner.account or UUID(int=0)
        with acting(owner):
            self.key = system_keys.of(self.account)[0].id
            address = f"{receiver.origin}/tandem?van=regio"
            self.secret = webhooks.make(by=acting_actor(), account=self.account, key=self.key, address=address)

    @property
    def now(self) -> Webhook:
        with acting(self.owner):
            return webhooks.of(self.account)[self.key]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with listening() as made:
        settings.WEBHOOKS = frozenset({made.origin})
        yield made


@pytest.fixture
def hook(table: Table, receiver: Receiver) -> Hook:
    return Hook(owner_of_key("iris", "IB"), receiver)


def later(**time: float) -> None:
    """What the worker does when its minute has come."""
    with clock.at(clock.now() + timedelta(**(time or {"minutes": 5}))):
        jobs.deliver()


def types(receiver: Receiver) -> list[str]:
    return [json.loads(one.body)["type"] for one in receiver.got]


def is_signed(one: Got, secret: str) -> bool:
    """As https://www.standardwebhooks.com says a receiver looks, from the words of that page."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{one.headers['webhook-id']}.{one.headers['webhook-timestamp']}.".encode() + one.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{expected}" in one.headers["webhook-signature"].split(" ")


def test_what_happens_arrives_once_signed_and_without_a_word_about_anybody(
    table: Table, hook: Hook, receiver: Receiver
) -> None:
    adds(table, "Over Boterbloem.")
    later()
    [got] = receiver.got
    event = json.loads(got.body)
    assert event["type"] == "nl.tandem.casus.aangevuld"
    assert set(event) == {"specversion", "id", "source", "type", "subject", "time"}
    assert event["subject"] == str(table.id)
    assert got.path == "/tandem?van=regio"
    assert got.headers["content-type"].startswith("application/cloudevents+json")
    assert got.headers["webhook-id"] == event["id"] == str(Event.objects.get(case_id=table.id, command="ADD").pk)
    assert is_signed(got, hook.secret)
    assert not is_signed(got, "whsec_" + base64.b64encode(b"x" * 32).decode())
    assert b"Boterbloem" not in got.body
    later(minutes=6)
    assert len(receiver.got) == 1
    assert hook.now.delivered is not None


def test_what_does_not_arrive_comes_later_in_order_under_the_same_number(
    table: Table, hook: Hook, receiver: Receiver
) -> None:
    adds(table, "Een.")
    adds(table, "Twee.")
    receiver.says = [500, 204, 503]
    later(minutes=5)
    assert (hook.now.tries, hook.now.trouble, len(receiver.got)) == (1, "REFUSED", 1)
    later(minutes=5.5)
    assert len(receiver.got) == 1, "it waits two minutes"
    later(minutes=8)
    assert (hook.now.tries, len(receiver.got)) == (1, 3)
    later(minutes=11)
    numbers = [one.headers["webhook-id"] for one in receiver.got]
    assert numbers == [numbers[0], numbers[0], numbers[2], numbers[2]]
    assert numbers[0] != numbers[2]
    assert (hook.now.tries, hook.now.trouble) == (0, "")


def test_who_dies_between_sending_and_writing_it_down_sends_it_again(
    table: Table, hook: Hook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    adds(table)
    with monkeypatch.context() as dying:
        dying.setattr(webhooks, "arrived", lambda **_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            later()
    later(minutes=6)
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    later(minutes=7)
    assert len(receiver.got) == 2


def test_one_that_does_not_answer_keeps_nobody_else_waiting_and_stops_in_the_end(
    table: Table, hook: Hook, receiver: Receiver, settings: Any
) -> None:
    adds(table)
    settings.WEBHOOKS = frozenset()  # the operator thinks better of it: nothing leaves
    later()
    assert (receiver.got, hook.now.trouble) == ([], "NOT_ALLOWED")
    for number in range(webhooks.TRIES):
        later(days=1 + number)
    assert (hook.now.stopped, hook.now.tries) == (True, webhooks.TRIES)
    settings.WEBHOOKS = frozenset({receiver.origin})
    later(days=25)
    assert receiver.got == [], "it has stopped"
    with acting(hook.owner):
        webhooks.try_again(by=acting_actor(), account=hook.account, key=hook.key)
    later()
    assert types(receiver) == ["nl.tandem.casus.aangevuld"]


@pytest.mark.parametrize("then", ["remove", "replace", "end"])
def test_what_changes_between_two_events_holds_for_the_second(
    table: Table, hook: Hook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    """Taken away, given another address, or the key ended: asked before each event, and the old place moves nothing."""
    adds(table, "Een.")
    adds(table, "Twee.")
    post = outgoing.post

    def posts(*told: Any, **options: Any) -> None:
        post(*told, **options)
        if len(receiver.got) == 1:
            mine: dict[str, Any] = {"account": hook.account, "key": hook.key}
            with acting(hook.owner):
                if then == "remove":
                    webhooks.remove(by=acting_actor(), **mine)
                elif then == "replace":
                    webhooks.make(by=acting_actor(), address=f"{receiver.origin}/nieuw", **mine)
                else:
                    system_keys.revoke(by=acting_actor(), **mine)

    with monkeypatch.context() as between:
        between.setattr(outgoing, "post", posts)
        later()
    assert [one.path for one in receiver.got] == ["/tandem?van=regio"]
    if then == "replace":
        assert (hook.now.delivered, hook.now.address) == (None, f"{receiver.origin}/nieuw")


def test_one_whose_secret_does_not_open_keeps_nobody_else_waiting(table: Table, hook: Hook, receiver: Receiver) -> None:
    first = Hook(owner_of_key("tomas", "LT_TOEGANG"), receiver)
    earlier = clock.now() - timedelta(days=1)
    models.Webhook.objects.filter(key_id=first.key).update(sealed_secret=b"broken", next_try=earlier)
    adds(table)
    with pytest.raises(ExceptionGroup):
        later()
    assert types(receiver) == ["nl.tandem.casus.aangevuld"]


def test_nothing_is_sent_that_its_owner_may_not_know(table: Table, receiver: Receiver) -> None:
    stranger = Hook(owner_of_key("tomas", "LT_TOEGANG"), receiver)
    adds(table)
    later()
    assert receiver.got == []
    assert stranger.now.delivered is None


@pytest.mark.parametrize("ended", ["key", "webhook"])
def test_nothing_is_sent_after_its_end(table: Table, hook: Hook, receiver: Receiver, ended: str) -> None:
    adds(table)
    with acting(hook.owner):
        if ended == "key":
            system_keys.revoke(by=acting_actor(), account=hook.account, key=hook.key)
        else:
            webhooks.remove(by=acting_actor(), account=hook.account, key=hook.key)
    later()
    assert receiver.got == []


def test_nothing_is_sent_with_a_key_whose_day_has_passed(table: Table, hook: Hook, receiver: Receiver) -> None:
    with clock.at(clock.now() + timedelta(days=40)):
        adds(table)
    later(days=41)
    assert receiver.got == []


def test_a_redirect_is_not_followed(table: Table, hook: Hook, receiver: Receiver) -> None:
    with listening() as elsewhere:
        receiver.says, receiver.leads = [307], f"{elsewhere.origin}/binnen"
        adds(table)
        later()
        assert (len(receiver.got), elsewhere.got, hook.now.trouble) == (1, [], "REFUSED")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/", "https://elders.example/", "https://ik@systeem.voorbeeld.example/", "ftp://a/", "x", "",
        "https://systeem.voorbeeld.example.elders.example/", "https://systeem.voorbeeld.example:8443/",
        "https://systeem.voorbeeld.example@elders.example/", "https://systeem.voorbeeld.example/#x",
        "https://systeem.voorbeeld.example/\r\nX: y",
    ],
)  # fmt: skip
def test_only_to_what_the_operator_allows(hook: Hook, address: str) -> None:
    with acting(hook.owner), pytest.raises(ValueError, match="not allowed"):
        webhooks.make(by=acting_actor(), account=hook.account, key=hook.key, address=address or " ")
    assert not outgoing.is_allowed(address, {"https://systeem.voorbeeld.example"})

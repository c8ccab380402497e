"""Where the events of a key go: given after showing who one is, seen by its owner alone, with why something fails."""

import re
from uuid import uuid4

import pytest
from tests.identity.conftest import Clock
from tests.identity.people import Somebody, Visitor, text
from tests.identity.test_system_keys import KEYS, filled

from tandem.api.jobs import EVENTS
from tandem.identity import webhooks
from tandem.identity.data import CONFIRMED
from tandem.identity.models import SystemKey, Webhook
from tandem.platform.context import Context, acting
from tandem.platform.outgoing import Trouble

ADDRESS = "https://systeem.voorbeeld.example/tandem"  # of what `tests/settings.py` allows


@pytest.fixture
def at(teacher: Somebody, visitor: Visitor) -> str:
    visitor.sign_in(teacher)
    visitor.post(KEYS, **filled(mag=["see"]))
    [key] = SystemKey.objects.all()
    return f"{KEYS}{key.pk}/gebeurtenissen/"


def test_an_address_is_given_and_taken_away(visitor: Visitor, at: str) -> None:
    assert "Gebeurtenissen sturen" in text(visitor.get(KEYS))
    page = visitor.post(at, adres=ADDRESS, maak="1")
    found = re.search(r"whsec_[\w+/]{43}=", text(page))
    assert found, text(page)
    assert Webhook.objects.get().address == ADDRESS
    shown = text(visitor.get(at))
    assert ADDRESS in shown
    assert "Er is nog niets aangekomen." in shown
    assert found[0] not in shown
    visitor.post(f"{at}weg/")
    assert not Webhook.objects.exists()


def test_why_nothing_arrives_stands_there_and_one_tries_again(visitor: Visitor, at: str) -> None:
    visitor.post(at, adres=ADDRESS, maak="1")
    row = Webhook.objects.get()
    with acting(Context(service="events")):
        found = webhooks.next_turn(row.key_id)
        assert found
        for _ in range(webhooks.TRIES):
            webhooks.failed(by=EVENTS, hook=found[0], why=Trouble.NOT_TRUSTED)
    shown = text(visitor.get(at))
    assert "Het systeem heeft geen geldig certificaat." in shown
    assert "gestopt" in shown
    visitor.post(f"{at}opnieuw/")
    assert Webhook.objects.get().tries == 0
    assert "We proberen het weer op" in text(visitor.get(at))


@pytest.mark.parametrize("address", ["", "leerlingsysteem", "https://elders.example/", "http://127.0.0.1/"])
def test_an_address_that_is_not_allowed_is_not_kept(visitor: Visitor, at: str, address: str) -> None:
    answer = visitor.post(at, adres=address, maak="1")
    assert answer.status_code == 422
    assert not Webhook.objects.exists()


def test_it_asks_who_you_are_first_and_taking_away_does_not(visitor: Visitor, at: str, hand: Clock) -> None:
    visitor.post(at, adres=ADDRESS, maak="1")
    hand.forward(minutes=CONFIRMED.total_seconds() / 60 + 1)
    assert b'name="adres"' not in visitor.get(at).content
    answer = visitor.post(at, adres=f"{ADDRESS}/2", maak="1")
    assert answer.headers["Location"].startswith("/mijn/bevestigen/")
    assert Webhook.objects.get().address == ADDRESS
    visitor.post(f"{at}weg/")
    assert not Webhook.objects.exists()


def test_the_key_of_another_is_as_one_that_is_not_there(two_hats: Somebody, visitor: Visitor, at: str) -> None:
    visitor.post(at, adres=ADDRESS, maak="1")
    other = Visitor()
    other.sign_in(two_hats)
    for path in ("", "weg/", "opnieuw/"):
        answer = other.post(f"{at}{path}", adres=ADDRESS, maak="1")
        assert answer.status_code == 404
    assert other.get(f"{KEYS}{uuid4()}/gebeurtenissen/").status_code == 404
    assert Webhook.objects.exists()


def test_a_key_that_may_not_see_has_none(teacher: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(teacher)
    visitor.post(KEYS, **filled())
    [key] = SystemKey.objects.all()
    assert "Gebeurtenissen sturen" not in text(visitor.get(KEYS))
    assert visitor.get(f"{KEYS}{key.pk}/gebeurtenissen/").status_code == 404

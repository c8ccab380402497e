"""Keys of systems: made in a function at a school by who just showed who she is; seen once, taken back at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from tests.identity.conftest import Clock
from tests.identity.people import Somebody, Visitor, text

from tandem.audit.actions import acting_actor
from tandem.identity import system_keys
from tandem.identity.data import CONFIRMED, LONGEST_KEY, Scope
from tandem.identity.models import SystemKey
from tandem.identity.secret_words import token_hash
from tandem.platform import clock
from tandem.platform.context import Context, acting

KEYS = "/mijn/sleutels/"


def filled(**other: Any) -> dict[str, Any]:
    last = clock.today() + timedelta(days=30)
    return {"naam": "Leerlingsysteem", "mag": ["raise", "follow"], "tot": last.isoformat(), "maak": "1", **other}


def test_a_key_is_made_seen_once_and_taken_back(teacher: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(teacher)
    assert "Je hebt nog geen sleutel gemaakt." in text(visitor.get(KEYS))
    page = visitor.post(KEYS, **filled())
    found = re.search(r"tandem_[\w-]{43}", text(page))
    assert found, text(page)
    row = SystemKey.objects.get()
    assert bytes(row.token_hash) == token_hash(found[0])
    assert (row.account_id, row.hat, row.raises, row.follows) == (teacher.account, teacher.memberships[0], True, True)
    assert row.valid_until == clock.today() + timedelta(days=31)
    shown = text(visitor.get(KEYS))
    assert "Leerlingsysteem" in shown
    assert found[0] not in shown
    with acting(Context(service="sign-in")):
        assert system_keys.find(found[0]) is not None
    assert visitor.post(f"{KEYS}intrekken/", keuze=row.pk).status_code == 302
    with acting(Context(service="sign-in")):
        assert system_keys.find(found[0]) is None
    assert "Leerlingsysteem" not in text(visitor.get(KEYS))


@pytest.mark.parametrize(
    "wrong",
    [{"naam": ""}, {"mag": []}, {"mag": ["alles"]}, {"tot": ""}, {"tot": "2020-01-01"}, {"tot": "2100-01-01"}],
)
def test_a_key_that_is_not_complete_is_not_made(teacher: Somebody, visitor: Visitor, wrong: dict[str, Any]) -> None:
    visitor.sign_in(teacher)
    answer = visitor.post(KEYS, **filled(**wrong))
    assert answer.status_code == 422
    assert not SystemKey.objects.exists()


def test_it_asks_who_you_are_first_and_taking_back_does_not(teacher: Somebody, visitor: Visitor, hand: Clock) -> None:
    visitor.sign_in(teacher)
    visitor.post(KEYS, **filled())
    hand.forward(minutes=CONFIRMED.total_seconds() / 60 + 1)
    assert b'name="naam"' not in visitor.get(KEYS).content
    answer = visitor.post(KEYS, **filled(naam="Nog een"))
    assert answer.headers["Location"].startswith("/mijn/bevestigen/")
    [key] = SystemKey.objects.all()
    visitor.post(f"{KEYS}intrekken/", keuze=key.pk)
    assert not SystemKey.objects.exists()


def test_nobody_takes_back_the_key_of_another(teacher: Somebody, two_hats: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(teacher)
    visitor.post(KEYS, **filled())
    [key] = SystemKey.objects.all()
    other = Visitor()
    other.sign_in(two_hats)
    assert "Leerlingsysteem" not in text(other.get(KEYS))
    other.post(f"{KEYS}intrekken/", keuze=key.pk)
    assert SystemKey.objects.filter(pk=key.pk).exists()


def test_no_key_without_an_end_or_a_scope(teacher: Somebody) -> None:
    today = clock.today()
    for scopes, until in (((), today + timedelta(days=1)), (tuple(Scope), today),
                          (tuple(Scope), today + LONGEST_KEY + timedelta(days=1))):  # fmt: skip
        with acting(Context(account=teacher.account)), pytest.raises(ValueError, match=str(until)):
            system_keys.make(
                by=acting_actor(), account=teacher.account, hat=teacher.memberships[0], name="x", scopes=scopes,
                until=until,
            )  # fmt: skip

"""Who guesses is slowed down, from anywhere, and the owner is not locked out."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.identity.conftest import Clock

from tandem.identity import throttle
from tandem.identity.rules import ACCOUNT, PAIR, PLACE, wait
from tandem.identity.throttle import Try
from tandem.platform.postgres.cluster import Cluster

NONE = timedelta()
HERE, THERE = "192.0.2.7", "198.51.100.9"


def guess(attempt: Try, times: int) -> None:
    for _ in range(times):
        throttle.failed(attempt)


def test_five_mistakes_are_free_and_then_it_takes_longer_and_longer(signing_in: Cluster, hand: Clock) -> None:
    attempt = Try("password", "noor", HERE)
    pauses = []
    for _ in range(9):
        pauses.append(throttle.pause(attempt).total_seconds())
        throttle.failed(attempt)
    assert pauses == [0, 0, 0, 0, 0, 1, 2, 4, 8]
    assert throttle.pause(attempt) == timedelta(seconds=16)
    hand.forward(seconds=16)
    assert throttle.pause(attempt) == NONE


def test_it_never_takes_longer_than_a_quarter_of_an_hour() -> None:
    assert wait(PAIR, 10_000, NONE) == timedelta(minutes=15)


def test_success_forgets_the_pair(signing_in: Cluster, hand: Clock) -> None:
    attempt = Try("password", "noor", HERE)
    guess(attempt, 7)
    throttle.succeeded(attempt)
    assert throttle.pause(attempt) == NONE


def test_the_owner_elsewhere_notices_nothing(signing_in: Cluster, hand: Clock) -> None:
    guess(Try("password", "noor", THERE), 20)
    assert throttle.pause(Try("password", "noor", THERE)) > NONE
    assert throttle.pause(Try("password", "noor", HERE)) == NONE


def test_many_accounts_from_one_place(signing_in: Cluster, hand: Clock) -> None:
    for number in range(PLACE.free):
        throttle.failed(Try("password", f"account-{number}", THERE))
    assert throttle.pause(Try("password", "another", THERE)) > NONE
    assert throttle.pause(Try("password", "another", HERE)) == NONE


def test_one_account_from_many_places_and_the_known_browser_still_gets_in(signing_in: Cluster, hand: Clock) -> None:
    for number in range(ACCOUNT.free + 5):
        throttle.failed(Try("password", "noor", f"203.0.113.{number}"))
    assert throttle.pause(Try("password", "noor", "203.0.113.250")) > NONE, "a new place does not help who guesses"
    assert throttle.pause(Try("password", "noor", HERE, device="known")) == NONE
    assert throttle.pause(Try("password", "somebody else", "203.0.113.250")) == NONE


def test_a_known_browser_that_guesses_is_slowed_down_too(signing_in: Cluster, hand: Clock) -> None:
    guess(Try("password", "noor", HERE, device="known"), 6)
    assert throttle.pause(Try("password", "noor", THERE, device="known")) > NONE


def test_mistakes_leak_away(signing_in: Cluster, hand: Clock) -> None:
    attempt = Try("password", "noor", HERE)
    guess(attempt, 8)
    hand.forward(minutes=30)
    throttle.failed(attempt)
    assert throttle.pause(attempt) == NONE


def test_the_table_does_not_say_who(signing_in: Cluster, noor: UUID) -> None:
    attempt = Try("password", "noor@school.example", HERE)
    throttle.failed(attempt)
    assert {len(key) for key in attempt.buckets} == {32}
    assert len(attempt.buckets) == 3


@pytest.mark.parametrize("other", [Try("code", "noor", HERE), Try("password", "noor", THERE)])
def test_pairs_are_counted_apart(signing_in: Cluster, hand: Clock, other: Try) -> None:
    guess(Try("password", "noor", HERE), 9)
    assert throttle.pause(other) == NONE

"""Somebody who can sign in, on a database that the service `sign-in` speaks to."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.identity.people import Somebody, Visitor, lay_out

from tandem.identity import actions
from tandem.identity.data import SIGN_IN
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster

EMAIL, PASSWORD = "noor@school.example", "lange zin met spaties"


class Clock:
    """The clock of the house, in the hand of a test."""

    def __init__(self) -> None:
        self.at = clock.now()

    def now(self) -> datetime:
        return self.at

    def forward(self, **step: float) -> None:
        self.at += timedelta(**step)


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved.now)
    return moved


@pytest.fixture
def signing_in(owned_database: Cluster) -> Iterator[Cluster]:
    """Nobody is recognised yet."""
    with acting(Context(service="sign-in")):
        yield owned_database


@pytest.fixture
def noor(signing_in: Cluster) -> UUID:
    account = actions.create_account(by=SIGN_IN, email=EMAIL)
    actions.set_password(by=SIGN_IN, account=account, password=PASSWORD)
    return account


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def teacher(owned_database: Cluster) -> Somebody:
    """One function, and an app with codes."""
    return lay_out(Somebody("noor@school.example", (("IB", "De Brug"),), authenticator=True))


@pytest.fixture
def two_hats(owned_database: Cluster) -> Somebody:
    return lay_out(Somebody("sam@school.example", (("IB", "De Brug"), ("SMW", "De Plas")), authenticator=True))

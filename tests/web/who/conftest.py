"""Who-is-who over HTTP: the world of tests/register/people_world.py, and visitors with and without a hat."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import HttpRequest
from django.test import Client
from tests.register.people_world import Worker, World

from tandem.identity.data import Level, Method, SignedIn
from tandem.platform import clock
from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster
from tandem.project import transaction
from tandem.register.hats import context_of
from tandem.register.models import Municipality, Organisation

Visit = Callable[[Worker | None], Client]


@pytest.fixture
def world(owned_database: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    """Today is a day of that world; no open data are loaded, so there are no maps."""
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    made = World(today=clock.today())
    delft = Municipality.objects.create(code="GM0503", name="Delft", sort_key="delft")
    Organisation.objects.filter(kind="MUNICIPALITY").update(code="GM0503", name="Delft", sort_key="delft")
    Organisation.objects.update(municipality=delft)
    Organisation.objects.filter(pk=made.location.pk).update(
        code="00AP00", postcode="2611AB", place="DELFT", phone="015 123 45 67", website="windhoek.example"
    )
    return made


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """A browser in which this worker is signed in and wears her hat; None is a stranger.

    How somebody signs in is tested with identity; here the session is taken as given and all after it is real.
    """

    def as_worker(somebody: Worker | None) -> Client:
        def acting(request: HttpRequest) -> Context:
            request.hat = somebody.hat if somebody else None  # type: ignore[attr-defined]
            request.hats = (somebody.hat,) if somebody else ()  # type: ignore[attr-defined]
            request.signed_in = _session(somebody) if somebody else None  # type: ignore[attr-defined]
            return context_of(somebody.hat, day=clock.today()) if somebody else Context()

        monkeypatch.setattr(transaction, "context_of", acting)
        return Client(enforce_csrf_checks=False)

    return as_worker


def _session(somebody: Worker) -> SignedIn:
    now = clock.now()
    return SignedIn(
        uuid4(), uuid4(), somebody.hat.id, Method.PASSKEY, Level.TWO, now - timedelta(minutes=1), now, now, "test"
    )

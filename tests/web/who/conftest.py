"""Who-is-who over HTTP: the world of tests/register/people_world.py, and visitors with and without a hat."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from tests.identity.people import Somebody, Visitor, lay_out
from tests.register.people_world import Worker, World

from tandem.platform import clock
from tandem.platform.postgres.cluster import Cluster
from tandem.register.models import Municipality, Organisation, Person

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
def visit(world: World) -> Visit:
    """A browser in which this worker signed in with her password and a code; the same one when asked again.

    She has one function, so wears that hat without choosing. None is a stranger.
    """
    browsers: dict[UUID, Client] = {}

    def as_worker(somebody: Worker | None) -> Client:
        if somebody is None:
            return Client(enforce_csrf_checks=False)
        if somebody.person.pk not in browsers:
            browsers[somebody.person.pk] = _signed_in(somebody)
        return browsers[somebody.person.pk]

    return as_worker


def _signed_in(somebody: Worker) -> Client:
    account = Somebody(f"{somebody.person.given_name.lower()}@voorbeeld.example", authenticator=True)
    lay_out(account)
    Person.objects.filter(pk=somebody.person.pk).update(account_id=account.account)
    visitor = Visitor()
    assert visitor.sign_in(account).status_code == 302
    return visitor.client

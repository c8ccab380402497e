"""One click, and you are somebody of the cast; only on the fictitious region, and only when that is set."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.cast import CAST
from tests.on_stage import Seat, set_the_stage, text

from tandem.identity.models import Account
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.project import checks
from tandem.register import functions, models
from tandem.register.demo import filling
from tandem.register.demo.filling import NotFictitiousError, fill_demo_region


def test_the_page_offers_everybody_by_function(stage: Cluster) -> None:
    page = text(Seat().get("/inloggen/demo/"))
    for each in CAST.players.values():
        assert each.name.replace("'", "&#x27;") in page
    for function in functions.functions().values():
        assert f">{function.name}</h2>" in page


def test_one_click_is_enough_for_every_part(stage: Cluster) -> None:
    parts = [(key, role) for key, each in CAST.players.items() for role in each.roles]
    assert len(parts) > 60
    for key, role in parts:
        page = Seat(key, role.function).get("/mijn/")
        assert page.status_code == 200
        hat = page.wsgi_request.hat  # type: ignore[attr-defined]
        assert hat.function == role.function


def test_without_the_setting_there_is_no_such_page(stage: Cluster, settings: Any) -> None:
    seat = Seat("noor")
    settings.DEMO_SIGN_IN = False
    role = CAST.players["noor"].roles[0].id
    assert Client().get("/inloggen/demo/").status_code == 404
    assert Client().post("/inloggen/demo/", {"rol": str(role)}).status_code == 404
    assert seat.get("/mijn/").status_code == 302, "who came in by one click is out again"


@pytest.mark.parametrize("fields", [{}, {"rol": "x"}, {"rol": str(uuid4())}, {"rol": "ROLE", "hat": "x"}])
def test_nobody_else_can_be_chosen(stage: Cluster, fields: dict[str, str]) -> None:
    sent = {name: str(CAST.players["noor"].roles[0].id) if value == "ROLE" else value for name, value in fields.items()}
    assert Client().post("/inloggen/demo/", sent).status_code == 404


def test_filling_again_changes_nothing(stage: Cluster) -> None:
    counts = [table._default_manager.count() for table in (models.Person, models.Membership, models.StandIn, Account)]
    assert fill_demo_region() is False
    assert counts == [
        table._default_manager.count() for table in (models.Person, models.Membership, models.StandIn, Account)
    ]
    assert counts[0] == counts[3] == len(CAST.players)


def test_after_a_change_of_the_cast_only_what_is_new_comes_on(stage: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "cast", lambda: replace(CAST, fingerprint="other"))
    before = models.Person.objects.count()
    assert fill_demo_region() is True
    assert models.Person.objects.count() == before


def test_the_cast_stays_out_of_a_database_that_knows_somebody(owned_database: Cluster) -> None:
    models.Person.objects.create(family_name="Echt", sort_key="echt")
    with pytest.raises(NotFictitiousError, match="staan mensen of scholen"):
        set_the_stage()
    assert models.Person.objects.count() == 1


def test_the_cast_stays_out_of_a_database_with_an_account_or_a_real_school(owned_database: Cluster) -> None:
    account = Account.objects.create(created=clock.now())
    with pytest.raises(NotFictitiousError):
        set_the_stage()
    account.delete()
    models.Organisation.objects.all().delete()
    models.School.objects.create(code="00AP", name="Echte school", sort_key="echte school")
    with pytest.raises(NotFictitiousError):
        set_the_stage()


def test_without_the_schools_of_the_example_nobody_comes_on(owned_database: Cluster) -> None:
    with pytest.raises(NotFictitiousError, match="niet geladen"):
        fill_demo_region()
    assert models.Person.objects.count() == 0
    assert not models.DemoRegion.objects.exists()


def test_only_the_demo_service_sets_the_mark(owned_database: Cluster) -> None:
    for context in (Context(), Context(service="sign-in"), Context(service="opendata")):
        with (
            acting(context),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("select register_begin_demo('x')")
    with acting(Context(service="demo")), pytest.raises(DatabaseError), transaction.atomic():
        models.DemoRegion.objects.create(fingerprint="x")


def start_up() -> None:
    """The start-up checks, the database included, as the app."""
    with acting(Context()):
        call_command("check", databases=["default"], tags=["demo"])


def test_start_up_accepts_demo_sign_in_on_the_demo_region(stage: Cluster, example_data: None) -> None:
    start_up()


def test_start_up_refuses_demo_sign_in_on_an_ordinary_database(
    owned_database: Cluster, settings: Any, example_data: None
) -> None:
    start_up()
    settings.DEMO_SIGN_IN = True
    with pytest.raises(SystemCheckError, match="niet als voorbeeldregio gevuld"):
        start_up()


def test_start_up_refuses_demo_sign_in_beside_a_real_school(stage: Cluster, example_data: None) -> None:
    models.School.objects.create(code="00AP", name="Echte school", sort_key="echte school")
    with pytest.raises(SystemCheckError, match="1 scholen die echt bestaan"):
        start_up()


def test_start_up_refuses_demo_sign_in_beside_real_open_data(stage: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "serves_example_data", lambda: False)
    with pytest.raises(SystemCheckError, match="geen voorbeeldgegevens"):
        start_up()


@pytest.fixture
def example_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "serves_example_data", lambda: True)

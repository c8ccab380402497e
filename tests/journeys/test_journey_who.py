"""Who is who in a real browser: a stranger looks for a school, a professional for a colleague until she leaves."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpRequest
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker
from tests.journeys.conftest import Open
from tests.journeys.test_journey_everyone import clean_in_light_and_dark
from tests.prepared import start_prepared
from tests.register.people_world import LONG_AGO, Worker, organisation, worker

from tandem.audit.data import OPEN_DATA
from tandem.identity.data import Level, Method, SignedIn
from tandem.opendata.places import places_of
from tandem.platform import clock
from tandem.platform import database as platform_database
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster, folder_of_root
from tandem.project import transaction
from tandem.register.actions import register_places
from tandem.register.hats import context_of
from tandem.register.models import Membership, Organisation, SchoolLink

SignIn = Callable[[Worker], None]


class Region:
    """The example region in the register, with one local team and two people of Delft."""

    def __init__(self, cluster: Cluster, snapshot: Path) -> None:
        self.cluster = cluster
        with acting(Context(service="opendata")):
            register_places(by=OPEN_DATA, places=places_of(snapshot), on=clock.today())
        delft = Organisation.objects.get(kind="MUNICIPALITY", code="GM0503")
        self.school = Organisation.objects.filter(kind="LOCATION", municipality="GM0503").order_by("code")[0]
        self.team = organisation("LOCAL_TEAM", "Delft Samen", delft)
        Organisation.objects.filter(pk=self.team.pk).update(municipality="GM0503", phone="015 000 41 00")
        self.coordinator = worker("Iris", "IB", self.school)
        self.consultant = worker("Tom", "LT_TOEGANG", self.team)
        SchoolLink.objects.create(
            membership=self.consultant.membership,
            location=self.school,
            hours_per_week=Decimal("6.5"),
            valid_from=LONG_AGO,
        )


@pytest.fixture(scope="module")
def region(
    tmp_path_factory: pytest.TempPathFactory, demo_home: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Region]:
    """A server of its own: the browser's requests commit."""
    home = tmp_path_factory.mktemp("who")
    cluster = start_prepared(home)
    with django_db_blocker.unblock():
        platform_database.connect_as(cluster.url(ROLES["owner"]))
        platform_database.migrate()
        platform_database.connect_as(cluster.url(SUPERUSER))
        made = Region(cluster, (demo_home / "opendata" / "current").resolve())
        platform_database.connect_as(cluster.url(ROLES["app"]))
        yield made
        connection.close()
    cluster.stop()
    shutil.rmtree(folder_of_root(home), ignore_errors=True)


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Every visitor wears this worker's hat, as long as it holds. How somebody signs in is a journey of its own."""

    def as_worker(somebody: Worker) -> None:
        now = clock.now()
        session = SignedIn(uuid4(), uuid4(), somebody.hat.id, Method.PASSKEY, Level.TWO, now, now, now, "test")

        def acting_as(request: HttpRequest) -> Context:
            request.signed_in, request.hat, request.hats = session, somebody.hat, (somebody.hat,)  # type: ignore[attr-defined]
            return context_of(somebody.hat, day=clock.today())

        monkeypatch.setattr(transaction, "context_of", acting_as)

    return as_worker


def typed(page: Page, text: str) -> None:
    box = page.get_by_role("searchbox")
    box.focus()
    box.press_sequentially(text, delay=20)


def test_a_stranger_finds_a_school_while_typing(demo: Path, region: Region, open_page: Open) -> None:
    page = open_page("/wie-is-wie/")
    name = region.school.name
    wrong = name[:-2] + name[-1] + name[-2]  # two letters in the wrong order
    typed(page, wrong + " delft")
    first = page.locator("#gevonden .hits a").first
    expect(first).to_have_text(name)
    assert "?" not in page.url, "what was searched is not in the address"
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("heading", name="Mensen")).to_have_count(0)
    assert "Tom" not in page.content()


def test_without_javascript_the_same_is_found(demo: Path, region: Region, open_page: Open) -> None:
    page = open_page("/wie-is-wie/", script=False)
    page.get_by_role("searchbox").fill("delft saemn")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Delft Samen").click()
    expect(page.get_by_role("link", name="015 000 41 00")).to_have_attribute("href", "tel:0150004100")


def test_a_municipality_is_browsed_by_kind_and_by_day(demo: Path, region: Region, open_page: Open) -> None:
    page = open_page("/wie-is-wie/")
    page.get_by_role("link", name="Delft", exact=True).click()
    expect(page.get_by_role("heading", name="Lokale teams")).to_be_visible()
    page.get_by_text("Hoe was het op een andere dag?").click()
    page.get_by_label("Dag").fill("2015-06-01")
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_text("Zo was het op 1 juni 2015.")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    demo: Path, region: Region, open_page: Open, signed_in: SignIn, width: int
) -> None:
    signed_in(region.coordinator)
    for address in (
        "/wie-is-wie/",
        "/wie-is-wie/gemeente/GM0503/",
        f"/wie-is-wie/organisatie/{region.school.id}/",
        f"/wie-is-wie/organisatie/{region.team.id}/mensen/",
        "/wie-is-wie/mensen/",
    ):
        page = open_page(address, width=width)
        if page.get_by_role("searchbox").count():
            typed(page, "voorbeeld" if "mensen" in address else "delft samen")
            expect(page.locator("#gevonden a").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        clean_in_light_and_dark(page, address)


def test_a_professional_calls_who_is_linked_until_she_leaves(
    demo: Path, region: Region, open_page: Open, signed_in: SignIn
) -> None:
    signed_in(region.coordinator)
    page = open_page(f"/wie-is-wie/organisatie/{region.school.id}/")
    expect(page.get_by_text("Gekoppeld aan deze school")).to_be_visible()
    expect(page.get_by_role("heading", name="Tom Voorbeeld")).to_be_visible()
    expect(page.get_by_text("6,5 uur per week")).to_be_visible()
    page.get_by_role("link", name="Wie is wie").first.click()
    page.get_by_role("link", name="Mensen").click()
    typed(page, "tom vorbeeld")
    expect(page.get_by_role("heading", name="Tom Voorbeeld")).to_be_visible()
    _end(region, region.consultant)
    page.get_by_role("searchbox").fill("")
    typed(page, "tom voorbeeld")
    expect(page.get_by_text("Niemand gevonden.")).to_be_visible()
    _end(region, region.coordinator)
    page.get_by_role("searchbox").fill("")
    typed(page, "iris voorbeeld")
    expect(page.get_by_text("Niemand gevonden.")).to_be_visible()


def _end(region: Region, somebody: Worker) -> None:
    """Her function ended yesterday, as an administrator would write it."""
    platform_database.connect_as(region.cluster.url(SUPERUSER))
    yesterday = clock.today() - timedelta(days=1)
    Membership.objects.filter(pk=somebody.membership.pk).update(valid_until=yesterday)
    platform_database.connect_as(region.cluster.url(ROLES["app"]))

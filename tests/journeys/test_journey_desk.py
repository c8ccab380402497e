"""The one desk in a real browser: across borders, from outside, when somebody left, and where the gaps are."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker
from tests.cast import CAST
from tests.identity.providers import free_port
from tests.journeys.conftest import Open
from tests.journeys.test_journey_everyone import violations
from tests.prepared import start_prepared
from tests.waiting import send_mail

from tandem.audit.data import OPEN_DATA
from tandem.directory.demo import fill_demo_offers
from tandem.directory.models import Offer
from tandem.directory.reminders import REMINDERS, remind_owners
from tandem.opendata.places import places_of
from tandem.platform import clock
from tandem.platform import database as platform_database
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster, folder_of_root
from tandem.register.actions import register_places
from tandem.register.demo.filling import fill_demo_region
from tandem.register.models import Membership, SchoolLocation, StandIn

LIBEL = "99AA00"
AsOwner = Callable[[Callable[[], object]], None]


@pytest.fixture(scope="module")
def region(
    tmp_path_factory: pytest.TempPathFactory, demo_home: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Cluster]:
    """The example region with its cast, on a server of its own: the browser's requests commit."""
    home = tmp_path_factory.mktemp("desk")
    cluster = start_prepared(home)
    with django_db_blocker.unblock():
        platform_database.connect_as(cluster.url(ROLES["owner"]))
        platform_database.migrate()
        platform_database.connect_as(cluster.url(ROLES["app"]))
        with acting(Context(service="opendata")):
            places = places_of((demo_home / "opendata" / "current").resolve())
            register_places(by=OPEN_DATA, places=places, on=clock.today())
        fill_demo_region()
        fill_demo_offers()
        yield cluster
        connection.close()
    cluster.stop()
    shutil.rmtree(folder_of_root(home), ignore_errors=True)


@pytest.fixture(autouse=True)
def demo_sign_in(settings: Any) -> None:
    settings.DEMO_SIGN_IN = True


def a_school_in(municipality: str) -> SchoolLocation:
    return SchoolLocation.objects.filter(municipality=municipality, valid_until=None).order_by("code")[0]


def ask(page: Page, school: str, home: str, kind: str, age: str) -> None:
    """With the keyboard alone: tab to the school, choose it from the list, then one field after the other."""
    field = page.get_by_label("School")
    for _ in range(20):
        page.keyboard.press("Tab")
        if field.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.type(school, delay=15)
    page.locator("#scholen button").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Postcode thuis")).to_be_focused()
    page.keyboard.type(home)
    page.keyboard.press("Tab")
    page.keyboard.type(kind)
    page.keyboard.press("Tab")
    page.keyboard.type(age)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Bel nu", exact=True).wait_for()


WORRY, HELP = "Zorgen over leren, gedrag of welzijn", "Hulp thuis"


def test_a_teacher_in_den_haag_with_a_pupil_from_westland(demo: Path, region: Cluster, open_page: Open) -> None:
    school = a_school_in("GM0518")
    page = open_page("/loket/")
    ask(page, school.code, "2671 AB", HELP, "9")
    card = page.locator(".call-now")
    expect(card).to_contain_text("Lokaal team De Sleutelbloem")
    expect(card.get_by_role("link", name="0174-000020")).to_have_attribute("href", "tel:0174000020")
    expect(card).to_contain_text("Westland (2671)")
    expect(page.locator(".line")).to_contain_text("Leerplicht en RMC Westland")
    assert "?" not in page.url, "what was asked is not in the address"


def test_a_school_in_rotterdam_with_a_pupil_from_delft(demo: Path, region: Cluster, open_page: Open) -> None:
    page = open_page("/loket/")
    ask(page, a_school_in("GM0599").code, "2611", HELP, "13")
    expect(page.locator(".call-now")).to_contain_text("Lokaal team De Ooievaar")
    expect(page.get_by_text("De school staat in Rotterdam, buiten Haaglanden.")).to_be_visible()


def test_a_pupil_from_outside(demo: Path, region: Cluster, open_page: Open) -> None:
    page = open_page("/loket/")
    ask(page, LIBEL, "3045", HELP, "9")
    expect(page.locator(".call-now")).to_contain_text("Gemeente Rotterdam")
    expect(page.get_by_text("Rotterdam hoort niet bij Haaglanden.")).to_be_visible()
    page = open_page("/loket/")
    ask(page, LIBEL, "9999", WORRY, "9")
    expect(page.get_by_text("Postcode 9999 kennen we niet")).to_be_visible()


def test_the_person_has_left_yesterday(demo: Path, region: Cluster, open_page: Open) -> None:
    """Sanne and who stood in for her: the desk calls the next, and says who is gone."""
    page = open_page("/loket/")
    ask(page, LIBEL, "2671", WORRY, "9")
    expect(page.locator(".call-now")).to_contain_text("De Schakel")
    gone = {role.id for role in CAST.players["sanne"].roles}
    platform_database.connect_as(region.url(SUPERUSER))
    Membership.objects.filter(pk__in=gone).update(valid_until=clock.today())
    StandIn.objects.filter(membership__in=gone).delete()
    platform_database.connect_as(region.url(ROLES["app"]))
    try:
        page.reload()
        page = open_page("/loket/")
        ask(page, LIBEL, "2671", WORRY, "9")
        expect(page.locator(".call-now")).to_contain_text("Lokaal team De Sleutelbloem")
        page.get_by_text("Uitgezette regels").click()
        expect(page.get_by_text("NL-SMW staat uit")).to_be_visible()
    finally:
        platform_database.connect_as(region.url(SUPERUSER))
        Membership.objects.filter(pk__in=gone).update(valid_until=None)
        platform_database.connect_as(region.url(ROLES["app"]))


def sign_in(page: Page, name: str) -> None:
    page.locator("form").filter(has_text=name).get_by_role("button").first.click()
    page.wait_for_load_state()


def test_a_policy_officer_finds_the_three_largest_gaps(demo: Path, region: Cluster, open_page: Open) -> None:
    page = open_page("/inloggen/demo/")
    sign_in(page, "Betty Beleid")
    page.goto(page.url.split("/mijn")[0].split("/inloggen")[0] + "/loket/witte-vlekken/")
    rows = page.locator("table.gaps tbody tr")
    first = [int(rows.nth(i).locator("td").nth(1).inner_text().replace(".", "").split("–")[0]) for i in range(3)]
    assert first == sorted(first, reverse=True)
    expect(rows.first).to_contain_text("geen schakel")
    assert violations(page) == []
    with page.expect_download() as file:
        page.get_by_role("link", name="Download alles").click()
    lines = Path(file.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[1].split(",")[0] == rows.first.get_attribute("id")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_policy_officer_looks_before_she_keeps_a_rule(demo: Path, region: Cluster, open_page: Open) -> None:
    page = open_page("/inloggen/demo/")
    sign_in(page, "Betty Beleid")
    page.goto(page.url.split("/mijn")[0].split("/inloggen")[0] + "/loket/regels/")
    assert violations(page) == []
    page.get_by_label("Bij welke vraag?").select_option(label=HELP)
    page.get_by_label("Wie wordt dan eerst gebeld?").select_option(label="Leerplichtambtenaar van de woongemeente")
    page.get_by_label("Waarom?").fill("Bij ons belt leerplicht eerst.")
    page.get_by_role("button", name="Toon wat er verandert").click()
    expect(page.get_by_role("heading", name="wordt iemand anders het eerst gebeld")).to_be_visible()
    expect(page.get_by_role("button", name="Leg de regel vast")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


class Post:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.text, self.came = "", threading.Event()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.text += envelope.content.decode()
        self.came.set()
        return "250 OK"


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    made, port = Post(), free_port()
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}", "tandem@tandem.example"
    yield made
    controller.stop()


def test_a_provider_confirms_an_offer_from_the_reminder(
    demo: Path, region: Cluster, open_page: Open, post: Post
) -> None:
    """The mail, the link, signing in, one button; the public page then says when it was confirmed."""
    offer = Offer.objects.get(name="Structuurgroep op het speciaal onderwijs")
    with acting(Context(service="reminders")):
        remind_owners(by=REMINDERS)
    platform_database.connect_as(region.url(SUPERUSER))
    send_mail()
    platform_database.connect_as(region.url(ROLES["app"]))
    assert post.came.wait(10), "no mail came"
    body = post.text.replace("=\n", "").replace("=\r\n", "")
    link = re.search(rf"{re.escape(offer.name)}\s+http://\S+?(/aanbod/bevestigen/[\w=-]+/)", body)
    assert link is not None, body
    page = open_page("/inloggen/demo/")
    site = page.url.split("/inloggen")[0]
    page.locator("form").filter(has_text="Otto van Oever").get_by_role("button").last.click()  # as administrator
    page.wait_for_load_state()
    page.goto(site + link[1].replace("=3D", "="))
    expect(page.get_by_role("heading", name="Klopt dit nog: Structuurgroep")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Ja, dit klopt").press("Enter")
    page.wait_for_load_state()
    page.goto(f"{site}/aanbod/{offer.pk}/")
    expect(page.locator("main")).to_contain_text(f"{clock.today().year}")
    assert Offer.objects.get(pk=offer.pk).confirmed_on == clock.today()


def test_without_javascript_and_with_the_print_form(demo: Path, region: Cluster, open_page: Open) -> None:
    page = open_page("/loket/", script=False)
    page.get_by_label("School").fill("libel delft")
    page.get_by_label("Postcode thuis").fill("2671")
    page.get_by_label("Waar gaat het over?").select_option(label=WORRY)
    page.get_by_label("Leeftijd").fill("9")
    page.get_by_role("button", name="Toon").click()
    page.locator("#scholen button").first.click()
    expect(page.get_by_role("heading", name="Bel nu", exact=True)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("form.question")).to_be_hidden()
    expect(page.locator(".call-now")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    demo: Path, region: Cluster, open_page: Open, width: int, dark: bool
) -> None:
    asked = "school=99AA00&thuis=2671&leeftijd=9"
    addresses = [
        "/loket/",
        f"/loket/?{asked}&vraag=zorg",
        f"/loket/?{asked}&vraag=veiligheid",
        "/loket/?school=x&thuis=26&vraag=&leeftijd=140",
        "/loket/school/99AA00/",
        "/aanbod/",
        "/aanbod/actualiteit/",
        "/voorbeelden/",
        "/voorbeelden/het-avontuur-prodeba/",
    ]
    for address in addresses:
        page = open_page(address, width=width, dark=dark)
        for details in page.locator("details").all():
            details.evaluate("element => { element.open = true; }")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address

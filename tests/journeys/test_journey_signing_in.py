"""Signing in as people do it: a passkey, a code, the organisation's own sign-in; and wearing one hat at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker
from tests.conftest import VERSIONS
from tests.identity.people import PASSWORD, Somebody, code_now, lay_out
from tests.identity.providers import CLIENT, real_provider
from tests.journeys.conftest import Open

from tandem.audit.actions import acting_actor
from tandem.identity import actions
from tandem.identity.data import SecondFactor
from tandem.identity.oidc import Client
from tandem.platform.context import Context, acting
from tandem.platform.database import connect_as
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster

TABLES = "identity_account, identity_provider, identity_step, identity_throttle, register_person, register_organisation"


@contextmanager
def as_owner(cluster: Cluster) -> Iterator[None]:
    """Lay out what others will see; afterwards Django is the app again."""
    connect_as(cluster.url(SUPERUSER))
    with connection.cursor() as cursor:
        cursor.execute("set role tandem_owner")
    yield
    connect_as(cluster.url(ROLES["app"]))


@pytest.fixture(scope="module")
def cluster(started: object) -> Cluster:
    found: Cluster = started(next(iter(VERSIONS.values())))  # type: ignore[operator]
    return found


@pytest.fixture
def people(cluster: Cluster, demo: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    with django_db_blocker.unblock():
        yield cluster
        connection.close()
        with psycopg.connect(cluster.url(ROLES["owner"])) as owner:
            owner.execute(f"truncate {TABLES} cascade")


@pytest.fixture
def sam(people: Cluster) -> Somebody:
    with as_owner(people):
        return lay_out(Somebody("sam@school.example", (("IB", "De Brug"), ("SMW", "De Plas")), authenticator=True))


def named(page: Page, path: str) -> None:
    """A passkey belongs to a name, not to a number."""
    page.goto(f"http://localhost:{urlsplit(page.url).port}{path}")


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def fill_in(page: Page, label: str, text: str, button: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name=button, exact=True).click()


def with_password_and_code(page: Page, email: str) -> None:
    page.get_by_label("E-mailadres", exact=True).fill(email)
    fill_in(page, "Wachtwoord", PASSWORD, "Log in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nog één stap")
    accessible(page)
    fill_in(page, "Code uit je app", code_now(), "Ga verder")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_with_password_and_code_and_two_hats(open_page: Open, sam: Somebody, script: bool) -> None:
    page = open_page("/mijn/", script=script)
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    if script:
        accessible(page)
        with_password_and_code(page, sam.email)
    else:
        page.get_by_label("E-mailadres", exact=True).fill(sam.email)
        fill_in(page, "Wachtwoord", PASSWORD, "Log in")
        fill_in(page, "Code uit je app", code_now(), "Ga verder")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kies je petje")
    page.get_by_role("button", name="De Brug").click()
    expect(page.get_by_text("Je werkt nu voor De Brug.")).to_be_visible()
    page.get_by_role("button", name="De Plas").click()  # in the header: one click
    expect(page.get_by_text("Je werkt nu voor De Plas.")).to_be_visible()
    page.get_by_role("button", name="Log uit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent uitgelogd")
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")


def test_a_passkey_is_made_and_opens_the_door_alone(open_page: Open, sam: Somebody) -> None:
    page = open_page("/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    named(page, "/mijn/beveiliging/")
    with_password_and_code(page, sam.email)
    named(page, "/mijn/beveiliging/")
    accessible(page)
    page.get_by_role("button", name="Maak een passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bewaar je herstelcodes")
    accessible(page)
    page.get_by_role("button", name="Log uit").click()
    named(page, "/inloggen/")
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kies je petje")
    accessible(page)
    named(page, "/mijn/beveiliging/")
    expect(page.get_by_text("laatst gebruikt op")).to_be_visible()
    named(page, "/mijn/sessies/")
    accessible(page)


def test_a_passkey_of_somebody_unknown_says_so(open_page: Open, sam: Somebody) -> None:
    page = open_page("/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": False}})
    named(page, "/inloggen/")
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("niet gelukt met een passkey")


def test_with_the_organisations_own_sign_in(open_page: Open, sam: Somebody, people: Cluster) -> None:
    with real_provider({"sub": "s-7"}) as issuer:
        with as_owner(people), acting(Context(service="operator")):
            client = Client(issuer, CLIENT, "geheim", "", frozenset(), SecondFactor.ALWAYS)
            by = acting_actor()
            actions.set_provider(by=by, organisation=uuid4(), name="Gemeente Voorbeeld", client=client)
        page = open_page("/inloggen/")
        accessible(page)
        at_the_provider(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Tandem kent je nog niet")
        accessible(page)
        page.get_by_role("link", name="Terug naar inloggen").click()
        with_password_and_code(page, sam.email)
        page.goto(page.url.replace("petje", "beveiliging").partition("?")[0])
        at_the_provider(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Gekoppeld")
        page.get_by_role("button", name="Log uit").click()
        page.get_by_role("link", name="Log weer in").click()
        at_the_provider(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Kies je petje")


def at_the_provider(page: Page) -> None:
    page.get_by_role("button", name="Gemeente Voorbeeld").click()
    page.get_by_role("button", name="s-7").first.click()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out_on_a_phone(open_page: Open, sam: Somebody, width: int) -> None:
    page = open_page("/mijn/beveiliging/", width=width)
    with_password_and_code(page, sam.email)
    for path in ("/mijn/petje/", "/mijn/", "/mijn/sessies/", "/mijn/beveiliging/", "/mijn/beveiliging/app/"):
        page.goto(f"{page.url.partition('/mijn')[0]}{path}")
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [360, 1280])
def test_a_key_for_a_system_is_made_and_taken_back(open_page: Open, sam: Somebody, width: int) -> None:
    page = open_page("/mijn/petje/", width=width)
    with_password_and_code(page, sam.email)
    page.get_by_role("button", name="De Brug").first.click()
    expect(page.get_by_role("complementary", name="Wie je bent")).to_contain_text("coördinator · De Brug")
    page.goto(f"{page.url.partition('/mijn')[0]}/mijn/sleutels/")
    accessible(page)
    page.get_by_label("Naam van het systeem").fill("Leerlingsysteem")
    page.get_by_role("button", name="Maak de sleutel").click()
    expect(page.get_by_text("tandem_")).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Naar mijn sleutels").click()
    expect(page.get_by_text("nog niet gebruikt")).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Gebeurtenissen sturen").click()
    accessible(page)
    page.get_by_label("Adres van het systeem").fill(f"https://systeem.voorbeeld.example/{'tandem' * 20}")
    page.get_by_role("button", name="Stuur gebeurtenissen").click()
    expect(page.get_by_text("whsec_")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Ga verder").click()
    expect(page.get_by_text("Er is nog niets aangekomen.")).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Terug").click()
    page.get_by_role("button", name="Trek in").click()
    expect(page.get_by_text("Je hebt nog geen sleutel gemaakt.")).to_be_visible()

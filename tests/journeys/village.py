"""The example region with its schools, cast and offers, and a pupil: the stage of the journeys about concerns."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker
from tests.journeys.conftest import Open
from tests.journeys.stage import staged
from tests.journeys.test_journey_everyone import violations
from tests.on_stage import role_of

from tandem.audit.actions import acting_actor
from tandem.audit.data import OPEN_DATA
from tandem.casework.actions import drafts
from tandem.casework.actions.drafts import Draft
from tandem.casework.data import TextPart, Urgency
from tandem.children import actions as children
from tandem.children.data import Residence
from tandem.directory.demo import fill_demo_offers
from tandem.identity.data import Hat
from tandem.opendata.places import places_of
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.register.actions import register_places
from tandem.register.data import OrganisationKind, organisation_id
from tandem.register.demo.cast import cast
from tandem.register.demo.filling import fill_demo_region
from tandem.register.hats import context_of
from tandem.sharing import demo as sharing
from tandem.sharing.codes import DataKind, Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import NewAuthority
from tandem.sharing.records import Authenticity

Enter = Callable[..., Page]
SEEN = "Komt elke dag te laat en zit in de pauze alleen."


def as_somebody(key: str) -> Context:
    player = cast().players[key]
    role = player.roles[0]
    hat = Hat(role.id, player.id, cast().stages[role.at].id, "", role.function, "", UUID(int=0))
    return context_of(hat, day=clock.today())


def a_pupil(given: str) -> UUID:
    """At the school in Delft where Iris coordinates care and Noor teaches; living in Westland."""
    place, since = cast().stages["libel"].id, clock.today() - timedelta(days=40)
    with acting(as_somebody("iris")):
        by = acting_actor()
        child = children.register_pupil(
            by=by,
            given_name=given,
            family_name="Boterbloem",
            birth_date=date(clock.today().year - 9, 1, 2),
            location=place,
            since=since,
        )
        town = organisation_id(OrganisationKind.MUNICIPALITY, "GM1783")
        children.move(by=by, child=child, to=Residence(town, "2671AB", since, None))
        children.teach(by=by, child=child, location=place, membership=role_of("noor", "LERAAR").id, since=since)
    return child


def says_yes(child: UUID) -> None:
    """The mother agrees that the team of their own town reads the concern; the school shares it."""
    place, since = cast().stages["libel"].id, clock.today() - timedelta(days=40)
    shared = sharing.DisclosurePart(
        by="iris",
        about="bo",
        to="team-westland",
        rule="DS-006",
        days=300,
        consent="given",
        kinds=(DataKind.IDENTITY, DataKind.CONCERN),
    )
    mother = NewAuthority(child, place, "Sam Boterbloem", Giver.PARENT_1, Authenticity.REGISTER, since, since)
    with transaction.atomic(), acting(as_somebody("iris")):
        consenting.record_authority(by=acting_actor(), new=mother)
        sharing._disclose(shared, child, place)


def a_bell(child: UUID | None, urgency: Urgency = Urgency.NORMAL) -> UUID:
    """A concern that Noor raised."""
    with transaction.atomic(), acting(as_somebody("noor")):
        draft = Draft(child, child is None, urgency, {TextPart.SEEN: SEEN})
        id = drafts.start(by=acting_actor(), location=cast().stages["libel"].id, key=uuid4(), draft=draft)
        drafts.raise_concern(by=acting_actor(), id=id, version=1)
    return id


@pytest.fixture(scope="module")
def village(
    tmp_path_factory: pytest.TempPathFactory, demo_home: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """In a database of its own."""

    def fill() -> None:
        with acting(Context(service="opendata")):
            places = places_of((demo_home / "opendata" / "current").resolve())
            register_places(by=OPEN_DATA, places=places, on=clock.today())
        fill_demo_region()
        fill_demo_offers()

    with staged(tmp_path_factory.mktemp("village"), django_db_blocker, fill):
        yield


@pytest.fixture
def enter(village: None, demo: Path, settings: object, open_page: Open) -> Enter:
    """Sign in as somebody of the cast, with one click, in a window of her own."""
    settings.DEMO_SIGN_IN = True  # type: ignore[attr-defined]

    def choose(key: str, function: str = "", **window: object) -> Page:
        page = open_page("/inloggen/demo/", **window)
        page.locator(f'form:has(input[value="{role_of(key, function).id}"]) button').click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Dag")
        return page

    return choose


def clean(page: Page) -> None:
    """Nothing that axe finds, and nothing that sticks out."""
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        return  # axe is a script itself
    for details in page.locator("main details").all():
        details.evaluate("element => { element.open = true; }")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def click(page: Page, name: str) -> None:
    """A button or link of the page by its words."""
    main = page.get_by_role("main")
    main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name, exact=True)).first.click()


def by_keyboard(page: Page, selector: str) -> None:
    """Go on with the tabulator until it has the focus."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached with the keyboard")

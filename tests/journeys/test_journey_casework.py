"""A concern from the teacher's bell to the answer back, across a municipal border, as people do it."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker
from tests.conftest import VERSIONS
from tests.journeys.conftest import Open
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
from tandem.platform import clock, database
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import ROLES, cluster_for, folder_of_root
from tandem.register.actions import register_places
from tandem.register.data import OrganisationKind, organisation_id
from tandem.register.demo.cast import cast
from tandem.register.demo.filling import fill_demo_region
from tandem.register.hats import context_of

Enter = Callable[..., Page]
SEEN = "Komt elke dag te laat en zit in de pauze alleen."


def as_somebody(key: str) -> Context:
    player = cast().players[key]
    role = player.roles[0]
    hat = Hat(role.id, player.id, cast().stages[role.at].id, "", role.function, "", UUID(int=0))
    return context_of(hat, day=clock.today())


def a_pupil(given: str, postcode: str) -> UUID:
    """At the school where Iris coordinates care, with Noor as teacher, living in Westland."""
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
        children.move(by=by, child=child, to=Residence(town, postcode, since, None))
        children.teach(by=by, child=child, location=place, membership=role_of("noor", "LERAAR").id, since=since)
    return child


def a_bell(child: UUID | None, urgency: Urgency = Urgency.NORMAL) -> UUID:
    with transaction.atomic(), acting(as_somebody("noor")):
        draft = Draft(child, child is None, urgency, {TextPart.SEEN: SEEN})
        id = drafts.start(by=acting_actor(), location=cast().stages["libel"].id, key=uuid4(), draft=draft)
        drafts.raise_concern(by=acting_actor(), id=id, version=1)
    return id


@pytest.fixture(scope="module")
def village(
    tmp_path_factory: pytest.TempPathFactory, demo_home: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The example region with its schools, cast and offers, in a database of its own."""
    home = tmp_path_factory.mktemp("village")
    cluster = cluster_for(home, max(VERSIONS.values(), key=lambda binaries: binaries.major), durable=False)
    cluster.start()
    with django_db_blocker.unblock():
        before = dict(connection.settings_dict)
        database.connect_as(cluster.url(ROLES["owner"]))
        database.migrate()
        database.connect_as(cluster.url(ROLES["app"]))
        with acting(Context(service="opendata")):
            places = places_of((demo_home / "opendata" / "current").resolve())
            register_places(by=OPEN_DATA, places=places, on=clock.today())
        fill_demo_region()
        fill_demo_offers()
        connection.close()
        yield
        connection.close()
        connection.settings_dict.update(before)
    cluster.stop()
    shutil.rmtree(folder_of_root(home), ignore_errors=True)


@pytest.fixture
def enter(village: None, demo: Path, settings: object, open_page: Open) -> Enter:
    settings.DEMO_SIGN_IN = True  # type: ignore[attr-defined]

    def choose(key: str, function: str = "", **window: object) -> Page:
        page = open_page("/inloggen/demo/", **window)
        page.locator(f'form:has(input[value="{role_of(key, function).id}"]) button').click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Dag")
        return page

    return choose


def clean(page: Page) -> None:
    """Nothing that axe finds, and nothing that sticks out."""
    for details in page.locator("main details").all():
        details.evaluate("element => { element.open = true; }")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def click(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).or_(
        page.get_by_role("main").get_by_role("link", name=name, exact=True)
    ).first.click()


def hand_over(page: Page, to: str, why: str, *, by_desk: bool) -> None:
    click(page, "Geef door")
    if by_desk:
        expect(page.get_by_role("heading", name="Het loket wijst aan")).to_be_visible()
        clean(page)
        page.get_by_role("button", name=f"Kies {to}").click()
    else:
        choice = page.get_by_label("Naar een andere organisatie")
        choice.select_option(choice.locator("option", has_text=to).get_attribute("value"))
        click(page, "Verder")
    expect(page.get_by_role("heading", name="Wie ziet dit?")).to_be_visible()
    clean(page)
    page.get_by_label("Waarom geef je dit door?").fill(why)
    click(page, f"Geef door aan {to}")
    expect(page.get_by_role("status")).to_contain_text("Aangeboden")


def raised_by(page: Page, server: str, pupil: str) -> str:
    """The teacher rings the bell; the key of the concern."""
    page.goto(f"{server}/signalen/nieuw/")
    page.get_by_label("Om welke leerling gaat het?").select_option(label=pupil)
    page.get_by_label("Wat zie en hoor je?").fill(SEEN)
    page.get_by_label("Deze week").check()
    page.get_by_role("button", name="Geef door aan de zorg op school").click()
    page.wait_for_url(re.compile(r"/signalen/[0-9a-f-]{36}/volgen/"))
    return page.url.split("/signalen/")[1].split("/")[0]


def refuse(page: Page, here: str) -> None:
    """It is of another municipality, which is named; afterwards the concern is no longer there for this team."""
    page.goto(here)
    assert "Boterbloem" not in page.content(), "nobody said yes to sharing"
    click(page, "Wijs de juiste aan")
    clean(page)
    page.get_by_label("Een andere gemeente is verantwoordelijk").check()
    page.get_by_label("Welke gemeente is verantwoordelijk?").select_option(label="Westland")
    page.get_by_label("Leg uit waarom").fill("Het gezin woont in Westland.")
    click(page, "Wijs de juiste aan")
    expect(page.get_by_role("status")).to_contain_text("Niet aangenomen")
    assert page.goto(here).status == 404  # type: ignore[union-attr]


def weigh(page: Page) -> None:
    """The youth care side looks, and chooses an offer of the directory."""
    click(page, "Weeg af wat nodig is")
    clean(page)
    page.locator("select[name=n_SAFE]").select_option("FINE")
    page.get_by_label("Wat zegt de leerling?").fill("Ik wil graag met iemand praten.")
    page.get_by_label("Preventief aanbod", exact=True).check()
    page.get_by_label("Welk aanbod?").select_option(index=1)
    page.get_by_label("Waarom kies je dit?").fill("Eerst samen in de buurt.")
    click(page, "Kies deze uitkomst")
    expect(page.get_by_role("status")).to_contain_text("De uitkomst is gekozen")
    expect(page.locator(".timeline a").first).to_have_attribute("href", re.compile("/aanbod/"))


def close(page: Page, answer: str, ground: str, proof: str = "") -> None:
    click(page, "Sluit af met een antwoord")
    clean(page)
    page.get_by_label("Antwoord aan wie het meldde").fill(answer)
    page.get_by_label(ground).check()
    page.get_by_label("Bij toestemming").fill(proof)
    page.get_by_label("Waarom sluit je het af?").fill("Het helpt.")
    click(page, "Sluit af met een antwoord")
    expect(page.get_by_role("main")).to_contain_text("Het is afgesloten")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_concern_crosses_the_border_and_the_answer_comes_back(enter: Enter, server: str, *, script: bool) -> None:
    a_pupil("Bo", "2671AB")
    noor = enter("noor", script=script)
    id = raised_by(noor, server, "Bo Boterbloem")
    here = f"{server}/signalen/{id}/"
    iris = enter("iris", script=script)
    iris.goto(f"{server}/werk/")
    clean(iris)
    iris.get_by_role("link", name="Bo Boterbloem").first.click()
    expect(iris.get_by_role("main")).to_contain_text(SEEN)
    clean(iris)
    click(iris, "Meld dat je dit hebt ontvangen")
    expect(iris.get_by_role("status")).to_contain_text("ontvangen")
    hand_over(iris, "Lokaal team De Ooievaar", "Moeder vraagt hulp thuis.", by_desk=False)
    tomas = enter("tomas", "LT_TOEGANG", script=script)
    tomas.goto(f"{server}/werk/")
    expect(tomas.get_by_role("main")).to_contain_text("aan jullie aangeboden")
    refuse(tomas, here)
    iris.goto(here)
    expect(iris.locator(".timeline")).to_contain_text("Wijst aan: Westland")
    hand_over(iris, "Lokaal team De Sleutelbloem", "Het gezin woont bij jullie.", by_desk=True)
    femke = enter("femke", script=script)
    femke.goto(here)
    click(femke, "Neem aan")
    expect(femke.get_by_role("status")).to_contain_text("Jullie hebben het signaal nu")
    weigh(femke)
    click(femke, "Pak op")
    close(femke, "Bo praat elke week met iemand.", "Ja: ouders", "Moeder, vandaag aan de telefoon")
    clean(femke)
    noor.goto(here)
    expect(noor.get_by_role("main")).to_contain_text("Bo praat elke week met iemand.")
    clean(noor)


def test_the_urgent_one_stands_first_is_taken_over_by_who_stands_in_and_comes_back(enter: Enter, server: str) -> None:
    calm, urgent = a_bell(None), a_bell(None, Urgency.URGENT)
    iris = enter("iris")
    iris.goto(f"{server}/werk/team/")
    first = iris.locator("tbody tr").first
    expect(first).to_contain_text("Dringend")
    clean(iris)
    first.get_by_role("checkbox").check()
    iris.locator("#stapel").get_by_label("Wie doet het?").select_option(label="ikzelf")
    click(iris, "Verdeel")
    expect(iris.get_by_role("status")).to_contain_text("1 signaal is verdeeld.")
    click(iris, "Ongedaan maken")
    expect(iris.get_by_role("status")).to_contain_text("weer zoals het was")
    iris.goto(f"{server}/signalen/{urgent}/")
    click(iris, "Meld dat je dit hebt ontvangen")
    hand_over(iris, "Lokaal team De Ooievaar", "Vandaag nog.", by_desk=False)
    tomas = enter("tomas", "LT_TOEGANG")
    tomas.goto(f"{server}/signalen/{urgent}/")
    click(tomas, "Neem aan")
    click(tomas, "Ik doe dit")
    expect(tomas.get_by_role("status")).to_contain_text("Je doet het nu zelf")
    eva = enter("eva", "LT_TOEGANG")  # who stands in for him
    eva.goto(f"{server}/werk/mijn/")
    expect(eva.locator("tbody tr")).to_have_count(1)
    eva.goto(f"{server}/signalen/{urgent}/")
    close(eva, "We zijn langs geweest.", "Ja: het gaat over niemand")
    click(eva, "Heropen")
    eva.get_by_label("Waarom?").fill("Het is terug.")
    click(eva, "Heropen")
    expect(eva.get_by_role("main")).to_contain_text("Het is heropend")
    assert calm != urgent


def test_by_keyboard_and_on_a_small_screen(enter: Enter, server: str) -> None:
    id = a_bell(a_pupil("Kas", "2671AB"))
    iris = enter("iris", width=360, dark=True)
    for address in ("werk/", "werk/team/", f"signalen/{id}/", f"signalen/{id}/doorgeven/"):
        iris.goto(f"{server}/{address}")
        clean(iris)
    iris.goto(f"{server}/signalen/{id}/")
    button = iris.get_by_role("button", name="Meld dat je dit hebt ontvangen")
    for _ in range(60):
        if button.evaluate("element => element === document.activeElement"):
            break
        iris.keyboard.press("Tab")
    iris.keyboard.press("Enter")
    expect(iris.get_by_role("status")).to_contain_text("ontvangen")
    iris.goto(f"{server}/signalen/{id}/afwegen/")
    clean(iris)

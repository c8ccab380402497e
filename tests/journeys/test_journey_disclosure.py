"""A coordinator shares two kinds with a local team after a yes; the yes is taken back and the next click is refused."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker
from tests.cast import CAST
from tests.journeys.stage import staged
from tests.journeys.test_journey_administrator import clean, enter, picture
from tests.on_stage import set_the_stage

from tandem.sharing.demo import fill_demo_pupils

__all__ = ["enter"]
# A pupil of 12 and one of 6: who has to say yes, and what the school wrote.
ISA = ("Isa Vergeet-mij-niet", ["De leerling zelf", "Vera Vergeet-mij-niet"], "zorgt voor haar broertje")
TUUR = ("Tuur Ganzerik", ["Greta Ganzerik"], "afscheid nemen van zijn moeder")
Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of its own with the cast and its pupils on stage."""

    @transaction.atomic
    def fill() -> None:
        set_the_stage()
        fill_demo_pupils()

    with staged(tmp_path_factory.mktemp("town"), django_db_blocker, fill):
        yield


def disclosed(page: Page) -> str:
    """What the receiver sees, byte for byte."""
    return str(page.locator(".disclosed").evaluate("part => part.outerHTML"))


def choose_what(page: Page, pupil: str) -> None:
    page.get_by_label(pupil).check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Een zorg over een leerling melden bij het lokale team").check()
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Bij welke organisatie?").select_option(str(CAST.stages["team-delft-noord"].id))
    page.get_by_label("Naam en contactgegevens").check()
    page.get_by_label("Zorg of signaal").check()
    page.get_by_role("button", name="Verder").click()


def says_yes(page: Page, who: str) -> None:
    card = page.locator(".card", has=page.get_by_role("heading", name=who))
    card.get_by_label("Ik heb uitgelegd").check()
    card.get_by_role("button", name="Zegt ja").click()
    expect(page.locator(".card", has=page.get_by_role("heading", name=who))).to_contain_text("Zei ja op")


@pytest.mark.parametrize(("who", "script"), [(ISA, True), (TUUR, False)], ids=["script", "no script"])
def test_shared_after_a_yes_and_refused_after_it_is_taken_back(
    enter: Enter, demo: Path, server: str, who: tuple[str, list[str], str], script: bool
) -> None:
    pupil, givers, words = who
    iris, tomas = enter("iris", script=script), enter("tomas", script=script)
    iris.goto(server + "/verstrekkingen/nieuw/")
    choose_what(iris, pupil)
    expect(iris.get_by_role("heading", name="Wat kan er wel?")).to_be_visible()
    for giver in givers:
        says_yes(iris, giver)
    preview = disclosed(iris)
    assert pupil in preview
    assert words in preview
    clean(iris) if script else None
    picture(iris, "verstrekken-wie-ziet-wat")
    for step in iris.locator('input[name^="stap_"]').all():
        step.fill("Gesprek op school, 24 november")
    iris.get_by_role("button", name="Deel", exact=True).click()
    expect(iris.get_by_role("status")).to_contain_text("Gedeeld.")
    given = iris.url.split("?")[0]

    tomas.goto(given)
    assert disclosed(tomas) == preview
    clean(tomas) if script else None
    picture(tomas, "verstrekken-ontvanger")

    iris.get_by_role("link", name="De leerling: toestemming, gezag en notities").click()
    clean(iris) if script else None
    picture(iris, "verstrekken-leerling")
    iris.get_by_role("row", name=givers[-1]).get_by_role("link").first.click()
    iris.get_by_role("button", name="Trek de toestemming in").click()
    expect(iris.get_by_role("status")).to_contain_text("Ingetrokken.")
    clean(iris) if script else None
    picture(iris, "verstrekken-toestemming")

    answer = tomas.reload()
    assert answer is not None
    assert answer.status == 404
    assert words not in tomas.content()
    tomas.goto(server + "/verstrekkingen/")
    expect(tomas.get_by_text("toestemming ingetrokken").first).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)], ids=["wide", "phone and dark"])
def test_the_pages_of_a_file_are_whole_and_readable(
    enter: Enter, demo: Path, server: str, width: int, dark: bool
) -> None:
    page = enter("iris", width=width, dark=dark)
    for address in ("/verstrekkingen/", "/verstrekkingen/leerlingen/", "/verstrekkingen/nieuw/", "/en/verstrekkingen/"):
        page.goto(server + address)
        clean(page)
    page.goto(server + "/verstrekkingen/leerlingen/")
    page.get_by_role("link", name="Kaj Zuring").click()
    clean(page)
    about = page.url
    pupil = about.rstrip("/").rsplit("/", maxsplit=1)[-1]
    for address in ("/bewaren/", f"/bewaren/{pupil}/", f"/wie-ziet-wat/{pupil}/", f"/geheim-adres/{pupil}/"):
        page.goto(server + address)
        clean(page)
    page.goto(f"{server}/bewaren/{pupil}/")
    page.get_by_role("button", name="Houd vast").click()
    clean(page)
    page.goto(about)
    page.get_by_role("link", name="Verbeter").first.click()
    clean(page)
    page.goto(about)
    page.get_by_role("link", name="Zoë Zuring").first.click()
    expect(page.get_by_text("Een nee mag")).to_be_visible()
    clean(page)


def test_a_secret_address_is_lifted_when_somebody_else_agrees(enter: Enter, demo: Path, server: str) -> None:
    iris, marijke = enter("iris"), enter("marijke", "SCHOOLDIR", width=360, dark=True)
    iris.goto(server + "/verstrekkingen/leerlingen/")
    iris.get_by_role("link", name="Tuur Ganzerik").click()
    pupil = iris.url.rstrip("/").rsplit("/", maxsplit=1)[-1]
    iris.goto(f"{server}/geheim-adres/{pupil}/")
    iris.get_by_label("De rechter of de politie").check()
    iris.get_by_label("Waar het kind nu woont").fill("Proeflaan 17, 2611 AB Delft")
    iris.get_by_role("button", name="Scherm het adres af").click()
    iris.get_by_role("link", name="Vraag om het adres te openen").click()
    iris.get_by_label("Dat het adres niet meer geheim is").check()
    iris.get_by_label("Waarom is dat nodig?").fill("De rechter hief het verbod op, ik zag het besluit van vandaag.")
    clean(iris)
    iris.get_by_role("button", name="Vraag het").click()
    expect(iris.get_by_text("wacht op een besluit")).to_be_visible()
    clean(iris)

    marijke.goto(server + "/geheim-adres/verzoeken/")
    clean(marijke)
    marijke.get_by_role("link", name="Beslis").click()
    expect(marijke.get_by_text("hief het verbod op")).to_be_visible()
    assert "Tuur" not in marijke.content()
    marijke.get_by_label("Ja, dit mag").check()
    clean(marijke)
    marijke.get_by_role("button", name="Leg je besluit vast").click()
    expect(marijke.get_by_text("Er wacht nu niets op jou.")).to_be_visible()
    iris.reload()
    expect(iris.get_by_text("goedgevonden")).to_be_visible()
    expect(iris.get_by_text("Dit adres is afgeschermd.")).to_have_count(0)

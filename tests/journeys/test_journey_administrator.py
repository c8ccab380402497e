"""What an administrator does in a real browser: invite, bring a list, end a function; and looking round at once."""

import base64
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker
from tests.identity.people import code_now
from tests.journeys.conftest import Open
from tests.journeys.stage import staged
from tests.on_stage import role_of, set_the_stage
from tests.register.administration.made import HEADINGS, as_xlsx

from tandem.platform.home import PROJECT_ROOT

PASSWORD = "drie ganzen zwemmen naar Delft"
PARTS = ["", "mensen/", "mensen/nieuw/", "koppelingen/", "vervanging/", "uitnodigingen/", "invoer/"]
PICTURES = PROJECT_ROOT / "docs" / "manual" / "images"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of its own with the cast on stage; what a journey changes stays for the next."""

    @transaction.atomic
    def fill() -> None:
        set_the_stage()

    with staged(tmp_path_factory.mktemp("town"), django_db_blocker, fill):
        yield


@pytest.fixture
def enter(town: None, demo: Path, settings: object, open_page: Open) -> Callable[..., Page]:
    """A window of somebody of the cast, through the page that offers them."""
    settings.DEMO_SIGN_IN = True  # type: ignore[attr-defined]

    def choose(key: str, function: str = "", **window: object) -> Page:
        page = open_page("/inloggen/demo/", **window)
        page.locator(f'form:has(input[value="{role_of(key, function).id}"]) button').click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Dag")
        return page

    return choose


def clean(page: Page) -> None:
    """Nothing that axe finds, and nothing that sticks out."""
    found = Axe().run(page).response["violations"]
    assert [(problem["id"], [node["target"] for node in problem["nodes"]]) for problem in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def picture(page: Page, name: str) -> None:
    """For the manual, when MANUAL=1 asks for new ones."""
    if os.environ.get("MANUAL") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


def test_somebody_is_invited_accepts_and_signs_in(enter: Callable[..., Page], open_page: Open, server: str) -> None:
    page = enter("bas")
    page.get_by_role("link", name="Je organisatie", exact=True).click()
    picture(page, "overzicht")
    clean(page)
    page.get_by_role("link", name="Iemand toevoegen").click()
    page.get_by_role("button", name="Voeg toe").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Voornaam: vul dit in.")
    clean(page)
    page.get_by_label("Voornaam").fill("Nina")
    page.get_by_label("Achternaam").fill("Nachtegaal")
    page.get_by_label("E-mailadres van het werk").fill("nina@tandem.example")
    page.get_by_label("Organisatie", exact=True).select_option(label="Lokaal team De Ooievaar")
    page.get_by_label("Functie", exact=True).select_option(label="Jeugdhulpverlener lokaal team")
    picture(page, "iemand-toevoegen")
    page.get_by_role("button", name="Voeg toe").click()
    link = page.get_by_label("Link").input_value()
    clean(page)
    guest = open_page(link.removeprefix(server))
    expect(guest.get_by_role("heading", level=1)).to_have_text("Lokaal team De Ooievaar nodigt je uit")
    picture(guest, "uitnodiging")
    clean(guest)
    guest.get_by_role("button", name="Neem de uitnodiging aan").click()
    guest.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    guest.get_by_role("button", name="Ga verder").click()
    expect(guest).to_have_url(re.compile("/mijn/beveiliging/"))
    with_an_app(guest, server)
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Dag Nina")
    expect(guest.get_by_role("main")).to_contain_text("Je werkt nu voor Lokaal team De Ooievaar.")
    clean(guest)
    guest.goto(f"{server}/wie-is-wie/mensen/")  # only for who wears a professional hat
    expect(guest.get_by_role("searchbox").first).to_be_visible()
    clean(guest)
    page.goto(f"{server}/organisatie/mensen/")
    row = page.get_by_role("row").filter(has_text="Nina Nachtegaal")
    expect(row).to_contain_text("kan inloggen")
    picture(page, "mensen")
    clean(page)


def with_an_app(guest: Page, server: str) -> None:
    """The second factor: scan, show a code, keep the codes on paper; and then on to the first page with a hat."""
    guest.goto(f"{server}/mijn/beveiliging/app/")
    clean(guest)
    guest.get_by_text("Lukt scannen niet?").click()
    secret = guest.locator(".key").inner_text().replace(" ", "")
    secret += "=" * (-len(secret) % 8)
    guest.get_by_role("textbox").fill(code_now(secret=base64.b32decode(secret)))
    guest.get_by_role("button", name="Koppel").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Bewaar je herstelcodes")
    clean(guest)
    guest.get_by_role("link", name="Ga verder").click()


def people(*names: str, function: str = "LT_HULP") -> list[dict[str, str]]:
    return [
        {"voornaam": name, "achternaam": "Zwaluw", "e-mail": f"{name.lower()}@tandem.example", "functie": function,
         "organisatie": "Lokaal team De Zwaan", "school": "99AB00", "uren per week": "4"}
        for name in names
    ]  # fmt: skip


def upload(page: Page, rows: list[dict[str, str]], name: str) -> None:
    page.locator("#id_bestand").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": as_xlsx(rows, HEADINGS)}
    )
    page.get_by_role("button", name="Kijk wat er gebeurt").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_list_with_an_error_then_well_then_undone(enter: Callable[..., Page], server: str, *, script: bool) -> None:
    page = enter("bas", script=script)
    page.goto(f"{server}/organisatie/invoer/")
    with page.expect_download() as template:
        page.get_by_role("link", name="Excel, met keuzelijsten").click()
    assert template.value.suggested_filename == "mensen.xlsx"
    names = ("Sanne", "Pia") if script else ("Rik", "Puck")
    upload(page, [*people(names[0]), *people(names[1], function="Tovenaar")], "team.xlsx")
    expect(page.get_by_role("heading", level=1)).to_contain_text("dus er is niets veranderd")
    expect(page.get_by_role("row").filter(has_text="H · functie")).to_contain_text("bestaat niet")
    picture(page, "invoer-fout")
    if script:
        clean(page)
    upload(page, people(*names), "team.xlsx")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit gaat er gebeuren")
    picture(page, "invoer-voorstel")
    if script:
        clean(page)
    page.get_by_role("button", name="Voer door").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit bestand is doorgevoerd")
    page.get_by_role("link", name="Koppelingen").click()
    expect(page.get_by_role("row").filter(has_text=f"{names[0]} Zwaluw")).to_contain_text("4")
    picture(page, "koppelingen")
    page.go_back()
    page.get_by_role("button", name="Draai dit bestand terug").click()
    expect(page.get_by_role("main")).to_contain_text("2 functies beëindigd, 2 koppelingen beëindigd")
    picture(page, "invoer-teruggedraaid")
    if script:
        clean(page)
    page.get_by_role("link", name="Mensen").click()
    expect(page.get_by_text(f"{names[0]} Zwaluw")).to_have_count(0)


def test_a_function_that_ends_is_gone_at_the_next_click(enter: Callable[..., Page], server: str) -> None:
    tomas, page = enter("tomas"), enter("bas")
    page.goto(f"{server}/organisatie/mensen/")
    page.get_by_role("link", name="Tomas Ooievaar").click()
    picture(page, "persoon")
    clean(page)
    page.get_by_role("link", name="Beëindig Consulent toegang").click()
    clean(page)
    page.get_by_label("Reden").fill("andere functie")
    page.get_by_role("button", name="Beëindig de functie").click()
    expect(page.get_by_role("status")).to_contain_text("De functie is beëindigd")
    tomas.get_by_role("link", name="Beveiliging").click()
    expect(tomas).to_have_url(re.compile("/inloggen/"))
    petra = enter("petra")
    petra.get_by_role("link", name="Taken van mijn team").click()
    expect(petra.get_by_role("row").filter(has_text="Tomas Ooievaar")).to_be_visible()
    picture(petra, "taken")
    clean(petra)
    petra.get_by_role("link", name=re.compile("^Rond af")).first.click()
    petra.get_by_label("Wat is er geregeld").fill("Eva neemt het over")
    petra.get_by_role("button", name="Rond af").click()
    expect(petra.get_by_role("status")).to_contain_text("afgerond")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_one_click_and_you_are_somebody_of_the_region(enter: Callable[..., Page], width: int, dark: bool) -> None:
    page = enter("iris", width=width, dark=dark)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dag Iris")
    clean(page)


@pytest.mark.parametrize(
    "part", ["", "mensen/", "mensen/nieuw/", "koppelingen/", "vervanging/", "uitnodigingen/", "invoer/"]
)
def test_every_page_fits_a_phone_in_the_dark(enter: Callable[..., Page], server: str, part: str) -> None:
    page = enter("bas", width=360, dark=True)
    page.goto(f"{server}/organisatie/{part}")
    clean(page)


def test_the_page_that_offers_the_cast_is_clean(enter: Callable[..., Page], open_page: Open) -> None:
    page = open_page("/inloggen/demo/")
    picture(page, "voorbeeldmensen")
    clean(page)

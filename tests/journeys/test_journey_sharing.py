"""A stranger asks the public page five questions: one per verdict, and a pair that no rule knows."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Open
from tests.journeys.test_journey_everyone import clean_in_light_and_dark

QUESTIONS = [
    ("SCHOOLDIR", "LPA", "verzuim-melden", ["ID", "VERZUIM"], "Ja"),
    ("IB", "LT_TOEGANG", "zorgsignaal-lokaal-team", ["ID", "SIGNAAL"], "Ja, met toestemming"),
    ("IB", "VT", "advies-veilig-thuis", ["SIGNAAL"], "Alleen anoniem"),
    ("SCHOOLDIR", "LPA", "ziekte-aard", ["MEDISCH"], "Nee"),
    ("RAAD", "HA", "anders", ["ID"], "Nee"),
]
PAGES = [
    "/delen/",
    "/delen/?van=IB&naar=LT_TOEGANG",
    "/delen/?van=IB&naar=LT_TOEGANG&doel=zorgsignaal-lokaal-team&soort=ID&soort=SIGNAAL&leeftijd=12-15",
    "/delen/standaard/?rol=SWV",
    "/delen/standaard/DS-027/",
    "/delen/standaard/verschillen/",
    "/delen/leertuin/vader-zegt-nee/",
    "/en/delen/leertuin/vader-zegt-nee/?antwoord=allowed",
]


def ask(page: Page, sender: str, receiver: str, purpose: str, kinds: list[str]) -> None:
    page.get_by_label("Ik ben").select_option(sender)
    page.get_by_label("en wil iets delen met").select_option(receiver)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Waarvoor?").select_option(purpose)
    for kind in kinds:
        page.locator(f'input[name="soort"][value="{kind}"]').check()
    page.get_by_role("button", name="Toets je vraag").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_stranger_asks_five_questions(demo: Path, open_page: Open, script: bool) -> None:
    for sender, receiver, purpose, kinds, word in QUESTIONS:
        page = open_page("/delen/", script=script)
        ask(page, sender, receiver, purpose, kinds)
        expect(page.locator("#oordeel")).to_have_text(word)
        expect(page.locator(".answer .steps li").first).to_contain_text("Praat" if receiver == "VT" else "Nodig ouders")
        expect(page.get_by_text("Wat kan ook?").or_(page.get_by_text("Wat mag mee?")).first).to_be_visible()


def test_the_answer_has_an_address_that_gives_it_again(demo: Path, open_page: Open) -> None:
    page = open_page("/delen/")
    ask(page, "IB", "LT_TOEGANG", "zorgsignaal-lokaal-team", ["ID", "SIGNAAL"])
    address = page.get_by_role("link", name="Adres van dit antwoord").get_attribute("href") or ""
    assert "Jan" not in address
    again = open_page(address)
    expect(again.locator("#oordeel")).to_have_text("Ja, met toestemming")
    again.get_by_role("link", name="Een situatie voorleggen zonder toestemming").click()
    expect(again.locator("#oordeel")).to_have_text("Alleen anoniem")


def test_by_keyboard_alone(demo: Path, open_page: Open) -> None:
    page = open_page("/delen/?van=IB&naar=LT_TOEGANG&doel=casus-voorleggen")
    page.locator('input[name="soort"][value="SIGNAAL"]').focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#oordeel")).to_have_text("Alleen anoniem")


def test_a_group_practises(demo: Path, open_page: Open) -> None:
    page = open_page("/delen/leertuin/")
    page.get_by_role("link", name="Vader zegt nee").click()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Kijk wat de standaard zegt").click()
    expect(page.get_by_text("De standaard zegt iets anders dan jij.")).to_be_visible()
    expect(page.locator("#oordeel")).to_have_text("Alleen anoniem")


def test_axe_finds_nothing(demo: Path, open_page: Open) -> None:
    for address in PAGES:
        clean_in_light_and_dark(open_page(address), address)


def test_no_page_scrolls_sideways(demo: Path, open_page: Open) -> None:
    for address in PAGES:
        page = open_page(address, width=360)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_the_answer_prints_on_one_page(demo: Path, open_page: Open) -> None:
    page = open_page(PAGES[2])
    paper = page.pdf(format="A4")
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") <= 1

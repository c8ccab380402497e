"""From case to plan: the boy from Westland says what he wants; school, team and his grandmother agree on it."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.test_journey_decision import a_case
from tests.journeys.village import Enter, a_bell, a_pupil, clean, click, enter, says_yes, village

from tandem.platform import clock

__all__ = ["enter", "village"]
WISH = "Ik wil weer met mijn vrienden in de klas zitten."
WALK = "Elke ochtend samen naar binnen lopen."


def day(after: int) -> str:
    found: date = clock.today() + timedelta(days=after)
    return found.isoformat()


def agree(page: Page, what: str, who: str, after: int, *, outside: str = "") -> None:
    page.get_by_label("Wat spreken jullie af?").fill(what)
    page.get_by_label(who).first.check()
    page.get_by_label("Wie is dat?").fill(outside)
    page.get_by_label("Uiterlijk wanneer?").fill(day(after))
    page.get_by_label("Hoe zien jullie dat het werkt?").fill("Bo komt drie dagen op rij zelf binnen.")
    click(page, "Maak een afspraak")


@pytest.mark.parametrize("script", [False], ids=["without script"])
def test_school_team_and_grandmother_keep_one_plan(enter: Enter, server: str, *, script: bool) -> None:
    child = a_pupil("Bo")
    a_bell(child)
    says_yes(child)
    case = a_case(child)
    iris, femke = enter("iris", script=script), enter("femke")
    iris.goto(f"{server}/casussen/{case}/")
    click(iris, "Maak samen met het gezin een plan")
    click(iris, "Zet een doel in het plan")
    click(iris, "Zet een doel in het plan")
    expect(iris.get_by_role("alert")).to_contain_text("vul dit in")
    iris.get_by_label("Wat willen het kind en het gezin bereiken?").fill(WISH)
    iris.get_by_label("Het kind of de jongere").check()
    click(iris, "Zet een doel in het plan")
    iris.get_by_role("link", name="Maak een afspraak").first.click()
    agree(iris, WALK, "Iemand buiten de casus", -1, outside="oma")
    expect(iris.get_by_role("alert")).to_contain_text("kies een dag die nog komt")
    iris.get_by_label("Uiterlijk wanneer?").fill(day(14))
    click(iris, "Maak een afspraak")
    expect(iris.get_by_role("main")).to_contain_text("oma")
    _team_joins(femke, f"{server}/casussen/{case}/plan/", server)
    _talks_and_looks_back(femke, f"{server}/casussen/{case}/plan/", server)
    iris.goto(f"{server}/casussen/{case}/")
    expect(iris.get_by_role("main")).to_contain_text("1 van 2 afspraken gedaan.")
    assert iris.request.get(f"{server}/casussen/{case}/plan/plan.pdf").body().startswith(b"%PDF")


def _team_joins(page: Page, plan: str, server: str) -> None:
    """The team reads the wish, takes an agreement, makes the home safe, and does what it had to."""
    page.goto(plan)
    expect(page.get_by_role("main")).to_contain_text(WISH)
    clean(page)
    page.get_by_role("link", name="Maak een afspraak").first.click()
    clean(page)
    agree(page, "Met moeder praten over de ochtend.", "Ik", 7)
    click(page, "Maak een veiligheidsafspraak")
    page.get_by_label("Wat spreken jullie af?").fill("Is het thuis te druk, dan gaat Bo naar oma.")
    page.get_by_label("Iemand buiten de casus").check()
    page.get_by_label("Wie is dat?").fill("oma")
    page.get_by_label("Wanneer kijken jullie er weer naar?").fill(day(30))
    page.get_by_label("Wie doet wat als het misgaat?").fill("Oma belt het team.")
    click(page, "Maak een veiligheidsafspraak")
    expect(page.locator(".plan-safety")).to_contain_text("Oma belt het team.")
    clean(page)
    page.goto(f"{server}/overleg/afspraken/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 afspraak voor jou")
    clean(page)
    page.get_by_role("button", name="Gedaan Met moeder praten").click()
    expect(page.get_by_role("status")).to_contain_text("Afgevinkt")


def _talks_and_looks_back(page: Page, plan: str, server: str) -> None:
    """The Big 5 with the mother, an example looked at and left, and what helped."""
    page.goto(f"{plan}big5/")
    click(page, "Voer het gesprek met de ouders")
    clean(page)
    page.get_by_role("radio", name="2 een beetje").first.check()
    page.get_by_label("Wat zeggen ze zelf over steun?").fill("Alleen oma.")
    page.get_by_label("De ouders of verzorgers").check()
    click(page, "Bewaar het gesprek")
    expect(page.get_by_role("main")).to_contain_text("Hier is werk aan de winkel: steun (ouders).")
    clean(page)
    page.goto(f"{plan}voorbeeld/")
    clean(page)
    page.get_by_role("button", name="Bekijk dit").first.click()
    expect(page.get_by_role("main")).to_contain_text("Er is nog niets gemaakt")
    clean(page)
    page.goto(f"{plan}evaluatie/")
    click(page, "Spreek een evaluatie af")
    clean(page)
    page.get_by_label("Wanneer kijken jullie terug?").fill(day(3))
    page.get_by_label("Begeleiding van jeugdhulp").check()
    click(page, "Bewaar")
    page.goto(f"{server}/overleg/afspraken/")
    expect(page.get_by_role("main")).to_contain_text("Er wacht 1 evaluatie")
    page.goto(f"{plan}evaluatie/")
    clean(page)
    page.get_by_role("link", name="Vul de evaluatie in").click()
    clean(page)
    page.get_by_role("radio", name="Ja, het hielp").first.check()
    click(page, "Bewaar")
    expect(page.get_by_role("main")).to_contain_text("Ja, het hielp")
    page.goto(f"{server}/plannen/uitkomsten/")
    expect(page.get_by_role("main")).to_contain_text("te weinig evaluaties")
    clean(page)

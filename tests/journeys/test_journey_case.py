"""The boy from Westland at a school in the region: from the bell to a case that a tandem directs, as people do it."""

import re

from playwright.sync_api import Page, expect
from tests.journeys.village import Enter, a_bell, a_pupil, clean, click, enter, says_yes, village

__all__ = ["enter", "village"]

QUESTION = "Hoe komt hij weer elke dag op school, en wat helpt thuis?"
TEAM = "Lokaal team De Sleutelbloem"


def open_from_concern(page: Page, server: str, concern: str) -> str:
    """One question; child, school and who has it stand in the concern. The address of the case."""
    page.goto(f"{server}/signalen/{concern}/")
    click(page, "Open een casus")
    clean(page)
    page.get_by_label("Wat doen jullie samen voor deze leerling?").fill(QUESTION)
    click(page, "Open de casus")
    page.wait_for_url(re.compile(r"/casussen/[0-9a-f-]{36}/"))
    expect(page.get_by_role("main")).to_contain_text("De regie heeft Iris Korenbloem.")
    clean(page)
    return page.url.split("?")[0]


def invite(page: Page, here: str, place: str, how: str, function: str = "") -> None:
    page.goto(f"{here}uitnodigen/")
    clean(page)
    choice = page.get_by_label("Welke organisatie?")
    choice.select_option(choice.locator("option", has_text=place).first.get_attribute("value"))
    click(page, "Verder")
    expect(page.get_by_role("heading", name="Wie ziet dit?")).to_be_visible()
    clean(page)
    page.get_by_label(how).check()
    if function:
        page.get_by_label("In welke functie").select_option(label=function)
    click(page, "Nodig iemand uit")
    expect(page.get_by_role("status")).to_contain_text("Uitgenodigd")


def test_the_boy_from_westland_gets_a_case_with_a_tandem(enter: Enter, server: str) -> None:
    child = a_pupil("Sem")
    concern = a_bell(child)
    iris = enter("iris")
    here = open_from_concern(iris, server, str(concern))
    # Without a yes the team may only know that there is a case, and whom to call.
    says_yes(child)
    invite(iris, here, TEAM, "Doet mee")
    expect(iris.get_by_role("main")).to_contain_text("Kies wie de regie neemt voor de jeugdhulp")
    invite(iris, here, "Lokaal team De Ooievaar", "Mag alleen weten", "Consulent toegang")

    tomas = enter("tomas", "LT_TOEGANG")
    tomas.goto(here)
    expect(tomas.get_by_role("main")).to_contain_text("Iris Korenbloem")
    clean(tomas)
    for secret in ("Sem", "Boterbloem", QUESTION):
        assert secret not in tomas.get_by_role("main").inner_text(), secret

    femke = enter("femke")
    femke.goto(f"{server}/casussen/")
    clean(femke)
    femke.get_by_role("link", name="Sem Boterbloem").click()
    expect(femke.get_by_role("main")).to_contain_text(QUESTION)
    click(femke, "Kies wie de regie heeft")
    clean(femke)
    femke.get_by_label("Ik (jeugdhulp)").check()
    click(femke, "Kies wie de regie heeft")
    expect(femke.get_by_role("main")).to_contain_text("De regisseur van het onderwijs tekent nog")

    iris.goto(here)
    click(iris, "Teken voor de regie")
    expect(iris.get_by_role("status")).to_contain_text("Je hebt getekend")
    expect(iris.get_by_role("main")).to_contain_text("samen.")
    expect(iris.get_by_role("heading", name="Tandem")).to_be_visible()
    clean(iris)
    click(iris, "Kindkaart")
    expect(iris.get_by_role("main")).to_contain_text(QUESTION)
    clean(iris)

    femke.goto(f"{here}doe/oneens/")
    femke.get_by_label("Waarover zijn jullie het oneens?").fill("Eerst rust thuis.")
    click(femke, "Leg vast dat jullie het oneens zijn")
    iris.goto(here)
    expect(iris.get_by_role("main")).to_contain_text("De regisseurs komen er samen niet uit")
    expect(iris.get_by_role("main")).to_contain_text("Eerst rust thuis.")
    clean(iris)

    iris.goto(here.replace("/casussen/", "/besluiten/casus/") + "ladder/")
    expect(iris.get_by_role("main")).to_contain_text("nu hier")
    expect(iris.get_by_role("main")).to_contain_text("Eerst rust thuis.")

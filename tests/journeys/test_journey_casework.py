"""A concern from the bell to the answer back, across a border, in the night and on holidays, as people do it."""

import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.village import (
    SEEN,
    Enter,
    a_bell,
    a_pupil,
    by_keyboard,
    clean,
    click,
    enter,
    says_yes,
    village,
)

from tandem.casework import watching
from tandem.casework.data import Urgency
from tandem.platform import clock

__all__ = ["enter", "village"]


def raised_by(page: Page, server: str, pupil: str) -> str:
    """The teacher rings the bell; the key of the concern."""
    page.goto(f"{server}/signalen/nieuw/")
    page.get_by_label("Om welke leerling gaat het?").select_option(label=pupil)
    page.get_by_label("Wat zie en hoor je?").fill(SEEN)
    page.get_by_label("Deze week").check()
    page.get_by_role("button", name="Geef door aan de zorg op school").click()
    page.wait_for_url(re.compile(r"/signalen/[0-9a-f-]{36}/volgen/"))
    return page.url.split("/signalen/")[1].split("/")[0]


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


def share_out_and_undo(page: Page) -> None:
    """The first of the list, which cannot wait."""
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("Dringend")
    clean(page)
    first.get_by_role("checkbox").check()
    page.locator("#stapel").get_by_label("Wie doet het?").select_option(label="ikzelf")
    click(page, "Verdeel")
    expect(page.get_by_role("status")).to_contain_text("1 signaal is verdeeld.")
    click(page, "Ongedaan maken")
    expect(page.get_by_role("status")).to_contain_text("weer zoals het was")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_concern_crosses_the_border_and_the_answer_comes_back(enter: Enter, server: str, *, script: bool) -> None:
    given = "Bo" if script else "Jip"
    child = a_pupil(given)
    noor = enter("noor", script=script)
    id = raised_by(noor, server, f"{given} Boterbloem")
    here = f"{server}/signalen/{id}/"
    iris = enter("iris", script=script)
    iris.goto(f"{server}/werk/")
    clean(iris)
    iris.get_by_role("link", name=f"{given} Boterbloem").first.click()
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
    says_yes(child)
    iris.goto(here)
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


def test_the_one_that_cannot_wait_in_the_night_is_seen_to_and_comes_back(
    enter: Enter, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saturday night: the term runs on, who holds it is reminded, who stands in does it, and the teacher reopens it."""
    sunday = clock.today() + timedelta(days=6 - clock.today().weekday())
    night = datetime.combine(sunday, time(0, 30), clock.now().tzinfo)
    calm = a_bell(None)
    monkeypatch.setattr(clock, "now", lambda: night)
    noor = enter("noor")
    noor.goto(f"{server}/signalen/overleg/")
    noor.get_by_label("Wat zie en hoor je?").fill("Durft niet naar huis.")
    noor.get_by_label("Vandaag").check()
    expect(noor.get_by_role("main")).to_contain_text("0800-2000, dag en nacht")
    click(noor, "Geef door aan de zorg op school")
    expect(noor.locator(".lead")).to_contain_text("hoor je dat het is ontvangen")
    id = noor.url.split("/signalen/")[1].split("/")[0]
    monkeypatch.setattr(clock, "now", lambda: night + timedelta(hours=3))
    watching.watch()
    monkeypatch.setattr(clock, "now", lambda: night + timedelta(hours=3, minutes=1))  # what she does comes after
    iris = enter("iris")
    iris.goto(f"{server}/berichten/")
    expect(iris.get_by_role("main")).to_contain_text("Een termijn is voorbij")
    clean(iris)
    iris.goto(f"{server}/werk/team/")
    assert str(calm) in iris.content()
    share_out_and_undo(iris)
    iris.goto(f"{server}/signalen/{id}/")
    click(iris, "Meld dat je dit hebt ontvangen")
    hand_over(iris, "Lokaal team De Ooievaar", "Vandaag nog.", by_desk=False)
    tomas = enter("tomas", "LT_TOEGANG")
    tomas.goto(f"{server}/signalen/{id}/")
    click(tomas, "Neem aan")
    click(tomas, "Ik doe dit")
    expect(tomas.get_by_role("status")).to_contain_text("Je doet het nu zelf")
    eva = enter("eva", "LT_TOEGANG")  # who stands in for him
    eva.goto(f"{server}/werk/mijn/")
    expect(eva.locator("tbody tr")).to_have_count(1)
    eva.goto(f"{server}/signalen/{id}/")
    eva.get_by_text("Meer mogelijkheden").click()
    close(eva, "We zijn langs geweest.", "Ja: het gaat over niemand")
    noor = enter("noor")  # after three hours she is signed out
    noor.goto(f"{server}/signalen/{id}/volgen/")
    expect(noor.get_by_role("main")).to_contain_text("We zijn langs geweest.")
    noor.get_by_text("Vraag om er weer naar te kijken").click()
    noor.get_by_label("Wat wil je zeggen?").fill("Het is terug.")
    click(noor, "Vraag het")
    clean(noor)
    eva.goto(f"{server}/signalen/{id}/")
    expect(eva.get_by_role("main")).to_contain_text("Het is terug.")
    expect(eva.get_by_role("main")).to_contain_text("Het is heropend")


def test_what_is_typed_in_the_schoolyard_is_kept_and_found_again(enter: Enter, server: str) -> None:
    """On a telephone: kept within two seconds, seen to be, still there when the session is gone, sent by keyboard."""
    a_pupil("Kas")
    yard = enter("noor", width=360)
    yard.goto(f"{server}/signalen/nieuw/")
    clean(yard)
    yard.get_by_role("button", name="Geef door aan de zorg op school").click()
    expect(yard.get_by_role("alert")).to_be_visible()
    clean(yard)
    yard.clock.install()
    yard.goto(f"{server}/signalen/nieuw/")
    yard.get_by_label("Wat zie en hoor je?").press_sequentially("Zit stil")
    yard.clock.run_for(2_000)
    expect(yard.locator("#bewaard")).to_contain_text("Bewaard om")
    yard.context.clear_cookies()
    yard.get_by_label("Wat heb je al geprobeerd?").fill("Gevraagd wat er is.")
    yard.clock.run_for(2_000)
    expect(yard.locator("#bewaard")).to_contain_text("je bent uitgelogd")
    noor = enter("noor", width=360, dark=True)
    noor.goto(f"{server}/signalen/nieuw/")
    noor.locator(".begun a").first.click()
    expect(noor.get_by_label("Wat zie en hoor je?")).to_have_value("Zit stil")
    by_keyboard(noor, "select[name=leerling]")
    noor.keyboard.type("Kas")
    by_keyboard(noor, "input[name=urgentie]")
    noor.keyboard.press("ArrowUp")
    by_keyboard(noor, "button[name=verstuur]")
    noor.keyboard.press("Enter")
    expect(noor.get_by_role("heading", level=1)).to_contain_text("Kas Boterbloem")
    clean(noor)
    click(noor, "Blad voor de ouders")
    expect(noor.get_by_role("heading", level=1)).to_contain_text("Hoe gaat het met de vraag over Kas")
    clean(noor)


def test_a_consultation_says_about_nobody_whom_it_is_about(enter: Enter, server: str) -> None:
    a_pupil("Fien")
    noor = enter("noor")
    noor.goto(f"{server}/signalen/overleg/")
    clean(noor)
    seen = noor.get_by_label("Wat zie en hoor je?")
    seen.fill("Fien huilt elke dag. Haar moeder is 06-12345678.")
    noor.get_by_label("Kan wachten").check()
    click(noor, "Geef door aan de zorg op school")
    warned = noor.get_by_role("alert")
    expect(warned).to_contain_text("Fien")
    expect(warned).to_contain_text("06-12345678")
    clean(noor)
    seen.fill("Een leerling huilt elke dag.")
    click(noor, "Ik heb het weggehaald: geef door")
    expect(noor.get_by_role("heading", level=1)).to_contain_text("overleg zonder naam")
    iris = enter("iris")
    iris.goto(noor.url.replace("volgen/", ""))
    expect(iris.get_by_role("main")).to_contain_text("Een leerling huilt elke dag.")
    assert "Fien" not in iris.content()


def test_by_keyboard_and_on_a_small_screen(enter: Enter, server: str, tmp_path: Path) -> None:
    id = a_bell(a_pupil("Mik"), Urgency.SOON)
    iris = enter("iris", width=360, dark=True)
    for address in ("werk/", "werk/team/", "berichten/", f"signalen/{id}/", f"signalen/{id}/doorgeven/"):
        iris.goto(f"{server}/{address}")
        clean(iris)
    iris.goto(f"{server}/signalen/{id}/")
    by_keyboard(iris, "form[action='doe/ontvangen/'] button")
    iris.keyboard.press("Enter")
    expect(iris.get_by_role("status")).to_contain_text("ontvangen")
    iris.goto(f"{server}/signalen/{id}/afwegen/")
    clean(iris)
    iris.goto(f"{server}/leerlingen/invoer/")
    clean(iris)
    file = tmp_path / "groep-5.csv"
    file.write_text("voornaam;achternaam;geboortedatum;leraar\nSep;Zonnebloem;2018-02-03;\n", encoding="utf-8")
    iris.locator("input[type=file]").set_input_files(file)
    click(iris, "Kijk wat er gebeurt")
    expect(iris.get_by_role("table")).to_contain_text("Sep Zonnebloem")
    clean(iris)
    click(iris, "Voer door")
    expect(iris.get_by_role("heading", level=1)).to_contain_text("1 leerling staat erbij")

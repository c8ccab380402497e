"""A support team of seven people of five organisations, and the parents on paper: planned, held, and written once."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from playwright.sync_api import Page, expect
from tests.journeys.village import Enter, a_bell, a_pupil, as_somebody, clean, click, enter, says_yes, village

from tandem.audit.actions import acting_actor
from tandem.cases.actions import involving, opening
from tandem.cases.data import Joining
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.register.demo.cast import cast
from tandem.sharing.models import Disclosure

__all__ = ["enter", "village"]

OWN = ("own-pupil", "6(1)(e)")
CALLS = "Femke belt moeder over het slapen."
OTHERS = ["Sanne Schakel", "Lotte de Wilde Gans", "Carlijn Klaproos", "Daan Dahlia"]


def a_case(child: UUID) -> None:
    """Of the school, with the team of the town where the child lives; the mother agreed to that."""
    a_bell(child)
    says_yes(child)
    place, team = cast().stages["libel"].id, cast().stages["team-westland"].id
    with transaction.atomic(), acting(as_somebody("iris")):
        gate = Disclosure.objects.values_list("pk", flat=True).get(child_id=child)
        joining = (Joining(place, "IB", *OWN), Joining(place, "SCHOOLDIR", *OWN))
        case = opening.open_case(
            by=acting_actor(), child=child, holder=place, question="Hoe helpen we Bo?", key=uuid4(), joining=joining
        )
        shared = Joining(team, "LT_TOEGANG", "zorgsignaal-lokaal-team", "6(1)(a)", 17, UUID(str(gate)))
        involving.invite(by=acting_actor(), id=case, joining=shared)


def plan(iris: Page, server: str) -> str:
    """The support team, its agenda from what waits, and who is invited; the address of the meeting."""
    iris.goto(f"{server}/overleg/")
    clean(iris)
    click(iris, "Plan een overleg")
    clean(iris)
    iris.get_by_label("Welk overleg?").select_option(label="Ondersteuningsteam")
    iris.get_by_label("Welke dag?").fill((clock.today() + timedelta(days=7)).isoformat())
    iris.get_by_label("Hoe laat begint het?").fill("15:00")
    click(iris, "Plan het overleg")
    here = iris.url.split("?")[0]
    click(iris, "Zet op de agenda")
    clean(iris)
    expect(iris.get_by_label("Bo Boterbloem")).to_be_checked()
    click(iris, "Zet op de agenda")
    expect(iris.get_by_role("main")).to_contain_text("Ouders: uitgenodigd")
    click(iris, "Nodig mensen uit")
    expect(iris.get_by_label("Femke van Kassen")).to_be_checked()
    for name in [*OTHERS, "Marijke Eekhoorn"]:
        iris.get_by_label(name).check()
    clean(iris)
    click(iris, "Nodig uit")
    expect(iris.locator(".meet-people > li")).to_have_count(7)
    clean(iris)
    return here


def press(page: Page, button: str, who: str) -> None:
    page.get_by_role("button", name=f"{button} {who}", exact=True).click()


def write(page: Page) -> None:
    page.get_by_label("Wat spreken we af?").fill(CALLS)
    page.get_by_label("Wie doet het?").select_option(label="Femke van Kassen")
    page.get_by_label("Wanneer is het klaar?").fill((clock.today() + timedelta(days=14)).isoformat())
    page.get_by_label("Waaraan merken we dat het werkt?").fill("Bo slaapt door.")
    page.get_by_label("Wat voor gegeven is dit?").select_option(label="Zorg of signaal")
    click(page, "Zet in het verslag")


def test_a_meeting_makes_its_own_minutes(enter: Enter, server: str) -> None:
    a_case(a_pupil("Bo"))
    iris = enter("iris")
    here = plan(iris, server)
    click(iris, "Begin het overleg")
    for name in ["Femke van Kassen", *OTHERS]:
        press(iris, "Is er", name)
    press(iris, "Leg op tafel", "Bo Boterbloem")
    expect(iris.get_by_role("main")).to_contain_text("Niet bij deze casus:")
    clean(iris)
    iris.goto(f"{here}scherm/")
    expect(iris.get_by_role("heading", level=1)).to_have_text("Even wachten")
    assert "Boterbloem" not in iris.content(), "four people in the room are not at this case"
    iris.goto(f"{here}nu/")
    for name in OTHERS:
        press(iris, "Gaat weg", name)
    write(iris)
    iris.goto(f"{here}scherm/")
    expect(iris.get_by_role("main")).to_contain_text(CALLS)
    clean(iris)
    iris.goto(f"{here}nu/")
    click(iris, "Ouders of leerling zijn erbij")
    iris.goto(f"{here}scherm/")
    expect(iris.get_by_role("main")).to_contain_text("Nog niets opgeschreven.")
    assert CALLS not in iris.content(), "parents are in the room"
    iris.goto(f"{here}nu/")
    click(iris, "Sluit het overleg")
    expect(iris.get_by_role("status")).to_contain_text("Dit is het verslag")
    expect(iris.get_by_role("main")).to_contain_text(CALLS)
    clean(iris)
    each_her_part(enter, server, here)


def each_her_part(enter: Enter, server: str, here: str) -> None:
    sanne = enter("sanne")
    sanne.goto(here)
    expect(sanne.get_by_role("main")).to_contain_text("Er staat geen casus op de agenda waar je bij hoort.")
    assert "Boterbloem" not in sanne.content()
    assert CALLS not in sanne.content()
    femke = enter("femke")
    femke.goto(f"{server}/overleg/afspraken/")
    expect(femke.get_by_role("heading", level=1)).to_have_text("1 afspraak voor jou")
    clean(femke)
    press(femke, "Gedaan", CALLS)
    expect(femke.get_by_role("status")).to_contain_text("Afgevinkt")
    with femke.expect_download() as download:
        femke.goto(here)
        click(femke, "Zet in mijn agenda (ics)")
    calendar = download.value.path().read_text(encoding="utf-8")
    assert "METHOD:REQUEST" in calendar
    assert not {"Boterbloem", "Femke", "Ondersteuningsteam", "Iris"} & set(calendar.replace(":", " ").split())

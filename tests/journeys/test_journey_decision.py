"""A request that comes back for edits and is granted, and one that nobody decides in time and climbs the ladder."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect
from tests.journeys.village import Enter, a_bell, a_pupil, as_somebody, clean, click, enter, says_yes, village

from tandem.audit.actions import acting_actor
from tandem.cases.actions import involving, opening
from tandem.cases.data import Joining
from tandem.decisions import watching
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.register.demo.cast import cast
from tandem.sharing.models import Disclosure

__all__ = ["enter", "village"]
NEEDED, MORE = "Een rustige plek voor de middag.", "Vier middagen per week, een half jaar. Bo wil het zelf ook."


def a_case(child: UUID) -> UUID:
    """In which the team of the town where the pupil lives takes part, through what the mother agreed to."""
    with acting(as_somebody("iris")):
        gate = Disclosure.objects.get(child_id=child).id
    with transaction.atomic(), acting(as_somebody("iris")):
        place, team = cast().stages["libel"].id, cast().stages["team-westland"].id
        by, own = acting_actor(), Joining(place, "IB", "own-pupil", "6(1)(e)")
        id = opening.open_case(by=by, child=child, holder=place, question="Hoe verder?", key=uuid4(), joining=(own,))
        joining = Joining(team, "LT_TOEGANG", "samen", "6(1)(a)", 17, gate)
        involving.invite(by=by, id=id, joining=joining)
    return id


def ask(page: Page, case: UUID, server: str) -> str:
    """Four fields, who decides, handed in; the address of the decision."""
    page.goto(f"{server}/besluiten/casus/{case}/")
    click(page, "Vraag een besluit")
    clean(page)
    page.get_by_label("Dagbehandeling of dagbesteding").check()
    page.get_by_label("Wat kost het ongeveer").fill("6000")
    page.get_by_label("Hoeveel maanden?").fill("6")
    page.get_by_label("Waarom is dit nodig?").fill(NEEDED)
    click(page, "Verder")
    expect(page.get_by_role("status")).to_contain_text("Alleen jij ziet dit")
    here = page.url.split("?")[0]
    hand_in(page)
    return here


def hand_in(page: Page) -> None:
    click(page, "Dien in")
    page.get_by_label("Lokaal team De Sleutelbloem").check()
    clean(page)
    click(page, "Dien in")
    expect(page.get_by_role("main")).to_contain_text("Lokaal team De Sleutelbloem is aan zet")


@pytest.mark.parametrize("script", [False], ids=["without script"])
def test_it_comes_back_for_edits_and_the_next_one_climbs_the_ladder(enter: Enter, server: str, *, script: bool) -> None:
    child = a_pupil("Bo")
    a_bell(child)
    says_yes(child)
    case = a_case(child)
    iris, femke = enter("iris", script=script), enter("femke")
    here = ask(iris, case, server)
    femke.goto(f"{server}/besluiten/")
    expect(femke.get_by_role("heading", level=1)).to_contain_text("1 besluit wacht op jullie")
    clean(femke)
    femke.get_by_role("link", name="Bo Boterbloem").first.click()
    expect(femke.get_by_role("main")).to_contain_text(NEEDED)
    clean(femke)
    click(femke, "Geef terug om aan te vullen")
    click(femke, "Geef terug om aan te vullen")
    expect(femke.get_by_role("alert")).to_contain_text("vul dit in")
    clean(femke)
    femke.get_by_label("Wat ontbreekt er").fill("Hoeveel middagen, en wat wil Bo?")
    click(femke, "Geef terug om aan te vullen")
    iris.goto(here)
    expect(iris.get_by_role("main")).to_contain_text("Hoeveel middagen, en wat wil Bo?")
    assert "Ken toe" not in iris.content(), "nobody decides about the own request"
    click(iris, "Pas de aanvraag aan")
    iris.get_by_label("Waarom is dit nodig?").fill(MORE)
    click(iris, "Bewaar")
    hand_in(iris)
    femke.goto(here)
    click(femke, "Ken toe")
    femke.get_by_label("Waarom besluit je dit?").fill("Bo kan zo weer leren.")
    click(femke, "Ken toe")
    expect(femke.get_by_role("main")).to_contain_text("De brief moet nog weg")
    clean(femke)
    letter = femke.request.get(f"{here}brief.pdf")
    assert letter.body().startswith(b"%PDF")
    _climbs(iris, ask(iris, case, server), case, server)


def _climbs(page: Page, late: str, case: UUID, server: str) -> None:
    """Nobody decides: after the term of the law the case is on the ladder, after ten working days a rung higher."""
    now = clock.now()
    for days in (62, 82):
        with clock.at(now + timedelta(days=days)):
            watching.watch()
    page.goto(late)
    expect(page.get_by_role("main")).to_contain_text("De termijn van de wet is voorbij")
    page.goto(f"{server}/besluiten/casus/{case}/ladder/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bo Boterbloem wacht al")
    expect(page.locator("[aria-current=step]")).to_contain_text("Onderwijscoördinator")
    expect(page.locator(".timeline")).to_contain_text("de dagen waren om")
    clean(page)

"""Break-glass in a real browser: a youth care worker opens one child, and her team lead judges it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Open
from tests.journeys.stage import a_pupil
from tests.journeys.test_journey_everyone import violations
from tests.journeys.test_journey_who import Region, SignIn, region, signed_in
from tests.register.people_world import worker

from tandem.platform import database as platform_database
from tandem.platform.postgres.cluster import ROLES, SUPERUSER
from tandem.sharing.breakglass.models import BreakGlass

__all__ = ["region", "signed_in"]
REASON = "De buurvrouw belt: het kind staat alleen op straat en de ouders nemen niet op."


class Cast:
    """As owner: who breaks the glass, who judges it, and the child of a school that they have nothing to do with."""

    def __init__(self, region: Region) -> None:
        platform_database.connect_as(region.cluster.url(SUPERUSER))
        self.helper = worker("Hanna", "LT_HULP", region.team)
        self.lead = worker("Petra", "TEAMLEIDER", region.team)
        self.child = a_pupil(region.school, region.coordinator, (16, "Verzonnen: komt vaak zonder jas."))
        platform_database.connect_as(region.cluster.url(ROLES["app"]))


@pytest.fixture(scope="module")
def cast(region: Region) -> Cast:
    return Cast(region)


def test_break_glass_is_used_and_reviewed(
    demo: Path,
    region: Region,
    cast: Cast,
    open_page: Open,
    signed_in: SignIn,
) -> None:
    signed_in(cast.helper)
    page = open_page("/noodtoegang/")
    assert violations(page) == []
    page.get_by_label("Acuut gevaar voor het kind").check()
    page.get_by_label("Waarom kan dit niet wachten").fill("te kort")
    page.get_by_label("Voornaam").fill("Fenna")
    page.get_by_label("Achternaam").fill("Voorbeeld")
    page.get_by_label("Geboortedatum").fill("2018-03-01")
    page.get_by_label("School").fill(region.school.name)
    page.get_by_role("button", name="Open het dossier").click()
    expect(page.get_by_role("alert")).to_contain_text("schrijf minstens 30 tekens")
    expect(page.get_by_label("Voornaam")).to_have_value("Fenna")
    assert violations(page) == []
    page.get_by_label("Waarom kan dit niet wachten").fill(REASON)
    page.get_by_role("button", name="Open het dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fenna Voorbeeld")
    expect(page.get_by_text("komt vaak zonder jas")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("logboek")
    page.get_by_text("Waarom zie ik dit?").click()
    expect(page.get_by_text("AVG 6(1)(d)")).to_be_visible()
    assert "Fenna" not in page.url
    assert violations(page) == []
    address = re.sub(r"^https?://[^/]+", "", page.url)

    signed_in(cast.lead)
    assert open_page(address).title().startswith("Deze pagina is er niet")
    page = open_page("/noodtoegang/beoordelen/")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Hanna")
    assert "Fenna" not in page.content()
    assert violations(page) == []
    page.get_by_role("link", name="Beoordeel").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_label("Terecht: wachten had schade gedaan").check()
    page.get_by_role("button", name="Leg je oordeel vast").click()
    expect(page.get_by_text("Er ligt niets om te beoordelen.")).to_be_visible()

    signed_in(cast.helper)
    expect(open_page("/noodtoegang/").get_by_text("Terecht: wachten had schade gedaan")).to_be_visible()
    account = f"/wie-ziet-wat/{cast.child.id}/"
    assert open_page(account).title().startswith("Deze pagina is er niet")

    signed_in(region.coordinator)
    page = open_page(account)
    expect(page.get_by_role("region", name="Wie kan dit vandaag zien?")).to_contain_text("noodtoegang")
    expect(page.get_by_role("region", name="Wie heeft het gezien?")).to_contain_text(region.team.name)
    assert "Hanna" not in page.content()
    assert violations(page) == []


def test_without_javascript_and_for_nobody_who_exists(
    demo: Path,
    region: Region,
    cast: Cast,
    open_page: Open,
    signed_in: SignIn,
) -> None:
    signed_in(cast.helper)
    page = open_page("/en/noodtoegang/", width=360, script=False)
    page.get_by_label("The child is missing").check()
    page.get_by_label("Why can this not wait").fill(REASON)
    page.get_by_label("Citizen service number (BSN)").fill("111222333")
    page.get_by_role("button", name="Open the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No child found")
    platform_database.connect_as(region.cluster.url(SUPERUSER))
    assert BreakGlass.objects.filter(child=None).count() == 1
    platform_database.connect_as(region.cluster.url(ROLES["app"]))

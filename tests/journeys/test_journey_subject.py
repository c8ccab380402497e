"""A parent's file is produced in a real browser: found, compiled, checked by somebody else, fetched as PDF and JSON."""

import json
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

__all__ = ["region", "signed_in"]
NOTES = ((16, "Verzonnen: komt vaak zonder jas."), (32, "Verzonnen: over de buurvrouw."))


class Cast:
    """As owner: two officers and the head of the school, and a pupil with two notes in its file."""

    def __init__(self, region: Region) -> None:
        platform_database.connect_as(region.cluster.url(SUPERUSER))
        self.officer = worker("Frida", "FG", region.school)
        self.head = worker("Marijke", "SCHOOLDIR", region.school)
        self.child = a_pupil(region.school, region.coordinator, *NOTES)
        platform_database.connect_as(region.cluster.url(ROLES["app"]))


@pytest.fixture(scope="module")
def cast(region: Region) -> Cast:
    return Cast(region)


def test_a_parents_file_is_produced(demo: Path, region: Region, cast: Cast, open_page: Open, signed_in: SignIn) -> None:
    signed_in(cast.officer)
    page = open_page("/inzage/")
    assert violations(page) == []
    page.get_by_label("Een ouder of voogd met gezag").check()
    page.get_by_label("Ik heb gezien wie het is").check()
    page.get_by_label("Voornaam").fill("Fenna")
    page.get_by_label("Achternaam").fill("Voorbeelt")
    page.get_by_label("Geboortedatum").fill("2018-03-01")
    page.get_by_label("School").fill(region.school.name)
    page.get_by_role("button", name="Zoek het dossier").click()
    expect(page.get_by_role("alert")).to_contain_text("bewaart jouw organisatie niets")
    page.get_by_label("Achternaam").fill("Voorbeeld")
    page.get_by_role("button", name="Zoek het dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dossier samenstellen")
    assert violations(page) == []
    page.get_by_label("over de buurvrouw").select_option("THIRD_PARTY")
    page.get_by_role("button", name="Leg het dossier klaar").click()
    expect(page.get_by_role("link", name="stel het dossier samen")).to_be_visible()
    expect(page.get_by_role("link", name="dossier als PDF")).to_have_count(0)

    signed_in(cast.head)
    page = open_page("/inzage/")
    page.get_by_role("link", name="kijk het na").click()
    expect(page.get_by_text("Achtergehouden: dit gaat over iemand anders")).to_be_visible()
    assert "over de buurvrouw" not in page.content()
    assert violations(page) == []
    page.get_by_role("button", name="Geef het dossier vrij").click()
    expect(page.get_by_text("vrijgegeven")).to_be_visible()

    signed_in(cast.officer)
    page = open_page("/inzage/")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="dossier als PDF").click()
    assert fetched.value.suggested_filename == "inzage.pdf"
    paper = Path(fetched.value.path()).read_bytes()
    assert paper.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in paper
    with page.expect_download() as data:
        page.get_by_role("link", name="als gegevens (JSON)").click()
    text = Path(data.value.path()).read_text(encoding="utf-8")
    assert "zonder jas" in text
    assert "over de buurvrouw" not in text
    assert {section["table"] for section in json.loads(text)["sections"]} >= {"sharing_note", "audit_access"}

"""A mother who takes back her consent, and a young person of 16 who shuts the window to her parents."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.db import transaction
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Open
from tests.journeys.test_journey_case import QUESTION, TEAM, invite, open_from_concern
from tests.journeys.village import Enter, a_bell, a_pupil, as_somebody, clean, click, enter, says_yes, village

from tandem.audit.actions import acting_actor
from tandem.cases.actions import opening
from tandem.cases.data import Joining
from tandem.children import actions as children
from tandem.family.actions import inviting
from tandem.identity.actions import create_account
from tandem.identity.data import SIGN_IN, Level, Method
from tandem.identity.sessions import start
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.register.demo.cast import cast
from tandem.sharing.codes import Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import NewAuthority
from tandem.sharing.records import Authenticity

__all__ = ["enter", "village"]

MESSAGE = "Sem begint elke dag om half negen bij meester Jan."
CODE = re.compile(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}")


def with_passkey(page: Page) -> None:
    """Her telephone can make one. A passkey belongs to a name, so the house is asked by its name."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"http://localhost:{urlsplit(page.url).port}/gezin/beginnen/")


def at_the_table(page: Page, case: str, server: str) -> str:
    """Iris lets something out and invites the mother; the code on her screen."""
    page.goto(case)
    click(page, "Laat ouders of de jongere meekijken")
    clean(page)
    click(page, "Geef iets vrij")
    page.get_by_label("Bericht").check()
    page.get_by_label("Wat leest het gezin?").fill(f"{MESSAGE} Sam Boterbloem brengt hem.")
    page.get_by_label("Er staat niets in").check()
    click(page, "Geef vrij")
    expect(page.get_by_role("alert")).to_contain_text("de naam van een ouder")
    page.get_by_label("Wat leest het gezin?").fill(MESSAGE)
    click(page, "Geef vrij")
    expect(page.get_by_role("status")).to_contain_text("Vrijgegeven")
    clean(page)
    click(page, "Nodig ouder of jongere uit")
    clean(page)
    page.get_by_label("Sam Boterbloem").check()
    click(page, "Maak de code")
    code = page.locator("code").inner_text()
    assert CODE.fullmatch(code)
    clean(page)
    return code


def test_a_mother_takes_back_her_consent(enter: Enter, open_page: Open, server: str) -> None:
    child = a_pupil("Sem")
    concern = a_bell(child)
    iris = enter("iris")
    case = open_from_concern(iris, server, str(concern))
    says_yes(child)
    invite(iris, case, TEAM, "Doet mee")
    femke = enter("femke")
    femke.goto(case)
    expect(femke.get_by_role("main")).to_contain_text(QUESTION)
    code = at_the_table(iris, case, server)

    mother = open_page("/")
    with_passkey(mother)
    clean(mother)
    mother.get_by_label("De code op uw papier").fill(code.upper())
    click(mother, "Ga verder")
    clean(mother)
    click(mother, "Maak een passkey")
    expect(mother.get_by_role("heading", level=1)).to_have_text("Wat er gebeurt voor Sem")
    expect(mother.get_by_role("main")).to_contain_text(MESSAGE)
    clean(mother)
    for secret in (QUESTION, "2671", "Iris Korenbloem"):
        assert secret not in mother.get_by_role("main").inner_text(), secret
    click(mother, "Bekijk wie er keek")
    expect(mother.get_by_role("main")).to_contain_text("werken aan deze casus")
    clean(mother)
    click(mother, "Terug naar het venster")
    click(mother, "Zeg of vraag iets")
    clean(mother)
    mother.get_by_label("Een vraag stellen").check()
    mother.get_by_label("Wat wilt u zeggen?").fill("Wanneer begint de hulp?")
    click(mother, "Verstuur")
    expect(mother.get_by_role("status")).to_contain_text("Verstuurd")
    mother.get_by_role("link", name=re.compile("^Trek in")).click()
    clean(mother)
    click(mother, "Trek de toestemming in")
    expect(mother.get_by_role("status")).to_contain_text("Ingetrokken")
    clean(mother)

    femke.goto(case)
    expect(femke.get_by_role("main")).not_to_contain_text(QUESTION)
    iris.goto(case)
    click(iris, "1 ding van het gezin wacht op jullie")
    iris.get_by_role("link", name=re.compile("^Antwoord")).click()
    clean(iris)
    iris.get_by_label("Wat antwoord je?").fill("Volgende week maandag.")
    click(iris, "Antwoord")
    mother.reload()
    expect(mother.get_by_role("main")).to_contain_text("Volgende week maandag.")


def somebody_of(window_code: str, page: Page) -> None:
    """Came in earlier, and is signed in with two factors."""
    with transaction.atomic(), acting(Context(service="sign-in")):
        account = create_account(by=SIGN_IN)
        assert inviting.accept(by=SIGN_IN, code=window_code, account=account)
        token = start(account=account, method=Method.PASSKEY, level=Level.TWO, device="").token
    page.context.add_cookies([{"name": "tandem", "value": token, "url": page.url}])


def household() -> tuple[UUID, UUID]:
    """A pupil of 16 and her mother, with a case of the school; the case and the authority."""
    place, since = cast().stages["libel"].id, clock.today() - timedelta(days=40)
    with transaction.atomic(), acting(as_somebody("iris")):
        by = acting_actor()
        child = children.register_pupil(
            by=by, given_name="Lune", family_name="Boterbloem", birth_date=date(clock.today().year - 17, 1, 2),
            location=place, since=since,
        )  # fmt: skip
        mother = NewAuthority(child, place, "Sam Boterbloem", Giver.PARENT_1, Authenticity.REGISTER, since, since)
        authority = consenting.record_authority(by=by, new=mother)
        own = (Joining(place, "IB", "own-pupil", "6(1)(e)"),)
        case = opening.open_case(by=by, child=child, holder=place, question="Samen?", key=uuid4(), joining=own)
    return case, authority


def test_a_young_person_of_16_shuts_the_window_to_her_parents(enter: Enter, open_page: Open) -> None:
    case, authority = household()
    with transaction.atomic(), acting(as_somebody("iris")):
        codes = [inviting.invite(by=acting_actor(), case=case, authority=one).code for one in (authority, None)]
    mother, lune = open_page("/"), open_page("/")
    for page, code in zip((mother, lune), codes, strict=True):
        somebody_of(code, page)
        page.goto(f"{page.url}gezin/")
    expect(mother.get_by_role("heading", level=1)).to_have_text("Dit venster is nu dicht")
    clean(mother)
    expect(lune.get_by_role("heading", level=1)).to_have_text("Wat er voor jou gebeurt")
    clean(lune)
    for answer, heading in (("Ja", "Wat er gebeurt voor Lune"), ("Nee", "Dit venster is nu dicht")):
        click(lune, "Verander dit")
        clean(lune)
        lune.get_by_label(answer, exact=True).check()
        click(lune, "Leg vast")
        expect(lune.get_by_role("status")).to_contain_text("Vastgelegd")
        mother.reload()
        expect(mother.get_by_role("heading", level=1)).to_have_text(heading)

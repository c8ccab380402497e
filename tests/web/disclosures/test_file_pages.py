"""What stands in a file, in the browser: yes and no with the evidence, authority, notes, and who hears of it."""

import re
from uuid import UUID

from tests.directory.test_reminders import Post, post
from tests.on_stage import Seat, text
from tests.waiting import send_mail
from tests.web.disclosures.test_disclosure_pages import NEW, WORDS, chosen, consented, pupil, shared

from tandem.sharing.jobs import tell
from tandem.sharing.models import Authority, Consent, Note
from tandem.sharing.reading import standard

__all__ = ["post", "pupil"]
PUPILS = "/verstrekkingen/leerlingen/"


def only_consent() -> UUID:
    return Consent.objects.get().id


def test_a_consent_shows_its_22_fields_of_evidence(iris: Seat, pupil: UUID) -> None:
    consented(iris, chosen(iris, pupil))
    page = text(iris.get(f"/verstrekkingen/toestemming/{only_consent()}/"))
    assert len(standard().evidence) == 22
    assert page.count("<dt>") == 22
    for fact in ("Sam Boterbloem zegt ja", "0-11", "Gezagsregister", "gesprek", "2026-1"):
        assert fact in page


def test_withdrawn_on_its_page_the_receiver_sees_nothing_and_is_told(iris: Seat, pupil: UUID) -> None:
    what = chosen(iris, pupil)
    address = shared(iris, what, consented(iris, what))
    tomas = Seat("tomas", "LT_TOEGANG")
    assert WORDS in text(tomas.get(address))
    here = f"/verstrekkingen/toestemming/{only_consent()}/"
    wrong = iris.post(here, intrekken="ja", wie="guardian", hoe="CONVERSATION")
    assert wrong.status_code == 422
    assert WORDS in text(tomas.get(address))
    assert iris.post(here, intrekken="ja", wie="parent_1", hoe="TELEPHONE").status_code == 302
    assert tomas.get(address).status_code == 404
    assert "toestemming ingetrokken" in text(tomas.get("/verstrekkingen/"))
    page = text(iris.get(here))
    assert "Per telefoon" in page
    assert "Trek de toestemming in" not in page
    assert Consent.objects.get().receivers_informed_at is not None


def test_authority_that_ends_or_is_contested_stops_what_rests_on_it(iris: Seat, pupil: UUID) -> None:
    what = chosen(iris, pupil)
    address = shared(iris, what, consented(iris, what))
    tomas, here = Seat("tomas", "LT_TOEGANG"), f"/verstrekkingen/gezag/{Authority.objects.get().id}/"
    assert iris.post(here, omstreden="ja").status_code == 302
    assert tomas.get(address).status_code == 404
    assert "telt geen toestemming van ouders" in text(iris.get(here))
    assert iris.post(here, eens="ja").status_code == 302
    assert iris.post(here, eindig="ja", op="1999-01-01").status_code == 422
    assert iris.post(here, eindig="ja", op="").status_code == 422
    assert iris.post(here, eindig="ja", op=Authority.objects.get().valid_from.isoformat()).status_code == 302
    assert "Heeft geen gezag meer" in text(iris.get(here))


def test_a_file_holds_notes_and_authority(iris: Seat, pupil: UUID) -> None:
    here = f"{PUPILS}{pupil}/"
    assert "Bo Boterbloem" in text(iris.get(PUPILS))
    assert WORDS in text(iris.get(here))
    wrong = iris.post(here, stap="notitie", soort="16", tekst="")
    assert (wrong.status_code, Note.objects.count()) == (422, 1)
    assert iris.post(here, stap="notitie", soort="1", tekst="naam").status_code == 422, "a name is no note"
    assert iris.post(here, stap="notitie", soort="16", tekst="Ging vandaag goed.").status_code == 302
    parent = {"naam": "Sam Boterbloem", "rol": "parent_1", "datum": ""}
    assert iris.post(here, stap="gezag", bron="REGISTER", **parent).status_code == 422
    assert iris.post(here, stap="gezag", bron="UNKNOWN", **parent).status_code == 302
    page = text(iris.get(here))
    assert "Ging vandaag goed." in page
    assert "Nog niet nagegaan" in page


def test_a_no_shows_its_ways_out(iris: Seat, pupil: UUID) -> None:
    what = chosen(iris, pupil)
    consented(iris, what)
    who = str(Authority.objects.get().id)
    no = {"wie": who, "vorm": "ORAL", "reden": "liever niet", "antwoord": "nee"}
    assert iris.post(NEW, stap="toestemming", **what, **no).status_code == 200
    page = text(iris.get(f"/verstrekkingen/toestemming/{Consent.objects.get(outcome='REFUSED').id}/"))
    for way in ("Zonder naam.", "Binnen de school.", "Later opnieuw.", "meldcode"):
        assert way in page
    for link in re.findall(r'href="(/delen/[^"]+)"', page):
        assert Seat().get(link).status_code == 200


def test_what_another_school_has_is_not_there(iris: Seat, pupil: UUID) -> None:
    consented(iris, chosen(iris, pupil))
    joost = Seat("joost", "IB")
    for address in (
        f"{PUPILS}{pupil}/",
        f"/verstrekkingen/toestemming/{only_consent()}/",
        f"/verstrekkingen/gezag/{Authority.objects.get().id}/",
    ):
        assert joost.get(address).status_code == 404
        assert joost.post(address, intrekken="ja").status_code == 404
    assert "Bo Boterbloem" not in text(joost.get(PUPILS))


def test_everybody_at_the_receiver_has_one_mail_that_names_nobody(iris: Seat, pupil: UUID, post: Post) -> None:
    what = chosen(iris, pupil)
    shared(iris, what, consented(iris, what))
    iris.post(f"/verstrekkingen/toestemming/{only_consent()}/", intrekken="ja", wie="parent_1", hoe="CONVERSATION")
    tell()
    send_mail()
    assert post.came.wait(10), "no mail came"
    assert {"tomas@tandem.example", "eva@tandem.example", "iris@tandem.example"} <= set(post.to)
    for mail in post.mails:
        assert "/verstrekkingen/" in mail
        assert not re.search(rf"Boterbloem|Bo |{pupil}|Ooievaar", mail)
    tell()
    assert send_mail() == 0, "told once"

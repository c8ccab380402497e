"""Raising a concern as a teacher does it: kept while she writes, sent once, followed, withdrawn; nothing lost."""

import re
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from tests.on_stage import Seat, text
from tests.web.casework.conftest import School, context
from tests.web.markup import Page

from tandem.audit.actions import acting_actor
from tandem.casework.actions import handing_over, life
from tandem.casework.models import Concern, Event, Text
from tandem.casework.queries import whole
from tandem.children.models import Child, Teaching
from tandem.platform.context import acting
from tandem.register.models import Membership

NEW, CONSULT = "/signalen/nieuw/", "/signalen/overleg/"
SEEN = "Zit stil in een hoek."


@pytest.fixture
def noor(school: School) -> Seat:
    return Seat("noor", "LERAAR")


def typed(school: School, **fields: str) -> dict[str, str]:
    written = {"leerling": str(school.bo), "gezien": SEEN, "urgentie": "SOON", "versie": "0"}
    return {"sleutel": str(uuid4()), **written, **fields}


def kept(answer: HttpResponse) -> UUID:
    """The draft to which a page leads."""
    found = re.search(r"/signalen/([0-9a-f-]{36})/", answer.headers["Location"])
    assert found, answer.headers["Location"]
    return UUID(found[1])


def raised(noor: Seat, school: School, **fields: str) -> UUID:
    return kept(noor.post(NEW, **typed(school, **fields), verstuur="1"))


def test_the_form_knows_her_pupils_and_says_who_will_read_it(noor: Seat, school: School) -> None:
    page = text(noor.get(NEW))
    assert Page(page).faults == []
    assert "Bo Boterbloem" in page
    for name in ("Iris Korenbloem", "Marijke Eekhoorn"):
        assert name in page
    assert "Truus" not in page  # works at the school too, and does not deal with concerns there
    assert "Kies een leerling" in text(Seat("bram", "LERAAR").get(NEW))
    assert "Bo Boterbloem" not in text(Seat("bram", "LERAAR").get(NEW))


def test_who_it_says_will_read_it_are_those_who_can(noor: Seat, school: School) -> None:
    """The panel is asked of the gate: everybody at the school, one by one, against what the page promised."""
    page = text(noor.get(NEW))
    id = raised(noor, school)
    team = Membership.objects.filter(organisation_id=school.place).exclude(person__given_name="Noor")
    assert team.count() > 2
    for row in team.select_related("person"):
        from tests.on_stage import role_of  # noqa: PLC0415

        key = row.person.given_name.lower()
        with acting(context(key, role_of(key, row.function).function)):
            reads = whole(acting_actor(), id) is not None
        assert reads == (f"<li>{row.person.given_name} {row.person.family_name} <small>" in page and
                         row.function in ("IB", "SCHOOLDIR")), row.person.given_name  # fmt: skip


def test_a_draft_is_kept_unfinished_and_is_hers_alone(noor: Seat, school: School) -> None:
    answer = noor.post(NEW, **typed(school, leerling="", urgentie="", gezien="", geprobeerd="maatje"), bewaar="1")
    id = kept(answer)
    page = text(noor.get(f"/signalen/{id}/concept/"))
    assert "maatje" in page
    assert "Bewaard om" in page
    assert Page(page).faults == []
    assert f"signalen/{id}/concept/" in text(noor.get(NEW))  # after a lost session it is offered again
    for key, function in (("iris", "IB"), ("marijke", "SCHOOLDIR"), ("bram", "LERAAR")):
        assert Seat(key, function).get(f"/signalen/{id}/concept/").status_code == 404


def test_autosave_answers_with_what_the_next_one_needs(noor: Seat, school: School) -> None:
    fields = typed(school)
    answer = noor.client.post(NEW, {**fields, "bewaar": "1"}, headers={"accept": "application/json"})
    first = answer.json()
    assert first["said"].startswith("Bewaard om")
    again = noor.client.post(
        first["address"],
        {**fields, "gezien": "Meer woorden.", "versie": first["version"], "bewaar": "1"},
        headers={"accept": "application/json"},
    )
    assert again.json()["version"] == first["version"] + 1
    assert Concern.objects.count() == 1
    assert Text.objects.get().text == "Meer woorden."


def test_two_windows_the_second_gets_both_texts_and_loses_nothing(noor: Seat, school: School) -> None:
    fields = typed(school)
    id = kept(noor.post(NEW, **fields, bewaar="1"))
    here, there = f"/signalen/{id}/concept/", {**fields, "versie": "1"}
    assert noor.post(here, **{**there, "gezien": "Van het ene venster."}, bewaar="1").status_code == 302
    answer = noor.post(here, **{**there, "gezien": "Van het andere venster."}, bewaar="1")
    page = text(answer)
    assert answer.status_code == 409
    assert "Van het ene venster." in page
    assert page.count("Van het andere venster.") == 2  # beside the other, and in the form
    assert Text.objects.get().text == "Van het ene venster."
    version = re.search(r'name="versie" value="(\d+)"', page)
    assert version
    kept_both = {**there, "gezien": "Van beide.", "versie": version[1]}
    assert noor.post(here, **kept_both, bewaar="1").status_code == 302
    assert Text.objects.get().text == "Van beide."


def test_sent_twice_it_is_one_concern(noor: Seat, school: School) -> None:
    fields = typed(school)
    first, second = (noor.post(NEW, **fields, verstuur="1") for _ in range(2))  # a double click
    assert kept(first) == kept(second)
    back = noor.post(f"/signalen/{kept(first)}/concept/", **fields, verstuur="1")  # the back button
    assert back.headers["Location"] == f"/signalen/{kept(first)}/volgen/"
    assert Concern.objects.count() == 1
    assert Event.objects.filter(command="RAISE").count() == 1


def test_what_is_missing_is_said_at_the_field_and_the_rest_is_kept(noor: Seat, school: School) -> None:
    answer = noor.post(NEW, **typed(school, gezien="", nodig="hulp"), verstuur="1")
    page = text(answer)
    assert answer.status_code == 422
    assert "Wat zie en hoor je?: vul dit in." in page
    assert Concern.objects.get().state == "DRAFT"
    assert Text.objects.get().text == "hulp"


@pytest.mark.parametrize(
    "fields", [{"onbekend": "1"}, {"versie": "veel"}, {"sleutel": "x"}, {"leerling": str(uuid4())}]
)
def test_what_cannot_come_from_our_page_changes_nothing(noor: Seat, school: School, fields: dict[str, str]) -> None:
    assert noor.post(NEW, **typed(school, **fields), bewaar="1").status_code in (400, 422)
    assert Concern.objects.count() == 0


def test_a_consultation_warns_for_what_tells_who_it_is(noor: Seat, school: School) -> None:
    fields = {"sleutel": str(uuid4()), "versie": "0", "urgentie": "NORMAL"}
    answer = noor.post(CONSULT, **fields, gezien="Ik zie dat Bo weinig eet. Bel 06-12345678.", verstuur="1")
    page = text(answer)
    assert answer.status_code == 422
    assert "de naam van een leerling: <strong>Bo</strong>" in page
    assert "Ik zie dat Bo weinig eet. Bel 06-12345678.</textarea>" in page, "as it was typed"
    assert f'name="sleutel" value="{fields["sleutel"]}"' in page
    id = Concern.objects.get().pk
    sent = {**fields, "versie": "1", "gezien": "Een leerling eet weinig. Bel 06-12345678."}
    assert noor.post(f"/signalen/{id}/concept/", **sent, toch="1").headers["Location"].endswith("gedaan=gegeven")
    concern = Concern.objects.get()
    assert (concern.state, concern.anonymous, concern.child_id) == ("RAISED", True, None)
    assert "zonder naam" in text(noor.get(f"/signalen/{id}/volgen/"))


def test_a_draft_turns_anonymous_and_back_without_losing_words(noor: Seat, school: School) -> None:
    id = kept(noor.post(NEW, **typed(school), anoniem="1"))
    concern = Concern.objects.get()
    assert (concern.anonymous, concern.child_id) == (True, None)
    page = text(noor.get(f"/signalen/{id}/concept/"))
    assert SEEN in page
    assert "Om welke leerling" not in page
    fields = {"sleutel": str(id), "versie": "2", "gezien": SEEN, "urgentie": "SOON"}
    noor.post(f"/signalen/{id}/concept/", **fields, met_naam="1")
    assert "Om welke leerling" in text(noor.get(f"/signalen/{id}/concept/"))


def test_a_pupil_who_is_not_in_the_list_is_named_in_three_words(noor: Seat, school: School) -> None:
    id = kept(noor.post(NEW, **typed(school, leerling=""), leerling_erbij="1"))
    address = f"/signalen/{id}/leerling/"
    new = {"voornaam": "Ada", "achternaam": "Appelboom", "geboren": "2018-05-06"}
    assert noor.post(address, **new, leeftijd="8").status_code == 400
    assert noor.post(address, **{**new, "geboren": "1950-01-01"}).status_code == 422
    assert noor.post(address, **new).status_code == 302
    child = Child.objects.get(given_name="Ada")
    assert Concern.objects.get().child_id == child.pk
    assert "Ada Appelboom" in text(noor.get(NEW))


def test_who_is_named_twice_is_one_pupil_and_a_stranger_of_another_school_is_not_found(school: School) -> None:
    born = {"voornaam": "Bo", "achternaam": "Boterbloem", "geboren": str(Child.objects.get().birth_date)}
    for key, pupils in (("noor", 1), ("bram", 2)):  # Bram works at another school: that Bo is another child
        seat = Seat(key, "LERAAR")
        id = kept(seat.post(NEW, sleutel=str(uuid4()), versie="0", gezien="x", leerling_erbij="1"))
        assert seat.post(f"/signalen/{id}/leerling/", **born).status_code == 302
        assert Child.objects.count() == pupils
    assert Teaching.objects.filter(child=school.bo).count() == 1


def test_after_sending_she_sees_who_has_it_by_when_and_how_to_withdraw(noor: Seat, school: School) -> None:
    id = raised(noor, school)
    page = text(noor.get(f"/signalen/{id}/volgen/?gedaan=gegeven"))
    assert Page(page).faults == []
    for words in ("Doorgegeven.", "Nu heeft de zorg op", "Uiterlijk", "hoor je dat het is ontvangen", "Trek in"):
        assert words in page
    assert noor.get(f"/signalen/{id}/concept/").headers["Location"] == f"/signalen/{id}/volgen/"
    assert noor.post(f"/signalen/{id}/volgen/", tekst="", trek_in="1").status_code == 422
    assert noor.post(f"/signalen/{id}/volgen/", tekst="Het is opgelost.", trek_in="1").status_code == 302
    assert Concern.objects.get().state == "CLOSED"
    assert "Je hebt dit ingetrokken" in text(noor.get(f"/signalen/{id}/volgen/"))
    assert noor.post(f"/signalen/{id}/volgen/", tekst="Nog eens.", trek_in="1").status_code == 422


def test_she_sees_that_there_is_an_answer_and_reads_it_only_on_a_ground(noor: Seat, school: School) -> None:
    id = raised(noor, school)
    with acting(school.coordinator):
        life.acknowledge(by=acting_actor(), id=id)
        life.answer(by=acting_actor(), id=id, words="Thuis speelt van alles.", for_author=False)
    page = text(noor.get(f"/signalen/{id}/volgen/"))
    assert "Thuis speelt" not in page
    assert "Er is een antwoord, maar er is geen grond" in page
    with acting(school.coordinator):
        life.answer(by=acting_actor(), id=id, words="Kom morgen langs.", for_author=True)
        life.close(by=acting_actor(), id=id, words="ondersteuning gestart")
    page = text(noor.get(f"/signalen/{id}/volgen/"))
    assert "Kom morgen langs." in page
    assert "ondersteuning gestart" not in page  # the reason of closing is the holder's
    assert noor.post(f"/signalen/{id}/volgen/", tekst="Het is terug.", heropen="1").status_code == 302
    assert Concern.objects.get().state == "REOPENED"


def test_outside_school_she_sees_that_it_is_there_and_not_with_whom(noor: Seat, school: School) -> None:
    id = kept(noor.post(CONSULT, sleutel=str(uuid4()), versie="0", urgentie="NORMAL", gezien="Iets.", verstuur="1"))
    tomas = context("tomas", "LT_TOEGANG")
    team = tomas.organisation
    assert team
    with acting(school.coordinator):
        handing_over.offer(by=acting_actor(), id=id, to=team, words="graag", coordinator=team, active={team})
    with acting(tomas):
        handing_over.accept(by=acting_actor(), id=id)
    for page in (text(noor.get(f"/signalen/{id}/volgen/")), text(noor.get("/signalen/"))):
        assert "buiten school" in page
        assert "Ooievaar" not in page


def test_the_sheet_for_parents_tells_the_steps_and_no_words(noor: Seat, school: School) -> None:
    id = raised(noor, school)
    page = text(noor.get(f"/signalen/{id}/volgen/ouders/"))
    assert Page(page).faults == []
    assert "Bo Boterbloem" in page
    assert SEEN not in page
    assert "Iris Korenbloem" in page
    assert Seat("bram", "LERAAR").get(f"/signalen/{id}/volgen/ouders/").status_code == 404


def test_her_list_tells_what_runs_and_in_another_language(noor: Seat, school: School) -> None:
    assert "Er loopt nu niets van jou." in text(noor.get("/signalen/"))
    raised(noor, school)
    kept(noor.post(NEW, **typed(school), bewaar="1"))
    page = text(noor.get("/signalen/"))
    assert Page(page).faults == []
    assert "Je hebt 1 signaal dat loopt." in page
    assert "Nog niet doorgegeven" in page
    english = text(noor.get("/en/signalen/"))
    assert Page(english).faults == []
    assert "You have 1 concern" in english


def test_a_draft_is_thrown_away_only_by_its_own_button(noor: Seat, school: School) -> None:
    id = kept(noor.post(NEW, **typed(school), bewaar="1"))
    address = f"/signalen/{id}/concept/"
    assert Seat("iris", "IB").post(address, weggooien="1").status_code == 404
    assert noor.post(address, weggooien="1").headers["Location"] == "/signalen/?gedaan=weg"
    assert Concern.objects.count() == 0

"""A concern's page: what it says to whom, its buttons, and what happens when two act at once."""

import re
from uuid import UUID

import pytest
from tests.on_stage import Seat, role_of, text
from tests.web.casework.conftest import SEEN, School, context, organisation
from tests.web.markup import Page

from tandem.audit.actions import acting_actor
from tandem.casework.actions import handing_over, life
from tandem.casework.data import Command, State
from tandem.casework.models import Concern, Event, Text
from tandem.platform.context import acting


def address(id: UUID, *parts: str) -> str:
    return "/".join(["/signalen", str(id), *parts, ""])


def version(id: UUID) -> int:
    return int(Concern.objects.get(pk=id).version)


def do(seat: Seat, id: UUID, deed: str, **fields: str) -> int:
    answer = seat.post(address(id, "doe", deed), **{"versie": str(version(id)), **fields})
    return int(answer.status_code)


def offered(school: School, id: UUID, key: str = "tomas") -> None:
    with acting(school.coordinator):
        to = organisation(key, "LT_TOEGANG")
        handing_over.offer(
            by=acting_actor(), id=id, to=to, words="hoort bij jullie", coordinator=school.place, active={to}
        )


def verbs(page: str) -> set[str]:
    return set(re.findall(r'(?:href|action)="(doe/[a-z]+|afwegen|doorgeven)/"', page))


def test_the_page_says_who_has_it_what_was_seen_and_what_can_be_done(school: School) -> None:
    id = school.raised(child=school.bo)
    iris = Seat("iris", "IB")
    for language in ("", "/en"):
        page = text(iris.get(language + address(id)))
        assert Page(page).faults == []
        assert "Bo Boterbloem" in page
        assert SEEN in page
    page = text(iris.get(address(id)))
    assert "Jullie hebben dit signaal. Het is gemeld." in page
    assert {"doe/ontvangen", "doorgeven", "doe/aanvullen"} <= verbs(page)
    assert "doe/afsluiten" not in verbs(page)
    assert "kan als het signaal ontvangen, afgewogen of opgepakt is" in page


def test_who_has_nothing_to_do_with_it_gets_the_answer_of_what_is_not_there(school: School) -> None:
    id = school.raised(child=school.bo)
    for key, function in (("tomas", "LT_TOEGANG"), ("joost", "IB"), ("bram", "LERAAR")):
        for path in (address(id), address(id, "doe", "ontvangen")):
            assert Seat(key, function).get(path).status_code == 404
    assert Seat("noor", "LERAAR").get(address(id)).headers["Location"] == address(id, "volgen")
    assert Seat("iris", "IB").get(address(id, "doe", "bestaat-niet")).status_code == 404


def test_the_dot_goes_when_it_is_read_and_comes_back_when_it_changes(school: School) -> None:
    id = school.raised()
    iris = Seat("iris", "IB")
    assert "unseen" in text(iris.get("/werk/team/"))
    iris.get(address(id))
    assert "unseen" not in text(iris.get("/werk/team/"))
    with acting(school.teacher):
        life.add(by=acting_actor(), id=id, words="ook in de pauze")
    assert "unseen" in text(iris.get("/werk/team/"))


def test_the_other_side_accepts_and_the_school_follows(school: School) -> None:
    id = school.raised(child=school.bo)
    offered(school, id)
    tomas = Seat("tomas", "LT_TOEGANG")
    page = text(tomas.get(address(id)))
    assert verbs(page) == {"doe/aannemen", "doe/afwijzen"}
    assert "biedt jullie dit signaal aan" in page
    assert SEEN not in page, "nothing was shared"
    assert "Bo Boterbloem" not in page
    assert "Aangeboden aan" in text(Seat("iris", "IB").get(address(id)))
    assert do(tomas, id, "aannemen") == 302
    assert Concern.objects.get(pk=id).holder_id == organisation("tomas", "LT_TOEGANG")
    assert verbs(text(Seat("iris", "IB").get(address(id)))) == set()


def test_who_refuses_names_the_right_one_and_both_sides_read_why(school: School) -> None:
    id = school.raised()
    offered(school, id)
    tomas = Seat("tomas", "LT_TOEGANG")
    answer = tomas.post(
        address(id, "doe", "afwijzen"),
        versie=version(id),
        reden="RESIDENCE",
        gemeente="",
        juiste="",
        woorden="verhuisd",
    )
    assert answer.status_code == 422
    assert "Noem de gemeente die verantwoordelijk is." in text(answer)
    assert "verhuisd" in text(answer), "nothing is lost"
    assert do(tomas, id, "afwijzen", reden="RESIDENCE", gemeente="GM1783", juiste="", woorden="verhuisd") == 302
    page = text(Seat("iris", "IB").get(address(id)))
    assert "Wijst aan: Westland" in page
    assert "verhuisd" in page
    assert tomas.get(address(id)).status_code == 404


def test_the_loser_of_two_gets_both_texts_and_loses_nothing(school: School) -> None:
    id = school.raised()
    seen = version(id)
    with acting(school.teacher):
        life.add(by=acting_actor(), id=id, words="het ging mis in de gang")
    iris = Seat("iris", "IB")
    answer = iris.post(address(id, "doe", "aanvullen"), versie=seen, woorden="ik sprak met de ouders")
    page = text(answer)
    assert answer.status_code == 409
    assert "het ging mis in de gang" in page
    assert "ik sprak met de ouders" in page
    assert not Text.objects.filter(text="ik sprak met de ouders").exists()
    fresh = re.search(r'name="versie" value="(\d+)"', page)
    assert fresh
    assert iris.post(address(id, "doe", "aanvullen"), versie=fresh[1], woorden="ik sprak").status_code == 302


@pytest.mark.parametrize(("deed", "fields"), [("ontvangen", {}), ("aanvullen", {"woorden": "ook buiten"})])
def test_a_double_click_does_it_once(school: School, deed: str, fields: dict[str, str]) -> None:
    id = school.raised()
    iris, seen = Seat("iris", "IB"), version(id)
    answers = [iris.post(address(id, "doe", deed), versie=seen, **fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Event.objects.filter(concern_id=id).count() == 2


def test_it_is_closed_with_an_answer_that_the_teacher_may_read_only_on_a_ground(school: School) -> None:
    id = school.raised(child=school.bo)
    iris = Seat("iris", "IB")
    assert do(iris, id, "ontvangen") == 302
    closing = {"antwoord": "We oefenen samen.", "bewijs": "", "woorden": "het gaat goed"}
    assert do(iris, id, "afsluiten", grond="TOESTEMMING", **closing) == 422
    assert do(iris, id, "afsluiten", grond="SCHOOL", **closing) == 302
    assert Concern.objects.get(pk=id).state == State.CLOSED
    assert Text.objects.get(text="We oefenen samen.").for_author
    assert do(iris, id, "heropenen", woorden="het is terug") == 302
    assert Concern.objects.get(pk=id).state == State.REOPENED


def test_of_another_organisation_the_answer_needs_consent_with_its_proof(school: School) -> None:
    id = school.raised(child=school.bo)
    offered(school, id)
    tomas = Seat("tomas", "LT_TOEGANG")
    assert do(tomas, id, "aannemen") == 302
    answer = {"antwoord": "We zijn gestart.", "grond": "TOESTEMMING"}
    assert do(tomas, id, "antwoorden", bewijs=" ", **answer) == 422
    assert do(tomas, id, "antwoorden", grond="SCHOOL", antwoord="x", bewijs="") == 422
    assert do(tomas, id, "antwoorden", bewijs="moeder, 12 september", **answer) == 302
    with acting(school.teacher):
        assert Text.objects.filter(text="We zijn gestart.").exists()


def test_a_term_stands_still_once_goes_on_and_gets_longer(school: School) -> None:
    id = school.raised()
    iris = Seat("iris", "IB")
    assert do(iris, id, "ontvangen") == 302
    assert do(iris, id, "stilzetten", woorden="") == 422
    assert do(iris, id, "stilzetten", woorden="ouders zijn weg") == 302
    assert "staat stil" in text(iris.get(address(id)))
    assert do(iris, id, "hervatten") == 302
    assert do(iris, id, "verlengen", dagen="99", woorden="gesprek") == 422
    assert do(iris, id, "verlengen", dagen="3", woorden="gesprek") == 302
    page = text(iris.get(address(id)))
    assert "verlengde de termijn met 3 werkdagen" in page
    assert "deze termijn stond al een keer stil" in page


def test_the_same_worry_twice_becomes_one_with_its_history(school: School) -> None:
    first, second = school.raised(child=school.bo), school.raised(child=school.bo)
    iris = Seat("iris", "IB")
    assert str(first) in text(iris.get(address(second)))
    assert do(iris, second, "samenvoegen", met=str(first), woorden="dezelfde zorg") == 302
    page = text(iris.get(address(second)))
    assert f"/signalen/{first}/" in page
    assert Concern.objects.get(pk=second).state == State.CLOSED
    assert Event.objects.filter(concern_id=second, command=Command.MERGE).exists()


def test_somebody_takes_it_herself_with_one_click(school: School) -> None:
    id = school.raised()
    with acting(context("iris", "IB")):
        assert Concern.objects.get(pk=id).worker_hat is None
    assert do(Seat("iris", "IB"), id, "zelf") == 302
    assert Concern.objects.get(pk=id).worker_hat == role_of("iris", "IB").id


def test_it_can_be_printed_by_who_may_see_it(school: School) -> None:
    id = school.raised(child=school.bo)
    answer = Seat("iris", "IB").get(address(id) + "tijdlijn.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert "Boterbloem" not in answer["Content-Disposition"]
    for who in (Seat("joost", "IB"), Seat("noor", "LERAAR")):
        assert who.get(address(id) + "tijdlijn.pdf").status_code == 404

"""Handing over through the gate, and weighing with both views side by side."""

import re
from uuid import UUID

from tests.on_stage import Seat, text
from tests.web.casework.conftest import SEEN, School, context, organisation
from tests.web.casework.test_concern_pages import address, do, version
from tests.web.markup import Page

from tandem.audit.actions import acting_actor
from tandem.casework.actions import life
from tandem.casework.data import Command, Outcome, State
from tandem.casework.models import Answer, Concern, Event, Offer
from tandem.casework.rules.assessment import Answer as Given
from tandem.casework.rules.assessment import Level, View, Voice
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.sharing.codes import Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.consenting.data import NewAuthority, NewConsent
from tandem.sharing.disclosing.handing_over import proposed
from tandem.sharing.records import Authenticity, Form
from tandem.sharing.records import Outcome as Said
from tandem.sharing.retention import actions as retention
from tandem.sharing.retention.data import Held


def give(seat: Seat, id: UUID, to: UUID, **more: str) -> tuple[int, str]:
    fields = {"stap": "geef", "naar": str(to), "versie": str(version(id)), "woorden": "hoort bij jullie", **more}
    answer = seat.post(address(id, "doorgeven"), **fields)
    return answer.status_code, text(answer)


def consented(school: School, to: UUID) -> None:
    """The mother says yes to letting this team read concerns."""
    with acting(school.coordinator):
        by, today = acting_actor(), clock.today()
        parent = NewAuthority(school.bo, school.place, "Mo", Giver.PARENT_1, Authenticity.REGISTER, today, today)
        who = consenting.record_authority(by=by, new=parent)
        found = proposed(by, child=school.bo, to=to, on=today)
        assert found is not None
        judgement = found.judgement
        consenting.record_consent(
            by=by,
            new=NewConsent(
                child=school.bo,
                file=school.place,
                giver=Giver.PARENT_1,
                authority=who,
                authority_checked=Authenticity.REGISTER,
                receiver=found.proposal.receiver,
                purpose=found.proposal.purpose,
                kinds=judgement.kinds,
                outcome=Said.GIVEN,
                gives_consent=judgement.needs_consent,
                releases_secrecy=judgement.needs_release,
                form=Form.ORAL,
                text_version="2026-1",
                text_hash="",
                explicit=True,
                freedom_explained=True,
                given_at=clock.now(),
                valid_until=today.replace(year=today.year + 1),
                refusal_reason="",
            ),
        )


def test_nothing_is_shared_before_somebody_said_yes_and_the_page_says_so(school: School) -> None:
    id, team = school.raised(child=school.bo), organisation("tomas", "LT_TOEGANG")
    iris = Seat("iris", "IB")
    assert str(team) in text(iris.get(address(id, "doorgeven")))
    page = text(iris.post(address(id, "doorgeven"), stap="kies", naar=str(team)))
    assert Page(page).faults == []
    assert "geen naam en geen woord ervan" in page
    assert "Leg eerst de toestemming vast" in page
    assert give(iris, id, team)[0] == 302
    seen = text(Seat("tomas", "LT_TOEGANG").get(address(id)))
    assert SEEN not in seen
    assert "Boterbloem" not in seen


def test_with_consent_the_other_side_reads_it_as_long_as_the_offer_is_open(school: School) -> None:
    id, team = school.raised(child=school.bo), organisation("tomas", "LT_TOEGANG")
    consented(school, team)
    iris, tomas = Seat("iris", "IB"), Seat("tomas", "LT_TOEGANG")
    page = text(iris.post(address(id, "doorgeven"), stap="kies", naar=str(team)))
    assert "Wie ziet dit?" in page
    steps = re.findall(r'name="(stap_[A-Z_]+)"', page)
    when = re.search(r'name="gezien" value="([^"]+)"', page)
    assert steps
    assert when
    facts = {"delen": "ja", "gezien": when[1].replace("&#x27;", "'")}
    status, page = give(iris, id, team, **facts)
    assert status == 422
    assert "Schrijf bij elke stap" in page
    assert give(iris, id, team, **facts, **dict.fromkeys(steps, "12 september"))[0] == 302
    seen = text(tomas.get(address(id)))
    assert SEEN in seen
    assert "Bo Boterbloem" in seen
    assert do(iris, id, "intrekken", woorden="toch niet") == 302
    assert tomas.get(address(id)).status_code == 404
    page = text(iris.post(address(id, "doorgeven"), stap="kies", naar=str(team)))
    assert "er loopt een verstrekking" in page


def test_while_an_objection_is_weighed_the_page_says_why_nothing_is_read(school: School) -> None:
    id, team = school.raised(child=school.bo), organisation("tomas", "LT_TOEGANG")
    consented(school, team)
    with acting(school.coordinator):
        reason = "Moeder maakt bezwaar tegen delen."
        retention.hold(by=acting_actor(), child=school.bo, file=school.place, category=Held.OBJECTION, reason=reason)
    iris = Seat("iris", "IB")
    page = text(iris.post(address(id, "doorgeven"), stap="kies", naar=str(team)))
    assert "Er is bezwaar gemaakt tegen delen." in page
    assert "Leg eerst de toestemming vast" not in page
    assert give(iris, id, team)[0] == 302, "the concern itself can go, without a word of it"
    tomas = Seat("tomas", "LT_TOEGANG")
    assert SEEN not in text(tomas.get(address(id)))


def test_the_third_time_it_goes_to_the_coordinator_and_to_nobody_else(school: School) -> None:
    id = school.raised()
    iris = Seat("iris", "IB")
    for key in ("tomas", "linde"):
        assert give(iris, id, organisation(key, "LT_TOEGANG"))[0] == 302
        fields = {"reden": "OTHER_TASK", "gemeente": "", "woorden": "niet bij ons"}
        assert do(Seat(key, "LT_TOEGANG"), id, "afwijzen", juiste=str(school.place), **fields) == 302
    page = text(iris.get(address(id, "doorgeven")))
    assert "Twee keer is nee gezegd" in page
    assert give(iris, id, organisation("femke", "LT_TOEGANG"))[0] == 422
    direct = re.search(r'name="direct" value="([^"]+)"', page)
    assert direct
    assert give(iris, id, UUID(direct[1]))[0] == 302
    assert Concern.objects.get(pk=id).holder_id == UUID(direct[1])


def test_an_offer_sent_twice_is_one(school: School) -> None:
    id, team, iris = school.raised(), organisation("tomas", "LT_TOEGANG"), Seat("iris", "IB")
    fields = {"stap": "geef", "naar": str(team), "versie": str(version(id)), "woorden": "graag"}
    assert [iris.post(address(id, "doorgeven"), **fields).status_code for _ in range(2)] == [302, 302]
    assert Offer.objects.filter(concern_id=id).count() == 1


def weigh(seat: Seat, id: UUID, button: str, **fields: str) -> tuple[int, str]:
    answer = seat.post(address(id, "afwegen"), **{"versie": str(version(id)), button: "ja", **fields})
    return answer.status_code, text(answer)


def test_triage_waits_for_safety_and_the_pupils_voice_and_then_chooses(school: School) -> None:
    id, iris = school.raised(child=school.bo), Seat("iris", "IB")
    assert do(iris, id, "ontvangen") == 302
    page = text(iris.get(address(id, "afwegen")))
    assert Page(page).faults == []
    assert "Kijk eerst of de leerling veilig is." in page or "Beantwoord eerst" in page
    chosen = {"uitkomst": "SCHOOL_SUPPORT", "woorden": "eerst in de klas"}
    status, page = weigh(iris, id, "kies", n_LEARNING="SOME", w_LEARNING="traag", **chosen)
    assert status == 422
    assert "Kijk eerst of de leerling veilig is." in page
    assert "traag" in page
    assert weigh(iris, id, "kies", uitkomst="BESTAAT_NIET", woorden="x")[0] == 422
    assert not Answer.objects.exists(), "all or nothing"
    status, page = weigh(iris, id, "bewaar", n_LEARNING="SERIOUS")
    assert (status, "schrijf waarom je dit vindt" in page) == (422, True)
    answers = {"n_LEARNING": "SOME", "w_LEARNING": "traag", "n_SAFE": "FINE", "stem": "Rekenen is stom."}
    assert weigh(iris, id, "bewaar", **answers)[0] == 302
    assert "Ondersteuning op school" in text(iris.get(address(id, "afwegen")))
    assert weigh(iris, id, "kies", **answers, **chosen)[0] == 302
    assert Concern.objects.get(pk=id).state == State.TRIAGED
    page = text(iris.get(address(id)))
    assert "Rekenen is stom." in page
    assert "Leren (onderwijs): twijfel" in page


def test_both_views_stand_beside_each_other_and_differences_are_told(school: School) -> None:
    id = school.raised()
    iris, tomas = Seat("iris", "IB"), Seat("tomas", "LT_TOEGANG")
    assert do(iris, id, "ontvangen") == 302
    assert weigh(iris, id, "bewaar", n_BEHAVIOUR="SERIOUS", w_BEHAVIOUR="slaat")[0] == 302
    assert give(iris, id, organisation("tomas", "LT_TOEGANG"))[0] == 302
    assert do(tomas, id, "aannemen") == 302
    page = text(tomas.get(address(id, "afwegen")))
    assert "slaat" in page
    assert "grote zorg" in page
    assert weigh(tomas, id, "bewaar", n_BEHAVIOUR="FINE")[0] == 302
    assert "jullie kijken hier anders naar" in text(tomas.get(address(id, "afwegen")))
    assert set(Answer.objects.values_list("view", flat=True)) == {View.EDUCATION, View.YOUTH_CARE}


def test_who_weighs_second_gets_both_texts(school: School) -> None:
    id = school.raised()
    iris = Seat("iris", "IB")
    assert do(iris, id, "ontvangen") == 302
    seen = version(id)
    with acting(context("iris", "IB")):
        answers = [Given("SAFE", View.EDUCATION, Level.SOME, "bang voor thuis")]
        life.assess(by=acting_actor(), id=id, answers=answers, voice=Voice(), framework="PO")
    fields = {"versie": seen, "bewaar": "ja", "n_SAFE": "FINE", "w_SAFE": "alles goed", "n_HEALTH": "FINE"}
    answer = iris.post(address(id, "afwegen"), **fields)
    page = text(answer)
    assert answer.status_code in (302, 409)
    if answer.status_code == 409:
        assert "alles goed" in page
        assert "Veiligheid (onderwijs): twijfel" in page
    assert Answer.objects.get(criterion="SAFE").reason == "bang voor thuis"


def test_where_the_pupil_is_not_safe_the_route_of_safety_stands_first(school: School) -> None:
    id, iris = school.raised(), Seat("iris", "IB")
    assert do(iris, id, "ontvangen") == 302
    answers = {"n_SAFE": "SERIOUS", "w_SAFE": "blauwe plek", "stem_niet": "te klein"}
    chosen = {"uitkomst": "SAFETY", "woorden": "meldcode"}
    assert weigh(iris, id, "kies", **answers, **chosen)[0] == 302
    assert "Veilig Thuis, 0800-2000" in text(iris.get(address(id)))
    event = Event.objects.get(concern_id=id, command=Command.TRIAGE)
    assert event.details["outcome"] == Outcome.SAFETY


def test_who_may_not_read_the_words_is_told_so_and_not_led_to_the_questions(school: School) -> None:
    id = school.raised(child=school.bo)
    iris, tomas = Seat("iris", "IB"), Seat("tomas", "LT_TOEGANG")
    assert do(iris, id, "ontvangen") == 302
    assert give(iris, id, organisation("tomas", "LT_TOEGANG"))[0] == 302
    assert do(tomas, id, "aannemen") == 302
    assert "vraag wie het doorgaf om ze te delen" in text(tomas.get(address(id)))
    for answer in (tomas.get(address(id, "afwegen")), tomas.post(address(id, "afwegen"), versie="1", kies="ja")):
        assert answer.status_code == 302, "no questions, and no page that is not there"

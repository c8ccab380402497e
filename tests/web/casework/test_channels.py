"""What somebody may not know shows nowhere: not in a list, a page, a paper, a notice or a calendar."""

from uuid import UUID

import pytest
from tests.on_stage import Seat, text
from tests.security.matrix import every_route
from tests.web.casework.conftest import SEEN, School, context, organisation

from tandem.audit.actions import acting_actor
from tandem.casework.actions import handing_over, life
from tandem.casework.data import Urgency
from tandem.platform.context import acting
from tandem.web.casework import concern as concern_page
from tandem.web.casework import shown

NAME, CARE = "Boterbloem", "Er speelt thuis meer."
# Every way in which something of a concern reaches a reader. `tijdlijn.pdf` is printed from the facts of the page.
LISTS = ["werk/", *(f"werk/{slug}/" for slug in ("wacht", "mijn", "team", "doorgegeven", "gemeld", "afgesloten"))]
PAGES = ["signalen/<uuid:concern>/", "signalen/<uuid:concern>/doorgeven/", "signalen/<uuid:concern>/afwegen/"]
PAGES += ["signalen/<uuid:concern>/casus/"]
ASIDE = ["berichten/", "berichten/termijnen.ics", "signalen/", "signalen/<uuid:raised>/volgen/"]
CHANNELS = [*LISTS, *PAGES, *ASIDE]
ELSEWHERE = {
    "signalen/<uuid:concern>/tijdlijn.pdf",  # `test_the_paper_has_the_facts_of_the_page`
    "signalen/<uuid:concern>/doe/<slug:deed>/",  # its answers are those of the page
}


@pytest.fixture
def offered(school: School) -> tuple[School, str]:
    """A concern about Bo, offered where the gate is closed; and an answer that is not for the teacher."""
    id = school.raised(child=school.bo, urgency=Urgency.URGENT)
    team = organisation("tomas", "LT_TOEGANG")
    with acting(school.coordinator):
        life.acknowledge(by=acting_actor(), id=id)
        life.answer(by=acting_actor(), id=id, words=CARE, for_author=False)
        handing_over.offer(
            by=acting_actor(), id=id, to=team, words="hoort bij jullie", coordinator=school.place, active={team}
        )
    return school, str(id)


def everything(seat: Seat, id: str) -> dict[str, str]:
    """The answer of each channel, in both languages."""
    found = {}
    for channel in CHANNELS:
        address = channel.replace("<uuid:concern>", id).replace("<uuid:raised>", id)
        for prefix in ("/", "/en/"):
            found[prefix + channel] = text(seat.get(prefix + address))
    return found


def test_every_address_of_a_concern_is_one_of_the_channels() -> None:
    named = {route.address for route in every_route() if "<uuid:concern>" in route.address}
    assert named == {channel for channel in CHANNELS if "<uuid:concern>" in channel} | ELSEWHERE


def test_while_the_gate_is_closed_the_other_side_reads_no_word_and_no_name_anywhere(
    offered: tuple[School, str],
) -> None:
    answers = everything(Seat("tomas", "LT_TOEGANG"), offered[1])
    assert offered[1] in answers["/werk/wacht/"], "she knows that there is something"
    for secret in (NAME, SEEN, CARE, "hoort bij jullie"):
        assert [channel for channel, answer in answers.items() if secret in answer] == []


def test_who_holds_it_reads_it(offered: tuple[School, str]) -> None:
    answers = everything(Seat("iris", "IB"), offered[1])
    assert SEEN in answers["/signalen/<uuid:concern>/"]
    for channel in ("/werk/team/", "/signalen/<uuid:concern>/", "/berichten/"):
        assert NAME in answers[channel], channel
    assert NAME not in answers["/berichten/termijnen.ics"], "what leaves Tandem names nobody"


def test_the_teacher_sees_that_it_moves_and_no_care_anywhere(offered: tuple[School, str]) -> None:
    answers = everything(Seat("noor", "LERAAR"), offered[1])
    assert SEEN in answers["/signalen/<uuid:raised>/volgen/"]
    assert [channel for channel, answer in answers.items() if CARE in answer] == []


def test_the_paper_has_the_facts_of_the_page(offered: tuple[School, str]) -> None:
    with acting(context("tomas", "LT_TOEGANG")):
        facts = str(shown.concern(concern_page.known(UUID(offered[1]))))
    assert not any(secret in facts for secret in (NAME, SEEN, CARE))
    with acting(offered[0].coordinator):
        assert SEEN in str(shown.concern(concern_page.known(UUID(offered[1]))))

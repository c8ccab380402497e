"""The worklists as people see them: what is theirs, in which order, and nothing of others."""

from tests.on_stage import Seat, text
from tests.web.casework.conftest import School
from tests.web.markup import Page

from tandem.casework.data import Urgency


def test_a_concern_waits_at_the_school_with_its_term_and_name(school: School) -> None:
    id = school.raised(child=school.bo, urgency=Urgency.SOON)
    iris = Seat("iris", "IB")
    for address in ("/werk/", "/werk/team/", "/en/werk/team/"):
        page = text(iris.get(address))
        assert Page(page).faults == []
        assert f"signalen/{id}/" in page
        assert "Bo Boterbloem" in page
    assert "nog niemand" in text(iris.get("/werk/team/"))
    assert "<strong>1</strong> van het team" in text(iris.get("/werk/"))


def test_others_see_nothing_of_it(school: School) -> None:
    id = school.raised(child=school.bo)
    for key, function in (("tomas", "LT_TOEGANG"), ("joost", "IB")):
        for address in ("/werk/", "/werk/team/", "/werk/afgesloten/"):
            assert str(id) not in text(Seat(key, function).get(address))

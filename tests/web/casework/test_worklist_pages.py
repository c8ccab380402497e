"""The worklists as people see them: what is theirs, in which order, and nothing of others."""

import html
import re
from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.on_stage import Seat, role_of, text
from tests.web.casework.conftest import School, context, organisation
from tests.web.markup import Page

from tandem.audit.actions import acting_actor
from tandem.casework.actions import assigning, handing_over
from tandem.casework.data import Urgency
from tandem.casework.models import Concern
from tandem.platform.context import acting

MOST_QUERIES = 25
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


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


def listed(seat: Seat, which: str = "team") -> list[str]:
    """Keys of the concerns in a list, in order."""
    return re.findall(r'<th scope="row"><a [^>]*/signalen/([0-9a-f-]{36})/', text(seat.get(f"/werk/{which}/")))


def test_what_is_chosen_and_how_it_is_sorted_is_still_so_tomorrow(school: School) -> None:
    urgent, normal = (school.raised(urgency=one) for one in (Urgency.URGENT, Urgency.NORMAL))
    iris = Seat("iris", "IB")
    assert listed(iris) == [str(urgent), str(normal)]
    assert iris.post("/werk/team/", stap="zeef", volgorde="due", sorteer="-due").status_code == 302
    assert listed(iris) == [str(normal), str(urgent)]
    assert iris.post("/werk/team/", stap="zeef", snel="URGENT", naam="Spoed", bewaar="ja").status_code == 302
    later = Seat("iris", "IB")
    assert listed(later) == [str(urgent)]
    later.post("/werk/team/", stap="zeef")
    assert len(listed(later)) == 2
    later.post("/werk/team/", stap="weergave", kies="Spoed")
    assert listed(later) == [str(urgent)]
    later.post("/werk/team/", stap="weergave", weg="Spoed")
    assert "Spoed" not in text(later.get("/werk/team/"))
    assert later.post("/werk/team/", stap="weergave", kies="Spoed").status_code == 404
    assert "Spoed" not in text(Seat("joost", "IB").get("/werk/team/"))


def ticked(ids: Iterable[UUID]) -> list[str]:
    return [f"{id}:{Concern.objects.get(pk=id).version}" for id in ids]


def test_many_are_given_to_somebody_at_once_and_it_can_be_undone(school: School) -> None:
    ids = [school.raised() for _ in range(3)]
    iris, hat = Seat("iris", "IB"), str(role_of("iris", "IB").id)
    before = ticked(ids)
    stale = [f"{ids[2]}:1"]
    page = text(iris.post("/werk/team/", stap="stapel", signaal=[*before[:2], *stale], aan=hat, reden="", verdeel="ja"))
    assert "2 signalen zijn verdeeld." in page
    assert "1 signaal was intussen veranderd" in page
    assert sorted(listed(iris, "mijn")) == sorted(map(str, ids[:2]))
    undo = html.unescape(re.findall(r'name="signalen" value="([^"]*)"', page)[0])
    assert "2 signalen zijn weer zoals ze waren." in text(iris.post("/werk/team/", stap="terug", signalen=undo))
    assert listed(iris, "mijn") == []
    assert "0 signalen" in text(Seat("joost", "IB").post("/werk/team/", stap="terug", signalen=undo))


def test_a_bulk_step_says_what_it_still_needs(school: School) -> None:
    id = school.raised()
    iris = Seat("iris", "IB")
    for fields, said in (
        ({"aan": str(role_of("iris", "IB").id), "reden": "", "verdeel": "ja"}, "Kruis eerst een signaal aan."),
        ({"signaal": ticked([id]), "aan": "", "reden": "", "verdeel": "ja"}, "kies wie het gaat doen."),
        ({"signaal": ticked([id]), "aan": "", "reden": " ", "vrij": "ja"}, "schrijf in een paar woorden waarom."),
        ({"signaal": ["x"], "aan": "", "reden": "x", "vrij": "ja"}, "Kruis eerst een signaal aan."),
    ):
        answer = iris.post("/werk/team/", stap="stapel", **fields)
        assert (answer.status_code, said in text(answer)) == (422, True), said
    assert Concern.objects.get(pk=id).worker_hat is None


def test_who_stands_in_sees_the_work_of_who_is_away(school: School) -> None:
    id = school.raised()
    with acting(school.coordinator):
        handing_over.offer(
            by=acting_actor(),
            id=id,
            to=organisation("tomas", "LT_TOEGANG"),
            words="graag",
            coordinator=school.place,
            active={organisation("tomas", "LT_TOEGANG")},
        )
    with acting(context("tomas", "LT_TOEGANG")):
        handing_over.accept(by=acting_actor(), id=id)
        assigning.assign(by=acting_actor(), id=id, worker=role_of("tomas", "LT_TOEGANG").id)
    assert listed(Seat("eva", "LT_TOEGANG"), "mijn") == [str(id)]
    assert listed(Seat("youssef", "LT_HULP"), "mijn") == []


def asked(seat: Seat, address: str, **posted: str) -> int:
    """How many questions to the database a page takes, when what is kept in memory is there."""
    ask = partial(seat.post, address, **posted) if posted else partial(seat.get, address)
    ask()
    with CaptureQueriesContext(connection) as queries:
        assert ask().status_code == 200, address
    return len([one for one in queries if not one["sql"].startswith(FRAME)])


def test_no_page_asks_the_database_too_much(school: School) -> None:
    """However many rows there are; with the session, the hat and the lines of the log."""
    ids = [school.raised(child=school.bo) for _ in range(30)]
    iris, noor, here = Seat("iris", "IB"), Seat("noor", "LERAAR"), f"/signalen/{ids[0]}/"
    iris.post(f"{here}doe/ontvangen/", versie="2")
    pages = ("/werk/", "/werk/team/", here, f"{here}doorgeven/", f"{here}afwegen/", f"{here}doe/afsluiten/")
    found = {address: asked(iris, address) for address in (*pages, "/berichten/", "/leerlingen/invoer/")}
    found |= {address: asked(noor, address) for address in ("/signalen/", "/signalen/nieuw/", f"{here}volgen/")}
    team = str(organisation("tomas", "LT_TOEGANG"))
    found["what the other side will see"] = asked(iris, f"{here}doorgeven/", stap="kies", naar=team)
    assert {address: count for address, count in found.items() if count > MOST_QUERIES} == {}

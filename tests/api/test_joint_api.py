"""Systems that work together over the API: a school opens a case, a team takes it over, both meet and decide."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.api.calling import System, made, owner_of_key, told
from tests.children.pupils import disclose
from tests.web.cases.test_case_pages import QUESTION, Table, stage, table
from tests.web.casework.conftest import organisation

from tandem.audit.actions import acting_actor
from tandem.cases.actions import involving
from tandem.cases.data import Joining
from tandem.cases.models import Case, Event, Text
from tandem.children.data import Kind
from tandem.children.models import Access, Child
from tandem.decisions.models import Decision
from tandem.identity.data import Scope
from tandem.meetings.models import Meeting
from tandem.platform import clock
from tandem.platform.context import acting

__all__ = ["stage", "table"]
ALL = Kind.IDENTITY | Kind.CONCERN | Kind.DECISION | Kind.PLAN


@pytest.fixture
def iris(table: Table) -> System:
    return System(made(owner_of_key("iris", "IB")))


@pytest.fixture
def tomas(table: Table) -> System:
    return System(made(owner_of_key("tomas", "LT_TOEGANG")))


@pytest.fixture
def gate(table: Table) -> UUID:
    """The team takes part, through what lets it read."""
    team, bo = organisation("tomas", "LT_TOEGANG"), Child.objects.get(pk=table.bo)
    disclose(team, bo, ALL)
    found = Access.objects.get(principal_id=team, child=bo, kinds=ALL.value, reason="DISCLOSED").source
    with acting(table.coordinator):
        joining = Joining(team, "LT_TOEGANG", "samenwerken", "6(1)(a)", ALL.value, found)
        involving.invite(by=acting_actor(), id=table.id, joining=joining)
    return UUID(str(found))


def seen(system: System, path: str) -> Any:
    answer = system.get(path)
    assert answer.status_code == 200, answer.content
    return told(answer)


def test_a_school_opens_a_case_and_the_page_shows_the_same(table: Table, iris: System) -> None:
    key = uuid4()
    sent = {"leerling": str(table.bo), "vraag": "Wat helpt Bo?"}
    first, again = (iris.post("/casussen", sent, key=key) for _ in range(2))
    assert (first.status_code, first.content) == (201, again.content)
    assert iris.post("/casussen", {**sent, "vraag": "Iets anders?"}, key=key).status_code == 409
    id = told(first)["id"]
    assert first.headers["Location"] == f"/api/v1/casussen/{id}"
    found = seen(iris, f"/casussen/{id}")
    assert (found["naam"], found["leerling"], found["vraag"]) == ("Bo Boterbloem", str(table.bo), "Wat helpt Bo?")
    assert (found["stand"], found["deelname"], found["houder"]["id"]) == (
        "loopt", ["houder", "regisseur", "deelnemer"], str(table.place),
    )  # fmt: skip
    assert [one["wat"] for one in found["verloop"]] == ["geopend"]
    listed = seen(iris, "/casussen?lijst=open&paginaGrootte=1")
    assert (listed["aantal"], len(listed["resultaten"])) == (2, 1)
    assert listed["volgende"] == "/api/v1/casussen?lijst=open&paginaGrootte=1&pagina=2"
    assert found["versie"] == Case.objects.get(pk=id).version


def test_what_is_not_hers_is_not_there(table: Table, tomas: System) -> None:
    assert seen(tomas, "/casussen")["resultaten"] == []
    for path in (f"/casussen/{table.id}", f"/casussen/{uuid4()}", f"/besluiten/{uuid4()}", f"/overleggen/{uuid4()}"):
        assert tomas.get(path).status_code == 404
    step = {"versie": 1, "tekst": "Wij ook."}
    one, other = (tomas.post(f"/casussen/{id}/aanvullingen", step) for id in (table.id, uuid4()))
    assert (one.status_code, one.content) == (404, other.content)
    answer = tomas.post("/casussen", {"leerling": str(table.bo), "vraag": "Wat helpt?"})
    assert (answer.status_code, told(answer)["code"]) == (409, "UNKNOWN_CHILD")


def test_who_may_only_know_sees_who_works_and_no_word(table: Table, tomas: System) -> None:
    table.told()
    found = seen(tomas, f"/casussen/{table.id}")
    assert (found["leerling"], found["vraag"], found["verloop"], found["kan"]) == (None, None, [], [])
    assert found["deelname"] == ["mag-weten"]
    assert {one["doel"] for one in found["deelnemers"]} == {None}
    assert QUESTION not in str(found)
    assert tomas.post(f"/casussen/{table.id}/aanvullingen", {"versie": 1, "tekst": "Hoi."}).status_code == 404


def test_somebody_comes_in_only_through_the_gate(table: Table, iris: System) -> None:
    team = str(organisation("tomas", "LT_TOEGANG"))
    path, sent = f"/casussen/{table.id}/deelnemers", {"organisatie": team, "functie": "LT_TOEGANG"}
    version = table.version()
    refused = iris.post(path, {**sent, "versie": version})
    assert (refused.status_code, told(refused)["code"]) == (409, "GATE")
    assert told(iris.post(path, {**sent, "versie": version, "functie": "ZOMAAR"}))["errors"][0]["location"] == {
        "name": "functie", "pointer": "#/functie",
    }  # fmt: skip
    knows = iris.post(path, {**sent, "versie": version, "alleenWeten": True})
    assert (knows.status_code, told(knows)["versie"]) == (200, version + 1)
    [one] = [one for one in seen(iris, f"/casussen/{table.id}")["deelnemers"] if one["alleenWeten"]]
    bye = {"versie": version + 1, "tekst": "Niet meer nodig."}
    assert iris.post(f"{path}/{one['id']}/afmelding", bye).status_code == 200


def test_the_same_step_again_is_done_and_another_is_a_conflict(table: Table, iris: System, gate: UUID) -> None:
    path, version = f"/casussen/{table.id}/aanvullingen", table.version()
    sent = {"versie": version, "tekst": "Zij was er vandaag."}
    first, again = (iris.post(path, sent) for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert Text.objects.filter(case_id=table.id, part="ADDED").count() == 1
    other = iris.post(path, {"versie": version, "tekst": "Iets anders."})
    assert (other.status_code, told(other)["code"], told(other)["verstuurd"]) == (409, "CONFLICT", "Iets anders.")
    assert System(made(owner_of_key("tomas", "LT_TOEGANG"))).post(path, sent).status_code == 409, "not hers"


def test_the_baton_goes_to_the_team_and_comes_with_the_case(
    table: Table, iris: System, tomas: System, gate: UUID
) -> None:
    team, path = str(organisation("tomas", "LT_TOEGANG")), f"/casussen/{table.id}"
    offer = {"versie": table.version(), "naar": team, "tekst": "Jullie zijn aan zet.", "verstrekking": str(gate)}
    assert iris.post(f"{path}/aanbod", offer).status_code == 200
    assert seen(iris, path)["aangebodenAan"]["id"] == team
    assert [one["id"] for one in seen(tomas, "/casussen?lijst=wacht")["resultaten"]] == [str(table.id)]
    assert "aannemen" in seen(tomas, path)["kan"]
    version = table.version()
    assert tomas.post(f"{path}/aanname", {"versie": version - 1}).status_code == 409
    assert tomas.post(f"{path}/aanname", {"versie": version}).status_code == 200
    assert seen(tomas, path)["houder"]["id"] == team
    again = {"versie": table.version(), "naar": str(table.place), "tekst": "Terug naar school."}
    assert tomas.post(f"{path}/aanbod", again).status_code == 200
    no = {"versie": table.version(), "reden": "te-weinig", "tekst": "Wat is er gedaan?", "juiste": None, "gemeente": ""}
    assert iris.post(f"{path}/afwijzing", no).status_code == 200
    assert Event.objects.filter(case_id=table.id, command="REFUSE").count() == 1


def test_a_meeting_is_planned_once_and_read_by_who_is_invited(table: Table, iris: System, tomas: System) -> None:
    starts = (clock.now() + timedelta(days=7)).replace(microsecond=0)
    sent = {"soort": "SUPPORT_TEAM", "bij": str(table.place), "begint": starts.isoformat(), "minuten": 60}
    key = uuid4()
    first, again = (iris.post("/overleggen", sent, key=key) for _ in range(2))
    assert (first.status_code, first.content) == (201, again.content)
    assert Meeting.objects.count() == 1
    id = told(first)["id"]
    found = seen(iris, f"/overleggen/{id}")
    assert (found["soort"], found["stand"], found["leidt"], found["agenda"]) == ("SUPPORT_TEAM", "gepland", True, [])
    assert [one["id"] for one in seen(iris, "/overleggen")["resultaten"]] == [id]
    assert seen(iris, "/overleggen?lijst=geweest")["aantal"] == 0
    assert tomas.get(f"/overleggen/{id}").status_code == 404
    for wrong in ({"begint": "2026-10-06T13:00:00"}, {"begint": "2011-10-06T13:00:00Z"}, {"bij": str(uuid4())}):
        assert iris.post("/overleggen", {**sent, **wrong}).status_code == 400
    assert told(iris.post("/overleggen", {**sent, "soort": "BESTAAT_NIET"}))["code"] == "KIND"


def test_a_request_goes_from_draft_to_decision(table: Table, iris: System, tomas: System, gate: UUID) -> None:
    sent = {"casus": str(table.id), "soort": "TREATMENT", "euro": 4000, "maanden": 6, "tekst": "Bo zit thuis."}
    answer = iris.post("/besluiten", sent)
    assert answer.status_code == 201, answer.content
    id = told(answer)["id"]
    path = f"/besluiten/{id}"
    assert tomas.get(path).status_code == 404, "a draft is its writer's alone"
    draft = seen(iris, path)
    assert (draft["stand"], draft["kan"], draft["euro"]) == ("concept", ["indienen"], 4000)
    handed = iris.post(f"{path}/indiening", {"versie": draft["versie"]})
    assert handed.status_code == 200, handed.content
    assert iris.post(f"{path}/indiening", {"versie": draft["versie"]}).content == handed.content, "asked again"
    assert [one["id"] for one in seen(tomas, "/besluiten")["resultaten"]] == [id]
    waiting = seen(tomas, path)
    assert (waiting["stand"], waiting["aanZet"]["id"]) == ("beslissing", str(organisation("tomas", "LT_TOEGANG")))
    own = iris.post(f"{path}/beslissing", {"versie": waiting["versie"], "toegekend": True, "tekst": "Ja."})
    assert own.status_code == 409, "nobody approves their own"
    yes = {"versie": waiting["versie"], "toegekend": True, "tekst": "Zo leert zij weer."}
    assert tomas.post(f"{path}/beslissing", yes).status_code == 200
    assert tomas.post(f"{path}/beslissing", {**yes, "toegekend": False}).status_code == 409
    found = seen(iris, path)
    assert (found["stand"], [one["wat"] for one in found["verloop"]]) == ("toegekend", ["ingediend", "toegekend"])
    assert Decision.objects.get(pk=id).state == "GRANTED"


@pytest.mark.parametrize(("scope", "method"), [(Scope.WORK, "get"), (Scope.SEE, "post"), (Scope.FOLLOW, "get")])
def test_a_key_opens_what_it_is_for(table: Table, scope: Scope, method: str) -> None:
    system = System(made(owner_of_key("iris", "IB"), scope))
    for path in ("/casussen", "/overleggen", "/besluiten"):
        answer = system.get(path) if method == "get" else system.post(path, {})
        assert answer.status_code == 403
        assert System().get(path).status_code == 401

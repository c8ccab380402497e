"""A system of a school raises concerns and follows them, as its owner: the form and the page by another door."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from tests.api.calling import System, made, owner_of_key, told
from tests.on_stage import Seat, text
from tests.web.casework.conftest import SEEN, School

from tandem.audit.actions import acting_actor
from tandem.casework.actions import life
from tandem.casework.models import Concern, Event, Text
from tandem.children.models import Child
from tandem.identity import throttle
from tandem.identity.data import Scope
from tandem.identity.models import SystemKey
from tandem.identity.rules import CALLS
from tandem.platform import clock
from tandem.platform.context import acting

PROBLEM = "application/problem+json"


def concern(school: School, **more: Any) -> dict[str, Any]:
    return {"leerling": str(school.bo), "gezien": SEEN, "urgentie": "deze-week", **more}


def raised(system: System, school: School, **more: Any) -> str:
    answer = system.post("/signalen", concern(school, **more))
    assert answer.status_code == 201, answer.content
    return str(told(answer)["id"])


def errors(answer: HttpResponse) -> dict[str, str]:
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM), answer.content
    return {one["location"].get("pointer", one["location"]["name"]): one["detail"] for one in told(answer)["errors"]}


# --- raise ----------------------------------------------------------------------------------------------------------


def test_from_key_to_the_answer(system: System, school: School) -> None:
    """Choose a pupil, raise, follow, add, and read the answer of the school."""
    [pupil] = told(system.get("/leerlingen"))["resultaten"]
    assert pupil == {"id": str(school.bo), "naam": "Bo Boterbloem"}
    answer = system.post("/signalen", {"leerling": pupil["id"], "gezien": SEEN, "urgentie": "vandaag"})
    assert answer.status_code == 201
    id = told(answer)["id"]
    assert answer.headers["Location"] == f"/api/v1/signalen/{id}"
    row = Concern.objects.get(pk=id)
    assert (row.state, row.urgency, row.holder_id) == ("RAISED", "URGENT", school.place)

    assert system.post(f"/signalen/{id}/aanvullingen", {"tekst": "Vandaag weer."}).status_code == 201
    with acting(school.coordinator):
        life.acknowledge(by=acting_actor(), id=UUID(id))
        life.answer(by=acting_actor(), id=UUID(id), words="We praten maandag.", for_author=True)
    found = told(system.get(f"/signalen/{id}"))
    assert (found["naam"], found["leerling"], found["stand"]) == ("Bo Boterbloem", str(school.bo), "ontvangen")
    assert found["bijSchool"] is True
    assert found["ontvangenOp"].endswith("Z")
    assert (found["opgepaktOp"], found["afgeslotenOp"], found["ingetrokken"]) == (None, None, False)
    assert [one["tekst"] for one in found["antwoorden"]] == ["We praten maandag."]
    assert [one["wat"] for one in found["verloop"]] == ["doorgegeven", "aangevuld", "ontvangen", "beantwoord"]
    assert [(one["deel"], one["tekst"]) for one in found["eigenWoorden"]] == [
        ("gezien", SEEN),
        ("aangevuld", "Vandaag weer."),
    ]
    assert found["kan"] == ["aanvullen", "intrekken"]

    listed = told(system.get("/signalen"))
    assert (listed["aantal"], listed["volgende"]) == (1, None)
    assert listed["resultaten"][0].items() <= found.items()
    assert "Bo Boterbloem" in text(Seat("noor", "LERAAR").get("/signalen/"))  # the page shows the same concern


def test_a_pupil_who_is_not_in_the_list_yet(system: System, school: School) -> None:
    new = {"voornaam": "Ada", "achternaam": "van den Berg", "geboren": "2018-05-04"}
    sent = {"nieuweLeerling": new, "gezien": SEEN, "urgentie": "kan-wachten"}
    for _ in range(2):
        assert system.post("/signalen", sent).status_code == 201
    assert Child.objects.filter(family_name="van den Berg").count() == 1
    assert len(told(system.get("/leerlingen"))["resultaten"]) == 2


def test_a_consultation_says_what_gives_the_pupil_away(system: System, school: School) -> None:
    sent = {"zonderNaam": True, "gezien": "Ik maak me zorgen, ook om Bo.", "urgentie": "kan-wachten"}
    assert "Bo" in errors(system.post("/signalen", sent))["#/gezien"]
    assert not Concern.objects.exists()
    answer = system.post("/signalen", {**sent, "toch": True})
    assert answer.status_code == 201
    found = told(system.get(f"/signalen/{told(answer)['id']}"))
    assert (found["zonderNaam"], found["naam"], found["leerling"]) == (True, None, None)


# --- what is wrong --------------------------------------------------------------------------------------------------


def test_everything_that_is_wrong_is_said_at_once_and_as_on_the_form(system: System, school: School) -> None:
    sent = concern(school, leerling=str(uuid4()), gezien="  ", nodig="x" * 4001)
    found = errors(system.post("/signalen", sent))
    fields = {
        "sleutel": str(uuid4()),
        "versie": "0",
        "leerling": sent["leerling"],
        "gezien": " ",
        "nodig": sent["nodig"],
    }
    page = text(Seat("noor", "LERAAR").post("/signalen/nieuw/", **fields, urgentie="SOON", verstuur="1"))
    assert set(found) == {"#/leerling", "#/gezien", "#/nodig"}
    for sentence in found.values():
        assert sentence in page
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("sent", "pointers"),
    [
        ({}, {"#/gezien", "#/urgentie"}),
        ({"gezien": SEEN, "urgentie": "ooit", "onbekend": 1}, {"#/urgentie", "#/onbekend"}),
        ({"gezien": SEEN, "urgentie": "vandaag"}, {"#/leerling"}),
        ({"gezien": SEEN, "urgentie": "vandaag", "zonderNaam": "ja"}, {"#/zonderNaam"}),
        ({"gezien": SEEN, "urgentie": "vandaag", "leerling": "bo"}, {"#/leerling"}),
        ({"gezien": "a\x00b", "urgentie": "vandaag", "zonderNaam": True}, {"#/gezien"}),
        ({"gezien": 5, "urgentie": "vandaag", "zonderNaam": True}, {"#/gezien"}),
        (
            {"gezien": SEEN, "urgentie": "vandaag", "nieuweLeerling": {"voornaam": "Ada", "geboren": "4 mei"}},
            {"#/nieuweLeerling/achternaam"},
        ),
        (
            {
                "gezien": SEEN,
                "urgentie": "vandaag",
                "nieuweLeerling": {"voornaam": "", "achternaam": "Berg", "geboren": "1950-01-01"},
            },
            {"#/nieuweLeerling/voornaam", "#/nieuweLeerling/geboren"},
        ),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    system: System, school: School, sent: dict[str, Any], pointers: set[str]
) -> None:
    assert set(errors(system.post("/signalen", sent))) == pointers
    assert not Concern.objects.exists()
    assert not Child.objects.filter(given_name="Ada").exists()


@pytest.mark.parametrize("body", ["{", "[]", '{"gezien": "\\ud800"}', '"x"', '{"gezien": "a", "gezien": "b"}', "null"])
def test_what_is_no_json_of_ours_is_refused(system: System, body: str) -> None:
    answer = system.post("/signalen", body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)


def test_a_call_needs_its_key_and_its_kind(system: System, school: School) -> None:
    assert set(errors(system.post("/signalen", concern(school), key=""))) == {"Idempotency-Key"}
    assert set(errors(system.post("/signalen", concern(school), key="nee"))) == {"Idempotency-Key"}
    answer = system.client.post("/api/v1/signalen", {"gezien": SEEN}, headers=system._headers({}))
    assert (answer.status_code, answer.headers["Content-Type"]) == (415, PROBLEM)
    assert set(errors(system.get("/signalen?stand=open"))) == {"stand"}


# --- once -----------------------------------------------------------------------------------------------------------


def test_the_same_call_again_is_the_same_concern_and_another_is_refused(system: System, school: School) -> None:
    key = uuid4()
    first, again = (system.post("/signalen", concern(school), key=key) for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    for other in (
        concern(school, gezien="Iets anders."),
        concern(school, urgentie="vandaag"),
        concern(school, nodig="Rust"),
    ):
        assert system.post("/signalen", other, key=key).status_code == 409
    newcomer = {"voornaam": "Ada", "achternaam": "Berg", "geboren": "2018-05-04"}
    somebody_else = {"nieuweLeerling": newcomer, "gezien": SEEN, "urgentie": "kan-wachten"}
    assert system.post("/signalen", somebody_else, key=key).status_code == 409
    assert not Child.objects.filter(given_name="Ada").exists(), "what is refused leaves no pupil behind"
    assert Concern.objects.count() == 1
    assert Event.objects.count() == 1
    with acting(school.coordinator):
        life.acknowledge(by=acting_actor(), id=UUID(told(first)["id"]))
    assert system.post("/signalen", concern(school), key=key).content == first.content, "also when it went on"


def test_words_are_added_once_and_a_withdrawal_is_one(system: System, school: School) -> None:
    id, key, end = raised(system, school), uuid4(), uuid4()
    more = [system.post(f"/signalen/{id}/aanvullingen", {"tekst": "En nu dit."}, key=key) for _ in range(2)]
    assert [one.status_code for one in more] == [201, 201]
    assert more[0].content == more[1].content
    assert system.post(f"/signalen/{id}/aanvullingen", {"tekst": "Iets anders."}, key=key).status_code == 409
    assert system.post(f"/signalen/{id}/intrekking", {"tekst": "En nu dit."}, key=key).status_code == 409
    assert Text.objects.filter(concern_id=id, part="ADDED").count() == 1
    gone = [system.post(f"/signalen/{id}/intrekking", {"tekst": "Al opgelost."}, key=end) for _ in range(2)]
    assert [one.status_code for one in gone] == [201, 201]
    assert gone[0].content == gone[1].content
    found = told(system.get(f"/signalen/{id}"))
    assert (found["stand"], found["ingetrokken"], found["kan"]) == ("afgesloten", True, [])


def test_what_can_no_longer_be_comes_back_with_what_was_sent(system: System, school: School) -> None:
    id = raised(system, school)
    system.post(f"/signalen/{id}/intrekking", {"tekst": "Al opgelost."})
    late = system.post(f"/signalen/{id}/aanvullingen", {"tekst": "Toch nog dit."})
    assert (late.status_code, told(late)["verstuurd"]) == (409, "Toch nog dit.")
    assert set(errors(system.post(f"/signalen/{id}/aanvullingen", {"tekst": " "}))) == {"#/tekst"}


# --- who ------------------------------------------------------------------------------------------------------------


def test_only_a_key_opens_it_and_no_session_does(school: School, system: System) -> None:
    browser = Seat("noor", "LERAAR")
    for answer in (System().get("/signalen"), System("tandem_onzin").get("/signalen"), browser.get("/api/v1/signalen")):
        assert (answer.status_code, answer.headers["Content-Type"]) == (401, PROBLEM)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["API-Version"]
    assert "tandem" not in system.get("/signalen").cookies, "and a key begins no session"
    assert not system.get("/signalen").has_header("Access-Control-Allow-Origin")


def test_a_key_opens_what_it_is_for(school: School) -> None:
    owner = owner_of_key("noor", "LERAAR")
    raises, follows = System(made(owner, Scope.RAISE)), System(made(owner, Scope.FOLLOW))
    id = raised(raises, school)
    assert follows.get("/signalen").status_code == follows.get(f"/signalen/{id}").status_code == 200
    for answer in (
        raises.get("/signalen"),
        raises.get(f"/signalen/{id}"),
        follows.get("/leerlingen"),
        follows.post("/signalen", concern(school)),
        follows.post(f"/signalen/{id}/aanvullingen", {"tekst": "x"}),
        follows.post(f"/signalen/{id}/intrekking", {"tekst": "x"}),
    ):
        assert (answer.status_code, answer.headers["Content-Type"]) == (403, PROBLEM)


def test_what_somebody_else_raised_is_not_there(school: School, system: System) -> None:
    """Not for her colleague, nor for who holds it: this door is that of who raised it. A draft is of the form."""
    id = raised(system, school)
    draft = (
        Seat("noor", "LERAAR")
        .post("/signalen/nieuw/", sleutel=str(uuid4()), versie="0", gezien=SEEN, leerling="", bewaar="1")
        .headers["Location"]
        .split("/")[2]
    )
    iris = System(made(owner_of_key("iris", "IB")))
    nobodys = iris.get(f"/signalen/{uuid4()}")
    assert iris.get(f"/signalen/{id}").content == nobodys.content
    assert iris.post(f"/signalen/{id}/intrekking", {"tekst": "x"}).content == nobodys.content
    assert told(iris.get("/signalen"))["aantal"] == 0
    assert system.get(f"/signalen/{draft}").status_code == 404
    assert told(system.get("/signalen"))["aantal"] == 1
    assert str(school.bo) in {one["id"] for one in told(iris.get("/leerlingen"))["resultaten"]}


def test_a_key_has_its_pace(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "CALLS", replace(CALLS, free=3))
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    statuses = [system.get("/signalen").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    slower = system.get("/signalen")
    assert slower.headers["Content-Type"] == PROBLEM
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=int(slower.headers["Retry-After"])))
    assert system.get("/signalen").status_code == 200


# --- what stays -----------------------------------------------------------------------------------------------------


def test_each_call_has_its_lines(system: System, school: School) -> None:
    id = raised(system, school)
    key = SystemKey.objects.get()
    for address, action in (("/signalen", "list concerns"), (f"/signalen/{id}", "read concern")):
        assert _lines_of(lambda address=address: system.get(address)) == (str(key.pk), {action}, {school.bo})
    assert _lines_of(lambda: system.get("/leerlingen"))[2] == {school.bo}
    assert key.last_used is not None
    assert system.token not in str(SystemKey.objects.values())


def _lines_of(call: Any) -> tuple[str, set[str], set[UUID]]:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(number), 0) from audit_access")
        last = cursor.fetchone()[0]
        assert call().status_code == 200
        cursor.execute("select action, subjects from audit_access where number > %s", [last])
        reads = cursor.fetchall()
        cursor.execute(
            "select subject from audit_event where action = 'call with system key' order by number desc limit 1"
        )
        [(subject,)] = cursor.fetchall()
    return subject.removeprefix("key:"), {action for action, _ in reads}, {one for _, ones in reads for one in ones}


def test_pages_of_a_long_list(system: System, school: School) -> None:
    ids = {raised(system, school, gezien=f"Nummer {number}") for number in range(3)}
    first = told(system.get("/signalen?paginaGrootte=2"))
    assert (first["aantal"], len(first["resultaten"])) == (3, 2)
    rest = told(system.get(first["volgende"].removeprefix("/api/v1")))
    assert rest["volgende"] is None
    assert {one["id"] for one in first["resultaten"] + rest["resultaten"]} == ids


def test_a_key_ends(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(made(owner_of_key("noor", "LERAAR"), days=2))
    assert system.get("/signalen").status_code == 200
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert system.get("/signalen").status_code == 401

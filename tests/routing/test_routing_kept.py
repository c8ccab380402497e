"""What organisations keep up at the desk: who may write it, what it changes, and what the count tells."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cast import CAST, player
from tests.conftest import VERSIONS
from tests.on_stage import Seat, role_of, set_the_stage, text
from tests.routing.test_routing_facts import lay_out_places

from tandem.identity.data import Hat
from tandem.platform.context import ANONYMOUS, Context, acting
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster
from tandem.register.data import OrganisationKind, organisation_id
from tandem.register.hats import context_of
from tandem.routing import kept, queries
from tandem.routing.data import Question
from tandem.routing.models import DeskRule, SchoolTeam
from tandem.routing.upkeep import NewRule, Rhythm, Team

LIBEL = organisation_id(OrganisationKind.LOCATION, "99AA00")
WESTLAND = organisation_id(OrganisationKind.MUNICIPALITY, "GM1783")
RULE = NewRule("worry", "ATTENDANCE", "In Westland kijkt leerplicht altijd mee.")
ASKED = {"school": "99AA00", "thuis": "2671", "vraag": "zorg", "leeftijd": "9"}


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def stage(owned_database: Cluster, settings: Any) -> Cluster:
    settings.DEMO_SIGN_IN = True
    set_the_stage()
    lay_out_places()
    return owned_database


def hat(key: str, function: str) -> Context:
    """As somebody of the cast acts."""
    role = role_of(key, function)
    somebody, at = player(key), CAST.stages[role.at].id
    worn = Hat(role.id, somebody.id, at, "", function, "", UUID(int=0))
    return context_of(worn, day=queries.today())


def first_called() -> str:
    with acting(ANONYMOUS):
        return queries.ask(Question("99AA00", "2671", "worry", 9)).first.role


def test_a_rule_of_the_home_municipality_goes_before_the_region_until_it_is_stopped(stage: Cluster) -> None:
    assert first_called() == "SCHOOL_SOCIAL_WORK"
    willem = Seat("willem", "GEM_BELEID")
    sent = {"vraag": "worry", "eerst": "ATTENDANCE", "waarom": RULE.why}
    looked = willem.post("/loket/regels/", **sent, bekijk="1")
    assert "Leg de regel vast" in text(looked)
    assert first_called() == "SCHOOL_SOCIAL_WORK", "looking changes nothing"
    unseen = willem.post("/loket/regels/", **sent | {"eerst": "EDUCATION"}, bewaar="worry:ATTENDANCE")
    assert unseen.status_code == 200, "what was changed after the look is shown first"
    assert willem.post("/loket/regels/", **sent, bewaar="1").status_code == 200
    assert first_called() == "SCHOOL_SOCIAL_WORK"
    assert 'value="worry:ATTENDANCE"' in text(looked)
    assert willem.post("/loket/regels/", **sent, bewaar="worry:ATTENDANCE").status_code == 302
    assert first_called() == "ATTENDANCE"
    with acting(ANONYMOUS):
        found = queries.ask(Question("99AA00", "2671", "worry", 9)).first
        assert found.why.nl == RULE.why
        assert queries.ask(Question("99AA00", "2611", "worry", 9)).first.role == "SCHOOL_SOCIAL_WORK"
    [rule] = kept.own_rules(WESTLAND)
    assert willem.post(f"/loket/regels/{rule.id}/stoppen/").status_code == 302
    assert first_called() == "SCHOOL_SOCIAL_WORK"


def test_a_rule_is_only_for_the_own_municipality(stage: Cluster) -> None:
    assert Seat("iris").get("/loket/regels/").status_code == 404
    with acting(hat("betty", "GEM_BELEID")), pytest.raises(DatabaseError), transaction.atomic():
        DeskRule.objects.create(
            municipality_id=WESTLAND, kind="worry", first="ATTENDANCE", why="niet van ons", valid_from=queries.today()
        )
    willem = Seat("willem", "GEM_BELEID")
    willem.post("/loket/regels/", vraag="worry", eerst="ATTENDANCE", waarom=RULE.why, bewaar="worry:ATTENDANCE")
    [rule] = kept.own_rules(WESTLAND)
    assert Seat("betty").post(f"/loket/regels/{rule.id}/stoppen/").status_code == 404
    assert first_called() == "ATTENDANCE"


def test_a_school_keeps_its_own_team_and_no_other(stage: Cluster) -> None:
    iris = Seat("iris")
    assert "niet ingevuld" in text(Seat().get("/loket/school/99AA00/"))
    done = iris.post("/loket/team/", ritme="SIX_WEEKLY", wanneer="dinsdag 13.00 uur", uren="12")
    assert done.status_code == 302
    page = text(Seat().get("/loket/school/99AA00/"))
    assert "elke zes weken, dinsdag 13.00 uur" in page
    assert "0,3 fte" in page
    assert "/loket/team/" not in page
    assert "/loket/team/" in text(iris.get("/loket/school/99AA00/"))
    assert iris.post("/loket/team/", ritme="SIX_WEEKLY", wanneer="", uren="500").status_code == 422
    other = organisation_id(OrganisationKind.LOCATION, "99AB00")
    with acting(hat("iris", "IB")), pytest.raises(DatabaseError), transaction.atomic():
        SchoolTeam.objects.create(location_id=other, rhythm=Rhythm.MONTHLY, confirmed=queries.today())


def test_an_administrator_keeps_the_team_of_her_school_alone(stage: Cluster) -> None:
    marijke = Seat("marijke", "BEHEER_ORG")
    assert marijke.post("/loket/team/?school=99AA00", ritme="MONTHLY", wanneer="", uren="").status_code == 302
    assert "elke maand" in text(marijke.get("/loket/school/99AA00/"))
    assert marijke.get("/loket/team/?school=99AB00").status_code == 404, "another's school"
    assert "hoort geen school" in text(Seat("bas", "BEHEER_ORG").get("/loket/team/"))


def test_the_team_of_a_school_shows_functions_and_what_is_missing(stage: Cluster) -> None:
    page = text(Seat().get("/loket/school/99AA00/"))
    for function in (
        "Schoolmaatschappelijk werker",
        "Jeugdverpleegkundige",
        "Leerplichtambtenaar",
        "Intern begeleider",
    ):
        assert function in page
    assert "Nog niet ingevuld" not in page
    assert "Iris" not in page, "functions, no names"
    elsewhere = text(Seat().get("/loket/school/99IP00/"))
    assert "Schoolmaatschappelijk werker" in elsewhere.split("Nog niet ingevuld")[1]
    assert Seat().get("/loket/school/98ZZ00/").headers["Location"] == "/loket/"


def test_a_question_counts_only_when_it_is_asked_and_shows_from_ten_on(stage: Cluster) -> None:
    for _ in range(9):
        Seat().post("/loket/", **ASKED)
    Seat().get("/loket/?school=99AA00&thuis=2671&vraag=zorg&leeftijd=9")
    Seat().post("/loket/", **ASKED | {"thuis": "fout"})
    with acting(ANONYMOUS):
        assert kept.counts() == []
    Seat().post("/loket/", **ASKED)
    with acting(ANONYMOUS):
        assert kept.counts() == [("99AA00", "GM1783", "worry", 10)]
    with connection.cursor() as cursor:
        cursor.execute("select column_name from information_schema.columns where table_name = 'routing_asked'")
        assert {name for (name,) in cursor.fetchall()} == {"school", "home", "kind", "times"}


def test_the_app_cannot_read_the_count_itself(stage: Cluster) -> None:
    with acting(ANONYMOUS), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select * from routing_asked")


def test_teams_are_read_by_school(stage: Cluster) -> None:
    assert kept.teams(["99AA00"]) == {}
    SchoolTeam.objects.create(
        location_id=LIBEL, rhythm=Rhythm.WEEKLY, care_hours=Decimal(10), confirmed=queries.today()
    )
    found = kept.teams(["99AA00", "99AB00"])
    assert found == {"99AA00": Team(Rhythm.WEEKLY, "", Decimal(10), queries.today())}

"""One's own pages: hats, sessions, and changing how one signs in."""

import base64
import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.identity.conftest import Clock
from tests.identity.people import PASSWORD, Somebody, Visitor, code_now, lay_out, text

from tandem.identity import models
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.register.models import Membership


def test_who_has_one_function_never_chooses(teacher: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(teacher)
    page = visitor.get("/mijn/")
    assert page.wsgi_request.hat.id == teacher.memberships[0]
    assert "Petje" not in text(page)


def test_who_has_several_chooses_first_and_switches_with_one_click(two_hats: Somebody, visitor: Visitor) -> None:
    assert visitor.sign_in(two_hats).headers["Location"] == "/mijn/petje/"
    assert visitor.get("/mijn/").wsgi_request.hat is None
    before = visitor.token
    answer = visitor.post("/mijn/petje/", keuze=two_hats.memberships[0], verder="/mijn/sessies/")
    assert answer.headers["Location"] == "/mijn/sessies/"
    assert visitor.token != before, "a new id at each switch"
    page = visitor.get("/mijn/")
    assert "Je werkt nu voor De Brug." in text(page)
    other = re.search(r'aria-label="Ander petje".*?name="keuze" value="([^"]+)"', page.content.decode(), re.DOTALL)
    assert other is not None
    assert other[1] == str(two_hats.memberships[1])
    visitor.post("/mijn/petje/", keuze=other[1])
    assert "Je werkt nu voor De Plas." in text(visitor.get("/mijn/"))


def test_the_old_session_is_worthless_after_a_switch(two_hats: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(two_hats)
    old = visitor.token
    visitor.post("/mijn/petje/", keuze=two_hats.memberships[0])
    thief = Visitor()
    thief.client.cookies["tandem"] = old
    assert thief.get("/mijn/").status_code == 302


def test_nobody_wears_anothers_hat(two_hats: Somebody, teacher: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(two_hats)
    for hat in (teacher.memberships[0], uuid4(), "x"):
        assert visitor.post("/mijn/petje/", keuze=hat).status_code == 422
    assert visitor.get("/mijn/").wsgi_request.hat is None


def test_a_function_that_is_ended_is_gone_at_the_next_click(two_hats: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(two_hats)
    visitor.post("/mijn/petje/", keuze=two_hats.memberships[0])
    Membership.objects.filter(pk=two_hats.memberships[0]).update(valid_until=clock.today() + timedelta(days=1))
    assert visitor.get("/mijn/").wsgi_request.hat is not None, "ends tomorrow: holds today"
    Membership.objects.filter(pk=two_hats.memberships[0]).update(valid_until=clock.today())
    assert visitor.get("/mijn/").headers["Location"].startswith("/inloggen/")


def test_a_function_that_ends_at_midnight_is_not_replaced_by_another(
    two_hats: Somebody, visitor: Visitor, hand: Clock
) -> None:
    hand.at = datetime.combine(clock.today(), time(23, 50), clock.AMSTERDAM)
    tomorrow = clock.today() + timedelta(days=1)
    Membership.objects.filter(pk=two_hats.memberships[0]).update(valid_until=tomorrow)
    visitor.sign_in(two_hats)
    visitor.post("/mijn/petje/", keuze=two_hats.memberships[0])
    assert visitor.get("/mijn/").wsgi_request.hat is not None
    hand.forward(minutes=15)
    page = visitor.get("/mijn/")
    assert "De functie waarin je werkte, is geëindigd" in text(page)
    assert page.wsgi_request.hat is None
    assert visitor.post("/mijn/petje/", keuze=two_hats.memberships[0]).status_code == 422


def test_the_list_of_sessions_and_signing_out_elsewhere(teacher: Somebody, hand: Clock) -> None:
    here, there, third = Visitor(), Visitor(), Visitor()
    for visitor in (here, there, third):
        visitor.sign_in(teacher)
        hand.forward(seconds=31)
    page = here.get("/mijn/sessies/").content.decode()
    assert page.count("Firefox, Linux") >= 3
    keys = re.findall(r'name="keuze" value="([^"]+)"', page)
    assert len(keys) == 2, "not this one"
    here.post("/mijn/sessies/", keuze=keys[0])
    assert [visitor.get("/mijn/").status_code for visitor in (here, there, third)].count(200) == 2
    here.post("/mijn/sessies/anderen/")
    assert [visitor.get("/mijn/").status_code for visitor in (here, there, third)] == [200, 302, 302]


def test_an_app_is_coupled_by_showing_that_it_works(owned_database: Cluster, visitor: Visitor, hand: Clock) -> None:
    bare = lay_out(Somebody("bo@school.example", (("IB", "De Brug"),)))
    visitor.password(bare.email)
    page = visitor.get("/mijn/beveiliging/app/").content.decode()
    assert "<svg" in page
    assert "bo@school.example" not in page
    assert visitor.post("/mijn/beveiliging/app/", code="000000").status_code == 422
    key = re.search(r'class="key">([A-Z2-7 ]+)<', page)
    assert key is not None
    code = code_now(secret=base64.b32decode(key[1].replace(" ", "")))
    before = visitor.token
    done = visitor.post("/mijn/beveiliging/app/", code=code)
    assert done.status_code == 200
    assert len(re.findall(r"<li>[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}</li>", done.content.decode())) == 10
    assert visitor.token != before
    assert "Je werkt nu voor De Brug." in text(visitor.get("/mijn/")), "two factors: the hat fits"
    again = Visitor()
    again.password(bare.email)
    assert again.post("/inloggen/tweede-stap/", code=code).status_code == 422, "the code of the set-up is used up"


def test_changing_how_one_signs_in_asks_who_one_is_again(teacher: Somebody, visitor: Visitor, hand: Clock) -> None:
    visitor.sign_in(teacher)
    hand.forward(minutes=16)
    for path in ("wachtwoord/", "app/"):
        assert visitor.get(f"/mijn/beveiliging/{path}").headers["Location"].startswith("/mijn/bevestigen/")
    for path in ("app/weg/", "herstelcodes/", "passkey/", "passkey/vraag/", "passkey/weg/", "organisatie/"):
        assert visitor.post(f"/mijn/beveiliging/{path}").headers["Location"].startswith("/mijn/bevestigen/")
    assert visitor.post("/mijn/bevestigen/", geheim="wrong").status_code == 422
    before = visitor.token
    answer = visitor.post("/mijn/bevestigen/", geheim=PASSWORD, verder="/mijn/beveiliging/")
    assert answer.headers["Location"] == "/mijn/beveiliging/"
    assert visitor.token != before
    assert visitor.get("/mijn/beveiliging/wachtwoord/").status_code == 200
    hand.forward(minutes=16)
    assert visitor.post("/mijn/bevestigen/", geheim=code_now()).status_code == 302, "or with a code"


def test_the_last_way_stays(teacher: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(teacher)
    answer = visitor.post("/mijn/beveiliging/app/weg/", keuze=teacher.account)
    assert answer.status_code == 409
    assert "Voeg eerst een andere toe" in text(answer)
    with acting(Context(account=teacher.account)):
        assert models.Authenticator.objects.count() == 1


@pytest.mark.parametrize(
    ("password", "status"),
    [("kort", 422), ("aaaaaaaaaaaaaaaa", 422), ("noor@school.example", 422), ("een heel andere zin", 200)],
)
def test_a_new_password_signs_out_elsewhere(
    teacher: Somebody, visitor: Visitor, hand: Clock, password: str, status: int
) -> None:
    elsewhere = Visitor()
    elsewhere.sign_in(teacher)
    hand.forward(seconds=31)
    visitor.sign_in(teacher)
    assert visitor.post("/mijn/beveiliging/wachtwoord/", wachtwoord=password).status_code == status
    assert elsewhere.get("/mijn/").status_code == (302 if status == 200 else 200)
    assert visitor.get("/mijn/").status_code == 200
    assert Visitor().password(teacher.email, password).status_code == (302 if status == 200 else 422)


def test_everything_is_there_in_english(teacher: Somebody, visitor: Visitor) -> None:
    visitor.sign_in(teacher)
    for path in ("mijn/", "mijn/sessies/", "mijn/beveiliging/", "mijn/petje/", "inloggen/", "inloggen/vergeten/"):
        page: Any = visitor.get(f"/en/{path}")
        assert page.headers["Content-Language"] == "en"
        assert not re.search(r"\b(Je|je|het|een|niet)\b", text(page).replace("Nederlands", "")), path

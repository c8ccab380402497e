"""Who-is-who over HTTP: what a stranger gets, what a professional gets, and the line that each look leaves."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.register.people_world import World
from tests.web.markup import Page
from tests.web.who.conftest import Visit

from tandem.platform import clock
from tandem.register.models import Area, Organisation, Person
from tandem.register.organisations import SHOWN_KINDS
from tandem.web.who import shown, words

HTMX = {"HX-Request": "true"}
PEOPLE = ("Bea", "Iris", "Tom", "Rob", "Eva", "Lot", "Sam", "Mo", "Una", "Wouter", "070 000")


def text_of(response: Any) -> str:  # Any: the response of Django's test client has no name of its own
    return str(response.content.decode())


def reads() -> list[tuple[str, int]]:
    """The lines that this test left: what was done, and about how many people."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select action, cardinality(subjects) from audit_access where xid = pg_current_xact_id()::text::bigint"
            " order by number"
        )
        return [(str(action), int(number)) for action, number in cursor.fetchall()]


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_public_page_is_well_formed_and_names_nobody(world: World, visit: Visit, language: str) -> None:
    client = visit(None)
    addresses = ["/wie-is-wie/", "/wie-is-wie/gemeente/GM0503/", "/wie-is-wie/gemeente/gm0503/?op=2018-01-01"]
    addresses += [f"/wie-is-wie/organisatie/{key}/" for key in Organisation.objects.values_list("id", flat=True)]
    for address in addresses:
        response = client.get(language + address)
        assert response.status_code == 200, address
        page = Page(text_of(response))
        assert page.faults == [], address
        # Whole words: the token of a form is drawn by lot and may hold two letters of anybody.
        assert [name for name in PEOPLE if re.search(rf"\b{name}\b", text_of(response))] == [], address
        assert "mensen/" not in text_of(response), address
    assert reads() == []


def test_a_stranger_finds_organisations_by_typing(world: World, visit: Visit) -> None:
    client = visit(None)
    whole = client.post("/wie-is-wie/", {"q": "vorbeeldschool delft"})
    part = client.post("/wie-is-wie/", {"q": "vorbeeldschool delft"}, headers=HTMX)
    for response in (whole, part):
        assert "De Voorbeeldschool, Gracht" in text_of(response)
        assert 'href="tel:0151234567"' in text_of(response)
    assert "<html" in text_of(whole)
    assert "<html" not in text_of(part)
    assert client.post("/wie-is-wie/", {"q": "x"}).status_code == 200
    assert "Niets gevonden voor ‘xyzzy’" in text_of(client.post("/wie-is-wie/", {"q": "xyzzy"}))


def test_what_somebody_typed_cannot_become_markup(world: World, visit: Visit) -> None:
    answer = text_of(visit(None).post("/wie-is-wie/", {"q": "<script>alert(1)</script>"}))
    assert "<script>alert" not in answer
    assert "&lt;script&gt;" in answer


def test_a_search_is_never_in_an_address(world: World, visit: Visit) -> None:
    assert "De Voorbeeldschool" not in text_of(visit(None).get("/wie-is-wie/?q=voorbeeldschool"))


@pytest.mark.parametrize(
    ("sent", "status"), [({"q": "a" * 101}, 422), ({"q": "aa", "extra": "1"}, 400), ({"q": ["aa", "bb"]}, 400)]
)
def test_a_strange_question_is_refused_with_words(
    world: World, visit: Visit, sent: dict[str, str], status: int
) -> None:
    response = visit(None).post("/wie-is-wie/", sent)
    assert response.status_code == status
    assert 'role="alert"' in text_of(response)


@pytest.mark.parametrize("address", ["gemeente/GM9999/", "gemeente/Delft/", "organisatie/{}/", "organisatie/1/"])
def test_what_is_not_there_is_not_there(world: World, visit: Visit, address: str) -> None:
    assert visit(None).get("/wie-is-wie/" + address.format(uuid4())).status_code == 404


def test_families_have_no_page() -> None:
    assert "FAMILY" not in {kind.value for kind in SHOWN_KINDS}
    assert "LOCAL_TEAM" in {kind.value for kind in SHOWN_KINDS}


def test_an_organisation_tells_what_it_is_part_of_and_what_belongs_to_it(world: World, visit: Visit) -> None:
    Area.objects.create(organisation=world.team, postcode_from="2611", postcode_to="2616")
    client = visit(None)
    location = text_of(client.get(f"/wie-is-wie/organisatie/{world.location.id}/"))
    assert "2611AB, Delft" in location
    assert 'href="https://windhoek.example"' in location
    assert location.index("De Voorbeeldschool</a>") < location.index("Bestuur Voorbeeld</a>")
    municipality = text_of(client.get(f"/wie-is-wie/organisatie/{world.municipality.id}/"))
    assert "Lokaal team Voorbeeldstad" in municipality
    assert "2611–2616" in text_of(client.get(f"/wie-is-wie/organisatie/{world.team.id}/"))


def test_what_closed_says_so_and_is_shown_on_its_own_days(world: World, visit: Visit) -> None:
    today = clock.today()
    Organisation.objects.filter(pk=world.location.pk).update(valid_until=today)
    client = visit(None)
    assert "bestaat niet meer sinds" in text_of(client.get(f"/wie-is-wie/organisatie/{world.location.id}/"))
    assert "De Voorbeeldschool, Gracht" not in text_of(client.get("/wie-is-wie/gemeente/GM0503/"))
    yesterday = (today - timedelta(days=1)).isoformat()
    assert "De Voorbeeldschool, Gracht" in text_of(client.get(f"/wie-is-wie/gemeente/GM0503/?op={yesterday}"))


@pytest.mark.parametrize("day", ["gisteren", "2018-13-01", "2009-12-31", "1"])
def test_an_impossible_day_is_refused_with_words(world: World, visit: Visit, day: str) -> None:
    response = visit(None).get(f"/wie-is-wie/gemeente/GM0503/?op={day}")
    assert response.status_code == 422
    assert 'role="alert"' in text_of(response)


@pytest.mark.parametrize("who", ["councillor", "manager"])
def test_people_do_not_exist_for_who_is_no_professional(world: World, visit: Visit, who: str) -> None:
    client = visit(getattr(world, who))
    for address in ("/wie-is-wie/mensen/", f"/wie-is-wie/organisatie/{world.team.id}/mensen/"):
        response = client.get(address)
        assert response.status_code == 404
        assert text_of(response) == text_of(client.get("/bestaat-niet/")).replace("/bestaat-niet/", address)
    page = text_of(client.get(f"/wie-is-wie/organisatie/{world.team.id}/"))
    assert "/wie-is-wie/mensen/" not in page
    assert f"{world.team.id}/mensen/" not in page


def test_a_stranger_is_sent_to_sign_in(world: World, visit: Visit) -> None:
    response = visit(None).get("/wie-is-wie/mensen/")
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/inloggen/")
    part = visit(None).get(f"/wie-is-wie/organisatie/{world.team.id}/mensen/", headers=HTMX)
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, "/inloggen/")


def test_a_professional_sees_who_works_there_and_leaves_a_line(world: World, visit: Visit) -> None:
    client = visit(world.coordinator)
    assert "mensen/" in text_of(client.get(f"/wie-is-wie/organisatie/{world.team.id}/"))
    answer = text_of(client.get(f"/wie-is-wie/organisatie/{world.team.id}/mensen/", headers=HTMX))
    for name in ("Tom", "Lot", "Sam"):
        assert f"{name} Voorbeeld" in answer
    for name in ("Eva", "Mo", "Una"):
        assert name not in answer
    assert "Vervanger tot" in answer
    assert "6,5 uur per week" in answer
    assert 'href="tel:070000"' in answer
    assert reads() == [("show people of organisation", 3)]


def test_a_school_shows_its_own_people_and_who_is_linked_to_it(world: World, visit: Visit) -> None:
    whole = text_of(visit(world.consultant).get(f"/wie-is-wie/organisatie/{world.location.id}/mensen/"))
    page = whole.partition("<main")[2]  # the header says who is signed in
    assert page.index("Iris Voorbeeld") < page.index("Gekoppeld aan deze school") < page.index("Tom Voorbeeld")
    assert Page(whole).faults == []
    assert reads() == [("show people of organisation", 1), ("show people of school", 2)]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "tom voorbeelt"}, {"Tom"}),
        ({"q": "voorbeeld"}, {"Tom", "Iris", "Lot", "Sam"}),
        ({"q": "voorbeeld", "function": "IB"}, {"Iris"}),
        ({"function": "LT_HULP", "municipality": "GM0503"}, {"Lot", "Sam"}),
        ({"q": "xyzzy", "function": "LT_HULP"}, set()),
        ({"q": "x"}, set()),
        ({}, set()),
    ],
)
def test_a_professional_finds_colleagues(world: World, visit: Visit, asked: dict[str, str], names: set[str]) -> None:
    answer = visit(world.coordinator).post("/wie-is-wie/mensen/", asked, headers=HTMX)
    assert answer.status_code == 200
    assert set(re.findall(r"<h3[^>]*>(\w+) Voorbeeld</h3>", text_of(answer))) == names
    assert len(reads()) == (1 if names else 0)


def test_an_unknown_function_is_refused(world: World, visit: Visit) -> None:
    response = visit(world.coordinator).post("/wie-is-wie/mensen/", {"function": "KEIZER"})
    assert response.status_code == 422


def test_no_line_no_people(world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("drop function audit.add_access")
    response = visit(world.coordinator).post("/wie-is-wie/mensen/", {"q": "voorbeeld"})
    assert response.status_code == 503
    assert "Voorbeeld" not in text_of(response)


def test_the_people_page_is_well_formed_in_both_languages(world: World, visit: Visit) -> None:
    client = visit(world.coordinator)
    for language in ("", "/en"):
        response = client.post(f"{language}/wie-is-wie/mensen/", {"q": "voorbeeld"})
        page = Page(text_of(response))
        assert page.faults == []
        assert ("hours a week" if language else "uur per week") in text_of(response)


def test_a_name_with_markup_in_it_is_a_name(world: World, visit: Visit) -> None:
    Person.objects.filter(pk=world.consultant.person.pk).update(family_name="<b>Vet</b>")
    Organisation.objects.filter(pk=world.team.pk).update(name="<i>Team</i>", website="javascript:alert(1)")
    client = visit(world.coordinator)
    answer = text_of(client.get(f"/wie-is-wie/organisatie/{world.team.id}/mensen/"))
    assert "<b>Vet" not in answer
    assert "<i>Team" not in answer
    assert 'href="javascript' not in text_of(client.get(f"/wie-is-wie/organisatie/{world.team.id}/"))


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("070 353 30 00", "tel:0703533000"),
        ("+31 (0)70-1234567", "tel:+310701234567"),
        ("112", "tel:112"),
        ("n.v.t.", ""),
        ("", ""),
    ],
)
def test_a_number_becomes_a_link_that_dials(number: str, link: str) -> None:
    assert words.dial(number) == link


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("www.windhoek.example", "https://www.windhoek.example"),
        ("http://windhoek.example/a", "http://windhoek.example/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("windhoek.example met tekst", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(address: str, link: str) -> None:
    assert words.site(address) == link


def test_hours_are_written_as_people_do() -> None:
    assert [shown.hours(Decimal(text)) for text in ("6.5", "8.0", "10")] == [
        "6,5 uur per week", "8 uur per week", "10 uur per week",
    ]  # fmt: skip

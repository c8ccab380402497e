"""Search as you type: forgives typing errors, knows other names, and never finds whom you may not see."""

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.register.people_world import DAY, World, organisation, worker

from tandem.platform.context import ANONYMOUS, Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.register.data import OrganisationKind
from tandem.register.models import Municipality, Organisation
from tandem.register.organisations import SHOWN_KINDS
from tandem.register.search import find_organisations, find_people


@pytest.fixture
def world(owned_database: Cluster) -> World:
    the_hague = Municipality.objects.create(
        code="GM0518", name="'s-Gravenhage", sort_key="gravenhage", also_called="Den Haag"
    )
    Municipality.objects.create(code="GM1900", name="Súdwest-Fryslân", sort_key="sudwest fryslan")
    made = World()
    for name, code, place, municipality in (
        ("De Regenboog", "00AP00", "'S-GRAVENHAGE", the_hague),
        ("De Regenboog", "01AB00", "SNEEK", Municipality.objects.get(code="GM1900")),
        ("Het Anker", "01CD00", "'S-GRAVENHAGE", the_hague),
    ):
        one = organisation("LOCATION", name)
        Organisation.objects.filter(pk=one.pk).update(
            code=code, place=place, municipality=municipality, postcode="2511AB"
        )
    return made


def found(question: str, day: date = DAY) -> list[str]:
    return [one.code or one.name for one in find_organisations(question, on=day)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("regenboog den haag", "00AP00"),
        ("regenboog haag", "00AP00"),
        ("regenb", "00AP00"),
        ("reegnboog sneek", "01AB00"),
        ("REGENBOOG SUDWEST", "01AB00"),
        ("ankr", "01CD00"),
        ("01ab", "01AB00"),
        ("01AB00", "01AB00"),
        ("2511", "00AP00"),
        ("lokaal team voorbeeldstat", "Lokaal team Voorbeeldstad"),
    ],
)
def test_the_first_answer_is_the_one_that_was_meant(world: World, question: str, first: str) -> None:
    assert found(question)[0] == first


@pytest.mark.parametrize("question", ["", " ", "'", "%", "xyzzy", "regenboog xyzzy", "\x00", "a" * 500])
def test_what_is_nowhere_is_not_found(world: World, question: str) -> None:
    assert found(question) == []


def test_each_word_must_be_in_it(world: World) -> None:
    assert set(found("regenboog")) == {"00AP00", "01AB00"}
    assert found("regenboog sneek") == ["01AB00"]


def test_what_closed_is_found_on_the_days_it_was_there(world: World) -> None:
    Organisation.objects.filter(code="01CD00").update(valid_until=DAY)
    assert found("anker") == []
    assert found("anker", DAY - timedelta(days=1)) == ["01CD00"]


def test_families_are_never_found(world: World) -> None:
    assert "FAMILY" not in {kind.value for kind in SHOWN_KINDS}
    teams = find_organisations("voorbeeld", on=DAY, kinds=(OrganisationKind.LOCAL_TEAM,))
    assert [one.name for one in teams] == ["Lokaal team Voorbeeldstad"], "only the kinds asked for"


def names(context: Context, question: str) -> list[str]:
    with acting(context):
        return [person.given_name for person in find_people(question)]


def test_a_professional_finds_who_is_listed(world: World) -> None:
    assert names(world.coordinator.context, "tom voorbeeld")[0] == "Tom"
    assert names(world.coordinator.context, "tom vorbeelt")[0] == "Tom"
    assert set(names(world.coordinator.context, "voorbeeld")) == {"Iris", "Tom", "Lot", "Sam"}


def test_an_administrator_finds_the_own_people(world: World) -> None:
    assert set(names(world.manager.context, "voorbeeld")) == {"Bea", "Rob", "Tom", "Eva", "Lot", "Sam", "Mo", "Una"}


def test_nobody_else_finds_anybody(world: World) -> None:
    strangers = (ANONYMOUS, world.councillor.context, world.left_yesterday.context, Context(service="sign-in"))
    for context in strangers:
        assert names(context, "voorbeeld") == []


def test_the_function_itself_tells_a_stranger_nothing(world: World) -> None:
    """Also when it is asked directly, past our queries."""
    for context in (ANONYMOUS, world.councillor.context, world.left_yesterday.context, Context(service="opendata")):
        with acting(context), connection.cursor() as cursor:
            cursor.execute("select count(*) from register_find_people('voorbeeld', 1000)")
            assert cursor.fetchone() == (0,)
    with acting(world.coordinator.context), connection.cursor() as cursor:
        cursor.execute("select count(*) from register_find_people('voorbeeld', 1000)")
        assert cursor.fetchone() == (4,), "control: it does tell who may know"


def test_an_infix_is_searched_too(world: World) -> None:
    one = worker("Anne", "IB", world.location).person
    one.infix, one.family_name = "van den", "Bergh"
    one.save()
    assert names(world.coordinator.context, "van den bergh") == ["Anne"]


def test_no_more_than_asked(world: World) -> None:
    assert len(find_organisations("voorbeeld", on=DAY, most=2)) == 2

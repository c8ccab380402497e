"""The route from the real register: the cast of the example region, as a stranger would ask."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection
from tests.cast import CAST
from tests.conftest import VERSIONS
from tests.on_stage import set_the_stage

from tandem.platform.context import ANONYMOUS, acting
from tandem.platform.postgres.binaries import Binaries
from tandem.platform.postgres.cluster import Cluster
from tandem.register import models, reach
from tandem.register.data import OrganisationKind, organisation_id
from tandem.routing import queries
from tandem.routing.answers import as_values
from tandem.routing.data import Law, Question

HOMES = {"2611": "GM0503", "2622": "GM0503", "2671": "GM1783", "2282": "GM0603"}


@pytest.fixture
def cluster(started: Callable[[Binaries], Cluster]) -> Cluster:
    return started(max(VERSIONS.values(), key=lambda binaries: binaries.major))


@pytest.fixture
def stage(owned_database: Cluster) -> Cluster:
    set_the_stage()
    lay_out_places()
    return owned_database


def lay_out_places() -> None:
    """The schools of the cast and a few postcodes, as the open data bring them."""
    for stage in CAST.stages.values():
        if stage.kind is OrganisationKind.LOCATION:
            row = models.Organisation.objects.get(pk=stage.id)
            school, _ = models.School.objects.get_or_create(
                code=stage.code[:4], defaults={"name": row.name, "sort_key": "a"}
            )
            models.SchoolLocation.objects.get_or_create(
                code=stage.code,
                defaults={"name": row.name, "sort_key": "a", "school": school, "municipality_id": row.municipality_id},
            )
    for pc4, code in HOMES.items():
        for kind, unit in ((OrganisationKind.MUNICIPALITY, code), (OrganisationKind.PARTNERSHIP, "PO2802")):
            models.Area.objects.create(organisation_id=organisation_id(kind, unit), postcode_from=pc4, postcode_to=pc4)


def asked(school: str = "99AA00", home: str = "2671", kind: str = "worry", age: int = 9) -> Question:
    return Question(school, home, kind, age)


def test_a_stranger_gets_organisations_and_the_whole_chain(stage: Cluster) -> None:
    with acting(ANONYMOUS):
        found = queries.ask(asked())
        values = as_values(found)
    assert found.first.organisation == "Schoolmaatschappelijk werk De Schakel"
    assert found.first.rule == "HGL-01"
    assert found.first.stands_in_for, "Sanne is replaced by Dirk"
    roles = {contact["role"]: contact for contact in values["chain"]}
    assert roles["LOCAL_TEAM"]["organisation"] == "Lokaal team De Sleutelbloem"
    assert roles["ATTENDANCE"]["municipality_code"] == "GM1783"
    assert values["responsible"]["youth_care"]["municipality_code"] == "GM1783"
    names = {player.name for player in CAST.players.values()}
    assert not any(name in str(values) for name in names), "no people"


def test_the_postcode_decides_the_team(stage: Cluster) -> None:
    with acting(ANONYMOUS):
        teams = [queries.ask(asked(home=home, kind="home_help")).first.organisation for home in ("2611", "2622")]
    assert teams == ["Lokaal team De Ooievaar", "Lokaal team De Zwaan"]


def test_who_left_yesterday_is_not_called_and_is_told(stage: Cluster) -> None:
    today = queries.today()
    sanne = next(role.id for role in CAST.players["sanne"].roles)
    models.StandIn.objects.filter(membership=sanne).delete()
    models.Membership.objects.filter(pk=sanne).update(valid_until=today)
    with acting(ANONYMOUS):
        found = queries.ask(asked(kind="worry"))
    assert found.first.role == "LOCAL_TEAM"
    assert {"HGL-01", "NL-SMW"} <= {one.rule for one in found.off}
    assert str(today.year) in " ".join(one.why.nl for one in found.off)


def test_what_is_not_listed_is_no_post(stage: Cluster) -> None:
    sanne = next(role.id for role in CAST.players["sanne"].roles)
    models.Membership.objects.filter(pk=sanne).update(listed=False)
    with acting(ANONYMOUS):
        assert queries.ask(asked()).first.role == "LOCAL_TEAM"


def test_an_unknown_postcode_and_school(stage: Cluster) -> None:
    with acting(ANONYMOUS):
        found = queries.ask(asked(home="9999", kind="home_help"))
        assert found.responsible[Law.YOUTH_CARE].municipality == ""
        assert "9999" in found.notes[0].nl
        with pytest.raises(KeyError):
            queries.ask(asked(school="00ZZ00"))


def test_the_desk_asks_few_questions_of_the_database(stage: Cluster) -> None:
    with acting(ANONYMOUS):
        before = len(connection.queries_log) if connection.force_debug_cursor else 0
        connection.force_debug_cursor = True
        try:
            connection.queries_log.clear()
            queries.ask(asked())
            assert 0 < len(connection.queries_log) - before <= 16
        finally:
            connection.force_debug_cursor = False


def reached_plainly(
    ids: set[UUID], towns: set[str], pc4s: set[str], codes: set[str], since: date
) -> dict[UUID, set[tuple[str, str, str, str]]]:
    """Every organisation and every piece of an area looked at, one after the other."""
    found: dict[UUID, set[tuple[str, str, str, str]]] = {}
    for area in models.Area.objects.select_related("organisation"):
        here = area.municipality_id in towns or any(area.postcode_from <= pc4 <= area.postcode_to for pc4 in pc4s)
        lasts = area.valid_until is None or area.valid_until > since
        if here and lasts and area.organisation.kind in reach.AREA_KINDS:
            piece = (area.municipality_id or "", area.district, area.postcode_from, area.postcode_to)
            found.setdefault(area.organisation_id, set()).add(piece)
    for one in models.Organisation.objects.select_related("parent"):
        of_town = one.kind == "LOCAL_TEAM" and one.parent is not None and one.parent.code in towns
        if one.id in ids or (one.code and one.code in codes) or of_town:
            found.setdefault(one.id, set())
    gone = models.Organisation.objects.filter(valid_until__lte=since).values_list("id", flat=True)
    return {key: pieces for key, pieces in found.items() if key not in set(gone)}


@pytest.mark.parametrize("seed", range(3))
def test_what_reaches_a_home_is_what_a_slow_look_finds(stage: Cluster, seed: int) -> None:
    chance, day = Random(seed), queries.today()
    units = list(models.Organisation.objects.order_by("id"))
    for area in chance.sample(list(models.Area.objects.order_by("id")), 3):
        models.Area.objects.filter(pk=area.pk).update(valid_until=day - timedelta(days=chance.choice([1, 400])))
    models.Organisation.objects.filter(pk=chance.choice(units).pk).update(valid_until=day - timedelta(days=400))
    since, told = day - timedelta(days=366), 0
    for _ in range(12):
        ids = {one.id for one in chance.sample(units, chance.randint(0, 2))}
        towns = set(chance.sample(["GM0503", "GM1783", "GM0603", "GM9999"], chance.randint(0, 2)))
        pc4s = set(chance.sample([*HOMES, "9999"], chance.randint(0, 3)))
        codes = {one.code for one in chance.sample(units, 2) if one.code}
        found = reach.reached(ids=ids, municipalities=towns, pc4s=pc4s, codes=codes, since=since)
        pieces = {one.id: {(p.municipality, p.district, p.first, p.last) for p in one.area} for one in found}
        assert pieces == reached_plainly(ids, towns, pc4s, codes, since)
        told += sum(map(bool, pieces.values()))
    assert told > 10, "otherwise this sees nothing"
    towns = {*HOMES.values(), "GM9999"}
    slow = {town: {one.partnership_po for one in reach.postcodes_of([town], on=day).values()} - {""} for town in towns}
    assert {town: set(codes) for town, codes in reach.partnerships_of(towns, on=day).items()} == slow
    assert any(slow.values()), "otherwise this sees nothing"


def test_who_can_take_a_hand_over(stage: Cluster) -> None:
    team, school = CAST.stages["team-westland"].id, organisation_id(OrganisationKind.LOCATION, "99AA00")
    with acting(ANONYMOUS):
        found = queries.receivers_for("99AA00", "2671", "home_help", 9)
        chain = queries.ask(asked(kind="home_help")).chain
        with pytest.raises(KeyError):
            queries.receivers_for("00ZZ00", "2671", "home_help", 9)
    keys = [one.organisation for one in found]
    assert [str(key) for key in keys[:1]] == [chain[0].desk], "the order of the desk"
    assert len(keys) == len(set(keys))
    westland = next(one for one in found if one.organisation == team)
    assert (westland.name, westland.municipality, westland.filled) == ("Lokaal team De Sleutelbloem", "GM1783", True)
    assert {str(key) for key in keys} == {contact.desk for contact in chain if contact.desk} - {str(school)}
    municipality = next(one for one in found if one.name == "Gemeente Westland")
    assert not municipality.filled, "an office with nobody in it is told as such"

"""The cast: everybody that the rule base knows has a player, in a region of some size, and nobody in it exists."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from tests.cast import CAST, player, plays

from tandem.opendata.demo.facts import facts
from tandem.opendata.demo.schools import invent_schools
from tandem.platform.home import PROJECT_ROOT
from tandem.register import functions
from tandem.register.data import OrganisationKind as Kind
from tandem.register.definitions import DefinitionError, region
from tandem.register.demo import cast as module

ROLES = PROJECT_ROOT.parent / "shared" / "rules" / "roles.csv"
PLAYED = {role.function for each in CAST.players.values() for role in each.roles}


def kinds() -> Counter[Kind]:
    return Counter(stage.kind for stage in CAST.stages.values())


def test_every_function_of_the_house_is_played() -> None:
    assert set(functions.functions()) == PLAYED


@pytest.mark.shared
def test_every_role_of_the_rule_base_is_played_or_left_out_with_a_reason() -> None:
    with ROLES.open(encoding="utf-8") as rows:
        roles = {row["rol_code"]: row["organisatiesoort"] == "pseudo-rol" for row in csv.DictReader(rows)}
    assert {code for code, pseudo in roles.items() if not pseudo} <= PLAYED
    assert {code for code, pseudo in roles.items() if pseudo} == set(CAST.left_out)
    assert all(len(reason) > 8 for reason in CAST.left_out.values())


def test_the_region_is_large_enough() -> None:
    found = kinds()
    municipalities = {stage.code for stage in CAST.stages.values() if stage.kind is Kind.MUNICIPALITY}
    assert len(municipalities) >= 3
    assert municipalities <= set(region("haaglanden").municipalities)
    assert found[Kind.PARTNERSHIP] >= 2
    assert found[Kind.LOCATION] >= 20
    assert found[Kind.PROVIDER] >= 4
    assert found[Kind.LOCAL_TEAM] >= 3
    assert found[Kind.ATTENDANCE] >= 3
    assert min(found[Kind.YOUTH_HEALTH], found[Kind.CHILDCARE], found[Kind.DAY_CENTRE], found[Kind.SAFE_HOME]) >= 1


def test_its_schools_are_those_of_the_example_data_in_its_municipalities() -> None:
    invented = {s.brin + s.number: s for s in invent_schools(facts(), np.random.default_rng(20171001))}
    codes = [stage.code for stage in CAST.stages.values() if stage.kind is Kind.LOCATION]
    assert len(set(codes)) == len(codes)
    places = {invented[code].place.municipality for code in codes if invented[code].place}  # type: ignore[union-attr]
    assert places == {"GM0503", "GM0603", "GM1783"}
    assert all(code.startswith("99") for code in codes), "no BRIN that exists"


def test_nobody_can_be_reached() -> None:
    for each in CAST.players.values():
        assert each.email.endswith(".example")
        assert each.phone.startswith("06000000")
    assert all(not stage.phone or "0000" in stage.phone for stage in CAST.stages.values())
    assert len({each.name for each in CAST.players.values()}) == len(CAST.players)


def test_every_organisation_of_our_own_has_somebody() -> None:
    staffed = {role.at for each in CAST.players.values() for role in each.roles}
    own = {key for key, stage in CAST.stages.items() if not stage.known}
    assert own - staffed == {"zandkasteel"}, "one is empty on purpose: a gap can be shown"


def test_somebody_wears_two_hats_somebody_leads_somebody_stands_in() -> None:
    roles = [role for each in CAST.players.values() for role in each.roles]
    assert any(len(each.roles) > 1 for each in CAST.players.values())
    assert any(role.lead for role in roles)
    assert any(role.stand_in and role.days for role in roles)
    assert any(role.schools for role in roles)
    assert [role.function for role in player("eva").roles] == ["LT_TOEGANG", "LT_HULP"]
    assert plays("IB")[0].key == "iris"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("as: LERAAR, at: libel", "as: LERAAR, at: kasteel", "kasteel"),
        ("as: LERAAR, at: libel", "as: KONING, at: libel", "KONING"),
        ("as: LERAAR, at: libel", "as: WETH, at: libel", "cannot be WETH"),
        ("stand_in: truus", "stand_in: tomas", "does not work where"),
        ("schools: {libel: 6", "schools: {maan: 6", "maan"),
        ("area: [GM0503], phone: 015-0000010", "area: [Delft], phone: 015-0000010", "area"),
    ],
)
def test_a_cast_that_does_not_fit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
) -> None:
    text = module.FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "demo_cast.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(module, "FILE", path)
    module.cast.cache_clear()
    try:
        with pytest.raises(DefinitionError, match=said):
            module.cast()
    finally:
        module.cast.cache_clear()

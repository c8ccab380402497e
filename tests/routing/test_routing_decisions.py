"""The decision table: every case with its whole chain, written before the code."""

import csv
from dataclasses import replace

import pytest
from tests.routing.made import CHANGES, HERE, world

from tandem.routing.data import Contact, Law, Question, Route
from tandem.routing.definitions import rulebook
from tandem.routing.known import Facts
from tandem.routing.rules.route import route

with (HERE / "cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))
SHORT = {
    "SCHOOL_SOCIAL_WORK": "SMW", "SCHOOL_SUPPORT": "IB", "SAFEGUARDING": "AF", "YOUTH_HEALTH": "JGZ",
    "PARTNERSHIP": "SWV", "SAFE_HOME": "VT", "LOCAL_TEAM": "TEAM", "ATTENDANCE": "LPA", "RMC": "RMC", "EDUCATION": "OC",
    "TRANSPORT": "LV", "MUNICIPALITY": "GEM", "SCHOOL_MUNICIPALITY": "GEMS", "CATCH_ALL": "NET",
}  # fmt: skip
WORLD = world()


def question(case: dict[str, str]) -> Question:
    return Question(
        case["school"],
        case["home"],
        case["kind"],
        int(case["age"]) if case["age"] else None,
        stay=bool(case["stay"]),
        before=case["before"],
        stays_at=case["stays_at"],
        mother=case["mother"],
    )


def facts(case: dict[str, str]) -> Facts:
    return CHANGES[case["change"]](WORLD)


def answer(case: dict[str, str]) -> Route:
    return route(rulebook(), facts(case), question(case))


def told(contact: Contact) -> str:
    nowhere = "vangnet" if contact.role == "CATCH_ALL" else "landelijk"
    return f"{SHORT[contact.role]}:{contact.post or contact.desk or nowhere}"


def test_the_table_is_large_and_its_cases_differ() -> None:
    assert len(CASES) >= 200
    asked = [tuple(value for name, value in case.items() if name not in ("number", "about")) for case in CASES]
    assert len(set(asked)) == len(asked)
    homes = {WORLD.homes[case["home"]].municipality for case in CASES if case["home"] in WORLD.homes}
    region = rulebook().regions[0].municipalities
    assert len(region) == 10
    assert region <= homes
    assert {"GM0599", "GM0546", "GM1621"} <= homes
    assert set(CHANGES) == {case["change"] for case in CASES}
    assert {case["kind"] for case in CASES} == set(rulebook().kinds)
    assert set(SHORT) == set(rulebook().roles)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['number']} {case['about']}" for case in CASES])
def test_the_chain_is_as_expected(case: dict[str, str]) -> None:
    found = answer(case)
    assert " ".join(map(told, found.chain)) == case["chain"]
    assert {law.value: found.responsible[law].municipality for law in Law} == {
        law.value: case[law.value] for law in Law
    }
    assert (found.partnership.code, found.partnership.home_code) == (case["partnership"], case["home_partnership"])
    assert set(case["off"].split()) <= {one.rule for one in found.off}
    assert all(contact.why.nl and contact.why.en and contact.rule for contact in found.chain)
    assert "{" not in " ".join(contact.why.nl + contact.why.en for contact in found.chain)


def test_a_case_with_another_chain_would_be_seen() -> None:
    case = CASES[0]
    assert " ".join(map(told, answer(case | {"home": "2671"}).chain)) != case["chain"]


def test_an_unknown_school_or_kind_is_refused() -> None:
    asked = question(CASES[0])
    for wrong in (replace(asked, school="00ZZ00"), replace(asked, kind="niets")):
        with pytest.raises(KeyError):
            route(rulebook(), WORLD, wrong)

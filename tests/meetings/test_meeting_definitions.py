"""The kinds of meeting are sound, and a kind that is not stops the reader."""

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from tandem.children.data import Kind
from tandem.meetings.definitions import KindPart, kinds, kinds_for, made
from tandem.meetings.rules.quorum import quorum
from tandem.platform.home import DEFINITIONS
from tandem.register import functions

RAW: list[dict[str, Any]] = yaml.safe_load((DEFINITIONS / "meetings" / "kinds.yaml").read_text(encoding="utf-8"))[
    "kinds"
]
NEVER = Kind.REPORTER | Kind.PROTECTED_ADDRESS | Kind.CITIZEN_NUMBER | Kind.CRIMINAL


def test_the_four_meetings_of_the_field_are_there() -> None:
    assert set(kinds()) == {"SUPPORT_TEAM", "CARE", "MDO", "DESK"}


@pytest.mark.parametrize("name", sorted(kinds()))
def test_what_no_meeting_may_speak_of_is_in_none(name: str) -> None:
    kind = kinds()[name]
    assert not kind.information & NEVER
    assert not kind.family_sees & ~kind.information
    assert not kind.family_sees & (Kind.MEDICAL | Kind.FAMILY | Kind.CONCERN), "of others too, or who reported it"


@pytest.mark.parametrize("name", sorted(kinds()))
def test_the_quorum_can_be_met_by_people_who_exist(name: str) -> None:
    kind = kinds()[name]
    enough = [role.functions[0] for role in kind.roles for _ in range(role.needs)]
    assert quorum(kind, enough).met
    seated = {function for role in kind.roles for function in role.functions}
    assert all(functions.find(function).professional for function in seated | set(kind.leads))


def test_who_may_plan_what_where() -> None:
    assert [kind.id for kind in kinds_for("IB", "LOCATION")] == ["SUPPORT_TEAM", "CARE", "MDO"]
    assert [kind.id for kind in kinds_for("LT_TOEGANG", "LOCAL_TEAM")] == ["MDO", "DESK"]
    assert kinds_for("LERAAR", "LOCATION") == ()
    assert kinds_for("IB", "PROVIDER") == ()


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a function with two roles": (
        {
            "roles": [
                *RAW[0]["roles"],
                {"id": "TWICE", "name": "nog eens", "name_en": "again", "functions": ["IB"], "needs": 0},
            ]
        },
        "two roles",
    ),
    "a function that nobody has": ({"leads": ["IB", "WIZARD"]}, "no such function"),
    "leads without a seat": ({"leads": ["WETH"]}, "without a seat"),
    "nobody needed": ({"roles": [{**role, "needs": 0} for role in RAW[0]["roles"]]}, "nobody needs"),
    "the family sees more": ({"family_sees": ["ID", "MEDISCH"]}, "not on the table"),
    "about nobody": ({"information": ["PLAN"], "family_sees": ["PLAN"]}, "whom it is about"),
    "a time box longer than the meeting": ({"minutes": {**RAW[0]["minutes"], "first": 120}}, "longer than"),
    "kept for a term that is not there": ({"retention": "B-EEUWIG"}, "no such term"),
    "no ground": ({"ground": {"article_6": "consent", "law": ["AVG"]}}, "article_6"),
    "an unknown kind of information": ({"information": ["ID", "ROOKT"]}, "information"),
    "a typing error": ({"qourum": 3}, "qourum"),
}


def test_the_file_itself_passes() -> None:
    assert made(KindPart.model_validate(RAW[0])) == kinds()["SUPPORT_TEAM"]


@pytest.mark.parametrize(("change", "message"), WRONG.values(), ids=WRONG)
def test_a_kind_that_is_not_sound_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        KindPart.model_validate({**RAW[0], **change})

"""What is new, as a system asks it: all of it once, in order, nothing of others, and nothing about anybody."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from tests.api.calling import System, made, owner_of_key, told
from tests.api.test_joint_api import gate, iris, stage, table, tomas
from tests.web.cases.test_case_pages import Table

from tandem.api.event_types import event_types
from tandem.audit.actions import acting_actor
from tandem.cases.actions import life
from tandem.cases.data import Command as CaseCommand
from tandem.cases.models import Event
from tandem.casework.data import About, Command
from tandem.decisions.data import Command as DecisionCommand
from tandem.decisions.data import Move
from tandem.identity.data import Scope
from tandem.platform import clock
from tandem.platform.context import acting

__all__ = ["gate", "iris", "stage", "table", "tomas"]
LATER = timedelta(minutes=5)


def asks(system: System, after: str = "", most: int = 100) -> tuple[list[dict[str, Any]], str]:
    """What a system gets that asks a little later."""
    with clock.at(clock.now() + LATER):
        answer = system.get(f"/gebeurtenissen?aantal={most}{f'&na={after}' if after else ''}")
    assert answer.status_code == 200, answer.content
    found = told(answer)
    return found["resultaten"], found["volgende"]


def adds(table: Table, words: str = "Dit ook.") -> None:
    with acting(table.coordinator):
        life.add(by=acting_actor(), id=table.id, words=words)


def test_what_happened_comes_once_and_in_order(table: Table, iris: System) -> None:
    adds(table)
    found, cursor = asks(iris)
    assert [one["type"] for one in found if one["subject"] == str(table.id)] == [
        "nl.tandem.casus.geopend", "nl.tandem.casus.aangevuld",
    ]  # fmt: skip
    assert asks(iris, cursor) == ([], cursor), "nothing new: the same place"
    adds(table, "En dit.")
    fresh, after = asks(iris, cursor)
    assert [one["type"] for one in fresh] == ["nl.tandem.casus.aangevuld"]
    assert asks(iris, after)[0] == []


def test_page_by_page_nothing_is_lost_or_doubled(table: Table, iris: System) -> None:
    with clock.at(clock.now()):  # all at one moment: the key decides the order
        for number in range(7):
            adds(table, f"Regel {number}.")
    whole, _ = asks(iris)
    found: list[dict[str, Any]] = []
    cursor = ""
    for _ in range(20):
        part, cursor = asks(iris, cursor, most=2)
        found += part
        if not part:
            break
    assert found == whole
    assert len({one["id"] for one in found}) == len(found) >= 8


def test_it_is_a_cloud_event_that_leads_to_what_it_is_about(table: Table, iris: System) -> None:
    found, _ = asks(iris)
    one = next(one for one in found if one["type"] == "nl.tandem.casus.geopend")
    assert set(one) == {"specversion", "id", "source", "type", "subject", "time"}
    assert (one["specversion"], one["subject"]) == ("1.0", str(table.id))
    path = f"{one['source']}/{one['subject']}".partition("/api/v1")[2]
    assert iris.get(path).status_code == 200
    assert UUID(one["id"]) == Event.objects.get(case_id=table.id, command="OPEN").pk
    assert "Boterbloem" not in json.dumps(found)


def test_what_may_not_be_known_is_not_heard_of(table: Table, tomas: System) -> None:
    assert asks(tomas)[0] == []
    table.told()
    assert asks(tomas)[0] == [], "who may only know hears nothing of what happens"


@pytest.mark.usefixtures("gate")
def test_who_takes_part_hears_of_it(table: Table, tomas: System) -> None:
    adds(table)
    assert {one["subject"] for one in asks(tomas)[0]} == {str(table.id)}


def test_what_is_not_settled_waits(table: Table, iris: System) -> None:
    """What began earlier may be written later: an event waits until that cannot be any more."""
    adds(table)
    answer = told(iris.get("/gebeurtenissen"))
    assert answer["resultaten"] == []
    with clock.at(clock.now() + LATER):
        assert told(iris.get(f"/gebeurtenissen?na={answer['volgende']}"))["resultaten"]


@pytest.mark.parametrize("wrong", ["x", "1.2", "0", f"{'f' * 14}.{'0' * 32}", f"-1.{'0' * 32}"])
def test_a_place_that_is_none_is_refused(table: Table, iris: System, wrong: str) -> None:
    assert iris.get(f"/gebeurtenissen?na={wrong}").status_code == 400


def test_a_place_far_away_gives_nothing_and_breaks_nothing(table: Table, iris: System) -> None:
    assert told(iris.get(f"/gebeurtenissen?na={'f' * 13}.{'f' * 32}"))["resultaten"] == []
    assert System(made(owner_of_key("iris", "IB"), Scope.FOLLOW)).get("/gebeurtenissen").status_code == 403


def _words(command: type[StrEnum]) -> Callable[[], set[str]]:
    return lambda: {one.value for one in command}


@pytest.mark.parametrize(
    ("about", "kinds"),
    [
        (About.CONCERN, _words(Command)),
        (About.CASE, _words(CaseCommand)),
        (About.DECISION, _words(DecisionCommand)),
        (About.LADDER, lambda: {*(move.value for move in Move), "REMIND"}),
        (About.MEETING, lambda: {"INVITE", "MOVE", "CALL_OFF"}),
    ],
)
def test_everything_that_happens_has_a_type_or_stays_inside(about: About, kinds: Callable[[], set[str]]) -> None:
    known = event_types()
    typed = {kind for whose, kind in known.names if whose is about}
    inside = set(known.left_out.get(about, ()))
    assert typed | inside == kinds()
    assert not typed & inside
    assert all(re.fullmatch(r"nl\.tandem\.[a-z]+\.[a-z-]+", name) for name in known.names.values())

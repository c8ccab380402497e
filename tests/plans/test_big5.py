"""The Big 5: what a conversation may say, where somebody stands, which way it goes; and in the database."""

from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from pydantic import ValidationError
from tests.plans.one_plan import PlanTable, on

from tandem.audit.actions import acting_actor
from tandem.casework.actions.step import CannotError
from tandem.children.models import Access
from tandem.plans import queries
from tandem.plans.actions import talking
from tandem.plans.data import Subject, Voice
from tandem.plans.definitions import Big5File, big5
from tandem.plans.models import Plan
from tandem.plans.rules.big5 import Answer, Talk, Way, against_talk, lines, way
from tandem.platform.context import acting
from tandem.platform.home import DEFINITIONS

TODAY = date(2026, 11, 30)
RAW: dict[str, Any] = yaml.safe_load((DEFINITIONS / "plans" / "big5.yaml").read_text(encoding="utf-8"))


def talk(number: int, days: int, subject: Subject = Subject.YOUNG, **scores: int | None) -> Talk:
    answers = {domain: Answer(score, f"gesprek {number}") for domain, score in scores.items()}
    return Talk(number, subject, Voice.CHILD, TODAY + timedelta(days=days), answers)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (talk(1, 0, SUPPORT=1), None),
        (talk(1, -400, SUPPORT=5, INCOME=None), None),
        (talk(1, 1, SUPPORT=1), "AHEAD"),
        (talk(1, 0), "WORDS"),
        (talk(1, 0, SUPPORT=None), "WORDS"),
        (talk(1, 0, SUPPORT=6), "STATE"),
        (talk(1, 0, SUPPORT=0), "STATE"),
        (talk(1, 0, LUCK=3), "STATE"),
    ],
)
def test_what_a_conversation_may_say(said: Talk, why: str | None) -> None:
    assert against_talk(said, TODAY, domains=big5().domains, scale=big5().scale) == why


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(None, 3, Way.NEW), (2, 3, Way.BETTER), (3, 3, Way.SAME), (3, 1, Way.WORSE), (3, None, Way.NEW)],
)
def test_which_way_it_goes(before: int | None, now: int | None, expected: Way) -> None:
    assert way(before, now) is expected


def test_a_line_tells_every_score_by_day_and_skips_what_was_not_spoken_of() -> None:
    talks = [
        talk(3, -10, SUPPORT=4, INCOME=None),
        talk(1, -90, SUPPORT=1, INCOME=2),
        talk(2, -40, SUPPORT=2),
        talk(4, -1, Subject.PARENTS, SUPPORT=5),
    ]
    support, income, housing = lines(talks, Subject.YOUNG, ("SUPPORT", "INCOME", "HOUSING"), low=2)
    assert [score for _, score in support.scores] == [1, 2, 4]
    assert (support.now, support.before, support.way, support.low) == (4, 2, Way.BETTER, False)
    assert (income.now, income.before, income.way, income.low) == (2, None, Way.NEW, True)
    assert income.words == "gesprek 3", "words may come without a score"
    assert (housing.scores, housing.now, housing.low) == ((), None, False)


def test_the_five_of_the_source_are_asked_of_both() -> None:
    assert list(big5().domains) == ["SUPPORT", "HOUSING", "SCHOOL_WORK", "INCOME", "WELLBEING"]
    assert all(set(one.asks) == set(Subject) for one in big5().domains.values())


@pytest.mark.parametrize(("where", "value"), [("low", 5), ("low", 0), ("scale", []), ("domains", []), ("extra", 1)])
def test_a_file_that_is_not_sound_stops_the_reader(where: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Big5File.model_validate({**RAW, where: value})
    Big5File.model_validate(RAW)


def test_what_was_said_is_read_by_who_reads_the_plan_and_by_nobody_else(world: PlanTable) -> None:
    young = Talk(0, Subject.YOUNG, Voice.CHILD, on(0), {"SUPPORT": Answer(2, "Alleen oma.")})
    parents = Talk(0, Subject.PARENTS, Voice.PARENTS, on(-3), {"INCOME": Answer(1, "Er zijn schulden.")})
    world.does(world.far_worker, talking.talk, said=young, version=0)
    world.does(world.coordinator, talking.talk, said=parents, version=1)
    with pytest.raises(CannotError, match="AHEAD"):
        world.does(world.coordinator, talking.talk, said=Talk(0, Subject.YOUNG, Voice.CHILD, on(1), young.answers))
    assert Plan.objects.get(case_id=world.case).version == 2

    def words(who: Any) -> list[str]:
        with acting(who.context):
            found = queries.talks(actor=acting_actor(), case=world.case)
            return [answer.words for one in found for answer in one.answers.values()]

    both = ["Alleen oma.", "Er zijn schulden."]
    assert [words(who) for who in (world.coordinator, world.far_worker)] == [both, both]
    assert [words(who) for who in (world.nurse, world.consultant)] == [[], []]
    Access.objects.filter(principal_id=world.far_team.id).delete()
    assert words(world.far_worker) == []

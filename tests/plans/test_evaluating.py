"""Looking back: what waits and whose answer counts, as tables; in the database; and figures that tell of no child."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from django.db import DatabaseError, transaction
from pydantic import ValidationError
from tests.children.pupils import child as a_child
from tests.plans.one_plan import NOON, PlanTable, on
from tests.register.people_world import Worker

from tandem.audit.actions import acting_actor
from tandem.cases.actions import life
from tandem.cases.models import Case
from tandem.casework.actions.step import CannotError
from tandem.casework.models import Notice
from tandem.decisions.definitions import mandates
from tandem.plans import looking_back, watching
from tandem.plans.actions import evaluating
from tandem.plans.data import Helped, Looking, Origin, Voice
from tandem.plans.definitions import EvaluationFile, evaluation
from tandem.plans.looking_back import Outcome
from tandem.plans.models import Evaluation, Moment, Plan
from tandem.plans.rules.evaluating import Moment as Day
from tandem.plans.rules.evaluating import Verdict, against_moment, against_verdicts, counted, waiting
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.home import DEFINITIONS

TODAY = date(2026, 11, 30)
RAW: dict[str, Any] = yaml.safe_load((DEFINITIONS / "plans" / "evaluation.yaml").read_text(encoding="utf-8"))
YES, NO = Verdict(Helped.YES, "het zwemmen"), Verdict(Helped.NO)
HELP = Looking("AMBULANT")


def day(number: int, days: int, *, held: bool = False, origin: Origin = Origin.AGREED) -> Day:
    return Day(UUID(int=number), origin, TODAY + timedelta(days=days), held)


@pytest.mark.parametrize(
    ("moments", "closed", "expected"),
    [
        ([], None, []),
        ([day(1, 14), day(2, 15), day(3, -60)], None, [3, 1]),
        ([day(1, 0, held=True)], None, []),
        ([day(1, 3)], -1, [None]),
        ([day(1, -3, held=True)], -1, [None]),
        ([day(1, -1, held=True, origin=Origin.CLOSING)], -1, []),
    ],
)
def test_what_waits(moments: list[Day], closed: int | None, expected: list[int | None]) -> None:
    shut = TODAY + timedelta(days=closed) if closed is not None else None
    found = waiting(moments, closed=shut, today=TODAY, ahead=14)
    assert [one.id.int if one.id else None for one in found] == expected


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ({}, None),
        ({Voice.PROFESSIONAL: YES}, Helped.YES),
        ({Voice.PROFESSIONAL: YES, Voice.PARENTS: NO}, Helped.NO),
        ({Voice.PROFESSIONAL: YES, Voice.PARENTS: NO, Voice.CHILD: Verdict(Helped.PARTLY)}, Helped.PARTLY),
        ({Voice.CHILD: Verdict(None, "weet niet"), Voice.PARENTS: NO}, Helped.NO),
        ({Voice.CHILD: Verdict(None, "weet niet")}, None),
    ],
)
def test_whose_answer_counts(verdicts: dict[Voice, Verdict], expected: Helped | None) -> None:
    assert counted(verdicts) is expected
    assert (against_verdicts(verdicts) is None) == (expected is not None)


@pytest.mark.parametrize(("days", "why"), [(0, None), (-1, "PAST"), (731, None), (732, "FAR")])
def test_a_moment_is_near_enough_and_not_over(days: int, why: str | None) -> None:
    assert against_moment(TODAY + timedelta(days=days), TODAY) == why


def test_everything_that_can_be_asked_can_be_looked_back_at() -> None:
    assert {code for one in mandates().values() for code in one.supports} <= set(evaluation().help)


@pytest.mark.parametrize(("where", "value"), [("ahead", -1), ("answers", []), ("help", []), ("extra", 1)])
def test_a_file_that_is_not_sound_stops_the_reader(where: str, value: object) -> None:
    with pytest.raises(ValidationError):
        EvaluationFile.model_validate({**RAW, where: value})
    EvaluationFile.model_validate(RAW)


def looks(world: PlanTable, who: Worker) -> list[dict[Voice, Verdict]]:
    with acting(who.context):
        return [one.verdicts for one in looking_back.looks(actor=acting_actor(), case=world.case)]


def test_from_a_moment_agreed_to_what_they_said(world: PlanTable) -> None:
    moment = world.does(world.coordinator, evaluating.agree_moment, due=on(20), looking=HELP)
    with acting(world.far_worker.context):
        assert looking_back.waiting_for_me(acting_actor()) == ()
        with clock.at(NOON + timedelta(days=7)):
            assert [one.case for one in looking_back.waiting_for_me(acting_actor())] == [world.case]
    with pytest.raises(CannotError, match="WORDS"):
        world.does(world.far_worker, evaluating.evaluate, moment=moment, verdicts={Voice.CHILD: Verdict(None, "?")})
    said = {Voice.CHILD: YES, Voice.PARENTS: NO, Voice.PROFESSIONAL: Verdict(None, "")}
    world.does(world.far_worker, evaluating.evaluate, moment=moment, verdicts=said)
    with pytest.raises(CannotError, match="STATE"):
        world.does(world.coordinator, evaluating.evaluate, moment=moment, verdicts=said)
    expected = [{Voice.CHILD: YES, Voice.PARENTS: NO}]
    assert looks(world, world.coordinator) == looks(world, world.far_worker) == expected
    assert looks(world, world.nurse) == looks(world, world.consultant) == []
    assert Moment.objects.get(pk=moment).help == "AMBULANT"


def test_a_closed_case_is_looked_back_at_once_and_nothing_else_changes(world: PlanTable) -> None:
    world.goal()
    said = {Voice.PARENTS: YES}
    with pytest.raises(CannotError, match="STATE"):
        world.does(world.coordinator, evaluating.evaluate, moment=None, verdicts=said)
    with acting(world.coordinator.context):
        life.close(by=acting_actor(), id=world.case, words="het gaat goed")
    world.does(world.coordinator, evaluating.evaluate, moment=None, verdicts=said)
    with pytest.raises(CannotError, match="STATE"):
        world.does(world.coordinator, evaluating.evaluate, moment=None, verdicts=said)
    with pytest.raises(CannotError, match="CLOSED"):
        world.does(world.coordinator, evaluating.agree_moment, due=on(3), looking=HELP)
    assert looks(world, world.coordinator) == [said]


def test_the_clock_reminds_once_who_directs_and_sees_no_words(world: PlanTable) -> None:
    near = world.does(world.coordinator, evaluating.agree_moment, due=on(14), looking=HELP)
    far = world.does(world.coordinator, evaluating.agree_moment, due=on(15), looking=HELP)
    for _ in range(2):
        watching.watch()
    told = Notice.objects.filter(subject=world.case, kind=watching.WAITS)
    hats = {world.coordinator.membership.id, world.far_worker.membership.id}
    assert {one.principal_id for one in told} == hats
    assert told.count() == len(hats)
    assert [Moment.objects.get(pk=one).told is not None for one in (near, far)] == [True, False]
    with acting(Context(service="concern-clock")):
        assert Moment.objects.count() == 2
        assert not Evaluation.objects.exists()
        assert not Plan.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            Moment.objects.filter(pk=near).update(due=on(1))


# --- the figures ----------------------------------------------------------------------------------------------------

PROVIDERS = 4
Group = tuple[str, UUID]


def planted(world: PlanTable, chance: random.Random) -> dict[Group, list[Helped]]:
    """Evaluations of many children, each with one of some kinds of help by some provider."""
    places = [world.team.id, world.far_team.id, world.third_team.id, world.location.id]
    sizes = [chance.choice((0, 1, 4, 9, 10, 11, 17)) for _ in range(PROVIDERS * 2)]
    found: dict[Group, list[Helped]] = {}
    hers: dict[str, Any] = {"organisation_id": world.location.id}
    for number, size in enumerate(sizes):
        group = ("AMBULANT" if number < PROVIDERS else "TREATMENT", places[number % PROVIDERS])
        for _ in range(size):
            child = a_child("Kind")
            case = Case.objects.create(
                child=child, place_id=world.location.id, holder_id=world.location.id, key=uuid4(), opened=NOON,
                opened_by=world.coordinator.person.id, opened_hat=world.coordinator.membership.id, changed=NOON,
            )  # fmt: skip
            plan = Plan.objects.create(case=case, child=child, made_by=uuid4(), created=NOON, changed=NOON, **hers)
            for again in range(chance.choice((1, 1, 2))):
                helped = chance.choice(list(Helped))
                at = NOON + timedelta(days=again)
                _said(plan, group, helped, at, hers, chance)
            found.setdefault(group, []).append(helped)
    return found


def _said(plan: Plan, group: Group, helped: Helped, at: datetime, hers: dict[str, Any], chance: random.Random) -> None:
    about: dict[str, Any] = {"case_id": plan.case_id, "plan": plan, "author_id": uuid4()}
    moment = Moment.objects.create(
        number=1,
        origin="AGREED",
        due=at.date(),
        help=group[0],
        provider_id=group[1],
        made=NOON,
        held=at,
        **about,
        **hers,
    )
    other = chance.choice(list(Helped)).value
    for voice, said in ((Voice.PARENTS, helped.value), (Voice.PROFESSIONAL, other)):
        Evaluation.objects.create(moment=moment, voice=voice.value, helped=said, kind=80, at=at, **about, **hers)


def slowly(found: dict[Group, list[Helped]]) -> set[Outcome]:
    """The same figures, said as a person would."""
    shown: set[Outcome] = set()
    for help in {group[0] for group in found}:
        groups = {provider: said for (kind, provider), said in found.items() if kind == help}
        large = {provider: said for provider, said in groups.items() if len(said) >= 10}
        shown |= {_outcome(help, provider, said) for provider, said in large.items()}
        everybody = [one for said in groups.values() for one in said]
        left = len(everybody) - sum(map(len, large.values()))
        if len(everybody) >= 10 and (left == 0 or left >= 10):
            shown.add(_outcome(help, None, everybody))
    return shown


def _outcome(help: str, provider: UUID | None, said: list[Helped]) -> Outcome:
    count = Counter(said)

    def tens(part: int) -> int:
        return int(part * 10 / len(said) + 0.5) * 10

    yes = count[Helped.YES]
    return Outcome(help, provider, len(said) // 5 * 5, tens(yes), tens(yes + count[Helped.PARTLY]))


@pytest.mark.parametrize("seed", [3, 8])
def test_figures_are_right_and_tell_of_no_small_group(world: PlanTable, seed: int) -> None:
    found = planted(world, random.Random(seed))
    with acting(world.consultant.context):
        shown = looking_back.outcomes()
        assert not Evaluation.objects.exists(), "she may read none of them"
    assert set(shown) == slowly(found)
    assert shown
    assert any(len(said) < 10 for said in found.values()), "nothing was hidden: nothing was tested"
    small = {group for group, said in found.items() if len(said) < 10}
    assert not small & {(one.help, one.provider) for one in shown}
    with acting(Context()):
        assert looking_back.outcomes() == ()

"""What a template makes for a family, as tables; a template that is not sound stops the reader."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import yaml
from pydantic import ValidationError
from tests.plans.one_plan import PlanTable, on

from tandem.casework.actions.step import CannotError
from tandem.plans.actions import drafting
from tandem.plans.data import Draft, Owner, Proposal, Seat, Template, TemplateGoal, Voice
from tandem.plans.definitions import TemplatesFile, templates
from tandem.plans.models import Plan
from tandem.plans.rules.standing import against_agreement
from tandem.plans.rules.templates import laid_out, owner_of
from tandem.platform.home import DEFINITIONS
from tandem.platform.terms.definitions import calendar

RAW: dict[str, Any] = yaml.safe_load((DEFINITIONS / "plans" / "templates.yaml").read_text(encoding="utf-8"))
SCHOOL, TEAM, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
SEATS = (Seat(SCHOOL, "IB"), Seat(TEAM, "LT_TOEGANG"), Seat(OTHER, "IB"))


@pytest.mark.parametrize(
    ("who", "owner"),
    [
        (("IB",), Owner(participant=SCHOOL)),
        (("LT_TOEGANG", "IB"), Owner(participant=TEAM)),
        (("JHA", "IB"), Owner(participant=SCHOOL)),
        (("JHA",), Owner(words="ouders")),
        ((), Owner(words="ouders")),
    ],
)
def test_who_does_it_is_the_first_that_is_there(who: tuple[str, ...], owner: Owner) -> None:
    assert owner_of(Proposal(7, "Iets doen", who, "ouders"), SEATS) == owner


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 11, 30), 7, date(2026, 12, 7)),
        (date(2026, 11, 30), 5, date(2026, 12, 7)),  # a Saturday
        (date(2026, 12, 18), 7, date(2026, 12, 28)),  # Christmas, and the weekend after it
        (date(2027, 4, 20), 7, date(2027, 4, 28)),  # the King's birthday
    ],
)
def test_the_day_is_a_working_day(start: date, days: int, due: date) -> None:
    one = Template("X", "x", "x", "x", "x", (TemplateGoal("Doel", (Proposal(days, "Iets", (), "oma", "Ja"),)),), ())
    assert laid_out(one, start, (), calendar())[0].agreements[0].due == due


@pytest.mark.parametrize("name", sorted(templates()))
def test_every_template_makes_what_can_be_agreed(name: str) -> None:
    today = date(2026, 11, 30)
    found = laid_out(templates()[name], today, SEATS, calendar())
    for draft in found:
        assert draft.agreements
        assert draft.voice in (None, Voice.PROFESSIONAL), "nobody speaks for a child"
        for one in draft.agreements:
            under = one if draft.voice is None else type(one)(SCHOOL, one.text, one.owner, one.due, one.measure)
            assert against_agreement(under, today) is None


def test_the_themes_of_the_field_are_there_and_only_safety_is_about_safety() -> None:
    assert list(templates()) == ["ABSENCE", "SCHOOL_CARE", "SAFE_AT_HOME", "TRANSITION"]
    assert [name for name, one in templates().items() if one.safety] == ["SAFE_AT_HOME"]


@pytest.mark.parametrize(
    ("where", "value"),
    [("days", 0), ("days", 366), ("who", ["WIZARD"]), ("measure", " "), ("text", ""), ("outside", ""), ("extra", 1)],
)
def test_a_template_that_is_not_sound_stops_the_reader(where: str, value: object) -> None:
    wrong = yaml.safe_load(yaml.safe_dump(RAW))
    wrong["templates"][0]["goals"][0]["agreements"][0][where] = value
    with pytest.raises(ValidationError):
        TemplatesFile.model_validate(wrong)
    TemplatesFile.model_validate(RAW)


def test_it_is_made_at_once_and_in_order_or_not_at_all(world: PlanTable) -> None:
    drafts = [
        Draft(Voice.CHILD, "Weer naar school", (world.new(None, when_wrong=""), world.new(None, text="Bellen"))),
        Draft(None, "", (world.new(None),)),
    ]
    late = Draft(Voice.CHILD, "Te laat", (world.new(None, due=on(-1)),))
    for wrong, why in (([*drafts, late], "PAST"), ([], "WORDS"), ([Draft(Voice.CHILD, "Leeg", ())], "WORDS")):
        with pytest.raises(CannotError, match=why):
            world.does(world.coordinator, drafting.lay_out, drafts=wrong)
        assert not Plan.objects.filter(case_id=world.case).exists()
    world.does(world.coordinator, drafting.lay_out, drafts=drafts, version=0)
    whole = world.seen(world.far_worker)
    assert whole
    assert [one.text for one in whole.goals[0].agreements] == [world.new(None).text, "Bellen"]
    assert (len(whole.safety), whole.row.version, whole.progress.total) == (1, 1, 2)
    assert [one.command for one in whole.happenings] == ["LAY_OUT"]

"""S7: a rule whose target is gone is off and said so; what no rule fits still reaches somebody."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.routing.made import CHANGES, world

from tandem.platform.definitions import DefinitionError
from tandem.platform.home import DEFINITIONS
from tandem.routing import definitions
from tandem.routing.data import CATCH_ALL, Question, Route
from tandem.routing.definitions import rulebook
from tandem.routing.known import Facts
from tandem.routing.rules.route import route

WORRY = Question("99DE00", "2671", "worry", 9)  # of a school in Delft about a pupil who lives in Westland


def asked(facts: Facts, question: Question = WORRY) -> Route:
    return route(rulebook(), facts, question)


def test_who_has_left_is_not_called_and_the_next_one_is() -> None:
    before, after = asked(world()), asked(CHANGES["both smw ended"](world()))
    assert before.first.role == "SCHOOL_SOCIAL_WORK"
    assert after.first.role != "SCHOOL_SOCIAL_WORK"
    assert after.off, "and the page says which rule is off, and why"
    assert all(one.why.nl and one.why.en for one in after.off)


def test_a_rule_that_cannot_be_read_stops_the_start_and_decides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere a broken rule is switched off by itself; here nobody works with it for a day."""
    for file in ("routing.yaml", "woonplaats.yaml"):
        (tmp_path / file).write_text((DEFINITIONS / file).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "routing.yaml").write_text("kinds: [", encoding="utf-8")
    monkeypatch.setattr(definitions, "DEFINITIONS", tmp_path)
    rulebook.cache_clear()
    with pytest.raises(DefinitionError):
        rulebook()
    monkeypatch.undo()
    rulebook.cache_clear()


def test_what_no_rule_fits_reaches_the_catch_all_of_the_region() -> None:
    nowhere = asked(CHANGES["nobody"](world()), replace(WORRY, home=""))
    assert nowhere.chain[-1].role in (CATCH_ALL, "MUNICIPALITY", "SCHOOL_MUNICIPALITY")
    assert nowhere.first.organisation

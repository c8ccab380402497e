"""What who raised a concern may know has one word each in the API, and no word is left over."""

from enum import StrEnum
from typing import Any, get_args

import pytest

from tandem.api import concern_answers as answers
from tandem.api import concern_shapes as shapes
from tandem.casework.data import FORM_PARTS, Command, State, TextPart, Urgency
from tandem.casework.rules.tracking import TOLD


@pytest.mark.parametrize(
    ("words", "known", "published"),
    [
        (answers.URGENCIES, set(Urgency), shapes.Urgentie),
        (answers.STATES, set(State) - {State.DRAFT}, shapes.Stand),
        (answers.HAPPENED, {*TOLD, Command.ADD}, shapes.Gebeurtenis),
        (answers.PARTS, {*FORM_PARTS, TextPart.ADDED}, shapes.Deel),
    ],
    ids=["urgency", "state", "step", "part"],
)
def test_every_value_has_one_word(words: dict[StrEnum, str], known: set[StrEnum], published: Any) -> None:
    assert set(words) == known
    assert sorted(words.values()) == sorted(get_args(published))

"""From what somebody typed to a question: every wrong field is told, each at its place."""

import pytest

from tandem.routing.data import Question
from tandem.routing.definitions import rulebook
from tandem.routing.rules.asking import question_of

GOOD = {"school": "99AA00", "home": "2671", "kind": "zorg", "age": "9"}
BOOK = rulebook()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, Question("99AA00", "2671", "worry", 9)),
        ({"home": "2671ab"}, Question("99AA00", "2671", "worry", 9)),
        ({"home": " 2671 AB "}, Question("99AA00", "2671", "worry", 9)),
        ({"home": "onbekend"}, Question("99AA00", "", "worry", 9)),
        ({"school": "99aa-00"}, Question("99AA00", "2671", "worry", 9)),
        ({"school": "27GZ"}, Question("27GZ", "2671", "worry", 9)),
        ({"kind": "help at home"}, Question("99AA00", "2671", "home_help", 9)),
        ({"kind": "18-/18+"}, Question("99AA00", "2671", "eighteen", 9)),
        ({"kind": "VERZUIM"}, Question("99AA00", "2671", "absence", 9)),
        ({"age": ""}, Question("99AA00", "2671", "worry", None)),
        ({"age": "0"}, Question("99AA00", "2671", "worry", 0)),
        ({"before": "2511XX"}, Question("99AA00", "2671", "worry", 9, before="2511")),
    ],
)
def test_what_is_understood(typed: dict[str, str], expected: Question) -> None:
    assert question_of(BOOK, GOOD | typed) == expected


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("school", ""), ("school", "De Libel"), ("school", "99AA0"), ("home", ""), ("home", "0671"),
        ("home", "26711"),
        ("home", "2671A"), ("home", "{0}"), ("kind", ""), ("kind", "rust"), ("age", "140"), ("age", "61"),
        ("age", "-1"),
        ("age", "9,5"), ("age", "negen"), ("age", "²"), ("before", "x"), ("stays_at", "12"), ("mother", "Delft"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(field: str, text: str) -> None:
    problems = question_of(BOOK, GOOD | {field: text})
    assert isinstance(problems, list)
    assert [one.field for one in problems] == [field]
    assert len(problems[0].text.split()) > 3


def test_every_word_of_every_kind_is_understood() -> None:
    for kind in BOOK.kinds.values():
        for word in (kind.code, kind.nl, *kind.words):
            asked = question_of(BOOK, GOOD | {"kind": word})
            assert isinstance(asked, Question)
            assert asked.kind == kind.code

"""A message is Dutch text that remembers how it was made."""

import copy
import json
import pickle

import pytest

from tandem.platform.message import Message, from_json, to_json

TOWNS = Message("{count} gemeenten", count=1200)
WHOLE = Message("In {year} gaat het over {towns}: {names}.", year="2017", towns=TOWNS, names="a {b} 5 %")


def test_a_number_has_dots_and_a_year_has_not() -> None:
    assert WHOLE == "In 2017 gaat het over 1.200 gemeenten: a {b} 5 %."
    assert f"{TOWNS}" == str(TOWNS) == "1.200 gemeenten"


@pytest.mark.parametrize("message", [WHOLE, TOWNS, Message("Klaar.")])
def test_it_survives_a_file_and_a_copy(message: Message) -> None:
    for again in (
        from_json(json.loads(json.dumps(to_json(message)))),
        copy.deepcopy(message),
        pickle.loads(pickle.dumps(message)),
    ):
        assert (again, again.template, again.values) == (message, message.template, message.values)


def test_a_plain_text_is_not_a_message() -> None:
    assert to_json("Klaar.") is None

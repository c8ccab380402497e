"""Two who save the same case at once lose nothing, and an own second click is answered as done."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from tests.cases.crowd import Crowd, is_all_there, laid, lose, saves, version_of

from tandem.audit.actions import acting_actor
from tandem.cases import queries
from tandem.cases.actions import life
from tandem.cases.data import Command
from tandem.platform.context import acting


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Crowd]:
    home: Path = tmp_path_factory.mktemp("crowd")
    with laid(home, django_db_blocker) as made:
        yield made


def test_saves_at_the_same_moment_are_all_there(crowd: Crowd) -> None:
    before = version_of(crowd)
    kept, conflicts = saves(crowd, "samen", 40, writers=4)
    assert len(kept) == 40
    assert conflicts >= 3, "nobody stood in anybody's way: nothing was tried"
    is_all_there(crowd, "samen", kept, before)


def test_an_own_second_click_was_done_and_anothers_was_not(crowd: Crowd) -> None:
    mine, other = crowd.who
    seen = version_of(crowd)
    with acting(mine):
        life.add(by=acting_actor(), id=crowd.case, words="eenmaal", version=seen)
        assert queries.did(crowd.case, Command.ADD, seen, "eenmaal")
        assert not queries.did(crowd.case, Command.ADD, seen, "iets anders")
        assert not queries.did(crowd.case, Command.ADD, seen - 1, "eenmaal")
        assert not queries.did(crowd.case, Command.CLOSE, seen, "eenmaal")
    with acting(other):
        assert not queries.did(crowd.case, Command.ADD, seen, "eenmaal")


def test_what_is_lost_is_seen(crowd: Crowd) -> None:
    """The last in this file: a case that lost something is no longer one to ask."""
    before = version_of(crowd)
    kept, _ = saves(crowd, "verloren", 4, writers=2)
    is_all_there(crowd, "verloren", kept, before)
    lose(kept[1])
    with pytest.raises(AssertionError):
        is_all_there(crowd, "verloren", kept, before)

"""5,000 saves of one case at the same time: 0 lost, 0 double."""

from pathlib import Path

from pytest_django import DjangoDbBlocker
from tests.cases.crowd import is_all_there, laid, saves, version_of

NUMBER, WRITERS = 5_000, 10


def test_five_thousand_saves_of_one_case_are_all_there(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    with laid(tmp_path, django_db_blocker) as crowd:
        before = version_of(crowd)
        kept, conflicts = saves(crowd, "regel", NUMBER, WRITERS)
        assert len(kept) == NUMBER
        is_all_there(crowd, "regel", kept, before)
        print(f"{NUMBER} saves by {WRITERS}: {conflicts} times somebody else was first, 0 lost")

"""Every table about people has its end written down, and every end is a term that there is."""

import pytest

from tandem.platform.definitions import DefinitionError
from tandem.platform.postgres.cluster import Cluster
from tandem.platform.terms.definitions import terms
from tandem.project.classification import TABLES, Kind
from tandem.register.functions import functions
from tandem.sharing.retention import reading
from tandem.sharing.retention.data import How
from tandem.sharing.retention.models import Source

PEOPLE = {name for name, table in TABLES.items() if table.kind is Kind.PERSON}


def test_every_table_about_people_says_how_long() -> None:
    assert set(reading.rules()) == PEOPLE


def test_every_term_exists_and_every_function_too() -> None:
    for rule in reading.rules().values():
        assert rule.why
        assert set(rule.terms.values()) <= set(terms())
        assert set(rule.terms) - {""} <= set(functions())
        assert bool(rule.terms) == (rule.how is How.TERM)


def test_who_stands_nowhere_gets_the_longest_term() -> None:
    rule = reading.rules()["sharing_note"]
    longest = max(terms()[term].length.amount for term in rule.terms.values())  # type: ignore[union-attr]
    every_other = terms()[rule.terms[""]].length
    assert every_other is not None
    assert every_other.amount == longest


def test_the_database_knows_the_same_tables(owned_database_once: Cluster) -> None:
    """What a definition destroys is registered, and hangs on the same row."""
    known = {source.table_name: source.hangs_on for source in Source.objects.all()}
    said = {
        rule.table: rule.hangs_on for rule in reading.rules().values() if rule.how in (How.TERM, How.LAST, How.WITH)
    }
    assert known == said


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("{table: a, name: A, how: term, terms: T-OPP, starts: x, why: y}", "term of years"),
        ("{table: a, name: A, how: term, terms: NEE, starts: x, why: y}", "term of years"),
        ("{table: a, name: A, how: term, why: y}", "says something else"),
        ("{table: a, name: A, how: kept, hangs_on: b, why: y}", "says something else"),
        ("{table: a, name: A, how: with, hangs_on: b, why: y}", "not there"),
        ("{table: a, name: A, how: kept, why: y}\n  - {table: a, name: A, how: kept, why: y}", "twice"),
    ],
)
def test_a_wrong_definition_is_refused(wrong: str, words: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "retention"
    folder.mkdir()
    head = "source: x\nvalid_from: 2026-01-01\nverification: x\nnext_review: 2027-01-01\nevery_other: B-JW-DOSSIER\n"
    (folder / "records.yaml").write_text(f"{head}records:\n  - {wrong}\n")
    monkeypatch.setattr(reading, "DEFINITIONS", tmp_path)
    with pytest.raises(DefinitionError, match=words):
        reading.rules.__wrapped__()

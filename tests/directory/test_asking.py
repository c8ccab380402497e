"""What somebody typed, as PostgreSQL is asked for it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.directory.asking import MOST_WORDS, plain, text_query, words_of
from tandem.directory.definitions import synonyms

SAME = {"pesten": ("gepest",), "smw": ("schoolmaatschappelijk werk",), "schoolmaatschappelijk werk": ("smw",)}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Pesten", ("pesten",)),
        ("hulp bij het pesten", ("hulp", "pesten")),
        ("FINANCIËN  financiën", ("financien",)),
        ("auti's?!", ("auti", "s")),
        ("de het een", ()),
        ("", ()),
        ("a b c1 d2 e3 f4 g5 h6", ("a", "b", "c1", "d2", "e3", "f4")),
    ],
)
def test_words(typed: str, words: tuple[str, ...]) -> None:
    assert words_of(typed) == words


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ((), ""),
        (("speel",), "((speel:*))"),
        (("vo",), "((vo:*))"),
        (("vo", "speel"), "((vo)) & ((speel:*))"),
        (("pesten",), "((pesten:*) | (gepest:*))"),
        (("pesten", "groep"), "((pesten:*) | (gepest:*)) & ((groep:*))"),
        (("schoolmaatschappelijk", "werk"), "((schoolmaatschappelijk <-> werk) | (smw))"),
        (("smw", "vo"), "((smw) | (schoolmaatschappelijk <-> werk)) & ((vo:*))"),
    ],
)
def test_the_query_knows_what_means_the_same(words: tuple[str, ...], query: str) -> None:
    assert text_query(words, SAME) == query


@given(st.text(max_size=200))
def test_nothing_that_is_typed_is_more_than_words(typed: str) -> None:
    words = words_of(typed)
    assert len(words) <= MOST_WORDS
    assert all(re.fullmatch("[a-z0-9]+", word) for word in words)
    assert re.fullmatch(r"[a-z0-9 ()|&:*<>-]*", text_query(words, synonyms()))


def test_synonyms_go_both_ways() -> None:
    for word, others in synonyms().items():
        assert word == plain(word)
        assert all(word in synonyms()[other] for other in others)

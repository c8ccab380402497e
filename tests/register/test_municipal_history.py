"""In which municipality a postcode lay on a day: exactly one, on every day, and one that existed then."""

import csv
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.platform.home import DEFINITIONS, PROJECT_ROOT
from tandem.register import municipal_history, municipalities
from tandem.register.definitions import DefinitionError
from tandem.register.municipal_history import begun, ended, former_owners, municipality_on

LAW = PROJECT_ROOT.parent / "shared" / "data" / "swv-regio-indeling-2015" / "pc4_gemeente_swv_2015.csv"
FIRST, LAST = date(2010, 1, 1), date(2030, 1, 1)
TODAY = [municipality.code for municipality in municipalities.current()]
OLD = [code for code in municipalities.all_codes() if ended(code)]
POSTCODES = st.integers(1000, 9999).map(str)


@pytest.mark.parametrize(
    ("code", "pc4", "day", "then"),
    [
        ("GM1992", "3221", date(2022, 12, 31), "GM0530"),  # Hellevoetsluis, the day before
        ("GM1992", "3221", date(2023, 1, 1), "GM1992"),  # Voorne aan Zee
        ("GM1978", "2957", date(2012, 12, 31), "GM0571"),  # Nieuw-Lekkerland, then Molenwaard, then Molenlanden
        ("GM1978", "2957", date(2013, 1, 1), "GM1927"),
        ("GM1978", "2957", date(2019, 1, 1), "GM1978"),
        ("GM0080", "9027", date(2017, 12, 31), "GM0140"),  # Littenseradiel was divided; this part went to Leeuwarden
        ("GM1949", "8831", date(2017, 12, 31), "GM0140"),
        ("GM0080", "8911", date(2011, 1, 1), "GM0080"),  # Leeuwarden itself stayed
        ("GM0503", "2611", date(2010, 1, 1), "GM0503"),
        ("GM1992", "9999", date(2022, 12, 31), "GM0501"),  # no postcode of it: the first that went up in it
        ("GM9999", "2611", date(2022, 12, 31), "GM9999"),
    ],
)
def test_a_place_lies_where_it_lay(code: str, pc4: str, day: date, then: str) -> None:
    assert municipality_on(code, pc4, day) == then


@given(st.sampled_from(TODAY), POSTCODES, st.dates(FIRST, LAST))
def test_on_every_day_a_place_lies_in_a_municipality_that_existed(code: str, pc4: str, day: date) -> None:
    then = municipality_on(code, pc4, day)
    end, first = ended(then), begun(then)
    assert end is None or day < end
    assert first is None or first <= day
    assert municipality_on(code, pc4, LAST) == code


def test_every_postcode_of_an_old_municipality_reaches_todays() -> None:
    seen = set()
    for pc4 in map(str, range(1000, 10000)):
        for owner in former_owners(pc4):
            seen.add(owner.code)
            today = municipalities.successor(owner.code, pc4)
            assert municipality_on(today, pc4, owner.until - timedelta(days=1)) == owner.code
            assert municipality_on(today, pc4, owner.until) != owner.code
    assert len(seen) >= len(OLD) - 1, "of nearly all of them we know where they lay"


def test_who_had_a_postcode_handed_it_to_its_successor() -> None:
    for pc4 in map(str, range(1000, 10000)):
        owners = former_owners(pc4)
        assert len({owner.until for owner in owners}) == len(owners), pc4
        for earlier, later in pairwise(owners):
            successors = municipalities.find(earlier.code).successors
            assert later.code in successors, pc4


def test_as_many_new_codes_began_as_cbs_counted() -> None:
    days = [day for code in municipalities.all_codes() if (day := begun(code))]
    new = {2011: 5, 2012: 1, 2013: 2, 2014: 1, 2015: 3, 2016: 2, 2017: 1, 2018: 3, 2019: 9, 2021: 1, 2022: 3, 2023: 1}
    assert Counter(day.year for day in days) == new  # De Fryske Marren began on 1 July 2015


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("GM0600: [3181]", "GM0600: [3181-3180]"),
        ("GM0600: [3181]", "GM0600: [318]"),
        ("GM0600: [3181]", "GM0503: [3181]"),
        ("GM0600: [3181]", "GM9999: [3181]"),
        ("GM1992: 2023-01-01", "GM1992: morgen"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    text = (DEFINITIONS / "municipality_history.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "municipality_history.yaml").write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(municipal_history, "DEFINITIONS", tmp_path)
    caches = (municipal_history._file, municipal_history._by_end, former_owners)
    for kept in caches:
        kept.cache_clear()
    try:
        with pytest.raises(DefinitionError, match=r"municipality_history\.yaml"):
            former_owners("3181")
    finally:
        monkeypatch.undo()
        for kept in caches:
            kept.cache_clear()


@pytest.mark.shared
def test_the_law_of_2015_gives_every_postcode_the_municipality_of_that_day() -> None:
    with LAW.open(encoding="utf-8-sig") as rows:
        law = {row["pc4"]: municipalities._named(row["gemeente"]) for row in csv.DictReader(rows)}
    wrong = []
    for pc4, code in law.items():
        assert code is not None
        if municipality_on(municipalities.successor(code, pc4), pc4, date(2015, 4, 23)) != code:
            wrong.append(pc4)
    # Where later lists disagree with the law about today's municipality, the oldest part of the story is left out.
    assert len(wrong) <= 5, wrong


@given(st.sampled_from(TODAY), POSTCODES)
def test_a_timeline_has_no_gap_and_tells_the_same_as_each_day(code: str, pc4: str) -> None:
    spans = municipal_history.timeline(code, pc4)
    assert (spans[0].since, spans[-1].until, spans[-1].code) == (None, None, code)
    for earlier, later in pairwise(spans):
        assert earlier.until == later.since
        assert earlier.code != later.code
        assert later.since is not None
        assert municipality_on(code, pc4, later.since) == later.code
        assert municipality_on(code, pc4, later.since - timedelta(days=1)) == earlier.code

"""A sentence with a 'most' or a 'largest' is true for every value inside the intervals, or it is not said."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from tandem.flows.data import UNKNOWN, Share
from tandem.opendata.data import Interval
from tandem.web.insight import claims
from tandem.web.insight.claims import Place, Reason

CODES = ("GM0001", "GM0002", "GM0003", "BE", UNKNOWN)


@st.composite
def told(draw: st.DrawFn) -> tuple[Interval, int]:
    """An interval and a true value inside it; a missing cell leaves it open."""
    low, more, extra = draw(st.integers(0, 20)), draw(st.integers(0, 12)), draw(st.integers(0, 40))
    if draw(st.booleans()) and draw(st.booleans()):
        return Interval(low, None, missing=1), low + extra
    return Interval(low, low + more), low + min(extra, more)


places = st.dictionaries(st.sampled_from(CODES), told(), max_size=5)
flows = st.dictionaries(
    st.tuples(st.sampled_from(("GM0001", "GM0002")), st.sampled_from(("GM0001", "GM0002", "GM0003", UNKNOWN))).filter(
        lambda ends: ends[0] != ends[1]
    ),
    told(),
    max_size=6,
)
shares = st.dictionaries(
    st.sampled_from(CODES[:3]),
    st.one_of(st.none(), st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(lambda t: tuple(sorted(t)))),
)


def name(code: str) -> str:
    return code


@given(places, st.sampled_from(("", "GM0009", *CODES[:4])), st.sampled_from(list(Place)))
def test_the_most_are_the_most_wherever_the_unknown_are(
    numbers: Mapping[str, tuple[Interval, int]], loose: str, place: Place
) -> None:
    """Who has no known place is put in each of the places in turn, also in one that is not in the list."""
    code, _ = claims.largest({code: interval for code, (interval, _) in numbers.items()})
    title = claims.most_title(place, {code: interval for code, (interval, _) in numbers.items()}, name)
    assert (code in title) == bool(code) or not code
    if not code:
        return
    true = {place: value for place, (_, value) in numbers.items() if place != UNKNOWN}
    unknown = numbers[UNKNOWN][1] if UNKNOWN in numbers else 0
    if loose:
        true[loose] = true.get(loose, 0) + unknown
    assert all(true[code] > value for other, value in true.items() if other != code)


@given(flows, st.sampled_from(("GM0001", "GM0002", "GM0003", "GM0009")))
def test_the_largest_flow_is_the_largest(
    numbers: Mapping[tuple[str, str], tuple[Interval, int]], elsewhere: str
) -> None:
    first, _ = claims.largest_flow({ends: interval for ends, (interval, _) in numbers.items()})
    title = claims.flow_title({ends: interval for ends, (interval, _) in numbers.items()}, name)
    true = {ends: value for ends, (_, value) in numbers.items() if UNKNOWN not in ends}
    for (home, school), (_, value) in numbers.items():
        if school == UNKNOWN and home != elsewhere:
            true[home, elsewhere] = true.get((home, elsewhere), 0) + value
    if "geen leerlingen" in title:
        assert not any(true.values())
    if first is not None:
        assert all(true[first] > value for ends, value in true.items() if ends != first)
        assert "De grootste stroom" in title
    else:
        assert "grootste" not in title


@given(shares, st.booleans())
def test_the_largest_share_is_the_largest(numbers: dict[str, tuple[float, float, float] | None], out: bool) -> None:
    told = {code: Share(three[0], three[2]) if three else None for code, three in numbers.items()}
    code, reason = claims.largest_share(told)
    title = claims.share_title(told, (), name, out=out)
    true = {code: three[1] for code, three in numbers.items() if three}
    assert (reason is Reason.CERTAIN) == bool(code) == ("grootste" in title)
    if code:
        assert all(true[code] > value for other, value in true.items() if other != code)


@given(st.lists(told(), max_size=5))
def test_an_order_is_claimed_only_when_it_is_one(numbers: list[tuple[Interval, int]]) -> None:
    said = claims.order_sentence([interval for interval, _ in numbers])
    if said == "De grootste staat bovenaan.":
        values = [value for _, value in numbers]
        assert values == sorted(values, reverse=True)


def test_certain_claims_are_made() -> None:
    """The negative control: with exact numbers the sentences are there."""
    sums = {"GM0001": Interval.exact(9), "GM0002": Interval(1, 8), UNKNOWN: Interval.exact(0)}
    assert claims.largest(sums) == ("GM0001", Reason.CERTAIN)
    assert claims.largest(sums | {UNKNOWN: Interval.exact(1)}) == ("", Reason.OVERLAP)
    assert claims.largest({}) == ("", Reason.NOTHING)
    told = {"GM0001": Share(1.0, 1.0), "GM0002": Share(0.2, 0.3), "GM0003": Share(0.1, 0.1)}
    assert claims.share_title(told, ("GM0001",), name, out=True) == "Uit GM0002 gaat het grootste deel naar elders"
    assert claims.order_sentence([Interval.exact(2), Interval.exact(2)]) == "De grootste staat bovenaan."

"""What a cell means: masks are intervals, never numbers; everything doubtful is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tandem.opendata.data import Interval, Reason
from tandem.opendata.tokens import (
    LARGEST_CELL,
    MASKS,
    BadValue,
    Count,
    parse_count,
    parse_degrees,
    parse_home,
    parse_location,
    parse_municipality,
    parse_partnership,
    parse_pc4,
    parse_postcode,
    parse_sector,
    parse_year,
    shown,
    year_in_name,
)

SPACES = st.text(" \t", max_size=3)


@given(st.integers(0, LARGEST_CELL), SPACES, SPACES)
def test_a_number_is_exact(value: int, before: str, after: str) -> None:
    assert parse_count(f"{before}{value}{after}") == Count(value, value, Reason.EXACT)


@given(st.sampled_from(sorted(MASKS)), SPACES, SPACES)
def test_a_mask_is_one_to_four_and_never_zero(mask: str, before: str, after: str) -> None:
    assert parse_count(before + mask + after) == Count(1, 4, Reason.MASKED)


@given(SPACES)
def test_an_empty_cell_has_no_upper_bound(spaces: str) -> None:
    assert parse_count(spaces) == Count(0, None, Reason.MISSING)


@given(st.text(max_size=12))
def test_any_text_is_judged_or_refused_with_a_reason(text: str) -> None:
    try:
        count = parse_count(text)
    except BadValue as refusal:
        message = str(refusal)
    else:
        assert count.low <= LARGEST_CELL
        assert (count.high is None) == (count.reason is Reason.MISSING)
        assert (count.low, count.high) != (0, 0) or text.strip().strip("0") == ""
        return
    assert message


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("-2", "negatief"),
        ("-10", "negatief"),
        ("1.234", "punt of komma"),
        ("3,5", "punt of komma"),
        ("4001", "meer dan er kan zijn"),
        ("999999999", "meer dan er kan zijn"),
        ("1e3", "geen aantal"),
        ("0x10", "geen aantal"),
        ("<10", "geen aantal"),
        ("٣", "geen aantal"),
        ("AANTAL_LEERLINGEN", "geen aantal"),
    ],
)
def test_doubtful_counts_are_refused(token: str, reason: str) -> None:
    with pytest.raises(BadValue, match=reason):
        parse_count(token)


values = st.tuples(st.integers(0, 50), st.booleans(), st.booleans())


def _interval(value: int, mask: bool, missing: bool) -> Interval:
    """How a source would publish a true value, and what we make of it."""
    if missing:
        return Interval(0, None, missing=1)
    return Interval.mask() if mask and 1 <= value <= 4 else Interval.exact(value)


@given(st.lists(values, max_size=30))
def test_the_truth_lies_inside_the_sum_of_intervals(cells: list[tuple[int, bool, bool]]) -> None:
    total = Interval(0, 0)
    for cell in cells:
        total = total + _interval(*cell)
    truth = sum(value for value, _, _ in cells)
    assert total.low <= truth
    assert total.high is None or truth <= total.high
    assert total.masked == sum(mask and not missing and 1 <= value <= 4 for value, mask, missing in cells)


@given(st.lists(values, max_size=8), st.lists(values, max_size=8))
def test_sums_do_not_depend_on_the_order(
    left: list[tuple[int, bool, bool]], right: list[tuple[int, bool, bool]]
) -> None:
    def total(cells: list[tuple[int, bool, bool]]) -> Interval:
        result = Interval(0, 0)
        for cell in cells:
            result = result + _interval(*cell)
        return result

    assert total(left + right) == total(right + left) == total(left) + total(right)


@pytest.mark.parametrize(
    ("token", "home"),
    [
        ("2611", "2611"),
        (" 2611 ", "2611"),
        ("10", "BE"),
        ("  20", "DE"),
        ("0030", "ANDER"),
        ("40", "ONBEKEND"),
        ("", "ONBEKEND"),
        ("0000", "ONBEKEND"),
    ],
)
def test_homes(token: str, home: str) -> None:
    assert parse_home(token) == home


@pytest.mark.parametrize("token", ["50", "2611AB", "26", "0123", "261", "26115", "abc", "-1", "00010"])
def test_no_homes(token: str) -> None:
    with pytest.raises(BadValue, match="postcode van vier cijfers"):
        parse_home(token)


@pytest.mark.parametrize(
    ("institution", "branch", "code"),
    [
        ("99ZA", "0", "99ZA00"),
        ("99za", "01", "99ZA01"),
        (" 99ZA ", "99ZA02", "99ZA02"),
        ("99ZA03", "", "99ZA03"),
        ("99ZA03", "03", "99ZA03"),
        ("99ZA03", "99ZA03", "99ZA03"),
    ],
)
def test_locations(institution: str, branch: str, code: str) -> None:
    assert parse_location(institution, branch) == code


@pytest.mark.parametrize(
    ("institution", "branch"),
    [("9ZA", "00"), ("99Z1", "00"), ("99ZA", ""), ("99ZA", "100"), ("99ZA", "98ZA00"), ("", "")],
)
def test_no_locations(institution: str, branch: str) -> None:
    with pytest.raises(BadValue):
        parse_location(institution, branch)


@pytest.mark.parametrize(
    ("token", "year"),
    [
        ("2017", 2017),
        ("20171001", 2017),
        ("2017-10-01", 2017),
        ("01-10-2017", 2017),
        ("1-10-2017", 2017),
        ("1/10/2017", 2017),
    ],
)
def test_years(token: str, year: int) -> None:
    assert parse_year(token) == year


@pytest.mark.parametrize("token", ["", "17", "1899", "2101", "20170901", "2017-01-10", "oktober 2017", "20171301"])
def test_no_years(token: str) -> None:
    with pytest.raises(BadValue):
        parse_year(token)


def test_the_year_in_a_name_is_the_first_of_a_school_year() -> None:
    assert year_in_name("03.-leerlingen-po-totaaloverzicht-2019-2020.csv") == 2019
    assert year_in_name("leerlingen.csv") is None
    assert year_in_name("120190.csv") is None


def test_other_codes() -> None:
    assert [parse_sector(token) for token in ("Bo", "SBO", " so ", "vso")] == ["BO", "SBO", "SO", "VSO"]
    assert [parse_municipality(token) for token in ("503", "0503", "GM0503", " ")] == ["GM0503"] * 3 + [""]
    assert parse_pc4(" 2611 ") == "2611"
    assert [parse_postcode(token) for token in ("9406 NN", "9406nn", " ")] == ["9406NN", "9406NN", ""]
    assert [parse_partnership(token, "PO") for token in ("PO2815", "2815", "", "Europoort")] == [
        "PO2815",
        "PO2815",
        "",
        "",
    ]
    assert (parse_degrees("4,35"), parse_degrees(" ")) == (4.35, None)


@pytest.mark.parametrize(
    ("parse", "token"),
    [
        (parse_sector, "havo"),
        (parse_municipality, "Delft"),
        (parse_municipality, "05033"),
        (parse_pc4, "10"),
        (parse_postcode, "94066 NN"),
        (lambda token: parse_partnership(token, "PO"), "VO2815"),
        (parse_degrees, "oost"),
        (parse_degrees, "521000"),
    ],
)
def test_no_such_codes(parse: object, token: str) -> None:
    assert callable(parse)
    with pytest.raises(BadValue):
        parse(token)


def test_a_text_in_a_message_is_short_and_printable() -> None:
    assert shown("\x07" + "x" * 100) == "'·" + "x" * 38 + "…'"
    assert shown("  ") == "een lege cel"

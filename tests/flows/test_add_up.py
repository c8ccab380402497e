"""Two ways to add rows up, and both are right: a place for every possible pair, and runs after sorting."""

from collections import Counter

import numpy as np
import pytest

from tandem.flows.answers import MOST_EMPTY, _add_up, _is_dense

ROWS = 500


@pytest.mark.parametrize(("homes", "schools"), [(6, 40), (40, 40), (4000, 7000)])
def test_sums_per_pair_in_order(homes: int, schools: int) -> None:
    rng = np.random.default_rng(homes)
    home, school = rng.integers(0, homes, ROWS), rng.integers(0, min(schools, 30), ROWS)
    low, masked = rng.integers(0, 90, ROWS), rng.integers(0, 2, ROWS).astype(np.uint8)
    counts = (low, low + 3, masked, np.zeros(ROWS, dtype=np.uint8))
    lines = _add_up(home, school, counts, (homes, schools))
    for found, count in zip(lines.counts, counts, strict=True):
        expected: Counter[tuple[int, int]] = Counter()
        for pair, value in zip(zip(home.tolist(), school.tolist(), strict=True), count.tolist(), strict=True):
            expected[pair] += value
        assert found.tolist() == [expected[pair] for pair in sorted(expected)]
        assert list(zip(lines.home.tolist(), lines.school.tolist(), strict=True)) == sorted(expected)


def test_both_ways_are_tried_above() -> None:
    key = np.zeros(ROWS)
    assert _is_dense(key, (6, 40))
    assert not _is_dense(key, (4000, 7000))
    assert MOST_EMPTY * ROWS < 4000 * 7000

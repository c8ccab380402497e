"""Narrower sums against every possible world, counted one by one."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tandem.flows.disclosure.attack import Programme, Sums, propagate
from tandem.flows.masked.data import Totals
from tandem.flows.masked.narrowing import groups, narrow

quick = settings(max_examples=150, deadline=None, database=None)


@st.composite
def puzzles(draw: st.DrawFn) -> tuple[list[int], list[int], list[int], list[bool]]:
    """True values of at most six masked cells, the group and the line of each, and which groups publish a total."""
    values = draw(st.lists(st.integers(1, 4), min_size=1, max_size=6))
    cells = len(values)
    group = draw(st.lists(st.integers(0, 2), min_size=cells, max_size=cells))
    line = draw(st.lists(st.integers(0, 2), min_size=cells, max_size=cells))
    return values, group, line, draw(st.lists(st.booleans(), min_size=3, max_size=3))


def worlds(puzzle: tuple[list[int], list[int], list[int], list[bool]]) -> list[tuple[int, ...]]:
    """Every way to fill the cells that meets the published totals."""
    values, group, _, published = puzzle
    wanted = [sum(v for v, g in zip(values, group, strict=True) if g == one) for one in range(3)]
    return [
        world
        for world in product(range(1, 5), repeat=len(values))
        if all(
            sum(v for v, g in zip(world, group, strict=True) if g == one) == wanted[one]
            for one in range(3)
            if published[one]
        )
    ]


def totals_of(puzzle: tuple[list[int], list[int], list[int], list[bool]]) -> Totals:
    values, group, _, published = puzzle
    total = np.bincount(group, weights=values, minlength=3).astype(np.int64)
    known = np.where(published, total, -1)
    return Totals(known, known)


@quick
@given(puzzles())
def test_bounds_of_a_sum_are_exactly_those_of_all_possible_worlds(
    puzzle: tuple[list[int], list[int], list[int], list[bool]],
) -> None:
    values, group, line, _ = puzzle
    ones, fours = np.ones(len(values), dtype=np.int64), np.full(len(values), 4)
    items = np.array(group), ones, fours
    known, contradicted = groups(items, totals_of(puzzle))
    low, high = narrow(np.array(line), 3, items, known)
    sums = [[sum(v for v, of in zip(w, line, strict=True) if of == one) for one in range(3)] for w in worlds(puzzle)]
    assert low.tolist() == np.min(sums, axis=0).tolist()
    assert high.tolist() == np.max(sums, axis=0).tolist()
    assert contradicted == 0


@quick
@given(puzzles(), st.sampled_from([2, 3]))
def test_sums_added_up_to_larger_groups_still_hold_the_truth(
    puzzle: tuple[list[int], list[int], list[int], list[bool]], parents: int
) -> None:
    values, group, line, _ = puzzle
    items = np.array(group), np.ones(len(values), dtype=np.int64), np.full(len(values), 4)
    known, _ = groups(items, totals_of(puzzle))
    fine = np.array(line) * 3 + np.array(group)
    low, high = narrow(fine, 9, items, known)
    parent = np.arange(3) % parents
    larger = known.added_up(parent, parents, (parent[np.arange(9) % 3], low, high))
    coarse_low, coarse_high = narrow(np.arange(9) // 3, 3, (parent[np.arange(9) % 3], low, high), larger)
    truth = np.bincount(line, weights=values, minlength=3)
    assert (coarse_low <= truth).all()
    assert (truth <= coarse_high).all()


def test_a_total_that_its_cells_contradict_is_not_used() -> None:
    items = np.array([0, 0]), np.array([1, 1]), np.array([4, 4])
    known, contradicted = groups(items, Totals(np.array([9]), np.array([9])))
    assert contradicted == 1
    low, high = narrow(np.array([0, 0]), 1, items, known)
    assert (low[0], high[0]) == (2, 8)


@quick
@given(puzzles(), st.data())
def test_the_attack_finds_what_all_possible_worlds_leave(
    puzzle: tuple[list[int], list[int], list[int], list[bool]], data: st.DataObject
) -> None:
    values, group, _, published = puzzle
    cells = np.flatnonzero(np.array(published)[group])
    total = np.bincount(group, weights=values, minlength=3).astype(np.int64)
    used = sorted({group[cell] for cell in cells})
    known = Sums(cells, np.searchsorted(used, np.array(group)[cells]), total[used], total[used])
    low, high = np.ones(len(values), dtype=np.int64), np.full(len(values), 4)
    possible = np.array(worlds(puzzle))
    found_low, found_high = propagate(low, high, known)
    assert found_low.tolist() == possible.min(axis=0).tolist()
    assert found_high.tolist() == possible.max(axis=0).tolist()
    asked = data.draw(st.lists(st.integers(0, len(values) - 1), min_size=1, unique=True))
    sums = possible[:, asked].sum(axis=1)
    assert Programme(low, high, known).extent(asked) == (sums.min(), sums.max())


def test_linear_programming_sees_what_propagation_cannot() -> None:
    # a + b = 5, b + c = 5, a + c = 4: only 2, 3, 2, though every pair alone leaves each of them open
    known = Sums(np.array([0, 1, 1, 2, 0, 2]), np.array([0, 0, 1, 1, 2, 2]), np.array([5, 5, 4]), np.array([5, 5, 4]))
    low, high = propagate(np.ones(3, dtype=np.int64), np.full(3, 4), known)
    assert (high - low).min() > 0
    solved = Programme(np.ones(3, dtype=np.int64), np.full(3, 4), known)
    assert [solved.extent([cell]) for cell in range(3)] == [(2, 2), (3, 3), (2, 2)]


def test_sums_that_contradict_each_other_have_no_extent() -> None:
    known = Sums(np.array([0, 0]), np.array([0, 1]), np.array([2, 3]), np.array([2, 3]))
    assert Programme(np.ones(1, dtype=np.int64), np.full(1, 4), known).extent([0]) is None

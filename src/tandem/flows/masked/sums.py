"""Sums of answer lines that are narrowed and estimated as one question would be, whatever a page adds up.

An answer line knows of which rows of the cube it is made (`Interval.source`). Adding up by `summed` puts those rows
together, so that a total on a page, the same total in a download and the answer of the API are one and the same number.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from tandem.flows.answers import HIDDEN, FlowArrays, answer_arrays
from tandem.flows.cube import Cube
from tandem.flows.data import FlowAnswer, FlowCell, FlowQuery
from tandem.flows.masked.data import Numbers
from tandem.flows.masked.refining import Part, Sharper, parts_of
from tandem.flows.openness import homes_unknown
from tandem.opendata.data import ZERO, Interval

Key = TypeVar("Key", bound=Hashable)


class Traced:
    """An answer of which every sum of lines can be refined."""

    def __init__(self, cube: Cube, found: FlowArrays) -> None:
        self.cube, self.found = cube, found
        self._parts: tuple[Part, ...] | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The rows behind the lines; read once."""
        if self._parts is None:
            self._parts = tuple(parts_of(self.cube, self.found))
        return self._parts

    def sums(self, line: Numbers, group: Numbers, size: int) -> tuple[list[Numbers], Sharper]:
        """Of each group of lines low, high, masked and missing as the cells say, and what is known beyond that."""
        found, sharper = self.found, Sharper(self.cube, size)
        columns = (found.low, found.high, found.masked, found.missing)
        counts = [np.bincount(group, weights=column[line], minlength=size).astype(np.int64) for column in columns]
        while len(line):
            once, first = np.unique(line, return_index=True)
            group_of = np.full(len(found), -1)
            group_of[once] = group[first]
            for part in self.parts:
                of = group_of[part.line]
                kept = np.flatnonzero(of >= 0)
                sharper.add(Part(part.year, part.sector, part.table, part.rows.take(kept), of[kept]))
            line, group = np.delete(line, first), np.delete(group, first)
        return counts, sharper


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of one answer that a number is made of."""

    traced: Traced
    lines: tuple[int, ...]

    @property
    def plain(self) -> Interval:
        """What the cells alone say: these add up to those of a whole, which narrower bounds do not."""
        found, lines = self.traced.found, list(self.lines)
        columns = (found.low, found.high, found.masked, found.missing)
        return _interval([int(column[lines].sum()) for column in columns])


def plain(value: Interval) -> Interval:
    """The same number without what published totals tell."""
    return value.source.plain if isinstance(value.source, Source) else value


def traced_arrays(cube: Cube, query: FlowQuery) -> tuple[FlowArrays, Traced | None]:
    """The answer with its lines refined, and its trace; None where nothing can be narrowed (`refining`)."""
    found = answer_arrays(cube, query)
    if query.ages or not len(found):
        return found, None
    traced, everything = Traced(cube, found), np.arange(len(found))
    (low, high, _, missing), sharper = traced.sums(everything, everything, len(found))
    low, high, about = sharper.sharpen(low, high, missing)
    small = (column.astype(np.int32) for column in (low, high, about))
    low, high, about = small
    return replace(found, low=low, high=high, estimate=about), traced


def traced_cells(cube: Cube, query: FlowQuery) -> Iterator[FlowCell]:
    """The refined lines; each knows what it is made of."""
    found, traced = traced_arrays(cube, query)
    if traced is None or homes_unknown(cube, query.years, query.sectors):
        yield from found.cells()
        return
    for number, cell in enumerate(found.cells()):
        yield replace(cell, pupils=replace(cell.pupils, source=Source(traced, (number,))))


def traced_answer(cube: Cube, query: FlowQuery) -> FlowAnswer:
    """The answer with refined lines and a refined total."""
    found, _ = traced_arrays(cube, query)
    cells = tuple(traced_cells(cube, query))
    return FlowAnswer(query, cells, total(cell.pupils for cell in cells), found.absent)


def total(values: Iterable[Interval]) -> Interval:
    """All of them as one sum."""
    return summed(("", value) for value in values).get("", ZERO)


def summed(pairs: Iterable[tuple[Key, Interval]]) -> dict[Key, Interval]:
    """Intervals added up by key: by lines where they have a source, in plain numbers where not.

    A key that gets a line twice, lines of several answers, or uncertain numbers of another origin, is a plain sum.
    """
    number: dict[Key, int] = {}
    plain: list[list[int]] = []
    lines: list[int] = []
    groups: list[int] = []
    traced: Traced | None = None
    mixed: set[int] = set()
    for key, value in pairs:
        at = number.setdefault(key, len(plain))
        if at == len(plain):
            plain.append([0, 0, 0, 0])
        source = value.source
        if isinstance(source, Source) and (traced is None or traced is source.traced):
            traced = source.traced
            lines.extend(source.lines)
            groups.extend([at] * len(source.lines))
        else:
            if isinstance(source, Source) or (value.low and not value.is_exact):
                mixed.add(at)
            _add(plain[at], value)
    return dict(zip(number, _finished(plain, traced, (np.array(lines), np.array(groups)), mixed), strict=True))


def _add(sums: list[int], value: Interval) -> None:
    sums[0] += value.low
    sums[1] += value.high or 0
    sums[2] += value.masked
    sums[3] += value.missing


def _finished(
    plain: list[list[int]], traced: Traced | None, where: tuple[Numbers, Numbers], mixed: set[int]
) -> list[Interval]:
    if traced is None:
        return [_interval(sums) for sums in plain]
    line, group = where
    counts, sharper = traced.sums(line, group, len(plain))
    low, high, masked, missing = np.array(plain, dtype=np.int64).T + np.array(counts)
    twice = _twice(line, group, mixed, len(plain))
    sharp = sharper.sharpen(low, high, missing)
    low, high, about = (np.where(twice, a, b) for a, b in zip((low, high, HIDDEN), sharp, strict=True))
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(len(plain) + 1)).tolist()
    ordered, loose = line[order].tolist(), twice.tolist()
    columns = (column.tolist() for column in (low, high, masked, missing, about))
    made = []
    for at, (*numbers, guess) in enumerate(zip(*columns, strict=True)):
        own = tuple(ordered[ends[at] : ends[at + 1]])
        only_lines = own and not loose[at] and plain[at] == [0, 0, 0, 0]
        source = Source(traced, own) if only_lines else None
        made.append(_interval(numbers, guess, source))
    return made


def _twice(line: Numbers, group: Numbers, mixed: set[int], size: int) -> Numbers:
    """The groups in which a line stands more than once, or whose numbers come from several answers."""
    pair = np.sort(group * (int(line.max(initial=0)) + 1) + line)
    found = np.zeros(size, dtype=bool)
    found[pair[1:][pair[1:] == pair[:-1]] // (int(line.max(initial=0)) + 1)] = True
    found[list(mixed)] = True
    return found


def _interval(counts: Sequence[int], about: int = HIDDEN, source: Source | None = None) -> Interval:
    low, high, masked, missing = counts
    open_high = None if missing else high
    shown = None if missing or about == HIDDEN else about
    return Interval(low, open_high, masked, missing, shown, source)

"""Tables with a column per age or year of study: a matrix of numbers, which numpy adds up and lays out as rows.

A national file has 24 such columns of 100,000 rows, nine of ten cells zero. In `Reading.numbers` each text has a code;
what a code means is looked up, so that a cell is never a text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tandem.opendata.data import Reason, Severity
from tandem.opendata.layouts.cells import (
    JUDGED,
    JUDGED_KEY,
    KEY,
    added_up,
    reason_at,
    repeats,
    sort_rows,
    write_cells,
    write_sums,
)
from tandem.opendata.layouts.splits import write_ages
from tandem.opendata.reading import Reading
from tandem.opendata.tokens import Count
from tandem.platform.message import Message

Numbers = NDArray[np.integer]
Flags = NDArray[np.bool_]

OPEN = -1  # an upper bound that there is not
_REASON = {Reason.EXACT: 0, Reason.MASKED: 1, Reason.MISSING: 2}
_BOUNDS = "low, nullif(high, -1) AS high, CASE reason " + "{} END AS reason".format(
    " ".join(f"WHEN {code} THEN '{reason}'::reason" for reason, code in _REASON.items())
)
_ORDERED = f"CREATE OR REPLACE TABLE ordered AS SELECT {JUDGED_KEY}, r.rowid AS id FROM {JUDGED} ORDER BY {KEY}"
_CELLS = f"SELECT {KEY}, n.low, n.high, {reason_at('home')} AS reason FROM ordered POSITIONAL JOIN totals n"
_PARTS = f"""SELECT {KEY}, p.number AS {{column}}, p.low, p.high, p.reason FROM parts p
    JOIN ordered o ON o.rowid = p.place ORDER BY p.place, p.number"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Intervals with their reasons (`_REASON`); `high` is OPEN where there is none."""

    low: Numbers
    high: Numbers
    reason: Numbers

    @classmethod
    def of_codes(cls, reading: Reading) -> "Bounds":
        """Of each text of a number; one that the table does not hold is never asked."""
        rows = reading.connection.execute("SELECT t0, low, high, reason FROM counts").fetchall()
        counts = {text: Count(low, high, Reason(reason)) for text, low, high, reason in rows}
        known = [counts.get(text, Count(0, 0, Reason.EXACT)) for text in reading.numbers]
        highs = [OPEN if count.high is None else count.high for count in known]
        reasons = [_REASON[count.reason] for count in known]
        return cls(*(np.array(column, dtype=np.int32) for column in ([c.low for c in known], highs, reasons)))

    def at(self, codes: Numbers) -> "Bounds":
        return Bounds(self.low[codes], self.high[codes], self.reason[codes])

    def where(self, chosen: Flags, other: "Bounds") -> "Bounds":
        """The other's intervals for the chosen rows, these for the rest."""
        pairs = ((self.low, other.low), (self.high, other.high), (self.reason, other.reason))
        return Bounds(*(np.where(chosen, theirs, ours) for ours, theirs in pairs))

    def columns(self) -> dict[str, Numbers]:
        return {name: np.ascontiguousarray(getattr(self, name), dtype=np.int32) for name in ("low", "high", "reason")}


@dataclass(slots=True)
class Wide:
    """The numbers of a table with a column per `column` (age or grade); `words` are those columns."""

    reading: Reading
    words: Sequence[str]
    column: str
    meaning: Bounds
    wrong_totals: int = field(default=0, init=False)

    @classmethod
    def of(cls, reading: Reading, words: Sequence[str], column: str) -> "Wide":
        """Needs the judged counts, sectors, homes, locations and years."""
        return cls(reading, words, column, Bounds.of_codes(reading))

    def write_cells(self) -> None:
        """Write part `cells`, as `cells.write_cells` does."""
        write_cells(self.reading, _CELLS, self.lay_out, order="")

    def write_sums(self) -> None:
        """The same of a file with several rows per cell by design, as `cells.write_sums` does."""
        write_sums(self.reading, _CELLS, self.lay_out)

    def lay_out(self) -> None:
        """Make `ordered` (the key of every row, in its order), `totals` beside it and `parts` (place, number, …)."""
        run = self.reading.connection.execute
        run(_ORDERED)
        order = run("SELECT id FROM ordered").fetchnumpy()["id"]
        columns = self.reading.codes([*self.words, *(["pupils"] if self.reading.has("pupils") else [])])
        numbers = {int(word.rpartition("_")[2]): columns[word] for word in self.words}
        codes = np.empty((len(order), len(numbers)), dtype=np.uint16)
        for place, number in enumerate(sorted(numbers)):
            codes[:, place] = numbers[number][order]
        sums = self._sums(codes)
        self._keep("totals", self._totals(sums, columns["pupils"][order]) if "pupils" in columns else sums)
        places, parts = np.nonzero((self.meaning.high != 0)[codes])
        keys: dict[str, Numbers] = {
            "place": places.astype(np.int32),
            "number": np.array(sorted(numbers), dtype=np.int16)[parts],
        }
        self._keep("parts", self.meaning.at(codes[places, parts]), keys)

    def _sums(self, codes: Numbers) -> Bounds:
        """Per row the sum of its parts: one missing makes it open; one masked makes it masked."""
        low, high, reason = (np.zeros(len(codes), dtype=np.int32) for _ in range(3))
        for column in codes.T:
            part = self.meaning.at(column)
            low += part.low
            high += part.high * (part.high != OPEN)
            np.maximum(reason, part.reason, out=reason)
        return Bounds(low, np.where(reason == _REASON[Reason.MISSING], OPEN, high), reason)

    def _totals(self, sums: Bounds, codes: Numbers) -> Bounds:
        """The column with the total, or the sum of the parts where that is empty; counts what cannot be true."""
        total = self.meaning.at(codes)
        closed, above = sums.high != OPEN, (total.high != OPEN) & (sums.low > total.high)
        self.wrong_totals = int(np.count_nonzero(above | (closed & (sums.high < total.low))))
        return total.where((total.high == OPEN) & closed & (sums.high > 0), sums)

    def _keep(self, table: str, bounds: Bounds, keys: Mapping[str, Numbers] | None = None) -> None:
        keys = keys or {}
        names = "".join(f"{name}, " for name in keys)
        self.reading.connection.register("given", {**keys, **bounds.columns()})
        self.reading.connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT {names}{_BOUNDS} FROM given")
        self.reading.connection.unregister("given")

    def write_parts(self, reading: Reading) -> None:
        """Write part `ages`, sorted."""
        sql = _PARTS.format(column=self.column)
        sort_rows(reading, "ages", sql, "")
        if repeats(reading, "ordered", KEY):
            key = f"{KEY}, {self.column}"
            sort_rows(reading, "ages", added_up(sql, key), key)
        write_ages(reading, self.column)

    def check_totals(self, reading: Reading, called: Message) -> None:
        """Note rows whose total cannot be the sum of its parts; `called` is what these are called in Dutch."""
        if not self.wrong_totals:
            return
        message = Message(
            "Rijen waarin TOTAAL niet klopt met de {what}: {count}. TOTAAL is gebruikt.",
            what=called,
            count=self.wrong_totals,
        )
        reading.find("ages_not_total", Severity.WARN, message, self.wrong_totals)

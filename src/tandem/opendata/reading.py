"""One source while it is read: its raw rows in DuckDB, and the words of its columns judged once each.

Each distinct text of a column is judged by a pure function of `tokens`; the rows are then mapped by joins. So a file
of 1.7 million rows costs some twenty thousand judgements in Python, and a wrong text is found with its line.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import duckdb
import numpy as np
from numpy.typing import NDArray

from tandem.opendata.data import Finding, Problem, Refused, Severity
from tandem.opendata.database import text
from tandem.opendata.layouts.base import Match
from tandem.opendata.parts import PARTS
from tandem.opendata.text import Source, with_one_newline
from tandem.opendata.tokens import LARGEST_CELL, MASKS, BadValue, parse_count

MOST_DISTINCT = 200_000  # more different texts in one column than any real file has
LONGEST_LINE = 1 << 20
NEVER = "\x01"  # the text that DuckDB may take for NULL: an empty cell stays an empty text
MIXED_LINES = "state machine reached an invalid state"  # what DuckDB says of \n and \r\n in one file
ASK = "Vergelijk het met het bestand van de publicist en haal het zo nodig opnieuw op."

USUAL_NUMBERS = ("", *sorted(MASKS), *map(str, range(LARGEST_CELL + 1)))  # what a cell of numbers holds, as a rule

Row = tuple[str, ...]
Value = TypeVar("Value")


@dataclass(slots=True)
class Reading:
    """One source being read. `folder` receives the parts, `staging` is for scratch; `name` is the user's."""

    connection: duckdb.DuckDBPyConnection
    match: Match
    source: Source
    name: str
    separator: str
    folder: Path
    staging: Path
    layout: str
    findings: list[Finding] = field(default_factory=list)
    numbers: tuple[str, ...] = ()  # the texts of the type `number`, in the order of its codes

    def has(self, word: str) -> bool:
        return word in self.match.columns

    def words(self, prefix: str) -> list[str]:
        return [word for word in self.match.columns if word.startswith(prefix)]

    def find(self, check: str, severity: Severity, message: str, count: int, examples: Sequence[str] = ()) -> None:
        """Note what a check found in this source."""
        self.findings.append(Finding(check, severity, message, count, tuple(examples), self.name))

    def together(self, *steps: "Callable[[Reading], None]") -> None:
        """Take steps that do not touch each other's tables at the same time; a year's rows keep DuckDB at one core."""
        parts = [replace(self, connection=self.connection.cursor(), findings=[]) for _ in steps]
        with ThreadPoolExecutor(len(steps)) as pool:
            for done in [pool.submit(step, part) for step, part in zip(steps, parts, strict=True)]:
                done.result()
        for part in parts:
            self.findings += part.findings
            part.connection.close()

    def load_raw(self, *, whole: bool = False, numbers: Sequence[str] = ()) -> int:
        """Read the known columns into table `raw`, every one as text. Returns the rows. Raises Refused.

        `whole` adds a column that is equal only for rows that are equal in all columns, the unknown ones included.
        `numbers` are columns with the same few texts over and over: they get the type `number`, an ENUM of these texts.
        """
        if self.match.twice:
            reason = "deze kolom staat meer dan eens in de kopregel"
            raise Refused(Problem(self.name, reason, ASK, line=1, column=self.match.twice[0]))
        try:
            self._read(whole, numbers)
        except duckdb.Error as error:
            if MIXED_LINES not in str(error):
                raise Refused(self._csv_problem(str(error))) from None
            self.source = with_one_newline(self.source, self.staging / f"{self.source.sha256}.lines")
            self._read_again(whole, numbers)
        rows = self.number("SELECT count(*) FROM raw")
        if not rows:
            raise Refused(Problem(self.name, "er staan geen rijen onder de kopregel", ASK))
        return rows

    def _read(self, whole: bool, numbers: Sequence[str]) -> None:
        given = {"path": str(self.source.path), "skip": self.source.skip, "separator": self.separator}
        if not numbers:
            self.connection.execute(self._read_sql(whole), given)
            return
        self._name_numbers(USUAL_NUMBERS)
        try:
            self.connection.execute(self._read_sql(whole, numbers), given)
        except duckdb.ConversionException:  # another text, right or wrong: its own texts make the type
            self.connection.execute(self._read_sql(whole), given)
            self._name_numbers(text for (text,) in self._distinct_of_all(numbers))
            typed = ", ".join(f'"{word}"::number AS "{word}"' for word in numbers)
            self.connection.execute(f"CREATE OR REPLACE TABLE raw AS SELECT * REPLACE ({typed}) FROM raw")

    def _name_numbers(self, texts: Iterable[str]) -> None:
        self.numbers = tuple(texts)
        self.connection.execute("DROP TYPE IF EXISTS number")
        self.connection.execute(
            "CREATE TYPE number AS ENUM (SELECT unnest($texts::VARCHAR[]))", {"texts": list(self.numbers)}
        )

    def _read_again(self, whole: bool, numbers: Sequence[str]) -> None:
        try:
            self._read(whole, numbers)
        except duckdb.Error as error:
            raise Refused(self._csv_problem(str(error))) from None

    def _read_sql(self, whole: bool, numbers: Sequence[str] = ()) -> str:
        columns = [f"c{i}" for i in range(len(self.match.header))]
        kinds = dict.fromkeys(columns, "VARCHAR") | {f"c{self.match.columns[word]}": "number" for word in numbers}
        types = ", ".join(f"'{column}': '{kind}'" for column, kind in kinds.items())
        used = ", ".join(f'c{index} AS "{word}"' for word, index in self.match.columns.items())
        used += f", md5_number(concat_ws(chr(31), {', '.join(columns)})) AS whole" if whole else ""
        return f"""CREATE OR REPLACE TABLE raw AS SELECT {used} FROM read_csv($path, columns = {{{types}}},
            auto_detect = false, header = false, skip = $skip, delim = $separator, quote = '"', escape = '"',
            strict_mode = true, null_padding = false, max_line_size = {LONGEST_LINE}, nullstr = '{NEVER}')"""

    def _csv_problem(self, message: str) -> Problem:
        line = int(found[1]) if (found := re.search(r"CSV Error on Line: (\d+)", message)) else 1
        name, own_line = self.source.place(line)
        if found := re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", message):
            reason = f"deze rij heeft {found[2]} kolommen; de kopregel heeft er {found[1]}"
        elif "unterminated quote" in message:
            reason = "een aanhalingsteken wordt niet gesloten"
        elif "Maximum line size" in message:
            reason = "deze regel is langer dan een regel kan zijn"
        else:
            reason = "deze rij is niet als CSV te lezen"
        return Problem(name, reason, ASK, line=own_line)

    def number(self, sql: str) -> int:
        """The one whole number that a query returns."""
        row = self.connection.execute(sql).fetchone()
        return int(row[0]) if row else 0

    def judge(self, table: str, words: Sequence[str], parse: Callable[..., str]) -> None:
        """Make `table` (t0, t1, …, value): every distinct text of the columns and what it means. Raises Refused.

        `value` gets a type of its own (an ENUM in the order of the texts), which sorts and writes fast.
        """
        tokens = self._distinct(words)
        values = self._judged(words, tokens, parse)
        kind = {"words": sorted(set(values))}
        self.connection.execute(f"CREATE TYPE e_{table} AS ENUM (SELECT unnest($words::VARCHAR[]))", kind)
        self._keep(table, tokens, {"value": values}, {"value": f"e_{table}"})

    def judge_years(self, words: Sequence[str], parse: Callable[..., int]) -> None:
        """Make `years` (t0, value SMALLINT). Raises Refused."""
        tokens = self._distinct(words)
        self._keep("years", tokens, {"value": self._judged(words, tokens, parse)}, {"value": "SMALLINT"})

    def judge_decimals(self, table: str, word: str, parse: Callable[..., float | None]) -> None:
        """Make `table` (t0, value DOUBLE). Raises Refused."""
        tokens = self._distinct((word,))
        self._keep(table, tokens, {"value": self._judged((word,), tokens, parse)})

    def judge_counts(self, words: Sequence[str], largest: int = LARGEST_CELL) -> None:
        """Make `counts` (t0, low, high, reason) for all number columns together. Raises Refused."""
        tokens = sorted(self._numbers_used(words) if self.numbers else self._distinct_of_all(words))
        counts = self._judged(words, tokens, partial(parse_count, largest=largest), together=True)
        columns: dict[str, list[object]] = {
            "low": [count.low for count in counts],
            "high": [count.high for count in counts],
            "reason": [count.reason.value for count in counts],
        }
        self._keep("counts", tokens, columns, {"low": "INTEGER", "high": "INTEGER", "reason": "reason"})

    def codes(self, words: Sequence[str]) -> dict[str, NDArray[np.integer]]:
        """Of each column of numbers the places of its texts in `numbers`, in the order of `raw`."""
        asked = ", ".join(f'enum_code("{word}") AS "{word}"' for word in words)
        return self.connection.execute(f"SELECT {asked} FROM raw").fetchnumpy() if words else {}

    def _numbers_used(self, words: Sequence[str]) -> list[Row]:
        times = sum(np.bincount(column, minlength=len(self.numbers)) for column in self.codes(words).values())
        return [(self.numbers[code],) for code in np.flatnonzero(times)]

    def _distinct(self, words: Sequence[str]) -> list[Row]:
        columns = ", ".join(f'"{word}"' for word in words)
        sql = f"SELECT DISTINCT {columns} FROM raw LIMIT {MOST_DISTINCT + 1}"
        rows = self.connection.execute(sql).fetchall()
        if len(rows) > MOST_DISTINCT:
            reason = f"meer dan {MOST_DISTINCT} verschillende waarden; dit kan dit bestand niet zijn"
            raise Refused(Problem(self.name, reason, ASK, column=self._header(words[0])))
        return rows

    def _distinct_of_all(self, words: Sequence[str]) -> list[Row]:
        """The distinct texts of columns taken together, none of which may have too many."""
        if len(words) == 1:
            return self._distinct(words)
        rows = " UNION ".join(f'(SELECT DISTINCT "{word}" FROM raw LIMIT {MOST_DISTINCT + 1})' for word in words)
        tokens: list[Row] = self.connection.execute(rows).fetchall()
        if len(tokens) > MOST_DISTINCT:
            for word in words:
                self._distinct((word,))
        return tokens

    def _judged(
        self, words: Sequence[str], tokens: Sequence[Row], parse: Callable[..., Value], *, together: bool = False
    ) -> list[Value]:
        values, wrong = [], []
        for token in tokens:
            try:
                values.append(parse(*token))
            except BadValue as error:
                wrong.append((token, str(error)))
        if wrong:
            raise Refused(self._first_wrong(words, dict(wrong[:1000]), together))
        return values

    def _first_wrong(self, words: Sequence[str], wrong: Mapping[Row, str], together: bool) -> Problem:
        """The problem of the first row that holds one of these texts (in one of the words, when `together`)."""
        groups = [(word,) for word in words] if together else [tuple(words)]
        found: list[tuple[int, str, Row]] = []
        for group in groups:
            columns = ", ".join(f'"{word}"' for word in group)
            names = ", ".join(f"t{i}" for i in range(len(group)))
            lists = ", ".join(f"unnest($t{i}::VARCHAR[]) AS t{i}" for i in range(len(group)))
            sql = f"""SELECT rowid, {columns} FROM raw WHERE ({columns}) IN (SELECT ({names}) FROM (SELECT {lists}))
                ORDER BY rowid LIMIT 1"""
            given = {f"t{i}": [token[i] for token in wrong] for i in range(len(group))}
            for row in self.connection.execute(sql, given).fetchall():
                found.append((row[0], group[0], tuple(row[1:])))
        first, word, token = min(found)
        name, line = self.source.place(self._line(first))
        return Problem(name, wrong[token], ASK, line=line, column=self._header(word))

    def _line(self, row: int) -> int:
        """The line on which data row `row` (from 0) ends, in the file that DuckDB read."""
        with self.source.path.open(encoding="utf-8", newline="") as file:
            for _ in range(self.source.skip):
                file.readline()
            reader = csv.reader(file, delimiter=self.separator)
            filled = (reader.line_num for cells in reader if cells)
            return self.source.skip + next(islice(filled, row, None))

    def _header(self, word: str) -> str:
        return self.match.header[self.match.columns[word]]

    def _keep(
        self,
        table: str,
        tokens: Sequence[Row],
        columns: Mapping[str, Sequence[object]],
        types: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Make `table` of the texts (t0, t1, …) and the columns; those that `types` names are cast."""
        given: dict[str, object] = {f"t{i}": list(texts) for i, texts in enumerate(zip(*tokens, strict=True))}
        given |= {name: list(values) for name, values in columns.items()}
        cast = {name: f"::{types[name]}" if name in types else "" for name in given}
        lists = ", ".join(f"unnest(${name}){cast[name]} AS {name}" for name in given)
        self.connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT {lists}", given)

    def write(self, part: str, sql: str) -> None:
        """Write the rows of a query, in its order, as a part; the columns are cast to the part's own types."""
        self._copy(part, ", ".join(f"{name}::{sql_type} AS {name}" for name, sql_type in PARTS[part].items()), sql)

    def write_as_is(self, part: str, sql: str) -> None:
        """The same without casts, for columns with the right types already; an ENUM is written (fast) as text."""
        self._copy(part, ", ".join(PARTS[part]), sql)

    def _copy(self, part: str, columns: str, sql: str) -> None:
        path = self.folder / f"{part}.parquet"
        self.connection.execute(
            f"COPY (SELECT {columns} FROM ({sql})) TO {text(path)} (FORMAT parquet, COMPRESSION snappy)"
        )

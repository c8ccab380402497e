"""Numbers in one column per age, year of study or year of counting: as rows of their own, and added up again.

Shared by the layouts that have such columns. `split_rows` has (id = rowid in `raw`, number, low, high, reason).
"""

from collections.abc import Sequence

from tandem.opendata.data import Severity
from tandem.opendata.layouts.cells import JUDGED, KEY, added_up, high_of_sum, reason_of_sum, repeats, sort_rows
from tandem.opendata.reading import Reading
from tandem.platform.message import Message

# One column after another: a good third faster than UNPIVOT.
_ROWS = """CREATE OR REPLACE TABLE split_rows AS SELECT u.id, u.number, n.low, n.high, n.reason
    FROM ({words}) u JOIN counts n ON n.t0 = u.token WHERE n.high IS DISTINCT FROM 0"""
_OF_ONE_WORD = "SELECT rowid AS id, {number}::SMALLINT AS number, {word} AS token FROM raw WHERE {word} <> '0'"
_NO_ROWS = """CREATE OR REPLACE TABLE split_rows
    (id BIGINT, number SMALLINT, low INTEGER, high INTEGER, reason reason)"""
_SUMS = f"""CREATE OR REPLACE TABLE split_sums AS SELECT id, sum(low)::INTEGER AS low, {high_of_sum("a")} AS high,
    {reason_of_sum("a")} AS reason FROM split_rows a GROUP BY id"""

# What a row counts: its total where the file gives one, else the sum of its parts (no part at all is zero).
_FROM_TOTAL = """CREATE OR REPLACE TABLE totals AS SELECT r.rowid AS id,
    CASE WHEN t.high IS NULL AND a.high IS NOT NULL THEN a.low ELSE t.low END AS low,
    coalesce(t.high, a.high) AS high,
    CASE WHEN t.high IS NULL AND a.high IS NOT NULL THEN a.reason ELSE t.reason END AS reason
    FROM raw r JOIN counts t ON t.t0 = r.pupils LEFT JOIN split_sums a ON a.id = r.rowid"""
_FROM_PARTS = """CREATE OR REPLACE TABLE totals AS SELECT r.rowid AS id, coalesce(a.low, 0) AS low,
    CASE WHEN a.id IS NULL THEN 0 ELSE a.high END AS high, coalesce(a.reason, 'exact') AS reason
    FROM raw r LEFT JOIN split_sums a ON a.id = r.rowid"""
_NOT_ADDING_UP = """SELECT count(*) FROM raw r JOIN counts t ON t.t0 = r.pupils
    LEFT JOIN split_sums a ON a.id = r.rowid
    WHERE coalesce(a.low, 0) > t.high OR (CASE WHEN a.id IS NULL THEN 0 ELSE a.high END) < t.low"""

_PARTS = f"""SELECT y.value AS year, s.value AS sector, h.value AS home, l.value AS location,
    a.number AS {{column}}, a.low, a.high, a.reason FROM {JUDGED} JOIN split_rows a ON a.id = r.rowid"""
_OTHER = {"age": "grade", "grade": "age"}


def split(reading: Reading, words: Sequence[str]) -> None:
    """Make `split_rows` from the columns `words` (each ends in its number); without words it is empty."""
    each = [_OF_ONE_WORD.format(word=word, number=word.rpartition("_")[2]) for word in words]
    reading.connection.execute(_ROWS.format(words=" UNION ALL ".join(each)) if words else _NO_ROWS)


def add_up(reading: Reading, words: Sequence[str]) -> None:
    """Make `totals` (id, low, high, reason): the column `pupils` where there is one, else the columns `words`."""
    split(reading, words)
    reading.connection.execute(_SUMS)
    reading.connection.execute(_FROM_TOTAL if reading.has("pupils") else _FROM_PARTS)


def write_parts(reading: Reading, column: str) -> None:
    """Write part `ages` from `split_rows`; `column` is what their numbers are: age or grade."""
    write_ages(reading, _PARTS.format(column=column), column)


def write_ages(reading: Reading, sql: str, column: str) -> None:
    """Write part `ages` from a query with the key, `column` (age or grade), low, high and reason."""
    key = f"{KEY}, {column}"
    sort_rows(reading, "ages", sql, key)
    if repeats(reading, "ages", key):
        sort_rows(reading, "ages", added_up(sql, key), key)
    reading.write_as_is("ages", f"SELECT *, NULL::SMALLINT AS {_OTHER[column]} FROM ages")


def check_totals(reading: Reading, called: Message) -> None:
    """Note rows whose total cannot be the sum of its parts; `called` is what these are called in Dutch."""
    if wrong := reading.number(_NOT_ADDING_UP):
        message = Message(
            "Rijen waarin TOTAAL niet klopt met de {what}: {count}. TOTAAL is gebruikt.", what=called, count=wrong
        )
        reading.find("ages_not_total", Severity.WARN, message, wrong)

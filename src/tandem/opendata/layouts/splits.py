"""Numbers as rows of their own: per year of counting (MBO) or per age or year of study (part `ages`)."""

from collections.abc import Sequence

from tandem.opendata.layouts.cells import KEY, added_up, repeats, sort_rows
from tandem.opendata.reading import Reading

# One column after another: a good third faster than UNPIVOT.
_ROWS = """CREATE OR REPLACE TABLE split_rows AS SELECT u.id, u.number, n.low, n.high, n.reason
    FROM ({words}) u JOIN counts n ON n.t0 = u.token WHERE n.high IS DISTINCT FROM 0"""
_OF_ONE_WORD = "SELECT rowid AS id, {number}::SMALLINT AS number, {word} AS token FROM raw WHERE {word} <> '0'"
_OTHER = {"age": "grade", "grade": "age"}


def split(reading: Reading, words: Sequence[str]) -> None:
    """Make `split_rows` (id = rowid in `raw`, number, low, high, reason) from the columns `words`, which end in it."""
    each = [_OF_ONE_WORD.format(word=word, number=word.rpartition("_")[2]) for word in words]
    reading.connection.execute(_ROWS.format(words=" UNION ALL ".join(each)))


def sort_ages(reading: Reading, sql: str, column: str) -> None:
    """Write part `ages` from a query with the key, `column` (age or grade), low, high and reason."""
    key = f"{KEY}, {column}"
    sort_rows(reading, "ages", sql, key)
    if repeats(reading, "ages", key):
        sort_rows(reading, "ages", added_up(sql, key), key)
    write_ages(reading, column)


def write_ages(reading: Reading, column: str) -> None:
    """Write part `ages` from the sorted table `ages`, which has `column`: age or grade."""
    reading.write_as_is("ages", f"SELECT *, NULL::SMALLINT AS {_OTHER[column]} FROM ages")

"""From judged rows to the part `cells`: sorted, without zeros, every key once. Shared by the layouts with flows."""

from collections.abc import Callable

from tandem.opendata.data import FOREIGN_HOMES, Severity
from tandem.opendata.database import home_sums, school_sums
from tandem.opendata.reading import Reading
from tandem.platform.message import Message

FOREIGN = ", ".join(f"'{code}'" for code, _ in FOREIGN_HOMES.values())

KEY = "year, sector, home, location"

# Rows of `raw` with their judged words; a layout joins its numbers to it.
JUDGED = """raw r JOIN years y ON y.t0 = r.year JOIN sectors s ON s.t0 = r.sector JOIN homes h ON h.t0 = r.home
    JOIN locations l ON l.t0 = r.institution AND l.t1 = r.branch"""
JUDGED_KEY = "y.value AS year, s.value AS sector, h.value AS home, l.value AS location"


def cells_from(counts: str) -> str:
    """The query for `write_cells`; `counts` says how the numbers, as `n`, are joined to the rows `r`.

    The reason of a foreign or unknown home gives way to a mask: what is masked must stay countable as masked.
    """
    return f"""SELECT {JUDGED_KEY}, n.low, n.high, {reason_at("h.value")} AS reason FROM {JUDGED} JOIN {counts}"""


def reason_at(home: str) -> str:
    """SQL for the reason of a cell of `n` at a home."""
    return f"CASE WHEN n.reason = 'exact' AND {home} IN ({FOREIGN}) THEN 'foreign_home'::reason ELSE n.reason END"


def reason_of_sum(rows: str) -> str:
    """SQL for the reason of a sum over a group of `rows` (an alias): one missing makes it missing, and so on."""
    return f"""CASE WHEN count(*) > count({rows}.high) THEN 'missing'
        WHEN bool_or({rows}.reason = 'masked') THEN 'masked' ELSE first({rows}.reason)::VARCHAR END::reason"""


def high_of_sum(rows: str) -> str:
    """SQL for the upper bound of a sum: open (NULL) as soon as one cell is missing."""
    return f"CASE WHEN count(*) = count({rows}.high) THEN sum({rows}.high)::INTEGER END"


def write_cells(
    reading: Reading, cells_sql: str, derive: Callable[[], None] = lambda: None, *, order: str = KEY
) -> None:
    """Write part `cells` from a query with the key, low, high and reason per row of `raw`.

    Rows that say the same are kept once, rows that share a key and differ are added up; both become a finding.
    `derive` makes what the query needs from `raw`, again when rows of `raw` were dropped. A query that has its rows in
    the order of the key already, gives the empty `order`.
    """
    derive()
    sort_rows(reading, "cells", cells_sql, order)
    if repeats(reading, "cells", KEY):
        _drop_equal_rows(reading)
        derive()
        sort_rows(reading, "cells", cells_sql, order)
        if repeated := repeats(reading, "cells", KEY):
            sort_rows(reading, "cells", added_up(cells_sql, KEY), KEY)
            message = Message(
                "Rijen met dezelfde school, woonplaats en soort als een andere rij, maar een ander aantal: "
                "{count}. Ze zijn opgeteld.",
                count=repeated,
            )
            reading.find("duplicate_key_summed", Severity.WARN, message, repeated)
    _write(reading)


def write_sums(reading: Reading, cells_sql: str, derive: Callable[[], None] = lambda: None) -> None:
    """As `write_cells` for a file with several rows per cell by design (per age group, year of study …): adds them up.

    Needs `load_raw(whole=True)`: only rows that are the same in every column of the file are one and the same row.
    """
    _drop_equal_rows(reading)
    derive()
    sort_rows(reading, "cells", added_up(cells_sql, KEY), KEY)
    _write(reading)


def _write(reading: Reading) -> None:
    reading.write_as_is("cells", "SELECT * FROM cells")
    reading.write_as_is("school_sums", school_sums("cells"))
    reading.write_as_is("home_sums", home_sums("cells"))


def sort_rows(reading: Reading, table: str, sql: str, key: str) -> None:
    """Make `table` of the rows of a query that are not zero, in the order of `key` (or their own)."""
    order = f"ORDER BY {key}" if key else ""
    reading.connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM ({sql}) WHERE high IS DISTINCT FROM 0 {order}"
    )


def repeats(reading: Reading, table: str, key: str) -> int:
    """Rows of a sorted table with the key of the row before them."""
    return reading.number(
        f"""SELECT count(*) FROM (SELECT ({key}) AS key, lag(({key})) OVER () AS previous FROM {table})
        WHERE key = previous"""
    )


def added_up(sql: str, key: str) -> str:
    """The rows of a query with those that share a key added up."""
    return f"""SELECT {key}, sum(c.low)::INTEGER AS low, {high_of_sum("c")} AS high, {reason_of_sum("c")} AS reason
        FROM ({sql}) c GROUP BY {key}"""


def _drop_equal_rows(reading: Reading) -> None:
    before = reading.number("SELECT count(*) FROM raw")
    reading.connection.execute("CREATE OR REPLACE TABLE raw AS SELECT DISTINCT * FROM raw")
    dropped = before - reading.number("SELECT count(*) FROM raw")
    if dropped:
        message = Message("Rijen die er precies gelijk nog eens in staan: {count}. Ze tellen één keer.", count=dropped)
        reading.find("duplicate_row", Severity.WARN, message, dropped)

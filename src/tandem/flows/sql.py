"""A question as SQL over the Parquet tables: the peer of the cube, and for who wants to check us."""

from pathlib import Path

from tandem.flows.data import FlowQuery


def to_sql(query: FlowQuery, tables: Path) -> tuple[str, dict[str, object]]:
    """DuckDB SQL with named parameters.

    Columns: year, sector, home_code, home_name, school_code, school_name, low, high, masked, missing; the rows and
    their order equal `answer_arrays`. high is NULL where missing > 0.
    """
    raise NotImplementedError

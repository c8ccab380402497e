"""The key figures (kengetallen) of municipalities in a snapshot: people, youth care, education-care arrangements."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from tandem.opendata.data import Topic
from tandem.opendata.database import parquet


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """One figure of one municipality (today's) in one year: a count, or a percentage (0–100).

    `school`: the municipality of the school where the topic has one, else ''. `high` None = not known.
    """

    year: int
    topic: Topic
    municipality: str
    school: str
    low: float
    high: float | None
    source: str


def read_area_figures(snapshot: Path) -> tuple[AreaFigure, ...]:
    """All of them, by year and topic. A snapshot from before there were any has none."""
    path = snapshot / "tables" / "area_figures.parquet"
    if not path.exists():
        return ()
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM {parquet(path)}").fetchall()
    return tuple(AreaFigure(year, Topic(topic), *rest) for year, topic, *rest in rows)

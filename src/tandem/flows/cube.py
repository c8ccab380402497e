"""The flow cube: an immutable, memory-mapped answer machine beside every snapshot of open data."""

from collections.abc import Mapping
from pathlib import Path

from tandem.flows.data import CubeMunicipality, Home, SchoolLocation
from tandem.register.data import Partnership, Sector


class NoOpenData(RuntimeError):
    """No snapshot of open data is in use; the message (Dutch) says what to do."""


class NotInData(ValueError):
    """The question names a year, sector or unit that this cube does not hold; the message (Dutch) lists what it does."""


def write_cube(snapshot: Path) -> None:
    """Build <snapshot>/cube/ from <snapshot>/tables/*.parquet. Idempotent; safe when two processes do it at once."""
    raise NotImplementedError


class Cube:
    """Everything the pages and the API ask about flows, of one snapshot. Immutable; safe to share between threads."""

    snapshot_id: str
    demo: bool
    created: str  # ISO 8601
    years: tuple[int, ...]  # ascending
    sectors_by_year: Mapping[int, tuple[Sector, ...]]
    municipalities: Mapping[str, CubeMunicipality]  # by code, ascending
    partnerships: Mapping[str, Partnership]
    locations: Mapping[str, SchoolLocation]
    homes: Mapping[str, Home]

    @classmethod
    def open(cls, snapshot: Path) -> "Cube":
        """Map the cube of this snapshot; builds it first where it is missing or of an older version."""
        raise NotImplementedError


def current_cube() -> Cube:
    """The cube of the snapshot in use, cached per process and reopened when another snapshot takes over.

    Raises NoOpenData when there is none.
    """
    raise NotImplementedError

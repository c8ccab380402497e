"""What a snapshot says about places and schools, in the words of the register."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from tandem.opendata.data import HomeKind
from tandem.register.data import (
    BRIN_PATTERN,
    LOCATION_PATTERN,
    Board,
    Municipality,
    Partnership,
    Places,
    Postcode,
    School,
    SchoolLocation,
)
from tandem.register.municipal_history import abolished, begun

BOARD_DIGITS = 5
_LOCATIONS = (
    "code",
    "name",
    "postcode",
    "place",
    "municipality",
    "partnership_po",
    "partnership_vo",
    "telephone",
    "website",
    "board",
)
_HOMES = ("code", "municipality", "partnership_po", "partnership_vo", "kind")


def places_of(snapshot: Path) -> Places:
    """The municipalities, partnerships, boards, schools and school locations of a snapshot.

    Of the municipalities also those that were abolished since 2010, which no file of today names. Only whole codes; a
    code that the snapshot itself does not know (a municipality abroad) becomes ''. No source names boards, so a board
    is called by its code, and a school by its first location. An MBO institution is a school without locations: no
    source tells where it teaches.
    """
    municipalities = {
        code: Municipality(code, name, since=begun(code))
        for code, name in _rows(snapshot, "municipalities", "code", "name")
    }
    partnerships = {code: Partnership(code, name) for code, name in _rows(snapshot, "partnerships", "code", "name")}
    everything = _rows(snapshot, "locations", *_LOCATIONS)
    rows = [row for row in everything if LOCATION_PATTERN.fullmatch(row[0])]
    locations = tuple(
        SchoolLocation(
            code=code,
            name=name or code,
            school=code[:4],
            postcode=postcode or "",
            place=place or "",
            municipality=municipality if municipality in municipalities else "",
            partnership_po=po if po in partnerships else "",
            partnership_vo=vo if vo in partnerships else "",
            phone=phone or "",
            website=website or "",
        )
        for code, name, postcode, place, municipality, po, vo, phone, website, _ in rows
    )
    schools = _schools(everything)
    boards = tuple(Board(code, code) for code in sorted({school.board for school in schools if school.board}))
    everyone = (*municipalities.values(), *abolished())
    return Places(everyone, tuple(partnerships.values()), boards, schools, locations, _postcodes(snapshot))


def _postcodes(snapshot: Path) -> tuple[Postcode, ...]:
    """The four-digit postcodes of which the snapshot knows the municipality."""
    rows = _rows(snapshot, "homes", *_HOMES)
    return tuple(
        Postcode(pc4, municipality, po or "", vo or "")
        for pc4, municipality, po, vo, kind in rows
        if kind == HomeKind.PC4.value and municipality
    )


def _schools(rows: Iterable[Sequence[Any]]) -> tuple[School, ...]:
    """One school per BRIN, from its first location; the board of the first location that names one."""
    names: dict[str, str] = {}
    boards: dict[str, str] = {}
    for row in rows:
        brin, board = row[0][:4], row[-1] or ""
        if not BRIN_PATTERN.fullmatch(brin):
            continue
        names.setdefault(brin, row[1] or brin)
        if board.isdecimal() and len(board) == BOARD_DIGITS:
            boards.setdefault(brin, board)
    return tuple(School(brin, name, boards.get(brin, "")) for brin, name in names.items())


def _rows(snapshot: Path, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Rows of one table of the snapshot, in the order of its codes."""
    with duckdb.connect(config={"threads": 1}) as connection:
        relation = connection.read_parquet(str(snapshot / "tables" / f"{table}.parquet"))
        return relation.project(", ".join(columns)).order("code").fetchall()

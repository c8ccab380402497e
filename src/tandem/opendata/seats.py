"""In which municipality a school stands of which a source tells only the place: the seat of an MBO institution."""

import duckdb

from tandem.register import municipalities

_ONLY_PLACES = """SELECT DISTINCT place FROM told WHERE place IS NOT NULL
    AND municipality IS NULL AND municipality_name IS NULL AND postcode IS NULL ORDER BY place"""
_PLACES = """SELECT p.place, m.code FROM points p
    JOIN municipality_of m ON m.pc4 = p.pc4 AND m.name = p.municipality_name"""


def place_seats(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `municipality_of_place` (place, code) from the tables `told`, `points` and `municipality_of`.

    It is the only municipality in which the postcode table has a place of that name, else the one that is called so;
    a place for which neither holds is left out.
    """
    asked = [place for (place,) in connection.execute(_ONLY_PLACES).fetchall()]
    there: dict[str, set[str]] = {}
    for place, code in connection.execute(_PLACES).fetchall() if asked else ():
        there.setdefault(municipalities.normalise(place), set()).add(code)
    found = {place: _seat(place, there.get(municipalities.normalise(place), set())) for place in asked}
    known = {place: code for place, code in found.items() if code}
    connection.execute(
        """CREATE TABLE municipality_of_place AS
        SELECT unnest($place::VARCHAR[]) AS place, unnest($code::VARCHAR[]) AS code""",
        {"place": list(known), "code": list(known.values())},
    )


def _seat(place: str, candidates: set[str]) -> str | None:
    return next(iter(candidates)) if len(candidates) == 1 else municipalities.by_name(place)

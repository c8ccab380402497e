"""From the parts of all sources to the tables of a snapshot. All in sets; the newest source has the last word."""

import json
import os
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path, PurePosixPath

import duckdb

from tandem.opendata.data import COUNTS, FOREIGN_HOMES, OPTIONAL_TABLES, TABLES, HomeKind, SourceFile
from tandem.opendata.database import connect, family_of, parquet, part_files, part_sql, text
from tandem.opendata.parts import PARTS
from tandem.opendata.seats import place_seats
from tandem.register import municipalities
from tandem.register.data import MUNICIPALITY_PATTERN
from tandem.register.definitions import partnership_names

# One source wins per year, sector and location: exact before masked, then the most complete, then the newest.
# VO and PRO go together: a source that does not tell them apart has the pupils of both under VO.
_WINNERS = f"""CREATE TABLE winners AS SELECT seq, year, family, location FROM (
        SELECT seq, year, {family_of("sector")} AS family, location, sum(masked + missing) > 0 AS hidden,
            sum(cells) AS cells
        FROM school_sums GROUP BY ALL)
    QUALIFY row_number() OVER (PARTITION BY year, family, location ORDER BY hidden, cells DESC, seq DESC) = 1"""

_HOME_NAMES = """CREATE TABLE named_homes AS SELECT home AS pc4,
    arg_max(name, (seq, rows)) FILTER (name <> '') AS name,
    arg_max(municipality, (seq, rows)) FILTER (municipality <> '') AS code FROM home_names GROUP BY home"""
_POSTCODES = (
    "CREATE TABLE points AS SELECT pc4, arg_max(COLUMNS(* EXCLUDE (pc4, seq)), seq) FROM postcodes GROUP BY pc4"
)
_AREAS = """CREATE TABLE areas AS SELECT pc4, nullif(arg_max(partnership_po, seq), '') AS partnership_po,
    nullif(arg_max(partnership_vo, seq), '') AS partnership_vo FROM partnership_areas GROUP BY pc4"""

_HOMES = """SELECT c.code, 'pc4' AS kind, coalesce(nullif(p.place, ''), n.name, '') AS name,
        coalesce(t.code, k.code, r.code) AS municipality, a.partnership_po, a.partnership_vo, p.longitude, p.latitude,
        CASE WHEN t.code IS NOT NULL THEN 'postcode_table' WHEN coalesce(k.code, r.code) IS NOT NULL THEN 'row' END
        AS known_by
    FROM (SELECT DISTINCT home AS code FROM won
            WHERE home NOT IN (SELECT code FROM foreign_homes) AND NOT starts_with(home, 'GM')
        UNION SELECT pc4 FROM points) c
    LEFT JOIN points p ON p.pc4 = c.code LEFT JOIN municipality_of t ON t.pc4 = c.code AND t.name = p.municipality_name
    LEFT JOIN named_homes n ON n.pc4 = c.code LEFT JOIN municipality_of r ON r.pc4 = c.code AND r.name = n.name
    LEFT JOIN municipality_of k ON k.pc4 = c.code AND k.name = n.code
    LEFT JOIN areas a ON a.pc4 = c.code
    UNION ALL
    SELECT c.code, 'municipality', coalesce(m.name, c.code), t.code, NULL, NULL, m.longitude, m.latitude, 'row'
    FROM (SELECT DISTINCT home AS code FROM won WHERE starts_with(home, 'GM')) c
    LEFT JOIN municipality_of t ON t.pc4 = '' AND t.name = c.code LEFT JOIN today m ON m.code = t.code
    UNION ALL
    SELECT code, kind, name, NULL, NULL, NULL, NULL, NULL, 'code' FROM foreign_homes
    WHERE code IN (SELECT home FROM won)
    ORDER BY 1"""

_ROWS_PER_YEAR = "SELECT year, count(*) FROM won GROUP BY year ORDER BY year"

# Where a school was stands in the counts of that year; what it is called and how to reach it in the address list.
_SCHOOLS = """CREATE TABLE told AS SELECT location,
        arg_max(municipality, (year, seq)) FILTER (municipality <> '') AS municipality,
        arg_max(municipality_name, (year, seq)) FILTER (municipality_name <> '') AS municipality_name,
        arg_max(postcode, (year, seq)) FILTER (postcode <> '') AS postcode,
        arg_max(place, (year, longitude IS NULL, seq)) FILTER (place <> '') AS place,
        arg_max(name, (rank, year, seq)) FILTER (name <> '') AS name,
        arg_max(denomination, (rank, year, seq)) FILTER (denomination <> '') AS denomination,
        arg_max(board, (rank, year, seq)) FILTER (board <> '') AS board,
        arg_max(telephone, (rank, year, seq)) FILTER (telephone <> '') AS telephone,
        arg_max(website, (rank, year, seq)) FILTER (website <> '') AS website,
        arg_max({'postcode': postcode, 'longitude': longitude, 'latitude': latitude}, seq)
            FILTER (longitude IS NOT NULL) AS point
    FROM (SELECT *, CASE WHEN longitude IS NOT NULL THEN 0 WHEN year > 0 THEN 1 ELSE 2 END AS rank FROM schools)
    GROUP BY location"""
_LOCATIONS = """SELECT c.code, s.name, s.postcode, s.place, coalesce(m.code, n.code, o.code) AS municipality,
        a.partnership_po, a.partnership_vo,
        CASE WHEN near THEN s.point.longitude ELSE p.longitude END AS longitude,
        CASE WHEN near THEN s.point.latitude ELSE p.latitude END AS latitude,
        s.denomination, s.board, s.telephone, s.website
    FROM (SELECT DISTINCT location AS code FROM won UNION SELECT location FROM told) c
    LEFT JOIN (SELECT *, left(postcode, 4) AS pc4, point IS NOT NULL AND
        (postcode IS NULL OR postcode = point.postcode) AS near FROM told) s ON s.location = c.code
    LEFT JOIN municipality_of m ON m.pc4 = coalesce(s.pc4, '') AND m.name = s.municipality
    LEFT JOIN municipality_of n ON n.pc4 = coalesce(s.pc4, '') AND n.name = s.municipality_name
    LEFT JOIN municipality_of_place o ON o.place = s.place
    LEFT JOIN points p ON p.pc4 = s.pc4 LEFT JOIN areas a ON a.pc4 = s.pc4
    ORDER BY c.code"""

_MARGINS = """SELECT kind, year, sector, coalesce(m.code, c.code) AS code, sum(low) AS low,
        CASE WHEN count(*) = count(high) THEN sum(high) END AS high,
        CASE WHEN count(*) > count(high) THEN 'missing' WHEN bool_or(reason = 'masked') THEN 'masked'
            ELSE 'exact' END AS reason
    FROM (SELECT * FROM margins
        QUALIFY row_number() OVER (PARTITION BY kind, year, sector, code ORDER BY seq DESC) = 1) c
    LEFT JOIN municipality_of m ON m.pc4 = '' AND m.name = c.code AND kind = 'home_municipality'
    GROUP BY ALL ORDER BY kind, year, sector, code"""

# The newest source of a year and topic wins. Counts of municipalities that became one are added up; percentages cannot.
_AREA_FIGURES = f"""SELECT year, topic, m.code AS municipality, coalesce(s.code, '') AS school, sum(low) AS low,
        sum(high) AS high, any_value(named.source) AS source
    FROM (SELECT * FROM area_figures
        QUALIFY row_number() OVER (PARTITION BY year, topic, municipality, school ORDER BY seq DESC) = 1) f
    JOIN named ON named.seq = f.seq JOIN municipality_of m ON m.pc4 = '' AND m.name = f.municipality
    LEFT JOIN municipality_of s ON s.pc4 = '' AND s.name = f.school
    WHERE (m.code = f.municipality OR topic IN ({", ".join(f"'{topic}'" for topic in COUNTS)}))
        AND (f.school = '' OR s.code IS NOT NULL)
    GROUP BY year, topic, m.code, coalesce(s.code, '') ORDER BY year, topic, municipality, school"""

# Which rows of an optional table are about the same thing: the newest source has the last word.
_OPTIONAL = {
    "distances": "home, location",
    "population": "year, home, age_low",
    "forecasts": "year, sector, municipality",
}

# Every (PC4, name or code) that a file puts together; the register says which municipality of today that is.
_PAIRS = """SELECT pc4, municipality_name AS name FROM points
    UNION SELECT pc4, name FROM named_homes WHERE name IS NOT NULL
    UNION SELECT coalesce(left(postcode, 4), ''), municipality FROM told WHERE municipality IS NOT NULL
    UNION SELECT coalesce(left(postcode, 4), ''), municipality_name FROM told WHERE municipality_name IS NOT NULL
    UNION SELECT '', municipality FROM area_figures UNION SELECT '', school FROM area_figures WHERE school <> ''
    UNION SELECT '', code FROM margins WHERE kind = 'home_municipality'
    UNION SELECT pc4, code FROM named_homes WHERE code IS NOT NULL
    UNION SELECT '', home FROM won WHERE starts_with(home, 'GM')"""


def compile_tables(snapshot: Path, sources: Sequence[SourceFile]) -> dict[str, int]:
    """Write <snapshot>/tables/ (and borders.json) from <snapshot>/sources/, given in the order of loading.

    Returns the cells per year.
    """
    (snapshot / "tables").mkdir()
    with connect(snapshot) as connection:
        rows_per_year = _Compiler(connection, snapshot, sources).run()
    shutil.rmtree(snapshot / "spill", ignore_errors=True)
    _choose_borders(snapshot, sources)
    return rows_per_year


class _Compiler:
    def __init__(self, connection: duckdb.DuckDBPyConnection, snapshot: Path, sources: Sequence[SourceFile]) -> None:
        self._connection, self._snapshot, self._sources = connection, snapshot, sources

    def run(self) -> dict[str, int]:
        for part in PARTS:
            self._connection.execute(f"CREATE VIEW {part} AS {part_sql(part, self._snapshot, self._sources)}")
        self._cells()
        self._foreign()
        for statement in (_POSTCODES, _AREAS, _HOME_NAMES, _SCHOOLS):
            self._connection.execute(statement)
        self._municipality_of()
        place_seats(self._connection)
        self._write_municipalities()
        self._write("homes", _HOMES)
        self._write("locations", _LOCATIONS)
        self._write("margins", _MARGINS)
        self._write_area_figures()
        self._write_partnerships()
        self._write_optional()
        return {str(year): rows for year, rows in self._connection.execute(_ROWS_PER_YEAR).fetchall()}

    def _cells(self) -> None:
        """Tables cells and ages. With one source there is nothing to choose: its files are the tables."""
        order = "year, sector, home, location"
        only, chosen = len(part_files("cells", self._snapshot, self._sources)) == 1, ""
        if not only:
            self._connection.execute(_WINNERS)
            chosen = f"JOIN winners USING (seq, year, location) WHERE family = {family_of('sector')}"
        for table, key in (("cells", order), ("ages", f"{order}, age, grade")):
            files = part_files(table, self._snapshot, self._sources)
            if only and files:
                os.link(files[0][1], self._table(table))
            else:
                self._write(table, f"SELECT * FROM {table} {chosen} ORDER BY {key}")
        self._connection.execute(f"CREATE VIEW won AS SELECT * FROM {parquet(self._table('cells'))}")

    def _foreign(self) -> None:
        kinds = {"ONBEKEND": HomeKind.UNKNOWN}
        rows = [(code, kinds.get(code, HomeKind.FOREIGN).value, name) for code, name in FOREIGN_HOMES.values()]
        self._connection.execute("CREATE TABLE foreign_homes (code VARCHAR, kind VARCHAR, name VARCHAR)")
        self._connection.executemany("INSERT INTO foreign_homes VALUES (?, ?, ?)", rows)

    def _municipality_of(self) -> None:
        pairs = self._connection.execute(_PAIRS).fetchall()
        known = [(pc4, name, code) for pc4, name in pairs if (code := _today(name, pc4))]
        self._connection.execute(
            """CREATE TABLE municipality_of AS SELECT unnest($pc4::VARCHAR[]) AS pc4, unnest($name::VARCHAR[]) AS name,
            unnest($code::VARCHAR[]) AS code""",
            dict(zip(("pc4", "name", "code"), _columns(known, 3), strict=True)),
        )

    def _write_municipalities(self) -> None:
        today = [(m.code, m.name) for m in municipalities.current()]
        self._write(
            "municipalities",
            """SELECT t.code, t.name, coalesce(b.longitude, p.longitude) AS longitude,
                coalesce(b.latitude, p.latitude) AS latitude
            FROM (SELECT unnest($code::VARCHAR[]) AS code, unnest($name::VARCHAR[]) AS name) t
            LEFT JOIN (SELECT code, arg_max(longitude, seq) AS longitude, arg_max(latitude, seq) AS latitude
                FROM municipality_names WHERE longitude IS NOT NULL GROUP BY code) b USING (code)
            LEFT JOIN (SELECT m.code, avg(longitude) AS longitude, avg(latitude) AS latitude FROM points p
                JOIN municipality_of m ON m.pc4 = p.pc4 AND m.name = p.municipality_name GROUP BY m.code) p USING (code)
            ORDER BY code""",
            dict(zip(("code", "name"), _columns(today, 2), strict=True)),
        )
        self._connection.execute(f"CREATE VIEW today AS SELECT * FROM {parquet(self._table('municipalities'))}")

    def _write_area_figures(self) -> None:
        names = [f"{source.publisher}, {PurePosixPath(source.name).name}" for source in self._sources]
        self._write(
            "area_figures",
            f"""WITH named AS (SELECT unnest($seq::INTEGER[]) AS seq, unnest($source::VARCHAR[]) AS source)
            {_AREA_FIGURES}""",
            {"seq": list(map(str, range(len(names)))), "source": names},
        )

    def _write_partnerships(self) -> None:
        names = partnership_names()
        codes = self._connection.execute(
            """SELECT DISTINCT code FROM (SELECT partnership_po AS code FROM areas UNION ALL
            SELECT partnership_vo FROM areas) WHERE code IS NOT NULL ORDER BY code"""
        ).fetchall()
        rows = [(code, names.get(code, code)) for (code,) in codes]
        self._write(
            "partnerships",
            "SELECT unnest($code::VARCHAR[]) AS code, unnest($name::VARCHAR[]) AS name",
            dict(zip(("code", "name"), _columns(rows, 2), strict=True)),
        )

    def _write_optional(self) -> None:
        """Tables that are only there when somebody loaded them."""
        for table, same in _OPTIONAL.items():
            if part_files(table, self._snapshot, self._sources):
                newest = f"QUALIFY row_number() OVER (PARTITION BY {same} ORDER BY seq DESC) = 1"
                self._write(table, f"SELECT * FROM {table} {newest} ORDER BY {same}")

    def _table(self, name: str) -> Path:
        return self._snapshot / "tables" / f"{name}.parquet"

    def _write(self, table: str, sql: str, given: dict[str, list[str]] | None = None) -> None:
        columns = ", ".join(
            f"{name}::{sql_type} AS {name}" for name, sql_type in (TABLES | OPTIONAL_TABLES)[table].items()
        )
        self._connection.execute(
            f"COPY (SELECT {columns} FROM ({sql})) TO {text(self._table(table))} (FORMAT parquet, COMPRESSION snappy)",
            given or {},
        )


def _columns(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    return [[row[i] for row in rows] for i in range(width)]


def _today(name: str, pc4: str) -> str | None:
    """Today's municipality for a name or a code in a file; the postcode decides where one was divided."""
    return _today_of(name, pc4 if pc4 in _divided_postcodes() else "")


@cache
def _today_of(name: str, pc4: str) -> str | None:
    if MUNICIPALITY_PATTERN.fullmatch(name):
        return municipalities.successor(name, pc4) if municipalities.exists(name) else None
    return municipalities.by_name(name, pc4)


@cache
def _divided_postcodes() -> frozenset[str]:
    return frozenset(pc4 for _, pc4 in municipalities.divided())


def _choose_borders(snapshot: Path, sources: Sequence[SourceFile]) -> None:
    """The borders that have most of today's municipalities; of equal ones the newest loaded."""
    today = {m.code for m in municipalities.current()}
    best, most = None, -1
    for source in sources:
        path = snapshot / "sources" / source.sha256 / "borders.json"
        if path.exists():
            known = len(today & json.loads(path.read_text(encoding="utf-8")).keys())
            if known >= most:
                best, most = path, known
    if best:
        os.link(best, snapshot / "borders.json")

"""A question as SQL over the Parquet tables: the peer of the cube, and for who wants to check us.

The truth about schools without a known place is that of `select`: the SQL names the places where such a school could
stand and asks the condition in each.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from tandem.flows.data import (
    ABROAD,
    HOME_NAMES,
    NO_PARTNERSHIP,
    OUTSIDE_NAME,
    OUTSIDE_REGION,
    PARTNERSHIP_NAMES,
    SCHOOL_NAMES,
    UNKNOWN,
    Direction,
    FlowQuery,
    Level,
    Scope,
    sectors_name,
)
from tandem.register.data import BRIN_PATTERN, MUNICIPALITY_PATTERN, PARTNERSHIP_KIND, PARTNERSHIP_PATTERN, Sector

Parameters = dict[str, object]

QUERY = """
WITH
h AS (
    SELECT code, name, partnership_po, partnership_vo, municipality,
        code IN {abroad} AS is_abroad,
        municipality IS NOT NULL AS is_known,
        {home_inside} AS is_inside,
        {home_asked} AS is_asked
    FROM read_parquet($homes)
),
l AS (
    SELECT code, name, partnership_po, partnership_vo, municipality,
        municipality IS NULL AS is_nowhere,
        {school_inside} AS is_inside,
        {school_certain} AS is_asked,
        {school_possible} AS may_be_asked
    FROM read_parquet($locations)
),
answered AS (
    SELECT c.year, {sector} AS sector, {sector_order} AS sector_order, {home_code} AS home_code,
        {school_code} AS school_code, c.low, c.high,
        l.is_asked AND CASE WHEN l.is_nowhere THEN {certain_anywhere} ELSE {certain} END AS is_certain,
        l.may_be_asked AND CASE WHEN l.is_nowhere THEN {possible_anywhere} ELSE {certain} END AS is_possible
    FROM read_parquet($cells) c JOIN h ON h.code = c.home JOIN l ON l.code = c.location
    WHERE list_contains($years, c.year) AND list_contains($sectors, c.sector) AND h.is_asked{ages}
),
lines AS (
    SELECT year, sector, any_value(sector_order) AS sector_order, home_code, school_code,
        sum(CASE WHEN is_certain THEN low ELSE 0 END)::BIGINT AS low,
        CASE WHEN count(high) = count(*) THEN sum(high)::BIGINT END AS high,
        count(*) FILTER (high > low) AS masked,
        count(*) FILTER (high IS NULL) AS missing
    FROM answered WHERE is_possible GROUP BY year, sector, home_code, school_code
),
home_names AS ({home_names}),
school_names AS ({school_names})
SELECT year, sector, home_code, coalesce(hn.name, home_code) AS home_name,
    school_code, coalesce(sn.name, school_code) AS school_name, low, high, masked, missing
FROM lines
LEFT JOIN home_names hn ON hn.code = home_code
LEFT JOIN school_names sn ON sn.code = school_code
ORDER BY year, sector_order, low DESC, high DESC NULLS FIRST, home_code, school_code
"""


def to_sql(query: FlowQuery, tables: Path) -> tuple[str, Parameters]:
    """DuckDB SQL with named parameters.

    Columns: year, sector, home_code, home_name, school_code, school_name, low, high, masked, missing; the rows and
    their order equal `answer_arrays`. high is NULL where missing > 0.
    """
    certain, possible = _anywhere(query)
    parts = {
        "abroad": _tuple(ABROAD),
        "home_inside": _inside(query, "municipality"),
        "school_inside": "true" if query.region.is_country else _inside(query, "municipality"),
        "home_asked": _home_asked(query.home),
        "school_certain": _school_asked(query.school, unknown="false"),
        "school_possible": _school_asked(query.school, unknown="true"),
        "sector": "$sector_name" if query.together else "c.sector",
        "sector_order": "0" if query.together else "list_position($sectors, c.sector)",
        "home_code": _home_code(query.home_level),
        "school_code": _school_code(query),
        "certain": _holds(query, "h.is_inside", "l.is_inside", "(h.is_known AND h.municipality = l.municipality)"),
        "certain_anywhere": certain,
        "possible_anywhere": possible,
        "ages": " AND list_contains($ages, coalesce(c.age, c.grade))" if query.ages else "",
        "home_names": _names(query.home_level, "$homes", HOME_NAMES),
        "school_names": _names(query.school_level, "$locations", SCHOOL_NAMES),
    }
    sql = QUERY.format(**parts).strip()
    used = set(re.findall(r"\$(\w+)", sql))
    return sql, {name: value for name, value in _parameters(query, tables).items() if name in used}


def _parameters(query: FlowQuery, tables: Path) -> Parameters:
    files = {name: str(tables / f"{name}.parquet") for name in ("homes", "locations", "municipalities", "partnerships")}
    return {
        **files,
        "cells": str(tables / ("ages.parquet" if query.ages else "cells.parquet")),
        "years": list(query.years),
        "sectors": [str(sector) for sector in query.sectors],
        "sector_name": sectors_name(query.sectors),
        "ages": list(query.ages),
        "home": query.home,
        "school": query.school,
        "region_code": query.region.code,
        "region_name": query.region.name,
        "region": list(query.region.municipalities),
    }


def _tuple(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


# --- which rows -----------------------------------------------------------------------------------------------------


def _inside(query: FlowQuery, municipality: str) -> str:
    if query.region.is_country:
        return f"({municipality} IS NOT NULL)"
    return f"coalesce(list_contains($region, {municipality}), false)"


def _home_asked(code: str) -> str:
    if not code:
        return "true"
    if PARTNERSHIP_PATTERN.fullmatch(code):
        return f"(partnership_{code[:2].lower()} IS NOT DISTINCT FROM $home)"
    if MUNICIPALITY_PATTERN.fullmatch(code):
        return "(municipality IS NOT DISTINCT FROM $home)"
    if code == UNKNOWN:
        return f"(municipality IS NULL AND code NOT IN {_tuple(ABROAD)})"
    return "(code = $home)"


def _school_asked(code: str, *, unknown: str) -> str:
    """`unknown`: the answer where the location's partnership is not known. A municipality is asked in `_holds`."""
    if not code or MUNICIPALITY_PATTERN.fullmatch(code):
        return "true"
    if code == UNKNOWN:
        return "(municipality IS NULL)"
    if PARTNERSHIP_PATTERN.fullmatch(code):
        return f"coalesce(partnership_{code[:2].lower()} = $school, {unknown})"
    if BRIN_PATTERN.fullmatch(code):
        return "starts_with(code, $school)"
    return "(code = $school)"


def _holds(query: FlowQuery, home_inside: str, school_inside: str, same: str, chosen: str = "") -> str:
    """The condition on one row; `chosen`: whether the school stands in the municipality asked for."""
    if MUNICIPALITY_PATTERN.fullmatch(query.school):
        chosen = chosen or "(l.municipality = $school)"
    directions = {
        Direction.ALL: f"({home_inside} OR {school_inside})",
        Direction.OUT: f"({home_inside} AND NOT {same})",
        Direction.IN: f"({school_inside} AND NOT {same})",
        Direction.STAY: f"({home_inside} AND {same})",
    }
    scopes = {
        Scope.ALL: "true",
        Scope.INSIDE: f"({home_inside} AND {school_inside})",
        Scope.OUTSIDE: f"NOT ({home_inside} AND {school_inside})",
    }
    return f"({directions[query.direction]} AND {scopes[query.scope]} AND {chosen or 'true'})"


def _anywhere(query: FlowQuery) -> tuple[str, str]:
    """Whether a row of a school that may stand anywhere certainly, and possibly, answers the question."""
    asked = bool(MUNICIPALITY_PATTERN.fullmatch(query.school))
    country, region = query.region.is_country, set(query.region.municipalities)
    own = "coalesce(h.municipality = $school, false)" if asked else "true"
    places = [("h.is_known", _holds(query, "h.is_inside", "true" if country else "h.is_inside", "true", own))]
    if asked:
        inside = "true" if country or query.school in region else "false"
        places.append(("true", _holds(query, "h.is_inside", inside, own, "true")))
    elsewhere = "false" if asked else "true"
    places.append((_elsewhere_inside(query), _holds(query, "h.is_inside", "true", "false", elsewhere)))
    if not country:
        places.append(("true", _holds(query, "h.is_inside", "false", "false", elsewhere)))
    certain = " AND ".join(f"(NOT {exists} OR {holds})" for exists, holds in places)
    possible = " OR ".join(f"({exists} AND {holds})" for exists, holds in places)
    return f"({certain})", f"({possible})"


def _elsewhere_inside(query: FlowQuery) -> str:
    """Whether the region has a municipality beside that of the home and the one asked for."""
    if query.region.is_country:
        return "true"
    others = [code for code in query.region.municipalities if code != query.school]
    if len(others) == 1:
        return f"(h.municipality IS DISTINCT FROM '{others[0]}')"
    return "true" if others else "false"


# --- which units ----------------------------------------------------------------------------------------------------


def _home_code(level: Level) -> str:
    match level:
        case Level.PC4:
            return "h.code"
        case Level.MUNICIPALITY:
            code = f"coalesce(h.municipality, '{UNKNOWN}')"
        case Level.PARTNERSHIP:
            code = _partnership("h")
        case _:
            inside = f"CASE WHEN h.is_inside THEN $region_code ELSE '{OUTSIDE_REGION}' END"
            code = f"CASE WHEN h.is_known THEN {inside} ELSE '{UNKNOWN}' END"
    return f"CASE WHEN h.is_abroad THEN h.code ELSE {code} END"


def _school_code(query: FlowQuery) -> str:
    match query.school_level:
        case Level.LOCATION:
            return "l.code"
        case Level.MUNICIPALITY:
            return f"coalesce(l.municipality, '{UNKNOWN}')"
        case Level.PARTNERSHIP:
            return _partnership("l")
        case _:
            inside = f"CASE WHEN l.is_inside THEN $region_code ELSE '{OUTSIDE_REGION}' END"
            return inside if query.region.is_country else f"CASE WHEN l.is_nowhere THEN '{UNKNOWN}' ELSE {inside} END"


def _partnership(side: str) -> str:
    kinds = {kind: _tuple(tuple(s for s in Sector if PARTNERSHIP_KIND.get(s) == kind)) for kind in ("PO", "VO")}
    return (
        f"CASE WHEN c.sector IN {kinds['PO']} THEN coalesce({side}.partnership_po, '{UNKNOWN}') "
        f"WHEN c.sector IN {kinds['VO']} THEN coalesce({side}.partnership_vo, '{UNKNOWN}') ELSE '{NO_PARTNERSHIP}' END"
    )


def _names(level: Level, table: str, special: Mapping[str, str]) -> str:
    """code, name of every unit of this level."""
    match level:
        case Level.PC4 | Level.LOCATION:
            return f"SELECT code, name FROM read_parquet({table})"  # noqa: S608 – our own word
        case Level.MUNICIPALITY:
            named = "SELECT code, name FROM read_parquet($municipalities)"
        case Level.PARTNERSHIP:
            named, special = "SELECT code, name FROM read_parquet($partnerships)", PARTNERSHIP_NAMES
        case _:
            named = "SELECT $region_code AS code, $region_name AS name"
            special = {**special, OUTSIDE_REGION: OUTSIDE_NAME}
    values = ", ".join(f"('{code}', '{name}')" for code, name in special.items())
    return f"{named} UNION ALL SELECT * FROM (VALUES {values})"  # noqa: S608 – our own words

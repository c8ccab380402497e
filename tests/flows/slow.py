"""The answers, slowly and obviously: dictionaries and loops over rows. Knows nothing of the cube.

A school whose place is not known is put in every municipality in turn (and in two that nobody named): what holds
everywhere is certain, what holds somewhere is possible.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from tests.samples import ABROAD, Row, Sample

from tandem.flows.data import Direction, FlowQuery, Level, Scope, sectors_name
from tandem.opendata.data import Interval
from tandem.register.data import Region, Sector

NOBODY_NAMED = ("GM9998", "GM9999")
VO_SECTORS = {"VSO", "VO", "PRO"}
PO_SECTORS = {"BO", "SBO", "SO"}

Line = tuple[int, str, str, str, str, str, int, int | None, int, int]


@dataclass
class Sum:
    low: int = 0
    high: int = 0
    masked: int = 0
    missing: int = 0

    def add(self, row: Row, verdicts: Iterable[bool]) -> bool:
        verdicts = list(verdicts)
        if not any(verdicts):
            return False
        self.low += row["low"] if all(verdicts) else 0
        if row["high"] is None:
            self.missing += 1
        else:
            self.high += row["high"]
            self.masked += row["high"] > row["low"]
        return True

    def interval(self) -> Interval:
        return Interval(self.low, None if self.missing else self.high, self.masked, self.missing)


class Slow:
    def __init__(self, sample: Sample) -> None:
        self.tables = sample.tables
        self.homes = {row["code"]: row for row in sample.tables["homes"]}
        self.locations = {row["code"]: row for row in sample.tables["locations"]}
        self.municipalities = {row["code"]: row["name"] for row in sample.tables["municipalities"]}
        self.partnerships = {row["code"]: row["name"] for row in sample.tables["partnerships"]}

    def rows(self, years: Iterable[int], sectors: Iterable[str], ages: Iterable[int]) -> list[Row]:
        years, sectors, ages = set(years), set(sectors), set(ages)
        rows = self.tables["ages"] if ages else self.tables["cells"]
        return [
            row
            for row in rows
            if row["year"] in years
            and row["sector"] in sectors
            and (not ages or (row["grade"] if row["age"] is None else row["age"]) in ages)
        ]

    def places(self, row: Row) -> list[str]:
        known = self.locations[row["location"]]["municipality"]
        return [known] if known else [*self.municipalities, *NOBODY_NAMED]

    # --- answer -----------------------------------------------------------------------------------------------------

    def answer(self, query: FlowQuery) -> list[Line]:
        found: dict[tuple[int, str, str, str], Sum] = {}
        for row in self.rows(query.years, query.sectors, query.ages):
            if not self.home_is_asked(row, query.home):
                continue
            verdicts = [
                self.holds(row, place, query) and self.school_is_asked(row, place, bond, query.school)
                for place in self.places(row)
                for bond in self.bonds(row, query.school)
            ]
            sector = sectors_name(query.sectors) if query.together else row["sector"]
            key = (row["year"], sector, self.home_code(row, query), self.school_code(row, query))
            line = found.get(key, Sum())
            if line.add(row, verdicts):
                found[key] = line
        lines = [self.line(key, line, query) for key, line in found.items()]
        order = [str(sector) for sector in Sector]
        return sorted(
            lines,
            key=lambda x: (x[0], 0 if query.together else order.index(x[1]), -x[6], -_open(x[7]), x[2], x[4]),
        )

    def line(self, key: tuple[int, str, str, str], line: Sum, query: FlowQuery) -> Line:
        year, sector, home, school = key
        high = None if line.missing else line.high
        names = self.home_name(home, query), self.school_name(school, query)
        return year, sector, home, names[0], school, names[1], line.low, high, line.masked, line.missing

    def holds(self, row: Row, place: str, query: FlowQuery) -> bool:
        home = self.homes[row["home"]]["municipality"]
        lives_here, learns_here = is_inside(home, query.region), is_inside(place, query.region)
        direction = {
            Direction.ALL: lives_here or learns_here,
            Direction.OUT: lives_here and home != place,
            Direction.IN: learns_here and home != place,
            Direction.STAY: lives_here and home == place,
        }
        scope = {
            Scope.ALL: True,
            Scope.INSIDE: lives_here and learns_here,
            Scope.OUTSIDE: not (lives_here and learns_here),
        }
        return direction[query.direction] and scope[query.scope]

    def home_is_asked(self, row: Row, code: str) -> bool:
        home = self.homes[row["home"]]
        if code.startswith(("PO", "VO")):
            return bool(home[f"partnership_{code[:2].lower()}"] == code)
        if code == "ONBEKEND":
            return home["municipality"] is None and home["code"] not in ABROAD
        return code in {"", home["code"], home["municipality"]}

    def bonds(self, row: Row, code: str) -> list[str | None]:
        """The partnerships that the location may be in, as far as the question asks."""
        if not code.startswith(("PO", "VO")):
            return [None]
        known = self.locations[row["location"]][f"partnership_{code[:2].lower()}"]
        return [known] if known else [code, "another"]

    def school_is_asked(self, row: Row, place: str, bond: str | None, code: str) -> bool:
        location = self.locations[row["location"]]
        if code == "ONBEKEND":
            return location["municipality"] is None
        return code in {"", location["code"], location["code"][:4], place, bond}

    # --- units ------------------------------------------------------------------------------------------------------

    def home_code(self, row: Row, query: FlowQuery) -> str:
        home = self.homes[row["home"]]
        if query.home_level is Level.PC4 or home["code"] in ABROAD:
            return str(home["code"])
        if query.home_level is Level.PARTNERSHIP:
            return partnership(home, row["sector"])
        if home["municipality"] is None:
            return "ONBEKEND"
        return unit(home["municipality"], query, query.home_level)

    def school_code(self, row: Row, query: FlowQuery) -> str:
        location = self.locations[row["location"]]
        if query.school_level is Level.LOCATION:
            return str(location["code"])
        if query.school_level is Level.PARTNERSHIP:
            return partnership(location, row["sector"])
        if location["municipality"] is None:
            whole = query.school_level is Level.REGION and query.region.is_country
            return query.region.code if whole else "ONBEKEND"
        return unit(location["municipality"], query, query.school_level)

    def home_name(self, code: str, query: FlowQuery) -> str:
        if query.home_level is Level.PC4:
            return str(self.homes[code]["name"])
        return self.name(code, query.home_level, query, "woonplaats onbekend")

    def school_name(self, code: str, query: FlowQuery) -> str:
        if query.school_level is Level.LOCATION:
            return str(self.locations[code]["name"])
        return self.name(code, query.school_level, query, "plaats onbekend")

    def name(self, code: str, level: Level, query: FlowQuery, unknown: str) -> str:
        names = dict(ABROAD)
        if level is Level.PARTNERSHIP:
            names |= self.partnerships
            names |= {"ONBEKEND": "samenwerkingsverband onbekend", "GEEN": "geen samenwerkingsverband"}
        else:
            names |= self.municipalities | {"ONBEKEND": unknown}
            names |= {"BUITEN": "buiten de regio", query.region.code: query.region.name}
        return names[code]

    # --- summaries --------------------------------------------------------------------------------------------------

    def summary(
        self, year: int, sectors: Iterable[str], region: Region, ages: Iterable[int]
    ) -> list[tuple[str, list[Interval]]]:
        rows = self.rows([year], sectors, ages)
        codes = region.municipalities or sorted(self.municipalities)
        lost = self.too_many_homes_unknown(year, sectors)
        found = []
        for code in codes:
            living, out, within, there, coming = (self.count(rows, verdict) for verdict in measures(code, region))
            if lost:
                living, out, within = (at_least(one) for one in (living, out, within))
                known = self.count([row for row in rows if not self.is_homeless(row)], measures(code, region)[4])
                coming = replace(coming, low=known.low)
            found.append((code, [living, out, within, there, coming]))
        return found

    def is_homeless(self, row: Row) -> bool:
        return row["home"] not in ABROAD and not self.homes[row["home"]]["municipality"]

    def too_many_homes_unknown(self, year: int, sectors: Iterable[str]) -> bool:
        """Whether in one of the sectors over one in a hundred pupils lives at a postcode of no known municipality."""
        for sector in sectors:
            rows = self.rows([year], [sector], [])
            lost = [row for row in rows if self.is_homeless(row) and self.homes[row["home"]]["kind"] == "pc4"]
            if 100 * sum(row["low"] for row in lost) > sum(row["low"] for row in rows):
                return True
        return False

    def count(self, rows: list[Row], verdict: Callable[[Any, str], bool]) -> Interval:
        result = Sum()
        for row in rows:
            home = self.homes[row["home"]]["municipality"]
            result.add(row, [verdict(home, place) for place in self.places(row)])
        return result.interval()

    def totals(self, year: int, sectors: Iterable[str], region: Region) -> dict[str, Interval]:
        def here(code: str | None) -> bool:
            return is_inside(code, region)

        questions: dict[str, Callable[[Any, str], bool]] = {
            "living": lambda home, school: here(home),
            "stay": lambda home, school: here(home) and home == school,
            "out": lambda home, school: here(home) and home != school,
            "out_within_region": lambda home, school: here(home) and home != school and here(school),
            "out_of_region": lambda home, school: here(home) and not here(school),
            "at_school": lambda home, school: here(school),
            "incoming": lambda home, school: here(school) and home != school,
            "into_region": lambda home, school: here(school) and not here(home),
        }
        rows = self.rows([year], sectors, [])
        special = [row for row in rows if row["sector"] in {"SBO", "SO", "VSO"}]
        totals = {name: self.count(rows, question) for name, question in questions.items()}
        totals["special"] = self.count(special, questions["living"])
        if self.too_many_homes_unknown(year, sectors):
            known = [row for row in rows if not self.is_homeless(row)]
            for name in ("incoming", "into_region"):
                totals[name] = replace(totals[name], low=self.count(known, questions[name]).low)
            for name in ("living", "stay", "out", "out_within_region", "out_of_region", "special"):
                totals[name] = at_least(totals[name])
        return totals


def measures(code: str, region: Region) -> list[Callable[[Any, str], bool]]:
    """Living, out, out within the region, at school, in – of one municipality."""
    return [
        lambda home, school: bool(home == code),
        lambda home, school: bool(home == code and school != code),
        lambda home, school: bool(home == code and school != code and is_inside(school, region)),
        lambda home, school: school == code,
        lambda home, school: bool(school == code and home != code),
    ]


def at_least(value: Interval) -> Interval:
    return Interval(value.low, None, value.masked, value.missing + 1)


def is_inside(municipality: str | None, region: Region) -> bool:
    if municipality is None:
        return False
    return region.is_country or municipality in region.municipalities


def unit(municipality: str, query: FlowQuery, level: Level) -> str:
    if level is Level.MUNICIPALITY:
        return municipality
    return query.region.code if is_inside(municipality, query.region) else "BUITEN"


def partnership(place: Row, sector: str) -> str:
    if sector not in VO_SECTORS | PO_SECTORS:
        return "GEEN"
    return place["partnership_vo" if sector in VO_SECTORS else "partnership_po"] or "ONBEKEND"


def _open(high: int | None) -> float:
    return float("inf") if high is None else high

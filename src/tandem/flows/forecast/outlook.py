"""The coming years of pupils who live in a region, per municipality and sector."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import Range
from tandem.flows.forecast.backtest import ForecastScore, back_test
from tandem.flows.forecast.model import LEAST_YEARS, Floats, forecast
from tandem.flows.forecast.population import read_population
from tandem.flows.forecast.settings import forecast_settings
from tandem.flows.masked.headlines import refined_key_figures
from tandem.flows.masked.refining import refined_summary
from tandem.opendata.data import Interval
from tandem.register.data import Region, Sector

WHOLE = ""  # the code of the region as a whole
ANYWHERE = 12.0  # the variance of a number that may lie anywhere between bounds: their distance squared over this
ESTIMATED = 36.0  # … and with an estimate, that lies much nearer


@dataclass(frozen=True, slots=True)
class Outlook:
    """Pupils who live in one municipality (or the whole region) in one sector.

    `past`: what is known per year; `coming`: per year the likely number in an 80 % interval; `official`: the
    publisher's own forecast per year where it was loaded.
    """

    code: str
    name: str
    sector: Sector
    past: dict[int, Interval]
    coming: dict[int, Range]
    official: dict[int, int]


@dataclass(frozen=True, slots=True)
class Outlooks:
    """All of them for one question, and how good such forecasts were on years held out.

    `with_population`: whether population by age took part.
    """

    lines: tuple[Outlook, ...]
    scores: tuple[ForecastScore, ...]
    with_population: bool


def read_outlooks(cube: Cube, region: Region, sectors: Sequence[Sector], horizon: int = 0) -> Outlooks:
    """Raises NotInData where a sector has too short a history."""
    ahead = horizon or forecast_settings().horizon
    lines: list[Outlook] = []
    scores: list[ForecastScore] = []
    used = False
    for sector in sectors:
        years = _years(cube, sector)
        if years is None:
            continue
        found, tested, with_people = _of_sector(cube, region, sector, years, ahead)
        lines += found
        scores += tested
        used = used or with_people
    if not lines:
        raise NotInData(
            f"jaar: vooruitkijken kan vanaf {LEAST_YEARS} jaren achter elkaar in de gegevens. Laad meer jaren"
        )
    return Outlooks(tuple(lines), tuple(scores), used)


def can_look_ahead(cube: Cube, sectors: Sequence[Sector]) -> bool:
    """Whether `read_outlooks` has an answer: one of the sectors has a history that is long enough."""
    return any(_years(cube, sector) is not None for sector in sectors)


def _years(cube: Cube, sector: Sector) -> tuple[int, ...] | None:
    """All years from the first to the last of the sector; None where too few of them are known."""
    known = [year for year in cube.years if (year, sector) in cube.slices]
    if len(known) < LEAST_YEARS:
        return None
    return tuple(range(known[0], known[-1] + 1))


def _of_sector(
    cube: Cube, region: Region, sector: Sector, years: tuple[int, ...], ahead: int
) -> tuple[list[Outlook], list[ForecastScore], bool]:
    history = _history(cube, region, sector, years)
    codes = list(history)
    counts = np.array([[_number(history[code].get(year)) for year in years] for code in codes])
    doubt = np.array([_variance(history[code][years[-1]]) for code in codes])
    coming = tuple(range(years[-1] + 1, years[-1] + ahead + 1))
    exposure = _exposure(cube, region, codes, sector, (*years, *coming))
    found = forecast(counts, ahead, exposure, doubt)
    official = _official(cube, sector)
    lines = [
        Outlook(
            code,
            region.name if code == WHOLE else cube.municipalities[code].name,
            sector,
            history[code],
            {
                year: Range(float(found.low[i, j]), float(found.high[i, j]), float(found.likely[i, j]))
                for j, year in enumerate(coming)
            },
            _told(official, region, code, coming),
        )
        for i, code in enumerate(codes)
    ]
    past = None if exposure is None else exposure[:, : len(years)]
    return lines, back_test(counts, min(ahead, 3), past), exposure is not None


def _history(cube: Cube, region: Region, sector: Sector, years: Sequence[int]) -> dict[str, dict[int, Interval]]:
    """Who lives in the region and in each of its municipalities, per year; only those with anybody in the last year."""
    found: dict[str, dict[int, Interval]] = {WHOLE: {}}
    for year in years:
        if (year, sector) not in cube.slices:
            continue
        for one in refined_summary(cube, year=year, sectors=(sector,), region=region):
            found.setdefault(one.municipality_code, {})[year] = one.living
        found[WHOLE][year] = refined_key_figures(cube, year=year, sectors=(sector,), region=region).living
    last = years[-1]
    return {code: of for code, of in found.items() if last in of and _number(of[last]) > 0}


def _number(value: Interval | None) -> float:
    if value is None or value.high is None:
        return float("nan") if value is None else float(value.low)
    return float(value.about) if value.about is not None else (value.low + value.high) / 2


def _variance(value: Interval) -> float:
    """How uncertain the newest number itself is."""
    if value.high is None or value.is_exact:
        return 0.0
    return float((value.high - value.low) ** 2) / (ANYWHERE if value.estimate is None else ESTIMATED)


def _exposure(cube: Cube, region: Region, codes: list[str], sector: Sector, years: Sequence[int]) -> Floats | None:
    population = read_population(cube)
    if population is None:
        return None
    everywhere = np.flatnonzero(cube.units_of(region))
    units = [everywhere if code == WHOLE else np.array([cube.units.number[code]]) for code in codes]
    return population.exposure(units, forecast_settings().ages[sector], years)


def _official(cube: Cube, sector: Sector) -> dict[str, dict[int, int]]:
    """The publisher's own forecast per municipality and year, where it was loaded."""
    path = cube.snapshot / "tables" / "forecasts.parquet"
    if not path.exists():
        return {}
    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(path)).filter(f"sector = '{sector.value}'").fetchall()
    found: dict[str, dict[int, int]] = {}
    for year, _, code, pupils in rows:
        found.setdefault(code, {})[year] = pupils
    return found


def _told(official: dict[str, dict[int, int]], region: Region, code: str, years: Sequence[int]) -> dict[int, int]:
    """Of the region as a whole the sum, in years for which every municipality is told."""
    if code != WHOLE:
        return {year: official[code][year] for year in years if year in official.get(code, {})}
    members = [official.get(member, {}) for member in region.municipalities]
    known = [year for year in years if members and all(year in one for one in members)]
    return {year: sum(one[year] for one in members) for year in known}

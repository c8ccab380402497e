"""Worlds of which the test knows the true values: tiny random ones, and one that looks like a country."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st
from tests.flows.questions import worlds
from tests.samples import Row, Sample, cell, complete, home, location

LOW, HIGH = 1, 4


def mask(pupils: int) -> tuple[int, int]:
    return (LOW, HIGH) if LOW <= pupils <= HIGH else (pupils, pupils)


def masked_row(row: Row) -> Row:
    low, high = mask(row["low"])
    return row | {"low": low, "high": high, "reason": "masked" if high > low else row["reason"]}


def totals(kind: str, rows: Sequence[Row], group: dict[str, str | None]) -> list[Row]:
    """Published totals of rows with true values, those from 1 to 4 masked."""
    sums: dict[tuple[int, str, str], int] = defaultdict(int)
    side = "location" if kind == "location" else "home"
    for row in rows:
        if code := group[row[side]]:
            sums[row["year"], row["sector"], code] += row["low"]
    return [
        {"kind": kind, "year": year, "sector": sector, "code": code, "low": mask(n)[0], "high": mask(n)[1]}
        | {"reason": "exact" if mask(n)[0] == mask(n)[1] else "masked"}
        for (year, sector, code), n in sums.items()
    ]


@st.composite
def secret_worlds(draw: st.DrawFn) -> tuple[Sample, Sample]:
    """The same tiny world masked and exact. Some locations publish a total; municipalities of home publish nonsense."""
    seen = draw(worlds())
    true_rows: list[Row] = []
    seen_rows: list[Row] = []
    for row in seen.tables["cells"]:
        missing = row["high"] is None
        value = draw(st.integers(0, 30) if missing else st.sampled_from((1, 1, 1, 2, 3, 4, 7, 30)))
        true_rows.append(row | {"low": value, "high": value})
        seen_rows.append(row if missing else masked_row(true_rows[-1]))
    margins = totals("location", true_rows, {row["code"]: row["code"] for row in seen.tables["locations"]})
    margins = [row for row in margins if draw(st.integers(0, 3))]
    units = [row["code"] for row in seen.tables["municipalities"]]
    slices = sorted({(row["year"], row["sector"]) for row in true_rows})
    margins += [
        {"kind": "home_municipality", "year": year, "sector": sector, "code": code, "reason": "exact"}
        | dict.fromkeys(("low", "high"), draw(st.integers(0, 20)))
        for year, sector in slices
        for code in units
    ]
    return _with(seen, seen_rows, margins), _with(seen, true_rows, [])


def _with(sample: Sample, cells: list[Row], margins: list[Row]) -> Sample:
    return Sample(sample.tables | {"cells": cells, "margins": margins, "ages": []})


# --- a small country ------------------------------------------------------------------------------------------------

SIDE = 6  # municipalities along each side of the country
POSTCODES = 9  # per municipality
STEP = 0.012  # degrees between postcodes: about a kilometre


def country(seed: int = 1) -> Sample:
    """Pupils of special education in 36 municipalities, by distance and chance; every value is exact."""
    chance = np.random.default_rng(seed)
    homes, points = _homes()
    locations: list[Row] = []
    cells: list[Row] = []
    size = {code: int(chance.integers(3, 400)) for code in points}
    for number, municipality in enumerate(chance.permutation(SIDE * SIDE)[:20].tolist()):
        code = f"{number:02d}AA00"
        postcode = f"{1000 + municipality * POSTCODES}"
        place = points[postcode]
        locations.append(location(code, _unit(municipality), **_bonds(municipality), postcode=f"{postcode} AB"))
        for sector, pull in (("SO", 1.2), ("VSO", 2.0)):
            strength = float(chance.uniform(0.5, 2.0))
            for pc4, point in points.items():
                rate = strength * size[pc4] / 15 * math.exp(-math.dist(place, point) / STEP / pull)
                if (pupils := int(chance.poisson(rate))) > 0:
                    cells.append(cell(2017, sector, pc4, code, pupils))
    cells += [cell(2017, "BO", pc4, "99ZZ00", n // 40 + 1) for pc4, n in size.items()]
    locations.append(location("99ZZ00", _unit(0), **_bonds(0)))
    return complete(cells=cells, ages=[], homes=homes, locations=locations, names={})


def masked_country(seed: int = 1) -> Sample:
    """The same country as DUO would publish it: cells and totals from 1 to 4 are masked."""
    true = country(seed)
    cells = true.tables["cells"]
    municipality = {row["code"]: row["municipality"] for row in true.tables["homes"]}
    margins = totals("location", cells, {row["code"]: row["code"] for row in true.tables["locations"]})
    margins += totals("home_municipality", cells, municipality)
    return Sample(true.tables | {"cells": [masked_row(row) for row in cells], "margins": margins})


def _homes() -> tuple[list[Row], dict[str, tuple[float, float]]]:
    homes: list[Row] = []
    points: dict[str, tuple[float, float]] = {}
    for number in range(SIDE * SIDE * POSTCODES):
        municipality, part = divmod(number, POSTCODES)
        y, x = divmod(municipality, SIDE)
        point = (5.0 + (x * 3 + part % 3) * STEP * 1.6, 52.0 + (y * 3 + part // 3) * STEP)
        points[f"{1000 + number}"] = point
        homes.append(home(f"{1000 + number}", _unit(municipality), longitude=point[0], latitude=point[1]))
    return homes, points


def _unit(municipality: int) -> str:
    return f"GM{municipality + 1:04d}"


def _bonds(municipality: int) -> dict[str, Any]:
    return {"partnership_po": f"PO{1 + municipality % 4:04d}", "partnership_vo": f"VO{1 + municipality % 4:04d}"}

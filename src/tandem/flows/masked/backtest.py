"""How far off the estimate is, beside what others do with masked cells, on figures whose true values are known.

The measure: flows between two different municipalities, the sectors of a group added up, in whole pupils. The weights
of the estimate learned from tuning regions only (see `tuning`), so the other regions are reported apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tandem.flows.cube import Cube, NotInData
from tandem.flows.masked.data import (
    HIGH,
    LOW,
    NO_GROUP,
    SHOWN_CELLS,
    SHOWN_PUPILS,
    Floats,
    MaskedSlice,
    Numbers,
    Totals,
)
from tandem.flows.masked.estimating import estimate
from tandem.flows.masked.fitting import margins_of
from tandem.flows.masked.narrowing import groups, narrow
from tandem.flows.masked.parameters import WEIGHTS
from tandem.flows.masked.reading import read_cells, read_geography, read_slice
from tandem.flows.masked.tuning import is_tuning_region
from tandem.register.data import SECTOR_GROUPS, Sector

SUBSTITUTES = (0.0, 1.0, 2.0, 2.5, 4.0)
LARGE, FAR_OFF = 10, 0.2  # a flow of ten pupils or more, more than 20 % off
COUNTRY, HELD_OUT = "nederland", "toetsregio's"


@dataclass(frozen=True, slots=True)
class Score:
    """One method on one group of sectors. Errors in % of the pupils in the flows; None = does not apply.

    `inside`: % of flows whose true value lies in the interval; `width`: intervals' widths added up.
    """

    year: int
    sectors: str
    regions: str
    method: str
    flows: int
    pupils: int
    total_error: float | None = None
    flow_error: float | None = None
    far_off: float | None = None
    inside: float | None = None
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A masked slice and the true value of each of its cells."""

    part: MaskedSlice
    truth: Floats


@dataclass(frozen=True, slots=True)
class _Flows:
    """Values per flow: the true one, that of each method, bounds, and how many cells are masked."""

    truth: Floats
    methods: dict[str, Floats]
    bounds: dict[str, tuple[Floats, Floats]]
    masked: Floats


def back_test(cube: Cube, year: int, truth: Cube | None = None) -> list[Score]:
    """Scores per group of sectors. Without `truth` the figures of the cube are exact, and are masked here as DUO does.

    Raises NotInData where the year has no sector with known truth.
    """
    examples = masked_copies(cube, year) if truth is None else compare(cube, truth, year)
    held_out = ~learning_locations(cube)
    everywhere = np.ones(len(held_out), dtype=bool)
    found: list[Score] = []
    for sectors in _groups(examples):
        chosen = [examples[sector] for sector in sectors]
        for regions, counted in ((COUNTRY, everywhere), (HELD_OUT, held_out)):
            head = Score(year, "+".join(sectors), regions, "", 0, 0)
            found += _scores(head, _flows(cube, chosen, counted))
    return found


def learning_locations(cube: Cube) -> NDArray[np.bool_]:
    """Per location of the cube whether it is in a tuning region."""
    return np.array([is_tuning_region(here.partnership_po) for here in cube.locations.values()], dtype=np.bool_)


def _groups(examples: dict[Sector, Example]) -> list[tuple[Sector, ...]]:
    special = tuple(sector for sector in SECTOR_GROUPS["SPECIAAL"] if sector in examples)
    single: list[tuple[Sector, ...]] = [(sector,) for sector in examples]
    return [special, *single] if len(special) > 1 else single


# --- examples -------------------------------------------------------------------------------------------------------


def masked_copies(cube: Cube, year: int) -> dict[Sector, Example]:
    """The exact slices of a year, masked: cells and totals from 1 to 4 pupils become [1, 4]."""
    geography = read_geography(cube)
    exact = {s: read_slice(cube, geography, year, s) for s in WEIGHTS if (year, s) in cube.slices}
    exact = {s: part for s, part in exact.items() if not part.missing.any() and (part.low == part.high).all()}
    if not exact:
        raise NotInData(
            f"jaar: over {year} zijn er geen precieze aantallen. Laad een bestand zonder afscherming, of noem met "
            "--truth een map met de precieze aantallen"
        )
    masked = {sector: _mask(part) for sector, part in exact.items()}
    pupils = np.zeros(len(cube.homes))
    for part in masked.values():
        pupils += np.bincount(part.home, weights=part.guessed, minlength=len(pupils))
    return {s: Example(replace(masked[s], pupils=pupils), exact[s].low.astype(np.float64)) for s in exact}


def _mask(part: MaskedSlice) -> MaskedSlice:
    small = (part.low >= LOW) & (part.low <= HIGH)
    units = part.geography.home_unit[part.home]
    inside = units != NO_GROUP
    return replace(
        part,
        low=np.where(small, LOW, part.low),
        high=np.where(small, HIGH, part.high),
        location_totals=_totals(part.location, part.low, part.locations),
        home_totals=_totals(units[inside], part.low[inside], part.geography.units),
    )


def _totals(group: Numbers, pupils: Numbers, size: int) -> Totals:
    total = np.bincount(group, weights=pupils, minlength=size).astype(np.int64)
    small = (total >= LOW) & (total <= HIGH)
    return Totals(np.where(small, LOW, total), np.where(small, HIGH, total))


def compare(cube: Cube, truth: Cube, year: int) -> dict[Sector, Example]:
    """The masked slices of `cube` with the values that `truth` has for the same cells."""
    geography = read_geography(cube)
    found: dict[Sector, Example] = {}
    for sector in WEIGHTS:
        if (year, sector) in cube.slices and (year, sector) in truth.slices:
            part = read_slice(cube, geography, year, sector)
            found[sector] = Example(part, _values(cube, part, truth, year))
    if not found:
        raise NotInData(f"jaar: de twee bestanden hebben geen gegevens over dezelfde soort in {year}")
    return found


def _values(cube: Cube, part: MaskedSlice, truth: Cube, year: int) -> Floats:
    cells = read_cells(truth, year, part.sector)
    home, location, low, high = (cells[name] for name in ("home", "school", "low", "high"))
    width = len(cube.locations) + 1
    homes = np.array([cube.home_words.number.get(code, -1) for code in truth.home_words.codes])
    locations = np.array([cube.location_words.number.get(code, -1) for code in truth.location_words.codes])
    keys = homes[home].astype(np.int64) * width + locations[location]
    order = np.argsort(keys)
    wanted = part.home.astype(np.int64) * width + part.location
    place = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(order) - 1)]
    if (keys[place] != wanted).any() or (low[place] != high[place]).any():
        raise NotInData(f"waarheid: niet elk aantal over {part.sector} in {year} staat precies in de map van --truth")
    return low[place].astype(np.float64)


# --- scores ---------------------------------------------------------------------------------------------------------


def _flows(cube: Cube, examples: Sequence[Example], counted: NDArray[np.bool_]) -> _Flows:
    """The flows between different municipalities to the counted locations, sectors added up."""
    size = len(cube.units.codes) ** 2
    sums: dict[str, Floats] = {}

    def add(name: str, flow: Numbers, value: Numbers) -> None:
        sums[name] = sums.get(name, np.zeros(size)) + np.bincount(flow, weights=value, minlength=size)

    for example in examples:
        part, masked = example.part, example.part.masked
        flow, taken = _flow_of(cube, part, counted)
        values = {"truth": example.truth, "masked": masked, "rows": np.ones(len(masked)), "schatting": estimate(part)}
        values |= {f"{value:g}": np.where(masked, value, part.low) for value in SUBSTITUTES}
        values |= {"schooltotaal": _spread(part), "low": part.low, "high": part.high}
        for name, value in values.items():
            assert value is not None, "every sector of a back-test has weights"
            add(name, flow, value[taken])
        for name, bound in zip(("narrow_low", "narrow_high"), _narrowed(part, flow, taken, size), strict=True):
            sums[name] = sums.get(name, np.zeros(size)) + bound
    kept = sums.pop("rows") > 0
    columns = {name: column[kept] for name, column in sums.items()}
    methods = [f"{value:g}" for value in SUBSTITUTES] + ["schooltotaal", "schatting"]
    return _Flows(
        columns["truth"],
        {name: columns[name] for name in methods},
        {
            "grenzen van de cellen": (columns["low"], columns["high"]),
            "grenzen met schooltotalen": (columns["narrow_low"], columns["narrow_high"]),
        },
        columns["masked"],
    )


def _flow_of(cube: Cube, part: MaskedSlice, counted: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Which cells count, and the number of the flow that each of these belongs to."""
    cells = cube.tables["cells"]
    home, school = cells.homes.unit[part.home], cells.schools.unit[part.location]
    between = cube.is_municipality[home] & cube.is_municipality[school] & (home != school)
    taken = np.flatnonzero(between & counted[part.location])
    return (home * len(cube.units.codes) + school)[taken], taken


def _narrowed(part: MaskedSlice, flow: Numbers, taken: Numbers, size: int) -> tuple[Floats, Floats]:
    known, _ = groups((part.location, part.low, part.high), part.location_totals)
    items = part.location[taken], part.low[taken], part.high[taken]
    low, high = narrow(flow, size, items, known)
    # as shown: a flow with fewer masked cells keeps the bounds of its cells
    enough = np.bincount(flow, weights=part.masked[taken], minlength=size) >= SHOWN_CELLS
    plain = [np.bincount(flow, weights=bound, minlength=size) for bound in items[1:]]
    return np.where(enough, low, plain[0]), np.where(enough, high, plain[1])


def _spread(part: MaskedSlice) -> Floats:
    """What a school's total leaves, spread evenly over its masked cells; 2.5 where it has no total."""
    here, _ = margins_of(part)
    each = here.target / np.maximum(here.cells, 1)
    value = part.low.astype(np.float64)
    value[part.masked] = np.clip(np.nan_to_num(each, nan=(LOW + HIGH) / 2)[here.group], LOW, HIGH)
    return value


def _scores(head: Score, flows: _Flows) -> list[Score]:
    truth = flows.truth
    head = replace(head, flows=len(truth), pupils=int(truth.sum()))
    found = [_score(replace(head, method=name), truth, value) for name, value in flows.methods.items()]
    about = np.rint(flows.methods["schatting"])
    shown = (flows.masked >= SHOWN_CELLS) & (about >= SHOWN_PUPILS)
    of_shown = replace(head, method="schatting (getoond)", flows=int(shown.sum()), pupils=int(truth[shown].sum()))
    found.append(_score(of_shown, truth[shown], flows.methods["schatting"][shown]))
    for name, (low, high) in flows.bounds.items():
        inside = _percent(((low <= truth) & (truth <= high)).sum(), len(truth))
        found.append(replace(head, method=name, inside=inside, width=float((high - low).sum())))
    return found


def _score(head: Score, truth: Floats, value: Floats) -> Score:
    off = np.abs(np.rint(value) - truth)
    large = truth >= LARGE
    return replace(
        head,
        total_error=_percent(value.sum() - truth.sum(), truth.sum()),
        flow_error=_percent(off.sum(), truth.sum()),
        far_off=_percent((off > FAR_OFF * truth)[large].sum(), large.sum()),
    )


def _percent(part: float, whole: float) -> float | None:
    return round(100 * float(part) / float(whole), 2) if whole else None

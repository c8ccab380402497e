"""Random tiny worlds, and random questions about them, for hypothesis."""

from typing import Any

from hypothesis import strategies as st
from tests.samples import Row, Sample, age_cell, cell, complete, home, location

from tandem.flows.data import HOME_LEVELS, SCHOOL_LEVELS, Direction, FlowQuery, Scope
from tandem.flows.forms import chosen_region
from tandem.register.data import COUNTRY, SECTOR_GROUPS, Region, Sector

YEARS = (2016, 2017)
MUNICIPALITIES = ("GM0001", "GM0002", "GM0003", "GM0004")
BONDS_PO, BONDS_VO = ("PO0001", "PO0002"), ("VO0001", "VO0002")
PC4S = ("1000", "1001", "1002", "2000", "2001", "3000")
HOMES = (*PC4S, "BE", "DE", "ANDER", "ONBEKEND", "GM0003")
LOCATIONS = ("00AA00", "00AA01", "01BB00", "02CC00", "04EE")  # the last an MBO institution
NAMES = {code: f"Naam {code}" for code in (*MUNICIPALITIES, *BONDS_PO, *BONDS_VO)}
REGIONS = {"duo": Region("duo", "Duo", MUNICIPALITIES[:2])}

bounds = st.one_of(
    st.integers(0, 60).map(lambda low: (low, low)),
    st.just((1, 4)),
    st.just((0, None)),
)


def maybe(codes: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.none(), st.sampled_from(codes))


def sides(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "municipality": draw(maybe(MUNICIPALITIES)),
        "partnership_po": draw(maybe(BONDS_PO)),
        "partnership_vo": draw(maybe(BONDS_VO)),
    }


@st.composite
def cells(draw: st.DrawFn) -> list[Row]:
    key = st.tuples(
        st.sampled_from(YEARS), st.sampled_from(tuple(Sector)), st.sampled_from(HOMES), st.sampled_from(LOCATIONS)
    )
    keys = draw(st.lists(key, unique=True, min_size=10, max_size=40))
    return [cell(*key, *draw(bounds)) for key in keys]


@st.composite
def ages(draw: st.DrawFn, rows: list[Row]) -> list[Row]:
    chosen = draw(st.lists(st.sampled_from(rows), max_size=12))
    found: dict[tuple[Any, ...], Row] = {}
    for row in chosen:
        low, high = draw(bounds)
        in_years = row["sector"] not in {"VO", "PRO"}
        number = draw(st.integers(3, 6))
        tally = row | {"low": low, "high": high}
        split = age_cell(tally, age=number) if in_years else age_cell(tally, grade=number)
        found[row["year"], row["sector"], row["home"], row["location"], number] = split
    return list(found.values())


@st.composite
def worlds(draw: st.DrawFn) -> Sample:
    """A snapshot: every municipality and partnership exists, homes and schools are partly unknown."""
    rows = draw(cells())
    return complete(
        cells=rows,
        ages=draw(ages(rows)),
        homes=[home(code, **sides(draw)) for code in PC4S] + [home(code) for code in HOMES if code not in PC4S],
        locations=[location(code, **sides(draw)) for code in LOCATIONS],
        names=NAMES,
    )


regions = st.one_of(
    st.just(COUNTRY),
    st.just(REGIONS["duo"]),
    st.sampled_from(MUNICIPALITIES).map(lambda code: chosen_region([code])),
    st.lists(st.sampled_from(MUNICIPALITIES), min_size=1, max_size=4, unique=True).map(chosen_region),
)
sector_sets = st.one_of(
    st.sampled_from(tuple(SECTOR_GROUPS.values())),
    st.just(tuple(Sector)),
    st.lists(st.sampled_from(tuple(Sector)), min_size=1, unique=True).map(tuple),
)
nobody = st.just("")
home_codes = st.one_of(
    nobody, nobody, nobody, st.sampled_from(HOMES), st.sampled_from((*MUNICIPALITIES, *BONDS_PO, *BONDS_VO))
)
school_codes = st.one_of(
    nobody,
    nobody,
    nobody,
    st.sampled_from((*LOCATIONS, "00AA", "ONBEKEND")),
    st.sampled_from((*MUNICIPALITIES, *BONDS_PO, *BONDS_VO)),
)

questions: st.SearchStrategy[FlowQuery] = st.builds(
    FlowQuery,
    years=st.lists(st.sampled_from(YEARS), min_size=1, unique=True).map(tuple),
    sectors=sector_sets,
    region=regions,
    home_level=st.sampled_from(HOME_LEVELS),
    school_level=st.sampled_from(SCHOOL_LEVELS),
    home=home_codes,
    school=school_codes,
    direction=st.sampled_from(Direction),
    scope=st.sampled_from(Scope),
    ages=st.one_of(st.just(()), st.just(()), st.lists(st.integers(3, 6), min_size=1, unique=True).map(tuple)),
    together=st.booleans(),
)

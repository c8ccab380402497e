"""Every answer against two others: plain Python loops, and DuckDB over the same tables."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.flows.questions import YEARS, questions, regions, sector_sets, worlds
from tests.flows.slow import Line, Slow
from tests.samples import Sample, write_sample

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import HOME_LEVELS, SCHOOL_LEVELS, Direction, FlowQuery, Scope
from tandem.flows.openness import homes_unknown
from tandem.flows.presence import require
from tandem.flows.queries import answer, by_age, by_year, key_figures, summarise, total
from tandem.flows.sql import to_sql
from tandem.opendata.data import ZERO
from tandem.register.data import COUNTRY, Region, Sector

# Without shrinking: it would write thousands of snapshots to make a failure a little shorter.
phases = (Phase.explicit, Phase.generate)
thorough = settings(
    max_examples=25, phases=phases, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@contextmanager
def snapshot_of(world: Sample) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield write_sample(Path(folder) / "snapshot", world)


def lines_of(cube: Cube, query: FlowQuery) -> list[Line]:
    return [
        (
            cell.year,
            cell.sector,
            cell.home_code,
            cell.home_name,
            cell.school_code,
            cell.school_name,
            cell.pupils.low,
            cell.pupils.high,
            cell.pupils.masked,
            cell.pupils.missing,
        )
        for cell in answer(cube, query).cells
    ]


def is_answerable(cube: Cube, query: FlowQuery) -> bool:
    try:
        require(cube, query)
    except NotInData:
        return False
    return True


@thorough
@given(worlds(), st.lists(questions, min_size=20, max_size=20))
def test_the_cube_says_what_plain_loops_say(world: Sample, asked: list[FlowQuery]) -> None:
    slow = Slow(world)
    with snapshot_of(world) as snapshot:
        cube = Cube.open(snapshot)
        for query in asked:
            expected = slow.answer(query)
            if is_answerable(cube, query):
                assert lines_of(cube, query) == expected
            else:  # the cube refuses only where there is nothing to say, or a year is not there
                assert expected == [] or not set(query.years) <= set(cube.years)


@thorough
@given(worlds(), st.lists(questions, min_size=5, max_size=5))
def test_duckdb_says_what_plain_loops_say(world: Sample, asked: list[FlowQuery]) -> None:
    slow = Slow(world)
    with snapshot_of(world) as snapshot, duckdb.connect() as connection:
        for query in asked:
            assert connection.execute(*to_sql(query, snapshot / "tables")).fetchall() == slow.answer(query)


@thorough
@given(worlds(), st.sampled_from(YEARS), sector_sets, regions, st.sampled_from([(), (), (4, 5)]))
def test_summaries_equal_plain_loops(
    world: Sample, year: int, sectors: tuple[Sector, ...], region: Region, ages: tuple[int, ...]
) -> None:
    slow = Slow(world)
    with snapshot_of(world) as snapshot:
        cube = Cube.open(snapshot)
        if not is_answerable(cube, FlowQuery((year,), sectors, region, ages=ages)):
            assert not slow.rows([year], sectors, ages)
            return
        found = summarise(cube, year=year, sectors=sectors, region=region, ages=ages)
        got = [(m.municipality_code, [m.living, m.out, m.out_within_region, m.at_school, m.incoming]) for m in found]
        assert got == slow.summary(year, sectors, region, ages)


@thorough
@given(worlds(), st.sampled_from(YEARS), sector_sets, regions)
def test_key_figures_equal_plain_loops(world: Sample, year: int, sectors: tuple[Sector, ...], region: Region) -> None:
    with snapshot_of(world) as snapshot:
        cube = Cube.open(snapshot)
        if not is_answerable(cube, FlowQuery((year,), sectors, region)):
            return
        figures = key_figures(cube, year=year, sectors=sectors, region=region)
        for name, expected in Slow(world).totals(year, sectors, region).items():
            assert getattr(figures, name) == expected, name
        for share in (figures.out_share, figures.out_of_region_share, figures.special_share, figures.masked_share):
            if share.low is not None and share.high is not None:
                assert 0 <= share.low <= share.high <= 1


@thorough
@given(worlds(), questions)
def test_totals_do_not_depend_on_levels(world: Sample, query: FlowQuery) -> None:
    with snapshot_of(world) as snapshot:
        cube = Cube.open(snapshot)
        if not is_answerable(cube, query):
            return
        expected = sum((cell.pupils for cell in answer(cube, query).cells), ZERO)
        assert answer(cube, query).total == expected
        lost = homes_unknown(cube, query.years, query.sectors)
        if lost:  # what is certain stays so, or becomes less; see test_openness
            assert total(cube, query).low <= expected.low
            assert total(cube, query).high in (expected.high, None)
            expected = total(cube, query)
        for home_level, school_level in product(HOME_LEVELS, SCHOOL_LEVELS):
            other = FlowQuery(
                query.years,
                query.sectors,
                query.region,
                home_level,
                school_level,
                query.home,
                query.school,
                query.direction,
                query.scope,
                query.ages,
                query.together,
            )
            assert total(cube, other) == expected
        if lost:
            return  # a year or an age apart may be one in which the homes are known
        years = [year.pupils for year in by_year(cube, query) if year.year in query.years and year.pupils]
        assert sum(years, ZERO) == expected
        if query.ages:
            assert sum((age.pupils for age in by_age(cube, query)), ZERO) == expected


def kind_of_code(code: str) -> str:
    """ "GM", "PO", "VO", "ON" (not known), "abroad", "one" (a postcode, a school) or "" (not asked)."""
    if code in {"BE", "DE", "ANDER"}:
        return "abroad"
    return "one" if code[:1].isdigit() else code[:2]


def kinds_of(world: Sample, query: FlowQuery, lines: list[Line]) -> set[object]:
    """What kinds of question and of data this answer went through."""
    nowhere = {row["code"] for row in world.tables["locations"] if row["municipality"] is None}
    region = "country" if query.region == COUNTRY else len(query.region.municipalities) > 1
    kinds: set[object] = {
        (query.home_level, query.school_level),
        (query.direction, query.scope, region),
        ("home", kind_of_code(query.home)),
        ("school", kind_of_code(query.school)),
        ("ages", bool(query.ages)),
        ("together", query.together and len(query.sectors) > 1),
        ("years", len(query.years) > 1),
    }
    for line in lines:
        kinds |= {("foreign", line[2] in {"BE", "DE", "ANDER"}), ("unknown home", line[2] == "ONBEKEND")}
        kinds |= {("no partnership", "GEEN" in line), ("outside", "BUITEN" in line)}
        kinds |= {("nowhere", line[4] in nowhere or line[4] == "ONBEKEND")}
        kinds |= {("masked", line[8] > 0), ("missing", line[7] is None), ("zero", line[7] == 0)}
        kinds |= {("only possible", line[6] == 0 and line[8] == 0 and bool(line[7]))}
    return kinds


def expected_kinds() -> set[object]:
    both = ("foreign", "unknown home", "no partnership", "outside", "nowhere", "masked", "missing", "zero")
    kinds: set[object] = set(product(HOME_LEVELS, SCHOOL_LEVELS))
    kinds |= set(product((*both, "only possible", "ages", "together", "years"), (True, False)))
    kinds |= {("home", kind) for kind in ("GM", "PO", "VO", "ON", "abroad", "one", "")}
    kinds |= {("school", kind) for kind in ("GM", "PO", "VO", "ON", "one", "")}
    for direction, scope, region in product(Direction, Scope, ("country", True, False)):
        kinds.add((direction, scope, region))
    return kinds - set(impossible_kinds())


def impossible_kinds() -> Iterator[object]:
    """Questions whose answer is always empty: nobody leaves the country's schools, nobody stays outside."""
    for region in ("country", True, False):
        yield Direction.STAY, Scope.OUTSIDE, region
    yield Direction.OUT, Scope.OUTSIDE, "country"
    for direction in (Direction.OUT, Direction.IN):
        yield direction, Scope.INSIDE, False


def test_the_random_questions_reach_every_kind() -> None:
    """A kind counts as reached only with an answer that is not empty."""
    reached: set[object] = set()

    @settings(max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(worlds(), st.lists(questions, min_size=20, max_size=20))
    def collect(world: Sample, asked: list[FlowQuery]) -> None:
        slow = Slow(world)
        for query in asked:
            lines = slow.answer(query)
            if lines:
                reached.update(kinds_of(world, query, lines))

    collect()
    assert expected_kinds() - reached == set()
    assert reached & set(impossible_kinds()) == set()

"""Sixteen national years (1.7 million rows): random questions, the cube against DuckDB over the same tables."""

import os
import random
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from bench.generate import write_places, write_portal, years
from tests.flows.test_answers import is_answerable, lines_of

from tandem.flows.cube import Cube, write_cube
from tandem.flows.data import HOME_LEVELS, SCHOOL_LEVELS, Direction, FlowQuery, Scope
from tandem.flows.sql import to_sql
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot
from tandem.register.data import COUNTRY, SECTOR_GROUPS, Region, Sector
from tandem.register.definitions import regions

QUESTIONS = int(os.environ.get("PROOF_QUESTIONS", "400"))
MOST_LINES = 20_000  # of an answer: larger ones are compared by their first lines only
NATIONAL_YEARS = 16


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    write_portal(folder / "brin6_pc4.csv", NATIONAL_YEARS)
    home = tmp_path_factory.mktemp("home")
    assert load([folder / "brin6_pc4.csv", *write_places(folder)], home=home, finish=(write_cube,)).complete
    found = current_snapshot(home)
    assert found is not None
    return found


def random_question(dice: random.Random, cube: Cube) -> FlowQuery:
    codes = sorted(cube.municipalities)
    region = dice.choice(
        [COUNTRY, regions()["haaglanden"], Region("keuze", "Keuze", tuple(dice.sample(codes, dice.randint(1, 30))))]
    )
    return FlowQuery(
        years=tuple(dice.sample(years(NATIONAL_YEARS), dice.choice((1, 1, 1, 3)))),
        sectors=tuple(dice.sample(SECTOR_GROUPS["PO"], dice.randint(1, 4))),
        region=region,
        home_level=dice.choice(HOME_LEVELS),
        school_level=dice.choice(SCHOOL_LEVELS),
        home=dice.choice(["", "", "BE", dice.choice(codes), dice.choice(sorted(cube.homes))]),
        school=dice.choice(["", "", dice.choice(codes), dice.choice(sorted(cube.locations))]),
        direction=dice.choice(list(Direction)),
        scope=dice.choice(list(Scope)),
        together=dice.random() < 0.5,
    )


def test_random_questions_about_the_country(snapshot: Path) -> None:
    cube, dice = Cube.open(snapshot), random.Random(1)
    reached: Counter[str] = Counter()
    with duckdb.connect() as connection:
        for number in range(QUESTIONS):
            query = random_question(dice, cube)
            assert is_answerable(cube, query), query
            expected = connection.execute(*to_sql(query, snapshot / "tables")).fetchmany(MOST_LINES)
            assert lines_of(cube, query)[:MOST_LINES] == expected, f"question {number}: {query}"
            reached["with an answer" if expected else "empty"] += 1
    print(f"\n{QUESTIONS} questions over {NATIONAL_YEARS} national years: {dict(reached)}")
    assert reached["with an answer"] > QUESTIONS // 4
    assert set(cube.sectors_by_year[max(cube.years)]) >= {Sector.BO, Sector.VSO}

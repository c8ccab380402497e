"""Where the students of a college live: the table that document H section 2 shows of ROC Mondriaan, from a file."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.opendata import made
from tests.samples import cell, home, location, use_snapshot, write_snapshot
from typer.testing import CliRunner, Result

from tandem.cli.main import app
from tandem.flows.cube import Cube, NotInData, write_cube
from tandem.flows.data import Share
from tandem.flows.origins import OriginLevel, origins, rmc_regions, sectors_at
from tandem.opendata.data import Interval
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot
from tandem.register.data import Sector
from tandem.register.definitions import regions
from tandem.register.municipalities import current, name

YEAR = 2022
ALL = 19_175
KNOWN = {
    "rmc-haaglanden-westland": 15_109,
    "rmc-zuid-holland-noord": 1_684,
    "rmc-rijnmond": 1_293,
    "rmc-zuid-holland-oost": 661,
}
PERCENTAGES = [79, 9, 7, 3]
RMC_REGIONS, MUNICIPALITIES = 38, 178


def published() -> dict[str, int]:
    """Students per municipality, with the numbers of the document and its 38 regions and 178 municipalities."""
    living: dict[str, int] = {}
    for code, total in KNOWN.items():
        towns = regions()[code].municipalities
        living |= dict(zip(towns, made.spread(total, range(1, len(towns) + 1)), strict=True))
    others = [region for code, region in regions().items() if code.startswith("rmc-") and code not in KNOWN]
    others = others[: RMC_REGIONS - len(KNOWN)]
    queue = [
        town for round_ in zip(*(_padded(region.municipalities) for region in others), strict=True) for town in round_
    ]
    rest = [town for town in queue if town][: MUNICIPALITIES - len(living)]
    return living | dict(zip(rest, made.spread(ALL - sum(KNOWN.values()), range(len(rest), 0, -1)), strict=True))


def _padded(towns: tuple[str, ...]) -> tuple[str, ...]:
    return towns + ("",) * (30 - len(towns))


LIVING = published()


@pytest.fixture(scope="module", params=["", "-1"], ids=["exact", "masked"])
def mask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An L6 file with those numbers, loaded; the mask that it has."""
    folder = tmp_path_factory.mktemp("mondriaan")
    students = made.mbo({name(code).upper(): number for code, number in LIVING.items()}, YEAR)
    content = made.l6(students, {"99RO": "'S-GRAVENHAGE"}, [YEAR - 1, YEAR], mask=request.param)
    (folder / "mbo.csv").write_text(content)
    assert load([folder / "mbo.csv"], home=folder / "home", finish=(write_cube,)).complete
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_HOME", str(folder / "home"))
        yield request.param


@pytest.fixture
def cube(mask: str) -> Cube:
    snapshot = current_snapshot()
    assert snapshot is not None
    return Cube.open(snapshot)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, ["flows", *arguments])
    assert result.exit_code == 0, result.output
    return result


def table(*arguments: str) -> list[dict[str, str]]:
    result = run("origins", "--school", "99RO", "--year", str(YEAR), "--format", "csv", *arguments)
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_the_numbers_are_those_of_the_document() -> None:
    assert (sum(LIVING.values()), len(LIVING)) == (ALL, MUNICIPALITIES)
    assert len({rmc_regions()[code] for code in LIVING}) == RMC_REGIONS
    assert len(rmc_regions()) == len(current()), "every municipality is in one RMC region"


def test_the_table_by_rmc_region(mask: str) -> None:
    found = table()
    lows, highs = ([int(row[f"pupils_{side}"]) for row in found] for side in ("low", "high"))
    assert [row["home_code"] for row in found][: len(KNOWN)] == list(KNOWN)
    assert len(found) == RMC_REGIONS
    if mask:
        assert sum(lows) < ALL < sum(highs)
        assert all(low <= truth <= high for low, truth, high in zip(lows, KNOWN.values(), highs, strict=False))
        assert all(
            float(row["percentage_low"]) <= 100 * truth / ALL <= float(row["percentage_high"]) + 0.05
            for row, truth in zip(found, KNOWN.values(), strict=False)
        )
        return
    assert lows == highs
    assert lows[: len(KNOWN)] == list(KNOWN.values())
    assert [round(float(row["percentage_low"])) for row in found[: len(KNOWN)]] == PERCENTAGES
    assert sum(lows[len(KNOWN) :]) == 428
    assert sum(lows) == ALL


def test_the_table_by_municipality(mask: str) -> None:
    found = {row["home_code"]: row for row in table("--level", "municipality")}
    assert found.keys() == LIVING.keys()
    for code, truth in LIVING.items():
        assert int(found[code]["pupils_low"]) <= truth <= int(found[code]["pupils_high"])
        assert mask or int(found[code]["pupils_low"]) == truth
    assert found["GM0518"]["home_name"] == "'s-Gravenhage"


def test_both_levels_add_up_to_the_same(cube: Cube) -> None:
    by_level = [origins(cube, "99RO", year=YEAR, sectors=[Sector.MBO], level=level) for level in OriginLevel]
    sums = [(sum(o.pupils.low for o in found), sum(o.pupils.high or 0 for o in found)) for found in by_level]
    assert sums[0] == sums[1]


def test_the_terminal_says_what_the_seat_means(mask: str) -> None:
    for command in (
        ("origins", "--school", "99RO"),
        ("list", "--sector", "MBO", "--region", "haaglanden"),
        ("summary", "--sector", "MBO", "--region", "haaglanden"),
    ):
        assert "niet de leslocatie" in " ".join(run(*command, "--year", str(YEAR)).stderr.split())
    told = json.loads(run("explain", "--sector", "MBO", "--region", "haaglanden", "--format", "json").stdout)
    assert "niet de leslocatie" in told["sentence"]


def test_a_person_sees_a_table_in_dutch(mask: str) -> None:
    shown = run("origins", "--school", "99ro", "--sector", "mbo").stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "woonplaats" in shown
    assert "aandeel (%)" in shown
    assert mask or "15109" in shown


def test_mbo_has_no_partnership(mask: str) -> None:
    options = (
        "--sector",
        "MBO",
        "--region",
        "nederland",
        "--school-level",
        "partnership",
        "--home-level",
        "partnership",
    )
    found = list(csv.DictReader(io.StringIO(run("list", *options, "--format", "csv").stdout)))
    assert {(row["home_code"], row["school_code"]) for row in found} == {("GEEN", "GEEN")}


def test_the_seat_decides_who_goes_out(mask: str) -> None:
    """Everybody is at school in The Hague, where the institution has its seat."""
    rows = csv.DictReader(
        io.StringIO(run("summary", "--sector", "MBO", "--region", "haaglanden", "--format", "csv").stdout)
    )
    found = {row["municipality_code"]: row for row in rows}
    assert int(found["GM0518"]["at_school_low"]) <= ALL <= int(found["GM0518"]["at_school_high"])
    assert found["GM0503"]["out_low"] == found["GM0503"]["living_low"] != "0"


# --- any school -----------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cube:
    """A school with two locations, one with a masked and a missing cell, and someone from Belgium."""
    snapshot = write_snapshot(
        tmp_path / "s",
        cells=[
            cell(2017, "VO", "2611", "01AA00", 60),
            cell(2017, "PRO", "2611", "01AA00", 10),
            cell(2017, "VO", "2497", "01AA01", 1, 4),
            cell(2017, "VO", "BE", "01AA01", 5),
            cell(2017, "VO", "ONBEKEND", "01AA01", 20),
            cell(2018, "VO", "2611", "01AA00", 0, None),
            cell(2018, "VO", "2497", "01AA00", 10),
            cell(2017, "BO", "2611", "02BB00", 99),
        ],
        homes=[home("2611", "GM0503"), home("2497", "GM0518")],
        locations=[location("01AA00", "GM0503"), location("01AA01", "GM0503"), location("02BB00", "GM0503")],
        names={"GM0503": "Delft", "GM0518": "'s-Gravenhage"},
    )
    use_snapshot(tmp_path / "home", snapshot)
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path / "home"))
    return Cube.open(snapshot)


def test_a_whole_institution_is_all_its_locations(small: Cube) -> None:
    assert sectors_at(small, "01AA", 2017) == (Sector.VO, Sector.PRO)
    found = origins(small, "01AA", year=2017, sectors=sectors_at(small, "01AA", 2017), level=OriginLevel.MUNICIPALITY)
    assert [(o.code, o.pupils.low, o.pupils.high) for o in found] == [
        ("GM0503", 70, 70),
        ("ONBEKEND", 20, 20),
        ("BE", 5, 5),
        ("GM0518", 1, 4),
    ]
    assert found[0].share == Share(70 / 99, 70 / 96)
    assert found[3].share == Share(1 / 96, 4 / 99)


def test_an_rmc_region_adds_its_municipalities_and_who_lives_elsewhere_stays_apart(small: Cube) -> None:
    found = origins(small, "01AA", year=2017, sectors=[Sector.VO])
    assert [(o.code, o.pupils) for o in found] == [
        ("rmc-haaglanden-westland", Interval(61, 64, masked=1)),
        ("ONBEKEND", Interval.exact(20)),
        ("BE", Interval.exact(5)),
    ]


def test_one_location_and_an_open_bound(small: Cube) -> None:
    found = origins(small, "01AA00", year=2018, sectors=[Sector.VO], level=OriginLevel.MUNICIPALITY)
    assert [(o.code, o.pupils.high, o.share) for o in found] == [
        ("GM0518", 10, Share(0.0, 1.0)),
        ("GM0503", None, Share(0.0, 1.0)),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--school", "99ZZ"), 1, "99ZZ staat niet in de gegevens"),
        (("--school", "Delft"), 2, "geen vestiging (00AP01), instelling (27GZ)"),
        (("--school", "01AA", "--year", "2017,2018"), 2, "één jaar"),
        (("--school", "01AA", "--year", "1999"), 1, "geen gegevens over 1999"),
        (("--school", "01AA", "--year", "2018", "--sector", "MBO"), 1, "geen gegevens over MBO"),
        (("--school", "01AA", "--level", "wijk"), 2, "wijk"),
    ],
)
def test_wrong_use_is_explained(small: Cube, arguments: tuple[str, ...], code: int, message: str) -> None:
    result = CliRunner().invoke(app, ["flows", "origins", *arguments])
    assert result.exit_code == code
    assert message in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_a_school_that_is_not_there(small: Cube) -> None:
    with pytest.raises(NotInData):
        origins(small, "99ZZ00", year=2017, sectors=[Sector.VO])

"""The disclosure audit: safe where it should be, and it sees every leak that is planted."""

import csv
import io
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.flows.truths import country, masked_country
from tests.samples import Sample, use_snapshot, write_sample
from typer.testing import CliRunner

from tandem.cli.main import app
from tandem.flows.answers import HIDDEN
from tandem.flows.cube import Cube, write_cube
from tandem.flows.disclosure.audit import AuditReport, attack, audit
from tandem.flows.disclosure.publication import Cells, Published, publications, read_year
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot
from tandem.platform.home import PROJECT_ROOT
from tandem.register.data import Region, Sector

SHARED = PROJECT_ROOT.parent / "shared" / "data"
REGION = Region("hoek", "Hoek", ("GM0001", "GM0002", "GM0007"))


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return Cube.open(write_sample(tmp_path_factory.mktemp("masked") / "snapshot", masked_country()))


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Cube:
    return Cube.open(write_sample(tmp_path_factory.mktemp("exact") / "snapshot", country()))


@pytest.fixture(scope="module")
def cells(masked: Cube) -> Cells:
    return read_year(masked, 2017)


@pytest.fixture(scope="module")
def published(masked: Cube, cells: Cells) -> list[Published]:
    return list(publications(masked, cells, [REGION]))


def opened(report: AuditReport) -> int:
    return sum(sector.opened for sector in report.sectors)


def line(cells: Cells, own: list[int], low: int, high: int) -> Published:
    """One published line over these cells."""
    return Published(
        name="lek",
        low=np.array([low]),
        high=np.array([high]),
        plain_low=cells.low[own].sum(keepdims=True),
        plain_high=cells.high[own].sum(keepdims=True),
        estimate=np.array([HIDDEN]),
        masked=cells.hidden[own].sum(keepdims=True),
        cell=np.array(own),
        line=np.zeros(len(own), dtype=np.intp),
    )


def some_hidden(cells: Cells, count: int) -> list[int]:
    """Masked cells of different locations, wide open for who knows the source only."""
    part = cells.slices[Sector.VSO]
    hidden = np.flatnonzero(part.masked)
    _, first = np.unique(part.location[hidden], return_index=True)
    many = [at for at in first.tolist() if (part.location[hidden] == part.location[hidden[at]]).sum() > 20]
    return [int(hidden[at]) + cells.start[Sector.VSO] for at in many[:count]]


def test_what_is_published_says_no_more_than_the_source(masked: Cube, published: list[Published], cells: Cells) -> None:
    report = audit(masked, 2017, [REGION])
    assert report.safe
    assert report.gains == ()
    assert report.lines == sum(len(one.low) for one in published) > 10_000
    # the attack does look: totals of the source alone narrow some cells already
    assert sum(sector.narrow_by_all for sector in report.sectors) > 0
    narrower = sum(int((one.high - one.low < one.plain_high - one.plain_low).sum()) for one in published)
    assert narrower > 100
    assert {one.name.split(":")[0] for one in published} >= {"SO 2017", "VSO 2017", "SO+VSO 2017"}


def test_every_cell_is_in_every_table(cells: Cells, published: list[Published]) -> None:
    whole = [one for one in published if one.name.startswith("VSO 2017") and "hoek" not in one.name]
    assert len(whole) == 16
    for one in whole:
        assert len(np.unique(one.cell)) == len(cells.slices[Sector.VSO].low)


def test_a_line_that_says_too_much_opens_its_cells(cells: Cells) -> None:
    own = some_hidden(cells, 3)
    report = attack(cells, [line(cells, own, 12, 12)])
    assert not report.safe
    assert opened(report) == 3
    assert report.gains == ("lek: 1",)


def test_lines_that_together_say_too_much_are_found_by_linear_programming(cells: Cells) -> None:
    a, b, c, d = some_hidden(cells, 4)
    leak = [
        line(cells, [a, b, c], 8, 8),
        line(cells, [a, b, d], 8, 8),
        line(cells, [a, c, d], 8, 8),
        line(cells, [b, c, d], 6, 6),
    ]
    for one, two in combinations(leak[:3], 2):
        assert attack(cells, [one, two]).safe
    report = attack(cells, leak)
    assert not report.safe
    assert opened(report) == 4


def test_a_line_that_says_too_much_but_opens_nothing_is_named_only(cells: Cells) -> None:
    own = some_hidden(cells, 6)
    report = attack(cells, [line(cells, own, 7, 23)])
    assert report.gains == ("lek: 1",)
    assert report.safe


def test_a_difference_of_two_lines_is_seen(cells: Cells) -> None:
    """The classic: a sum with and without one cell."""
    own = some_hidden(cells, 5)
    report = attack(cells, [line(cells, own, 11, 11), line(cells, own[:-1], 9, 9)])
    assert not report.safe


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"low": 2}, "versmald bij minder dan drie"),
        ({"estimate": 3}, "geschat bij minder dan drie"),
        ({"masked": 3, "estimate": 5}, "onder tien"),
        ({"masked": 3, "estimate": 12}, "buiten de grenzen"),
        ({"low": 5, "high": 4}, "kloppen niet"),
    ],
)
def test_a_broken_rule_fails_the_audit(cells: Cells, change: dict[str, int], rule: str) -> None:
    (own,) = some_hidden(cells, 1)
    good = line(cells, [own], 1, 4)
    assert attack(cells, [good]).safe
    changed: dict[str, Any] = {name: np.array([value]) for name, value in change.items()}
    bad = replace(good, **changed)
    report = attack(cells, [bad])
    assert not report.safe
    assert any(rule in problem for problem in report.broken)


def test_the_previous_snapshot_gives_masked_cells_away(masked: Cube, exact: Cube) -> None:
    report = audit(masked, 2017, previous=exact)
    assert not report.safe
    assert all(sector.opened > 0 for sector in report.sectors if sector.sector in {Sector.SO, Sector.VSO})


def test_the_same_figures_again_give_nothing_away(masked: Cube) -> None:
    assert audit(masked, 2017, previous=masked).gains == ()


def test_totals_that_are_gone_still_count_as_the_source(masked: Cube, tmp_path: Path) -> None:
    """Narrow sums of a snapshot with totals follow from those totals, also when the next one has none."""
    bare = Sample(masked_country().tables | {"margins": []})
    report = audit(Cube.open(write_sample(tmp_path / "bare", bare)), 2017, previous=masked)
    assert report.safe
    assert report.gains == ()


def test_one_changed_cell_of_the_previous_snapshot_is_found(masked: Cube, tmp_path: Path) -> None:
    world = masked_country()
    rows = [dict(row) for row in world.tables["cells"]]
    leak = next(row for row in rows if row["sector"] == "VSO" and row["high"] > row["low"])
    leak |= {"low": 3, "high": 3}
    before = Cube.open(write_sample(tmp_path / "before", Sample(world.tables | {"cells": rows, "margins": []})))
    report = audit(masked, 2017, previous=before)
    assert not report.safe
    assert opened(report) == 1


def test_the_command_fails_on_a_leak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    snapshots = tmp_path / "opendata" / "snapshots"
    use_snapshot(tmp_path, write_sample(snapshots / "2", masked_country()))
    safe = CliRunner().invoke(app, ["flows", "audit", "--format", "csv"])
    assert safe.exit_code == 0, safe.output
    assert {row["opened"] for row in csv.DictReader(io.StringIO(safe.stdout))} == {"0"}
    write_sample(snapshots / "1", country())
    leak = CliRunner().invoke(app, ["flows", "audit", "--format", "csv"])
    assert leak.exit_code == 1
    assert "Onveilig" in leak.stderr


@pytest.mark.shared
def test_the_real_figures_are_safe_and_the_attack_sees_what_is_known(tmp_path: Path) -> None:
    portal = SHARED / "nagebouwd-duo-ckan-po-2017"
    names = ("brin6_pc4.csv.gz", "brin6_totaal.csv", "gemeente_totaal.csv", "vestigingen-po-2017.csv.gz")
    assert load([portal / name for name in names], finish=(write_cube,), home=tmp_path).complete
    snapshot = current_snapshot(tmp_path)
    assert snapshot is not None
    report = audit(Cube.open(snapshot), 2017)
    assert report.safe
    assert report.gains == ()
    found = {sector.sector: sector for sector in report.sectors}
    special = [found[sector] for sector in (Sector.SBO, Sector.SO, Sector.VSO)]
    # insight 0.3 counts cells that equal their school's rest; of seven of these the total is masked as well
    assert sum(sector.alone_in_total for sector in special) == 427
    assert sum(sector.exact_by_location for sector in special) == 421
    assert (found[Sector.BO].alone_in_total, found[Sector.BO].exact_by_location) == (1581, 1580)

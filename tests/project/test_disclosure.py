"""The audit of what really goes out: nothing is opened, and a planted leak in a page, a file or the API is found."""

from pathlib import Path

import pytest
from tests.flows.truths import masked_country
from tests.samples import use_snapshot, write_sample

from tandem.api import csv_form
from tandem.flows.cube import Cube
from tandem.flows.masked import refining
from tandem.opendata.data import Interval
from tandem.project.disclosure import audit_outputs
from tandem.register.data import Region
from tandem.web.insight import downloads

SOME = Region("keuze", "", ("GM0001", "GM0002", "GM0008"))


@pytest.fixture
def cube(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cube:
    snapshot = write_sample(tmp_path / "opendata" / "snapshots" / "masked", masked_country())
    use_snapshot(tmp_path, snapshot)
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    return Cube.open(snapshot)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer questions than `make audit-disclosure`: one group of sectors, home and school by municipality and
    location.
    """
    from tandem.flows.data import FlowQuery, Level  # noqa: PLC0415
    from tandem.project import disclosure  # noqa: PLC0415

    def some(cells: object, _regions: object) -> list[FlowQuery]:
        sectors = tuple(getattr(cells, "slices"))  # noqa: B009
        whole = FlowQuery((2017,), tuple(s for s in sectors if s in ("SO", "VSO")), together=True)
        return [whole, FlowQuery((2017,), whole.sectors, school_level=Level.LOCATION, together=True)]

    monkeypatch.setattr(disclosure, "questions", some)


@pytest.mark.usefixtures("few")
def test_nothing_that_goes_out_opens_a_masked_number(cube: Cube) -> None:
    report, asked = audit_outputs(cube, 2017, (SOME,))
    assert report.broken == ()
    assert report.safe
    assert asked.addresses > 20
    assert report.lines > 500


@pytest.mark.usefixtures("few")
def test_a_single_number_that_is_narrowed_is_found(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refining, "SHOWN_CELLS", 1)
    report, _ = audit_outputs(cube, 2017, (SOME,))
    assert not report.safe
    assert any("minder dan drie" in problem for problem in report.broken)


@pytest.mark.usefixtures("few")
def test_a_download_that_is_too_sharp_is_found(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = downloads.bounds

    def sharp(cell: object) -> object:
        value = getattr(cell, "value", None)
        if isinstance(value, Interval) and value.masked == 1 and value.high == 4:
            return [2, 2, None]
        return honest(cell)  # type: ignore[arg-type]

    monkeypatch.setattr(downloads, "bounds", sharp)
    report, _ = audit_outputs(cube, 2017, (SOME,))
    assert not report.safe


@pytest.mark.usefixtures("few")
def test_an_api_that_is_too_sharp_opens_numbers(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = csv_form._line

    def sharp(cell: object) -> tuple[object, ...]:
        found = list(honest(cell))  # type: ignore[arg-type]
        if found[7] and int(str(found[7])) - int(str(found[6])) > 5:
            found[7] = int(str(found[6])) + 1  # an upper bound that is far too low
        return tuple(found)

    monkeypatch.setattr(csv_form, "_line", sharp)
    report, _ = audit_outputs(cube, 2017, (SOME,))
    assert report.gains
    assert not report.safe
    assert sum(sector.opened for sector in report.sectors) > 0

"""The plane: views, curves, clipping, areas without borders, names that do not overlap."""

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.samples import cell, home, write_snapshot

from tandem.flows.cube import Cube
from tandem.web.insight.geometry import Box, Point, View, fit, leaf, path, to_edge
from tandem.web.insight.labels import Wanted, arrange, text_width
from tandem.web.insight.land import Land, base_map, read_land, schematic_shapes
from tandem.web.insight.store import postcode_points

FRAME = Box(0, 0, 700, 600)
points = st.tuples(st.floats(-500, 1500), st.floats(-500, 1500))


def test_a_view_shows_the_whole_box_in_its_middle() -> None:
    box = Box(80_000, 440_000, 100_000, 470_000)
    view = fit(box, 700, 600)
    for x, y in itertools.product((box.left, box.right), (box.bottom, box.top)):
        assert view.frame.holds(view.place((x, y)))
    assert view.place((90_000, 455_000)) == pytest.approx((350, 300))
    assert view.place((90_000, 460_000))[1] < 300, "north is up"


@given(st.tuples(st.floats(1, 699), st.floats(1, 599)), points)
def test_a_flow_that_leaves_the_map_ends_at_its_edge(start: Point, end: Point) -> None:
    reached = to_edge(start, end, FRAME)
    assert FRAME.grown(0.01).holds(reached)
    if FRAME.holds(end):
        assert reached == end


def numbers_of(outline: str) -> list[float]:
    return [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", outline)]


@pytest.mark.parametrize("head", ["end", "start"])
def test_a_flow_is_one_closed_shape_that_points_where_pupils_go(head: str) -> None:
    outline = leaf((100, 100), (300, 100), 20, head=head)
    assert outline.startswith("M")
    assert outline.endswith("z")
    values = numbers_of(outline)
    corners = list(zip(values[::2], values[1::2], strict=True))
    assert (300, 100) in corners if head == "end" else (100, 100) in corners
    assert leaf((5, 5), (5, 5), 20, head=head) == ""


def test_a_ring_is_written_short_and_closes() -> None:
    assert path([(0, 0), (10.2, 0.1), (10, 10), (0, 10), (0, 0)]) == "M0 0l10 0 0 10-10 0z"
    assert path([(0, 0), (0.2, 0.1), (0.3, 0)]) == "", "smaller than a unit: nothing to draw"


def test_without_any_coordinates_there_still_is_a_sketch(tmp_path: Path) -> None:
    """The pupils' file of DUO alone has no place on earth in it; the map may not be empty."""
    cells = [cell(2017, "BO", "2611", "10AA00", 12), cell(2017, "BO", "2491", "10AA00", 3)]
    homes = [home("2611", "GM0503"), home("2491", "GM0518")]
    cube = Cube.open(write_snapshot(tmp_path / "alone", cells=cells, homes=homes, names={"GM0503": "Delft"}))
    land = read_land(tmp_path / "borders.json", postcode_points(cube))
    assert land.schematic
    delft, haag = land.shapes["GM0503"], land.shapes["GM0518"]
    assert min(delft.area, haag.area) > 1_000_000
    assert delft.intersection(haag).area < 1
    assert delft.centroid.y < haag.centroid.y


def test_areas_without_borders_come_from_postcode_points() -> None:
    places: dict[str, list[Point]] = {
        "GM0001": [(0, 0), (1000, 0), (0, 1000)],
        "GM0002": [(6000, 0), (7000, 500)],
        "GM0003": [(3000, 6000)],
    }
    shapes = schematic_shapes(places)
    assert shapes.keys() == places.keys()
    for code, shape in shapes.items():
        assert shape.is_valid
        assert shape.area > 0
        for other, rival in shapes.items():
            if other != code:
                assert shape.intersection(rival).area < 1, "areas do not overlap"
    base = base_map(Land(shapes, schematic=True), tuple(places), (700, 600))
    assert {area.code for area in base.areas} == places.keys()
    for area in base.areas:
        assert base.view.frame.holds(area.anchor)


def test_borders_with_a_hole_and_an_island(tmp_path: Path) -> None:
    ring = [[0, 0], [9000, 0], [9000, 9000], [0, 9000], [0, 0]]
    hole = [[3000, 3000], [6000, 3000], [6000, 6000], [3000, 6000], [3000, 3000]]
    file = tmp_path / "borders.json"
    file.write_text(f'{{"GM0001": [{ring}, {hole}]}}', encoding="utf-8")
    land = read_land(file, {})
    assert not land.schematic
    assert land.shapes["GM0001"].area == 72_000_000


def test_nothing_known_is_an_empty_map() -> None:
    base = base_map(Land({}, schematic=True), ("GM0001",), (700, 600))
    assert base.areas == ()
    assert isinstance(base.view, View)


@given(st.lists(st.tuples(points, st.sampled_from(["Delft", "Leidschendam-Voorburg", "Ee"])), max_size=12))
def test_names_of_context_never_lie_on_each_other(places: list[tuple[Point, str]]) -> None:
    placed = arrange([Wanted(anchor, name) for anchor, name in places], FRAME)
    boxes = []
    for label in placed:
        half = text_width(label.name, 13, 0.51) / 2
        boxes.append(Box(label.x - half, label.y - 10, label.x + half, label.y + 2))
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)
    for box in boxes:
        assert FRAME.grown(1).overlaps(box)


def test_an_important_name_is_never_left_out() -> None:
    wanted = [Wanted((300, 300), "Delft", "12", "flow", 13, (1, 0)) for _ in range(5)]
    assert len(arrange(wanted, FRAME)) == 5


def test_the_names_of_flows_that_end_close_together_lie_apart() -> None:
    """As around Rotterdam on the map of the country."""
    ends = [("Schiedam", (300, 296)), ("Barendrecht", (310, 312)), ("Ridderkerk", (314, 306)), ("Zuidplas", (312, 296))]
    placed = arrange([Wanted(end, name, "300", "flow", 14, (0.8, -0.6)) for name, end in ends], FRAME)
    boxes = [Box(label.x - 30, label.y - 13, label.x + 30, label.y + 17) for label in placed]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))

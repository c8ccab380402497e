"""Plane geometry of the maps: RD metres in, view box units out. Pure functions, no Django."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in whatever unit its points had."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


def box_of(points: list[Point]) -> Box:
    """The smallest box around points; at least one point."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class View:
    """A window on the plane: `box` in RD metres drawn on `width` × `height` units, y downwards."""

    box: Box
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Units per metre."""
        return self.width / self.box.width

    def place(self, point: Point) -> Point:
        scale = self.scale
        return (point[0] - self.box.left) * scale, (self.box.top - point[1]) * scale

    def place_all(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same for many points at once, one per row."""
        return (points - (self.box.left, self.box.top)) * (self.scale, -self.scale)

    @property
    def frame(self) -> Box:
        return Box(0, 0, self.width, self.height)


def fit(box: Box, width: int, height: int, margin: float = 0.06) -> View:
    """The view that shows a whole box in its middle, with a margin on every side (a share of the longest side)."""
    span = max(box.width, box.height * width / height, 2000.0) * (1 + 2 * margin)
    if box.height * (1 + 2 * margin) > span * height / width:
        span = box.height * (1 + 2 * margin) * width / height
    middle_x, middle_y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    tall = span * height / width
    return View(Box(middle_x - span / 2, middle_y - tall / 2, middle_x + span / 2, middle_y + tall / 2), width, height)


def to_edge(start: Point, end: Point, frame: Box) -> Point:
    """`end`, or where the line from `start` towards it leaves the frame when it lies outside."""
    if frame.holds(end):
        return end
    dx, dy = end[0] - start[0], end[1] - start[1]
    steps = [1.0]
    for delta, origin, low, high in ((dx, start[0], frame.left, frame.right), (dy, start[1], frame.bottom, frame.top)):
        if delta > 0:
            steps.append((high - origin) / delta)
        elif delta < 0:
            steps.append((low - origin) / delta)
    step = max(min(steps), 0.0)
    return start[0] + dx * step, start[1] + dy * step


def path(points: ArrayLike) -> str:
    """A closed ring as the shortest SVG path: whole units, relative steps, repeated points left out."""
    whole = np.rint(np.asarray(points, dtype=float)).astype(int)
    if len(whole) > 1 and np.array_equal(whole[0], whole[-1]):
        whole = whole[:-1]
    steps = np.diff(whole, axis=0)
    steps = steps[steps.any(axis=1)]
    if len(steps) < 2:
        return ""
    text = "".join([f" {step}" if step >= 0 else str(step) for step in steps.ravel().tolist()])
    return f"M{whole[0][0]} {whole[0][1]}l{text.removeprefix(' ')}z"


def leaf(start: Point, end: Point, wide_end: float, *, head: str, bend: float = 0.16) -> str:
    """A tapered, bent flow as one closed path.

    The shape is thin at `start` (the chosen municipality) and `wide_end` units wide at the other side; `head` says
    where the arrow points: 'end' (pupils go out) or 'start' (they come in).
    """
    length = math.dist(start, end)
    if length < 1:
        return ""
    thin = max(min(wide_end * 0.22, 3.0), 0.8)
    control = _control(start, end, bend)
    cut = min(max(wide_end * 0.9, 6.0), length * 0.3) if head == "end" else 0.0
    tail = min(7.0, length * 0.2) if head == "start" else 0.0
    count = 10
    lefts, rights = [], []
    for index in range(count + 1):
        t = tail / length + (1 - cut / length - tail / length) * index / count
        half = (thin + (wide_end - thin) * (index / count) ** 1.2) / 2
        (x, y), (nx, ny) = _on_curve(start, control, end, t)
        lefts.append((x + nx * half, y + ny * half))
        rights.append((x - nx * half, y - ny * half))
    return _outline(lefts, rights, start, end, head, max(wide_end * 0.5 + 3.2, 4.2))


def _control(start: Point, end: Point, bend: float) -> Point:
    middle_x, middle_y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    return middle_x - (end[1] - start[1]) * bend, middle_y + (end[0] - start[0]) * bend


def _on_curve(start: Point, control: Point, end: Point, t: float) -> tuple[Point, Point]:
    """Point and unit normal of a quadratic Bézier at t."""
    u = 1 - t
    x = u * u * start[0] + 2 * u * t * control[0] + t * t * end[0]
    y = u * u * start[1] + 2 * u * t * control[1] + t * t * end[1]
    dx = 2 * u * (control[0] - start[0]) + 2 * t * (end[0] - control[0])
    dy = 2 * u * (control[1] - start[1]) + 2 * t * (end[1] - control[1])
    size = math.hypot(dx, dy) or 1.0
    return (x, y), (-dy / size, dx / size)


def _outline(lefts: list[Point], rights: list[Point], start: Point, end: Point, head: str, wing: float) -> str:
    if head == "end":
        shoulder = _wings(lefts[-1], rights[-1], wing)
        ring = [*lefts, shoulder[0], end, shoulder[1], *reversed(rights)]
    else:
        shoulder = _wings(lefts[0], rights[0], 4.2)
        ring = [start, shoulder[0], *lefts, *reversed(rights), shoulder[1]]
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in ring) + "z"


def _wings(left: Point, right: Point, wing: float) -> tuple[Point, Point]:
    middle = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    size = math.dist(left, right) or 1.0
    ux, uy = (left[0] - right[0]) / size, (left[1] - right[1]) / size
    return (middle[0] + ux * wing, middle[1] + uy * wing), (middle[0] - ux * wing, middle[1] - uy * wing)


def _short(value: float) -> str:
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text

"""Names on a map that never lie on top of each other. Pure; units are those of the view box."""

from dataclasses import dataclass

from tandem.web.insight.geometry import Box, Point

RINGS = (1.0, 1.5, 2.0, 2.5)
COMPASS = ((1, 1), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1), (1.2, 0), (-1.2, 0))
BOLD, PLAIN = 0.56, 0.51  # width of a usual letter of Source Sans 3, as a share of the size


@dataclass(frozen=True, slots=True)
class Label:
    """A name with, below it, its number (or nothing). `x`, `y` is the middle of the first line's baseline."""

    x: float
    y: float
    name: str
    figure: str = ""
    role: str = "area"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that wants a place near `anchor`; `towards` is the direction in which there is room (unit vector)."""

    anchor: Point
    name: str
    figure: str = ""
    role: str = "area"
    size: float = 13
    towards: Point = (0, 0)


def arrange(wanted: list[Wanted], frame: Box, taken: list[Box] | None = None) -> list[Label]:
    """Places labels in order of importance; one that fits nowhere is left out when it is only context."""
    used = list(taken or [])
    placed = []
    for item in wanted:
        spots = [_spot(item, dx, dy, frame) for dx, dy in _offsets(item)]
        free = [spot for spot in spots if not any(spot[1].overlaps(box) for box in used)]
        if not free and item.role == "area":
            continue
        label, box = (free or spots)[0]
        used.append(box)
        placed.append(label)
    return placed


def text_width(text: str, size: float, letter: float = BOLD) -> float:
    return len(text) * size * letter


def _offsets(item: Wanted) -> list[Point]:
    """From the best place to the worst, in units from the anchor."""
    high = item.size * (2.3 if item.figure else 1.1)
    if item.towards == (0, 0):
        return [(0, 0), (0, high * 0.7), (0, -high * 0.7), (item.size * 1.5, 0), (-item.size * 1.5, 0)]
    wide = max(text_width(item.name, item.size), text_width(item.figure, item.size)) / 2
    dx, dy = item.towards
    ahead = (dx * (wide + 5), dy * (high / 2 + 5))
    sides = [(0, -high / 2 - 8), (0, high / 2 + 8), (wide + 8, 0), (-wide - 8, 0)]
    further = [(ahead[0] * 1.5, ahead[1] * 1.5), (ahead[0], ahead[1] + high * 0.8), (ahead[0], ahead[1] - high * 0.8)]
    sides.sort(key=lambda side: -(side[0] * dx + side[1] * dy))
    return [ahead, *sides, *further, *_around(wide, high)]


def _around(wide: float, high: float) -> list[Point]:
    """Where flows end close together: rings around the anchor, the nearest spot first."""
    spots = [(wide * across * ring, high * up * ring) for ring in RINGS for across, up in COMPASS]
    return sorted(spots, key=lambda spot: spot[0] ** 2 + spot[1] ** 2)


def _spot(item: Wanted, dx: float, dy: float, frame: Box) -> tuple[Label, Box]:
    """The label moved by (dx, dy) from its anchor, pushed inside the frame."""
    letter = PLAIN if item.role == "area" else BOLD
    half = max(text_width(item.name, item.size, letter), text_width(item.figure, item.size, letter)) / 2 + 2
    high = item.size * (2.3 if item.figure else 1.15)
    x = min(max(item.anchor[0] + dx, frame.left + half + 2), frame.right - half - 2)
    y = min(max(item.anchor[1] + dy, frame.bottom + high / 2 + 2), frame.top - high / 2 - 2)
    box = Box(x - half, y - high / 2, x + half, y + high / 2)
    baseline = y - high / 2 + item.size * 0.95
    return Label(round(x, 1), round(baseline, 1), item.name, item.figure, item.role), box

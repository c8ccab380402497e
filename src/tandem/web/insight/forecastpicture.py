"""History as a line and the coming years as a widening band: one panel per sector, each on its own scale."""

from itertools import pairwise

from tandem.flows.forecast.outlook import Outlook
from tandem.opendata.data import Interval
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.figure import Panel, YearsPicture
from tandem.web.insight.years import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH

DIAMOND = 3.5


def forecast_picture(lines: list[Outlook]) -> YearsPicture:
    years = sorted({year for line in lines for year in (*line.past, *line.coming)})
    panels = tuple(_panel(line, years[0], years[-1]) for line in lines)
    floor = HEIGHT - BOTTOM
    return YearsPicture(WIDTH, HEIGHT, "out", ((floor, "0"),), str(years[0]), str(years[-1]), panels)


def _panel(line: Outlook, first: int, last: int) -> Panel:
    top = 1.08 * max(
        *(form.middle(value) if value.high is None else value.high for value in line.past.values()),
        *(value.high for value in line.coming.values()),
        *line.official.values(),
        1,
    )

    def place(year: int, value: float) -> tuple[float, float]:
        x = LEFT + (WIDTH - LEFT - RIGHT) * (year - first) / max(last - first, 1)
        return round(x, 1), round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)

    past = [(year, line.past[year]) for year in sorted(line.past)]
    now, newest = past[-1]
    upper = [place(now, _high(newest)), *(place(y, v.high) for y, v in sorted(line.coming.items()))]
    lower = [place(now, newest.low), *(place(y, v.low) for y, v in sorted(line.coming.items()))]
    band = _path([*upper, *reversed(lower)]) + "z"
    uncertain = [place(y, _high(v)) for y, v in past] + [place(y, v.low) for y, v in reversed(past)]
    middle = [place(now, form.middle(newest)), *(place(y, v.estimate or 0.0) for y, v in sorted(line.coming.items()))]
    lines = [_path([place(y, form.middle(v)) for y, v in past]), *_dashes(middle)]
    lines += [_diamond(place(year, value)) for year, value in sorted(line.official.items())]
    x, _ = place(now, 0)
    final = max(line.coming)
    text = form.quantity(line.coming[final], "", 0).split(" (")[0]
    hint = ", ".join(
        [f"{year}: {form.interval(value)}" for year, value in past]
        + [f"{year}: {form.quantity(value, '', 0)}" for year, value in sorted(line.coming.items())]
    )
    return Panel(
        name=words.sector(line.sector),
        href="",
        lines=tuple(lines),
        bands=(_path(uncertain) + "z", band),
        breaks=(f"M{x} {TOP}V{HEIGHT - BOTTOM}",),
        last=middle[-1],
        last_text=text,
        text_y=round(upper[-1][1] - 6, 1),
        hint=hint,
    )


def _high(value: Interval) -> float:
    return float(value.low if value.high is None else value.high)


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _dashes(points: list[tuple[float, float]]) -> list[str]:
    """The coming years as short pieces: not yet so."""
    found = []
    for (x, y), (x2, y2) in pairwise(points):
        found.append(_path([(x, y), (round(x + (x2 - x) * 0.6, 1), round(y + (y2 - y) * 0.6, 1))]))
    return found


def _diamond(point: tuple[float, float]) -> str:
    x, y = point
    return f"M{x} {y - DIAMOND}l{DIAMOND} {DIAMOND}l{-DIAMOND} {DIAMOND}l{-DIAMOND} {-DIAMOND}z"

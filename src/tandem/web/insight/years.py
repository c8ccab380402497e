"""Years as small multiples: every panel on one scale, a band where the number is an interval, a break as a break."""

from dataclasses import dataclass

from django.utils.translation import gettext

from tandem.flows.data import Share
from tandem.web import format as form
from tandem.web.insight.figure import Panel, YearsPicture
from tandem.web.insight.geometry import Point
from tandem.web.insight.table import Column, Table, share
from tandem.web.insight.table import words as name_cell

WIDTH, HEIGHT = 220, 110
LEFT, RIGHT, TOP, BOTTOM = 34.0, 12.0, 12.0, 20.0


@dataclass(frozen=True, slots=True)
class Series:
    """One panel: a name and, per year, a share (None: nothing known that year)."""

    code: str
    name: str
    href: str
    values: dict[int, Share | None]


@dataclass(frozen=True, slots=True)
class Scale:
    """Years to the right, shares upwards; the same for all panels."""

    first: int
    last: int
    top: float

    def place(self, year: int, value: float) -> Point:
        span = max(self.last - self.first, 1)
        x = LEFT + (WIDTH - LEFT - RIGHT) * (year - self.first) / span
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top
        return round(x, 1), round(y, 1)


def small_multiples(
    series: tuple[Series, ...], years: tuple[int, ...], breaks: frozenset[int], look: str, first_column: str
) -> tuple[YearsPicture, Table]:
    """`breaks`: years whose figures were made in another way than those of the year before."""
    scale = Scale(years[0], years[-1], _nice_top(series))
    panels = tuple(_panel(one, years, breaks, scale) for one in series)
    ticks = tuple((scale.place(years[0], value)[1], form.round_percentage(value)) for value in (0.0, scale.top))
    table = Table(
        gettext("Aandeel per jaar"),
        (Column(first_column), *(Column(str(year), "share") for year in years)),
        tuple(
            (name_cell(one.name, one.href, one.code), *(share(one.values.get(year)) for year in years))
            for one in series
        ),
    )
    return YearsPicture(WIDTH, HEIGHT, look, ticks, str(years[0]), str(years[-1]), panels), table


def _nice_top(series: tuple[Series, ...]) -> float:
    """The top of the scale: the first round share above everything that is drawn."""
    most = max((_high(value) for one in series for value in one.values.values() if value), default=0.0)
    for top in (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8):
        if most <= top:
            return top
    return 1.0


def _high(value: Share) -> float:
    return value.high if value.high is not None else value.low or 0.0


def _panel(one: Series, years: tuple[int, ...], breaks: frozenset[int], scale: Scale) -> Panel:
    lines, bands, gaps = [], [], []
    for run in _runs(one, years, breaks):
        shares = [(year, one.values[year]) for year in run]
        points = [(year, value) for year, value in shares if value is not None]
        middles = [scale.place(year, _middle(value)) for year, value in points]
        if len(middles) == 1:
            (x, y) = middles[0]
            lines.append(f"M{x - 3} {y}h6")
        else:
            lines.append("M" + "L".join(f"{x} {y}" for x, y in middles))
        if any(_high(value) - (value.low or 0.0) > 0.001 for _, value in points):
            bands.append(_band(points, scale))
        if run[0] in breaks and run[0] != years[0]:
            x = (scale.place(run[0], 0)[0] + scale.place(run[0] - 1, 0)[0]) / 2
            gaps.append(f"M{round(x, 1)} {TOP}V{HEIGHT - BOTTOM}")
    known = [(year, value) for year in years if (value := one.values.get(year)) is not None]
    last = scale.place(known[-1][0], _middle(known[-1][1])) if known else None
    text_y = scale.place(known[-1][0], _high(known[-1][1]))[1] - 6 if known else 0.0
    hint = ", ".join(f"{year}: {form.percentage(value)}" for year, value in known)
    text = form.percentage_short(known[-1][1]) if known else ""
    return Panel(one.name, one.href, tuple(lines), tuple(bands), tuple(gaps), last, text, round(text_y, 1), hint)


def _middle(value: Share) -> float:
    return ((value.low or 0.0) + _high(value)) / 2 if value.estimate is None else value.estimate


def _band(points: list[tuple[int, Share]], scale: Scale) -> str:
    upper = [scale.place(year, _high(value)) for year, value in points]
    lower = [scale.place(year, value.low or 0.0) for year, value in points]
    return "M" + "L".join(f"{x} {y}" for x, y in [*upper, *reversed(lower)]) + "z"


def _runs(one: Series, years: tuple[int, ...], breaks: frozenset[int]) -> list[list[int]]:
    """Years that may be joined by a line: consecutive, known, and made in the same way."""
    runs: list[list[int]] = []
    for year in years:
        if one.values.get(year) is None:
            continue
        if runs and runs[-1][-1] == year - 1 and year not in breaks:
            runs[-1].append(year)
        else:
            runs.append([year])
    return runs

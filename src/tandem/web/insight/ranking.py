"""Rankings: who sends most of its pupils elsewhere, who receives them, and where they go or come from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from django.utils.translation import gettext, ngettext

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, Share
from tandem.flows.masked.sums import total
from tandem.flows.openness import opened
from tandem.opendata.data import Interval
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.choice import Choice
from tandem.web.insight.figure import Bar, BarPicture
from tandem.web.insight.gaps import Gaps
from tandem.web.insight.links import Links
from tandem.web.insight.table import FOREIGN, Cell, Column, Table, pupils, share
from tandem.web.insight.table import words as name_cell
from tandem.web.insight.traffic import Movement, Traffic, largest_first

SHOWN, MEMBERS_SHOWN = 12, 25


def own_side(choice: Choice) -> bool:
    """True when the ranking lists the region's own municipalities, false when it lists where the others are."""
    return (choice.direction is Direction.OUT) == (choice.side == "woon")


def shares_of(traffic: Traffic, choice: Choice, gaps: Gaps) -> dict[str, Share | None]:
    """Per municipality of the region which share of its pupils crosses the border; None without schools in any file."""
    going = choice.direction is Direction.OUT
    moved = traffic.leaving(choice.scope) if going else traffic.arriving(choice.scope)
    return {code: None if code in gaps.unseen else moved[code].share for code in traffic.members}


def of_members(traffic: Traffic, cube: Cube, choice: Choice, links: Links, gaps: Gaps) -> tuple[BarPicture, Table]:
    """Per municipality of the region: which share of its pupils crosses the border."""
    out, into = _moving(traffic.leaving(choice.scope), gaps), _moving(traffic.arriving(choice.scope), gaps)
    going = choice.direction is Direction.OUT
    shares = shares_of(traffic, choice, gaps)
    skipped = gaps.skipped(out=going)  # they stand last: they cannot be compared
    order = sorted(traffic.members, key=lambda code: (code in skipped, -middle(shares[code]), code))
    look = "out" if going else "in"
    bars = []
    for code in order[:MEMBERS_SHOWN]:
        cells = (
            (form.percentage_short(shares[code]), ""),
            (form.interval_short(out[code]), form.kind(out[code]) + " out-ink"),
            (form.interval_short(into[code]), form.kind(into[code]) + " in-ink"),
        )
        bar = _bar(words.unit(cube, code), links.place(code), shares[code], look, cells)
        bars.append(replace(bar, chosen=code == choice.municipality))
    measure = gettext("aandeel uit") if going else gettext("aandeel in")
    first = gettext("woongemeente") if going else gettext("schoolgemeente")
    picture = BarPicture(first, measure, (measure, gettext("uit"), gettext("in")), scaled(tuple(bars)))
    table = Table(
        gettext("Per gemeente: aandeel, uit en in"),
        (Column(first), Column(measure, "share"), Column(gettext("uit"), "pupils"), Column(gettext("in"), "pupils")),
        tuple(
            (
                name_cell(words.unit(cube, code), links.place(code), code),
                share(shares[code]),
                pupils(out[code]),
                pupils(into[code]),
            )
            for code in order
        ),
    )
    return picture, table


def _moving(moved: dict[str, Movement], gaps: Gaps) -> dict[str, Interval]:
    """How many cross; of a municipality whose schools are in no file that is a lower bound."""
    return {code: opened(one.moving) if code in gaps.unseen else one.moving for code, one in moved.items()}


def middle(value: Share | None) -> float:
    if value is None or value.low is None:
        return -1.0
    if value.estimate is not None:
        return value.estimate
    return value.low if value.high is None else (value.low + value.high) / 2


def _bar(name: str, href: str, value: Share | None, look: str, cells: tuple[tuple[str, str], ...]) -> Bar:
    """A bar on a scale of percents of the whole; `_scaled` stretches them."""
    low = 100 * (value.low or 0.0) if value else 0.0
    high = 100 * (value.high if value and value.high is not None else low / 100)
    likely = 100 * value.estimate if value and value.estimate is not None else None
    return Bar(name, href, low, high, look, cells, likely=likely)


def scaled(bars: tuple[Bar, ...]) -> tuple[Bar, ...]:
    """Bars stretched so that the longest fills the width; places in percent of it."""
    most = max((bar.high for bar in bars), default=0.0) or 1.0

    def place(value: float) -> float:
        return round(value / most * 100, 2)

    return tuple(
        replace(
            bar,
            low=place(bar.low),
            high=place(bar.high),
            likely=None if bar.likely is None else place(bar.likely),
        )
        for bar in bars
    )


def of_units(  # noqa: PLR0913 – keyword-only beyond six
    sums: dict[str, Interval],
    whole: Interval,
    cube: Cube,
    first: str,
    look: str,
    hrefs: dict[str, str],
    *,
    names: Mapping[str, str] = MappingProxyType({}),
    students: bool = False,
) -> tuple[BarPicture, Table]:
    """Units by their number of pupils, the largest twelve drawn and all in the table. `names`: of what is no unit.

    `students`: what they are called where they go to an MBO institution.
    """
    order = largest_first(sums)
    called = {code: names.get(code) or words.unit(cube, code) for code, _ in order}
    rows = tuple(
        (
            name_cell(called[code], hrefs.get(code, ""), code),
            pupils(value),
            share(form.share_of(value, whole)),
        )
        for code, value in order
    )
    bars = []
    for code, value in order[:SHOWN]:
        size = Share(
            value.low / 100,
            None if value.high is None else value.high / 100,
            None if value.estimate is None else value.estimate / 100,
        )
        cells = (
            (form.interval_short(value), form.kind(value)),
            (form.percentage_short(form.share_of(value, whole)), ""),
        )
        bar = _bar(called[code], hrefs.get(code, ""), size, look, cells)
        bars.append(replace(bar, foreign=code in FOREIGN))
    headings = (gettext("studenten") if students else gettext("leerlingen"), gettext("aandeel"))
    caption = (
        gettext("Studenten en aandeel per %(unit)s") if students else gettext("Leerlingen en aandeel per %(unit)s")
    )
    columns = (Column(first), Column(headings[0], "pupils"), Column(headings[1], "share"))
    last: tuple[Cell, ...] = (name_cell(gettext("totaal")), pupils(whole), share(form.share_of(whole, whole)))
    table = Table(caption % {"unit": first}, columns, rows, last)
    return BarPicture(first, headings[0], headings, scaled(tuple(bars))), table


def uncertain(picture: BarPicture) -> bool:
    return any(bar.band > 1 for bar in picture.bars)


def rest_sentence(order: Sequence[tuple[str, Interval]], shown: int) -> str:
    """'En nog 31 andere stromen: 214 leerlingen.' or ''."""
    rest = total(value for _, value in order[shown:])
    count = len(order) - shown
    if count <= 0:
        return ""
    flows = ngettext("En nog %(count)s andere stroom", "En nog %(count)s andere stromen", count)
    return f"{flows % {'count': form.number(count)}}: {form.pupils(rest)}."

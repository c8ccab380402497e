"""Key figures of an interval: the bounds large, below them what is likely, and a band with a tick."""

from dataclasses import replace

from django.utils.translation import gettext

from tandem.flows.data import Range, Share
from tandem.opendata.data import Interval
from tandem.web import format as form
from tandem.web.insight.figure import Key


def count(value: Interval, label: str, look: str = "", term: str = "") -> Key:
    """A number of pupils."""
    plain = form.interval(replace(value, estimate=None))
    if value.estimate is None or not value.high or value.is_exact:
        return Key(plain, label, look, term)
    return Key(
        plain, label, look, term, _likely(form.number(value.estimate)), _band(value.low, value.estimate, value.high)
    )


def part(value: Share | None, label: str, look: str = "", term: str = "") -> Key:
    """A share."""
    if value is None or value.estimate is None or value.low is None or not value.high:
        return Key(form.percentage(value), label, look, term)
    plain, about = replace(value, estimate=None), replace(value, low=value.estimate, high=value.estimate, estimate=None)
    band = _band(value.low, value.estimate, value.high)
    return Key(form.percentage(plain), label, look, term, _likely(form.percentage(about)), band)


def amount(value: Range | None, unit: str, label: str, look: str = "", *, digits: int = 1) -> Key:
    """Kilometres, euros and the like."""
    if value is None or value.estimate is None or not value.high:
        return Key(form.quantity(value, unit, digits), label, look)
    plain, about = replace(value, estimate=None), Range(value.estimate, value.estimate)
    band = _band(value.low, value.estimate, value.high)
    return Key(form.quantity(plain, unit, digits), label, look, "", _likely(form.quantity(about, unit, digits)), band)


def _likely(text: str) -> str:
    return gettext("waarschijnlijk %(estimate)s") % {"estimate": text}


def _band(low: float, about: float, high: float) -> tuple[float, float, float]:
    """Where the band begins, how wide it is and where its tick stands, on a scale of 100 that ends at `high`."""
    start, tick = 100 * low / high, 100 * about / high
    return round(start, 2), round(100 - start, 2), round(tick, 2)

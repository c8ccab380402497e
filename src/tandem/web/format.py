"""How numbers, intervals, shares and dates are written: one function each, for page, table, picture and download alike.

Dutch by default (1.234, 8,5 %), English where English is the active language. Nothing here is ever falsely sharp: an
interval is written as an interval.
"""

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from tandem.flows.data import Range, Share
from tandem.flows.masked.sums import plain
from tandem.opendata.data import Interval

WIDE = 0.5  # from this (high - low) / middle on an interval is drawn hatched
TO_DUTCH = str.maketrans(",.", ".,")
MONTHS = (
    gettext_lazy("januari"),
    gettext_lazy("februari"),
    gettext_lazy("maart"),
    gettext_lazy("april"),
    gettext_lazy("mei"),
    gettext_lazy("juni"),
    gettext_lazy("juli"),
    gettext_lazy("augustus"),
    gettext_lazy("september"),
    gettext_lazy("oktober"),
    gettext_lazy("november"),
    gettext_lazy("december"),
)


def _english() -> bool:
    return (get_language() or "nl").startswith("en")


def number(value: int) -> str:
    """1234 → '1.234' (Dutch) or '1,234' (English)."""
    if -1000 < value < 1000:  # most numbers of a page; the same in both languages
        return str(value)
    return _written(f"{value:,}", _english())


def decimal(value: float, digits: int = 1) -> str:
    """8.5 → '8,5' (Dutch) or '8.5' (English); thousands grouped."""
    return _written(f"{value:,.{digits}f}", _english())


def _written(text: str, english: bool) -> str:
    return text if english else text.translate(TO_DUTCH)


def interval(value: Interval) -> str:
    """The one text of a number of pupils: '1.234', '47–102, waarschijnlijk 61', '1–4' (masked), 'minstens 12'."""
    if value.high is None:
        return gettext("minstens %(low)s") % {"low": number(value.low)} if value.low else gettext("onbekend")
    if value.is_exact:
        return number(value.low)
    return likely(
        f"{number(value.low)}–{number(value.high)}", None if value.estimate is None else number(value.estimate)
    )


def likely(text: str, estimate: str | None) -> str:
    """An interval with its estimate behind it, where one is shown."""
    return (
        text
        if estimate is None
        else gettext("%(bounds)s, waarschijnlijk %(estimate)s")
        % {
            "bounds": text,
            "estimate": estimate,
        }
    )


def interval_words(value: Interval) -> str:
    """The same inside a sentence: '47 tot 102 (waarschijnlijk 61)'."""
    if value.high is None or value.is_exact:
        return interval(value)
    text = gettext("%(low)s tot %(high)s") % {"low": number(value.low), "high": number(value.high)}
    if value.estimate is None:
        return text
    return gettext("%(bounds)s (waarschijnlijk %(estimate)s)") % {"bounds": text, "estimate": number(value.estimate)}


def interval_short(value: Interval) -> str:
    """The same where there is little room, in a matrix or on a map: '≈ 61 (47–102)'."""
    if value.estimate is None or value.high is None or value.is_exact:
        return interval(value)
    return f"≈\N{NO-BREAK SPACE}{number(value.estimate)} ({number(value.low)}–{number(value.high)})"


def pupils(value: Interval) -> str:
    """'1 leerling', '1.234 leerlingen', '47 tot 102 leerlingen': one only where it is exactly one."""
    return ngettext("%(pupils)s leerling", "%(pupils)s leerlingen", plural(value)) % {"pupils": interval_words(value)}


def plural(value: Interval) -> int:
    """The number by which a sentence about `value` is singular (1) or plural (2)."""
    return 1 if value.is_exact and value.low == 1 else 2


def kind(value: Interval) -> str:
    """How an interval looks everywhere: zero, exact, range (masked cells inside), masked (one such cell) or missing."""
    if value.high is None:
        return "missing"
    if value.high == 0:
        return "zero"
    if value.is_exact:
        return "exact"
    return "masked" if value.masked == 1 and value.low == 1 else "range"


def is_wide(value: Interval) -> bool:
    """True where the interval is so wide that a single shade would mislead: hatch it."""
    if value.high is None:
        return True
    return middle(value) > 0 and (value.high - value.low) / middle(value) > WIDE


def middle(value: Interval) -> float:
    """Where a mark is drawn: at the estimate, else half-way; at the lower bound when the upper one is not known."""
    if value.estimate is not None:
        return float(value.estimate)
    return float(value.low) if value.high is None else (value.low + value.high) / 2


def share_of(part: Interval, whole: Interval) -> Share | None:
    """`part` as a share of `whole` that contains it, in the interval sense; None when there is no whole.

    The rest (whole - part) has its own interval, so low = part.low / (part.low + rest.high) and the other way round.
    Only what cells alone say adds up like that; narrower bounds of part and whole narrow the share once more.
    """
    if whole.low == 0 and (whole.high or 0) == 0:
        return None
    found = _share_of_cells(plain(part), plain(whole))
    if found.low is None or found.high is None or part.high is None or whole.high is None:
        return found
    low = max(found.low, part.low / whole.high if whole.high else 0.0)
    high = min(found.high, part.high / max(whole.low, part.high) if part.high else 0.0)
    return Share(low, max(low, high), _likely(part, whole, low, high))


def _share_of_cells(part: Interval, whole: Interval) -> Share:
    rest_low = max(whole.low - part.low, 0)
    low = 0.0
    if part.low and whole.high is not None and part.high is not None:
        low = part.low / (part.low + whole.high - part.high)
    if part.high is None or whole.high is None:
        return Share(low, None)
    return Share(low, part.high / (part.high + rest_low) if part.high else 0.0)


def _likely(part: Interval, whole: Interval, low: float, high: float) -> float | None:
    """By the estimates, inside the bounds; None where one is not shown, or nothing has to be estimated."""
    if part.about is None or not whole.about or low >= high:
        return None
    return min(max(part.about / whole.about, low), high)


def says_nothing(share: Share | None) -> bool:
    """True for a share from nobody to everybody, or to nobody knows how many."""
    return share is not None and share.low == 0 and share.high in (1, None)


def exact_share(value: float) -> Share:
    """A share that a source gives as one number."""
    return Share(value, value)


def percentage(share: Share | None) -> str:
    """'8,5 %', '7,9–12,3 %, waarschijnlijk 8,5 %', 'minstens 7,9 %', or 'n.v.t.' where there is no whole."""
    if share is None or share.low is None:
        return gettext("n.v.t.")
    english = _english()  # asked once: a page has hundreds of shares
    if says_nothing(share):
        return gettext("onbekend")
    if share.high == 0:
        return _percent("0", english)
    if share.low == 1:
        return _percent("100", english)
    low = _written(f"{share.low * 100:,.1f}", english)
    if share.high is None:
        return gettext("minstens %(low)s") % {"low": _percent(low, english)}
    high = _written(f"{share.high * 100:,.1f}", english)
    if low == high:
        return _percent(low, english)
    about = None if share.estimate is None else _percent(_written(f"{share.estimate * 100:,.1f}", english), english)
    return likely(_percent(f"{low}–{high}", english), about)


def percentage_words(share: Share | None) -> str:
    """The same inside a sentence: '7,9–12,3 % (waarschijnlijk 8,5 %)'."""
    if share is None or share.estimate is None:
        return percentage(share)
    about = _percent(decimal(share.estimate * 100), _english())
    bounds = percentage(replace(share, estimate=None))
    return gettext("%(bounds)s (waarschijnlijk %(estimate)s)") % {"bounds": bounds, "estimate": about}


def percentage_short(share: Share | None) -> str:
    """The same where there is little room: '≈ 8,5 % (7,9–12,3 %)'."""
    if share is None or share.estimate is None:
        return percentage(share)
    bounds = percentage(replace(share, estimate=None))
    about = _percent(decimal(share.estimate * 100), _english())
    return f"≈\N{NO-BREAK SPACE}{about} ({bounds})" if "–" in bounds else bounds


def percentage_of(part: float) -> str:
    """A known share: 0.085 → '8,5 %'."""
    return _percent(decimal(part * 100), _english())


def rounded(value: float, digits: int) -> str:
    """With so many digits behind the comma; −3 is in whole thousands. A minus is a minus."""
    text = decimal(abs(value), digits) if digits >= 0 else number(int(round(abs(value), digits)))
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def quantity(value: Range | None, unit: str = "", digits: int = 1) -> str:
    """'6,4 km', '6,4–7,2 km (waarschijnlijk 6,6 km)', or 'onbekend'."""
    if value is None:
        return gettext("onbekend")
    low, high = rounded(value.low, digits), rounded(value.high, digits)
    end = f"\N{NO-BREAK SPACE}{unit}" if unit else ""
    if low == high:
        return low + end
    text = f"{low}–{high}{end}"
    if value.estimate is None:
        return text
    about = rounded(value.estimate, digits) + end
    return gettext("%(bounds)s (waarschijnlijk %(estimate)s)") % {"bounds": text, "estimate": about}


def round_percentage(value: float) -> str:
    """A round share on a scale: '20 %'."""
    return _percent(f"{value * 100:.0f}", _english())


def _percent(text: str, english: bool) -> str:
    return f"{text}%" if english else f"{text}\N{NO-BREAK SPACE}%"


def day(value: date) -> str:
    """2017-10-01 → '1 oktober 2017'."""
    return f"{value.day} {month(value.month)} {value.year}"


def count_day(year: int) -> str:
    """The day of DUO's count in a year."""
    return day(date(year, 10, 1))


def moment(stamp: str) -> str:
    """An ISO moment as a day; the text itself when it is not one."""
    try:
        return day(datetime.fromisoformat(stamp).date())
    except ValueError:
        return stamp


def month(index: int) -> str:
    return str(MONTHS[index - 1])


def listing(items: list[str]) -> str:
    """'a, b en c'."""
    if len(items) < 2:
        return "".join(items)
    return gettext("%(first)s en %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}

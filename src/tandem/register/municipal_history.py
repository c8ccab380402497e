"""In which municipality a place lay on an earlier day: municipal reorganisation (herindeling) is data, not code.

Source: definitions/municipality_history.yaml beside the dates and successors of municipalities.yaml. Since 1 January
2010; an earlier day is answered as that one.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Annotated

from pydantic import Field, StringConstraints

from tandem.platform.home import DEFINITIONS
from tandem.register import municipalities
from tandem.register.data import Municipality
from tandem.register.definitions import Definition, DefinitionError, MunicipalityCode, read_definition

Range = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}(-[1-9][0-9]{3})?$")]
ONE_DAY = timedelta(days=1)
Single = Annotated[int, Field(ge=1000, le=9999)]


class HistoryFile(Definition):
    """Layout of definitions/municipality_history.yaml."""

    begun: dict[MunicipalityCode, date]
    postcodes: dict[MunicipalityCode, tuple[Range | Single, ...]]


@dataclass(frozen=True, slots=True)
class Owner:
    """A municipality that had a postcode until a day."""

    code: str
    until: date


@dataclass(frozen=True, slots=True)
class Span:
    """A municipality that had a postcode from a day until another; None is since ever, and until now."""

    code: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class PostcodeRange:
    """Four-digit postcodes from `first` to `last`, the last one included."""

    first: str
    last: str

    def __contains__(self, pc4: str) -> bool:
        return self.first <= pc4 <= self.last


def municipality_on(code: str, pc4: str, day: date) -> str:
    """The municipality in which a place lay on `day`, when today it lies in `code` and has this postcode.

    A postcode that the sources do not know follows the first of the municipalities that went up in `code`. An unknown
    code comes back as it is.
    """
    for owner in former_owners(pc4):
        if day < owner.until and municipalities.successor(owner.code, pc4) == municipalities.successor(code, pc4):
            code = owner.code
            break
    while (first := begun(code)) and day < first:
        code = _first_predecessor(code)
    return code


def timeline(code: str, pc4: str) -> tuple[Span, ...]:
    """The municipalities in which a place lay, oldest first, without a gap; today it lies in `code`."""
    spans: list[Span] = []
    since: date | None = None
    for day in (*_days_of_change(), None):
        before = day - ONE_DAY if day else date.max
        lay_in = municipality_on(code, pc4, before)
        if spans and spans[-1].code == lay_in:
            spans[-1] = replace(spans[-1], until=day)
        else:
            spans.append(Span(lay_in, since, day))
        since = day
    return tuple(spans)


def begun(code: str) -> date | None:
    """The first day of a municipality that began after 1 January 2010; None for the others."""
    return _file().begun.get(code)


def ended(code: str) -> date | None:
    """The first day on which the municipality no longer existed; None for one of today."""
    return municipalities.find(code).until


def abolished() -> tuple[Municipality, ...]:
    """The municipalities that were abolished since 1 January 2010, in the order of their codes."""
    found = [municipalities.find(code) for code in sorted(municipalities.all_codes())]
    return tuple(replace(one, since=begun(one.code)) for one in found if one.until)


@cache
def former_owners(pc4: str) -> tuple[Owner, ...]:
    """The abolished municipalities that had this postcode, oldest first."""
    return tuple(
        Owner(code, until)
        for until, code, ranges in _by_end()
        if any(pc4 in postcode_range for postcode_range in ranges)
    )


def _first_predecessor(code: str) -> str:
    """Of the municipalities that went up in this one on its first day, the one that stands first in the table."""
    for former in municipalities.all_codes():
        found = municipalities.find(former)
        if found.successors[:1] == (code,) and found.until == begun(code):
            return former
    raise DefinitionError(f"municipality_history.yaml: {code} began, but nothing went up in it on that day")


@cache
def _days_of_change() -> tuple[date, ...]:
    """The days on which a municipality ended, in order."""
    return tuple(sorted({one.until for one in abolished() if one.until}))


@cache
def _by_end() -> tuple[tuple[date, str, tuple[PostcodeRange, ...]], ...]:
    found = []
    for code, texts in _file().postcodes.items():
        until = municipalities.find(code).until if municipalities.exists(code) else None
        if until is None:
            raise DefinitionError(f"municipality_history.yaml: {code} was not abolished")
        found.append((until, code, tuple(_range(str(text)) for text in texts)))
    return tuple(sorted(found))


def _range(text: str) -> PostcodeRange:
    first, _, last = text.partition("-")
    if last and last <= first:
        raise DefinitionError(f"municipality_history.yaml: postcodes {text} run backwards")
    return PostcodeRange(first, last or first)


@cache
def _file() -> HistoryFile:
    return read_definition(DEFINITIONS / "municipality_history.yaml", HistoryFile)

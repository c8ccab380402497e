"""How rows become a file that somebody can read, and what stays out of it. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from tandem.platform.terms.rules import AMSTERDAM
from tandem.sharing.subject.data import How, Row, Rows, Section, Table, Unit, Withheld

HIDDEN = "—"
# That there is a secret address can itself betray somebody, so the log in a file is silent about it, for everybody.
SECRET = frozenset({"children_protected_address", "sharing_opening", "protected-address"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


def sections(tables: Sequence[Table], rows: Rows, guarded: bool, words: Mapping[str, str]) -> tuple[Section, ...]:
    """Every table that the file can show, in order. `guarded`: a secret address. `words`: code → as people say it."""
    return tuple(
        _section(table, rows.get(table.name, ()), guarded, words) for table in tables if table.how is not How.NOT
    )


def withhold(file: Sequence[Section], chosen: Mapping[str, Withheld]) -> tuple[Section, ...]:
    """The same file with these units (by key) kept out. Raises KeyError for a unit that is not there."""
    known = {unit.key for section in file for unit in section.units}
    if strangers := set(chosen) - known:
        raise KeyError(sorted(strangers)[0])
    return tuple(
        replace(one, units=tuple(replace(unit, withheld=chosen.get(unit.key, unit.withheld)) for unit in one.units))
        for one in file
    )


def shown(file: Sequence[Section], reasons: Mapping[str, str]) -> list[dict[str, object]]:
    """What the person gets: a unit that stays out is a line with the reason and nothing of its content."""
    return [
        {
            "table": one.table,
            "title": one.title,
            "note": one.note if one.units else f"{one.note} Hier staat niets.".strip(),
            "columns": list(one.headings),
            "rows": [_line(unit, reasons) for unit in one.units],
            "withheld": [unit.withheld for unit in one.units if unit.withheld],
        }
        for one in file
    ]


def _line(unit: Unit, reasons: Mapping[str, str]) -> list[str]:
    if not unit.withheld:
        return list(unit.cells)
    return [f"Achtergehouden: {reasons[unit.withheld]}", *[HIDDEN] * (len(unit.cells) - 1)]


def _section(table: Table, rows: Sequence[Row], guarded: bool, words: Mapping[str, str]) -> Section:
    if table.how is How.SUM:
        units = (Unit(f"{table.name}:0", (f"{len(rows)}",), ""),) if rows else ()
        return Section(table.name, table.title, table.why, ("Aantal",), units)
    told = list(_silent(rows)) if table.how is How.LOG else rows
    return Section(
        table.name,
        table.title,
        "",
        tuple(column.heading for column in table.columns),
        tuple(_unit(table, place, row, guarded, words) for place, row in enumerate(told)),
    )


def _silent(rows: Sequence[Row]) -> Iterator[Row]:
    """The lines of a log without those, and without the kinds, that tell of a secret address."""
    for row in rows:
        kinds = row.get("kinds") or ()
        left = [kind for kind in kinds if kind not in SECRET]
        if row.get("table_name") not in SECRET and (left or not kinds):
            yield {**row, "kinds": left}


def _unit(table: Table, place: int, row: Row, guarded: bool, words: Mapping[str, str]) -> Unit:
    cells = tuple(HIDDEN if column.withheld else text_of(row.get(column.name), words) for column in table.columns)
    if guarded and table.name in ("children_residence", "children_enrolment"):
        return Unit(f"{table.name}:{place}", cells, Withheld.SAFETY)
    reporter = row.get("kind") == 1024
    return Unit(f"{table.name}:{place}", cells, Withheld.REPORTER if reporter else "")


def text_of(value: object, words: Mapping[str, str]) -> str:
    """A cell as somebody reads it: days as 1-3-2018, codes in words, nothing as ''."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return ", ".join(text_of(one, words) for one in value)
    text = words.get(str(value), str(value))
    if _DAY.fullmatch(text):
        return _day(date.fromisoformat(text))
    if _MOMENT.fullmatch(text):
        moment = datetime.fromisoformat(text).astimezone(AMSTERDAM)
        return f"{_day(moment.date())} {moment:%H:%M}"
    return text


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"

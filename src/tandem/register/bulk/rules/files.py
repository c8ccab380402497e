"""The whole file: every row judged, the rows held against each other, and the plan that follows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from uuid import UUID

from tandem.platform.message import Message
from tandem.platform.spreadsheets.data import Sheet
from tandem.register.bulk.data import BY_KEY, Effect, Facts, Finding, KnownFunction, Planned, Report, Row, Weight
from tandem.register.bulk.rules.headings import Heading, choose_sheet, letter, read_heading
from tandem.register.bulk.rules.rows import read_row

MOST_ROWS = 2_000
FULL_WEEK = Decimal(40)


def judge_file(file: str, sheets: Sequence[Sheet], facts: Facts) -> Report:
    """The dry run of a file: all findings in the order of the rows, and the plan when there are no errors."""
    sheet, findings = choose_sheet(file, sheets)
    if sheet is None:
        return Report(file, tuple(findings))
    heading, about_heading = read_heading(file, sheet)
    findings += about_heading
    if heading is None or any(finding.weight is Weight.ERROR for finding in findings):
        return Report(file, tuple(findings))
    rows: list[Row] = []
    for number in range(heading.row + 1, len(sheet.rows) + 1):
        row, wrong = read_row(file, sheet, number, heading, facts)
        findings += wrong
        if row:
            rows.append(row)
    findings += _between_rows(file, sheet.name, rows, heading)
    if not rows and not findings:
        findings.append(
            Finding(
                file, sheet.name, 0, "", Message("onder de koppen staat niemand"), Message("Vul minstens één rij in.")
            )
        )
    findings.sort(key=lambda finding: finding.row)
    report = Report(file, tuple(findings))
    return report if report.errors else Report(file, tuple(findings), tuple(_plan(rows, facts)))


def _between_rows(file: str, sheet: str, rows: Sequence[Row], heading: Heading) -> Iterator[Finding]:
    if len(rows) > MOST_ROWS:
        too_many = Message("het blad heeft meer dan {most_rows} mensen", most_rows=str(MOST_ROWS))
        yield Finding(file, sheet, 0, "", too_many, Message("Verdeel het over meer bestanden."))
    for rule in (_same_name, _once, _same_function, _hours_that_fit):
        for row, key, reason, advice, weight in rule(rows):
            place = f"{letter(heading.places[key])} · {BY_KEY[key].heading}" if key in heading.places else ""
            yield Finding(file, sheet, row.number, place, reason, advice, weight)


_Verdict = tuple[Row, str, str, str, Weight]


def _same_name(rows: Sequence[Row]) -> Iterator[_Verdict]:
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(row.email.casefold(), row)
        if row.shown_name.casefold() != other.shown_name.casefold():
            reason = Message(
                "dit adres staat in rij {other_number} bij een andere naam", other_number=str(other.number)
            )
            yield row, "email", reason, Message("Elk adres hoort bij één persoon. Kijk de rijen na."), Weight.ERROR


def _once(rows: Sequence[Row]) -> Iterator[_Verdict]:
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        other = first.setdefault((*row.function_key, row.school), row)
        if other is not row:
            reason = Message("deze rij zegt hetzelfde als rij {other_number}", other_number=str(other.number))
            yield row, "function", reason, Message("Haal een van de twee weg."), Weight.ERROR


def _same_function(rows: Sequence[Row]) -> Iterator[_Verdict]:
    first: dict[tuple[object, ...], Row] = {}
    for row in rows:
        other = first.setdefault(row.function_key, row)
        if (row.valid_from, row.valid_until, row.lead, row.listed) != (
            other.valid_from,
            other.valid_until,
            other.lead,
            other.listed,
        ):
            reason = Message(
                "dezelfde functie heeft in rij {other_number} andere datums of een ander ja of nee",
                other_number=str(other.number),
            )
            yield (
                row,
                "function",
                reason,
                Message("Maak ze gelijk; alleen school en uren mogen verschillen."),
                Weight.ERROR,
            )


def _hours_that_fit(rows: Sequence[Row]) -> Iterator[_Verdict]:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        total[row.email.casefold()] += row.hours or 0
        if row.hours and total[row.email.casefold()] > FULL_WEEK >= total[row.email.casefold()] - row.hours:
            reason = Message(
                "{shown_name} komt samen boven de {full_week} uur per week",
                shown_name=str(row.shown_name),
                full_week=str(FULL_WEEK),
            )
            yield row, "hours", reason, Message("Kijk of dat klopt."), Weight.REMARK


def _plan(rows: Iterable[Row], facts: Facts) -> Iterator[Planned]:
    """What each row adds to what is known, and to the rows before it."""
    people: set[str] = set()
    functions: set[tuple[str, UUID, str]] = set()
    for row in rows:
        known = facts.people.get(row.email.casefold())
        held = next((f for f in known.functions if f.key == row.function_key[1:]), None) if known else None
        effects = [
            *([Effect.PERSON] if known is None and row.email.casefold() not in people else []),
            *([Effect.FUNCTION] if held is None and row.function_key not in functions else []),
            *([Effect.LINK] if _is_new_link(row, held) else []),
        ]
        people.add(row.email.casefold())
        functions.add(row.function_key)
        yield Planned(
            row,
            tuple(effects) or (Effect.NOTHING,),
            known.person if known else None,
            held.membership if held else None,
        )


def _is_new_link(row: Row, held: KnownFunction | None) -> bool:
    return row.school is not None and (held is None or row.school not in held.locations)

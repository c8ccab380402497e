"""A school's own list of pupils, row by row: which are new, which are known, and what is wrong. No Django, no clock."""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xlsxwriter import Workbook

from tandem.platform.message import Message
from tandem.platform.spreadsheets.data import Sheet
from tandem.platform.spreadsheets.writing import written
from tandem.platform.text import sort_key
from tandem.register.bulk.data import Finding
from tandem.register.bulk.rules import cells
from tandem.register.bulk.rules.headings import letter

# Key → heading and other words for it.
COLUMNS = {
    "given": ("voornaam", "roepnaam"),
    "family": ("achternaam", "achternaam met tussenvoegsel"),
    "born": ("geboortedatum", "geboren"),
    "teacher": ("leraar", "mentor", "leerkracht"),
}
REQUIRED = ("given", "family", "born")
MOST_ROWS = 2_000
LAST_ROW_OF_A_HEADING = 10
YOUNGEST, OLDEST = 2, 30
_KNOWN = {word: key for key, words in COLUMNS.items() for word in words}

Person = tuple[str, date]  # sort key and day of birth


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One pupil of the file. `known`: goes to school here already; `teacher`: the function that teaches it."""

    number: int
    given: str
    family: str
    born: date
    teacher: UUID | None = None
    teacher_name: str = ""
    known: bool = False

    @property
    def person(self) -> Person:
        return sort_key(f"{self.family} {self.given}"), self.born


@dataclass(frozen=True, slots=True)
class PupilsReport:
    """The dry run. With findings there are no rows: one bad row changes nothing."""

    file: str
    findings: tuple[Finding, ...]
    rows: tuple[PupilRow, ...] = ()

    @property
    def new(self) -> int:
        return sum(not row.known for row in self.rows)


def judge_pupils(
    file: str, sheets: Sequence[Sheet], *, known: Collection[Person], teachers: Mapping[str, UUID], today: date
) -> PupilsReport:
    """`known`: who goes to school here; `teachers`: full name → function of who teaches here."""
    sheet = next((one for one in sheets if any(map(any, one.rows))), None)
    places = _heading(sheet) if sheet else None
    if sheet is None or places is None:
        reason = Message("de koppen voornaam, achternaam en geboortedatum zijn niet gevonden")
        advice = Message("Download het sjabloon en plak je gegevens daarin.")
        return PupilsReport(file, (Finding(file, "", 0, "", reason, advice),))
    first, columns = places
    by_name = {cells.fold(name): (name, function) for name, function in teachers.items()}
    rows: list[PupilRow] = []
    findings: list[Finding] = []
    for number in range(first + 1, len(sheet.rows) + 1):
        row = sheet.rows[number - 1]
        found = {key: cells.tidy(row[place]) if place < len(row) else "" for key, place in columns.items()}
        if not any(found.values()):
            continue
        wrong = [
            Finding(file, sheet.name, number, f"{letter(columns[key])} · {COLUMNS[key][0]}", reason, advice)
            for key, reason, advice in _wrong(found, by_name, today)
        ]
        findings += wrong
        if not wrong:
            rows.append(_row(number, found, by_name, known, today))
    findings += _between(file, sheet.name, rows)
    return PupilsReport(file, tuple(findings)) if findings else PupilsReport(file, (), tuple(rows))


def _heading(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The number of the row with the headings, and the place of each column."""
    for number, row in enumerate(sheet.rows[:LAST_ROW_OF_A_HEADING], 1):
        words = [cells.fold(cell).rstrip(" *") for cell in row]
        places = {_KNOWN[word]: place for place, word in reversed(list(enumerate(words))) if word in _KNOWN}
        if all(key in places for key in REQUIRED):
            return number, places
    return None


def _wrong(
    found: Mapping[str, str], teachers: Mapping[str, tuple[str, UUID]], today: date
) -> Iterator[tuple[str, str, str]]:
    for key in REQUIRED:
        if not found[key]:
            yield key, Message("dit is leeg"), Message("Vul het in.")
    for key in ("given", "family"):
        if found[key] and (wrong := _refused(cells.name, found[key])):
            yield key, wrong.reason, wrong.advice
    if found["born"] and (wrong := _refused(lambda text: _birthday(text, today), found["born"])):
        yield "born", wrong.reason, wrong.advice
    if found.get("teacher") and cells.fold(found["teacher"]) not in teachers:
        advice = Message("Kies een leraar die op deze school in Tandem staat, of laat het leeg.")
        yield "teacher", Message("deze leraar is hier niet bekend"), advice


def _birthday(text: str, today: date) -> date:
    born = cells.day(text, today)
    if not YOUNGEST <= today.year - born.year <= OLDEST:
        raise cells.Wrong(Message("zo oud is geen leerling"), Message("Kijk de datum na."))
    return born


def _refused(judge: Callable[[str], object], text: str) -> cells.Wrong | None:
    try:
        judge(text)
    except cells.Wrong as wrong:
        return wrong
    return None


def _row(
    number: int,
    found: Mapping[str, str],
    teachers: Mapping[str, tuple[str, UUID]],
    known: Collection[Person],
    today: date,
) -> PupilRow:
    name, teacher = teachers.get(cells.fold(found.get("teacher", "")), ("", None))
    row = PupilRow(number, found["given"], found["family"], cells.day(found["born"], today), teacher, name)
    return PupilRow(row.number, row.given, row.family, row.born, teacher, name, row.person in known)


def _between(file: str, sheet: str, rows: Sequence[PupilRow]) -> Iterator[Finding]:
    if len(rows) > MOST_ROWS:
        reason = Message("het blad heeft meer dan {most} leerlingen", most=str(MOST_ROWS))
        yield Finding(file, sheet, 0, "", reason, Message("Verdeel het over meer bestanden."))
    first: dict[Person, int] = {}
    for row in rows:
        if (other := first.setdefault(row.person, row.number)) != row.number:
            reason = Message("deze leerling staat ook in rij {other}", other=str(other))
            yield Finding(file, sheet, row.number, "", reason, Message("Haal een van de twee weg."))


def template_workbook(teachers: Sequence[str]) -> bytes:
    """An XLSX file with the headings, and the teachers to choose from."""
    return written(lambda book: _fill(book, teachers))


def _fill(book: Workbook, teachers: Sequence[str]) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7EEF3"})
    pupils, lists = book.add_worksheet("Leerlingen"), book.add_worksheet("Lijsten")
    pupils.freeze_panes(1, 0)
    for place, (key, words) in enumerate(COLUMNS.items()):
        pupils.set_column(place, place, 26, book.add_format({"num_format": "dd-mm-yyyy"}) if key == "born" else None)
        pupils.write_string(0, place, words[0] + (" *" if key in REQUIRED else ""), bold)
    lists.write_column(0, 0, ["leraar", *teachers])
    lists.hide()
    if teachers:
        place = list(COLUMNS).index("teacher")
        choice = {"validate": "list", "source": f"=Lijsten!$A$2:$A${len(teachers) + 1}"}
        pupils.data_validation(1, place, MOST_ROWS, place, choice)


def template_csv() -> bytes:
    """Only the headings, as Dutch Excel opens them without questions."""
    sink = io.StringIO(newline="")
    csv.writer(sink, delimiter=";").writerow([words[0] for words in COLUMNS.values()])
    return sink.getvalue().encode("utf-8-sig")

"""One row: its cells together. Everything that is wrong is found at once, not only the first mistake."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from tandem.platform.message import Message
from tandem.platform.spreadsheets.data import Sheet
from tandem.register.bulk.data import BY_KEY, Facts, Finding, Place, Row
from tandem.register.bulk.rules import cells
from tandem.register.bulk.rules.cells import Wrong
from tandem.register.bulk.rules.headings import Heading, letter
from tandem.register.data import Function
from tandem.register.functions import ADMINISTRATOR

T = TypeVar("T")


@dataclass(slots=True)
class Judge:
    """Reads the cells of one row and remembers what is wrong with them."""

    file: str
    sheet: str
    number: int
    texts: Mapping[str, str]
    places: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, key: str, reason: str, advice: str) -> None:
        heading = BY_KEY[key].heading
        place = f"{letter(self.places[key])} · {heading}" if key in self.places else heading
        self.findings.append(Finding(self.file, self.sheet, self.number, place, reason, advice))

    def read(self, key: str, reader: Callable[[str], T], empty: T) -> T:
        """The value of a cell; `empty` when there is none, or when it is wrong."""
        text = self.texts.get(key, "")
        if not text:
            if BY_KEY[key].required:
                self.wrong(
                    key,
                    Message("'{heading}' is niet ingevuld", heading=str(BY_KEY[key].heading)),
                    Message("Vul de cel in."),
                )
            return empty
        try:
            return reader(text)
        except Wrong as error:
            self.wrong(key, error.reason, error.advice)
            return empty


def read_row(file: str, sheet: Sheet, number: int, heading: Heading, facts: Facts) -> tuple[Row | None, list[Finding]]:
    """The row as a value, None when something is wrong with it; an empty row is None without findings."""
    raw = sheet.rows[number - 1]
    texts = {key: cells.tidy(raw[place]) for key, place in heading.places.items() if place < len(raw)}
    if not any(texts.values()):
        return None, []
    judge = Judge(file, sheet.name, number, texts, heading.places)
    row = _read(judge, facts)
    return (None if judge.findings else row), judge.findings


def _read(judge: Judge, facts: Facts) -> Row | None:
    given, infix, family = (judge.read(key, cells.name, "") for key in ("given", "infix", "family"))
    email = judge.read("email", cells.email, "")
    phone, mobile = (judge.read(key, cells.phone, "") for key in ("phone", "mobile"))
    own = facts.organisations
    organisation = judge.read("organisation", lambda text: cells.place(text, own, Message("organisatie")), own[0])
    function = judge.read("function", lambda text: cells.function(text, facts.functions.values()), None)
    starts = judge.read("valid_from", lambda text: cells.day(text, facts.today), facts.today)
    last = judge.read("valid_until", lambda text: cells.day(text, facts.today), None)
    school = judge.read("school", lambda text: cells.place(text, facts.schools, Message("school")), None)
    hours = judge.read("hours", cells.hours, None)
    lead = judge.read("lead", cells.yes_or_no, False)
    listed = judge.read("listed", cells.yes_or_no, bool(function and function.listed))
    if function is None:
        return None
    _check_function(judge, function, organisation, listed=listed)
    _check_person(judge, email, facts)
    if last is not None and (last < starts or last < facts.today):
        reason = (
            Message("de laatste dag ligt vóór de eerste") if last < starts else Message("deze functie is al afgelopen")
        )
        judge.wrong("valid_until", reason, Message("Kijk de datums na, of haal de rij weg."))
    _check_school(judge)
    until = last + timedelta(days=1) if last else None
    return Row(
        judge.sheet, judge.number, given, infix, family, email, phone, mobile, organisation.id, function.code,
        lead, listed, starts, until, school.id if school else None, hours,
    )  # fmt: skip


def _check_function(judge: Judge, function: Function, organisation: Place, *, listed: bool) -> None:
    if function.code == ADMINISTRATOR:
        reason = Message("een beheerder maak je niet met een bestand")
        judge.wrong("function", reason, Message("Nodig een beheerder uit op de pagina Mensen."))
    elif organisation.kind not in function.kinds:
        reason = Message(
            "de functie '{function_name}' bestaat niet bij {organisation_name}",
            function_name=str(function.name),
            organisation_name=str(organisation.name),
        )
        judge.wrong("function", reason, Message("Kies een andere functie of een andere organisatie."))
    if listed and not function.professional:
        judge.wrong(
            "listed",
            Message("'{function_name}' staat niet in wie is wie", function_name=str(function.name)),
            Message("Kies nee, of laat de cel leeg."),
        )


def _check_person(judge: Judge, email: str, facts: Facts) -> None:
    if email and email.casefold() in facts.own_emails:
        judge.wrong(
            "email",
            Message("dit ben je zelf; niemand geeft zichzelf een functie"),
            Message("Vraag het een andere beheerder."),
        )
    known = facts.people.get(email.casefold())
    typed = tuple(judge.texts.get(key, "") for key in ("given", "infix", "family"))
    if known and tuple(map(cells.fold, typed)) != tuple(map(cells.fold, (known.given, known.infix, known.family))):
        judge.wrong(
            "email",
            Message("dit adres staat in Tandem bij iemand met een andere naam"),
            Message("Kijk het adres en de naam na."),
        )


def _check_school(judge: Judge) -> None:
    has_school, has_hours = bool(judge.texts.get("school")), bool(judge.texts.get("hours"))
    if has_school and not has_hours:
        judge.wrong("hours", Message("bij een school horen uren per week"), Message("Vul de uren in."))
    if has_hours and not has_school:
        judge.wrong(
            "school", Message("er staan uren, maar geen school"), Message("Kies de school, of haal de uren weg.")
        )

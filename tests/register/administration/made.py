"""Files as administrators make them, and what is known before they are read."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import xlsxwriter

from tandem.register.bulk.data import COLUMNS, Facts, KnownFunction, KnownPerson, Place
from tandem.register.data import OrganisationKind
from tandem.register.functions import functions

TODAY = date(2026, 9, 1)
_KEYS = UUID("00000000-0000-4000-8000-000000000000")


def key(word: str) -> UUID:
    return uuid5(_KEYS, word)


BOARD = Place(key("board"), OrganisationKind.BOARD, "99001", "Stichting De Regenboog")
SCHOOL = Place(key("school"), OrganisationKind.SCHOOL, "99AA", "De Libel")
TEAM = Place(key("team"), OrganisationKind.LOCAL_TEAM, "", "Lokaal team De Zwaan")
LOCATIONS = tuple(
    Place(key(code), OrganisationKind.LOCATION, code, name)
    for code, name in (("99AA00", "De Libel"), ("99AA01", "De Libel Noord"), ("99AB00", "De Vuurtoren"))
)
KNOWN = KnownPerson(
    key("iris"), "Iris", "", "Korenbloem", "iris@regenboog.example",
    (KnownFunction(key("iris-ib"), SCHOOL.id, "IB", frozenset({LOCATIONS[0].id})),),
)  # fmt: skip
FACTS = Facts(
    today=TODAY,
    organisations=(BOARD, SCHOOL, TEAM),
    schools=LOCATIONS,
    functions=functions(),
    people={KNOWN.email: KNOWN},
    own_emails=frozenset({"marijke@regenboog.example"}),
)
HEADINGS = [column.heading for column in COLUMNS]
GOOD: dict[str, Any] = {
    "voornaam": "Noor",
    "achternaam": "Boterbloem",
    "e-mail": "noor@regenboog.example",
    "organisatie": "99AA",
    "functie": "Intern begeleider of zorgcoördinator",
    "vanaf": "01-08-2026",
    "school": "99AA00",
    "uren per week": "3,5",
}


def person(**changes: Any) -> dict[str, Any]:
    """A good row with some cells changed; spaces in a heading are written as `_`, the hyphen of e-mail left out."""
    names = {"email": "e-mail", "uren": "uren per week", "wie": "in wie is wie", "leidt": "leidt het team"}
    return GOOD | {names.get(name, name.replace("_", " ")): value for name, value in changes.items()}


def other(**changes: Any) -> dict[str, Any]:
    """Somebody else's good row."""
    return person(**{"voornaam": "Bram", "achternaam": "Bever", "email": "bram@regenboog.example", **changes})


def as_csv(
    rows: Sequence[dict[str, Any]],
    headings: Sequence[str] = HEADINGS,
    separator: str = ";",
    encoding: str = "utf-8-sig",
) -> bytes:
    lines = [headings, *([str(row.get(name, "")) for name in headings] for row in rows)]
    return "\r\n".join(separator.join(line) for line in lines).encode(encoding)


def as_xlsx(
    rows: Sequence[dict[str, Any]],
    headings: Sequence[str] = HEADINGS,
    *,
    sheet: str = "Mensen",
    above: Sequence[str] = (),
    others: Sequence[str] = (),
) -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(
        sink, {"in_memory": True, "default_date_format": "dd-mm-yyyy", "strings_to_formulas": False}
    )
    people = book.add_worksheet(sheet)
    for number, text in enumerate(above):
        people.write(number, 0, text)
    for place, name in enumerate(headings):
        people.write(len(above), place, name)
        for number, row in enumerate(rows, len(above) + 1):
            people.write(number, place, row.get(name, ""))
    for name in others:
        book.add_worksheet(name).write(0, 0, "iets anders")
    book.close()
    return sink.getvalue()

"""Which column of the sheet is which: by heading, in any order, with the words that people use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tandem.platform.message import Message
from tandem.platform.spreadsheets.data import Sheet
from tandem.register.bulk.data import COLUMNS, EXPLANATION, SHEET, Finding, Weight
from tandem.register.bulk.rules.cells import fold, tidy

LAST_ROW_OF_A_HEADING = 10  # people put a title above their table
_KNOWN = {word: column.key for column in COLUMNS for word in (column.heading, *column.also)}
_TEMPLATE = Message("Download het sjabloon en plak je gegevens daarin.")


@dataclass(frozen=True, slots=True)
class Heading:
    """The row of the headings (counted from 1) and the place of each column, from 0."""

    row: int
    places: dict[str, int]


def letter(place: int) -> str:
    """0 is A, 26 is AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def choose_sheet(file: str, sheets: Sequence[Sheet]) -> tuple[Sheet | None, list[Finding]]:
    """The sheet with people, and what is to be said about the others."""
    filled = [sheet for sheet in sheets if fold(sheet.name) != fold(EXPLANATION) and any(map(any, sheet.rows))]
    named = [sheet for sheet in filled if fold(sheet.name) == fold(SHEET)]
    if not filled:
        return None, [Finding(file, "", 0, "", Message("er staan geen mensen in dit bestand"), _TEMPLATE)]
    if not named and len(filled) > 1:
        names = ", ".join(f"'{sheet.name}'" for sheet in filled)
        reason = Message(
            "het bestand heeft meer bladen ({names}) en geen daarvan heet '{sheet}'", names=str(names), sheet=str(SHEET)
        )
        return None, [
            Finding(file, "", 0, "", reason, Message("Noem het blad met de mensen '{sheet}'.", sheet=str(SHEET)))
        ]
    chosen = (named or filled)[0]
    reason, advice = (
        Message("dit blad is niet gelezen"),
        Message("Alleen het blad '{chosen_name}' telt.", chosen_name=str(chosen.name)),
    )
    others = [Finding(file, s.name, 0, "", reason, advice, Weight.REMARK) for s in filled if s is not chosen]
    return chosen, others


def read_heading(file: str, sheet: Sheet) -> tuple[Heading | None, list[Finding]]:
    """The headings, or what is wrong with them."""
    number = _row_of_the_heading(sheet)
    if number is None:
        reason = Message("de rij met kolomkoppen ontbreekt (voornaam, achternaam, e-mail, functie …)")
        return None, [Finding(file, sheet.name, 0, "", reason, _TEMPLATE)]
    heads = [tidy(cell) for cell in sheet.rows[number - 1]]
    findings = list(_unknown(file, sheet, number, heads))
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        key = _KNOWN.get(_bare(head))
        if key is None:
            continue
        if key in places:
            reason = Message(
                "de kolom '{head}' staat er twee keer (ook in {places})",
                head=str(head),
                places=str(letter(places[key])),
            )
            findings.append(
                Finding(file, sheet.name, number, f"{letter(place)} · {head}", reason, Message("Haal er een weg."))
            )
        places.setdefault(key, place)
    findings += [
        Finding(
            file,
            sheet.name,
            number,
            column.heading,
            Message("de kolom '{heading}' ontbreekt", heading=str(column.heading)),
            _TEMPLATE,
        )
        for column in COLUMNS
        if column.required and column.key not in places
    ]
    return Heading(number, places), findings


def _row_of_the_heading(sheet: Sheet) -> int | None:
    """The first row with at least two known headings."""
    for number, row in enumerate(sheet.rows[:LAST_ROW_OF_A_HEADING], 1):
        if sum(_bare(cell) in _KNOWN for cell in row) >= 2:
            return number
    return None


def _bare(head: str) -> str:
    """A heading without the mark that it is required: 'Achternaam *'."""
    return fold(head).rstrip("*: ").strip()


def _unknown(file: str, sheet: Sheet, number: int, heads: Sequence[str]) -> Iterator[Finding]:
    widest = max(map(len, sheet.rows))
    for place in range(widest):
        head = heads[place] if place < len(heads) else ""
        if _bare(head) in _KNOWN:
            continue
        used = any(place < len(row) and row[place].strip() for row in sheet.rows[number:])
        if not head and not used:
            continue
        if "bsn" in fold(head) or "burgerservice" in fold(head):
            yield Finding(
                file, sheet.name, number, f"{letter(place)} · {head}",
                Message("hier lijken burgerservicenummers te staan"),
                Message("Haal de kolom weg. Een BSN hoort nooit in deze lijst."),
            )  # fmt: skip
        else:
            what = (
                Message("Tandem kent de kolom '{head}' niet", head=str(head))
                if head
                else Message("boven deze kolom staat geen kop")
            )
            yield Finding(
                file, sheet.name, number, f"{letter(place)} · {head}".rstrip(" ·"), what,
                Message("Haal de kolom weg, of gebruik een kop uit het sjabloon."),
            )  # fmt: skip

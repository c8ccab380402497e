"""One cell: from what somebody typed to a value, or a Wrong with reason and advice in Dutch."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from tandem.platform.message import Message
from tandem.register.bulk.data import Place
from tandem.register.data import Function

LONGEST_NAME, LONGEST_EMAIL = 80, 254
LEAST_HOURS, MOST_HOURS = Decimal("0.5"), Decimal(40)
YES = {"ja", "j", "x", "1", "waar", "true", "yes"}
NO = {"nee", "n", "0", "onwaar", "false", "no"}
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")
_IN_WORDS = re.compile(r"(\d{1,2}) ([a-z]{3,9})\.? (\d{4})")
_EXCEL_DAY, _EXCEL_RANGE = date(1899, 12, 30), range(36_526, 73_051)  # 2000 up to 2100
HOW_TO_WRITE_A_DATE = Message("Schrijf de datum als 01-09-2026.")


class Wrong(ValueError):  # noqa: N818 - a verdict on a cell
    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


def tidy(text: str) -> str:
    """Composed letters, single spaces, nothing invisible."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    return tidy(text).casefold()


def name(text: str) -> str:
    """A name or a part of one: Latin letters with accents, spaces, hyphens, apostrophes and full stops."""
    if len(text) > LONGEST_NAME:
        raise Wrong(
            Message("deze naam is langer dan {longest_name} tekens", longest_name=str(LONGEST_NAME)),
            Message("Kort de naam in."),
        )
    if any(letter.isdigit() for letter in text):
        raise Wrong(
            Message("in deze naam staat een cijfer"),
            Message("Haal het cijfer weg. Een nummer van een persoon hoort hier niet."),
        )
    for letter in text:
        if letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN"):
            raise Wrong(
                Message("de letter '{letter}' is geen gewone letter van ons alfabet", letter=str(letter)),
                Message("Typ de naam opnieuw."),
            )
        if not letter.isalpha() and letter not in " -'’‘`´.":
            raise Wrong(
                Message("het teken '{letter}' hoort niet in een naam", letter=str(letter)), Message("Haal het weg.")
            )
    if text and not (text[0].isalpha() or text[0] in "'’‘`´"):
        raise Wrong(Message("een naam begint niet met '{text}'", text=str(text[0])), Message("Haal het teken weg."))
    if text and not any(letter.isalpha() for letter in text):
        raise Wrong(Message("hier staat geen naam"), Message("Vul de naam in."))
    return re.sub("[’‘`´]", "'", text)


def email(text: str) -> str:
    address = text.removeprefix("mailto:")
    if len(address) > LONGEST_EMAIL or not address.isascii() or not _EMAIL.fullmatch(address) or ".." in address:
        raise Wrong(
            Message("'{text}' is geen e-mailadres", text=_brief(text)),
            Message("Schrijf één adres, zoals naam@organisatie.nl."),
        )
    return address


def phone(text: str) -> str:
    """A Dutch number as ten digits, one from abroad with + and its country. A zero that Excel dropped comes back."""
    digits = re.sub(r"[\s().\-–/]", "", text).replace("+31(0)", "+31")
    if re.fullmatch(r"(\+31|0031)0?[1-9]\d{8}", digits):
        return "0" + digits[-9:]
    if re.fullmatch(r"[1-9]\d{8}", digits):
        return "0" + digits
    if re.fullmatch(r"0[1-9]\d{8}|\+(?!31)[1-9]\d{6,14}|14\d{2,3}", digits):
        return digits
    raise Wrong(
        Message("'{text}' is geen telefoonnummer", text=_brief(text)),
        Message("Schrijf tien cijfers, zoals 015-1234567."),
    )


def yes_or_no(text: str) -> bool:
    folded = text.casefold()
    if folded in YES:
        return True
    if folded in NO:
        return False
    raise Wrong(Message("'{text}' is geen ja of nee", text=_brief(text)), Message("Kies ja of nee."))


def day(text: str, today: date) -> date:
    """A date as people write it, or the number that Excel keeps for it. Between 1960 and five years from today."""
    found = _date(text.casefold())
    if found is None:
        raise Wrong(Message("'{text}' is geen datum", text=_brief(text)), HOW_TO_WRITE_A_DATE)
    if found.year < 1960 or found > today.replace(day=1) + timedelta(days=5 * 366):
        raise Wrong(Message("het jaar {year} kan niet kloppen", year=str(found.year)), Message("Kijk de datum na."))
    return found


def _date(text: str) -> date | None:
    if text.isascii() and text.isdigit() and int(text) in _EXCEL_RANGE:
        return _EXCEL_DAY + timedelta(days=int(text))
    try:
        if match := _YEAR_FIRST.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _IN_WORDS.fullmatch(text):
            months = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(match[2])]
            return date(int(match[3]), months[0], int(match[1])) if len(months) == 1 else None
    except ValueError:
        return None
    return None


def hours(text: str) -> Decimal:
    """Hours a week in steps of a tenth."""
    try:
        found = Decimal(text.casefold().removesuffix("uur").strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise Wrong(
            Message("'{text}' is geen aantal uren", text=_brief(text)), Message("Schrijf een getal, zoals 4 of 3,5.")
        )
    if not LEAST_HOURS <= found <= MOST_HOURS:
        raise Wrong(
            Message("het aantal uren ligt niet tussen 0,5 en 40"), Message("Schrijf de uren per week op deze school.")
        )
    if found != round(found, 1):
        raise Wrong(Message("uren hebben hoogstens één cijfer achter de komma"), Message("Rond af, zoals 3,5."))
    return round(found, 1)


def function(text: str, functions: Iterable[Function]) -> Function:
    known = {word: each for each in functions for word in (each.code.casefold(), each.name.casefold())}
    found = known.get(text.casefold())
    if found is None:
        near = get_close_matches(text.casefold(), known, n=1)
        advice = (
            Message("Bedoel je '{name}'? Kies uit de lijst.", name=str(known[near[0]].name))
            if near
            else Message("Kies een functie uit de lijst.")
        )
        raise Wrong(Message("de functie '{text}' bestaat niet", text=_brief(text)), advice)
    return found


def place(text: str, places: Iterable[Place], word: str) -> Place:
    """By code, by the text of the drop-down, or by a name that only one has. `word`: what the message calls it."""
    folded = fold(text)
    every = tuple(places)
    for fits in (_by_code, _by_label, _by_name, _by_school):
        found = [each for each in every if fits(each, folded)]
        if len(found) == 1:
            return found[0]
        if found:
            codes = ", ".join(sorted(each.code or each.name for each in found)[:5])
            raise Wrong(
                Message("'{text}' kan meer dan één {word} zijn", text=_brief(text), word=word),
                Message("Kies er een: {codes}.", codes=str(codes)),
            )
    near = get_close_matches(folded, [fold(each.name) for each in every], n=1)
    hint = next(
        (Message("Bedoel je '{label}'? ", label=each.label) for each in every if near and fold(each.name) == near[0]),
        "",
    )
    raise Wrong(
        Message("'{text}' is geen {word} die je hier mag kiezen", text=_brief(text), word=word),
        Message("{hint}Kies uit de lijst.", hint=hint),
    )


def _by_code(each: Place, folded: str) -> bool:
    return bool(each.code) and each.code.casefold() == folded


def _by_label(each: Place, folded: str) -> bool:
    return fold(each.label) == folded


def _by_name(each: Place, folded: str) -> bool:
    return fold(each.name) == folded


def _by_school(each: Place, folded: str) -> bool:
    """The BRIN of a school without the two digits of the location."""
    return re.fullmatch(r"\d{2}[a-z]{2}", folded) is not None and each.code.casefold().startswith(folded)


def _brief(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"

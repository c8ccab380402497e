"""Finds in a text what must not stand there: secrets of a compartment, and what leads back to anybody. Pure.

A secret is found however it is typed: capitals, accents, hyphens, points and spaces do not hide it, and a word that
begins or ends inside another word does not count. Of an address the street with its number counts, and the postcode;
a street alone does too when it is long enough to be no ordinary word.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from tandem.children.rules import is_citizen_number
from tandem.sharing.compartment.data import Betrays, Hit, Secret

# What kind of place it is, said before its name.
_BEFORE_A_NAME = frozenset(
    [
        "gemeente",
        "stichting",
        "basisschool",
        "school",
        "obs",
        "cbs",
        "rkbs",
        "kbs",
        "pcbs",
        "ods",
        "sbo",
        "so",
        "vso",
        "vo",
        "ikc",
        "kindcentrum",
    ]
)
SHORTEST = 4  # letters of a secret: 'De A' would be found everywhere
_POSTCODE = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{3}\s?[A-Za-z]{2}(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9])(?:\+31|0031|0)(?:[\s().-]*[0-9]){9}(?![0-9])")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<![0-9])[0-9](?:[\s.-]?[0-9]){8}(?![0-9])")
_DAY = re.compile(r"(?<![0-9])([0-3]?[0-9])[\s./-]([01]?[0-9])[\s./-]((?:19|20)[0-9]{2})(?![0-9])")
_NAME = re.compile(
    r"(?<!\w)[A-ZÀ-Þ][a-zß-ÿ'’-]+(?:\s+(?:van|de|der|den|het|ten|ter|'t|el|al))*"
    r"\s+[A-ZÀ-Þ][a-zß-ÿ'’-]{2,}"
)
_HOUSE = re.compile(r"^(?P<street>.*?[^\W\d])\s*(?P<number>\d+\s*[a-z]?(?:\s*[-/]\s*\d+)?)?\s*(?:,.*)?$", re.IGNORECASE)


def find_secrets(text: str, secrets: Iterable[Secret]) -> tuple[Hit, ...]:
    """Where a text betrays one of these, in order of place."""
    folded, places = _folded(text)
    hits = {
        hit for secret in secrets for form in _forms(secret) for hit in _occurrences(folded, places, form, secret.what)
    }
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end, hit.what)))


def find_identifying(text: str, names: Iterable[str] = ()) -> tuple[Hit, ...]:
    """What leads back to anybody: for a consultation that must stay anonymous.

    `names`: names that are known to be of the people concerned; others are found by how Dutch names are written, so
    now and then a street or the name of a month is one too. Better one warning too many.
    """
    found = [Hit(Betrays.POSTCODE, *match.span()) for match in _POSTCODE.finditer(text)]
    found += [Hit(Betrays.PHONE, *match.span()) for match in _PHONE.finditer(text)]
    found += [Hit(Betrays.MAIL, *match.span()) for match in _MAIL.finditer(text)]
    found += [
        Hit(Betrays.CITIZEN_NUMBER, *match.span())
        for match in _NUMBER.finditer(text)
        if is_citizen_number(re.sub(r"\D", "", match[0]))
    ]
    found += [Hit(Betrays.BIRTH_DATE, *match.span()) for match in _DAY.finditer(text) if _is_day(match)]
    found += [Hit(Betrays.NAME, *match.span()) for match in _NAME.finditer(text)]
    found += find_secrets(text, [Secret(Betrays.NAME, name) for name in names])
    return tuple(sorted(set(found), key=lambda hit: (hit.start, hit.end, hit.what)))


def find_places(text: str, names: Iterable[str]) -> tuple[Hit, ...]:
    """Where a text names a school, provider, team or municipality, whichever it is.

    Who is stopped only at the right name could try them one by one; so every name counts. A name of one word must have
    its capital, or 'buren' and 'best' could not be written.
    """
    folded, places = _folded(text)
    hits = set()
    for form, one_word in {(_letters(part), " " not in part) for name in names for part in _called(name)}:
        if len(form) >= SHORTEST and form in folded:
            found = _occurrences(folded, places, form, Betrays.PLACE)
            hits |= {hit for hit in found if not one_word or text[hit.start].isupper()}
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end)))


def find_contact(text: str) -> tuple[Hit, ...]:
    """Telephone, mail and postcode, whoever they are of: the same reason."""
    ways = ((Betrays.POSTCODE, _POSTCODE), (Betrays.PHONE, _PHONE), (Betrays.MAIL, _MAIL))
    return tuple(Hit(what, *match.span()) for what, pattern in ways for match in pattern.finditer(text))


def secrets_of_compartment(written: str) -> tuple[Secret, ...]:
    """Of what is sealed: the address on the first line, on each further line something else that leads there."""
    address, *others = written.strip().split("\n")
    also = (Secret(Betrays.OTHER, line.strip()) for line in others if line.strip())
    return (*secrets_of_address(address), *also)


def _called(name: str) -> tuple[str, ...]:
    """'Rkbs De Linde, Singel' is also called 'De Linde', and 'Gemeente Delft' is called 'Delft'."""
    short = name.split(",", maxsplit=1)[0].split()
    while len(short) > 1 and short[0].casefold() in _BEFORE_A_NAME:
        short = short[1:]
    return tuple({name, name.split(",", maxsplit=1)[0].strip(), " ".join(short)})


def secrets_of_address(address: str) -> tuple[Secret, ...]:
    """What of an address must not be written: 'Lindelaan 12, 2611 AB Delft' → street with number, postcode."""
    found = [Secret(Betrays.ADDRESS, match[0]) for match in _POSTCODE.finditer(address)]
    house = _HOUSE.match(address.split("\n", maxsplit=1)[0].strip())
    if house:
        street, number = house["street"].strip(), (house["number"] or "").strip()
        found.append(Secret(Betrays.ADDRESS, f"{street} {number}".strip()))
        if len(_letters(street)) >= 8:
            found.append(Secret(Betrays.ADDRESS, street))
    return tuple(found)


def _is_day(match: re.Match[str]) -> bool:
    try:
        date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return False
    return True


def _letters(text: str) -> str:
    """Small letters and digits, without accents and signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _folded(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, and for each where it stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in _letters(sign):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _forms(secret: Secret) -> Iterator[str]:
    """A telephone number is also written with the code of the country."""
    form = _letters(secret.text)
    if len(form) < SHORTEST:
        return
    yield form
    if form.isdigit() and form.startswith("0") and len(form) == 10:
        yield f"31{form[1:]}"
        yield f"0031{form[1:]}"


def _occurrences(folded: str, places: list[int], form: str, what: Betrays) -> Iterator[Hit]:
    at = folded.find(form)
    while at >= 0:
        end = at + len(form)
        if _stands_apart(places, at, end) or _is_a_number_apart(folded, at, end, form):
            yield Hit(what, places[at], places[end - 1] + 1)
        at = folded.find(form, at + 1)


def _stands_apart(places: list[int], at: int, end: int) -> bool:
    """Something that is no letter or digit stands before and after it."""
    before = at == 0 or places[at] - places[at - 1] > 1
    after = end == len(places) or places[end] - places[end - 1] > 1
    return before and after


def _is_a_number_apart(folded: str, at: int, end: int, form: str) -> bool:
    """Digits typed against a letter are found too: 'tel0612345678'."""
    if not form.isdigit():
        return False
    return not (folded[at - 1 : at].isdigit() or folded[end : end + 1].isdigit())

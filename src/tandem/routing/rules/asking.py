"""Makes a question of what somebody typed; what is wrong is said in Dutch, each at its field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tandem.platform.message import Message
from tandem.register.data import BRIN_PATTERN, LOCATION_PATTERN
from tandem.routing.book import Rulebook
from tandem.routing.data import OLDEST, Question

POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})?")
NOT_KNOWN = frozenset({"onbekend", "unknown"})
FIELDS = ("school", "home", "kind", "age", "before", "stays_at", "mother")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field."""

    field: str
    text: Message


def question_of(book: Rulebook, typed: Mapping[str, str], *, stay: bool = False) -> Question | list[Problem]:
    """`typed`: texts by the names of FIELDS; age and the last three may be '' or absent."""
    problems: list[Problem] = []
    school = _school(typed.get("school", ""), problems)
    kind = _kind(book, typed.get("kind", ""), problems)
    home = _postcode("home", typed.get("home", ""), problems, needed=True)
    others = {name: _postcode(name, typed.get(name, ""), problems) for name in ("before", "stays_at", "mother")}
    age = _age(typed.get("age", ""), problems)
    if problems:
        return problems
    return Question(school, home, kind, age, stay=stay, **others)


def _school(text: str, problems: list[Problem]) -> str:
    code = re.sub(r"[\s-]", "", text).upper()
    if not code:
        problems.append(Problem("school", Message("Vul een school in.")))
    elif not (LOCATION_PATTERN.fullmatch(code) or BRIN_PATTERN.fullmatch(code)):
        problems.append(
            Problem(
                "school", Message("‘{text}’ is geen school: schrijf BRIN en vestiging, zoals 12AB00.", text=text[:40])
            )
        )
    return code


def _postcode(name: str, text: str, problems: list[Problem], *, needed: bool = False) -> str:
    """The four digits; '' for what is not known."""
    plain = text.strip().upper()
    if plain.casefold() in NOT_KNOWN:
        return ""
    if not plain:
        if needed:
            problems.append(
                Problem(
                    name, Message("Vul de postcode in waar de leerling woont. Weet je die niet, schrijf dan: onbekend.")
                )
            )
        return ""
    found = POSTCODE.fullmatch(plain)
    if found is None:
        problems.append(
            Problem(name, Message("‘{text}’ is geen postcode: schrijf 2671 of 2671 AB.", text=text.strip()[:40]))
        )
        return ""
    return found[1]


def _kind(book: Rulebook, text: str, problems: list[Problem]) -> str:
    word = plain(text)
    for kind in book.kinds.values():
        if word in kind.words:
            return kind.code
    choices = ", ".join(kind.nl for kind in book.kinds.values())
    if not word:
        problems.append(Problem("kind", Message("Kies waar het over gaat: {choices}.", choices=choices)))
    else:
        problems.append(
            Problem(
                "kind", Message("‘{text}’ is geen soort vraag. Kies uit: {choices}.", text=text[:40], choices=choices)
            )
        )
    return ""


def plain(word: str) -> str:
    """'Help at home', 'help_at_home' and 'help-at-home' are one word."""
    return word.strip().casefold().replace("_", "-").replace(" ", "-").replace("−", "-")


def _age(text: str, problems: list[Problem]) -> int | None:
    bare = text.strip()
    if not bare:
        return None
    if not (bare.isascii() and bare.isdecimal() and len(bare) <= 3 and int(bare) <= OLDEST):
        oldest = str(OLDEST)
        problems.append(
            Problem("age", Message("‘{text}’ is geen leeftijd: schrijf een heel getal van 0 tot en met {oldest}.",
                                   text=bare[:40], oldest=oldest))
        )  # fmt: skip
        return None
    return int(bare)

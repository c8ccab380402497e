"""A question as an address, as a command, and back."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from tandem.flows.data import HOME_LEVELS, SCHOOL_LEVELS, Direction, FlowQuery, Level, Scope, sectors_name
from tandem.platform.message import Message
from tandem.register.data import COUNTRY, MUNICIPALITY_PATTERN, SECTOR_GROUPS, Region, Sector

Word = TypeVar("Word", bound=StrEnum)

ALL_YEARS = "alle"
CHOSEN = "keuze"
LEVEL_WORDS: dict[Level, str] = {
    Level.PC4: "postcode",
    Level.LOCATION: "vestiging",
    Level.MUNICIPALITY: "gemeente",
    Level.PARTNERSHIP: "samenwerkingsverband",
    Level.REGION: "regio",
}
YES = {"1", "ja", "true", "on"}
NO = {"", "0", "nee", "false"}

# --- words of a user ------------------------------------------------------------------------------------------------


def parse_sectors(text: str) -> tuple[Sector, ...]:
    """ "PO", "bo,sbo" or "SPECIAAL" as sectors. ValueError (Dutch) lists what exists."""
    sectors: list[Sector] = []
    for word in _words(text):
        name = word.upper()
        if name in SECTOR_GROUPS:
            sectors += SECTOR_GROUPS[name]
        elif name in Sector.__members__:
            sectors.append(Sector[name])
        else:
            raise ValueError(
                Message(
                    "soort: '{word}' bestaat niet. Kies uit: {allowed}",
                    word=word,
                    allowed=", ".join([*Sector, *SECTOR_GROUPS]),
                )
            )
    return tuple(sectors)


def parse_years(text: str, years: Sequence[int]) -> tuple[int, ...]:
    """ "2017", "2015,2017" or "alle" (= `years`). ValueError (Dutch)."""
    if text.strip().lower() == ALL_YEARS:
        return tuple(years)
    return _numbers("jaar", text)


def parse_ages(text: str) -> tuple[int, ...]:
    """ "12" or "4,5,6". ValueError (Dutch)."""
    return _numbers("leeftijd", text)


def parse_region(name: str, regions: Mapping[str, Region]) -> Region:
    """A region by code or name; "nederland" is the whole country. ValueError (Dutch) lists what exists."""
    wanted = name.strip().casefold()
    for region in (COUNTRY, *regions.values()):
        if wanted in {region.code.casefold(), region.name.casefold()}:
            return region
    known = ", ".join(sorted({COUNTRY.code, *regions}))
    raise ValueError(
        Message("regio: '{name}' bestaat niet. Kies uit: {known}, of noem zelf gemeenten", name=name, known=known)
    )


def parse_municipalities(text: str) -> Region:
    """ "GM0518,GM0603" as a region. ValueError (Dutch)."""
    return chosen_region([word.upper() for word in _words(text)])


def chosen_region(municipalities: Sequence[str]) -> Region:
    """Any set of municipalities as a region of its own, code "keuze"; the order stays."""
    if not municipalities:
        raise ValueError(Message("gemeenten: noem minstens één gemeente, zoals GM0503"))
    for code in municipalities:
        if not MUNICIPALITY_PATTERN.fullmatch(code):
            raise ValueError(Message("gemeenten: '{code}' is geen gemeentecode zoals GM0503", code=code))
    return Region(CHOSEN, "gekozen gemeenten", tuple(dict.fromkeys(municipalities)))


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _numbers(field: str, text: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for word in _words(text):
        if not (word.isascii() and word.isdigit()):
            raise ValueError(Message("{field}: '{word}' is geen getal", field=field, word=word))
        numbers.append(int(word))
    return tuple(numbers)


# --- address --------------------------------------------------------------------------------------------------------


def to_params(query: FlowQuery) -> dict[str, str]:
    """The question as parameters of an address; what is default is left out, lists are joined by commas.

    Keys: jaar, soort, regio, gemeenten, woonniveau, schoolniveau, woon, school, richting, bereik, leeftijd, samen.
    """
    plain = FlowQuery(query.years, query.sectors)
    region, towns = ("", query.region.municipalities) if query.region.code == CHOSEN else (query.region.code, ())
    params = {
        "jaar": ",".join(map(str, query.years)),
        "soort": sectors_name(query.sectors).replace("+", ","),
        "regio": region,
        "gemeenten": ",".join(towns),
        "woonniveau": LEVEL_WORDS[query.home_level] if query.home_level is not plain.home_level else "",
        "schoolniveau": LEVEL_WORDS[query.school_level] if query.school_level is not plain.school_level else "",
        "woon": query.home,
        "school": query.school,
        "richting": query.direction if query.direction is not plain.direction else "",
        "bereik": query.scope if query.scope is not plain.scope else "",
        "leeftijd": ",".join(map(str, query.ages)),
        "samen": "1" if query.together else "",
    }
    return {key: str(value) for key, value in params.items() if value}


def from_params(
    params: Mapping[str, str | Sequence[str]],
    *,
    regions: Mapping[str, Region],
    years: Sequence[int],
    region: Region = COUNTRY,
) -> FlowQuery:
    """The question of an address. Without `jaar` the last of `years`, without `soort` PO, without `regio` and
    `gemeenten` the given region. A repeated key is a list. ValueError (Dutch, names the parameter).
    """
    given = {key: value if isinstance(value, str) else ",".join(value) for key, value in params.items()}
    given = {key: value.strip() for key, value in given.items()}
    return FlowQuery(
        years=parse_years(given.get("jaar") or str(max(years, default="")), years),
        sectors=parse_sectors(given.get("soort") or "PO"),
        region=_region(given, regions, region),
        home_level=_level("woonniveau", given, HOME_LEVELS),
        school_level=_level("schoolniveau", given, SCHOOL_LEVELS),
        home=given.get("woon", "").upper(),
        school=given.get("school", "").upper(),
        direction=_word("richting", given, Direction.ALL),
        scope=_word("bereik", given, Scope.ALL),
        ages=parse_ages(given.get("leeftijd", "")),
        together=_yes("samen", given),
    )


def _region(given: Mapping[str, str], regions: Mapping[str, Region], default: Region) -> Region:
    name, municipalities = given.get("regio"), given.get("gemeenten")
    if name and municipalities:
        raise ValueError(Message("gemeenten: noem een regio of gemeenten, niet allebei"))
    if municipalities:
        return parse_municipalities(municipalities)
    return parse_region(name, regions) if name else default


def _level(field: str, given: Mapping[str, str], levels: Sequence[Level]) -> Level:
    word = given.get(field, "").lower()
    if not word:
        return Level.MUNICIPALITY
    for level in levels:
        if word in {LEVEL_WORDS[level], level.value}:
            return level
    raise ValueError(_no_such_word(field, word, [LEVEL_WORDS[level] for level in levels]))


def _word(field: str, given: Mapping[str, str], default: Word) -> Word:
    word = given.get(field, "").lower()
    if not word:
        return default
    kind = type(default)
    try:
        return kind(word)
    except ValueError:
        raise ValueError(_no_such_word(field, word, list(kind))) from None


def _no_such_word(field: str, word: str, allowed: Sequence[str]) -> Message:
    known = ", ".join(allowed)
    return Message("{field}: '{word}' bestaat niet. Kies uit: {allowed}", field=field, word=word, allowed=known)


def _yes(field: str, given: Mapping[str, str]) -> bool:
    word = given.get(field, "").lower()
    if word in YES | NO:
        return word in YES
    raise ValueError(Message("{field}: kies 1 of 0", field=field))


# --- command --------------------------------------------------------------------------------------------------------


def to_arguments(query: FlowQuery) -> list[str]:
    """The question as arguments of `tandem flows list`."""
    plain = FlowQuery(query.years, query.sectors)
    arguments = ["--year", ",".join(map(str, query.years)), "--sector", ",".join(query.sectors)]
    if query.region.code == CHOSEN:
        arguments += ["--municipalities", ",".join(query.region.municipalities)]
    else:
        arguments += ["--region", query.region.code]
    for option, value, default in (
        ("--home-level", query.home_level, plain.home_level),
        ("--school-level", query.school_level, plain.school_level),
        ("--home", query.home, ""),
        ("--school", query.school, ""),
        ("--direction", query.direction, plain.direction),
        ("--scope", query.scope, plain.scope),
        ("--age", ",".join(map(str, query.ages)), ""),
    ):
        if value != default:
            arguments += [option, str(value)]
    return [*arguments, "--together"] if query.together else arguments

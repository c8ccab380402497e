"""Search of school locations while one types, and where a location's pupils live."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from tandem.flows.cube import Cube, NotInData
from tandem.flows.data import FlowQuery, Level, SchoolLocation, SpreadPoint
from tandem.flows.masked.sums import traced_cells
from tandem.register.data import Sector

# What people say, beside the official name.
SPOKEN_NAMES = {"GM0518": "Den Haag", "GM0796": "Den Bosch"}

WHOLE_WORD, WORD_START = 1.2, 1.0  # a typing error scores its likeness, below 1
LIKE_ENOUGH = 72  # of 100
SHORTEST_TYPO = 4  # letters; shorter words must be typed right
LAST_LETTER = "\U0010ffff"

CODE_WITH_GAP = re.compile(r"\b(\d{4}) ([a-z]{2})\b|\b(\d{2}[a-z]{2}) (\d{2})\b")


@dataclass(frozen=True)
class _Index:
    words: tuple[str, ...]  # ascending
    letters: tuple[str, ...]  # the words without digits: a code or postcode is never taken for another
    found_in: Mapping[str, frozenset[int]]
    locations: tuple[SchoolLocation, ...]


def search_locations(cube: Cube, text: str, limit: int = 10) -> tuple[SchoolLocation, ...]:
    """Locations by name, place, BRIN or postcode, best first; forgives typing errors. Empty text finds nothing."""
    index = _index(cube)
    scores: dict[int, float] | None = None
    for token in _tokens(text):
        found = _locations_with(index, token)
        scores = found if scores is None else {i: scores[i] + score for i, score in found.items() if i in scores}
    best = sorted((scores or {}).items(), key=lambda item: (-item[1], _place_in_list(index.locations[item[0]])))
    return tuple(index.locations[i] for i, _ in best[:limit])


def _place_in_list(location: SchoolLocation) -> tuple[bool, str, str]:
    """Locations with pupils first, then by name."""
    return not location.sectors, location.name, location.code


def _locations_with(index: _Index, token: str) -> dict[int, float]:
    """Per location how well it matches this word; typing errors only when nothing starts with it."""
    scores: dict[int, float] = {}
    for place in range(bisect_left(index.words, token), bisect_left(index.words, token + LAST_LETTER)):
        word = index.words[place]
        score = WHOLE_WORD if word == token else WORD_START
        for i in index.found_in[word]:
            scores[i] = max(score, scores.get(i, 0.0))
    if scores or len(token) < SHORTEST_TYPO or not token.isalpha():
        return scores
    for word, likeness, _ in process.extract(
        token, index.letters, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=20
    ):
        for i in index.found_in[word]:
            scores[i] = max(likeness / 100, scores.get(i, 0.0))
    return scores


@lru_cache(maxsize=2)
def _index(cube: Cube) -> _Index:
    found_in: dict[str, set[int]] = {}
    locations = tuple(cube.locations.values())
    for i, location in enumerate(locations):
        for word in _tokens(_searchable(cube, location)):
            found_in.setdefault(word, set()).add(i)
    frozen = {word: frozenset(found) for word, found in found_in.items()}
    words = tuple(sorted(frozen))
    return _Index(words, tuple(word for word in words if word.isalpha()), frozen, locations)


def _searchable(cube: Cube, location: SchoolLocation) -> str:
    code = location.municipality or ""
    municipality = cube.municipalities[code].name if code in cube.municipalities else ""
    parts = (location.name, location.place, location.code, location.postcode, municipality, SPOKEN_NAMES.get(code))
    return " ".join(filter(None, parts))


def _tokens(text: str) -> list[str]:
    """Lower-case words without accents; "2611 AB" and "00AP-01" are one word."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    spaced = " ".join(re.findall(r"[a-z0-9]+", bare))
    return CODE_WITH_GAP.sub(lambda match: "".join(filter(None, match.groups())), spaced).split()


def location_spread(cube: Cube, code: str, *, year: int, sectors: Sequence[Sector]) -> tuple[SpreadPoint, ...]:
    """Where the pupils of one location live, largest first. NotInData when the location is unknown."""
    if code not in cube.locations:
        raise NotInData(f"school: {code} staat niet in de gegevens")
    query = FlowQuery(
        (year,), tuple(sectors), home_level=Level.PC4, school_level=Level.LOCATION, school=code, together=True
    )
    return tuple(SpreadPoint(cube.homes[cell.home_code], cell.pupils) for cell in traced_cells(cube, query))

"""Fictitious schools: invented names, and codes that cannot exist.

DUO gave out BRIN codes from 00AA upward and stood at 31 in 2024; ours begin with 99. A test compares codes and names
with the real lists.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import ascii_uppercase

import numpy as np

from tandem.opendata.demo.facts import Facts, Place

_ADJECTIVES = (
    "Blauwe", "Dansende", "Dappere", "Dromende", "Fluitende", "Gestreepte", "Glimmende", "Gouden", "Groene", "Kleine",
    "Lachende", "Lichte", "Rode", "Snelle", "Stoere", "Vliegende", "Vrolijke", "Wakkere", "Zilveren", "Zingende",
)  # fmt: skip
_NOUNS = (
    "De Bever", "De Duinroos", "De Egel", "De Flamingo", "De Kreeft", "De Lantaarn", "De Libel", "De Narwal",
    "De Otter", "De Pont", "De Reiger", "De Schelp", "De Sluis", "De Vlieger", "De Vuurtoren", "De Walvis",
    "De Waterlelie", "De Wilg", "De Zeilboot", "De Zwaluw", "Het Anker", "Het Kompas", "Het Roer", "Het Sterrenbeeld",
)  # fmt: skip
# Denomination as DUO spells it, how schools of it call themselves, and its share of a thousand schools.
_DENOMINATIONS = (
    ("Openbaar", "Obs", 300),
    ("Rooms-Katholiek", "Rkbs", 280),
    ("Protestants-Christelijk", "Pcbs", 270),
    ("Algemeen bijzonder", "Basisschool", 150),
)


@dataclass(frozen=True, slots=True)
class School:
    """A school location. Without `place` nobody knows where it is; `in_address_list` tells whether the lists have it.

    `point`: longitude and latitude, near the point of its postcode.
    """

    brin: str
    number: str
    name: str
    kind: str
    place: Place | None
    point: tuple[float, float]
    denomination: str
    board: str
    weight: float  # how large it is against its neighbours
    in_address_list: bool = True


def invent_schools(facts: Facts, rng: np.random.Generator) -> tuple[School, ...]:
    """All school locations of the example, those without a place last."""
    sites: list[tuple[str, Place | None]]
    sites = [(kind, place) for kind in facts.kinds for place in _sites(facts, kind, rng)]
    sites += [("So", None), ("Vso", None)]
    schools: list[School] = []
    for (kind, place), name, (brin, number) in zip(sites, _names(rng), _codes(rng), strict=False):
        school = _school(kind, place, name, (brin, number), rng)
        if number != "00":  # a second location is of the same board as the first
            school = replace(school, board=schools[-1].board)
        schools.append(school)
    return tuple(schools)


def _sites(facts: Facts, kind: str, rng: np.random.Generator) -> Iterator[Place]:
    """A place for each school of this kind: as many as the pupils at school need, where the children live."""
    wanted = {code: round(row.at_school / facts.school_size[kind]) for code, row in facts.totals[kind].items()}
    wanted = {code: max(1, number) if facts.totals[kind][code].at_school else 0 for code, number in wanted.items()}
    wanted |= {code: numbers.get(kind, 0) for code, numbers in facts.outside_schools.items()}
    for code, number in wanted.items():
        homes = [place for place in facts.places if place.municipality == code and place.children and place.listed]
        share = np.array([home.children for home in homes], dtype=float)
        share *= number / share.sum()
        left = number - int(np.floor(share).sum())
        extra = rng.choice(len(homes), size=left, replace=False, p=_fraction(share)) if left else np.array([], int)
        for index, home in enumerate(homes):
            yield from [home] * (int(share[index]) + int((extra == index).sum()))


def _fraction(share: np.ndarray) -> np.ndarray:
    part = share - np.floor(share) + 1e-9
    return np.asarray(part / part.sum())


def _school(kind: str, place: Place | None, name: str, code: tuple[str, str], rng: np.random.Generator) -> School:
    shares = np.array([share for _, _, share in _DENOMINATIONS]) / 1000
    denomination, prefix, _ = _DENOMINATIONS[rng.choice(len(shares), p=shares)]
    return School(
        brin=code[0],
        number=code[1],
        name=f"{prefix if kind == 'Bo' else kind} {name}",
        kind=kind,
        place=place,
        point=_near(place, rng) if place else (0.0, 0.0),
        denomination=denomination,
        board=str(99001 + int(rng.integers(40))),
        weight=float(rng.gamma(8.0) / 8.0),
        in_address_list=place is not None and rng.random() > 0.01,
    )


def _near(place: Place, rng: np.random.Generator) -> tuple[float, float]:
    """A point within some 400 metres, so that the schools of one postcode do not lie on top of each other."""
    east, north = rng.uniform(-0.005, 0.005), rng.uniform(-0.003, 0.003)
    return round(place.longitude + east, 4), round(place.latitude + north, 4)


def _names(rng: np.random.Generator) -> Iterator[str]:
    pairs = [noun.replace(" ", f" {adjective} ") for noun in _NOUNS for adjective in _ADJECTIVES]
    return iter([pairs[index] for index in rng.permutation(len(pairs))])


def _codes(rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """BRIN codes from 99AA upward; one school in eight has a second location."""
    for first in ascii_uppercase:
        for second in ascii_uppercase:
            brin = f"99{first}{second}"
            yield brin, "00"
            if rng.random() < 0.125:
                yield brin, "01"

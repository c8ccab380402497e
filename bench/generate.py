"""Files in the publishers' layouts, as large as the real ones, from a fixed seed. Nothing in them is real.

Shape of the real files (2017): 104,000 rows a year, 7,350 locations × kind of school, three of four cells masked, homes
close to the school. Municipalities are today's real codes and names; which postcode belongs to which is invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tandem.register.municipalities import current

SEED = 20251001
LAST_YEAR = 2025
KINDS = {"BO": (6300, 5.8, 62.0), "SBO": (280, 14.0, 6.5), "SO": (330, 19.0, 2.3), "VSO": (390, 19.0, 2.6)}
AGES = [f"LEEFTIJD_{age}" for age in ("JONGER", *range(4, 25), "OUDER")]
FIRST, SECOND = ("De", "Het", "Openbare", "Sint"), ("Ark", "Regenboog", "Wilg", "Vlieger", "Kompas", "Zonnebloem")
THIRD = ("school", "hof", "plein", "burcht", "oever", "weide", "tuin", "horst")


@dataclass(frozen=True)
class Schools:
    """Locations: code (BRIN + two digits), kind, and the number of the PC4 where each stands."""

    codes: list[str]
    kinds: list[str]
    at: NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """Rows of one year: numbers of school and PC4, and how many pupils."""

    school: NDArray[np.int64]
    pc4: NDArray[np.int64]
    pupils: NDArray[np.int64]


@cache
def postcodes() -> list[str]:
    """4,070 postcodes, evenly over the country."""
    return [str(1000 + round(i * 8990 / 4070)) for i in range(4070)]


@cache
def schools() -> Schools:
    rng = np.random.default_rng(SEED)
    letters = "ABCDEFGHJKLMNPRSTVWXYZ"
    kinds = [kind for kind, (count, _, _) in KINDS.items() for _ in range(count)]
    rng.shuffle(kinds)
    brins = [f"{i % 100:02d}{letters[i // 100 % 22]}{letters[i // 2200 % 22]}" for i in range(len(kinds))]
    return Schools([f"{brin}00" for brin in sorted(brins)], kinds, rng.integers(0, len(postcodes()), len(kinds)))


@cache
def _pairs() -> tuple[Cells, NDArray[np.float64]]:
    """Every school with the postcodes its pupils ever come from, and how many are usual."""
    places, rng = schools(), np.random.default_rng(SEED)
    spread = np.array([KINDS[kind][1] for kind in places.kinds])
    size = np.array([KINDS[kind][2] for kind in places.kinds])
    school = np.repeat(np.arange(len(places.codes)), np.maximum(1, rng.poisson(spread * 3.8)))
    distance = np.rint(rng.laplace(0, spread[school] / 1.6)).astype(np.int64)
    pc4 = np.clip(places.at[school] + distance, 0, len(postcodes()) - 1)
    key = np.unique(school * 10_000 + pc4)
    school, pc4 = key // 10_000, key % 10_000
    near = np.exp(-np.abs(pc4 - places.at[school]) / spread[school])
    return Cells(school, pc4, key), size[school] * near * rng.gamma(0.45, 1.0, len(key))


def cells(year: int) -> Cells:
    """The rows of one year: much like those of the year before, never the same."""
    rng = np.random.default_rng(SEED + year)
    pairs, usual = _pairs()
    there = (rng.random(len(usual)) < 0.88) | (usual > 5)
    return Cells(pairs.school[there], pairs.pc4[there], 1 + rng.poisson(usual[there]))


def years(count: int) -> list[int]:
    return list(range(LAST_YEAR - count + 1, LAST_YEAR + 1))


def write_portal(path: Path, count: int) -> int:
    """An L4 file (`brin6_pc4.csv`) of so many years; returns the number of rows."""
    total = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        names = ("INSTELLINGSCODE", "VESTIGINGSCODE", "TYPE_PO", "PEILJAAR", "POSTCODE4_DEELNEMER", "AANTAL_LEERLINGEN")
        file.write(",".join(f'"{name}"' for name in names) + "\r\n")
        for year in years(count):
            for block in _portal_lines(year):
                file.write(block)
                total += block.count("\n")
    return total


def _portal_lines(year: int) -> Iterator[str]:
    places, codes, found = schools(), postcodes(), cells(year)
    heads = [f'"{c[:4]}","{c[4:]}","{k}",{year},' for c, k in zip(places.codes, places.kinds, strict=True)]
    shown = np.where(found.pupils < 5, -1, found.pupils)
    rows = zip(found.school.tolist(), found.pc4.tolist(), shown.tolist(), strict=True)
    yield "".join(f"{heads[school]}{codes[pc4]},{pupils}\r\n" for school, pc4, pupils in rows)


def write_ages(path: Path, year: int = 2017) -> int:
    """An L1 file (`totaaloverzicht`) of one year, exact, with its 38 columns; returns the number of rows."""
    places, codes, found, towns = schools(), postcodes(), cells(year), _towns()
    rng = np.random.default_rng(SEED)
    split = rng.multinomial(found.pupils, _age_shares())
    heads = ["PEILDATUM", "GEMEENTENUMMER", "GEMEENTENAAM", "POSTCODE_LEERLING", "GEMEENTENAAM_LEERLING", "BRIN_NUMMER"]
    heads += ["VESTIGINGSNUMMER", "INSTELLINGSNAAM_VESTIGING", "POSTCODE_VESTIGING", "PLAATSNAAM", "PROVINCIE"]
    heads += ["SOORT_PO", "DENOMINATIE_VESTIGING", "BEVOEGD_GEZAG_NUMMER", *AGES, "TOTAAL"]
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(";".join(heads) + "\r\n")
        for row in range(len(found.pupils)):
            school, pc4 = int(found.school[row]), int(found.pc4[row])
            code, at = places.codes[school], int(places.at[school])
            (number, town), kind = towns[at], places.kinds[school].capitalize()
            left = [f"{year}1001", number.lstrip("0"), town, codes[pc4], towns[pc4][1], code[:4], code[4:]]
            left += [_name(school), f"{codes[at]}AB", town.upper(), "Zuid-Holland", kind, "Openbaar", "41234"]
            file.write(";".join([*left, *map(str, split[row].tolist()), str(found.pupils[row])]) + "\r\n")
    return len(found.pupils)


def _age_shares() -> NDArray[np.float64]:
    shares = np.zeros(len(AGES))
    shares[1:10] = 1 / 9
    return shares


def write_places(folder: Path) -> list[Path]:
    """Addresses (L8), postcodes (L10) and partnerships (L11) that go with the generated pupils."""
    places, codes, towns = schools(), postcodes(), _towns()
    addresses = [
        f"{code[:4]};{code};{_name(i)};{codes[at]} AB;{towns[at][1].upper()};{towns[at][0]};{towns[at][1].upper()}"
        for i, (code, at) in enumerate(zip(places.codes, places.at.tolist(), strict=True))
    ]
    heads = "BRIN NUMMER;VESTIGINGSNUMMER;VESTIGINGSNAAM;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM"
    points = [_point(i) for i in range(len(codes))]
    areas = [f'{c},"{towns[i][1]}",{points[i]}' for i, c in enumerate(codes)]
    bonds = [f'{c},"{towns[i][1]}",PO{2101 + i // 54:04d},VO{2101 + i // 54:04d}' for i, c in enumerate(codes)]
    return [
        _write(folder / "03-alle-vestigingen-bo.csv", heads, addresses),
        _write(folder / "pc4_nederland.csv", "postcode,gemeente,lon,lat", areas),
        _write(folder / "pc4_gemeente_swv.csv", "pc4,gemeente,swv_po,swv_vo", bonds),
    ]


def _point(number: int) -> str:
    """Postcodes lie on lines that go to and fro, so that neighbours in the list are neighbours on the map."""
    row, along = divmod(number, 55)
    column = along if row % 2 == 0 else 54 - along
    return f"{4.6 + column * 0.03:.5f},{50.9 + row * 0.034:.5f}"


def _write(path: Path, head: str, lines: list[str]) -> Path:
    path.write_text("\r\n".join([head, *lines]) + "\r\n", encoding="utf-8", newline="")
    return path


@cache
def _towns() -> list[tuple[str, str]]:
    """Per postcode the number (four digits) and name of its municipality: a run of postcodes each."""
    towns = current()
    return [
        (towns[i * len(towns) // len(postcodes())].code[2:], towns[i * len(towns) // len(postcodes())].name)
        for i in range(len(postcodes()))
    ]


def _name(school: int) -> str:
    parts = (FIRST[school % 4], SECOND[school // 4 % 6], THIRD[school // 24 % 8])
    return f"{parts[0]} {parts[1]}{parts[2]} {school}"

"""Faithful files in the layouts of which no real file lies beside the project: from a truth that the tests know.

Everything is made here, from a seed: fictitious schools (BRIN 99..) and pupils; only places are real.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# home as DUO writes it: (our code, number and name of the municipality as in a file)
PLACES: dict[str, tuple[str, str, str]] = {
    "2611": ("2611", "0503", "DELFT"),
    "2614": ("2614", "0503", "DELFT"),
    "2497": ("2497", "0518", "'S-GRAVENHAGE"),
    "2711": ("2711", "0637", "ZOETERMEER"),
    "2311": ("2311", "0546", "LEIDEN"),
    "3011": ("3011", "0599", "ROTTERDAM"),
    "2801": ("2801", "0513", "GOUDA"),
    "10": ("BE", "", ""),
    "40": ("ONBEKEND", "", ""),
}
SCHOOLS = ("99AA00", "99AA01", "99AB00", "99SW03")
GRADES = range(1, 7)
PRO_SCHOOL = "99SW03"  # also has practical education


@dataclass(frozen=True, slots=True)
class Group:
    """So many pupils of one sector in one age, year of study or age group; `home` as the file writes it."""

    year: int
    sector: str
    home: str
    location: str
    part: int
    pupils: int


def vo(seed: int, years: Sequence[int]) -> list[Group]:
    """Pupils of secondary schools, some of them in practical education."""
    chance = random.Random(seed)
    groups = []
    for year in years:
        for school in SCHOOLS:
            for sector in ("VO", "PRO") if school == PRO_SCHOOL else ("VO",):
                for home in PLACES:
                    most = chance.choice((0, 3, 12, 60))
                    numbers = [chance.randint(0, most) for _ in GRADES]
                    groups += [
                        Group(year, sector, home, school, grade, n) for grade, n in zip(GRADES, numbers, strict=True)
                    ]
    return [group for group in groups if group.pupils]


def masked(pupils: int, mask: str) -> str:
    return mask if 0 < pupils < 5 and mask else str(pupils)


def bounds(pupils: int, mask: str) -> tuple[int, int]:
    return (1, 4) if 0 < pupils < 5 and mask else (pupils, pupils)


def expected(groups: Iterable[Group], mask: str, *, apart: bool = True) -> dict[tuple[int, str, str, str], list[int]]:
    """Per cell (year, sector, home, location): low, high, truth. `apart`: the file tells PRO from VO."""
    cells: dict[tuple[int, str, str, str], list[int]] = {}
    for key, pupils in parts(groups, apart=apart).items():
        cell = cells.setdefault(key[:4], [0, 0, 0])
        low, high = bounds(pupils, mask)
        cells[key[:4]] = [cell[0] + low, cell[1] + high, cell[2] + pupils]
    return cells


def parts(groups: Iterable[Group], *, apart: bool = True) -> Counter[tuple[int, str, str, str, int]]:
    """Pupils per number that stands in the file."""
    found: Counter[tuple[int, str, str, str, int]] = Counter()
    for g in groups:
        found[g.year, g.sector if apart else "VO", PLACES[g.home][0], g.location, g.part] += g.pupils
    return found


def l3(groups: Sequence[Group], *, separator: str = ";", mask: str = "<5", kind: bool = False, code: str = "") -> str:
    """One year in L3. `code`: how branches are written: '' = two digits, 'short' = no zeros, 'whole' = 99SW03."""
    header = ["BRIN NUMMER", "VESTIGINGSNUMMER", "POSTCODE LEERLING", "PLAATSNAAM LEERLING"]
    header += ["GEMEENTENUMMER LEERLING", "GEMEENTENAAM LEERLING", *(["SOORT VO"] if kind else [])]
    header += [f"LEER- OF VERBLIJFSJAAR {grade}" for grade in GRADES]
    rows: dict[tuple[str, str, str], Counter[int]] = {}
    for g in groups:
        rows.setdefault((g.location, g.home, g.sector if kind else ""), Counter())[g.part] += g.pupils
    lines = [separator.join(header)]
    for (school, home, sector), numbers in sorted(rows.items()):
        _, number, name = PLACES[home]
        cells = [school[:4], branch(school, code), home, name, number, name, *([sector] if kind else [])]
        lines.append(separator.join([*cells, *(masked(numbers[grade], mask) for grade in GRADES)]))
    return "\r\n".join(lines) + "\r\n"


def branch(school: str, code: str) -> str:
    return {"": school[4:], "short": str(int(school[4:])), "whole": school}[code]


def l5(groups: Sequence[Group], *, mask: str = "", kind: bool = True) -> str:
    """Several years in L5 (`02voins.csv`)."""
    header = "JAAR,BRIN NUMMER,VESTIGINGSNUMMER,GEMEENTENUMMER,GEMEENTENAAM,POSTCODE LEERLING,GEMEENTENUMMER LEERLING,"
    lines = [
        header + f"GEMEENTENAAM LEERLING,{'ONDERWIJSTYPE,' if kind else ''}LEER- OF VERBLIJFSJAAR,AANTAL LEERLINGEN"
    ]
    words = {"VO": "HAVO/VWO", "PRO": "Praktijkonderwijs"}
    for g in sorted(groups, key=lambda g: (g.year, g.location, g.home, g.part, g.sector)):
        _, number, name = PLACES[g.home]
        start = [g.year, g.location[:4], int(g.location[4:]), "0503", "DELFT", g.home, number, name]
        lines.append(",".join(map(str, [*start, *([words[g.sector]] if kind else []), g.part, masked(g.pupils, mask)])))
    return "\n".join(lines) + "\n"


def vo_addresses() -> str:
    """L8 in its newer form, for the schools of `vo`."""
    header = "PROVINCIE;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM"
    rows = [f"Zuid-Holland;{code[:4]};{code};College {code};2611 AB;DELFT;0503;DELFT" for code in SCHOOLS]
    return "\r\n".join([header, *rows]) + "\r\n"


# --- MBO ------------------------------------------------------------------------------------------------------------

AGE_GROUPS = ("Jonger dan 18 jaar", "18 tot en met 22 jaar", "23 jaar en ouder")
WAYS = ("BOL", "BBL")
Students = Mapping[
    tuple[str, str, str, str], Mapping[int, int]
]  # (institution, home, age group, way) → year → students


def l6(students: Students, seats: Mapping[str, str], years: Sequence[int], *, mask: str = "-1") -> str:
    """L6; `seats`: place per institution."""
    header = "INSTELLINGSCODE,INSTELLINGSNAAM,SOORT INSTELLING,PLAATSNAAM INSTELLING,WOONPROVINCIE,WOONGEMEENTE,"
    lines = [header + "LEEFTIJDSCATEGORIE,LEERWEG," + ",".join(f"JAAR_{year}" for year in years)]
    for (institution, home, age, way), numbers in students.items():
        start = [institution, f"ROC {institution}", "ROC", seats[institution], "", home, age, way]
        lines.append(",".join([*start, *(masked(numbers.get(year, 0), mask) for year in years)]))
    return "\n".join(lines) + "\n"


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """`total` over the weights in whole numbers that add up to it; everyone gets one where there is enough."""
    least = 1 if total >= len(weights) else 0
    rest = total - least * len(weights)
    shares = [weight * rest / sum(weights) for weight in weights]
    whole = [int(share) for share in shares]
    by_remainder = sorted(range(len(weights)), key=lambda i: (int(shares[i]) - shares[i], i))
    for i in by_remainder[: rest - sum(whole)]:
        whole[i] += 1
    return [least + number for number in whole]


def mbo(
    living: Mapping[str, int], year: int, *, institution: str = "99RO", seed: int = 1
) -> dict[tuple[str, str, str, str], dict[int, int]]:
    """Students of one institution over age groups and ways of learning; `living`: how many per municipality name."""
    chance = random.Random(seed)
    students: dict[tuple[str, str, str, str], dict[int, int]] = {}
    for home, total in living.items():
        kinds = [(age, way) for age in AGE_GROUPS for way in WAYS]
        numbers = spread(total, [chance.uniform(0.5, 3) for _ in kinds])
        students |= {
            (institution, home, *kind): {year: number} for kind, number in zip(kinds, numbers, strict=True) if number
        }
    return students


# --- L2: the header names that DUO used ------------------------------------------------------------------------------

L2_HEADERS: dict[str, dict[str, str]] = {
    "as in 2017": {},
    "institution codes": {"BRIN_NUMMER": "INSTELLINGSCODE", "VESTIGINGSNUMMER": "VESTIGINGSCODE"},
    "spaces": {"BRIN_NUMMER": "BRIN NUMMER", "POSTCODE_LEERLING": "POSTCODE LEERLING", "SOORT_PO": "SOORT PO"},
    "no underscore": {"BRIN_NUMMER": "BRINNUMMER", "VESTIGINGSNUMMER": "VESTIGINGS NUMMER"},
    "type": {"SOORT_PO": "TYPE_PO", "PEILDATUM": "PEILJAAR"},
    "ages with a word": {f"LEEFTIJD_{age}": f"LEEFTIJD_{age}_JAAR" for age in range(4, 25)},
    "ages first": {f"LEEFTIJD_{age}": f"{age} JAAR" for age in range(4, 25)},
    "numbers 3 and 25": {"LEEFTIJD_JONGER": "LEEFTIJD_3_JAAR", "LEEFTIJD_OUDER": "LEEFTIJD_25_JAAR"},
    "home number": {"GEMEENTENAAM_LEERLING": "GEMEENTENUMMER_LEERLING"},
}


def rename(header: str, names: Mapping[str, str]) -> str:
    return ";".join(names.get(cell, cell) for cell in header.split(";"))

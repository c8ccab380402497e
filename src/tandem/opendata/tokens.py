"""What one cell of a publisher's file means. Pure: text in, value out, or BadValue with the reason in Dutch.

The readers judge each distinct text of a column once with these functions; rows are mapped by joins.
"""

import re
from dataclasses import dataclass

from tandem.opendata.data import FOREIGN_HOMES, MASK_HIGH, MASK_LOW, Reason
from tandem.register.data import BRIN_PATTERN, PC4_PATTERN, Sector

MASKS = frozenset({"<5", "< 5", "-1", "x", "X"})
LARGEST_CELL = 4_000  # more pupils of one postcode at one school location is an error in the file
LARGEST_LOCATION = 10_000
LARGEST_MUNICIPALITY = 500_000
FIRST_YEAR, LAST_YEAR = 2000, 2100

_DIGITS = re.compile(r"[0-9]{1,9}")
_SCHOOL_YEAR = re.compile(r"([0-9]{4})[-/]([0-9]{4})")
_DATE_PATTERNS = (
    re.compile(r"(?P<year>[0-9]{4})-?(?P<month>[0-9]{2})-?(?P<day>[0-9]{2})"),
    re.compile(r"(?P<day>[0-9]{1,2})[-/](?P<month>[0-9]{1,2})[-/](?P<year>[0-9]{4})"),
)
_SECTOR_NAMES = {
    "BO": Sector.BO,
    "BAO": Sector.BO,
    "SBO": Sector.SBO,
    "SBAO": Sector.SBO,
    "SO": Sector.SO,
    "VSO": Sector.VSO,
}


_SHARE = re.compile(r"[0-9]{1,3}(\.[0-9]+)?")
_BRANCH = re.compile(r"[0-9]{1,2}")
_POSTCODE = re.compile(r"[1-9][0-9]{3}([A-Z]{2})?")
_PRO = re.compile(r"\bPRO\b|PRAKTIJK")
_VO = re.compile(r"\bVO\b|VOORTGEZET|VWO|HAVO|VMBO|VAVO|BRUG|ATHENEUM|GYMNASIUM|MAVO|IGVO|BACCALAUREAAT")


class BadValue(ValueError):  # noqa: N818 – a verdict on a text
    """A text that cannot be what its column should hold; the message is a Dutch clause."""


@dataclass(frozen=True, slots=True)
class Count:
    """Pupils in one cell; high None = the source left it empty."""

    low: int
    high: int | None
    reason: Reason


def parse_count(token: str, largest: int = LARGEST_CELL) -> Count:
    """`12`, a mask (`<5`, `-1`, `x`) or empty. Raises BadValue."""
    text = token.strip()
    if not text:
        return Count(0, None, Reason.MISSING)
    if text in MASKS:
        return Count(MASK_LOW, MASK_HIGH, Reason.MASKED)
    if not _DIGITS.fullmatch(text):
        raise BadValue(_why_not_a_count(text))
    value = int(text)
    if value > largest:
        raise BadValue(f"{value} is meer dan er kan zijn (hoogstens {largest})")
    return Count(value, value, Reason.EXACT)


def _why_not_a_count(text: str) -> str:
    if re.fullmatch(r"-[0-9]+", text):
        return f"{shown(text)} is negatief; alleen -1 (afgeschermd) mag"
    if re.fullmatch(r"[0-9]+[.,][0-9]+", text):
        return f"{shown(text)} heeft een punt of komma; een aantal leerlingen is een geheel getal"
    return f"{shown(text)} is geen aantal leerlingen"


def parse_home(token: str) -> str:
    """A PC4, or the code of a home abroad or unknown (`BE`, `DE`, `ANDER`, `ONBEKEND`). Raises BadValue."""
    text = token.strip()
    if PC4_PATTERN.fullmatch(text):
        return text
    number = text.lstrip("0")
    if number in FOREIGN_HOMES and len(text) <= 4:
        return FOREIGN_HOMES[number][0]
    if not number:
        return "ONBEKEND"
    raise BadValue(f"{shown(text)} is geen postcode van vier cijfers")


def parse_location(institution: str, branch: str) -> str:
    """BRIN and branch number to `00AP01`; the branch may be `1`, `01`, `00AP01` or inside the institution."""
    brin, number = institution.strip().upper(), branch.strip().upper()
    if len(brin) == 6 and number in {"", brin, brin[4:]}:
        brin, number = brin[:4], brin[4:]
    if not BRIN_PATTERN.fullmatch(brin):
        raise BadValue(f"{shown(institution)} is geen BRIN-nummer (twee cijfers, twee letters)")
    number = number.removeprefix(brin)
    if not _BRANCH.fullmatch(number):
        raise BadValue(f"{shown(branch)} is geen vestigingsnummer van twee cijfers")
    return brin + number.zfill(2)


def parse_institution(institution: str, _branch: str = "") -> str:
    """The BRIN of a whole institution, `27GZ`; a branch number is not part of it. Raises BadValue."""
    brin = institution.strip().upper()
    if not BRIN_PATTERN.fullmatch(brin):
        raise BadValue(f"{shown(institution)} is geen BRIN-nummer (twee cijfers, twee letters)")
    return brin


def parse_sector(token: str) -> str:
    """Kind of primary education: Bo, Sbo, So, Vso in any case. Raises BadValue."""
    sector = _SECTOR_NAMES.get(token.strip().upper())
    if sector is None:
        raise BadValue(f"{shown(token)} is geen soort onderwijs (BO, SBO, SO of VSO)")
    return sector.value


def parse_vo_kind(token: str) -> str:
    """Kind of secondary education as DUO words it ("HAVO", "Praktijkonderwijs alle vj"): PRO or VO. Raises BadValue."""
    text = token.strip().upper()
    if _PRO.search(text):
        return Sector.PRO.value
    if _VO.search(text) and "SPECIAAL" not in text:
        return Sector.VO.value
    raise BadValue(f"{shown(token)} is geen soort voortgezet onderwijs")


def parse_grade(token: str) -> str:
    """A year of study (leerjaar), `1` to `8`. Raises BadValue."""
    text = token.strip().lstrip("0")
    if not re.fullmatch(r"[1-8]", text):
        raise BadValue(f"{shown(token)} is geen leerjaar (1 tot en met 8)")
    return text


def parse_year(token: str) -> int:
    """The year of the 1 October count: `2017`, `20171001`, `2017-10-01`, `1-10-2017`, `2017-2018`. Raises BadValue."""
    text = token.strip()
    if (found := _SCHOOL_YEAR.fullmatch(text)) and int(found[2]) == int(found[1]) + 1:
        return _year(int(found[1]), text)
    if re.fullmatch(r"[0-9]{4}", text):
        return _year(int(text), text)
    for pattern in _DATE_PATTERNS:
        if found := pattern.fullmatch(text):
            if (int(found["month"]), int(found["day"])) != (10, 1):
                raise BadValue(f"{shown(text)} is geen 1 oktober; leerlingen worden op 1 oktober geteld")
            return _year(int(found["year"]), text)
    raise BadValue(f"{shown(text)} is geen jaar of datum")


def _year(year: int, text: str) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue(f"{shown(text)} ligt buiten {FIRST_YEAR} tot {LAST_YEAR}")
    return year


def year_in_name(name: str) -> int | None:
    """The (first) year in a file name: `…-2019-2020.csv` is the count of 1 October 2019.

    In an archive (`map.zip!Delft.csv`) the name of the file itself comes first.
    """
    for part in reversed(name.split("!")):
        if found := re.search(r"(?<![0-9])(20[0-9]{2})(?![0-9])", part):
            return int(found[1])
    return None


def parse_municipality(token: str) -> str:
    """A municipality number (`503`, `0503`, `GM0503`) to `GM0503`; empty stays empty. Raises BadValue."""
    text = token.strip().upper().removeprefix("GM")
    if not text:
        return ""
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise BadValue(f"{shown(token)} is geen gemeentenummer van vier cijfers")
    return f"GM{int(text):04d}"


def parse_pc4(token: str) -> str:
    """Exactly a PC4. Raises BadValue."""
    text = token.strip()
    if not PC4_PATTERN.fullmatch(text):
        raise BadValue(f"{shown(text)} is geen postcode van vier cijfers")
    return text


def parse_postcode(token: str) -> str:
    """A full postcode `9406 NN` to `9406NN`; empty stays empty. Raises BadValue."""
    text = "".join(token.split()).upper()
    if text and not _POSTCODE.fullmatch(text):
        raise BadValue(f"{shown(token)} is geen postcode")
    return text


def parse_partnership(token: str, kind: str) -> str:
    """`PO2815` or `2815`; empty, or a word in its place ("Europoort"), means no partnership. Raises BadValue."""
    text = token.strip().upper()
    if not text or text.isalpha():
        return ""
    if re.fullmatch(r"[0-9]{4}", text):
        text = kind + text
    if not re.fullmatch(kind + r"[0-9]{4}", text):
        raise BadValue(f"{shown(token)} is geen code van een samenwerkingsverband ({kind} en vier cijfers)")
    return text


def parse_degrees(token: str) -> float | None:
    """A coordinate in degrees, decimal point or comma; empty is None. Raises BadValue."""
    if not token.strip():
        return None
    try:
        value = float(token.strip().replace(",", "."))
    except ValueError:
        raise BadValue(f"{shown(token)} is geen coördinaat") from None
    if not -180.0 <= value <= 180.0:
        raise BadValue(f"{shown(token)} is geen coördinaat in graden")
    return value


def parse_share(token: str) -> float | None:
    """A percentage, decimal point or comma; empty, `.` or `-` (CBS: unknown or too few) is None. Raises BadValue."""
    text = token.strip().removesuffix("%").strip().replace(",", ".")
    if text in {"", ".", "-", "x"}:
        return None
    if not _SHARE.fullmatch(text) or float(text) > 100:
        raise BadValue(f"{shown(token)} is geen percentage van 0 tot 100")
    return float(text)


def shown(text: str) -> str:
    """A text as it may stand in a message: quoted, short and printable."""
    clean = "".join(sign if sign.isprintable() else "·" for sign in text.strip()[:41])
    if not clean:
        return "een lege cel"
    return f"'{clean}'" if len(clean) <= 40 else f"'{clean[:39]}…'"

"""A question in words."""

from collections.abc import Sequence

from tandem.flows.cube import Cube
from tandem.flows.data import ABROAD, HOME_NAMES, UNKNOWN, Direction, FlowQuery, Level, Scope
from tandem.register.data import PARTNERSHIP_PATTERN, SECTOR_GROUPS, Sector

SECTOR_WORDS: dict[Sector, str] = {
    Sector.BO: "basisonderwijs",
    Sector.SBO: "speciaal basisonderwijs",
    Sector.SO: "speciaal onderwijs",
    Sector.VSO: "voortgezet speciaal onderwijs",
    Sector.VO: "voortgezet onderwijs",
    Sector.PRO: "praktijkonderwijs",
    Sector.MBO: "middelbaar beroepsonderwijs",
}
GROUP_WORDS = {"PO": "basisonderwijs en speciaal onderwijs", "SPECIAAL": "speciaal (basis)onderwijs"}
HOME_LEVEL_WORDS = {
    Level.PC4: "per postcode",
    Level.MUNICIPALITY: "per woongemeente",
    Level.PARTNERSHIP: "per samenwerkingsverband van de woonplaats",
    Level.REGION: "per regio van de woonplaats",
}
SCHOOL_LEVEL_WORDS = {
    Level.LOCATION: "per school",
    Level.MUNICIPALITY: "per schoolgemeente",
    Level.PARTNERSHIP: "per samenwerkingsverband van de school",
    Level.REGION: "per regio van de school",
}
# MBO counts at the seat of the institution; said wherever its figures stand.
SEAT_CAVEAT = "Mbo telt bij de vestigingsplaats van de instelling; dat is niet de leslocatie."
DIRECTIONS = {
    Direction.ALL: "die wonen of naar school gaan in {}",
    Direction.OUT: "die wonen in {} en naar school gaan in een andere gemeente",
    Direction.IN: "die naar school gaan in {} en in een andere gemeente wonen",
    Direction.STAY: "die in {} naar school gaan in hun eigen gemeente",
}
SCOPES = {
    Scope.ALL: "",
    Scope.INSIDE: " (alleen binnen de regio)",
    Scope.OUTSIDE: " (alleen van of naar buiten de regio)",
}
COUNTRY_DIRECTIONS = {
    Direction.ALL: "op scholen in heel Nederland",
    Direction.OUT: "die naar school gaan in een andere gemeente dan waar zij wonen",
    Direction.IN: "die niet wonen in de gemeente waar zij naar school gaan",
    Direction.STAY: "die naar school gaan in hun eigen gemeente",
}
COUNTRY_SCOPES = {
    Scope.ALL: "",
    Scope.INSIDE: " (alleen wie in Nederland woont)",
    Scope.OUTSIDE: " (alleen wie in het buitenland woont, of van wie de woonplaats niet bekend is)",
}


def describe(query: FlowQuery, cube: Cube | None = None) -> str:
    """One Dutch sentence at B1 level (about MBO a second one); with a cube it uses names instead of codes."""
    parts = [
        f"Leerlingen {_ages(query)}van het {_sectors(query)}",
        _home(query, cube),
        _school(query, cube),
        _direction(query),
        f"op 1 oktober {_and(query.years)}",
        f"{HOME_LEVEL_WORDS[query.home_level]} en {SCHOOL_LEVEL_WORDS[query.school_level]}",
    ]
    sentence = ", ".join(part for part in parts if part)
    together = ", alle soorten samen" if query.together and len(query.sectors) > 1 else ""
    return f"{sentence}{together}." + (f" {SEAT_CAVEAT}" if Sector.MBO in query.sectors else "")


def _and(things: Sequence[object]) -> str:
    words = [str(thing) for thing in things]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}"


def _sectors(query: FlowQuery) -> str:
    for name, group in SECTOR_GROUPS.items():
        if set(group) == set(query.sectors):
            return GROUP_WORDS[name]
    return _and([SECTOR_WORDS[sector] for sector in query.sectors])


def _ages(query: FlowQuery) -> str:
    if not query.ages:
        return ""
    in_years_of_study = {Sector.VO, Sector.PRO}.issuperset(query.sectors)
    return f"in leerjaar {_and(query.ages)} " if in_years_of_study else f"van {_and(query.ages)} jaar "


def _home(query: FlowQuery, cube: Cube | None) -> str:
    code = query.home
    if not code:
        return ""
    if code == UNKNOWN:
        return "van wie de woonplaats niet bekend is"
    if code in ABROAD:
        return f"die in het buitenland wonen ({HOME_NAMES[code]})"
    return f"die wonen in {_name(code, cube)}"


def _school(query: FlowQuery, cube: Cube | None) -> str:
    code = query.school
    if not code:
        return ""
    if code == UNKNOWN:
        return "op een school waarvan de plaats niet bekend is"
    return f"die naar school gaan in {_name(code, cube)}" if code.startswith("GM") else f"op {_name(code, cube)}"


def _name(code: str, cube: Cube | None) -> str:
    if PARTNERSHIP_PATTERN.fullmatch(code):
        partnership = cube.partnerships.get(code) if cube else None
        return f"samenwerkingsverband {partnership.name if partnership else code}"
    if cube is None:
        return code
    named = cube.municipalities.get(code) or cube.locations.get(code)
    return named.name if named else code


def _direction(query: FlowQuery) -> str:
    if query.region.is_country:
        return COUNTRY_DIRECTIONS[query.direction] + COUNTRY_SCOPES[query.scope]
    return DIRECTIONS[query.direction].format(query.region.name) + SCOPES[query.scope]

"""From what the user typed to a question about flows."""

from dataclasses import dataclass

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, FlowQuery, Level, Scope
from tandem.flows.forms import parse_ages, parse_municipalities, parse_region, parse_sectors, parse_years
from tandem.register.data import Region
from tandem.register.definitions import regions


@dataclass(frozen=True)
class Asked:
    home_level: Level = Level.MUNICIPALITY
    school_level: Level = Level.MUNICIPALITY
    home: str = ""
    school: str = ""
    direction: Direction = Direction.ALL
    scope: Scope = Scope.ALL
    together: bool = False


@dataclass(frozen=True)
class Filters:
    """What the user typed, common to all commands."""

    year: str
    sector: str
    region: str
    municipalities: str
    age: str

    def query(self, cube: Cube, asked: Asked = Asked()) -> FlowQuery:
        """The question. ValueError (Dutch)."""
        return FlowQuery(
            parse_years(self.year or str(max(cube.years, default="")), cube.years),
            parse_sectors(self.sector),
            self._region(),
            asked.home_level,
            asked.school_level,
            asked.home.upper(),
            asked.school.upper(),
            asked.direction,
            asked.scope,
            parse_ages(self.age),
            asked.together,
        )

    def _region(self) -> Region:
        if self.region and self.municipalities:
            raise ValueError("regio: kies --region of --municipalities; allebei tegelijk kan niet")
        if self.municipalities:
            return parse_municipalities(self.municipalities)
        if self.region:
            return parse_region(self.region, regions())
        raise ValueError(
            "regio: noem een regio (--region haaglanden) of gemeenten (--municipalities GM0503,GM0603). "
            f"Regio's: {', '.join(regions())}"
        )

"""The back-test as it was measured on the real figures of 2017, for the page that explains the estimate."""

from functools import cache
from typing import Literal

from tandem.platform.home import DEFINITIONS
from tandem.register.definitions import Definition, Part, read_definition

Regions = Literal["country", "held_out"]


class MeasuredScore(Part):
    """One method on one group of sectors; errors in % of the pupils in the flows, as in `backtest.Score`."""

    sectors: str
    regions: Regions
    method: str
    flows: int
    pupils: int
    total_error: float | None = None
    flow_error: float | None = None
    far_off: float | None = None
    inside: float | None = None
    width: float | None = None


class Measured(Definition):
    year: int
    scores: tuple[MeasuredScore, ...]

    def of(self, sectors: str, regions: Regions) -> dict[str, MeasuredScore]:
        """The scores by method."""
        return {one.method: one for one in self.scores if (one.sectors, one.regions) == (sectors, regions)}


@cache
def measured() -> Measured:
    """The file as a value. Raises DefinitionError."""
    return read_definition(DEFINITIONS / "masked_backtest.yaml", Measured)

"""Which ages a sector is about and how far forecasts go, read from `definitions/forecast.yaml`."""

from functools import cache
from typing import Annotated

from pydantic import Field

from tandem.platform.home import DEFINITIONS
from tandem.register.data import Sector
from tandem.register.definitions import Definition, read_definition

Age = Annotated[int, Field(ge=0, le=30)]


class ForecastSettings(Definition):
    horizon: Annotated[int, Field(ge=1, le=10)]
    ages: dict[Sector, tuple[Age, Age]]


@cache
def forecast_settings() -> ForecastSettings:
    """Raises DefinitionError."""
    return read_definition(DEFINITIONS / "forecast.yaml", ForecastSettings)

"""`tandem flows forecast`: how many pupils there will be."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Annotated

import typer

from tandem.cli.flow_answers import open_cube, refuse
from tandem.cli.flow_options import FormatOption, MunicipalitiesOption, RegionOption, SectorOption
from tandem.cli.flow_question import Filters
from tandem.cli.output import Format, print_rows
from tandem.flows.forecast.backtest import ForecastScore
from tandem.flows.forecast.outlook import Outlook, Outlooks, read_outlooks

COLUMNS = (
    "year",
    "sector",
    "municipality_code",
    "municipality",
    "pupils_low",
    "pupils_high",
    "pupils_estimate",
    "official",
)


def register(app: typer.Typer) -> None:
    """Add the command to `tandem flows`."""
    app.command("forecast")(forecast_command)


def forecast_command(
    *,
    sector: SectorOption = "",
    region: RegionOption = "",
    municipalities: MunicipalitiesOption = "",
    years: Annotated[int, typer.Option("--years", min=1, max=5, metavar="AANTAL", help="Zoveel jaren vooruit.")] = 5,
    backtest: Annotated[
        bool, typer.Option("--backtest", help="Toon hoe ver zulke voorspellingen er eerder naast zaten.")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Hoeveel leerlingen er komen, per gemeente en soort, met een bereik waar het echte aantal meestal in ligt.

    [bold]tandem flows forecast --region haaglanden --sector speciaal[/bold]

    [bold]tandem flows forecast --region haaglanden --sector vso --backtest[/bold]

    De regel zonder code is de regio als geheel. Kolom 'official' is de prognose van DUO, als die is geladen.
    """
    cube = open_cube()
    try:
        query = Filters("", sector or "SPECIAAL", region, municipalities, "").query(cube)
        found = read_outlooks(cube, query.region, query.sectors, years)
    except ValueError as error:
        refuse(error)
    if backtest:
        print_rows([field.name for field in fields(ForecastScore)], map(asdict, found.scores), form)
    else:
        print_rows(COLUMNS, _rows(found), form)


def _rows(found: Outlooks) -> Iterator[dict[str, object]]:
    for line in found.lines:
        yield from _of(line)


def _of(line: Outlook) -> Iterator[dict[str, object]]:
    for year, value in sorted(line.coming.items()):
        yield {
            "year": year,
            "sector": line.sector,
            "municipality_code": line.code,
            "municipality": line.name,
            "pupils_low": round(value.low),
            "pupils_high": round(value.high),
            "pupils_estimate": None if value.estimate is None else round(value.estimate),
            "official": line.official.get(year),
        }

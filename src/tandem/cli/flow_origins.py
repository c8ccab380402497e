"""`tandem flows origins`: where the pupils of a school, or the students of an institution, live."""

from typing import Annotated

import typer

from tandem.cli.flow_answers import open_cube, refuse, tell_limits
from tandem.cli.output import Format, print_rows
from tandem.flows.origins import Origin, OriginLevel, origin_query, origins

COLUMNS = ("home_code", "home_name", "pupils_low", "pupils_high", "percentage_low", "percentage_high")


def register(app: typer.Typer) -> None:
    """Add the command to `tandem flows`."""
    app.command("origins")(origins_command)


def origins_command(
    *,
    school: Annotated[
        str, typer.Option("--school", metavar="CODE", help="Vestiging (00AP01), instelling (27GZ), GM0503 of VO2806.")
    ],
    year: Annotated[str, typer.Option("--year", metavar="JAAR", help="Jaar van de telling op 1 oktober.")] = "",
    sector: Annotated[
        str, typer.Option("--sector", metavar="SOORT", help="Zonder: alle soorten van deze school samen.")
    ] = "",
    level: Annotated[OriginLevel, typer.Option("--level", help="Per RMC-regio of per gemeente.")] = OriginLevel.RMC,
    form: Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")] = Format.TABLE,
) -> None:
    """Waar de leerlingen of studenten van een school wonen, de grootste herkomst eerst, met het aandeel in procenten.

    [bold]tandem flows origins --school 27GZ --year 2022[/bold]

    [bold]tandem flows origins --school 27GZ --year 2022 --level municipality --format csv > herkomst.csv[/bold]

    Schermt de bron kleine aantallen af, dan staan er een laagste en een hoogste waarde.
    """
    cube, code = open_cube(), school.strip().upper()
    try:
        query = origin_query(cube, code, year, sector)
        found = origins(cube, code, year=query.years[0], sectors=query.sectors, level=level)
    except ValueError as error:
        refuse(error)
    tell_limits(cube, query)
    print_rows(COLUMNS, map(_row, found), form)


def _row(origin: Origin) -> dict[str, object]:
    return {
        "home_code": origin.code,
        "home_name": origin.name,
        "pupils_low": origin.pupils.low,
        "pupils_high": origin.pupils.high,
        "percentage_low": _percentage(origin.share.low),
        "percentage_high": _percentage(origin.share.high),
    }


def _percentage(fraction: float | None) -> float | None:
    """With one decimal, as such tables have it."""
    return None if fraction is None else round(100 * fraction, 1)

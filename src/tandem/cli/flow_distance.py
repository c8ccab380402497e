"""`tandem flows distance`: how far pupils live from their school."""

from enum import StrEnum
from typing import Annotated

import typer

from tandem.cli.flow_answers import open_cube, refuse, stop, tell_limits
from tandem.cli.flow_options import FormatOption, MunicipalitiesOption, RegionOption, SectorOption, YearOption
from tandem.cli.flow_question import Filters
from tandem.cli.output import Format, messages, print_rows
from tandem.flows.data import FlowQuery, Range
from tandem.flows.distance.data import Journeys
from tandem.flows.distance.journeys import Trips, read_trips
from tandem.flows.forms import parse_sectors, parse_years
from tandem.opendata.data import Interval
from tandem.register.data import COUNTRY

COUNTS = ("pupils", "unplaced", "far", "nearer")
MEASURES = ("median_km", "p90_km", "extra_km", "km_per_year", "euros_per_year")
COLUMNS = (
    "code",
    "name",
    *(f"{name}_{part}" for name in (*COUNTS, *MEASURES) for part in ("low", "high", "estimate")),
)


class By(StrEnum):
    """What a line is about."""

    HOME = "home"
    LOCATION = "location"
    SECTOR = "sector"


def register(app: typer.Typer) -> None:
    """Add the command to `tandem flows`."""
    app.command("distance")(distance_command)


def distance_command(
    *,
    year: YearOption = "",
    sector: SectorOption = "",
    region: RegionOption = "",
    municipalities: MunicipalitiesOption = "",
    school: Annotated[str, typer.Option("--school", metavar="CODE", help="Alleen deze vestiging (00AP01).")] = "",
    by: Annotated[By, typer.Option("--by", help="Een regel per woongemeente, vestiging of soort.")] = By.HOME,
    form: FormatOption = Format.TABLE,
) -> None:
    """Hoe ver leerlingen van hun school wonen, wie verder reist dan de grens, en wat een nadere school scheelt.

    [bold]tandem flows distance --region haaglanden --sector vso[/bold]

    [bold]tandem flows distance --school 00AP01 --sector so --format csv[/bold]

    Kilometers zijn een enkele reis. Een rechte lijn maal een factor, of een tabel met afstanden die je zelf laadt.
    """
    cube = open_cube()
    try:
        if school:
            years = parse_years(year or str(max(cube.years)), cube.years)
            query = FlowQuery(years, parse_sectors(sector or "PO"), COUNTRY, school=school.upper())
        else:
            where = region or ("" if municipalities else "nederland")
            query = Filters(year, sector or "PO", where, municipalities, "").query(cube)
        if len(query.years) != 1:
            stop("jaar: afstanden gaan over één jaar.", 2)
        trips = read_trips(cube, year=query.years[0], sectors=query.sectors, region=query.region, school=query.school)
    except ValueError as error:
        refuse(error)
    tell_limits(cube, query)
    lines = {By.HOME: trips.by_home, By.LOCATION: trips.by_location, By.SECTOR: trips.by_sector}[by]()
    print_rows(COLUMNS, map(_row, lines), form)
    messages.print(_provider(trips), markup=False, soft_wrap=True)


def _provider(trips: Trips) -> str:
    factor = f"rechte lijn × {trips.settings.factor:g}".replace(".", ",")
    if not trips.measured:
        return f"Afstand: {factor}."
    return f"Afstand: uit de geladen tabel voor {trips.measured:.0%} van de regels, anders {factor}."


def _row(one: Journeys) -> dict[str, object]:
    row: dict[str, object] = {"code": one.code, "name": one.name}
    for name in COUNTS:
        value: Interval = getattr(one, name)
        row |= {f"{name}_low": value.low, f"{name}_high": value.high, f"{name}_estimate": value.estimate}
    for name, measure in zip(MEASURES, (one.median, one.p90, one.extra, one.yearly_km, one.euros), strict=True):
        row |= _measure(name, measure)
    return row


def _measure(name: str, value: Range | None) -> dict[str, object]:
    parts = (None, None, None) if value is None else (value.low, value.high, value.estimate)
    rounded = (None if part is None else round(part, 2) for part in parts)
    return dict(zip((f"{name}_low", f"{name}_high", f"{name}_estimate"), rounded, strict=True))

"""`tandem flows`: questions about where pupils live and go to school."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import typer

from tandem.cli import flow_changes, flow_distance, flow_forecast, flow_origins, flows_checks
from tandem.cli.dutch import Commands
from tandem.cli.flow_answers import open_cube, refuse, stop, tell_limits
from tandem.cli.flow_findings import MARK, Row, mark_rows
from tandem.cli.flow_options import (
    AgeOption,
    DirectionOption,
    EstimateOption,
    FormatOption,
    HomeLevelOption,
    HomeOption,
    MunicipalitiesOption,
    RegionOption,
    SchoolLevelOption,
    SchoolOption,
    ScopeOption,
    SectorOption,
    TogetherOption,
    YearOption,
)
from tandem.cli.flow_question import Asked, Filters
from tandem.cli.output import Format, print_json, print_rows
from tandem.flows.cube import Cube
from tandem.flows.data import (
    Direction,
    FlowCell,
    FlowQuery,
    Level,
    MunicipalitySummary,
    Scope,
)
from tandem.flows.describe import describe
from tandem.flows.forms import to_params
from tandem.flows.masked.refining import refined_arrays, refined_summary
from tandem.flows.queries import answer_arrays, summarise
from tandem.flows.sql import to_sql
from tandem.opendata.data import Interval
from tandem.opendata.snapshots import current_snapshot

app = Commands(
    help="Vragen over waar leerlingen wonen en naar school gaan.",
)
flows_checks.register(app)
flow_origins.register(app)
flow_distance.register(app)
flow_changes.register(app)
flow_forecast.register(app)

ADDRESS = "/api/v1/stromen"
SUMMARY_NAMES = ("municipality_code", "municipality")
SUMMARY_FIGURES = ("living", "out", "out_within_region", "at_school", "in")
LIST_NAMES = ("year", "sector", "home_code", "home_name", "school_code", "school_name")
LIST_FIGURES = ("pupils",)


@app.command("summary")
def summary_command(
    *,
    year: YearOption = "",
    sector: SectorOption = "",
    region: RegionOption = "",
    municipalities: MunicipalitiesOption = "",
    age: AgeOption = "",
    estimate: EstimateOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Per gemeente: hoeveel leerlingen er wonen, uitgaan, naar school gaan en inkomen.

    [bold]tandem flows summary --year 2017 --sector PO --region haaglanden[/bold]

    [bold]tandem flows summary --year 2017 --sector so,vso --municipalities GM0503,GM0603 --format csv[/bold]

    Elk getal heeft een laagste en een hoogste waarde. Ze verschillen als de bron kleine aantallen afschermt, of als van
    een school niet bekend is waar zij staat. Een leeg hoogste getal: de bron geeft geen getal.
    """
    cube = open_cube()
    try:
        query = Filters(year, sector, region, municipalities, age).query(cube)
        if len(query.years) != 1:
            stop("jaar: een overzicht gaat over één jaar. Met 'tandem flows list' kun je meer jaren vragen.", 2)
        asked = refined_summary if estimate else summarise
        found = asked(cube, year=query.years[0], sectors=query.sectors, region=query.region, ages=query.ages)
    except ValueError as error:
        refuse(error)
    tell_limits(cube, query)
    columns = _columns(SUMMARY_NAMES, SUMMARY_FIGURES, estimate=estimate)
    _print(cube, query, columns, map(_summary_row, found), form)


@app.command("list")
def list_command(
    *,
    year: YearOption = "",
    sector: SectorOption = "",
    region: RegionOption = "",
    municipalities: MunicipalitiesOption = "",
    home_level: HomeLevelOption = Level.MUNICIPALITY,
    school_level: SchoolLevelOption = Level.MUNICIPALITY,
    home: HomeOption = "",
    school: SchoolOption = "",
    direction: DirectionOption = Direction.ALL,
    scope: ScopeOption = Scope.ALL,
    age: AgeOption = "",
    together: TogetherOption = False,
    estimate: EstimateOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Van waar naar waar: één regel per woonplaats en school, de grootste eerst.

    [bold]tandem flows list --year 2017 --sector PO --region haaglanden --direction uit --scope buiten[/bold]

    [bold]tandem flows list --year 2017 --sector vso --region nederland --home GM0503 --school-level location[/bold]

    [bold]tandem flows list --year alle --sector PO --region haaglanden --together --format csv > stromen.csv[/bold]
    """
    filters = Filters(year, sector, region, municipalities, age)
    asked = Asked(home_level, school_level, home, school, direction, scope, together)
    cube = open_cube()
    try:
        query = filters.query(cube, asked)
        found = refined_arrays(cube, query) if estimate else answer_arrays(cube, query)
    except ValueError as error:
        refuse(error)
    tell_limits(cube, query)
    _print(cube, query, _columns(LIST_NAMES, LIST_FIGURES, estimate=estimate), map(_list_row, found.cells()), form)


@app.command("explain")
def explain_command(
    *,
    year: YearOption = "",
    sector: SectorOption = "",
    region: RegionOption = "",
    municipalities: MunicipalitiesOption = "",
    home_level: HomeLevelOption = Level.MUNICIPALITY,
    school_level: SchoolLevelOption = Level.MUNICIPALITY,
    home: HomeOption = "",
    school: SchoolOption = "",
    direction: DirectionOption = Direction.ALL,
    scope: ScopeOption = Scope.ALL,
    age: AgeOption = "",
    together: TogetherOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Wat 'tandem flows list' met deze keuzes vraagt: in een zin, als adres en als SQL voor DuckDB.

    [bold]tandem flows explain --year 2017 --sector PO --region haaglanden --direction uit[/bold]
    """
    filters = Filters(year, sector, region, municipalities, age)
    asked = Asked(home_level, school_level, home, school, direction, scope, together)
    cube = open_cube()
    try:
        query = filters.query(cube, asked)
    except ValueError as error:
        refuse(error)
    snapshot = current_snapshot()
    if snapshot is None:
        stop("Er zijn geen open data geladen.", 1)
    sql, parameters = to_sql(query, snapshot / "tables")
    told = {
        "sentence": describe(query, cube),
        "url": f"{ADDRESS}?{urlencode(to_params(query), safe=',')}",
        "sql": sql,
        "parameters": parameters,
    }
    if form is Format.TABLE:
        typer.echo("\n\n".join(str(part) for part in told.values()))
    elif form is Format.JSON:
        print_json(told)
    else:
        print_rows(tuple(told), [told], form)


def _print(cube: Cube, query: FlowQuery, columns: Sequence[str], rows: Iterable[Row], form: Format) -> None:
    """The rows with a mark at what a finding touches; the columns of the csv are an agreed contract without it."""
    marked = mark_rows(cube, query, rows, [column for column in columns if column.endswith("_code")], form)
    if form is Format.CSV:
        print_rows(columns, marked, form)
        return
    lines = list(marked)
    shown = form is Format.JSON or any(line[MARK] for line in lines)
    print_rows((*columns, MARK) if shown else columns, lines, form)


def _summary_row(summary: MunicipalitySummary) -> dict[str, object]:
    row: dict[str, object] = {
        "municipality_code": summary.municipality_code,
        "municipality": summary.municipality,
    }
    for name, pupils in (
        ("living", summary.living),
        ("out", summary.out),
        ("out_within_region", summary.out_within_region),
        ("at_school", summary.at_school),
        ("in", summary.incoming),
    ):
        row |= _figure(name, pupils)
    return row


def _columns(names: tuple[str, ...], figures: tuple[str, ...], *, estimate: bool) -> tuple[str, ...]:
    parts = ("low", "high", "estimate") if estimate else ("low", "high")
    return names + tuple(f"{figure}_{part}" for figure in figures for part in parts)


def _figure(name: str, pupils: Interval) -> dict[str, object]:
    return {f"{name}_low": pupils.low, f"{name}_high": pupils.high, f"{name}_estimate": pupils.estimate}


def _list_row(cell: FlowCell) -> dict[str, object]:
    return {
        "year": cell.year,
        "sector": cell.sector,
        "home_code": cell.home_code,
        "home_name": cell.home_name,
        "school_code": cell.school_code,
        "school_name": cell.school_name,
        **_figure("pupils", cell.pupils),
    }

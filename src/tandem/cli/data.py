"""`tandem data`: load, check and fetch open data."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from tandem.cli import data_fetch
from tandem.cli.dutch import Commands
from tandem.cli.failures import ExplainedError, said
from tandem.cli.output import Format, messages, print_json, print_rows
from tandem.flows.cube import write_cube
from tandem.flows.masked.store import write_refinements
from tandem.opendata.data import LoadResult
from tandem.opendata.loading import Progress, load
from tandem.opendata.snapshots import LoadBusy, current_snapshot, list_snapshots, read_manifest, read_report

app = Commands(help="Open data laden, controleren en ophalen.")
data_fetch.register(app)

FormatOption = Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")]
# What fits a screen; csv and json have everything.
FINDING_TABLE = ("severity", "count", "message", "years", "examples")
FINDING_COLUMNS = ("severity", "check", "count", "message", "source", "years", "sectors", "examples")
SOURCE_TABLE = ("name", "layout", "publisher", "rows", "years")
SOURCE_COLUMNS = ("name", "layout", "title", "publisher", "licence", "rows", "years", "sectors", "sha256")
SNAPSHOT_COLUMNS = ("id", "created", "demo", "current", "sources", "rows")
SEVERITIES = {"block": "geweigerd", "warn": "let op", "inform": "ter info"}


@app.command("load")
def load_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PAD", help="Bestanden, zips, gz's of mappen, door elkaar.")],
    fresh: Annotated[
        bool, typer.Option("--opnieuw", "--fresh", help="Begin met niets; vergeet wat eerder is geladen.")
    ] = False,
    no_wait: Annotated[
        bool, typer.Option("--niet-wachten", "--no-wait", help="Stop als er al een andere laadopdracht loopt.")
    ] = False,
) -> None:
    """Laad bestanden van de publicisten, controleer ze en neem ze in één stap in gebruik.

    Leest: leerlingen po per postcode van DUO (per gemeente, het totaaloverzicht, [bold]brin6_pc4[/bold]), hun totalen,
    leerlingen vo per postcode en leerjaar (per jaar, [bold]02voins[/bold]), studenten mbo per instelling en
    woongemeente, adressen van scholen, gemeentegrenzen (GeoJSON), postcodes met gemeente, samenwerkingsverbanden per
    postcode en scholen als punt. Wat al geladen was, blijft; hetzelfde bestand nog eens laden verandert niets.
    Een onbekend bestand wordt genoemd en overgeslagen. Is een bekend bestand niet goed, dan verandert er niets.
    """
    try:
        result = _load_with_bar(paths, fresh=fresh, wait=not no_wait)
    except LoadBusy:
        messages.print("Er loopt al een andere laadopdracht. Probeer het straks nog eens.", style="red")
        raise typer.Exit(1) from None
    except OSError as error:
        raise ExplainedError(f"Laden lukt niet: {said(error) or error} Er is niets veranderd.") from error
    _tell(result)
    if result.changed and (snapshot := current_snapshot()):
        write_refinements(snapshot, newest_only=True)
    if not result.complete:
        raise typer.Exit(1)


def _load_with_bar(paths: list[Path], *, fresh: bool, wait: bool) -> LoadResult:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Bars(*columns, console=messages, disable=not sys.stderr.isatty(), transient=True) as bars:
        task = bars.add_task("open data laden")

        def tell(progress: Progress) -> None:
            bars.update(task, description=progress.step, completed=progress.done, total=progress.total)
            if not sys.stderr.isatty():
                messages.print(progress.step, markup=False, soft_wrap=True)

        return load(paths, finish=(write_cube,), fresh=fresh, wait=wait, tell=tell)


def _tell(result: LoadResult) -> None:
    say: Callable[..., None] = lambda text, style="": messages.print(text, style=style, markup=False, soft_wrap=True)  # noqa: E731
    for source in result.loaded:
        say(f"geladen: {source.name} ({source.layout}, {source.rows} rijen)")
    for name in result.already:
        say(f"al geladen: {name}")
    for problem in result.unknown:
        say(f"overgeslagen: {problem}", style="yellow")
    for problem in result.refused:
        say(f"geweigerd: {problem}", style="red")
    if result.refused:
        say("Er is niets veranderd.")
    elif not result.changed:
        say("Er is niets nieuws; er is niets veranderd.")
    else:
        for message in _warnings():
            say(f"let op: {message}", style="yellow")
        say("De gegevens zijn in gebruik. `tandem data report` laat zien wat de controles vonden.")


def _warnings() -> list[str]:
    return [found["message"] for found in read_report(_current())["findings"] if found["severity"] == "warn"]


@app.command("report")
def report_command(form: FormatOption = Format.TABLE) -> None:
    """Laat zien wat de controles vonden in de gegevens die nu in gebruik zijn.

    Met [bold]--format json[/bold] het hele rapport: ook de bronnen en de tellingen per jaar en soort onderwijs.
    """
    report = read_report(_current())
    if form is Format.JSON:
        print_json(report)
        return
    if form is Format.TABLE and report["counts"]:
        print_rows(tuple(report["counts"][0]), report["counts"], form)
    columns = FINDING_TABLE if form is Format.TABLE else FINDING_COLUMNS
    print_rows(columns, [_finding(finding, form) for finding in report["findings"]], form)


def _finding(finding: dict[str, Any], form: Format) -> dict[str, Any]:
    shown = {name: _joined(value) for name, value in finding.items()}
    if form is Format.TABLE:
        shown["severity"] = SEVERITIES[finding["severity"]]
    return shown


@app.command("list")
def list_command(form: FormatOption = Format.TABLE) -> None:
    """Noem de bestanden waaruit de gegevens bestaan die nu in gebruik zijn."""
    sources = read_report(_current())["sources"]
    columns = SOURCE_TABLE if form is Format.TABLE else SOURCE_COLUMNS
    print_rows(columns, [{name: _joined(value) for name, value in s.items()} for s in sources], form)


@app.command("snapshots")
def snapshots_command(form: FormatOption = Format.TABLE) -> None:
    """Noem de bewaarde versies van de gegevens, de oudste eerst."""
    current = current_snapshot()
    rows = []
    for path in list_snapshots():
        manifest = read_manifest(path)
        rows.append(
            {
                "id": manifest.id,
                "created": manifest.created,
                "demo": manifest.demo,
                "current": path == current,
                "sources": len(manifest.sources),
                "rows": sum(manifest.rows_per_year.values()),
            }
        )
    print_rows(SNAPSHOT_COLUMNS, rows, form)


def _joined(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list) else value


def _current() -> Path:
    snapshot = current_snapshot()
    if snapshot is None:
        messages.print("Er zijn nog geen gegevens geladen. Laad ze met: tandem data load PAD…", style="red")
        raise typer.Exit(1)
    return snapshot

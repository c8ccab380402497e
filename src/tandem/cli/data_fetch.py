"""`tandem data fetch`: download the publishers' files that Tandem knows."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from tandem.cli.output import Format, messages, print_rows
from tandem.opendata.fetch.action import Fetched, Outcome, fetch_all
from tandem.opendata.fetch.sources import SOURCES_FILE, Source, SourceList, SourcesError, choose, read_list
from tandem.opendata.fetch.transfer import Client
from tandem.platform.home import tandem_home

RESULT_COLUMNS = ("source", "outcome", "file", "bytes", "sha256", "message")
# A screen is narrow: there the message stands below the table, and where a file comes from is in csv and json.
RESULT_ON_SCREEN, LIST_ON_SCREEN = RESULT_COLUMNS[:4], ("source", "layout", "publisher", "title")
LIST_COLUMNS = ("source", "layout", "title", "publisher", "licence", "file", "page", "address")


def register(app: typer.Typer) -> None:
    """Add the command to `tandem data`."""
    app.command("fetch")(fetch_command)


def fetch_command(
    names: Annotated[list[str] | None, typer.Argument(metavar="BRON", help="Zonder bron: allemaal.")] = None,
    show_list: Annotated[bool, typer.Option("--list", help="Toon de bronnen; haal niets op.")] = False,
    to: Annotated[
        Path | None, typer.Option(metavar="MAP", help="Map voor de bestanden; anders downloads/ in TANDEM_HOME.")
    ] = None,
    sources_file: Annotated[
        Path,
        typer.Option(
            "--sources", metavar="BESTAND", help="Andere lijst dan definitions/sources.yaml.", show_default=False
        ),
    ] = SOURCES_FILE,
    form: Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")] = Format.TABLE,
) -> None:
    """Haal open data op bij de publicisten (DUO, CBS).

    Wat al binnen is, wordt niet opnieuw opgehaald; een afgebroken bestand gaat verder waar het was.
    Daarna laden: [bold]tandem data load[/bold] met de map die hier genoemd wordt.
    """
    try:
        listed = read_list(sources_file)
        sources = choose(listed.sources, tuple(names or ()))
    except SourcesError as error:
        messages.print(str(error), style="red")
        raise typer.Exit(2) from error
    if show_list:
        print_rows(
            LIST_ON_SCREEN if form is Format.TABLE else LIST_COLUMNS, [_listed(source) for source in sources], form
        )
        _tell_by_hand(listed)
        return
    folder = to or tandem_home() / "downloads"
    results = _fetch_with_bars(sources, folder)
    print_rows(
        RESULT_ON_SCREEN if form is Format.TABLE else RESULT_COLUMNS, [_result(result) for result in results], form
    )
    failed = [result for result in results if result.outcome is Outcome.FAILED]
    for result in failed:
        messages.print(f"{result.source.id}: {result.message} {result.advice}".strip(), soft_wrap=True, markup=False)
    if not names:
        _tell_by_hand(listed)
    if len(failed) < len(results):
        messages.print(f"De bestanden staan in {folder}", soft_wrap=True, markup=False)
    if failed:
        raise typer.Exit(1)


def _fetch_with_bars(sources: tuple[Source, ...], folder: Path) -> list[Fetched]:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=messages, disable=not sys.stderr.isatty()) as bars:

        def bar_for(source: Source) -> Callable[[int, int | None], None]:
            task = bars.add_task(source.id, total=None)
            return lambda done, total: bars.update(task, completed=done, total=total)

        return list(fetch_all(sources, folder, Client(), bar_for))


def _tell_by_hand(listed: SourceList) -> None:
    """What cannot be fetched, why, and what to do: who fetches everything would think to have everything."""
    for one in listed.by_hand:
        messages.print(
            f"Niet op te halen: {one.title} ({one.publisher}). {one.why} {one.instead} Zie {one.page}",
            style="yellow",
            markup=False,
            soft_wrap=True,
        )


def _listed(source: Source) -> dict[str, object]:
    return {"source": source.id} | {column: getattr(source, column) for column in LIST_COLUMNS[1:]}


def _result(result: Fetched) -> dict[str, object]:
    return {
        "source": result.source.id,
        "outcome": result.outcome.value,
        "file": result.path.name,
        "bytes": result.bytes or None,
        "sha256": result.sha256 or None,
        "message": result.message or None,
    }

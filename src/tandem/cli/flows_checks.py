"""`tandem flows backtest` and `tandem flows audit`: how good, and how safe, the figures are."""

from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated

import typer

from tandem.cli.output import Format, messages, print_rows
from tandem.flows.cube import Cube, NoFigures
from tandem.flows.masked.backtest import Score, back_test
from tandem.opendata.snapshots import current_snapshot

FormatOption = Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")]
FolderOption = Path | None


def register(app: typer.Typer) -> None:
    app.command("backtest")(backtest_command)


def backtest_command(
    *,
    year: Annotated[int, typer.Option("--year", metavar="JAAR", help="Zonder: het nieuwste jaar.")] = 0,
    masked: Annotated[
        FolderOption, typer.Option("--masked", metavar="MAP", help="TANDEM_HOME met de afgeschermde aantallen.")
    ] = None,
    truth: Annotated[
        FolderOption, typer.Option("--truth", metavar="MAP", help="TANDEM_HOME met de precieze aantallen.")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Hoe ver de schatting ernaast zit, naast wat anderen met afgeschermde aantallen doen.

    [bold]tandem flows backtest --year 2017[/bold]: neemt precieze aantallen uit de gegevens in gebruik, schermt ze af
    zoals DUO (1 tot en met 4), schat ze, en vergelijkt.

    [bold]tandem flows backtest --masked portaal --truth precies[/bold]: vergelijkt twee mappen waarin je met
    TANDEM_HOME=… tandem data load bestanden hebt geladen.

    Fouten zijn procenten van de leerlingen die tussen twee gemeenten reizen. De gewichten van de schatting zijn bepaald
    in andere regio's dan de toetsregio's.
    """
    cube = _open(masked)
    known = _open(truth) if truth or masked else None
    try:
        scores = back_test(cube, year or max(cube.years), known)
    except NoFigures as error:
        messages.print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    print_rows([field.name for field in fields(Score)], map(asdict, scores), form)


def _open(folder: Path | None) -> Cube:
    """The cube of a TANDEM_HOME (None: the one in use) or of a snapshot's own folder."""
    snapshot = folder if folder and (folder / "tables").is_dir() else current_snapshot(folder)
    if snapshot is None:
        messages.print(f"Er zijn geen open data geladen in {folder or 'TANDEM_HOME'}.", style="red", soft_wrap=True)
        raise typer.Exit(1)
    return Cube.open(snapshot.resolve())

"""`tandem flows backtest` and `tandem flows audit`: how good, and how safe, the figures are."""

from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated

import typer

from tandem.cli.output import Format, messages, print_rows
from tandem.flows.cube import Cube, NotInData
from tandem.flows.masked.backtest import Score, back_test
from tandem.opendata.snapshots import current_snapshot, list_snapshots
from tandem.register.data import Region
from tandem.register.definitions import regions

FormatOption = Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")]
FolderOption = Path | None


def register(app: typer.Typer) -> None:
    app.command("backtest")(backtest_command)
    app.command("audit")(audit_command)


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
    except NotInData as error:
        messages.print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    print_rows([field.name for field in fields(Score)], map(asdict, scores), form)


def audit_command(
    *,
    year: Annotated[int, typer.Option("--year", metavar="JAAR", help="Zonder: het nieuwste jaar.")] = 0,
    previous: Annotated[
        FolderOption,
        typer.Option("--previous", metavar="MAP", help="TANDEM_HOME of momentopname van vroeger. Zonder: de vorige."),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Val aan wat Tandem publiceert: is een afgeschermd aantal verder te openen dan met de totalen van DUO zelf?

    Elke regel die een pagina, download of de API kan tonen, doet mee, ook die van de vorige momentopname. Kolommen:
    hoeveel aantallen zijn afgeschermd; hoeveel daarvan volgen uit de totalen die DUO zelf publiceert (Tandem toont die
    niet); en hoeveel Tandem verder opent. Dat laatste hoort nul te zijn; anders is de exitcode 1.
    """
    from tandem.flows.disclosure.audit import SectorAudit, audit  # noqa: PLC0415 – loads the solver

    cube = _open(None)
    before = _open(previous) if previous else _previous(cube)
    asked = year or max(cube.years)
    if asked not in cube.years:
        messages.print(f"Over {asked} zijn er geen gegevens.", style="red")
        raise typer.Exit(1)
    report = audit(cube, asked, _regions(cube), before)
    print_rows([field.name for field in fields(SectorAudit)], map(asdict, report.sectors), form)
    for problem in report.broken:
        messages.print(f"Regel gebroken: {problem}", style="red", markup=False, soft_wrap=True)
    for gain in report.gains:
        messages.print(f"Zegt meer dan de totalen van de bron: {gain}", markup=False, soft_wrap=True)
    messages.print(f"{report.lines} regels onderzocht.", markup=False)
    if not report.safe:
        messages.print("Onveilig: wat Tandem publiceert opent afgeschermde aantallen.", style="red")
        raise typer.Exit(1)


def _regions(cube: Cube) -> list[Region]:
    """The regions that the data know."""
    parts = [region for region in regions().values() if not region.is_country]
    return [region for region in parts if all(code in cube.units.number for code in region.municipalities)]


def _previous(cube: Cube) -> Cube | None:
    """The cube of the snapshot before the one in use."""
    older = [snapshot for snapshot in list_snapshots() if snapshot.name < cube.snapshot.name]
    return Cube.open(older[-1]) if older else None


def _open(folder: Path | None) -> Cube:
    """The cube of a TANDEM_HOME (None: the one in use) or of a snapshot's own folder."""
    snapshot = folder if folder and (folder / "tables").is_dir() else current_snapshot(folder)
    if snapshot is None:
        messages.print(f"Er zijn geen open data geladen in {folder or 'TANDEM_HOME'}.", style="red", soft_wrap=True)
        raise typer.Exit(1)
    return Cube.open(snapshot.resolve())

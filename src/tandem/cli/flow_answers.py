"""What every command about flows does beside its answer: find the figures, and say what they cannot tell."""

from typing import NoReturn

import typer

from tandem.cli.output import messages
from tandem.flows.cube import Cube, NoOpenData, NotInData, current_cube
from tandem.flows.data import FlowQuery
from tandem.flows.describe import SEAT_CAVEAT
from tandem.flows.queries import absent_slices
from tandem.register.data import Sector


def open_cube() -> Cube:
    """The figures in use; without any the command ends here."""
    try:
        return current_cube()
    except NoOpenData as error:
        stop(str(error), 1)


def refuse(error: ValueError) -> NoReturn:
    """Exit code 1 where a good question asks for what is not in the data, 2 where the question itself is wrong."""
    stop(str(error), 1 if isinstance(error, NotInData) else 2)


def stop(message: str, code: int) -> NoReturn:
    """Say in red what is wrong, and end with this exit code."""
    messages.print(message, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def tell_limits(cube: Cube, query: FlowQuery) -> None:
    """Say which of the asked years and sectors are not there, and what the place of MBO means."""
    absent = absent_slices(cube, query)
    for year, sector in absent:
        messages.print(f"Let op: over {sector} in {year} zijn er geen gegevens; die tellen niet mee.", style="yellow")
    if any((year, Sector.MBO) not in absent for year in query.years if Sector.MBO in query.sectors):
        messages.print(f"Let op: {SEAT_CAVEAT}", style="yellow", soft_wrap=True)

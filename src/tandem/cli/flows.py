"""`tandem flows`: questions about where pupils live and go to school."""

import typer

app = typer.Typer(no_args_is_help=True, help="Vragen over waar leerlingen wonen en naar school gaan.")

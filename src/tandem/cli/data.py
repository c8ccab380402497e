"""`tandem data`: load, check and fetch open data."""

import typer

app = typer.Typer(no_args_is_help=True, help="Open data laden, controleren en ophalen.")

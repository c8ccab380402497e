"""`tandem`: every command in one place. Exit codes: 0 done, 1 it failed (the message says why), 2 wrong use."""

import typer

from tandem.cli import data, flows

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Tandem: het werksysteem van een regio onderwijs en jeugdhulp.",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_show_locals=False,
)
app.add_typer(data.app, name="data")
app.add_typer(flows.app, name="flows")


def main() -> None:
    app()

"""`tandem`: every command in one place. Exit codes: 0 done, 1 it failed (the message says why), 2 wrong use."""

import typer
from typer import rich_utils

from tandem.cli import check, data, db, flows, keys, register, run

rich_utils.OPTIONS_PANEL_TITLE = "Opties"
rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenten"
rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Tandem: het werksysteem van een regio onderwijs en jeugdhulp.",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_show_locals=False,
    add_completion=False,  # it would write in the user's home folder
    epilog="Uitkomst: 0 gelukt, 1 mislukt (de melding zegt waarom), 2 verkeerd gebruikt. "
    "Lijsten staan op de standaarduitvoer, meldingen op de foutuitvoer.",
)
app.command("run")(run.run)
app.command("check")(check.check)
app.add_typer(db.app, name="db")
app.add_typer(keys.app, name="keys")
app.add_typer(data.app, name="data")
app.add_typer(flows.app, name="flows")
app.add_typer(register.app, name="register")


def main() -> None:
    app()

"""`tandem jobs`: work for later."""

from tandem.cli import django_door
from tandem.cli.dutch import Commands
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease

app = Commands(
    help="Werk dat later of op vaste tijden gebeurt, zoals het verzegelen van het logboek.\n\n"
    "[bold]tandem run[/bold] doet dit werk zelf al. Draai je de webserver apart, start dan ook [bold]tandem jobs "
    "run[/bold], een of meer keer.",
)


@app.callback()
def jobs() -> None:
    """Work for later."""


@app.command("run")
def run() -> None:
    """Doe het werk tot je stopt met Ctrl-C. Wat dan bezig is, wordt afgemaakt."""
    with lease.in_use(tandem_home()) as addresses:
        django_door.as_app(addresses)
        from tandem.platform import jobs  # noqa: PLC0415 - needs Django awake

        jobs.work()

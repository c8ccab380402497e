"""`tandem demo`: the fictitious people of the example region."""

from typing import Annotated

import typer

from tandem.cli import django_door
from tandem.cli.failures import ExplainedError
from tandem.cli.output import Format, messages, print_rows
from tandem.opendata.snapshots import current_snapshot, read_manifest
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease
from tandem.register.demo.cast import cast


def fill_where_the_example_is() -> bool:
    """Put the cast in the register where the example region is served; False elsewhere. Django must be awake.

    Raises ExplainedError where the database knows people or schools that exist.
    """
    from tandem.cases.demo import fill_demo_cases  # noqa: PLC0415 - needs Django
    from tandem.casework.demo import fill_demo_concerns  # noqa: PLC0415 - needs Django
    from tandem.decisions.demo import fill_demo_decisions  # noqa: PLC0415 - idem
    from tandem.directory.demo import fill_demo_offers  # noqa: PLC0415 - idem
    from tandem.meetings.demo import fill_demo_meetings  # noqa: PLC0415 - idem
    from tandem.register.demo.filling import NotFictitiousError, fill_demo_region  # noqa: PLC0415 - idem
    from tandem.sharing.demo import fill_demo_pupils  # noqa: PLC0415 - idem

    snapshot = current_snapshot()
    if snapshot is None or not read_manifest(snapshot).demo:
        return False
    try:
        fill_demo_region()
        fill_demo_offers()
        fill_demo_pupils()
        fill_demo_concerns()
        fill_demo_cases()
        fill_demo_meetings()
        fill_demo_decisions()
    except NotFictitiousError as error:
        raise ExplainedError(str(error)) from error
    return True


def demo(
    fill: Annotated[bool, typer.Option("--fill", help="Zet deze mensen ook in het register.")] = False,
    form: Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")] = Format.TABLE,
) -> None:
    """Toon wie er in de voorbeeldregio werkt: verzonnen mensen in elke functie.

    [bold]make run[/bold] zet ze zelf in het register en laat je met één klik als een van hen inloggen.
    Met [bold]--fill[/bold] doe je dat zonder de webserver te starten. In een database die echte mensen of
    scholen kent, komen ze niet.
    """
    if fill:
        with lease.in_use(tandem_home()) as addresses:
            django_door.migrate(addresses)
            if not fill_where_the_example_is():
                raise ExplainedError(
                    "De voorbeeldgegevens zijn niet geladen. Start eerst tandem run zonder TANDEM_DATA."
                )
            messages.print("De mensen van de voorbeeldregio staan in het register.")
    rows = [
        {"name": each.name, "function": role.function, "organisation": cast().stages[role.at].name or role.at}
        for each in cast().players.values()
        for role in each.roles
    ]
    print_rows(("name", "function", "organisation"), rows, form)

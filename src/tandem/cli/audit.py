"""`tandem audit`: the log, for who answers for it."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from tandem.cli import django_door
from tandem.cli.dutch import Commands
from tandem.cli.failures import explained
from tandem.cli.output import Format, messages, print_rows
from tandem.platform import clock
from tandem.platform.clock import AMSTERDAM
from tandem.platform.home import tandem_home
from tandem.platform.keyring import KeyRingError
from tandem.platform.postgres import lease

app = Commands(
    help="Het logboek: wie veranderde wat, en wie zag wiens gegevens.\n\n"
    "Het wordt gelezen als rol tandem_maint. Met een eigen database zet je daarvoor DATABASE_MAINT_URL.",
)


class ListFormat(StrEnum):
    JSON = "json"
    CSV = "csv"


class Shape(StrEnum):
    PROCESSING = "processing"
    ACCESS = "access"


@app.command("list")
def list_lines(
    form: Annotated[ListFormat, typer.Option("--format", help="Vorm van de uitvoer.")] = ListFormat.CSV,
    shape: Annotated[
        Shape, typer.Option(help="processing: Logboek Dataverwerkingen; access: inzagen volgens NEN 7513.")
    ] = Shape.PROCESSING,
    days: Annotated[int, typer.Option(min=1, metavar="AANTAL", help="Hoeveel dagen, tot en met de laatste.")] = 7,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="JJJJ-MM-DD", help="De laatste dag; gewoonlijk vandaag."),
    ] = None,
) -> None:
    """Geef het logboek in de velden van de standaard. Wie het betreft, staat er als pseudoniem in.

    Ook dit lezen komt in het logboek.
    """
    end = datetime.combine((until.date() if until else clock.today()) + timedelta(days=1), time(), AMSTERDAM)
    with explained(KeyRingError), lease.in_use(tandem_home()) as addresses:
        address = addresses.for_reading_the_log()
        django_door.note_reading_of_the_log(addresses, shape=shape, days=days, before=end.date())
        from tandem.audit import exporting, reading  # noqa: PLC0415 - needs Django awake

        chosen = exporting.Shape(shape)
        with reading.opened(address) as reader:
            rows = exporting.records(reader, chosen, end - timedelta(days=days), end)
            print_rows(exporting.fields(chosen), rows, Format(form))


@app.command("seal")
def seal(
    restored: Annotated[
        bool, typer.Option("--restored", help="Er is een reservekopie teruggezet: de keten geldt vanaf hier opnieuw.")
    ] = False,
) -> None:
    """Verzegel de regels die klaar zijn. Dat gebeurt vanzelf elke minuut zolang Tandem draait."""
    with lease.in_use(tandem_home()) as addresses:
        django_door.as_app(addresses)
        from tandem.audit import heads, sealing  # noqa: PLC0415

        with explained(sealing.ChainBrokenError, heads.HeadsDamagedError):
            if restored:
                sealing.accept_restored()
            messages.print(f"{sealing.seal()} regels verzegeld.")


@app.command("verify")
def verify() -> None:
    """Kijk of het logboek nog is zoals het verzegeld werd. Is er iets mis, dan staat hier wat, en is de uitkomst 1."""
    with explained(KeyRingError), lease.in_use(tandem_home()) as addresses:
        address = addresses.for_reading_the_log()
        django_door.wake_django()
        from tandem.audit import heads, reading, verifying  # noqa: PLC0415

        with explained(heads.HeadsDamagedError), reading.opened(address) as reader:
            findings = verifying.verify(reader, {str(path): heads.read(path) for path in heads.paths()})
            size = verifying.size(reader)
    for finding in findings:
        messages.print(f"{finding.place} {finding.message}", style="red", markup=False, soft_wrap=True)
    messages.print(f"{size.sealed} regels in {size.seals} zegels; {size.waiting} wachten op het volgende zegel.")
    if findings:
        raise typer.Exit(1)
    messages.print("Het logboek is zoals het verzegeld werd.")

"""`tandem keys`: the keys that seal the most sensitive columns."""

from typing import Annotated

import typer

from tandem.cli import django_door
from tandem.cli.dutch import Commands
from tandem.cli.failures import explained
from tandem.cli.output import Format, messages, print_rows
from tandem.platform import keyring
from tandem.platform.home import tandem_home
from tandem.platform.keyring import KeyRingError
from tandem.platform.postgres import lease

app = Commands(
    help="De sleutels waarmee de gevoeligste kolommen zijn verzegeld, zoals het BSN.\n\n"
    "Ze staan in [bold]keyring.json[/bold] in TANDEM_HOME en nooit in de database. Zonder dat bestand gaat niets meer "
    "open: bewaar er een kopie van, apart van de reservekopie van de database.",
)


@app.command("list")
def list_keys(form: Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")] = Format.TABLE) -> None:
    """Toon de sleutels, van oud naar nieuw, en hoeveel waarden elk verzegelt. De sleutels zelf blijven geheim."""
    with explained(KeyRingError), lease.in_use(tandem_home()) as addresses:
        django_door.as_owner(addresses)
        from tandem.platform import resealing  # noqa: PLC0415 - needs Django awake

        used, ring = resealing.in_use(), keyring.ring()
        rows = [
            {"key": key.id.hex(), "made": key.made.isoformat(), "active": key == ring.active, "values": used[key.id]}
            for key in ring.keys
        ]
        print_rows(("key", "made", "active", "values"), rows, form)


@app.command("rotate")
def rotate() -> None:
    """Maak een nieuwe sleutel en verzegel alles opnieuw; werd dat eerder afgebroken, dan gaat het daar verder."""
    with explained(KeyRingError, ValueError), lease.in_use(tandem_home()) as addresses:
        django_door.as_owner(addresses)
        from tandem.platform import resealing  # noqa: PLC0415

        done = resealing.rotate()
        messages.print(f"{done} waarden opnieuw verzegeld met sleutel {keyring.ring().active.id.hex()}.")
        messages.print("De oude sleutel blijft bewaard voor oude reservekopieën; weg ermee: tandem keys drop")


@app.command("check")
def check() -> None:
    """Open elke verzegelde waarde. Gaat er een niet open, dan is de uitkomst 1 en staat hier waar."""
    with explained(KeyRingError), lease.in_use(tandem_home()) as addresses:
        django_door.as_owner(addresses)
        from tandem.platform import resealing  # noqa: PLC0415

        broken = list(resealing.check())
        for problem in broken:
            messages.print(problem, style="red", markup=False, soft_wrap=True)
        if broken:
            raise typer.Exit(1)
        messages.print(f"Alle {sum(resealing.in_use().values())} verzegelde waarden gaan open.")


@app.command("drop")
def drop(
    key: Annotated[
        str, typer.Argument(metavar="SLEUTEL", help="De sleutel, zoals [bold]tandem keys list[/bold] hem toont.")
    ],
) -> None:
    """Vergeet een oude sleutel. Dat kan alleen als niets in de database er nog mee verzegeld is."""
    with explained(KeyRingError), lease.in_use(tandem_home()) as addresses:
        django_door.as_owner(addresses)
        from tandem.platform import resealing  # noqa: PLC0415

        try:
            key_id = bytes.fromhex(key)
        except ValueError:
            raise KeyRingError(f"{key} is geen sleutel. Zie: tandem keys list") from None
        if used := resealing.in_use()[key_id]:
            raise KeyRingError(f"Sleutel {key} verzegelt nog {used} waarden. Doe eerst: tandem keys rotate")
        keyring.drop_key(key_id)
        messages.print(f"Sleutel {key} is vergeten.")

"""`tandem providers`: organisations that sign in with their own OpenID Connect provider."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from tandem.cli import django_door
from tandem.cli.dutch import Commands
from tandem.cli.failures import explained
from tandem.cli.output import Format, messages, print_rows
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease

app = Commands(
    help="De inlog van een organisatie zelf (OpenID Connect), zoals die van een gemeente of een schoolbestuur.\n\n"
    "Geef de organisatie als adres om naar terug te sturen: [bold]https://<tandem>/inloggen/organisatie/terug/[/bold].",
)
FACTORS = "Vraagt die inlog zelf al een tweede stap: never (nee), said (als ze het zegt: amr), always (afgesproken)."


@app.command("list")
def list_providers(
    form: Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")] = Format.TABLE,
) -> None:
    """Toon welke organisaties met hun eigen inlog binnenkomen."""
    with lease.in_use(tandem_home()) as addresses:
        django_door.as_app(addresses)
        from tandem.identity import queries  # noqa: PLC0415 - needs Django awake
        from tandem.platform.context import Context, acting  # noqa: PLC0415

        with acting(Context(service="operator")):
            rows = [
                {"id": str(one.id), "name": one.name, "organisation": str(one.organisation)}
                for one in queries.providers()
            ]
        print_rows(("id", "name", "organisation"), rows, form)


@app.command("set")
def set_provider(  # noqa: PLR0917 - typer calls it by name
    organisation: Annotated[UUID, typer.Argument(help="Sleutel van de organisatie in het register.")],
    name: Annotated[str, typer.Option(help="Naam op de inlogpagina.")],
    issuer: Annotated[str, typer.Option(help="Adres van de inlog (issuer), met https.")],
    client_id: Annotated[str, typer.Option(help="Naam van Tandem bij die inlog (client id, audience).")],
    secret_file: Annotated[
        Path, typer.Option(metavar="BESTAND", help="Bestand met het geheim, zodat het niet in een opdracht staat.")
    ],
    tenant_claim: Annotated[str, typer.Option(help="Gegeven dat zegt bij welke klant iemand hoort, zoals tid.")] = "",
    tenant: Annotated[list[str] | None, typer.Option(help="Klant die binnen mag; mag vaker.")] = None,
    second_factor: Annotated[str, typer.Option(help=FACTORS)] = "never",
) -> None:
    """Laat een organisatie met haar eigen inlog binnenkomen, of verander hoe."""
    with explained(ValueError, OSError), lease.in_use(tandem_home()) as addresses:
        django_door.as_app(addresses)
        from tandem.audit.actions import acting_actor  # noqa: PLC0415
        from tandem.identity import actions  # noqa: PLC0415
        from tandem.identity.data import SecondFactor  # noqa: PLC0415
        from tandem.identity.oidc import Client  # noqa: PLC0415
        from tandem.platform.context import Context, acting  # noqa: PLC0415

        if bool(tenant_claim) != bool(tenant):
            raise ValueError("Geef --tenant-claim en --tenant samen, of geen van beide.")
        secret = secret_file.read_text(encoding="utf-8").strip()
        client = Client(issuer, client_id, secret, tenant_claim, frozenset(tenant or ()), SecondFactor(second_factor))
        with acting(Context(service="operator")):
            key = actions.set_provider(by=acting_actor(), organisation=organisation, name=name, client=client)
        messages.print(f"{name} kan voortaan met de eigen inlog binnenkomen ({key}).", soft_wrap=True)


@app.command("end")
def end_provider(
    provider: Annotated[UUID, typer.Argument(help="Sleutel, zoals tandem providers list hem toont.")],
) -> None:
    """Niemand komt meer met deze inlog binnen, vanaf de volgende klik."""
    with explained(KeyError), lease.in_use(tandem_home()) as addresses:
        django_door.as_app(addresses)
        from tandem.audit.actions import acting_actor  # noqa: PLC0415
        from tandem.identity import actions  # noqa: PLC0415
        from tandem.platform.context import Context, acting  # noqa: PLC0415

        with acting(Context(service="operator")):
            actions.end_provider(by=acting_actor(), provider=provider)
        messages.print("Met deze inlog komt niemand meer binnen.")

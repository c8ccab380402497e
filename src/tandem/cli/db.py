"""`tandem db`: the database, in the machine's own PostgreSQL or in yours."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tandem.cli import django_door
from tandem.cli.dutch import Commands
from tandem.cli.output import Format, messages, print_json, print_rows
from tandem.platform.home import tandem_home
from tandem.platform.postgres import backup, cluster, lease

app = Commands(
    help="De database starten, stoppen, bijwerken en vullen.\n\n"
    "Zonder DATABASE_URL is dat een eigen PostgreSQL, alleen bereikbaar voor wie hem start. Met DATABASE_URL (rol "
    "tandem_app) en DATABASE_OWNER_URL (rol tandem_owner) is het de jouwe en start Tandem niets.",
)


class Role(StrEnum):
    APP = "app"
    OWNER = "owner"
    MAINT = "maint"
    STATS = "stats"


@app.command("start")
def start() -> None:
    """Start de eigen PostgreSQL en laat hem aan, tot [bold]tandem db stop[/bold]."""
    _own_database_only()
    running = lease.keep_running(tandem_home())
    messages.print(f"PostgreSQL {running.binaries.major} draait. Adres: tandem db url")


@app.command("stop")
def stop() -> None:
    """Stop de eigen PostgreSQL. Wat is vastgelegd, blijft bewaard."""
    _own_database_only()
    stopped = lease.stop_keeping(tandem_home())
    messages.print("PostgreSQL is gestopt." if stopped else "PostgreSQL draaide niet.")


@app.command("status")
def status(form: Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")] = Format.TABLE) -> None:
    """Toon waar de database is en of hij draait. Draait hij niet, dan is de uitkomst 1."""
    row = _status()
    if form is Format.JSON:
        print_json(row)
    else:
        print_rows(tuple(row), [row], form)
    if not row["running"]:
        raise typer.Exit(1)


@app.command("migrate")
def migrate() -> None:
    """Breng de tabellen bij de tijd, als rol tandem_owner."""
    with lease.in_use(tandem_home()) as addresses:
        django_door.migrate(addresses)
        messages.print("De tabellen zijn bij de tijd.")


@app.command("fill")
def fill() -> None:
    """Vul het register van plaatsen en scholen uit de open data die nu geladen zijn."""
    with lease.in_use(tandem_home()) as addresses:
        django_door.migrate(addresses)
        messages.print(django_door.fill_register())


@app.command("url")
def url(role: Annotated[Role, typer.Option(help="Als welke rol.")] = Role.APP) -> None:
    """Toon het adres van de database, voor psql of DATABASE_URL."""
    if addresses := lease.given():
        known = {Role.APP: addresses.app, Role.OWNER: addresses.owner, Role.MAINT: addresses.maint}
        if not known.get(role):
            raise lease.AddressMissingError(f"Het adres voor rol {role} staat niet in de omgeving.")
        typer.echo(known[role])
    else:
        typer.echo(cluster.cluster_for(tandem_home()).url(cluster.ROLES[role]))


@app.command("roles")
def roles() -> None:
    """Toon de SQL die de vier rollen maakt, voor een eigen server: tandem db roles | psql DATABASE."""
    typer.echo(cluster.ROLES_SQL.read_text(encoding="utf-8"), nl=False)


@app.command("backup")
def make_backup(file: Annotated[Path, typer.Argument(help="Nieuw bestand voor de kopie.")]) -> None:
    """Maak een kopie van de hele database in één bestand, als rol tandem_maint.

    De sleutels staan er niet in: bewaar keyring.json en secret_key uit TANDEM_HOME op een andere plek.
    """
    with lease.in_use(tandem_home()) as addresses:
        backup.dump(None if lease.given() else _programs(), addresses.for_backup(), file)
    messages.print(f"De kopie staat in {file}.")


@app.command("restore")
def put_back(file: Annotated[Path, typer.Argument(help="Kopie van tandem db backup.")]) -> None:
    """Zet een kopie terug in de eigen PostgreSQL van een lege TANDEM_HOME."""
    _own_database_only()
    with lease.in_use(tandem_home()) as addresses:
        backup.restore(_programs(), cluster.cluster_for(tandem_home()).url(cluster.SUPERUSER), file)
        django_door.migrate(addresses)
    messages.print("De kopie is teruggezet.")


def _programs() -> Path:
    return cluster.cluster_for(tandem_home()).binaries.folder


def _own_database_only() -> None:
    if lease.given():
        raise lease.AddressMissingError("DATABASE_URL is gezet: die database start en stop je zelf.")


def _status() -> dict[str, object]:
    if lease.given():
        return {"origin": "DATABASE_URL", "version": "", "running": True, "folder": ""}
    own = cluster.cluster_for(tandem_home())
    return {
        "origin": own.binaries.origin,
        "version": own.binaries.major,
        "running": own.is_running(),
        "folder": str(own.base),
    }

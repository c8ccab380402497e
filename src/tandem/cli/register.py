"""`tandem register`: the register of places, organisations and people."""

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import typer

from tandem.cli import django_door, people_import
from tandem.cli.dutch import Commands
from tandem.cli.failures import explained
from tandem.cli.output import Format, messages, print_rows
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease
from tandem.register.data import Difference, OrganisationKind

COLUMNS = ("what", "kind", "code", "name", "field", "before", "after")
ROWS_TO_READ = 200  # a person does not read more of them on a screen
KINDS = {
    OrganisationKind.MUNICIPALITY: "gemeente",
    OrganisationKind.PARTNERSHIP: "samenwerkingsverband",
    OrganisationKind.BOARD: "schoolbestuur",
    OrganisationKind.SCHOOL: "school",
    OrganisationKind.LOCATION: "schoollocatie",
}

app = Commands(help="Het register van plaatsen, organisaties en mensen.")


@app.callback()
def register() -> None:
    """Het register van plaatsen, organisaties en mensen."""


app.command("import")(people_import.import_people)


@app.command("sync")
def sync(
    yes: Annotated[bool, typer.Option("--yes", help="Voer door zonder te vragen.")] = False,
    form: Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")] = Format.TABLE,
) -> None:
    """Toon wat er anders is in de open data en voer het na bevestiging door.

    Je ziet wat nieuw is, gesloten, opgegaan in een ander, hernoemd of verhuisd. Wat gesloten is, krijgt een einddatum;
    er wordt niets verwijderd. Zonder [bold]--yes[/bold] verandert er niets voordat je ja zegt.
    """
    with explained(), lease.in_use(tandem_home()) as addresses:
        django_door.migrate(addresses)
        found = django_door.sync_register(apply=False)
        if found is None:
            messages.print(django_door.NO_OPEN_DATA)
            return
        show(found, form)
        if found and (yes or _agreed()):
            django_door.sync_register(apply=True)
            messages.print("Doorgevoerd.")
        elif found:
            messages.print("Er is niets gewijzigd. Doorvoeren zonder vraag: tandem register sync --yes")
            raise typer.Exit(1)


def show(found: Sequence[Difference], form: Format) -> None:
    if form is not Format.TABLE or 0 < len(found) <= ROWS_TO_READ:
        print_rows(COLUMNS, [_row(one, form) for one in found], form)
    elif found:
        counts = Counter((django_door.WORDS[one.what], KINDS[one.kind]) for one in found)
        rows = [{"what": what, "kind": kind, "count": number} for (what, kind), number in counts.items()]
        print_rows(("what", "kind", "count"), rows, form)
        messages.print(f"{len(found)} wijzigingen; regel voor regel: tandem register sync --format csv")
    else:
        messages.print("Het register is al gelijk aan de open data.")


def _row(one: Difference, form: Format) -> dict[str, object]:
    """The words of the interface for programs, Dutch for people."""
    people = form is Format.TABLE
    return {
        "what": django_door.WORDS[one.what] if people else one.what.value,
        "kind": KINDS[one.kind] if people else one.kind.value,
        "code": one.code,
        "name": one.name,
        "field": "" if people and one.field == "valid_until" else one.field,
        "before": one.before,
        "after": " ".join((one.after, *one.into)),
    }


def _agreed() -> bool:
    """Only somebody who sits there can say yes."""
    return sys.stdin.isatty() and typer.confirm("Doorvoeren?", default=False)

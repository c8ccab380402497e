"""`tandem retention`: how long records are kept, what is nearly over, and their end."""

from datetime import datetime
from typing import Annotated

import typer

from tandem.cli import django_door
from tandem.cli.dutch import Commands
from tandem.cli.output import Format, messages, print_rows
from tandem.platform import clock
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease

app = Commands(
    help="Bewaartermijnen: hoe lang Tandem wat bewaart, wat bijna voorbij is, en de vernietiging daarna.\n\n"
    "Vernietigen gebeurt elke nacht vanzelf zolang [bold]tandem run[/bold] of [bold]tandem jobs run[/bold] draait. "
    "Wie in een dossier werkt, ziet vier weken eerder een waarschuwing en kan het met een reden vasthouden.",
)
FormOption = Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")]
DayOption = Annotated[
    datetime | None,
    typer.Option("--day", formats=["%Y-%m-%d"], metavar="JJJJ-MM-DD", help="Alsof het die dag is; gewoonlijk vandaag."),
]


@app.command("list")
def list_rules(form: FormOption = Format.TABLE) -> None:
    """Geef per soort gegeven hoe lang het blijft, vanaf wanneer, en waarom."""
    django_door.wake_django()
    from tandem.platform.terms.definitions import term  # noqa: PLC0415 - needs Django awake
    from tandem.sharing.retention.reading import rules  # noqa: PLC0415

    rows = []
    for rule in rules().values():
        longest = max((term(id).length.amount for id in rule.terms.values()), default=None)  # type: ignore[union-attr]
        rows.append(
            {
                "table": rule.table,
                "name": rule.name,
                "how": str(rule.how),
                "terms": " ".join(sorted(set(rule.terms.values()))),
                "years": "" if longest is None else longest,
                "starts": rule.starts or rule.hangs_on,
                "why": rule.why,
            }
        )
    print_rows(list(rows[0]), rows, form)


@app.command("due")
def due(form: FormOption = Format.TABLE, day: DayOption = None) -> None:
    """Geef wat voorbij is of binnen vier weken voorbij gaat. Alleen sleutels; namen staan er niet in."""
    today = day.date() if day else clock.today()
    with lease.in_use(tandem_home()) as addresses:
        django_door.as_app(addresses)
        from tandem.sharing.retention import destroying  # noqa: PLC0415

        found = destroying.list_due(today)
    fields = ["table", "key", "term", "begun", "over_from", "held"]
    rows = (
        {
            "table": one.rule.table,
            "key": str(one.row.key),
            "term": one.term,
            "begun": one.row.starts.isoformat(),
            "over_from": one.over_from.isoformat(),
            "held": one.row.held,
        }
        for one in found
    )
    print_rows(fields, rows, form)


@app.command("run")
def run(
    dry: Annotated[bool, typer.Option("--dry-run", help="Vertel wat er weg zou gaan, en vernietig niets.")] = False,
    form: FormOption = Format.TABLE,
) -> None:
    """Vernietig wat voorbij zijn termijn is, in de volgorde van wat van elkaar afhangt."""
    with lease.in_use(tandem_home()) as addresses:
        django_door.as_app(addresses)
        from tandem.sharing.retention import destroying  # noqa: PLC0415

        outcomes = destroying.run(dry=dry)
    fields = ["table", "destroyed", "held", "warned"]
    rows = (
        {"table": one.rule.table, "destroyed": one.destroyed, "held": one.held, "warned": one.warned}
        for one in outcomes
    )
    print_rows(fields, rows, form)
    if dry:
        messages.print("Er is niets vernietigd.")

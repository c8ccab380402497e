"""`tandem check`: is everything that Tandem needs in order?"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from tandem.cli import django_door
from tandem.cli.output import Format, messages, print_json, print_rows
from tandem.opendata.snapshots import current_snapshot, read_manifest
from tandem.platform import environment
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that was looked at. `reason` says in Dutch what is wrong, or what was found."""

    subject: str
    ok: bool
    reason: str


def check(form: Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")] = Format.TABLE) -> None:
    """Controleer instellingen, gegevens, database en de indeling van de tabellen.

    Uitkomst 0: alles is in orde. Uitkomst 1: er is iets mis; de reden staat erbij.

    Met [bold]--format json[/bold] staat elke tabel erbij, met wat erin staat en welke rijen wie mag zien.
    """
    outcomes = [_look(subject, question) for subject, question in QUESTIONS.items()]
    rows = [asdict(outcome) for outcome in outcomes]
    if form is Format.JSON:
        print_json({"ok": all(outcome.ok for outcome in outcomes), "checks": rows, "tables": _tables()})
    else:
        print_rows(("subject", "ok", "reason"), rows, form)
    if not all(outcome.ok for outcome in outcomes):
        messages.print("Niet alles is in orde.", style="red")
        raise typer.Exit(1)


def _look(subject: str, question: Callable[[], str]) -> Outcome:
    """A check that fails in a way nobody foresaw is a finding too, not the end of the list."""
    try:
        return Outcome(subject, True, question())
    except Exception as error:  # noqa: BLE001 - see above
        return Outcome(subject, False, f"{error}".strip() or type(error).__name__)


def _settings() -> str:
    environment.refuse_unknown_names()
    environment.port()
    for name in ("TANDEM_DEBUG", "TANDEM_HTTPS"):
        environment.switch(name)
    environment.names("TANDEM_HOSTS")
    environment.given_secret()
    django_door.wake_django()
    django_door.check_code()
    return f"TANDEM_HOME is {tandem_home()}"


def _data() -> str:
    snapshot = current_snapshot()
    if snapshot is None:
        raise LookupError("Er zijn nog geen open data geladen. Doe: tandem data load MAP, of start met tandem run.")
    manifest = read_manifest(snapshot)
    kind = "voorbeeldgegevens" if manifest.demo else "open data"
    return f"{kind}, {len(manifest.sources)} bestanden, momentopname {manifest.id}"


def _database() -> str:
    with lease.in_use(tandem_home()) as addresses:
        return django_door.check_database(addresses)


def _tables() -> list[dict[str, object]]:
    """None where the database does not answer: the checks say so already."""
    try:
        with lease.in_use(tandem_home()) as addresses:
            return django_door.tables(addresses)
    except Exception:  # noqa: BLE001 - see above
        return []


QUESTIONS: dict[str, Callable[[], str]] = {"instellingen": _settings, "gegevens": _data, "database": _database}

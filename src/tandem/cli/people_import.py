"""`tandem register import`: a file of people for one organisation, as its administrator brings it on the page."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tandem.cli import django_door
from tandem.cli.failures import ExplainedError, explained
from tandem.cli.output import Format, messages, print_rows
from tandem.platform import clock
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease
from tandem.platform.spreadsheets.data import UnreadableError
from tandem.platform.spreadsheets.reading import read_sheets, shown_name

COLUMNS = ("file", "sheet", "row", "column", "severity", "reason", "advice")


def import_people(
    file: Annotated[Path, typer.Argument(help="Een Excel-werkmap (.xlsx) of CSV, volgens het sjabloon.")],
    organisation: Annotated[str, typer.Option("--organisation", help="Code of volledige naam van de organisatie.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Kijk alleen wat er gebeurt.")] = False,
    form: Annotated[Format, typer.Option("--format", help="Vorm van de uitvoer.")] = Format.TABLE,
) -> None:
    """Zet de mensen uit een bestand in het register van één organisatie.

    Eén foute rij verandert niets: je ziet per rij en kolom wat er niet klopt en wat je doet (uitkomst 1). Het sjabloon
    met keuzelijsten staat op de pagina Invoer van die organisatie; daar draai je een bestand ook weer terug.
    """
    with explained(LookupError), lease.in_use(tandem_home()) as addresses:
        django_door.migrate(addresses)
        _import(file, organisation, form, dry_run=dry_run)


def _import(file: Path, organisation: str, form: Format, *, dry_run: bool) -> None:
    from tandem.audit.actions import acting_actor  # noqa: PLC0415 - needs Django
    from tandem.platform.context import acting  # noqa: PLC0415
    from tandem.register.bulk import actions, queries  # noqa: PLC0415
    from tandem.register.bulk.data import Effect  # noqa: PLC0415
    from tandem.register.bulk.rules.files import judge_file  # noqa: PLC0415
    from tandem.register.hats import operator_context  # noqa: PLC0415

    try:
        sheets = read_sheets(file.read_bytes())
    except UnreadableError as error:
        raise ExplainedError(f"{file.name}: {error.reason}. {error.advice}") from error
    with acting(operator_context(queries.organisation_named(organisation).id, day=clock.today())):
        report = judge_file(shown_name(file.name), sheets, queries.facts(clock.today()))
        rows = [asdict(finding) | {"severity": WEIGHTS[finding.weight.value]} for finding in report.findings]
        if rows or form is not Format.TABLE:
            print_rows(COLUMNS, rows, form)
        if report.errors:
            raise ExplainedError("Er klopt iets niet, dus er is niets veranderd.")
        counts = ", ".join(f"{report.count(effect)} {word}" for effect, word in zip(Effect, WORDS, strict=False))
        if dry_run or not report.changes_something:
            messages.print(f"Dit gaat er gebeuren: {counts}. Er is nog niets veranderd.")
            return
        batch = actions.propose(by=acting_actor(), report=report)
        actions.apply(by=acting_actor(), batch=batch)
    messages.print(f"Doorgevoerd: {counts}.")


WEIGHTS = {"ERROR": "fout", "REMARK": "let op"}
WORDS = ("nieuwe mensen", "functies", "koppelingen")

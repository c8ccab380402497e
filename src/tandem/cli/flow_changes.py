"""`tandem flows changes`: what changed most since the year before, also by mail."""

from collections.abc import Sequence
from typing import Annotated

import typer

from tandem.cli import django_door
from tandem.cli.failures import ExplainedError
from tandem.cli.flow_answers import open_cube, refuse
from tandem.cli.flow_options import FormatOption, MunicipalitiesOption, RegionOption, SectorOption
from tandem.cli.flow_question import Filters
from tandem.cli.output import Format, messages, print_rows
from tandem.flows.changes import Change, Changes, read_changes
from tandem.flows.cube import Cube
from tandem.flows.data import FlowQuery
from tandem.opendata.data import Interval
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease

COLUMNS = (
    "subject",
    "sector",
    "home_code",
    "home_name",
    "school_code",
    "school_name",
    "before_low",
    "before_high",
    "after_low",
    "after_high",
    "at_least",
)
IN_MAIL = 20


def register(app: typer.Typer) -> None:
    """Add the command to `tandem flows`."""
    app.command("changes")(changes_command)


def changes_command(
    *,
    sector: SectorOption = "",
    region: RegionOption = "",
    municipalities: MunicipalitiesOption = "",
    mail_to: Annotated[str, typer.Option("--mail-to", metavar="ADRES", help="Stuur de lijst ook hierheen.")] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """Wat er met zekerheid het meest veranderde sinds het jaar ervoor: per gemeente, school en stroom.

    [bold]tandem flows changes --region haaglanden --sector speciaal[/bold]

    [bold]tandem flows changes --region haaglanden --mail-to beleid@gemeente.example[/bold]

    In de lijst en in de mail staan alleen plaatsen, scholen en aantallen, nooit personen.
    """
    cube = open_cube()
    try:
        query = Filters("", sector or "PO", region, municipalities, "").query(cube)
        found = read_changes(cube, query.region, query.sectors)
    except ValueError as error:
        refuse(error)
    print_rows(COLUMNS, (_row(cube, one) for one in found.found), form)
    messages.print(f"{found.before} naar {found.year}: {found.compared} getallen vergeleken.", markup=False)
    if mail_to:
        _mail(cube, query, found, mail_to)


def _row(cube: Cube, one: Change) -> dict[str, object]:
    return {
        "subject": one.subject,
        "sector": one.sector,
        "home_code": one.home,
        "home_name": _name(cube, one.home),
        "school_code": one.school,
        "school_name": _name(cube, one.school),
        "before_low": one.before.low,
        "before_high": one.before.high,
        "after_low": one.after.low,
        "after_high": one.after.high,
        "at_least": one.least,
    }


def _name(cube: Cube, code: str) -> str:
    if code in cube.locations:
        return cube.locations[code].name
    return cube.municipalities[code].name if code in cube.municipalities else code


def _mail(cube: Cube, query: FlowQuery, found: Changes, address: str) -> None:
    subject = f"Leerlingen in {query.region.name}: wat veranderde van {found.before} naar {found.year}"
    with lease.in_use(tandem_home()) as addresses:
        django_door.as_app(addresses)
        put_in_the_post(address, subject, mail_text(cube, found))
    messages.print("De mail ligt klaar; Tandem stuurt hem zodra het draait.", markup=False)


def put_in_the_post(address: str, subject: str, text: str) -> None:
    """Leave the mail to the worker. ExplainedError when no mail can be sent from here, or not to this address."""
    from django.conf import settings  # noqa: PLC0415 - awake only by now
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.core.validators import validate_email  # noqa: PLC0415

    from tandem.platform.context import Context, acting  # noqa: PLC0415
    from tandem.platform.mail import send_notice  # noqa: PLC0415

    if not settings.SMTP:
        raise ExplainedError("Er is geen mailserver ingesteld (TANDEM_SMTP), dus er is niets gemaild.")
    try:
        validate_email(address)
    except ValidationError as error:
        raise ExplainedError(f"--mail-to: {address} is geen mailadres.") from error
    with acting(Context(service="command-line")):
        send_notice(to=address, subject=subject, text=text)


def mail_text(cube: Cube, found: Changes, most: int = IN_MAIL) -> str:
    """Plain text: the largest certain changes, one per line."""
    lines = [_line(cube, one) for one in found.found[:most]]
    rest = len(found.found) - len(lines)
    return "\n".join([*_opening(found), *lines, *([f"… en nog {rest}."] if rest > 0 else [])]) + "\n"


def _opening(found: Changes) -> Sequence[str]:
    if not found.found:
        return ("Er is niets met zekerheid veel veranderd.",)
    return ("Wat met zekerheid het meest veranderde (minstens zoveel leerlingen erbij of eraf):", "")


def _line(cube: Cube, one: Change) -> str:
    what = {
        "living": f"{_name(cube, one.home)}: wonen er",
        "out": f"{_name(cube, one.home)}: gaan naar school in een andere gemeente",
        "in": f"{_name(cube, one.school)}: komen van elders",
        "school": f"{_name(cube, one.school)} ({one.school})",
        "flow": f"van {_name(cube, one.home)} naar {_name(cube, one.school)}",
    }[one.subject]
    return f"{one.least:+d}  {what}, {one.sector}: van {_bounds(one.before)} naar {_bounds(one.after)}".replace(
        "-", "−", 1
    )


def _bounds(value: Interval) -> str:
    if value.is_exact:
        return str(value.low)
    return f"{value.low} tot {'?' if value.high is None else value.high}"

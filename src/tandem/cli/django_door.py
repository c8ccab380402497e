"""The commands that speak to PostgreSQL through Django.

Django is woken up inside these functions and not on import, so that `tandem data` and `tandem flows` never need it.
"""

import json
import os
import secrets
from collections import Counter
from collections.abc import Sequence
from io import StringIO

from tandem.opendata.places import places_of
from tandem.opendata.snapshots import current_snapshot
from tandem.platform import clock
from tandem.platform.environment import switch
from tandem.platform.postgres.cluster import ClusterError
from tandem.platform.postgres.lease import Addresses
from tandem.register.data import Difference, What

NO_OPEN_DATA = "Er zijn nog geen open data geladen; het register blijft zoals het is."
SECONDS_TO_SYNC, SECONDS_PER_STATEMENT = 600, 60
WORDS = {
    What.NEW: "nieuw",
    What.CLOSED: "gesloten",
    What.MERGED: "opgegaan in een ander",
    What.RETURNED: "terug",
    What.RENAMED: "hernoemd",
    What.MOVED: "verhuisd",
    What.CHANGED: "gewijzigd",
}


def wake_django() -> None:
    import django  # noqa: PLC0415 - see above

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.project.settings")
    switch("TANDEM_DEBUG")  # said in one line, before Django wraps the mistake in its own
    django.setup()


def migrate(addresses: Addresses) -> None:
    """Tables up to date as owner; afterwards the connection speaks as the app. ClusterError when nobody answers."""
    wake_django()
    from django.db import OperationalError  # noqa: PLC0415

    from tandem.platform import database  # noqa: PLC0415

    try:
        database.connect_as(addresses.for_migration())
        database.migrate()
        database.connect_as(addresses.app)
    except OperationalError as error:
        reason = str(error).strip().partition("\n")[0]
        raise ClusterError(f"De database van DATABASE_OWNER_URL antwoordt niet zoals het moet: {reason}") from error


def as_owner(addresses: Addresses) -> None:
    """Wake Django and speak as the role that owns the tables."""
    wake_django()
    from tandem.platform import database  # noqa: PLC0415

    database.connect_as(addresses.for_migration())


def as_app(addresses: Addresses) -> None:
    """Wake Django and speak as the role of web and jobs."""
    wake_django()
    from tandem.platform import database  # noqa: PLC0415

    database.connect_as(addresses.app)


def note_reading_of_the_log(addresses: Addresses, **asked: object) -> None:
    """Who reads the log leaves a line in it: whoever may use the command line of this installation."""
    as_app(addresses)
    from tandem.audit import actions  # noqa: PLC0415
    from tandem.platform.context import Context, acting  # noqa: PLC0415

    with acting(Context(service="command-line", trace=secrets.token_hex(16))):
        details = {name: str(value) for name, value in asked.items()}
        actions.record(by=actions.acting_actor(), action="read log", subject="log", details=details)


def check_code() -> None:
    """Django's checks and ours, the database left out. Raises SystemCheckError."""
    from django.core.management import call_command  # noqa: PLC0415

    call_command("check", stdout=StringIO())


def what_checks_find() -> list[str]:
    """The errors of Django's checks and ours, the classification of the tables included, each with what to do."""
    from django.core.checks import ERROR, run_checks  # noqa: PLC0415

    found = run_checks(databases=["default"])
    return [f"{message.msg} {message.hint or ''}".strip() for message in found if message.level >= ERROR]


def check_database(addresses: Addresses) -> str:
    """Whether the tables are up to date and keep their rows; says in Dutch what was found. Changes nothing."""
    wake_django()
    from django.core.checks import ERROR, run_checks  # noqa: PLC0415

    from tandem.platform import database  # noqa: PLC0415

    database.connect_as(addresses.app)
    if missing := database.missing_migrations():
        raise RuntimeError(f"De tabellen zijn niet bij de tijd ({', '.join(missing)}). Doe: tandem db migrate")
    found = run_checks(databases=["default"])
    if wrong := [message.msg for message in found if message.level >= ERROR]:
        raise RuntimeError("\n".join(wrong))
    notes = "".join(f"\nLet op: {message.msg}" for message in found)
    return f"PostgreSQL {database.server_version()}, tabellen bij de tijd en ingedeeld{notes}"


def tables(addresses: Addresses) -> list[dict[str, object]]:
    """Every table with its class, why, and which rows are let through."""
    wake_django()
    from django.core.management import call_command  # noqa: PLC0415

    from tandem.platform import database  # noqa: PLC0415

    database.connect_as(addresses.app)
    out = StringIO()
    call_command("tables", stdout=out)
    found: list[dict[str, object]] = json.loads(out.getvalue())
    return found


def collect_static() -> None:
    """Style, script and font with a hash in their name and compressed, in TANDEM_HOME/static."""
    from django.core.management import call_command  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)


def fill_register() -> str:
    """Bring the register up to date with the snapshot that serves; says in Dutch what changed."""
    found = sync_register(apply=True)
    if found is None:
        return NO_OPEN_DATA
    if not found:
        return "Het register is al gelijk aan de open data."
    counts = Counter(difference.what for difference in found)
    return f"Register: {', '.join(f'{counts[what]} {word}' for what, word in WORDS.items() if counts[what])}."


def ready_register(addresses: Addresses) -> None:
    """Tables up to date, and where the register is still empty what `tandem run` would put in it."""
    migrate(addresses)
    from tandem.platform.context import ANONYMOUS, acting  # noqa: PLC0415
    from tandem.register import queries  # noqa: PLC0415

    with acting(ANONYMOUS):
        known = queries.counts(clock.today())
    if any(known.values()):
        return
    from tandem.cli import demo, first_data  # noqa: PLC0415 - heavy, and only needed the first time

    first_data.load_what_is_missing()
    fill_register()
    demo.fill_where_the_example_is()


def sync_register(*, apply: bool) -> Sequence[Difference] | None:
    """What differs between the register and the snapshot that serves; None when there is no snapshot.

    With `apply` the register becomes equal to it, else nothing changes.
    """
    from tandem.audit.data import OPEN_DATA  # noqa: PLC0415
    from tandem.platform.context import Context, acting  # noqa: PLC0415
    from tandem.platform.database import allow_statements_of  # noqa: PLC0415
    from tandem.register import actions  # noqa: PLC0415

    snapshot = current_snapshot()
    if snapshot is None:
        return None
    write = actions.register_places if apply else actions.preview_places
    with acting(Context(service="opendata"), lifetime=SECONDS_TO_SYNC):
        allow_statements_of(SECONDS_PER_STATEMENT)
        return write(by=OPEN_DATA, places=places_of(snapshot), on=clock.today())

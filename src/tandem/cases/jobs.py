"""What cases need done by themselves. The worker finds it here."""

from tandem.cases import watching
from tandem.platform.jobs import each


@each("*/5 * * * *", name="cases.watch")
def watch() -> None:
    watching.watch()


@each("45 2 * * *", name="cases.rescue")
def rescue() -> None:
    """Every night: an organisation or a function ends on a day."""
    watching.rescue()

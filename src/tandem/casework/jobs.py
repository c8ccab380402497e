"""What concerns need done by themselves: terms watched, notices mailed. The worker finds it here."""

import secrets

from tandem.casework import mailing, watching
from tandem.casework.data import CLOCK_SERVICE
from tandem.platform.context import Context, acting
from tandem.platform.database import allow_statements_of
from tandem.platform.jobs import each

LONGEST = 600  # seconds that the digest of a region may take


@each("*/5 * * * *", name="casework.watch")
def watch() -> None:
    watching.watch()
    with acting(_clock()):
        mailing.mark_failures(by=mailing.CLOCK)


@each("40 2 * * *", name="casework.rescue")
def rescue() -> None:
    """Every night: an organisation or a function ends on a day."""
    watching.rescue()


@each("15 5 * * 1-5", name="casework.digest")
def digest() -> None:
    """Before the working day begins: 5:15 in UTC is 6:15 or 7:15 here."""
    with acting(_clock(), lifetime=LONGEST):
        allow_statements_of(LONGEST)
        mailing.mail_digest(by=mailing.CLOCK)


def _clock() -> Context:
    return Context(service=CLOCK_SERVICE, trace=secrets.token_hex(16))

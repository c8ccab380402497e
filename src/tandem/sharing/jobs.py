"""The clock of the gate: what ends on a birthday or by its date, what must be asked anew, and who hears of it by mail.

Access itself ends without it: a row of access never reaches past the day on which another must consent.
"""

import secrets
from functools import cache
from pathlib import Path
from typing import Annotated

from django.conf import settings
from django.db import connection
from pydantic import Field

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import jobs
from tandem.platform.context import Context, acting
from tandem.platform.home import DEFINITIONS
from tandem.platform.mail import send_notice
from tandem.register.definitions import Definition, read_definition

SERVICE = "sharing-clock"
CLOCK = Actor(f"service:{SERVICE}")
SUBJECT = "Er is een bericht voor je in Tandem"
TEXT = (
    "Hallo,\n\nEr is iets veranderd in wat je deelt of wat met je gedeeld is. Log in om te lezen wat:\n\n{link}\n\n"
    "In deze mail staat met opzet niet om wie het gaat."
)


class BirthdayFile(Definition):
    """Layout of definitions/consent/birthdays.yaml."""

    days_before: Annotated[int, Field(ge=1, le=365)]


@cache
def days_before(path: Path = DEFINITIONS / "consent" / "birthdays.yaml") -> int:
    return read_definition(path, BirthdayFile).days_before


@jobs.each("5 23 * * *", name="sharing.new_day")
def new_day() -> None:
    """End what no consent carries any more today, and ask in time for what will."""
    with acting(Context(service=SERVICE, trace=secrets.token_hex(16))):
        ended, asked = _number("sharing_end_what_is_over()"), _number(f"sharing_ask_before_birthdays({days_before()})")
        if ended or asked:
            audit.record(
                by=CLOCK, action="review consents", subject="disclosures", details={"ended": ended, "asked": asked}
            )


@jobs.each("*/5 * * * *", name="sharing.tell")
def tell() -> None:
    """A mail to everybody for whom there is a new notice, in the transaction in which the notice counts as told."""
    with acting(Context(service=SERVICE, trace=secrets.token_hex(16))):
        with connection.cursor() as cursor:
            cursor.execute("select email from sharing_addresses_to_tell()")
            addresses = [email for (email,) in cursor.fetchall()]
        for address in addresses:
            send_notice(to=address, subject=SUBJECT, text=TEXT.format(link=f"{settings.SITE}/verstrekkingen/"))
        if addresses:
            audit.record(by=CLOCK, action="mail notices", subject="disclosures", details={"mails": len(addresses)})


def _number(call: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select {call}")
        (found,) = cursor.fetchone() or (0,)
        return int(found)

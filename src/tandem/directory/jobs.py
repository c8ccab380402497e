"""What the directory needs done each day."""

import secrets

from tandem.directory import reminders
from tandem.platform.context import Context, acting
from tandem.platform.jobs import each


@each("40 5 * * *", name="directory.remind_owners")
def remind_owners() -> None:
    with acting(Context(service="reminders", trace=secrets.token_hex(16))):
        reminders.remind_owners(by=reminders.REMINDERS)

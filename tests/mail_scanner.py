"""Reads every mail that any test sends: nothing about anybody may stand in it.

`tests/conftest.py` puts it before the job that mails, so it sees a mail when it is asked for, sent or not.
"""

import base64
import json
import re
from typing import Any

from django.conf import settings
from tests.cast import CAST

from tandem.platform import mail, sealing
from tandem.platform.jobs import Job

problems: list[str] = []
read = 0  # mails so far

LINK = re.compile(r"https?://\S+")
PATTERNS = {
    "a citizen number": re.compile(r"(?<!\d)\d{9}(?!\d)"),
    "a telephone number": re.compile(r"(?<!\d)(?:\+31|0)[\s-]?\d(?:[\s-]?\d){8}(?!\d)"),
    "a postcode": re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b"),
    "a date": re.compile(r"\b\d{1,2}[-/]\d{1,2}[-/](?:19|20)\d{2}\b|\b(?:19|20)\d{2}-\d{2}-\d{2}\b"),
    "an address": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    "a planted word": re.compile(r"qzx[a-z]{6}"),
}
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
FIXED = {"Proefkind", "Boterbloem"}  # surnames of the children of the small worlds


SURNAMES = re.compile(
    "|".join(rf"\b{re.escape(name)}\b" for name in sorted(FIXED | {p.family for p in CAST.players.values()}))
)


def faults(subject: str, text: str) -> list[str]:
    """What of a mail is about somebody. A link may hold a secret word, and no key of a row."""
    found = [f"a key in {link}" for link in LINK.findall(text) if KEY.search(link)]
    bare = LINK.sub("", f"{subject}\n{text}")
    found += [what for what, pattern in PATTERNS.items() if pattern.search(bare)]
    if KEY.search(bare):
        found.append("a key")
    found += [f"the name {name}" for name in SURNAMES.findall(bare)]
    return found


def bare_calendar(content: str, to: str) -> str:
    """What an appointment says, its long lines made whole; without from whom and to whom the mail itself is."""
    lines = content.replace("\r\n ", "").splitlines()
    return "\n".join(
        one for one in lines if one not in (f"ATTENDEE:mailto:{to}", f"ORGANIZER:mailto:{settings.MAIL_FROM}")
    )


class Scanning:
    """Stands before the job that mails."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __getattr__(self, name: str) -> Any:
        return getattr(self._job, name)

    def later(self, *, sealed: str, **more: str) -> None:
        global read  # noqa: PLW0603 - counted over the whole run
        read += 1
        to, subject, text, calendar = json.loads(sealing.unseal(base64.b64decode(sealed), "mail"))
        found = [*faults(subject, text), *faults("", bare_calendar(calendar, to))]
        problems.extend(f"mail “{subject}” holds {what}" for what in found)
        self._job.later(sealed=sealed, **more)


def stand_before() -> None:
    if not isinstance(mail.deliver, Scanning):
        mail.deliver = Scanning(mail.deliver)  # type: ignore[assignment]

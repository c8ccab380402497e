"""Notices by mail: at once for who asked for that and for what cannot wait, else in one mail a working day.

A mail says how many of which kind, and that one signs in for the rest: no name, no key, nothing about anybody. It acts
as the service `concern-clock`.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.data import CLOCK_SERVICE, About, Topic
from tandem.casework.rules.topics import TOPIC_OF
from tandem.platform import clock
from tandem.platform.appointments import Appointment
from tandem.platform.jobs import job
from tandem.platform.mail import send_notice

CLOCK = Actor(f"service:{CLOCK_SERVICE}")
AT_ONCE = "AT_ONCE"
SUBJECT = "Er is nieuws voor je in Tandem"
LATELY = timedelta(days=7)
_WAITING = """
select n.id, case n.about when 'CONCERN' then n.kind else n.about end, r.person, r.email, r.way
from casework_notice n cross join lateral casework_readers(n.id) r
where n.sent is null and n.seen is null and n.at <= %s and r.way = 'DIGEST' order by n.at
"""
_LINES = {
    Topic.NEW: ("1 nieuw signaal of aanbod om aan te nemen", "{} nieuwe signalen of aanbiedingen om aan te nemen"),
    Topic.ANSWERED: ("1 antwoord op wat is doorgegeven", "{} antwoorden op wat is doorgegeven"),
    Topic.PROGRESS: ("1 signaal is verder", "{} stappen verder met signalen"),
    Topic.WORDS: ("1 aanvulling of antwoord", "{} aanvullingen of antwoorden"),
    Topic.TERM: ("1 bericht over een termijn", "{} berichten over termijnen"),
    Topic.CASE: ("1 bericht over een casus", "{} berichten over casussen"),
    Topic.MEETING: ("1 bericht over een overleg", "{} berichten over overleggen"),
    Topic.DECISION: ("1 bericht over een besluit", "{} berichten over besluiten"),
    Topic.LADDER: ("1 bericht over opschalen", "{} berichten over opschalen"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets a notice by mail."""

    person: UUID
    email: str


Told = dict[Reader, dict[UUID, str]]  # the notices of each, with their kind


@job("casework.notify", service=CLOCK_SERVICE)
def notify(*, event: str, appointment: str = "") -> None:
    """What must be mailed at once about a line of a timeline. Asked for in the transaction that wrote the line."""
    along = Appointment.from_json(json.loads(appointment)) if appointment else None
    mail_at_once(by=CLOCK, event=UUID(event), appointment=along)


@transaction.atomic
def mail_at_once(*, by: Actor, event: UUID, appointment: Appointment | None = None) -> int:
    """One mail to each who wants this kind at once; how many. A second time it sends nothing."""
    told: Told = defaultdict(dict)
    rows = models.Notice.objects.filter(event=event, seen=None).values_list("pk", "about", "kind")
    for notice, about, command in rows:
        kind = command if about == About.CONCERN else about
        with connection.cursor() as cursor:
            cursor.execute("select person, email, way from casework_readers(%s)", [notice])
            found = cursor.fetchall()
        if not found:
            models.Notice.objects.filter(pk=notice).update(failed=True)
        for person, email, way in found:
            if way == AT_ONCE:
                told[Reader(person, email)][notice] = kind
    return _send(by, told, appointment)


@transaction.atomic
def mail_digest(*, by: Actor) -> int:
    """What nobody has seen yet, in one mail to each; how many mails. Afterwards the notices are seen to."""
    now, told = clock.now(), defaultdict[Reader, dict[UUID, str]](dict)
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [now])
        for notice, kind, person, email, _ in cursor.fetchall():
            told[Reader(person, email)][notice] = kind
    number = _send(by, told)
    models.Notice.objects.filter(sent=None, at__lte=now).update(sent=now)
    return number


@transaction.atomic
def mark_failures(*, by: Actor) -> int:
    """Note at each notice that its mail did not arrive, so that who caused it can see that; how many."""
    lately = models.Mailed.objects.filter(at__gt=clock.now() - LATELY, notice__failed=False)
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from platform_mail where failed and id = any (%s)", [list(lately.values_list("mail", flat=True))]
        )
        mails = [key for (key,) in cursor.fetchall()]
    lost = list(lately.filter(mail__in=mails).values_list("notice_id", flat=True))
    number = models.Notice.objects.filter(pk__in=lost).update(failed=True)
    if number:
        audit.record(by=by, action="notices not delivered", subject="notices", details={"notices": number})
    return number


def _send(by: Actor, told: Told, appointment: Appointment | None = None) -> int:
    """A mail to each with what she was not mailed before; how many."""
    number = 0
    for reader, notices in told.items():
        before = models.Mailed.objects.filter(person_id=reader.person, notice__in=list(notices))
        fresh = notices.keys() - set(before.values_list("notice_id", flat=True))
        if not fresh:
            continue
        mail = send_notice(
            to=reader.email,
            subject=appointment.summary if appointment else SUBJECT,
            text=text_of(notices[one] for one in fresh),
            calendar=appointment.file(attendee=reader.email) if appointment else "",
        )
        at, person = clock.now(), reader.person
        models.Mailed.objects.bulk_create(
            models.Mailed(notice_id=one, person_id=person, mail=mail, at=at) for one in fresh
        )
        number += 1
    if number:
        audit.record(by=by, action="mail notices", subject="notices", details={"mails": number})
    return number


def text_of(kinds: Iterable[str]) -> str:
    """The whole text of a mail about notices of these kinds."""
    counted = Counter(TOPIC_OF[kind] for kind in kinds)
    lines = [_LINES[topic][number > 1].format(number) for topic, number in counted.items()]
    return "\n".join(
        [
            "Hallo,",
            "",
            "In Tandem staat voor je:",
            *[f"- {line}" for line in lines],
            "",
            f"Log in om het te lezen: {settings.SITE}/berichten/",
            "",
            "In deze mail staat niets over een leerling. Daar kies je ook welke berichten je per mail krijgt.",
        ]
    )

"""Asks owners whether their offers are still right. A mail holds names of offers and links, nothing about anybody."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.directory import definitions, rules
from tandem.directory.models import Offer, Reminder
from tandem.directory.queries import hash_of
from tandem.platform import clock
from tandem.platform.mail import send_notice

REMINDERS = Actor("service:reminders")
LINK = "/aanbod/bevestigen/"
SUBJECT = "Klopt jullie aanbod in Tandem nog?"


@transaction.atomic
def remind_owners(*, by: Actor) -> int:
    """One mail per owner with a link per offer that needs it; how many links. Asked again after some weeks."""
    per_owner: dict[UUID, list[Offer]] = defaultdict(list)
    for offer in _due():
        per_owner[offer.organisation_id].append(offer)
    number = sum(_ask(organisation, offers) for organisation, offers in per_owner.items())
    if number:
        audit.record(by=by, action="remind owners", subject="offers", details={"links": number})
    return number


def _due() -> list[Offer]:
    today, terms = clock.today(), definitions.terms()
    lately = clock.now() - timedelta(weeks=terms.repeat_weeks)
    asked = Reminder.objects.filter(sent__gt=lately).values_list("offer_id", flat=True)
    exists = Q(valid_until=None) | Q(valid_until__gt=today)
    due = Offer.objects.filter(
        exists, valid_from__lte=today, confirmed_on__lte=rules.months_before(today, terms.remind)
    )
    return list(due.exclude(pk__in=list(asked)).order_by("organisation_id", "sort_key"))


def _ask(organisation: UUID, offers: Sequence[Offer]) -> int:
    """How many links were sent. Each receiver has her own; when one is used, the others say that it is done."""
    with connection.cursor() as cursor:
        cursor.execute("select * from directory_owners_of(%s)", [organisation])
        addresses = [address for (address,) in cursor.fetchall()]
    for address in addresses:
        links = [f"{offer.name}\n{settings.SITE}{LINK}{_token(offer)}/" for offer in offers]
        send_notice(to=address, subject=SUBJECT, text="\n\n".join([*_opening(), *links, _closing()]))
    return len(addresses) * len(offers)


def _token(offer: Offer) -> str:
    token = secrets.token_urlsafe(32)
    Reminder.objects.create(offer=offer, token_hash=hash_of(token), sent=clock.now())
    return token


def _opening() -> tuple[str, ...]:
    months = definitions.terms().remind
    return (
        "Hallo,",
        f"Scholen en teams vinden het aanbod van je organisatie in Tandem. Hieronder staat wat langer dan {months} "
        "maanden niet is bevestigd. Open de link, log in en klik op Ja, dit klopt. Of pas het meteen aan.",
    )


def _closing() -> str:
    terms = definitions.terms()
    return (
        f"Na {terms.doubt} maanden zonder bevestiging staat er 'niet bevestigd' bij. Na {terms.hide} maanden is het "
        "aanbod niet meer te vinden. Elke link werkt één keer."
    )

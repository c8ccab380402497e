"""Inviting somebody to sign in: a link for one use, of which only the hash is kept."""

import hashlib
import secrets
from uuid import UUID

from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import clock
from tandem.platform.message import Message
from tandem.register import models
from tandem.register.administration import queries
from tandem.register.administration.data import INVITATION_HOLDS, Refused


def hash_of(token: str) -> bytes:
    """The token is random and long, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def invite(*, by: Actor, membership: UUID, email: str) -> str:
    """The token for the link, readable this once; earlier invitations for this person no longer work.

    Raises KeyError, and Refused when she can sign in already or the function is over.
    """
    held = queries.held_function(membership)
    if held.is_over_on(clock.today()):
        raise Refused(Message("Deze functie is voorbij."))
    if models.Person.objects.filter(pk=held.person, account_id__isnull=False).exists():
        raise Refused(Message("Zij of hij heeft al een account."))
    now, token = clock.now(), secrets.token_urlsafe(32)
    earlier = models.Invitation.objects.filter(membership__person=held.person, accepted=None, withdrawn=None)
    earlier.update(withdrawn=now)
    models.Invitation.objects.create(
        membership_id=membership,
        email=email,
        token_hash=hash_of(token),
        invited_by=queries.who_acts(),
        created=now,
        expires=now + INVITATION_HOLDS,
    )
    audit.record(by=by, action="invite", subject=f"membership:{membership}", details={})
    return token


@transaction.atomic
def withdraw(*, by: Actor, invitation: UUID) -> None:
    """The link no longer works. Raises KeyError when it was used or withdrawn already."""
    rows = models.Invitation.objects.filter(pk=invitation, accepted=None, withdrawn=None)
    row = rows.first()
    if row is None:
        raise KeyError(invitation)
    rows.update(withdrawn=clock.now())
    audit.record(by=by, action="withdraw invitation", subject=f"membership:{row.membership_id}", details={})


@transaction.atomic
def accept(*, by: Actor, token: str, account: UUID) -> UUID | None:
    """Connect the function with this account; the person, None when the invitation is not open or not for her.

    Acts as the service sign-in, or as the account itself.
    """
    with connection.cursor() as cursor:
        cursor.execute("select register_accept_invitation(%s, %s, %s)", [hash_of(token), account, clock.now()])
        (person,) = cursor.fetchone()
    if person is not None:
        audit.record(by=by, action="accept invitation", subject=f"account:{account}", details={})
    return person if person is None else UUID(str(person))

"""Leaving a notice: one way for concerns and for everything above them. Who reads it is decided when it is read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tandem.casework import mailing, models
from tandem.casework.data import About
from tandem.platform import clock, context
from tandem.platform.appointments import Appointment
from tandem.platform.context import Context


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whoever has the function at an organisation, or with `hat` who wears that.

    `function` '': who deals with concerns there.
    """

    principal: UUID
    hat: UUID | None = None
    function: str = ""


def in_hat(hat: UUID) -> Recipient:
    return Recipient(hat, hat)


def leave_notices(  # noqa: PLR0913 - a notice says all this
    recipients: Iterable[Recipient],
    *,
    about: About,
    subject: UUID,
    event: UUID,
    kind: str,
    at_once: bool = False,
    appointment: Appointment | None = None,
) -> None:
    """A notice for each, once for this event, in the transaction of what happened; the mail follows it.

    `at_once`: mailed now unless somebody wants it otherwise; `appointment`: goes along with that mail.
    """
    told = dict.fromkeys(recipients)
    is_concern = about is About.CONCERN
    for one in told:
        models.Notice.objects.create(
            principal_id=one.principal,
            hat=one.hat,
            function=one.function,
            about=about.value,
            concern_id=subject if is_concern else None,
            subject=None if is_concern else subject,
            author_id=None if is_concern else context.current().person,
            at_once=at_once,
            event=event,
            kind=kind,
            at=clock.now(),
        )
    if told:
        mailing.notify.later(event=str(event), appointment=json.dumps(appointment.as_json()) if appointment else "")


def others(recipients: Iterable[Recipient]) -> list[Recipient]:
    """Without who acts herself, in her hat and as one of those who have her function at her organisation."""
    now = context.current()
    return [one for one in recipients if not _is_me(one, now)]


def _is_me(one: Recipient, now: Context) -> bool:
    if one.hat is not None:
        return one.hat == now.hat
    return one.principal in now.principals and one.function in ("", now.function)

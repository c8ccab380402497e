"""A parent or the young person is invited at the table, comes in by the code, and is shut out again."""

import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases.models import Case
from tandem.casework.actions.step import CannotError, NotThereError, me
from tandem.children import queries as children
from tandem.children.data import Why
from tandem.family import models
from tandem.family.actions.refusing import refused
from tandem.family.data import Capacity, Invited
from tandem.family.definitions import ages_at, window_rules
from tandem.family.rules import years_on
from tandem.identity.secret_words import token_hash
from tandem.platform import clock

WHY = Why("family-window", "6(1)(e)")
_MARKS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
_GROUPS, _GROUP = 4, 4  # 79 bits


class UnknownWindowError(NotThereError):
    """There is no such window for who acts."""


@transaction.atomic
def invite(*, by: Actor, case: UUID, authority: UUID | None) -> Invited:
    """A window for who has this authority, with None for the young person; it opens when she comes in by the code.

    Raises NotThereError; CannotError THERE when there is one already, AUTHORITY when it was not checked, does not
    hold or is contested, or somebody has not the age for it.
    """
    row = Case.objects.filter(pk=case).first()
    about = children.child(by, id=row.child_id, why=WHY) if row else None
    if row is None or about is None:
        raise NotThereError
    now, mine, id, code = clock.now(), me(), uuid4(), _new_code()
    until = now + timedelta(days=window_rules().code_days)
    capacity = Capacity.YOUNG if authority is None else Capacity.PARENT
    try:
        with transaction.atomic():
            models.Window.objects.create(
                id=id,
                case_id=case,
                child_id=row.child_id,
                capacity=capacity.value,
                authority_id=authority,
                kinds=window_rules().all_kinds.value,
                law=ages_at(years_on(about.birth_date, clock.today())).law,
                organisation_id=mine.organisation,
                function=by.function,
                invited_by=mine.person,
                invited_hat=mine.hat,
                invited=now,
                code_hash=code_hash(code),
                code_until=until,
                valid_until=clock.today() + timedelta(days=window_rules().days),
            )
    except IntegrityError as error:
        raise refused(error, "AUTHORITY", family_window_once="THERE") from error
    _note(by, "invite family", id, {"capacity": capacity.value})
    return Invited(id, code, until)


@transaction.atomic
def new_code(*, by: Actor, window: UUID) -> Invited:
    """For who lost the paper, as long as nobody came in; the old code no longer works. Raises CannotError USED."""
    row = _open(window)
    if row.account_id is not None:
        raise CannotError("USED")
    code, until = _new_code(), clock.now() + timedelta(days=window_rules().code_days)
    models.Window.objects.filter(pk=window).update(code_hash=code_hash(code), code_until=until)
    _note(by, "renew code", window, {})
    return Invited(window, code, until)


@transaction.atomic
def accept(*, by: Actor, code: str, account: UUID) -> UUID | None:
    """From now on the window is of this account; its id. None when the code is nobody's, used or too old.

    Acts as the service sign-in. Raises CannotError PROFESSIONAL for the account of somebody who works here.
    """
    row = models.Window.objects.select_for_update().filter(**_good(code)).first()
    if row is None:
        return None
    try:
        with transaction.atomic():
            models.Window.objects.filter(pk=row.pk).update(account_id=account, accepted=clock.now())
    except IntegrityError as error:
        raise refused(error, "PROFESSIONAL") from error
    _note(by, "accept window", row.pk, {"capacity": row.capacity})
    return row.pk


def is_good(code: str) -> bool:
    """Whether somebody can come in by it now. Acts as the service sign-in."""
    return models.Window.objects.filter(**_good(code)).exists()


@transaction.atomic
def close(*, by: Actor, window: UUID) -> None:
    """It shows nothing any more, from the next request on, and does not open again."""
    _open(window)
    models.Window.objects.filter(pk=window).update(
        closed=clock.now(), closed_by=me().person, code_hash=None, code_until=None
    )
    _note(by, "close window", window, {})


@transaction.atomic
def let_in_again(*, by: Actor, window: UUID) -> None:
    """Somebody looked at why it was held. Raises CannotError CONTESTED while the authority is contested."""
    row = _open(window)
    if row.held is None:
        raise CannotError("STATE")
    try:
        with transaction.atomic():
            models.Window.objects.filter(pk=window).update(held=None, held_why="")
    except IntegrityError as error:
        raise refused(error, "CONTESTED") from error
    _note(by, "let family in again", window, {})


def _open(window: UUID) -> models.Window:
    row = models.Window.objects.select_for_update().filter(pk=window).first()
    if row is None:
        raise UnknownWindowError
    if row.closed is not None:
        raise CannotError("STATE")
    return row


def _good(code: str) -> dict[str, object]:
    return {"code_hash": code_hash(code), "code_until__gt": clock.now(), "account_id": None, "closed": None}


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_MARKS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def code_hash(code: str) -> bytes:
    """Whatever dashes, spaces and capitals were typed."""
    return token_hash("window " + "".join(mark for mark in code.casefold() if mark.isalnum()))


def _note(by: Actor, action: str, window: UUID, details: dict[str, object]) -> None:
    audit.record(by=by, action=action, subject=f"window:{window}", details=details)

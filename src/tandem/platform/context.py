"""Who is acting, as the database hears it: a signed context, LOCAL to one transaction.

Row security decides by this context alone (`sql/context.sql`). It is signed, because an injected statement can set
any setting but does not know the key. Without a context there are no rows; with a forged one there is an error.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import LiteralString
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection, transaction

from tandem.platform import clock

LIFETIME = 60  # seconds; a request is over long before
_BLOCK = 64  # bytes in a block of SHA-256
_ROLE = "tandem_app"
_KEY_TABLE: LiteralString = """
create table if not exists context.signing_key (
  only_row boolean primary key default true check (only_row),
  inner_block bytea not null check (length(inner_block) = 64),
  outer_block bytea not null check (length(outer_block) = 64)
)
"""  # as in sql/context.sql


@dataclass(frozen=True, slots=True)
class Context:
    """Who acts, in which function, for whom. Everything empty: a stranger."""

    account: UUID | None = None
    person: UUID | None = None
    hat: UUID | None = None  # the membership in which the person acts
    organisation: UUID | None = None
    function: str = ""  # code of definitions/functions.yaml
    professional: bool = False  # the function is a professional one
    principals: tuple[UUID, ...] = ()  # the person, the organisation and the units below it where the function acts
    service: str = ""  # a named service with policies of its own: "sign-in", "open-data", …
    trace: str = ""  # 32 hexadecimal digits, one per request or job
    day: date | None = None  # on which validity is judged; else today


ANONYMOUS = Context()


@dataclass(slots=True)
class _Acting:
    """What holds in the innermost `acting`. `depth` counts the savepoints around it."""

    context: Context
    depth: int


_now: ContextVar[_Acting | None] = ContextVar("acting", default=None)


def current() -> Context:
    """Who acts in the innermost `acting`; ANONYMOUS outside."""
    acting_now = _now.get()
    return acting_now.context if acting_now else ANONYMOUS


@contextmanager
def acting(context: Context, lifetime: int = LIFETIME) -> Iterator[None]:
    """One transaction as tandem_app that first sets the signed context; after `lifetime` seconds it no longer holds.

    Inside another transaction it is a savepoint, and who acted before acts again afterwards. Raises
    InsufficientPrivilege where the connection may not become tandem_app.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _settings() if nested else None
        token = _now.set(_Acting(context, len(connection.savepoint_ids)))
        try:
            _set(_ROLE, signed(context, lifetime))
            yield
            _refuse_to_commit_what_failed()
            if before is not None and not connection.needs_rollback:
                _set(*before)
        finally:
            _now.reset(token)


@contextmanager
def announced(context: Context) -> Iterator[None]:
    """Who acts inside, without a transaction: each `acting(current())` in it opens one."""
    token = _now.set(_Acting(context, 0))
    try:
        yield
    finally:
        _now.reset(token)


def switch(context: Context, lifetime: int = LIFETIME) -> None:
    """From here to the end of the innermost `acting` this context acts: after signing in or choosing a hat.

    Raises TransactionManagementError outside `acting`, and in a savepoint inside it: rolled back, the database
    would forget the switch and we would not.
    """
    acting_now = _now.get()
    if acting_now is None or not connection.in_atomic_block or len(connection.savepoint_ids) != acting_now.depth:
        raise transaction.TransactionManagementError("switch belongs directly inside acting")
    _set(_ROLE, signed(context, lifetime))
    acting_now.context = context


def signed(context: Context, lifetime: int = LIFETIME) -> str:
    """The setting that `context.verified()` accepts: 64 hexadecimal digits of signature, then the body."""
    facts = {
        "account": _text(context.account),
        "person": _text(context.person),
        "hat": _text(context.hat),
        "organisation": _text(context.organisation),
        "function": context.function,
        "professional": context.professional,
        "principals": "{" + ",".join(map(str, context.principals)) + "}" if context.principals else "",
        "service": context.service,
        "trace": context.trace,
        "day": (context.day or clock.today()).isoformat(),
        "expires": int(clock.machine_seconds()) + lifetime,
    }
    # What is empty is left out: each question that a policy asks reads the whole body again.
    body = json.dumps({name: fact for name, fact in facts.items() if fact}, separators=(",", ":"))
    return hmac.new(_key(), body.encode(), hashlib.sha256).hexdigest() + body


def write_key() -> None:
    """Let the database know the key that signs. Must be connected as owner; runs at each migration.

    A copy that was put back has no table for it (`postgres.backup`); then it is made again.
    """
    _execute(_KEY_TABLE, [])
    key = _key().ljust(_BLOCK, b"\0")
    blocks = [bytes(byte ^ pad for byte in key) for pad in (0x36, 0x5C)]
    _execute(
        "insert into context.signing_key (inner_block, outer_block) values (%s, %s) on conflict (only_row)"
        " do update set inner_block = excluded.inner_block, outer_block = excluded.outer_block",
        blocks,
    )


def _key() -> bytes:
    """Derived, so that the key of the database opens nothing else."""
    return hmac.new(settings.SECRET_KEY.encode(), b"tandem context", hashlib.sha256).digest()


def _text(key: UUID | None) -> str | None:
    return None if key is None else str(key)


def _refuse_to_commit_what_failed() -> None:
    """PostgreSQL answers COMMIT after a failed statement with a silent ROLLBACK: that would look like success."""
    failed = connection.connection.info.transaction_status == psycopg.pq.TransactionStatus.INERROR
    if failed and not connection.needs_rollback:
        raise transaction.TransactionManagementError("a statement failed here and nobody rolled it back")


def _settings() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('role'), coalesce(current_setting('tandem.context', true), '')")
        role, value = cursor.fetchone()
    return role, value


def _set(role: str, value: str) -> None:
    _execute("select set_config('role', %s, true), set_config('tandem.context', %s, true)", [role, value])


def _execute(statement: LiteralString, parameters: Sequence[str | bytes]) -> None:
    """Sent as parameters and not, as Django does, inside the text: other sessions of the role can read the text of a
    running statement, and a context that somebody can read is one that somebody can use.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, parameters)

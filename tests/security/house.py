"""The house as browsers see it. Whatever a request changes is undone before the next."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.http.cookie import SimpleCookie
from django.test import Client
from structlog.stdlib import ProcessorFormatter
from tests.security.realm import Figure

T = TypeVar("T")
Comparable = tuple[int, tuple[tuple[str, str], ...], bytes]
ABSENT, ABSENT_CALL = "/dit-adres-is-er-niet/", "/api/v1/dit-adres-is-er-niet"
CALL = "/api/"
COUNTS = {"identity_system_key", "identity_throttle"}  # that a key was used, and how often: at each call
_CHANGING = re.compile(
    rb"""(name="csrfmiddlewaretoken" value="|csrf(?:token)?=|"X-CSRFToken": ?"|nonce-|nonce=")[A-Za-z0-9+/=_-]+"""
)
_AFTER = re.compile(r"^(date|expires|last-modified)$")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and what the request did meanwhile."""

    status: int
    headers: tuple[tuple[str, str], ...]  # sorted, with the cookies
    body: bytes
    writes: dict[str, int]  # rows that were written per table, those of the log left out
    about: frozenset[UUID]  # whom the lines of reading name
    statements: int
    log: str

    @property
    def everything(self) -> bytes:
        """Every byte that left the house, and what the log says of it."""
        return b"\n".join(
            [self.body, *(f"{name}: {value}".encode() for name, value in self.headers), self.log.encode()]
        )

    def without(self, *parts: object) -> Comparable:
        """What two answers can be compared by: tokens that change each time, and `parts` of the address, taken out."""

        def plain(text: bytes) -> bytes:
            for part in parts:
                text = text.replace(str(part).encode(), b"-")
            return _CHANGING.sub(rb"\1", text)

        headers = tuple((name, plain(value.encode()).decode()) for name, value in self.headers)
        return (
            self.status,
            tuple((name, value) for name, value in headers if name != "content-length"),
            plain(self.body),
        )


class House:
    """`look`: is shown every answer, with who asked and what."""

    def __init__(self, look: Callable[[Figure, str, Answer], None]) -> None:
        self.look = look
        self._browser, self._strict = Client(raise_request_exception=False), Client(enforce_csrf_checks=True)
        self._absent: dict[tuple[Figure, str, str], Answer] = {}

    def absent(self, who: Figure, method: str, path: str = "") -> Answer:
        """The answer at an address that is not there: a page, or for a program what it gets in its place."""
        address = ABSENT_CALL if path.startswith(CALL) else ABSENT
        if (who, method, address) not in self._absent:
            self._absent[who, method, address] = self.ask(who, method, address)
        return self._absent[who, method, address]

    def ask(
        self, who: Figure, method: str, path: str, sent: dict[str, str] | None = None, *, strict: bool = False
    ) -> Answer:
        """`strict`: as a form of another site would send it, without a token of ours."""
        browser = self._strict if strict else self._browser
        browser.cookies = SimpleCookie({"tandem": who.token} if who.token else {})
        given = {"Authorization": f"Bearer {who.key}"} if who.key and path.startswith(CALL) else {}
        counted = _Counted()
        with transaction.atomic(), _logged() as log:
            before, line = _written(), _last_line()
            with connection.execute_wrapper(counted):
                response: Any = (
                    browser.post(path, sent or {}, headers=given)
                    if method == "POST"
                    else browser.generic(method, path, headers=given)
                )
                body = b"".join(response.streaming_content) if response.streaming else response.content
            after = _written()
            about = _subjects_since(line)
            transaction.set_rollback(True)
        writes = {table: number - before.get(table, 0) for table, number in after.items()}
        if path.startswith(CALL):
            writes = {table: number for table, number in writes.items() if table not in COUNTS}
        headers = [(name.lower(), value) for name, value in response.items() if not _AFTER.match(name.lower())]
        cookies = [("set-cookie", morsel.OutputString()) for morsel in response.cookies.values()]
        answer = Answer(
            response.status_code,
            tuple(sorted([*headers, *cookies])),
            body,
            {table: number for table, number in writes.items() if number and not table.startswith("audit_")},
            about,
            counted.statements,
            log.getvalue(),
        )
        self.look(who, f"{method} {path} {sent or ''}", answer)
        return answer


@contextmanager
def _logged() -> Iterator[io.StringIO]:
    """The log as the house writes it."""
    root, text = logging.getLogger(), io.StringIO()
    handler = logging.StreamHandler(text)
    formatters = [one.formatter for one in root.handlers if isinstance(one.formatter, ProcessorFormatter)]
    handler.setFormatter(formatters[0])
    root.addHandler(handler)
    try:
        yield text
    finally:
        root.removeHandler(handler)


class _Counted:
    """How many statements reach the database."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Callable[..., T], *arguments: Any) -> T:
        self.statements += 1
        return execute(*arguments)


def _written() -> dict[str, int]:
    """Rows that this transaction wrote so far, per table, also those that were taken back: PostgreSQL counts them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_all_tables"
            " where schemaname not in ('pg_catalog', 'pg_toast') and n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


def _last_line() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(number), 0) from audit_access")
        return int(cursor.fetchone()[0])


def _subjects_since(line: int) -> frozenset[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select subjects from audit_access where number > %s", [line])
        return frozenset(subject for (subjects,) in cursor.fetchall() for subject in subjects)

"""Work for later, in the same PostgreSQL: the job stands in the transaction of the change that asks for it.

A job acts as somebody or as a named service, never as nobody and never as the owner. Somebody: the account and the hat
that asked for it, looked up again when it runs; for who has lost the hat in the meantime nothing is done. What a job is
told is signed, so a row that somebody else puts in the table does nothing.

When a process dies halfway, its job runs again: write jobs that may run twice.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

import structlog
from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job as Deferred
from procrastinate.jobs import Status
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.tasks import Task

from tandem.platform.context import Context, acting, announced, current

log = structlog.get_logger("tandem.jobs")
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)  # after 4, 16, 64, 256 seconds
KEPT = 30 * 24  # hours that a job which failed stays to be looked at
LAST_MOMENTS = 10  # seconds that running jobs get when the worker is told to stop
_SALT = "tandem job"

Work = Callable[..., None]


class ContextOfHat(Protocol):
    """Says what an account may do now in a hat (or without); None when that no longer holds."""

    def __call__(self, account: UUID, hat: UUID | None) -> Context | None: ...


@dataclass(frozen=True, slots=True)
class Job:
    """Something that can be asked for. `later` asks; the work is done by a worker, in a transaction of its own."""

    name: str
    task: Task[..., None, ...]
    carry_out: Callable[[str], None]  # the work itself, for what `later` put in the job; the worker calls it

    def later(self, **arguments: str | int | bool) -> None:
        """Put the job in the transaction that is open. Keys and codes only: no name, no text about somebody.

        Raises TransactionManagementError outside a transaction.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("a job belongs in the transaction of the change that asks it")
        now = current()
        told = {"job": self.name, "arguments": arguments, "account": _text(now.account), "hat": _text(now.hat)}
        self.task.defer(told=signing.dumps(told, salt=_SALT))


def job(name: str, *, service: str = "", alone: bool = False) -> Callable[[Work], Job]:
    """Make a job of a function. It acts as `service`, or else as who asked for it.

    `alone`: the work opens its own transactions (`acting(current())`), because it must keep what it noted on the way.
    """

    def make(work: Work) -> Job:
        def carry_out(told: str) -> None:
            asked = signing.loads(told, salt=_SALT)
            if asked["job"] != name:
                raise signing.BadSignature("told to another job")
            context = Context(service=service) if service else _context_of(asked)
            if context is None:
                log.warning("job not done: the hat no longer holds", job=name)
                return
            with (announced if alone else acting)(replace(context, trace=secrets.token_hex(16))):
                work(**asked["arguments"])

        @app.task(name=name, retry=AGAIN)
        def run(told: str) -> None:
            with _reported(name):
                carry_out(told)

        return Job(name, run, carry_out)

    return make


def each(cron: str, *, name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Run a function at these moments (the five fields of cron, in UTC), once however many workers there are.

    It opens its own transactions, as a service: there is nobody who asked.
    """

    def make(work: Callable[[], None]) -> Callable[[], None]:
        @app.periodic(cron=cron)
        @app.task(name=name, lock=name, queueing_lock=name)
        def run(timestamp: int) -> None:  # noqa: ARG001 - for which minute it is
            with _reported(name):
                work()

        return work

    return make


def work(*, until_empty: bool = False) -> None:
    """Do the jobs: until told to stop (SIGINT, SIGTERM), or until there are none. Jobs that run are finished first."""
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    with app.replace_connector(connector):
        app.run_worker(
            wait=not until_empty,
            concurrency=2,
            delete_jobs="successful",
            shutdown_graceful_timeout=LAST_MOMENTS,
            install_signal_handlers=not until_empty,
        )


# No lock: one of these that died would hold it, and nobody would start the others again.
@app.periodic(cron="*/5 * * * *")
@app.task(name="platform.tidy_jobs", queueing_lock="platform.tidy_jobs")
async def tidy_jobs(timestamp: int) -> None:  # noqa: ARG001 - for which minute it is
    """Start again what a dead worker left behind, and forget what failed long ago."""
    for stalled in await app.job_manager.get_stalled_jobs():
        with suppress(ConnectorException):  # another who tidies was first
            await _start_again(stalled)
    await app.job_manager.delete_old_jobs(KEPT, include_failed=True, include_cancelled=True, include_aborted=True)


async def _start_again(stalled: Deferred) -> None:
    try:
        await app.job_manager.retry_job(stalled)
    except UniqueViolation:  # the same for a later minute waits already, for the lock of this one
        await app.job_manager.finish_job(stalled, Status.FAILED, delete_job=True)


def _context_of(asked: dict[str, Any]) -> Context | None:
    account, hat = asked["account"], asked["hat"]
    if account is None:
        return None
    find: ContextOfHat = import_string(settings.CONTEXT_OF_HAT)
    return find(UUID(account), UUID(hat) if hat else None)


@contextmanager
def _reported(name: str) -> Iterator[None]:
    """A line in our own log, without what the job was told; and the thread keeps no connection."""
    started = time.monotonic()
    try:
        yield
        log.info("job done", job=name, ms=round((time.monotonic() - started) * 1000))
    except Exception:
        log.exception("job failed", job=name)
        raise
    finally:
        connection.close()


def _text(key: UUID | None) -> str | None:
    return None if key is None else str(key)

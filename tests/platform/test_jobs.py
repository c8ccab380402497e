"""Work for later: asked for in the transaction of the change, done as somebody or as a service, and signed."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from tandem.platform import jobs
from tandem.platform.context import Context, acting, current
from tandem.platform.jobs import Job, job
from tandem.platform.postgres.cluster import SUPERUSER, Cluster

ACCOUNT, PERSON, HAT = UUID(int=1), UUID(int=2), UUID(int=3)
HERSELF = Context(account=ACCOUNT, person=PERSON, hat=HAT, function="IB", trace="f" * 32)
KNOWN = """
import django; django.setup()
from procrastinate.contrib.django import app; app.perform_import_paths(); print(*app.tasks)
"""
done: list[tuple[object, ...]] = []
worn = {HAT: HERSELF}


def context_of_hat(account: UUID, hat: UUID | None) -> Context | None:
    """Stands for the register: who wears which hat."""
    return worn.get(hat) if hat else Context(account=account)


def _who_acts() -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, context.person(), context.service(), length(context.trace())")
        row: tuple[object, ...] = cursor.fetchone()
    return row


@job("test.note")
def note(*, what: str) -> None:
    done.append((what, *_who_acts()))


@job("test.note_as_service", service="demo")
def note_as_service(*, what: str) -> None:
    done.append((what, *_who_acts()))


@job("test.fail", service="demo")
def fail() -> None:
    done.append(("tried",))
    raise ZeroDivisionError


@pytest.fixture
def worker(
    committing_database: Cluster, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cluster]:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))  # the sealing job writes there
    settings.CONTEXT_OF_HAT = "tests.platform.test_jobs.context_of_hat"  # type: ignore[attr-defined]
    done.clear()
    yield committing_database
    with psycopg.connect(committing_database.url(SUPERUSER), autocommit=True) as cleaner:
        cleaner.execute("truncate procrastinate_jobs cascade")


def waiting(cluster: Cluster) -> list[tuple[str, str]]:
    with psycopg.connect(cluster.url(SUPERUSER)) as reader:
        return reader.execute("select task_name, status::text from procrastinate_jobs order by id").fetchall()


def ask(chosen: Job, context: Context, **arguments: str) -> None:
    with acting(context):
        chosen.later(**arguments)


def test_a_job_acts_as_who_asked_for_it(worker: Cluster) -> None:
    ask(note, HERSELF, what="a")
    assert waiting(worker) == [("test.note", "todo")]
    jobs.work(until_empty=True)
    assert done == [("a", "tandem_app", PERSON, "", 32)]
    assert waiting(worker) == []


def test_a_job_may_act_as_a_service(worker: Cluster) -> None:
    ask(note_as_service, HERSELF, what="b")
    jobs.work(until_empty=True)
    assert done == [("b", "tandem_app", None, "demo", 32)]
    assert current() == Context()


def test_for_who_lost_the_hat_nothing_is_done(worker: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(note, HERSELF, what="c")
    monkeypatch.delitem(worn, HAT)
    jobs.work(until_empty=True)
    assert done == []
    assert waiting(worker) == []


def test_nobody_gets_nothing_done(worker: Cluster) -> None:
    ask(note, Context(), what="d")
    jobs.work(until_empty=True)
    assert done == []


def test_job_and_change_stand_or_fall_together(worker: Cluster) -> None:
    with acting(HERSELF):
        note.later(what="e")
        transaction.set_rollback(True)
    assert waiting(worker) == []
    with pytest.raises(transaction.TransactionManagementError):
        note.later(what="e")


def test_what_a_job_is_told_cannot_be_made_up(worker: Cluster) -> None:
    ask(note_as_service, HERSELF, what="f")
    with psycopg.connect(worker.url("tandem_app"), autocommit=True) as attacker:
        copy = "insert into procrastinate_jobs (queue_name, task_name, args) select queue_name, %s, {}"
        copy += " from procrastinate_jobs"
        attacker.execute(copy.format("jsonb_build_object('told', 'x')"), ["test.note_as_service"])
        attacker.execute(copy.format("args") + " limit 1", ["test.note"])  # told to another job
    jobs.work(until_empty=True)
    assert done == [("f", "tandem_app", None, "demo", 32)]
    assert [status for _, status in waiting(worker)] == ["todo"] * 2  # tried again later


def test_what_fails_is_tried_again_later(worker: Cluster) -> None:
    ask(fail, HERSELF)
    jobs.work(until_empty=True)
    assert done == [("tried",)]
    with psycopg.connect(worker.url(SUPERUSER), autocommit=True) as admin:
        later = admin.execute("select attempts, scheduled_at > now() from procrastinate_jobs").fetchall()
        assert later == [(1, True)]
        admin.execute("update procrastinate_jobs set scheduled_at = null")
    jobs.work(until_empty=True)
    assert done == [("tried",), ("tried",)]


def test_what_a_dead_worker_left_behind_is_done_after_all(worker: Cluster) -> None:
    ask(note, HERSELF, what="g")
    with psycopg.connect(worker.url(SUPERUSER), autocommit=True) as admin:
        admin.execute("insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')")
        admin.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = (select max(id) from procrastinate_workers)"
        )
    asyncio.run(jobs.tidy_jobs(0))
    jobs.work(until_empty=True)
    assert [what for what, *_ in done] == ["g"]


def test_a_dead_job_of_the_clock_holds_up_neither_the_next_nor_what_others_left_behind(worker: Cluster) -> None:
    """It died while the one of the next minute waited: they may not both wait."""
    ask(note, HERSELF, what="h")
    seal = "insert into procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args)"
    seal += """ values ('default', 'audit.seal', 'audit.seal', 'audit.seal', '{"timestamp": 0}')"""
    tidy = "insert into procrastinate_jobs (queue_name, task_name, args)"
    tidy += """ values ('default', 'platform.tidy_jobs', '{"timestamp": 0}')"""
    with psycopg.connect(worker.url(SUPERUSER), autocommit=True) as admin:
        admin.execute("insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')")
        admin.execute(seal)
        admin.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = (select max(id) from procrastinate_workers)"
        )
        admin.execute(seal)
        admin.execute(tidy)
    jobs.work(until_empty=True)
    jobs.work(until_empty=True)
    assert [what for what, *_ in done] == ["h"]
    assert {status for _, status in waiting(worker)} <= {"todo"}, "those of the next minute"
    assert jobs.tidy_jobs.lock is None, "one that died would hold up itself"


def test_the_worker_knows_the_job_that_mails() -> None:
    """It is none of a domain's, so it is named in the settings; else a mail would wait for ever."""
    names = subprocess.run(
        [sys.executable, "-c", KNOWN], env=os.environ | {"DJANGO_SETTINGS_MODULE": "tandem.project.settings"},
        check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    assert {"platform.mail", "audit.seal", "platform.tidy_jobs"} <= set(names)


def test_no_other_role_has_anything_to_do_with_jobs(worker: Cluster) -> None:
    with psycopg.connect(worker.url("tandem_stats")) as stats, pytest.raises(psycopg.errors.InsufficientPrivilege):
        stats.execute("select * from procrastinate_jobs")

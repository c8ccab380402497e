"""Many who save the same case at once, each on what she saw: on a real server that commits."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from uuid import UUID

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker
from tests.cases.table_at_school import Table
from tests.conftest import VERSIONS
from tests.prepared import start_prepared

from tandem.audit.actions import acting_actor
from tandem.cases.actions import life
from tandem.cases.actions.step import ConflictError
from tandem.cases.models import Case
from tandem.platform import database
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, folder_of_root


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who saves, at which case; in turn from school and from the team."""

    case: UUID
    who: tuple[Context, ...]


@contextmanager
def laid(home: Path, blocker: DjangoDbBlocker) -> Iterator[Crowd]:
    """A case of two organisations on a server of its own; taken away afterwards."""
    cluster = start_prepared(home, max(VERSIONS.values(), key=lambda binaries: binaries.major))
    with blocker.unblock():
        before = dict(connection.settings_dict)
        database.connect_as(cluster.url(ROLES["owner"]))
        database.migrate()
        database.connect_as(cluster.url(SUPERUSER))
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("set local role tandem_owner")
            table = Table()
            case = table.tandem()
        yield Crowd(case, (table.coordinator.context, table.far_worker.context))
        connection.close()
        connection.settings_dict.update(before)
    cluster.stop()
    shutil.rmtree(folder_of_root(home), ignore_errors=True)


def saves(crowd: Crowd, label: str, number: int, writers: int) -> tuple[list[str], int]:
    """The words of each save that was acknowledged, and how often somebody else was first.

    Each of the `writers` saves `number // writers` times, and tries again after a conflict. All have read the same
    version before the first of them saves, so all but one meet a conflict at least once.
    """
    start = Barrier(writers)

    def write(writer: int) -> tuple[list[str], int]:
        kept, conflicts, who = [], 0, crowd.who[writer % len(crowd.who)]
        try:
            seen = _read(crowd.case, who)
            start.wait()
            for turn in range(number // writers):
                words = f"{label} {writer}-{turn}"
                while not _saved(crowd.case, who, words, seen):
                    conflicts += 1
                    assert conflicts < 100 * number, "never its turn"
                    seen = _read(crowd.case, who)
                kept.append(words)
                seen += 1
        finally:
            connection.close()
        return kept, conflicts

    with ThreadPoolExecutor(writers) as pool:
        found = list(pool.map(write, range(writers)))
    return [words for kept, _ in found for words in kept], sum(conflicts for _, conflicts in found)


def _read(case: UUID, who: Context) -> int:
    """In a transaction of its own, as on a page."""
    with acting(who):
        return int(Case.objects.values_list("version", flat=True).get(pk=case))


def _saved(case: UUID, who: Context, words: str, seen: int) -> bool:
    try:
        with acting(who), connection.cursor() as cursor:
            # On a busy machine the first may take long.
            cursor.execute("set local lock_timeout = '60s'; set local statement_timeout = '60s'")
            life.add(by=acting_actor(), id=case, words=words, version=seen)
    except ConflictError:
        return False
    return True


def is_all_there(crowd: Crowd, label: str, kept: list[str], before: int) -> None:
    """Every acknowledged save stands there once, in a row of versions without a gap."""
    with acting(crowd.who[0]), connection.cursor() as cursor:
        mine = "select text from cases_text where case_id = %s and part = 'ADDED' and starts_with(text, %s)"
        cursor.execute(mine, [crowd.case, f"{label} "])
        found = sorted(text for (text,) in cursor.fetchall())
        cursor.execute("select number from cases_event where case_id = %s order by number", [crowd.case])
        lines = [number for (number,) in cursor.fetchall()]
    version = version_of(crowd)
    assert found == sorted(kept)
    assert version == before + len(kept)
    assert lines == sorted(set(lines))
    assert lines[-len(kept) :] == list(range(before + 1, version + 1))


def lose(words: str) -> None:
    """As if it had never been written; what the database forbids everybody is forced."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("delete from cases_text where text = %s", [words])
        assert cursor.rowcount == 1


def version_of(crowd: Crowd) -> int:
    return _read(crowd.case, crowd.who[0])

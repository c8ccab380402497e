"""What every test may use: the real PostgreSQL, in every version that this machine has, and no network.

The network is closed by pytest-socket (see pyproject.toml); `tests/platform/test_network.py` proves it.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import settings as effort
from pytest_django import DjangoDbBlocker
from tests import mail_scanner, recorder
from tests.prepared import open_place, start_prepared

from tandem.platform import database as platform_database
from tandem.platform.home import PROJECT_ROOT
from tandem.platform.postgres.binaries import Binaries, find_all
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster, folder_of_root

SHARED = PROJECT_ROOT.parent / "shared" / "data"
RUNNING: dict[Path, Cluster] = {}  # the clusters of this process, by the folder of their programs
SWEPT: dict[Path, int] = {}  # how large each was after the last time
LITTER = 16_000_000  # bytes that a database may grow before it is swept
VERSIONS = {f"pg{binaries.major}": binaries for binaries in find_all()}


effort.register_profile("the same every time", derandomize=True, database=None)


def pytest_configure() -> None:
    """A change is refused for what it did, never for luck; `make proof` draws anew each time."""
    effort.load_profile("the same every time")
    open_place()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="the real open data are not beside this project"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missing = [name for name in ("pg15", "pg18") if name not in VERSIONS]
    if missing:
        terminalreporter.write_line(f"PostgreSQL {', '.join(missing)} is not on this machine: not tested on it")


@pytest.fixture(autouse=True)
def every_answer_is_guarded() -> Iterator[None]:
    """Whatever a test is about: an answer with a weak header or cookie fails it, and a mail that says who."""
    mail_scanner.stand_before()
    recorder.problems.clear()
    mail_scanner.problems.clear()
    yield
    assert recorder.problems == []
    assert mail_scanner.problems == []


@pytest.fixture(scope="module", autouse=True)
def dead_rows_are_swept_up() -> Iterator[None]:
    yield
    for cluster in RUNNING.values():
        sweep(cluster)


def sweep(cluster: Cluster) -> None:
    """What tests rolled back stays in the tables and the catalogue until somebody sweeps: autovacuum is off.

    Every statement reads past it and the planner takes it for rows; a test can take ten times as long as on its own.
    """
    with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as server:
        [size] = server.execute("select pg_database_size(current_database())").fetchone() or [0]
        if size > SWEPT.get(cluster.base, 0) + LITTER:
            server.execute("vacuum")
            [SWEPT[cluster.base]] = server.execute("select pg_database_size(current_database())").fetchone() or [0]


@pytest.fixture(scope="session")
def started(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[Binaries], Cluster]]:
    """Start a migrated cluster of one version, once per session; all are stopped and removed at the end."""
    home = tmp_path_factory.mktemp("postgres")

    def start(binaries: Binaries) -> Cluster:
        if binaries.folder not in RUNNING:
            RUNNING[binaries.folder] = cluster = start_prepared(home, binaries)
            with django_db_blocker.unblock():
                platform_database.connect_as(cluster.url(ROLES["owner"]))
                platform_database.migrate()
                connection.close()
        return RUNNING[binaries.folder]

    yield start
    for cluster in RUNNING.values():
        cluster.stop()
    shutil.rmtree(folder_of_root(home), ignore_errors=True)


@pytest.fixture(params=VERSIONS.values(), ids=list(VERSIONS))
def cluster(request: pytest.FixtureRequest, started: Callable[[Binaries], Cluster]) -> Cluster:
    """A running, migrated database server, of each version in turn."""
    return started(request.param)


def worlds(seeds: int) -> list[Any]:
    """For `("cluster", "seed")`: each seed on one version of PostgreSQL, and at least one seed on each."""
    versions = list(VERSIONS.items())
    dealt = ((versions[seed % len(versions)], seed) for seed in range(1, seeds + 1))
    return [pytest.param(binaries, seed, id=f"{name}-{seed}") for (name, binaries), seed in dealt]


@pytest.fixture
def database(cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """Django speaks to it as the app does, inside a transaction that is rolled back afterwards."""
    with django_db_blocker.unblock():
        platform_database.connect_as(cluster.url(ROLES["app"]))
        try:
            with transaction.atomic():
                yield cluster
                transaction.set_rollback(True)
        finally:
            connection.close()


@pytest.fixture
def committing_database(cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """The same without the surrounding transaction, for what is about transactions. The test cleans up."""
    with django_db_blocker.unblock():
        platform_database.connect_as(cluster.url(ROLES["app"]))
        try:
            yield cluster
        finally:
            connection.close()


@contextmanager
def as_owner(cluster: Cluster) -> Iterator[None]:
    """As owner, who sees every row, to lay out a world; `acting` then really is tandem_app. Rolled back afterwards."""
    platform_database.connect_as(cluster.url(SUPERUSER))
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("set local role tandem_owner")
            yield
            transaction.set_rollback(True)
    finally:
        connection.close()
        sweep(cluster)


@pytest.fixture
def owned_database(cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """The world is the owner's (`as_owner`), on each version of PostgreSQL in turn."""
    with django_db_blocker.unblock(), as_owner(cluster):
        yield cluster


@pytest.fixture
def owned_database_once(
    started: Callable[[Binaries], Cluster], django_db_blocker: DjangoDbBlocker
) -> Iterator[Cluster]:
    """The same on one version, for what takes long."""
    cluster = started(next(iter(VERSIONS.values())))
    with django_db_blocker.unblock(), as_owner(cluster):
        yield cluster

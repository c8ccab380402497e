"""The database that we start ourselves: found, started, stopped, closed to others, and shared by its users."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from tests.conftest import VERSIONS

from tandem.platform.postgres import lease
from tandem.platform.postgres.binaries import Binaries, NoPostgresError, find_all
from tandem.platform.postgres.cluster import (
    ROLES,
    SUPERUSER,
    Cluster,
    ClusterError,
    cluster_for,
    folder_of_root,
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for binaries in VERSIONS.values():
        cluster_for(tmp_path, binaries, durable=False).stop()
    shutil.rmtree(folder_of_root(tmp_path), ignore_errors=True)


@pytest.fixture
def newest(home: Path) -> Cluster:
    return cluster_for(home, find_all()[0], durable=False)


def programs(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("initdb", "pg_ctl", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_own_choice_goes_before_everything(tmp_path: Path) -> None:
    for parent in (tmp_path, *tmp_path.parents[:3]):
        parent.chmod(0o755)  # as root the server is another user, who must be able to come here
    folder = programs(tmp_path / "mine", "17.2")
    assert find_all({"PG_BINDIR": str(folder)}) == [Binaries(folder, 17, "PG_BINDIR")]


@pytest.mark.parametrize("version", ["14.9", "9.6.24", "nonsense"])
def test_an_own_choice_that_is_too_old_is_refused(tmp_path: Path, version: str) -> None:
    folder = programs(tmp_path / "old", version)
    with pytest.raises(NoPostgresError, match="PG_BINDIR"):
        find_all({"PG_BINDIR": str(folder)})


def test_an_empty_own_choice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoPostgresError):
        find_all({"PG_BINDIR": str(tmp_path)})


def test_without_any_postgresql_it_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tandem.platform.postgres.cluster.find_all", list)
    with pytest.raises(NoPostgresError, match="apt-get install postgresql"):
        cluster_for(home)


def test_data_that_are_there_decide_the_version(home: Path) -> None:
    oldest, preferred = find_all()[-1], find_all()[0]
    assert cluster_for(home).binaries == preferred
    cluster_for(home, oldest, durable=False).start()
    assert cluster_for(home).binaries.major == oldest.major


def test_start_twice_stop_twice_and_the_work_is_kept(newest: Cluster) -> None:
    assert newest.start() is True
    assert newest.start() is False
    with psycopg.connect(newest.url(ROLES["owner"])) as connection:
        connection.execute("create table kept as select 42 as answer")
    assert newest.stop() is True
    assert newest.stop() is False
    newest.start()
    with psycopg.connect(newest.url(ROLES["owner"])) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_a_first_start_that_was_killed_leaves_nothing_that_looks_like_a_database(newest: Cluster) -> None:
    newest.make_folders()
    half = newest.base / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("15\n")
    assert newest.start() is True
    assert not half.exists()


def test_only_its_own_user_reaches_the_socket_and_nothing_listens_on_the_network(newest: Cluster) -> None:
    newest.start()
    for folder in (newest.base, newest.socket, newest.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with psycopg.connect(newest.url(SUPERUSER)) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
        rules = connection.execute("select type, auth_method from pg_hba_file_rules").fetchall()
    assert rules == [("local", "peer")]


def test_a_role_outside_the_list_cannot_log_in(newest: Cluster) -> None:
    newest.start()
    with psycopg.connect(newest.url(SUPERUSER), autocommit=True) as connection:
        connection.execute("create role stranger login")
    with pytest.raises(psycopg.OperationalError, match=r"[Pp]eer authentication failed"):
        psycopg.connect(newest.url("stranger"))


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    long = Cluster(find_all()[0], deep, cluster_for(deep).socket)
    assert len(os.fsencode(long.socket / ".s.PGSQL.5432")) <= 100


def test_a_folder_of_somebody_else_is_refused(home: Path) -> None:
    cluster = Cluster(find_all()[0], home / "pg", home / "elsewhere")
    (home / "target").mkdir()
    (home / "elsewhere").symlink_to(home / "target")
    with pytest.raises(ClusterError, match="iemand anders"):
        cluster.make_folders()


def test_a_broken_data_folder_is_said_with_its_log(newest: Cluster) -> None:
    newest.start()
    newest.stop()
    (newest.data / "global" / "pg_control").unlink()
    with pytest.raises(ClusterError, match="start niet"):
        newest.start()


def test_addresses_from_the_environment_start_nothing(home: Path) -> None:
    given = {"DATABASE_URL": "postgresql://app@db/x"}
    with lease.in_use(home, given) as addresses:
        assert addresses.app == "postgresql://app@db/x"
        with pytest.raises(lease.AddressMissingError, match="DATABASE_OWNER_URL"):
            addresses.for_migration()
    assert not (home / f"pg{find_all()[0].major}").exists()
    assert not folder_of_root(home).exists()


def test_the_last_one_to_leave_stops_it(home: Path) -> None:
    cluster = cluster_for(home)
    with lease.in_use(home, {}):
        with lease.in_use(home, {}):
            assert cluster.is_running()
        assert cluster.is_running()
    assert not cluster.is_running()


def test_what_was_started_by_hand_stays_on_until_it_is_stopped_by_hand(home: Path) -> None:
    cluster = lease.keep_running(home)
    with lease.in_use(home, {}):
        pass
    assert cluster.is_running()
    assert lease.stop_keeping(home) is True
    assert not cluster.is_running()
    assert lease.stop_keeping(home) is False


def test_an_error_inside_still_stops_it(home: Path) -> None:
    with pytest.raises(KeyError), lease.in_use(home, {}):
        raise KeyError
    assert not cluster_for(home).is_running()


FORBIDDEN_TO_THE_APP = {
    "create a table": "create table t (i int)",
    "create a temporary table": "create temp table t (i int)",
    "create a function": "create function f() returns int language sql as 'select 1'",
    "create a schema": "create schema s",
    "become owner": "set role tandem_owner",
    "become superuser": "set session authorization tandem_admin",
    "drop a table": "drop table register_school",
    "empty a table": "truncate register_school_location",
    "delete from the register": "delete from register_school",
    "read the log": "select * from audit_event",
    "change a migration": "delete from django_migrations",
    "change a table": "alter table register_school add x int",
    "run a program": "copy register_school to program 'true'",
    "read a file": "select pg_read_file('/etc/passwd')",
    "skip triggers": "set session_replication_role = replica",
    "make a role": "create role r",
    "grant itself": "grant tandem_owner to tandem_app",
}


@pytest.mark.parametrize("statement", FORBIDDEN_TO_THE_APP.values(), ids=FORBIDDEN_TO_THE_APP.keys())
def test_the_app_may_not(cluster: Cluster, statement: str) -> None:
    with psycopg.connect(cluster.url(ROLES["app"])) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement)


def test_the_roles_are_no_stronger_than_they_need(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(SUPERUSER)) as connection:
        rows = connection.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
            " from pg_roles where rolname like 'tandem_%'"
        ).fetchall()
    assert set(rows) == {
        (SUPERUSER, True, True, True, True),
        ("tandem_owner", False, False, False, False),
        ("tandem_app", False, False, False, False),
        ("tandem_maint", False, True, False, False),
        ("tandem_stats", False, False, False, False),
    }


def test_the_app_has_little_time(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(ROLES["app"])) as connection:
        shown = [connection.execute(f"show {name}").fetchone() for name in ("statement_timeout", "search_path")]
    assert shown == [("5s",), ("public",)]


def test_maint_reads_for_a_backup_and_stats_reads_nothing(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(ROLES["maint"])) as connection:
        assert connection.execute("select count(*) from audit_event").fetchone() is not None
    with psycopg.connect(cluster.url(ROLES["stats"])) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("select * from register_school")


def test_the_roles_file_may_run_again(cluster: Cluster) -> None:
    cluster._create_roles_and_database()

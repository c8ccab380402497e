"""The chain over the log: whole after honest work from several processes, and broken by every way of bending it."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import errors
from tests.audit import tampering

from tandem.audit import actions, heads, sealing
from tandem.audit.data import OPEN_DATA
from tandem.audit.heads import Head
from tandem.audit.sealing import ChainBrokenError
from tandem.audit.verifying import Finding, verify
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster

HERSELF = Context(person=UUID(int=1), hat=UUID(int=3), organisation=UUID(int=4), function="IB", trace="d" * 32)
SEALED = ("audit_event", "audit_change", "audit_access", "audit_seal")


@pytest.fixture
def file(committing_database: Cluster, tmp_path: Path) -> Path:
    """A file with heads that begins at the chain as earlier tests left it."""
    path = tmp_path / "heads"
    sealing.seal([path])
    return path


@pytest.fixture
def noted(committing_database: Cluster) -> Iterator[Callable[[int], None]]:
    """Write so many lines of each kind, in transactions of their own."""
    with psycopg.connect(committing_database.url(ROLES["owner"]), autocommit=True) as owner:
        owner.execute("create table if not exists noted (id uuid primary key, code text)")
        owner.execute("grant insert on noted to tandem_app")
        owner.execute("select audit.watch('noted', shown => array['code'])")

        def write(times: int) -> None:
            for number in range(times):
                with acting(HERSELF), connection.cursor() as cursor:
                    actor = actions.acting_actor()
                    actions.record(by=actor, action="try", subject="log", details={"é": [number, 1.50, None, "☃"]})
                    cursor.execute("insert into noted values (gen_random_uuid(), 'a''b\\c')")
                    actions.record_read(
                        actor=actor, action="show", purpose="p", ground="6(1)(e)", subjects=[UUID(int=9)], kinds=["a,b"]
                    )

        yield write
        connection.close()
        owner.execute("drop table noted")


def findings(cluster: Cluster, path: Path) -> list[Finding]:
    with psycopg.connect(cluster.url(ROLES["maint"])) as reader:
        return verify(reader, {path.name: heads.read(path)})


def unsealed(cluster: Cluster) -> int:
    with psycopg.connect(cluster.url(ROLES["maint"])) as reader:
        return sum(
            reader.execute(
                f"select count(*) from {table} t where not exists"
                f" (select from audit_seal s, unnest(s.{numbers}) n where n = t.number)"
            ).fetchall()[0][0]
            for table, numbers in tampering.TABLES.items()
        )


def test_what_is_written_is_sealed_once_and_whole(file: Path, noted: Callable[[int], None], cluster: Cluster) -> None:
    noted(4)
    assert unsealed(cluster) == 12
    assert sealing.seal([file]) == 12
    assert sealing.seal([file]) == 0
    assert unsealed(cluster) == 0
    assert findings(cluster, file) == []


def test_a_line_of_a_running_transaction_waits_for_its_end(
    file: Path, noted: Callable[[int], None], cluster: Cluster
) -> None:
    line = "insert into audit_event (at, by, action, subject, details) values (now(), 'service:x', 'a', 's', '{}')"
    with psycopg.connect(cluster.url(ROLES["app"])) as slow:
        slow.execute(line)
        noted(1)
        assert sealing.seal([file]) == 0  # what came after the slow one waits with it
    assert sealing.seal([file]) == 4
    assert findings(cluster, file) == []


def test_a_rolled_back_line_leaves_a_number_free_and_no_alarm(
    file: Path, noted: Callable[[int], None], cluster: Cluster
) -> None:
    with transaction.atomic():
        actions.record(by=OPEN_DATA, action="fail", subject="log", details={})
        transaction.set_rollback(True)
    noted(1)
    sealing.seal([file])
    assert findings(cluster, file) == []


WRITER = """
import sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as app:
    for number in range(int(sys.argv[2])):
        with app.transaction(force_rollback=number % 7 == 0):
            app.execute("insert into audit_event (at, by, action, subject, details) values"
                        " (clock_timestamp(), 'service:x', 'a', 's', jsonb_build_object('n', %s::int))", [number])
"""


def write_at_once(cluster: Cluster, processes: int, lines: int) -> list["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-c", WRITER, cluster.url(ROLES["app"]), str(lines)]
    return [subprocess.Popen(command) for _ in range(processes)]


def test_sealing_amid_writers_seals_every_line_once_without_alarm(file: Path, cluster: Cluster) -> None:
    writers = write_at_once(cluster, processes=4, lines=150)
    sealed = 0
    while any(writer.poll() is None for writer in writers):
        sealed += sealing.seal([file])
        assert findings(cluster, file) == []
    sealed += sealing.seal([file])
    assert [writer.returncode for writer in writers] == [0] * 4
    assert sealed == 4 * sum(1 for number in range(150) if number % 7)
    assert unsealed(cluster) == 0
    assert findings(cluster, file) == []


SEALER = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tandem.project.settings"
django.setup()
from pathlib import Path
from tandem.audit import sealing
for _ in range(15):
    sealing.seal([Path(sys.argv[1])])
"""


def test_two_sealers_never_fork_the_chain(file: Path, cluster: Cluster, tmp_path: Path) -> None:
    from django.conf import settings  # noqa: PLC0415 - the key that signs the context

    environment = {
        "PATH": "/usr/bin:/bin",
        "DATABASE_URL": cluster.url(ROLES["app"]),
        "TANDEM_SECRET_KEY": settings.SECRET_KEY,
        "TANDEM_HOME": str(tmp_path / "home"),
    }
    writers = write_at_once(cluster, processes=2, lines=200)
    sealers = [subprocess.Popen([sys.executable, "-c", SEALER, str(file)], env=environment) for _ in range(3)]
    assert [process.wait() for process in [*writers, *sealers]] == [0] * 5
    sealing.seal([file])
    assert unsealed(cluster) == 0
    assert findings(cluster, file) == []
    assert [head.seal for head in heads.read(file)] == sorted({head.seal for head in heads.read(file)})


@pytest.fixture
def long_log(file: Path, noted: Callable[[int], None]) -> Path:
    for _ in range(4):
        noted(3)
        sealing.seal([file])
    return file


def after(
    cluster: Cluster, path: Path, tamper: Callable[[tampering.Connection, random.Random], None], seed: int
) -> bool:
    """Whether this tampering is found; it is undone afterwards."""
    with psycopg.connect(cluster.url(SUPERUSER)) as attacker:
        for table in SEALED:
            attacker.execute(f"alter table {table} disable trigger user")
        tamper(attacker, random.Random(seed))
        found = verify(attacker, {path.name: heads.read(path)})
        attacker.rollback()
    return bool(found)


@pytest.mark.parametrize("tamper", tampering.TAMPERINGS)
def test_every_way_to_bend_the_log_is_found(
    long_log: Path, cluster: Cluster, tamper: Callable[[tampering.Connection, random.Random], None]
) -> None:
    assert [seed for seed in range(4) if not after(cluster, long_log, tamper, seed)] == []
    assert findings(cluster, long_log) == []


def test_doing_nothing_is_not_found(long_log: Path, cluster: Cluster) -> None:
    """Negative control: what is found above is the tampering and not the way of looking."""
    assert not after(cluster, long_log, lambda _connection, _chance: None, seed=0)


def test_without_the_head_outside_a_cut_tail_is_not_seen(long_log: Path, cluster: Cluster) -> None:
    """Negative control: it is the head that tells."""
    with psycopg.connect(cluster.url(SUPERUSER)) as attacker:
        for table in SEALED:
            attacker.execute(f"alter table {table} disable trigger user")
        tampering.cut_the_tail(attacker, random.Random(1))
        assert verify(attacker, {}) == []
        assert verify(attacker, {"heads": heads.read(long_log)}) != []
        attacker.rollback()


def test_a_finding_names_the_line(long_log: Path, cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(SUPERUSER)) as attacker:
        for table in SEALED:
            attacker.execute(f"alter table {table} disable trigger user")
        number = max(tampering.sealed_lines(attacker, "audit_access"))
        attacker.execute("update audit_access set subjects = '{}' where number = %s", [number])
        (finding,) = verify(attacker, {"heads": heads.read(long_log)})
        attacker.rollback()
    assert finding.place == f"audit_access {number}"
    assert "veranderd" in finding.message


def test_a_line_written_with_the_clock_put_back_is_found(
    long_log: Path, noted: Callable[[int], None], cluster: Cluster
) -> None:
    """Sealed in good order, and yet too old for the seal before it."""
    with psycopg.connect(cluster.url(SUPERUSER)) as attacker:
        attacker.execute(
            "insert into audit_event (at, by, action, subject, details, written_at)"
            " values (now(), 'service:x', 'a', 's', '{}', now() - interval '1 day')"
        )
    sealing.seal([long_log])
    found = findings(cluster, long_log)
    with psycopg.connect(cluster.url(SUPERUSER)) as cleaner:  # or every later test would find it
        for table in SEALED:
            cleaner.execute(f"alter table {table} disable trigger user")
        cleaner.execute("truncate audit_event, audit_change, audit_access, audit_seal")
        for table in SEALED:
            cleaner.execute(f"alter table {table} enable always trigger keep_rows, enable always trigger keep_table")
    assert ["de klok is verzet" in finding.message for finding in found] == [True]


def test_after_a_tail_was_cut_nothing_is_sealed_until_somebody_says_it_was_a_restoration(
    long_log: Path, noted: Callable[[int], None], cluster: Cluster
) -> None:
    beyond = heads.read(long_log)[-1]
    heads.append(long_log, [Head(beyond.seal + 7, bytes(32), beyond.at)])  # as if the database is from before that
    noted(1)
    with pytest.raises(ChainBrokenError, match="reservekopie"):
        sealing.seal([long_log])
    assert [finding.place for finding in findings(cluster, long_log)] == [f"zegel {beyond.seal + 7}"]
    sealing.accept_restored([long_log])
    assert sealing.seal([long_log]) == 3
    assert findings(cluster, long_log) == []


def test_a_chain_that_was_made_anew_is_not_continued(long_log: Path) -> None:
    last = heads.read(long_log)[-1]
    lines = long_log.read_text().splitlines()
    long_log.write_text("\n".join([*lines[:-1], lines[-1].replace(last.hash.hex(), "ab" * 32)]) + "\n")
    with pytest.raises(ChainBrokenError, match="een ander dan"):
        sealing.seal([long_log])


def test_a_head_that_was_not_written_is_made_up_for(file: Path, noted: Callable[[int], None], cluster: Cluster) -> None:
    """The process died between the commit and the file."""
    noted(1)
    sealing.seal([])
    noted(1)
    assert sealing.seal([file]) == 3
    assert findings(cluster, file) == []


def test_a_second_file_says_the_same(tmp_path: Path, file: Path, noted: Callable[[int], None]) -> None:
    second = tmp_path / "elsewhere" / "heads"
    noted(1)
    sealing.seal([file, second])
    assert heads.read(second)[-1] == heads.read(file)[-1]


def test_a_damaged_file_stops_the_sealing(file: Path) -> None:
    file.write_text("{}\n")
    with pytest.raises(heads.HeadsDamagedError, match="regel 1"):
        sealing.seal([file])


@pytest.mark.parametrize("table", SEALED)
def test_no_role_changes_or_removes_anything(long_log: Path, cluster: Cluster, table: str) -> None:
    for role in (*ROLES.values(), SUPERUSER):
        for statement in ("update {} set number = number", "delete from {}", "truncate {}"):
            with psycopg.connect(cluster.url(role)) as attacker, pytest.raises(errors.InsufficientPrivilege):
                attacker.execute(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "select audit.seal(1)",
        "select audit.head()",
        "select audit.hash_of(1)",
        "select * from audit_seal",
        "insert into audit_seal (number) values (0)",
    ],
)
def test_only_the_service_that_seals_may_seal(cluster: Cluster, statement: str) -> None:
    with psycopg.connect(cluster.url(ROLES["app"])) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute(statement)

"""A thousand random tamperings with a long log, all found; a hundred thousand honest lines, no alarm."""

import random
from collections import Counter
from pathlib import Path

import psycopg
from tests.audit import tampering
from tests.audit.test_sealing import SEALED, file, findings, long_log, noted, unsealed, write_at_once

from tandem.audit import heads, sealing
from tandem.audit.verifying import verify
from tandem.platform.postgres.cluster import SUPERUSER, Cluster

__all__ = ["file", "long_log", "noted"]  # fixtures
TAMPERINGS = 1_000
LINES, PROCESSES = 29_500, 4  # one in seven is rolled back


def test_a_thousand_random_tamperings_are_all_found(long_log: Path, cluster: Cluster) -> None:
    chance = random.Random(20261122)
    missed: Counter[str] = Counter()
    with psycopg.connect(cluster.url(SUPERUSER)) as attacker:
        for _ in range(TAMPERINGS):
            for table in SEALED:
                attacker.execute(f"alter table {table} disable trigger user")
            tamper = chance.choice(tampering.TAMPERINGS)
            tamper(attacker, chance)
            if not verify(attacker, {long_log.name: heads.read(long_log)}):
                missed[tamper.__name__] += 1
            attacker.rollback()
    print(f"\n{TAMPERINGS} tamperings, missed: {missed.total()}")
    assert not missed
    assert findings(cluster, long_log) == []


def test_a_hundred_thousand_honest_lines_give_no_alarm(file: Path, cluster: Cluster) -> None:
    writers = write_at_once(cluster, PROCESSES, LINES)
    sealed, alarms = 0, 0
    while any(writer.poll() is None for writer in writers):
        sealed += sealing.seal([file])
    sealed += sealing.seal([file])
    alarms = len(findings(cluster, file))
    print(f"\n{sealed} lines from {PROCESSES} processes sealed amid the writing, false alarms: {alarms}")
    assert alarms == 0
    assert sealed == PROCESSES * sum(1 for number in range(LINES) if number % 7)
    assert unsealed(cluster) == 0

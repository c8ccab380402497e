"""`tandem jobs run` as a service manager starts and stops it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from tests.cli.conftest import Tandem

from tandem.platform.home import PROJECT_ROOT
from tandem.platform.postgres.cluster import SUPERUSER, cluster_for

LINE = "insert into audit_event (at, by, action, subject, details) values (now(), 'service:x', 'try', 's', '{}')"


@pytest.mark.usefixtures("running")
def test_the_worker_seals_the_log_and_stops_when_it_is_told(tandem: Tandem, home: Path) -> None:
    with psycopg.connect(cluster_for(home).url(SUPERUSER), autocommit=True) as admin:
        admin.execute(LINE)
        worker = subprocess.Popen(
            [str(Path(sys.executable).with_name("tandem")), "jobs", "run"],
            env={"PATH": os.environ["PATH"], "TANDEM_HOME": str(home)},
            stderr=subprocess.PIPE,
            text=True,
            cwd=PROJECT_ROOT,
        )
        deadline = time.monotonic() + 90
        while not admin.execute("select 1 from audit_seal").fetchone():
            assert worker.poll() is None, worker.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.2)
    worker.send_signal(signal.SIGTERM)
    _, lines = worker.communicate(timeout=20)
    assert worker.returncode == 0, lines
    assert '"job": "audit.seal"' in lines
    assert "told" not in lines

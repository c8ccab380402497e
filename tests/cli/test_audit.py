"""`tandem audit`, as somebody types it: list, seal, verify, and a log that was bent."""

import csv
import io
import json
from pathlib import Path

import psycopg
import pytest
from tests.cli.conftest import Tandem

from tandem.platform.postgres.cluster import SUPERUSER, cluster_for

LINE = "insert into audit_event (at, by, action, subject, details) values (now(), 'service:x', 'try', 's', '{}')"


@pytest.mark.usefixtures("running")
def test_a_log_from_the_first_line_to_the_first_forgery(tandem: Tandem, home: Path, tmp_path: Path) -> None:
    second = tmp_path / "elsewhere" / "heads"
    with psycopg.connect(cluster_for(home).url(SUPERUSER), autocommit=True) as admin:
        for _ in range(3):
            admin.execute(LINE)
        sealed = tandem("audit", "seal", TANDEM_AUDIT_HEADS=str(second))
        assert "3 regels verzegeld" in sealed.stderr, sealed
        assert second.read_text() == (home / "audit_heads.jsonl").read_text()
        whole = tandem("audit", "verify")
        assert whole.returncode == 0
        assert "3 regels in 1 zegels; 0 wachten" in whole.stderr

        listed = json.loads(tandem("audit", "list", "--format", "json").stdout)
        assert [row["name"] for row in listed] == ["try"] * 3 + ["read log"]
        assert len(listed[-1]["trace_id"]) == 32
        rows = list(csv.DictReader(io.StringIO(tandem("audit", "list", "--shape", "access").stdout)))
        assert rows == []
        assert "2 wachten" in tandem("audit", "verify").stderr

        admin.execute("alter table audit_event disable trigger user")
        admin.execute("update audit_event set subject = 'forged' where number = 2")
        admin.execute("alter table audit_event enable always trigger keep_rows")
    bent = tandem("audit", "verify")
    assert bent.returncode == 1
    assert "audit_event 2 is veranderd (zegel 1)" in bent.stderr
    (home / "audit_heads.jsonl").write_text(second.read_text().replace('"seal": 1', '"seal": 9'))
    cut = tandem("audit", "seal")
    assert cut.returncode == 1
    assert "houdt op vóór zegel 9" in cut.stderr
    assert "2 regels verzegeld" in tandem("audit", "seal", "--restored").stderr


def test_with_a_database_of_your_own_the_log_asks_for_its_address(tandem: Tandem) -> None:
    answer = tandem("audit", "verify", DATABASE_URL="postgresql://tandem_app@127.0.0.1:1/x")
    assert answer.returncode == 1
    assert "Zet DATABASE_MAINT_URL" in answer.stderr

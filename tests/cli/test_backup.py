"""`tandem db backup` and `restore`: everything comes back, and nobody can act as somebody with a copy."""

import shutil
from pathlib import Path

import psycopg
import pytest
from tests.cli.conftest import Tandem
from tests.cli.test_db_and_check import serve
from tests.samples import cell

from tandem.platform.postgres.cluster import SUPERUSER, cluster_for, folder_of_root

COUNT = """
select table_schema || '.' || table_name,
  (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', table_schema, table_name),
   false, true, '')))[1]::text::int
from information_schema.tables
where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
"""


def rows(home: Path) -> dict[str, int]:
    """How many rows each table holds."""
    with psycopg.connect(cluster_for(home).url(SUPERUSER)) as admin:
        return dict(admin.execute(COUNT).fetchall())


@pytest.fixture
def other(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Another TANDEM_HOME, as on a new machine."""
    home = tmp_path_factory.mktemp("other")
    yield home
    cluster_for(home).stop()
    shutil.rmtree(folder_of_root(home), ignore_errors=True)


@pytest.mark.usefixtures("running")
def test_every_row_comes_back_on_another_machine(tandem: Tandem, home: Path, other: Path, tmp_path: Path) -> None:
    serve(home, cell(2017, "BO", "2611", "00AP00", 12), cell(2017, "BO", "2611", "00AP01", 3))
    copy = tmp_path / "tandem.dump"
    for words in (("fill",), ("backup", str(copy))):
        answer = tandem("db", *words)
        assert answer.returncode == 0, answer.stderr
    before = rows(home)
    assert before["public.register_school_location"] == 2
    assert before["public.audit_event"] > 0
    assert copy.stat().st_mode & 0o077 == 0, "only for who made it"
    assert b"signing_key_pkey" not in copy.read_bytes()
    there = {"TANDEM_HOME": str(other)}
    for words in (("start",), ("restore", str(copy))):
        answer = tandem("db", *words, **there)
        assert answer.returncode == 0, answer.stderr
    assert rows(other) == before
    checked = tandem("check", **there).stdout
    (database,) = [line for line in checked.splitlines() if "database" in line]
    assert " ja " in database, checked  # the open data are files, and not in the copy
    again = tandem("db", "restore", str(copy), **there)
    assert again.returncode == 1
    assert "staat al iets" in again.stderr


def test_a_copy_does_not_overwrite(tandem: Tandem, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    answer = tandem("db", "backup", str(there))
    assert answer.returncode == 1
    assert "bestaat al" in answer.stderr
    assert there.read_text() == "mine"

"""Sealed values: they open for their own row and key only, and move to a new key without a moment of loss."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import BinaryField
from psycopg import sql

from tandem.platform import keyring, resealing, sealing
from tandem.platform.database import connect_as
from tandem.platform.keyring import KeyRingError
from tandem.platform.postgres.cluster import ROLES, Cluster
from tandem.platform.resealing import SealedColumn
from tandem.platform.sealed_field import SealedField
from tandem.platform.sealing import SealBrokenError

ROW = sealing.cell("children_bsn", "sealed", UUID(int=1))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    return tmp_path


def test_what_is_sealed_opens_in_its_own_row_and_nowhere_else() -> None:
    sealed = sealing.seal(b"999990019", ROW)
    assert b"999990019" not in sealed
    assert sealing.unseal(sealed, ROW) == b"999990019"
    for elsewhere in (
        sealing.cell("children_bsn", "sealed", UUID(int=2)),
        sealing.cell("children_bsn", "other", UUID(int=1)),
        sealing.cell("other", "sealed", UUID(int=1)),
    ):
        with pytest.raises(SealBrokenError):
            sealing.unseal(sealed, elsewhere)


def test_the_same_value_never_looks_the_same() -> None:
    assert len({sealing.seal(b"999990019", ROW) for _ in range(200)}) == 200


def test_one_changed_bit_anywhere_is_noticed() -> None:
    sealed = sealing.seal(b"999990019", ROW)
    for place in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises((SealBrokenError, KeyRingError)):
            sealing.unseal(bytes(changed), ROW)
    for length in range(len(sealed)):
        with pytest.raises((SealBrokenError, KeyRingError)):
            sealing.unseal(sealed[:length], ROW)


def test_another_installation_opens_nothing(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    sealed = sealing.seal(b"999990019", ROW)
    ours = (home / keyring.FILE).read_text()
    (home / keyring.FILE).unlink()
    with pytest.raises(KeyRingError, match="staat niet in"):
        sealing.unseal(sealed, ROW)
    theirs = (home / keyring.FILE).read_text()
    wrong = theirs.replace(keyring.ring().active.id.hex(), sealed[1:5].hex())  # the right name on the wrong key
    assert wrong not in (ours, theirs)
    (home / keyring.FILE).write_text(wrong)
    with pytest.raises(SealBrokenError):
        sealing.unseal(sealed, ROW)


def test_the_ring_is_for_its_owner_only_and_refuses_to_work_otherwise(home: Path) -> None:
    keyring.ring()
    path = home / keyring.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    keyring.add_key()
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in home.iterdir()) == [keyring.FILE, f"{keyring.FILE}.lock"]
    path.chmod(0o640)
    with pytest.raises(KeyRingError, match="chmod 600"):
        keyring.ring()


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"keys": [], "pseudonym": ""}', '{"keys": [{}], "pseudonym": ""}'])
def test_a_damaged_ring_is_not_replaced_by_a_fresh_one(home: Path, damage: str) -> None:
    keyring.ring()
    (home / keyring.FILE).write_text(damage)
    with pytest.raises(KeyRingError, match="reservekopie"):
        keyring.ring()
    assert (home / keyring.FILE).read_text() == damage


def at_once(code: str, times: int) -> list[str]:
    """What each of so many processes prints that run this at the same time."""
    command = [sys.executable, "-c", f"from tandem.platform import keyring; print(keyring.{code}.hex())"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(times)]
    return [process.communicate()[0].strip() for process in running]


def test_processes_that_start_together_agree_and_lose_no_key() -> None:
    first = at_once("ring().active.id", 6)
    assert set(first) == {keyring.ring().active.id.hex()}
    added = at_once("add_key().id", 6)
    assert {key.id.hex() for key in keyring.ring().keys} == {*first, *added}
    assert len(keyring.ring().keys) == 7


def test_an_index_finds_the_same_value_and_says_nothing_else() -> None:
    index = sealing.blind_index(b"999990019", "children_bsn.sealed")
    assert index == sealing.blind_index(b"999990019", "children_bsn.sealed")
    assert index not in sealing.blind_indexes(b"999990018", "children_bsn.sealed")
    assert index not in sealing.blind_indexes(b"999990019", "other.sealed")
    keyring.add_key()
    assert index != sealing.blind_index(b"999990019", "children_bsn.sealed")
    assert index in sealing.blind_indexes(b"999990019", "children_bsn.sealed")


def test_a_pseudonym_outlives_every_key() -> None:
    before = sealing.pseudonym(str(UUID(int=1)))
    keyring.add_key()
    assert sealing.pseudonym(str(UUID(int=1))) == before
    assert sealing.pseudonym(str(UUID(int=2))) != before


COLUMN = SealedColumn("sealed_try", "sealed", "id", "blind")
ROWS = 35


@pytest.fixture
def sealed_rows(cluster: Cluster, committing_database: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A table with sealed values under one key, and Django as owner."""
    connect_as(cluster.url(ROLES["owner"]))
    monkeypatch.setattr(resealing, "sealed_columns", lambda: [COLUMN])
    with psycopg.connect(cluster.url(ROLES["owner"]), autocommit=True) as owner:
        owner.execute("create table sealed_try (id uuid primary key, sealed bytea, blind bytea)")
        owner.execute("insert into sealed_try values (%s, null, null)", [UUID(int=999)])  # nobody filled it in
        for number in range(ROWS):
            row = UUID(int=number)
            sealed = sealing.seal(plain(row), sealing.cell("sealed_try", "sealed", row))
            blind = sealing.blind_index(plain(row), COLUMN.name)
            owner.execute("insert into sealed_try values (%s, %s, %s)", [row, sealed, blind])
        yield
        connection.close()
        owner.execute("drop table sealed_try")


def plain(row: UUID) -> bytes:
    return f"number {row.int}".encode()


def every_value_opens_and_is_found(cluster: Cluster) -> bool:
    with psycopg.connect(cluster.url(ROLES["owner"])) as owner:
        rows = owner.execute("select id, sealed from sealed_try where sealed is not null").fetchall()
        found = [
            owner.execute(
                "select id from sealed_try where blind = any(%s)", [sealing.blind_indexes(plain(row), COLUMN.name)]
            ).fetchall()
            for row, _ in rows
        ]
    opened = [sealing.unseal(sealed, sealing.cell("sealed_try", "sealed", row)) for row, sealed in rows]
    return len(rows) == ROWS and opened == [plain(row) for row, _ in rows] and found == [[(row,)] for row, _ in rows]


@pytest.mark.usefixtures("sealed_rows")
def test_rotation_seals_everything_again(cluster: Cluster) -> None:
    old = keyring.ring().active
    assert resealing.rotate() == ROWS
    new = keyring.ring().active
    assert new != old
    assert resealing.usage() == {"sealed_try.sealed": {new.id: ROWS}}
    assert every_value_opens_and_is_found(cluster)
    assert list(resealing.check()) == []
    keyring.drop_key(old.id)
    assert every_value_opens_and_is_found(cluster)


@pytest.mark.usefixtures("sealed_rows")
def test_a_rotation_that_was_broken_off_goes_on_where_it_was(cluster: Cluster) -> None:
    old, new = keyring.ring().active, keyring.add_key()
    assert resealing.reseal_batch(COLUMN, size=10) == 10
    connection.close()  # here the process dies
    assert resealing.in_use() == {old.id: ROWS - 10, new.id: 10}
    assert every_value_opens_and_is_found(cluster)
    assert resealing.rotate() == ROWS - 10
    assert resealing.in_use() == {new.id: ROWS}
    assert keyring.ring().active == new
    assert every_value_opens_and_is_found(cluster)


@pytest.mark.usefixtures("sealed_rows")
def test_a_value_that_does_not_open_stops_the_rotation_and_is_named(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(ROLES["owner"]), autocommit=True) as owner:
        sealed = owner.execute("select sealed from sealed_try where id = %s", [UUID(int=3)]).fetchone()
        assert sealed is not None
        spoil = sql.SQL("update sealed_try set sealed = %s where id = %s")
        owner.execute(spoil, [sealed[0][:-1] + bytes([sealed[0][-1] ^ 1]), UUID(int=3)])
        assert list(resealing.check()) == [f"sealed_try.sealed, rij {UUID(int=3)}: gaat niet open"]
        with pytest.raises(SealBrokenError, match=str(UUID(int=3))):
            resealing.rotate()
        owner.execute(spoil, [sealed[0], UUID(int=3)])
    keys = len(keyring.ring().keys)
    resealing.rotate()
    assert len(keyring.ring().keys) == keys  # it goes on, with the key that was made
    assert every_value_opens_and_is_found(cluster)


def test_the_key_that_seals_is_not_dropped() -> None:
    with pytest.raises(KeyRingError, match="verzegelt nu"):
        keyring.drop_key(keyring.ring().active.id)


def test_each_sealed_column_of_the_house_is_found_by_the_rotation() -> None:
    """A column called sealed that is not a SealedField would be forgotten."""
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    named = [field for field in fields if isinstance(field, BinaryField) and "sealed" in field.name]
    assert [str(field) for field in named if not isinstance(field, SealedField)] == []
    found = {(column.table, column.column) for column in resealing.sealed_columns()}
    assert found >= {(field.model._meta.db_table, field.column) for field in named}
    assert {("children_bsn", "number"), ("children_protected_address", "address")} <= found

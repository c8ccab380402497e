"""An empty TANDEM_HOME for every test of the open data, and a way to look into a snapshot."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tandem.opendata.data import LoadResult
from tandem.opendata.loading import load
from tandem.opendata.snapshots import current_snapshot

Rows = list[tuple[Any, ...]]
Query = Callable[[str], Rows]
Load = Callable[..., LoadResult]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state folder of this test."""
    path = tmp_path / "home"
    monkeypatch.setenv("TANDEM_HOME", str(path))
    return path


@pytest.fixture
def query(home: Path) -> Query:
    """SQL over the tables of the current snapshot."""

    def run(sql: str) -> Rows:
        snapshot = current_snapshot(home)
        assert snapshot is not None
        with duckdb.connect() as connection:
            for table in (snapshot / "tables").glob("*.parquet"):
                connection.execute(f"CREATE VIEW {table.stem} AS SELECT * FROM read_parquet('{table}')")
            return connection.execute(sql).fetchall()

    return run


@pytest.fixture
def take_in(home: Path, tmp_path: Path) -> Load:
    """Write contents under names and load them together: take_in({"a.csv": "…"}, demo=True)."""

    def run(files: dict[str, str | bytes], **options: Any) -> LoadResult:
        folder = tmp_path / f"files{len(list(tmp_path.iterdir()))}"
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return load([folder], home=home, **options)

    return run

"""SQL that stands in a file beside its domain, applied by a migration."""

from pathlib import Path

from django.db.migrations import RunSQL


def run_sql_file(migration: str, name: str) -> RunSQL:
    """For a migration: run `sql/<name>` of the domain; `migration` is its `__file__`. Cannot be undone."""
    return RunSQL((Path(migration).parents[1] / "sql" / name).read_text(encoding="utf-8"), elidable=False)

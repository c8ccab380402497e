"""A copy of the whole database in one file, and back into an empty one, with PostgreSQL's own programs.

The key that verifies who acts (`context.signing_key`) is no part of it: whoever gets hold of a copy must not be able to
act as somebody. Migrating writes it again. What the copy holds sealed opens only with `keyring.json`; keep that apart.
"""

import os
import subprocess
from pathlib import Path

import psycopg

LEFT_OUT = "context.signing_key"


class BackupError(RuntimeError):
    """There is no copy, or it was not put back. The message is Dutch."""


def dump(programs: Path | None, url: str, file: Path) -> None:
    """Write everything to `file`, readable for who makes it only. `url`: as tandem_maint, who sees every row.

    `programs`: the folder with pg_dump, None for the one of the machine. Raises BackupError, and then there is no file.
    """
    if file.exists():
        raise BackupError(f"{file} bestaat al. Kies een andere naam.")
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _run(programs, "pg_dump", "--format=custom", f"--exclude-table={LEFT_OUT}", f"--file={file}", f"--dbname={url}")
    except BackupError:
        file.unlink()
        raise


def restore(programs: Path | None, url: str, file: Path) -> None:
    """Put a copy into an empty database, whole or not; migrate afterwards. `url`: as superuser. Raises BackupError."""
    if not file.is_file():
        raise BackupError(f"{file} is er niet.")
    with psycopg.connect(url) as connection:
        if connection.execute("select to_regclass('django_migrations')").fetchone() != (None,):
            raise BackupError("In deze database staat al iets. Zet een kopie terug in een lege TANDEM_HOME.")
    _run(programs, "pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={url}", str(file))


def _run(programs: Path | None, program: str, *arguments: str) -> None:
    try:
        answer = subprocess.run(
            [programs / program if programs else program, *arguments], capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise BackupError(
            f"{program} staat niet op deze machine. Doe: sudo apt-get install postgresql-client"
        ) from error
    if answer.returncode != 0:
        raise BackupError(f"{program} is niet gelukt: {answer.stderr.strip()}")

"""The signing key: made once, kept in TANDEM_HOME, readable for the owner only."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def signing_key(home: Path) -> str:
    """The key of this installation. Two processes that start together agree: the first to link its file wins."""
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=home, prefix=".secret_key.")  # created with mode 0600
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(64))
            with contextlib.suppress(FileExistsError):  # another process was first; its key holds
                os.link(temporary, path)
        finally:
            Path(temporary).unlink()
    return path.read_text(encoding="ascii")

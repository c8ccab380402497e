"""Where things live: the project's own files, and the one folder that holds all state."""

import os
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[3]
DEFINITIONS = PROJECT_ROOT / "definitions"


def tandem_home() -> Path:
    """The folder with all state: `TANDEM_HOME`, else `.local/` in the project. Not created here."""
    return Path(os.environ.get("TANDEM_HOME") or PROJECT_ROOT / ".local").expanduser().resolve()

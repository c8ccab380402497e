"""Where things live: the project's own files, and the one folder that holds all state."""

import os
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[3]
DEFINITIONS = PROJECT_ROOT / "definitions"


class HomeError(RuntimeError):
    """TANDEM_HOME cannot be a folder. The message is Dutch and says why."""


def tandem_home() -> Path:
    """The folder with all state: `TANDEM_HOME`, else `.local/` in the project. Not created here. Raises HomeError."""
    home = Path(os.environ.get("TANDEM_HOME") or PROJECT_ROOT / ".local")
    try:
        home = home.expanduser().resolve()
        usable = home.is_dir() or _can_be_made(home)
    except (OSError, RuntimeError) as error:  # a name too long, a link to itself, a part that we may not see
        raise HomeError(f"TANDEM_HOME is niet te gebruiken: {home}. Kies een andere map.") from error
    if not usable:
        raise HomeError(f"TANDEM_HOME is geen map: {home}. Geef een map, of haal dat bestand weg.")
    return home


def _can_be_made(home: Path) -> bool:
    """False where something else has the name of the folder or of one above it."""
    nearest = next(place for place in (home, *home.parents) if place.exists())
    return nearest != home and nearest.is_dir()

"""Where the peers live: environments of their own below .local/peers, made when they are not there yet."""

import shutil
import subprocess
import sys
from pathlib import Path

from tandem.platform.home import PROJECT_ROOT

HERE = Path(__file__).parent
PLACE = PROJECT_ROOT / ".local" / "peers"
SUPERSET = "apache-superset>=6,<7"
WEB = ("maplibre-gl@5", "@flowmap.gl/layers@9", "@deck.gl/core@9", "@deck.gl/layers@9", "esbuild@0.28")
LONGEST = 900  # seconds for one installation


class NotHereError(Exception):
    """A peer cannot be installed or started on this machine; says why."""


def python_of(name: str, *requirements: str) -> Path:
    """The interpreter of an environment with these requirements. NotHereError."""
    folder = PLACE / name
    python, done = folder / "bin" / "python", folder / "complete"
    if not done.exists():
        uv = Path(sys.executable).with_name("uv")
        if not python.exists():
            _run([str(uv), "venv", "--quiet", "--python", sys.executable, str(folder)])
        _run([str(uv), "pip", "install", "--quiet", "--python", str(python), *requirements])
        done.touch()
    return python


def small() -> Path:
    return python_of("small", "-r", str(HERE / "requirements.in"))


def superset() -> Path:
    return python_of("superset", SUPERSET)


def web() -> Path:
    """A folder with node_modules in it. NotHereError."""
    folder = PLACE / "web"
    npm = shutil.which("npm")
    if npm is None:
        raise NotHereError("no npm")
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _run([npm, "install", "--ignore-scripts", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *WEB])
        (folder / "complete").touch()
    return folder


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=LONGEST)
    except subprocess.CalledProcessError as error:
        raise NotHereError((error.stderr or error.stdout).strip().splitlines()[-1:] or [str(error)]) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotHereError(str(error)) from error

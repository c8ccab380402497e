"""The web server as `tandem run` starts it, on a free port of loopback, without a database."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
COLLECT = """
import django
from django.core.management import call_command
django.setup()
call_command("collectstatic", interactive=False, verbosity=0)
"""


def variables(home: Path) -> dict[str, str]:
    """The environment of a server on this TANDEM_HOME."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("TANDEM_", "DATABASE_"))}
    return others | {"TANDEM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tandem.project.settings"}


def collect_static(home: Path) -> None:
    subprocess.run([sys.executable, "-c", COLLECT], env=variables(home), check=True, timeout=120, capture_output=True)


@contextmanager
def serving(home: Path) -> Iterator[int]:
    """Serve the snapshot of this TANDEM_HOME; yields the port."""
    port = free_port()
    collect_static(home)
    command = [sys.executable, "-m", "gunicorn", "-c", "python:tandem.project.gunicorn", "--bind", f"{HOST}:{port}"]
    with (home / "bench-server.log").open("wb") as log:
        server = subprocess.Popen(command, env=variables(home), stdout=log, stderr=log)
        try:
            _wait(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=300)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(3000):
        if server.poll() is not None:
            raise RuntimeError("the server stopped; see bench-server.log")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz/live", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server does not answer; see bench-server.log")

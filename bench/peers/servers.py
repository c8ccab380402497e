"""Datasette and Superset on the same cells, each as its own documentation starts it."""

import http.client
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bench.peers.asking import HOST, Asked
from bench.peers.places import PLACE, NotHereError
from bench.server import free_port

PATIENCE = 300  # seconds; Superset starts slowly on a busy machine
USER = "bench"
CONFIG = """from pathlib import Path
HERE = Path(__file__).parent
SECRET_KEY = "only for a measurement on loopback, thrown away afterwards"
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HERE}/superset.db"
PREVENT_UNSAFE_DB_CONNECTIONS = False
TALISMAN_ENABLED = WTF_CSRF_ENABLED = False
DATA_CACHE_CONFIG = {"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": str(HERE / "cache"), "CACHE_DEFAULT_TIMEOUT": 86400}
"""


@contextmanager
def datasette(python: Path, database: Path, sql: str) -> Iterator[Asked]:
    """The question as an address of Datasette."""
    port = free_port()
    settings = ["--setting", "sql_time_limit_ms", "10000", "--setting", "max_returned_rows", "5000"]
    command = [str(python.with_name("datasette")), "serve", str(database), "-p", str(port), *settings]
    with _running(command, port, "/-/versions.json", {}, database.parent):
        yield Asked(port, f"/{database.stem}.json?sql={quote(sql)}&_shape=array")


@contextmanager
def superset(python: Path, database: Path, question: dict[str, object]) -> Iterator[tuple[Asked, Asked]]:
    """The question to Superset's chart API: from its cache, and worked out anew each time."""
    place = PLACE / "superset-home"  # its own tables take minutes to make, so they stay
    place.mkdir(exist_ok=True)
    (place / "superset_config.py").write_text(CONFIG, encoding="utf-8")
    environment = {"SUPERSET_CONFIG_PATH": str(place / "superset_config.py"), "SUPERSET_HOME": str(place)}
    if not (place / "ready").exists():
        _prepare(python, place, environment)
    port = free_port()
    command = [str(python.with_name("gunicorn")), "-w", "2", "--threads", "8", "--timeout", "120"]
    command += ["-b", f"{HOST}:{port}", "superset.app:create_app()"]
    with _running(command, port, "/health", environment, place):
        who: dict[str, object] = {"username": USER, "password": USER, "provider": "db"}
        token = _post(port, "/api/v1/security/login", who, {})
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        body = _chart(port, database, question, headers)
        yield (
            Asked(port, "/api/v1/chart/data", json.dumps(body), headers),
            Asked(port, "/api/v1/chart/data", json.dumps(body | {"force": True}), headers),
        )


def _prepare(python: Path, place: Path, environment: dict[str, str]) -> None:
    program = str(python.with_name("superset"))
    person = ["--username", USER, "--password", USER, "--firstname", "b", "--lastname", "b", "--email", "b@example.org"]
    for step in (["db", "upgrade"], ["fab", "create-admin", *person], ["init"]):
        done = subprocess.run(
            [program, *step],
            env=os.environ | environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=3 * PATIENCE,
        )
        if done.returncode:
            raise NotHereError(done.stderr[-300:])
    (place / "ready").touch()


def _chart(port: int, database: Path, question: dict[str, object], headers: dict[str, str]) -> dict[str, object]:
    """Make the database and its table known, and say the question in Superset's own form."""
    stamp = str(time.time_ns())
    there: dict[str, object] = {"database_name": f"flows {stamp}", "sqlalchemy_uri": f"sqlite:///{database}"}
    known = _post(port, "/api/v1/database/", there, headers)["id"]
    table = _post(port, "/api/v1/dataset/", {"database": known, "table_name": "flows", "schema": "main"}, headers)["id"]
    asked = question | {"row_limit": 5000}
    return {"datasource": {"id": table, "type": "table"}, "queries": [asked], "result_format": "json", "force": False}


def _post(port: int, path: str, body: dict[str, object], headers: dict[str, str]) -> dict[str, object]:
    connection = http.client.HTTPConnection(HOST, port, timeout=120)
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"} | headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status not in (200, 201):
        raise NotHereError(f"{path}: {answer.status} {content[:300]!r}")
    found: dict[str, object] = json.loads(content)
    return found


@contextmanager
def _running(command: list[str], port: int, alive: str, environment: dict[str, str], place: Path) -> Iterator[None]:
    with (place / "peer.log").open("wb") as log:
        server = subprocess.Popen(command, env=os.environ | environment, stdout=log, stderr=log)
        try:
            _wait(server, port, alive)
            yield
        finally:
            server.terminate()
            server.wait(timeout=300)


def _wait(server: "subprocess.Popen[bytes]", port: int, path: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise NotHereError("it stopped; see peer.log")
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.3)
    raise NotHereError(f"no answer within {PATIENCE} seconds")

"""`tandem run` from nothing to a page and back, as somebody at a terminal does it."""

import gzip
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.prepared import start_prepared

from tandem.opendata.demo import write_demo_files
from tandem.platform.home import PROJECT_ROOT
from tandem.platform.postgres.cluster import cluster_for, folder_of_root

SECONDS = 90
PROGRAM = str(Path(sys.executable).with_name("tandem"))


@dataclass
class Running:
    """A started `tandem run`, its address, and what it said so far."""

    process: "subprocess.Popen[str]"
    address: str
    said: str

    def get(self, path: str) -> str:
        request = urllib.request.Request(self.address + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            body = answer.read()
            return (gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body).decode()

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(number)
        _, messages = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, messages


Start = Callable[..., Running]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One home for this file: the second start finds what the first one made."""
    folder = tmp_path_factory.mktemp("home")
    yield folder
    cluster_for(folder).stop()
    shutil.rmtree(folder_of_root(folder), ignore_errors=True)


def environment(home: Path, port: int, **variables: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "TANDEM_HOME": str(home),
        "PORT": str(port),
        "HOME": str(home / "u"),
        **variables,
    }


@contextmanager
def started(home: Path, port: int, **variables: str) -> Iterator[Running]:
    process = subprocess.Popen(
        [PROGRAM, "run"],
        env=environment(home, port, **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT_ROOT,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        match = re.search(r"http://127\.0\.0\.1:\d+", line)
        if match is None:
            raise AssertionError(process.communicate(timeout=SECONDS))
        yield Running(process, match[0], line)
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=SECONDS)


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while not file.exists():
        assert time.monotonic() < deadline, f"{file.name} does not come"
        time.sleep(0.2)


def nobody_listens(address: str) -> bool:
    port = int(address.rpartition(":")[2])
    with socket.socket() as plug:
        return plug.connect_ex(("127.0.0.1", port)) != 0


def test_from_nothing_to_the_example_region_and_back(home: Path) -> None:
    with started(home, free()) as tandem:
        page = tandem.get("/inzicht/")
        assert "Voorbeeldgegevens" in page
        style = re.search(r'href="(/static/[^"]+\.css)"', page)
        assert style is not None
        assert re.search(r"\.[0-9a-f]{12}\.css$", style[1]), "the name holds a hash, so that a browser may keep it"
        assert "{" in tandem.get(style[1])
        assert cluster_for(home).is_running()
        wait_for(home / "audit_heads.jsonl")  # the worker is there too: it has sealed the first lines of the log
        code, messages = tandem.stop()
    assert code == 0
    assert "Tandem is gestopt." in messages
    assert "Voorbeeldgegevens van Haaglanden: 1" in messages
    assert nobody_listens(tandem.address)
    assert not cluster_for(home).is_running()
    assert not (home / "u").exists(), "nothing is written in the user's own home"


def test_the_second_start_loads_nothing_and_takes_the_next_port_where_its_own_is_taken(home: Path) -> None:
    """How long it takes is measured by `make bench`."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = int(other.getsockname()[1])
        with started(home, taken) as tandem:
            assert taken < int(tandem.address.rpartition(":")[2]) <= taken + 19
            assert tandem.get("/healthz/live") == "ok"
            code, messages = tandem.stop(signal.SIGTERM)
    assert code == 0
    assert "Voorbeeldgegevens" not in messages


def test_own_files_replace_the_example_and_an_unknown_one_is_named(home: Path, tmp_path: Path) -> None:
    write_demo_files(tmp_path / "own")
    (tmp_path / "own" / "boodschappen.csv").write_text("brood;melk\n1;2\n")
    with started(home, free(), TANDEM_DATA=str(tmp_path / "own")) as tandem:
        assert "Voorbeeldgegevens" not in tandem.get("/inzicht/")
        code, messages = tandem.stop()
    assert code == 0
    assert "overgeslagen: boodschappen.csv" in messages


def test_what_the_checks_of_the_web_server_find_is_said(home: Path) -> None:
    """The data of the test above are nobody's example; nobody signs in there with one click."""
    asked = environment(home, free(), TANDEM_DEMO="1")
    answer = subprocess.run([PROGRAM, "run"], env=asked, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "Inloggen met één klik mag hier niet" in answer.stderr
    assert not cluster_for(home).is_running()


def test_a_web_server_that_is_told_nothing_ends(tmp_path: Path) -> None:
    """Who started it has gone."""
    command = [sys.executable, "-m", "tandem.project.server", "--bind", f"127.0.0.1:{free()}"]
    answer = subprocess.run(
        command, env=environment(tmp_path, free()), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, b"", b"")


def test_two_at_once_share_the_database_and_the_last_one_stops_it(home: Path) -> None:
    with started(home, free()) as first, started(home, free()) as second:
        assert first.stop()[0] == 0
        assert cluster_for(home).is_running()
        assert second.get("/healthz/ready") == '{"database": "ok"}'
        assert second.stop()[0] == 0
    assert not cluster_for(home).is_running()


def test_a_web_server_that_dies_is_said_and_ends_everything(home: Path) -> None:
    with started(home, free()) as tandem:
        children = Path(f"/proc/{tandem.process.pid}/task/{tandem.process.pid}/children").read_text().split()
        [server] = [pid for pid in children if "tandem.project.server" in Path(f"/proc/{pid}/cmdline").read_text()]
        os.kill(int(server), signal.SIGKILL)
        _, messages = tandem.process.communicate(timeout=SECONDS)
    assert tandem.process.returncode == 1
    assert "De webserver is gestopt" in messages
    assert not cluster_for(home).is_running()


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({"PORT": "80a"}, "PORT moet een getal"),
        ({"TANDEM_DEBG": "1"}, "Bedoel je TANDEM_DEBUG"),
        ({"TANDEM_DATA": "/bestaat/niet"}, "bestaat niet"),
        ({"DATABASE_URL": "postgresql://app@127.0.0.1:1/x"}, "DATABASE_OWNER_URL"),
        ({"PG_BINDIR": "/bestaat/niet"}, "PG_BINDIR"),
    ],
)
def test_what_cannot_start_says_why(home: Path, variables: dict[str, str], word: str) -> None:
    answer = subprocess.run(
        [PROGRAM, "run"],
        env={**environment(home, free()), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert (answer.returncode, answer.stdout) == (1, "")
    assert word in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not cluster_for(home).is_running()


def test_an_empty_folder_of_data_says_so(home: Path, tmp_path: Path) -> None:
    start_prepared(tmp_path / "fresh").stop()
    empty = environment(tmp_path / "fresh", free(), TANDEM_DATA=str(tmp_path))
    answer = subprocess.run([PROGRAM, "run"], env=empty, capture_output=True, text=True, check=False, timeout=SECONDS)
    shutil.rmtree(folder_of_root(tmp_path / "fresh"), ignore_errors=True)
    assert answer.returncode == 1
    assert "geen bestand dat Tandem kan lezen" in answer.stderr

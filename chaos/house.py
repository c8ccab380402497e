"""Tandem in a folder of its own: database, web server and worker as real processes, to be killed and started again."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tandem.platform.postgres.cluster import ROLES, SUPERUSER, Cluster, cluster_for

HOST = "127.0.0.1"
STARTING = 600  # seconds that a part may take, on a busy machine
PARTS = ("database", "worker", "web", "web process")
WORKER = (sys.executable, "-c", "from tandem.cli.start import main; main()", "jobs", "run")
BROKEN_WORKER = (sys.executable, "-m", "chaos.broken_worker")


class House:
    """`killed` and `fell`: how often each part was killed, and how often it ended by itself."""

    def __init__(self, home: Path, port: int, mail_port: int) -> None:
        self.home, self.port = home, port
        self.cluster: Cluster = cluster_for(home)
        self.worker_command: Sequence[str] = WORKER
        self.killed: Counter[str] = Counter()
        self.fell: Counter[str] = Counter()
        self.longest = 0.0  # seconds between a kill and the part being there again
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._turn = threading.RLock()
        os.environ |= {
            "TANDEM_HOME": str(home),
            "TANDEM_DEMO": "1",
            "TANDEM_SMTP": f"smtp://{HOST}:{mail_port}",
            "TANDEM_MAIL_FROM": "tandem@voorbeeld.example",
            "DJANGO_SETTINGS_MODULE": "tandem.project.settings",
        }

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def open(self) -> None:
        """Database, example region, web server, worker."""
        from tandem.cli import run  # noqa: PLC0415 - reads the environment that was set above
        from tandem.platform.postgres.lease import Addresses  # noqa: PLC0415

        self.cluster.start()
        run.prepare(Addresses(*(self.cluster.url(ROLES[role]) for role in ("app", "owner", "maint"))))
        self.revive()

    def close(self) -> None:
        for process in self._running.values():
            _kill_group(process)
        self.cluster.stop()

    def kill(self, part: str) -> None:
        """SIGKILL to every process of the part at once; then it is started again."""
        began = time.monotonic()
        with self._turn:
            self.killed[part] += 1
            if part == "database":
                postmaster = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
                os.kill(postmaster, signal.SIGSTOP)  # no child after we looked: it would keep the next server out
                _kill([postmaster, *_children(postmaster)])
                _until_reaped(postmaster)
            elif part == "web process":
                _kill(_children(self._running["web"].pid)[:1])
            else:
                _kill_group(self._running[part])
            self.revive()
        self.longest = max(self.longest, time.monotonic() - began)

    def watch(self) -> None:
        """Start what ended by itself, as systemd would."""
        with self._turn:
            gone = [name for name, process in self._running.items() if process.poll() is not None]
            self.fell.update(gone)
            if gone:
                self.revive()

    def revive(self) -> None:
        self.cluster.start()
        for name, command in (("web", self._web()), ("worker", self.worker_command)):
            if name not in self._running or self._running[name].poll() is not None:
                self._running[name] = self._start(name, command)
        self._wait()

    def restart_worker(self, command: Sequence[str]) -> None:
        with self._turn:
            self.worker_command = command
            _kill_group(self._running["worker"])
            self.revive()

    def tandem(self, *arguments: str) -> tuple[bool, str]:
        """A command of Tandem; whether it ended well, and its last words."""
        command = [sys.executable, "-c", WORKER[2], *arguments]
        done = subprocess.run(
            command, env=self._variables(maint=True), capture_output=True, text=True, timeout=600, check=False
        )
        return done.returncode == 0, (done.stdout + done.stderr).strip()[-400:]

    def superuser(self) -> str:
        return self.cluster.url(SUPERUSER)

    def _web(self) -> Sequence[str]:
        configuration = "python:tandem.project.gunicorn"
        return [sys.executable, "-m", "gunicorn", "-c", configuration, "--bind", f"{HOST}:{self.port}"]

    def _start(self, name: str, command: Sequence[str]) -> "subprocess.Popen[bytes]":
        with (self.home / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, env=self._variables(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def _variables(self, *, maint: bool = False) -> dict[str, str]:
        urls = {"DATABASE_URL": self.cluster.url(ROLES["app"])}
        return {**os.environ, **urls, **({"DATABASE_MAINT_URL": self.cluster.url(ROLES["maint"])} if maint else {})}

    def _wait(self) -> None:
        until = time.monotonic() + STARTING
        while time.monotonic() < until:
            if self._running["web"].poll() is not None:  # as systemd would
                self.fell["web"] += 1
                self._running["web"] = self._start("web", self._web())
            try:
                with urllib.request.urlopen(f"{self.address}/healthz/live", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the web server does not answer; see {self.home / 'web.log'}")


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = status.read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(after_name[1]) == parent:
            found.append(int(status.parent.name))
    return found


def _kill(processes: list[int]) -> None:
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    while any(_alive(process) for process in processes):
        time.sleep(0.01)


def _until_reaped(process: int) -> None:
    """A dead process that nobody has asked after still counts as running for `pg_ctl`, which then starts nothing."""
    until = time.monotonic() + STARTING
    with suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.kill(process, 0)
            time.sleep(0.01)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

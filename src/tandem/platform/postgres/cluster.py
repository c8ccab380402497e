"""Makes, starts and stops one database server for one TANDEM_HOME.

The traps that shape this file: the server refuses to run as root (so root runs it as `nobody`, in one named folder
under /var/tmp); the data folder must be 0700, so the socket lives in a folder beside it; a socket path may be 107
bytes long. Only the operating-system user that started it can log in (peer authentication), and nothing listens on
the network.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from tandem.platform.postgres.binaries import Binaries, NoPostgresError, find_all

DATABASE = "tandem"
SUPERUSER = "tandem_admin"
ROLES = {"app": "tandem_app", "owner": "tandem_owner", "maint": "tandem_maint", "stats": "tandem_stats"}
ROLES_SQL = Path(__file__).with_name("roles.sql")
LONGEST_SOCKET_PATH = 100
SERVER_ACCOUNT = "nobody"
# Without autovacuum too: it may analyse a table while a test changes its policies, and then they wait for each other.
FAST_AND_LOSSY = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")


class ClusterError(RuntimeError):
    """The server could not be made or started. The message is Dutch and names the log."""


def folder_of_root(home: Path) -> Path:
    """The one folder outside the project, used only when root starts the server; `make clean` removes it."""
    return Path("/var/tmp") / f"tandem-{_short_name(home)}"  # noqa: S108 - owner and mode are checked before use


def _short_name(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]


def _as_root() -> bool:
    return os.geteuid() == 0


def _server_identity() -> tuple[int, int]:
    """User and group number that the server runs under."""
    if not _as_root():
        return os.geteuid(), os.getegid()
    account = pwd.getpwnam(SERVER_ACCOUNT)
    return account.pw_uid, account.pw_gid


def _own_folder(folder: Path) -> None:
    """Make a folder that only the server's account may enter; refuse one that somebody else put there."""
    uid, gid = _server_identity()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.geteuid()):
        raise ClusterError(f"{folder} is van iemand anders. Haal die map weg en begin opnieuw.")
    os.chown(folder, uid, gid)
    folder.chmod(0o700)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A database server: its programs, its folder, its socket. Nothing happens before `start`."""

    binaries: Binaries
    base: Path
    socket: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "log"

    def url(self, role: str, database: str = DATABASE) -> str:
        """Address for `DATABASE_URL`, with the folder of the socket as host. `role` is a PostgreSQL role."""
        return f"postgresql://{role}@{quote(str(self.socket), safe='')}/{database}"

    def is_running(self) -> bool:
        return self.data.is_dir() and self._run("pg_ctl", "status", "-D", self.data).returncode == 0

    def start(self) -> bool:
        """Make what is missing and start. False when it was running already."""
        if self.is_running():
            return False
        self.make_folders()
        if not self.data.exists():
            self._initialise()
        self._write_configuration()
        answer = self._run("pg_ctl", "start", "-D", self.data, "-w", "-t", "60", "-s", "-l", self.log)
        if answer.returncode != 0:
            raise ClusterError(f"PostgreSQL start niet: {answer.stderr.strip()} Zie {self.log}.")
        self._create_roles_and_database()
        return True

    def make_folders(self) -> None:
        for folder in (self.base.parent, self.base, self.socket):
            _own_folder(folder)

    def stop(self) -> bool:
        """Stop at once, committed work kept. False when it was not running."""
        if not self.is_running():
            return False
        self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-s")
        if self.socket.parent != self.base:
            shutil.rmtree(self.socket, ignore_errors=True)
        return True

    def _initialise(self) -> None:
        """Beside the real place, then moved: a killed first start leaves nothing that looks like a database."""
        fresh = self.base / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        speed = [] if self.durable else ["--no-sync"]
        locale = ["--locale=C.UTF-8", "-E", "UTF8"]
        answer = self._run("initdb", "-D", fresh, "-U", SUPERUSER, "--auth=peer", *locale, *speed)
        if answer.returncode != 0:
            raise ClusterError(f"PostgreSQL kan geen database maken: {answer.stderr.strip()}")
        with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("include = 'tandem.conf'\n")
        fresh.rename(self.data)

    def _write_configuration(self) -> None:
        """Rewritten at each start: the project may have moved, or another account may start it."""
        uid, gid = _server_identity()
        socket = str(self.socket).replace("'", "''")
        lines = ["listen_addresses = ''", f"unix_socket_directories = '\"{socket}\"'", "max_connections = 60"]
        starter = pwd.getpwuid(os.geteuid()).pw_name
        files = {
            "tandem.conf": [*lines, *(() if self.durable else FAST_AND_LOSSY)],
            "pg_hba.conf": ["local all all peer map=tandem"],
            "pg_ident.conf": [f'tandem "{starter}" {role}' for role in (SUPERUSER, *ROLES.values())],
        }
        for name, content in files.items():
            path = self.data / name
            path.write_text("\n".join(content) + "\n", encoding="utf-8")
            os.chown(path, uid, gid)

    def _create_roles_and_database(self) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(f"create database {DATABASE}")
        with psycopg.connect(self.url(SUPERUSER), autocommit=True) as connection:
            connection.execute(ROLES_SQL.read_bytes())

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's account, in a folder that it may be in."""
        uid, gid = _server_identity()
        root = _as_root()
        return subprocess.run(
            [self.binaries.folder / program, *arguments],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            user=uid if root else None,
            group=gid if root else None,
            extra_groups=() if root else None,
        )


def cluster_for(home: Path, binaries: Binaries | None = None, durable: bool = True) -> Cluster:
    """The cluster of this TANDEM_HOME. Data that are there already decide the version, else the preferred one does."""
    root = folder_of_root(home) if _as_root() else home.resolve()
    chosen = binaries or _choose(find_all(), root)
    base = root / f"pg{chosen.major}"
    socket = base / "run"
    if len(os.fsencode(socket / ".s.PGSQL.5432")) > LONGEST_SOCKET_PATH:
        socket = Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp") / f"tandem-{_short_name(home)}"  # noqa: S108
    return Cluster(chosen, base, socket, durable)


def _choose(found: Sequence[Binaries], root: Path) -> Binaries:
    if not found:
        raise NoPostgresError(
            "Geen PostgreSQL 15 of nieuwer gevonden. Doe `sudo apt-get install postgresql`, of zet DATABASE_URL."
        )
    in_use = [binaries for binaries in found if (root / f"pg{binaries.major}" / "data").is_dir()]
    return (in_use or list(found))[0]

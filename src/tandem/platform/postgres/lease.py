"""Using the database: whoever starts it, the last one to leave stops it."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tandem.platform.postgres.cluster import ROLES, Cluster, cluster_for

KEEP = "keep-running"  # written by `tandem db start`, removed by `tandem db stop`


SCHEMES = ("postgresql://", "postgres://")


class AddressMissingError(RuntimeError):
    """An address that only the administrator knows. The message is Dutch and says what to set."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the database is, per role. `owner` and `maint` are '' when they were not given beside DATABASE_URL."""

    app: str
    owner: str
    maint: str = ""

    def for_migration(self) -> str:
        if not self.owner:
            raise AddressMissingError("Zet DATABASE_OWNER_URL naast DATABASE_URL: migreren doet de rol tandem_owner.")
        return self.owner

    def for_reading_the_log(self) -> str:
        if not self.maint:
            raise AddressMissingError(
                "Zet DATABASE_MAINT_URL naast DATABASE_URL: het logboek lees je als tandem_maint."
            )
        return self.maint

    def for_backup(self) -> str:
        if not self.maint:
            raise AddressMissingError("Zet DATABASE_MAINT_URL naast DATABASE_URL: een kopie maak je als tandem_maint.")
        return self.maint


def given(environ: Mapping[str, str] = os.environ) -> Addresses | None:
    """The addresses in the environment: then we start nothing."""
    for name in (
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "DATABASE_MAINT_URL",
    ):  # what it holds is not repeated: there is a password in it
        if (url := environ.get(name)) and not url.startswith(SCHEMES):
            raise AddressMissingError(f"{name} is geen adres van PostgreSQL; het begint met {SCHEMES[0]}")
    if url := environ.get("DATABASE_URL"):
        return Addresses(url, environ.get("DATABASE_OWNER_URL", ""), environ.get("DATABASE_MAINT_URL", ""))
    return None


@contextmanager
def in_use(home: Path, environ: Mapping[str, str] = os.environ) -> Iterator[Addresses]:
    """The addresses of a database that runs as long as this block does."""
    if addresses := given(environ):
        yield addresses
        return
    cluster = cluster_for(home)
    with _first_in(cluster):
        yield Addresses(*(cluster.url(ROLES[role]) for role in ("app", "owner", "maint")))


def keep_running(home: Path) -> Cluster:
    """Start it and leave it on, whoever else comes and goes."""
    cluster = cluster_for(home)
    with _turn(cluster):
        cluster.start()
        (cluster.base / KEEP).touch()
    return cluster


def stop_keeping(home: Path) -> bool:
    """Stop it now, also under the hands of others. False when it was not running."""
    cluster = cluster_for(home)
    if not cluster.base.is_dir():
        return False
    with _turn(cluster):
        (cluster.base / KEEP).unlink(missing_ok=True)
        return cluster.stop()


@contextmanager
def _first_in(cluster: Cluster) -> Iterator[None]:
    """Start for the first user, stop after the last: each holds a shared lock that dies with its process."""
    with _turn(cluster):
        users = _open_lock(cluster, "users")
        fcntl.flock(users, fcntl.LOCK_SH)
        cluster.start()
    try:
        yield
    finally:
        with users, _turn(cluster):
            fcntl.flock(users, fcntl.LOCK_UN)
            if not (cluster.base / KEEP).exists() and _nobody_uses(users):
                cluster.stop()


def _nobody_uses(users: IO[bytes]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _turn(cluster: Cluster) -> Iterator[None]:
    """One process at a time starts or stops."""
    cluster.make_folders()
    with _open_lock(cluster, "turn") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _open_lock(cluster: Cluster, name: str) -> IO[bytes]:
    return (cluster.base / f"{name}.lock").open("wb")

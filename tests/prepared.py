"""A migrated database server, made once for all who test at the same time; each home gets a copy of its folder."""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tandem.platform.home import PROJECT_ROOT
from tandem.platform.postgres.binaries import Binaries, find_all
from tandem.platform.postgres.cluster import ROLES, Cluster, cluster_for, folder_of_root

_PLACE = "PREPARED_DATABASES"  # known to the processes that pytest starts


def open_place() -> None:
    """By the first process of a run, before it starts others; gone when it ends."""
    if _PLACE not in os.environ:
        os.environ[_PLACE] = tempfile.mkdtemp(prefix="tandem-prepared-")
        atexit.register(shutil.rmtree, os.environ[_PLACE], ignore_errors=True)


def start_prepared(home: Path, binaries: Binaries | None = None) -> Cluster:
    """A running server for this home with the tables of every migration; to migrate gives it this home's own key."""
    cluster = cluster_for(home, binaries or find_all()[0], durable=False)
    cluster.make_folders()
    subprocess.run(["cp", "-a", str(_data(cluster.binaries)), str(cluster.data)], check=True)
    cluster.start()
    return cluster


def _data(binaries: Binaries) -> Path:
    """The data folder of a stopped server of this version. One process makes it, the others wait."""
    place = Path(os.environ[_PLACE])
    made = place / f"pg{binaries.major}"
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            home = place / f"home{binaries.major}"
            cluster = cluster_for(home, binaries, durable=False)
            cluster.start()
            _migrate(cluster)
            cluster.stop()
            subprocess.run(["cp", "-a", str(cluster.data), str(made)], check=True)
            shutil.rmtree(folder_of_root(home), ignore_errors=True)
    return made


def _migrate(cluster: Cluster) -> None:
    urls = {"DATABASE_URL": cluster.url(ROLES["app"]), "DATABASE_OWNER_URL": cluster.url(ROLES["owner"])}
    environment = {"PATH": os.environ["PATH"], "TANDEM_HOME": str(cluster.base), **urls}
    command = [str(Path(sys.executable).with_name("tandem")), "db", "migrate"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=PROJECT_ROOT)
    assert done.returncode == 0, done.stderr

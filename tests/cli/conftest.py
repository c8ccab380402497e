"""`tandem` as somebody types it, with a home and a database of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.prepared import start_prepared

from tandem.platform.home import PROJECT_ROOT
from tandem.platform.postgres.cluster import cluster_for, folder_of_root

Answer = subprocess.CompletedProcess[str]
Tandem = Callable[..., Answer]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    cluster_for(tmp_path).stop()
    shutil.rmtree(folder_of_root(tmp_path), ignore_errors=True)


@pytest.fixture
def tandem(home: Path) -> Tandem:
    def run(*arguments: str, **variables: str) -> Answer:
        environment = {"PATH": os.environ["PATH"], "TANDEM_HOME": str(home), "COLUMNS": "200", **variables}
        command = [str(Path(sys.executable).with_name("tandem")), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=PROJECT_ROOT)

    return run


@pytest.fixture
def running(tandem: Tandem, home: Path) -> None:
    """The database of this home, as after `tandem db start` and `tandem db migrate`."""
    start_prepared(home)
    for words in (("start",), ("migrate",)):
        assert tandem("db", *words).returncode == 0

"""How long `tandem run` takes to its address: from nothing, with the example region, and again; beside its limits."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.results import Measure
from tandem.platform.home import PROJECT_ROOT
from tandem.platform.postgres.cluster import cluster_for, folder_of_root

FIRST, AGAIN = 90, 5  # seconds


def measure(home: Path) -> Iterator[Measure]:
    """`home`: a TANDEM_HOME that is not there yet. The environment of Python is; `make` asks for nothing more."""
    try:
        yield Measure("first start, example region", _seconds(home), "s", ("<=", FIRST), "to the address", "limit")
        yield Measure("second start", _seconds(home), "s", ("<=", AGAIN), "to the address", "limit")
    finally:
        cluster_for(home).stop()
        shutil.rmtree(folder_of_root(home), ignore_errors=True)


def _seconds(home: Path) -> float:
    program = str(Path(sys.executable).with_name("tandem"))
    environment = os.environ | {"TANDEM_HOME": str(home), "PORT": "18480"}
    begun = time.perf_counter()
    with subprocess.Popen(
        [program, "run"], env=environment, stdout=subprocess.PIPE, text=True, cwd=PROJECT_ROOT
    ) as one:
        try:
            line = one.stdout.readline() if one.stdout else ""
            seconds = time.perf_counter() - begun
        finally:
            one.terminate()
    if not re.search(r"http://\S+", line):
        raise RuntimeError("tandem run said no address")
    return seconds

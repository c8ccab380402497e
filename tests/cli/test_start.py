"""Ctrl-C is understood at any moment, also while the program itself is still being read."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = str(Path(sys.executable).with_name("tandem"))


@pytest.mark.parametrize("library", ["pydantic_core", "numpy", "duckdb"])
def test_ctrl_c_while_it_starts_is_no_traceback(library: str, tmp_path: Path) -> None:
    """The moment is when this library has just come in."""
    process = subprocess.Popen(
        [PROGRAM, "flows", "backtest"],
        env={"PATH": os.environ["PATH"], "TANDEM_HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - no threads here
    )
    while process.poll() is None and library not in Path(f"/proc/{process.pid}/maps").read_text():
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert (process.returncode, said) == (1, "Afgebroken.\n")

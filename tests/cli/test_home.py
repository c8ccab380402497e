"""A TANDEM_HOME that cannot be used is explained by every command, in a line and not in a traceback."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.test_help import ALL, GROUPS, RUNNER
from typer.testing import Result

from tandem.cli.main import app
from tandem.opendata.demo import write_demo_files

PROGRAM = str(Path(sys.executable).with_name("tandem"))
# What each command needs to get as far as its TANDEM_HOME.
WORDS: dict[tuple[str, ...], list[str]] = {
    ("data", "load"): [__file__],
    ("data", "fetch"): ["duo-po-postcode"],
    ("flows", "summary"): ["--sector", "BO", "--region", "nederland"],
    ("flows", "list"): ["--sector", "BO", "--region", "nederland"],
    ("flows", "explain"): ["--sector", "BO", "--region", "nederland"],
    ("flows", "origins"): ["--school", "00AA00"],
    ("keys", "drop"): ["ab"],
    ("providers", "set"): [
        *("00000000-0000-0000-0000-000000000001", "--name", "Voorbeeld", "--issuer", "https://provider.example"),
        *("--client-id", "tandem", "--secret-file", __file__),
    ],
    ("providers", "end"): ["00000000-0000-0000-0000-000000000001"],
    ("register", "import"): [__file__, "--organisation", "GM0518"],
    ("route",): ["--school", "00AA00", "--home", "2611", "--question", "zorg"],
    ("db", "backup"): ["kopie.dump"],
    ("db", "restore"): [__file__],
    ("directory", "search"): ["pesten"],
}
# Without an option `demo` lists who is in definitions/, and so do `retention list` and all of `share`.
HOMELESS = {("db", "roles"), ("demo",), ("retention", "list"), *(path for path in ALL if path[:1] == ("share",))}
COMMANDS = [path for path in ALL if path not in GROUPS and path not in HOMELESS]


def tandem(path: tuple[str, ...], home: Path) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANDEM_HOME", str(home))
        return RUNNER.invoke(app, [*path, *WORDS.get(path, [])])


def homes_that_are_none(folder: Path) -> dict[str, Path]:
    """Every TANDEM_HOME that is no folder and cannot become one."""
    file, loop = folder / "bestand", folder / "lus"
    file.write_text("geen map")
    loop.symlink_to(loop)
    return {"a file": file, "below a file": file / "onder", "a circle": loop, "a name too long": folder / ("n" * 300)}


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_a_home_that_is_no_folder_is_explained(path: tuple[str, ...], tmp_path: Path) -> None:
    for kind, home in homes_that_are_none(tmp_path).items():
        answer = tandem(path, home)
        told = answer.stdout if path == ("check",) else answer.stderr
        assert (answer.exit_code, answer.stdout if path != ("check",) else "") == (1, ""), (kind, answer)
        assert "TANDEM_HOME is" in " ".join(told.split()), kind
        assert "Errno" not in told


def test_a_home_that_may_not_be_written_is_explained() -> None:
    """Not even root may make a folder in /sys."""
    for path in (("data", "load"), ("data", "fetch")):
        answer = tandem(path, Path("/sys/tandem"))
        assert answer.exit_code == 1
        assert "/sys/tandem: hier mag je niet lezen of schrijven." in answer.stderr


@pytest.mark.parametrize("kilobytes", [1, 20])
def test_a_load_that_may_not_write_any_further_changes_nothing(kilobytes: int, tmp_path: Path) -> None:
    """A limit on the size of files is met as a full disk is: sooner or later in Python, DuckDB or numpy."""
    write_demo_files(tmp_path / "files")
    limit = (kilobytes * 1024, kilobytes * 1024)
    answer = subprocess.run(
        [PROGRAM, "data", "load", str(tmp_path / "files")],
        env={"PATH": os.environ["PATH"], "TANDEM_HOME": str(tmp_path / "home"), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.returncode == 1
    assert "dit bestand wordt te groot. Er is niets veranderd." in answer.stderr
    assert not (tmp_path / "home" / "opendata" / "current").exists()


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [["--help"], ["data", "fetch", "--list", "--format", "csv"], ["db", "roles"]])
def test_an_output_that_is_full_is_explained(words: list[str], unbuffered: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("w") as full:
        answer = subprocess.run(
            [PROGRAM, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment
        )
    assert (answer.returncode, answer.stderr) == (1, "de schijf is vol.\n")

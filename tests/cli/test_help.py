"""Every command teaches, and says how it ends."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tandem.cli.main import app
from tandem.platform.home import PROJECT_ROOT

RUNNER = CliRunner()


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words one types for it. Typer carries its own click, whose types it does not publish."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, (*path, name))


ALL = dict(commands(typer.main.get_command(app)))
GROUPS = [path for path, command in ALL.items() if hasattr(command, "commands")]
LISTING = [path for path, command in ALL.items() if any(parameter.name == "form" for parameter in command.params)]


def test_the_promised_commands_are_there() -> None:
    assert {("run",), ("check",), ("db", "migrate"), ("data", "load"), ("flows", "summary")} <= ALL.keys()


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_help_in_dutch(path: tuple[str, ...]) -> None:
    answer = RUNNER.invoke(app, [*path, "--help"])
    assert answer.exit_code == 0
    assert len((ALL[path].help or "").split()) >= 4
    assert answer.stderr == ""


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_option_says_what_it_does(path: tuple[str, ...]) -> None:
    options = [parameter for parameter in ALL[path].params if parameter.param_type_name == "option"]
    assert [option.name for option in options if not option.help] == []


def test_the_help_says_how_a_command_ends() -> None:
    text = " ".join(RUNNER.invoke(app, ["--help"]).stdout.split())
    assert "0 gelukt, 1 mislukt of niet in de gegevens (de melding zegt waarom), 2 verkeerd gebruikt" in text


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_a_wrong_option_is_wrong_use(path: tuple[str, ...]) -> None:
    answer = RUNNER.invoke(app, [*path, "--bestaat-niet"])
    assert answer.exit_code == 2
    assert answer.stdout == ""


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_a_group_without_a_command_shows_its_help(path: tuple[str, ...]) -> None:
    answer = RUNNER.invoke(app, list(path))
    assert answer.exit_code in (0, 2)
    assert "Opdrachten" in answer.output


@pytest.mark.parametrize("path", LISTING, ids=" ".join)
def test_whatever_is_listed_has_the_three_forms(path: tuple[str, ...]) -> None:
    form = next(parameter for parameter in ALL[path].params if parameter.name == "form")
    assert "--format" in form.opts
    assert RUNNER.invoke(app, [*path, "--format", "xml"]).exit_code == 2


def test_the_manual_of_the_command_line_is_up_to_date(tmp_path: Path) -> None:
    """`make docs` writes it from the help texts."""
    fresh = tmp_path / "cli.md"
    program = str(Path(sys.executable).with_name("typer"))
    options = ["utils", "docs", "--name", "tandem", "--title", "The command line", "--output", str(fresh)]
    subprocess.run([program, "tandem.cli.main", *options], check=True, capture_output=True, cwd=PROJECT_ROOT)
    kept = PROJECT_ROOT / "docs" / "cli.md"
    assert kept.read_text(encoding="utf-8") == fresh.read_text(encoding="utf-8"), "run `make docs`"

"""Imports go down only, and a new package needs a place before anything builds."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.architecture.source import PACKAGE, modules

from tandem.platform.home import PROJECT_ROOT


def lint(root: Path) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-cache", "--config", str(root / "pyproject.toml")]
    return subprocess.run(command, cwd=root / "src", capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The house, in a place where it may be spoiled."""
    shutil.copy(PROJECT_ROOT / "pyproject.toml", tmp_path)
    for module in modules():
        target = tmp_path / "src" / "tandem" / module.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(module.path, target)
    shutil.copy(PACKAGE / "__init__.py", tmp_path / "src" / "tandem")
    return tmp_path


def test_the_house_keeps_its_own_rule(copy: Path) -> None:
    answer = lint(copy)
    assert answer.returncode == 0, answer.stdout


def test_a_new_package_without_a_place_breaks_the_build(copy: Path) -> None:
    (copy / "src" / "tandem" / "annex").mkdir()
    (copy / "src" / "tandem" / "annex" / "__init__.py").touch()
    answer = lint(copy)
    assert answer.returncode == 1
    assert "annex" in answer.stdout


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("platform", "audit"),
        ("audit", "register"),
        ("register", "children"),
        ("children", "opendata"),
        ("opendata", "children"),
        ("flows", "children"),
        ("opendata", "flows"),
        ("flows", "web"),
        ("flows", "api"),
        ("cli", "project"),
        ("web", "api"),
        ("api", "cli"),
    ],
)
def test_an_import_upward_or_sideways_breaks_the_build(copy: Path, low: str, high: str) -> None:
    (copy / "src" / "tandem" / low / "sneaky.py").write_text(f"import tandem.{high}\n")
    answer = lint(copy)
    assert answer.returncode == 1
    assert "BROKEN" in answer.stdout


def test_data_and_flows_need_neither_django_nor_postgresql() -> None:
    """Everything the command line imports before it knows which command was meant."""
    code = "import sys, tandem.cli.main; print(sorted({n.split('.')[0] for n in sys.modules}))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'tandem'" in answer.stdout
    assert "'django'" not in answer.stdout

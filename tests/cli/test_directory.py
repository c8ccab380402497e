"""`tandem directory`: what is found, with a typing error put right; nothing found is said."""

import json

import pytest
from tests.cli.conftest import Tandem


@pytest.mark.usefixtures("running")
def test_an_empty_directory_says_so(tandem: Tandem) -> None:
    for command in (("list",), ("search", "pesten", "--age", "9", "--theme", "WELZIJN", "--school", "BO")):
        answer = tandem("directory", *command, "--format", "json")
        assert (answer.returncode, json.loads(answer.stdout)) == (0, [])
        assert "Niets gevonden." in answer.stderr
    wrong = tandem("directory", "search", "pesten", "--age", "140")
    assert wrong.returncode == 2

"""The tables the standard carries over, when they lie beside the project; without them these tests are skipped."""

import csv

import pytest
from tests.conftest import SHARED

TABLES = SHARED.parent / "rules"


def table(name: str) -> list[dict[str, str]]:
    """The rows of one table. Skips the test when the tables are absent."""
    path = TABLES / name
    if not path.is_file():
        pytest.skip(f"the tables of rules are not here ({path})")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes_in(cell: str, vocabulary: list[str]) -> set[str]:
    """Codes of a vocabulary that a cell names as whole words."""
    words = set(cell.replace("|", " ").replace("(", " ").replace(",", " ").replace("/", " ").split())
    return words & set(vocabulary)

"""The functions that people can have: complete, and refused when the file is wrong."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tandem.platform.home import DEFINITIONS, PROJECT_ROOT
from tandem.register import functions
from tandem.register.data import OrganisationKind
from tandem.register.definitions import DefinitionError

ROLES = PROJECT_ROOT.parent / "shared" / "rules" / "roles.csv"
NO_FUNCTION = {"pseudo-rol"}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Another functions.yaml, in which a test may break something."""
    path = tmp_path / "functions.yaml"
    path.write_text((DEFINITIONS / "functions.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(functions, "DEFINITIONS", tmp_path)
    functions.functions.cache_clear()
    yield path
    functions.functions.cache_clear()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_kind_of_organisation_has_somebody_who_keeps_it_up() -> None:
    assert set(functions.find(functions.ADMINISTRATOR).kinds) == set(OrganisationKind) - {OrganisationKind.FAMILY}


def test_an_administrator_sees_no_more_than_the_own_organisation() -> None:
    assert functions.ADMINISTRATOR not in functions.professional_codes()
    assert {"IB", "LT_TOEGANG", "LT_HULP", "SWV", "LPA"} <= functions.professional_codes()


def test_an_unknown_function_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        functions.find("KEIZER")


@pytest.mark.usefixtures("file")
def test_the_copy_is_read_as_the_file_is() -> None:
    assert len(functions.functions()) > 20


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("code: IB", "code: LERAAR", "LERAAR is defined twice"),
        ("kinds: [SCHOOL, LOCATION]", "kinds: [SCHUUR]", "kinds"),
        ("kinds: [SCHOOL, LOCATION]", "kinds: []", "kinds"),
        ("name: Raadslid", "name: ''", "name"),
        ("code: RAAD\n", "code: raad\n", "code"),
        ("code: BEHEER_ORG", "code: BEHEER_OUD", "BEHEER_ORG is missing"),
        ("professional: true", "professional: misschien", "professional"),
        ("professional: true", "proffesional: true", "proffesional"),
        ("professional: false\n    listed: false", "professional: false\n    listed: true", "listed"),
    ],
)
def test_a_wrong_file_is_refused_with_the_field(file: Path, old: str, new: str, said: str) -> None:
    change(file, old, new)
    with pytest.raises(DefinitionError, match=said):
        functions.functions()


@pytest.mark.shared
def test_every_real_role_of_the_rule_base_has_its_function() -> None:
    with ROLES.open(encoding="utf-8") as rows:
        roles = {row["rol_code"] for row in csv.DictReader(rows) if row["organisatiesoort"] not in NO_FUNCTION}
    assert len(roles) == 32
    assert roles - set(functions.functions()) == set()

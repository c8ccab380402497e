"""`tandem register import`, on the real database: the report, the dry run, and the real thing."""

import json
from pathlib import Path

import pytest
from tests.register.administration.made import as_csv
from tests.register.people_world import DAY, World

from tandem.cli.failures import ExplainedError
from tandem.cli.output import Format
from tandem.cli.people_import import _import
from tandem.platform import clock
from tandem.platform.postgres.cluster import Cluster
from tandem.register import models

NOOR = {"voornaam": "Noor", "achternaam": "Nieuw", "e-mail": "noor@x.example", "functie": "LT_HULP"}
TEAM = "Lokaal team Voorbeeldstad"


@pytest.fixture
def world(owned_database: Cluster, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return World()


def brought(folder: Path, *rows: dict[str, str], organisation: str = TEAM, dry_run: bool = False) -> None:
    file = folder / "mensen.csv"
    file.write_bytes(as_csv(rows))
    _import(file, organisation, Format.JSON, dry_run=dry_run)


def known() -> bool:
    return models.Person.objects.filter(given_name="Noor", family_name="Nieuw").exists()


def test_an_error_is_reported_by_row_and_column_and_changes_nothing(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ExplainedError, match="niets veranderd"):
        brought(tmp_path, NOOR, NOOR | {"functie": "Tovenaar", "e-mail": "ada@x.example"})
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["file"], finding["row"], finding["column"]) == ("mensen.csv", 3, "H · functie")
    assert finding["severity"] == "fout"
    assert not known()


def test_a_dry_run_changes_nothing_and_the_real_thing_does(world: World, tmp_path: Path) -> None:
    brought(tmp_path, NOOR, dry_run=True)
    assert not known()
    brought(tmp_path, NOOR)
    assert known()


@pytest.mark.parametrize(("name", "said"), [("Nergens", "Geen organisatie"), ("GM9999", "Geen organisatie")])
def test_an_unknown_organisation_is_an_answer(world: World, tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(LookupError, match=said):
        brought(tmp_path, NOOR, organisation=name)

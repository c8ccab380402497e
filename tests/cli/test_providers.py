"""`tandem providers`, as an operator types it; and a start-up that refuses what would believe any token."""

import json
from pathlib import Path

import psycopg
import pytest
from tests.cli.conftest import Tandem

from tandem.platform.postgres.cluster import ROLES, SUPERUSER, cluster_for

ORGANISATION = "6b8f3a52-5e0a-4a8c-9a0e-1d7f00000001"


@pytest.mark.usefixtures("running")
def test_an_organisation_gets_its_own_sign_in(tandem: Tandem, home: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim van de klant\n", encoding="utf-8")
    given = ["providers", "set", ORGANISATION, "--name", "Gemeente Voorbeeld", "--secret-file", str(secret)]
    wrong = tandem(*given, "--issuer", "http://login.example", "--client-id", "tandem")
    assert (wrong.returncode, "https://" in wrong.stderr) == (1, True)
    none = tandem(*given, "--issuer", "https://login.example", "--client-id", "")
    assert (none.returncode, "audience" in none.stderr) == (1, True)
    done = tandem(*given, "--issuer", "https://login.example", "--client-id", "tandem")
    assert done.returncode == 0, done.stderr
    [row] = json.loads(tandem("providers", "list", "--format", "json").stdout)
    assert (row["name"], row["organisation"]) == ("Gemeente Voorbeeld", ORGANISATION)
    with psycopg.connect(cluster_for(home).url(ROLES["owner"])) as owner:
        [[sealed]] = owner.execute("select sealed_secret from identity_provider").fetchall()
        assert b"geheim" not in sealed
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute("update identity_provider set client_id = ''")
    with psycopg.connect(cluster_for(home).url(SUPERUSER)) as mistake:
        mistake.execute("alter table identity_provider drop constraint identity_provider_audience")
        mistake.execute("set role tandem_owner")
        mistake.execute("update identity_provider set client_id = ''")
    checked = tandem("check")
    assert checked.returncode == 1
    assert "De inlog van Gemeente Voorbeeld klopt niet" in checked.stdout + checked.stderr
    assert tandem("providers", "end", row["id"]).returncode == 0
    assert json.loads(tandem("providers", "list", "--format", "json").stdout) == []

"""`tandem keys`, as somebody types it, on a real sealed value."""

import json
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from tests.cli.conftest import Tandem

from tandem.platform import sealing
from tandem.platform.postgres.cluster import ROLES, cluster_for

PROVIDER = UUID(int=1)
PURPOSE = sealing.cell("identity_provider", "sealed_secret", PROVIDER)


def owner(home: Path) -> "psycopg.Connection[tuple[bytes]]":
    return psycopg.connect(cluster_for(home).url(ROLES["owner"]), autocommit=True)


def keys(tandem: Tandem) -> list[tuple[str, bool, int]]:
    listed = json.loads(tandem("keys", "list", "--format", "json").stdout)
    return [(key["key"], key["active"], key["values"]) for key in listed]


@pytest.mark.usefixtures("running")
def test_keys_from_the_first_to_the_next(tandem: Tandem, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_HOME", str(home))
    with owner(home) as database:
        database.execute(
            "insert into identity_provider (id, organisation, name, issuer, client_id, sealed_secret, tenant_claim,"
            " tenants, second_factor, is_active) values (%s, %s, 'P', 'https://p', 'c', %s, '', '[]', 'never', true)",
            [PROVIDER, UUID(int=2), sealing.seal(b"secret of the client", PURPOSE)],
        )
    [(old, _, _)] = keys(tandem)
    assert keys(tandem) == [(old, True, 1)]
    assert "nog 1 waarden" in tandem("keys", "drop", old).stderr
    assert "1 waarden opnieuw verzegeld" in tandem("keys", "rotate").stderr
    (_, new) = keys(tandem)
    assert keys(tandem) == [(old, False, 0), new]
    assert new[1:] == (True, 1)
    assert "Alle 1 verzegelde waarden gaan open" in tandem("keys", "check").stderr
    assert tandem("keys", "drop", old).returncode == 0
    with owner(home) as database:
        [(sealed,)] = database.execute("select sealed_secret from identity_provider").fetchall()
        assert sealing.unseal(sealed, PURPOSE) == b"secret of the client"
        database.execute("update identity_provider set sealed_secret = substr(sealed_secret, 1, 40)")
    broken = tandem("keys", "check")
    assert broken.returncode == 1
    assert f"identity_provider.sealed_secret, rij {PROVIDER}: gaat niet open" in broken.stderr
    assert "is geen sleutel" in tandem("keys", "drop", "x").stderr

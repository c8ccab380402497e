"""Rows about signing in: the database and the oracle agree, for whoever asks, reading and writing."""

import ast
import random
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import worlds
from tests.security import identity_oracle, oracle
from tests.security.identity_oracle import Row, Who, may
from tests.security.sets import Allowed, Asker, Insert, Move, Table, compare, survivors
from tests.security.statements import Value
from tests.security.test_comparison import SMALL
from tests.security.world import DAY, generate, store

from tandem.identity.data import Hat
from tandem.platform import clock
from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster
from tandem.register.hats import context_of

TABLES = {  # key, and a change that the app may make
    "identity_account": Table("identity_account", "id", "is_active = false"),
    "identity_authenticator": Table("identity_authenticator", "account_id", "last_step = 7"),
    "identity_device": Table("identity_device", "id", "created = now()"),
    "identity_passkey": Table("identity_passkey", "id", "sign_count = 7"),
    "identity_provider": Table("identity_provider", "id", "name = 'Andere naam'"),
    "identity_recovery_code": Table("identity_recovery_code", "id", "used = now()"),
    "identity_session": Table("identity_session", "id", "last_seen = '2100-01-01'"),
    "identity_step": Table("identity_step", "id", "facts = '{}'"),
    "identity_subject": Table("identity_subject", "id", "created = now()"),
    "identity_system_key": Table("identity_system_key", "id", "last_used = now()"),
    "identity_throttle": Table("identity_throttle", "key", "failures = 7"),
    "identity_webhook": Table("identity_webhook", "key_id", "tries = 7"),
}
OF_NOBODY = {"identity_provider", "identity_throttle"}  # no column says whose
OTHER_SERVICES = ("demo", "opendata", "SIGN-IN")

HARMLESS = {
    "who got past `using` is the service (or somebody signed in); the check asks it again": (
        r"identity_\w+\.(sign_in|operator|signed_in|events)_update: with check: always true: "
    ),
}


class _World:
    """Accounts with everything, one with nothing but itself, and rows of nobody."""

    def __init__(self, seed: int, accounts: int) -> None:
        self.random = random.Random(f"identity {seed}")
        self.accounts = [self.key() for _ in range(accounts)]
        self.provider = self.key()
        self.rows: dict[str, list[Row]] = {"identity_account": [Row(one, one) for one in self.accounts]}
        self.rows["identity_authenticator"] = [Row(one, one) for one in self.accounts[2:]]
        for table in ("device", "passkey", "recovery_code", "session", "step", "subject", "system_key"):
            self.rows[f"identity_{table}"] = [
                Row(self.key(), one) for one in self.accounts[1:] for _ in range(self.random.choice((0, 1, 2, 3)))
            ]
        self.keys = self.rows["identity_system_key"]  # every second one has a webhook
        self.rows["identity_webhook"] = [Row(one.key, one.account) for one in self.keys[::2]]
        self.rows["identity_step"] += [Row(self.key(), None) for _ in range(3)]
        self.rows["identity_provider"] = [Row(self.provider, None), *(Row(self.key(), None) for _ in range(2))]
        self.rows["identity_throttle"] = [Row(self.key().bytes, None) for _ in range(4)]

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def store(self) -> None:
        with connection.cursor() as cursor:  # what another test of this process left behind would be a stranger's row
            cursor.execute(f"truncate {', '.join(TABLES)} cascade")
        for table, rows in self.rows.items():
            made = [self.columns(table, row) for row in rows]
            with connection.cursor() as cursor:
                names = ", ".join(made[0])
                places = ", ".join(["%s"] * len(made[0]))
                cursor.executemany(
                    f"insert into {table} ({names}) values ({places})", [tuple(one.values()) for one in made]
                )

    def columns(self, table: str, row: Row) -> dict[str, Value]:
        """What the row is in the database."""
        hashed = row.key if isinstance(row.key, bytes) else row.key.bytes
        now = clock.now()
        later = (now + timedelta(hours=1)).isoformat()
        whose: dict[str, Value] = {"account_id": row.account}
        keyed: dict[str, Value] = {"id": row.key, **whose}
        address = f"{hashed.hex()}@voorbeeld.example"
        made: dict[str, dict[str, Value]] = {
            "identity_account": {
                "id": row.key,
                "email": address,
                "email_key": address,
                "password": "",
                "is_active": True,
                "created": DAY,
            },
            "identity_authenticator": {**whose, "sealed_secret": b"x", "last_step": 0, "created": DAY},
            "identity_device": {**keyed, "token_hash": hashed, "created": DAY},
            "identity_passkey": {
                **keyed,
                "credential_id": hashed,
                "credential": b"x",
                "sign_count": 0,
                "name": "",
                "created": DAY,
            },
            "identity_recovery_code": {**keyed, "code_hash": "x"},
            "identity_session": {
                **keyed,
                "token_hash": hashed,
                "method": "password",
                "level": "two",
                "started": DAY,
                "last_seen": DAY,
                "confirmed": DAY,
                "device": "",
            },
            "identity_step": {**keyed, "token_hash": hashed, "kind": "second", "facts": "{}", "expires": later},
            "identity_subject": {
                **keyed,
                "provider_id": self.provider,
                "issuer": "https://inlog.example",
                "subject": str(row.key),
                "created": DAY,
            },
            "identity_provider": {
                "id": row.key,
                "organisation": UUID(int=1),
                "name": "Voorbeeld",
                "issuer": "https://inlog.example",
                "client_id": str(row.key),
                "sealed_secret": b"x",
                "tenant_claim": "",
                "tenants": "[]",
                "second_factor": "never",
                "is_active": True,
            },
            "identity_system_key": {
                **keyed,
                "token_hash": hashed,
                "hat": row.key,
                "name": "",
                "raises": True,
                "follows": False,
                "valid_until": DAY,
                "created": DAY,
            },
            "identity_throttle": {"key": hashed, "failures": 1, "at": DAY},
            "identity_webhook": {
                "key_id": row.key,
                "address": "https://systeem.example",
                "sealed_secret": b"x",
                "created": DAY,
                "after_at": DAY,
                "after_id": UUID(int=0),
                "next_try": DAY,
            },
        }
        return made[table]

    # --- what the oracle says -----------------------------------------------------------------------------------------

    def allowed(self, asker: Asker, table: Table) -> Allowed:
        who = Who(asker.context.account, asker.context.service)
        sets = {
            command: {row.key for row in self.rows[table.name] if may(who, command, table.name, row.account)}
            for command in "rwd"
        }
        inserts = [
            Insert(self.columns(table.name, row), may(who, "a", table.name, row.account))
            for row in self._new(who, table.name)
        ]
        return Allowed(sets["r"], sets["w"], sets["d"], inserts, self._moves(who, table.name, bool(sets["w"])))

    def _new(self, who: Who, table: str) -> list[Row]:
        if table == "identity_throttle":
            return [Row(self.key().bytes, None)]
        if table in OF_NOBODY:
            return [Row(self.key(), None)]
        if table == "identity_account":
            key = self.key()
            return [Row(key, key)]
        if table == "identity_webhook":
            bare = [Row(one.key, one.account) for one in self.keys[1::2]]
            return [*[one for one in bare if one.account == who.account][:1], *bare[:2]]
        whose: list[UUID | None] = [who.account or self.accounts[0], self.accounts[0], self.accounts[1]]
        if table == "identity_authenticator":  # one an account: only those without
            return [Row(one, one) for one in self.accounts[:2]]
        return [Row(self.key(), one) for one in [*whose, *([None] if table == "identity_step" else [])]]

    def _moves(self, who: Who, table: str, any_row: bool) -> list[Move]:
        """To another account, and to nobody: the service may, an account may not."""
        if not any_row or table in OF_NOBODY:
            return []
        if table == "identity_webhook":
            return [Move("key_id", one.key, may(who, "w", table, one.account)) for one in self.keys[1:5:2]]
        column = "id" if table == "identity_account" else "account_id"
        others: list[UUID | None] = [self.key()] if column == "id" else [self.accounts[0], self.accounts[1]]
        if table == "identity_step":
            others.append(None)
        return [Move(column, one, may(who, "w", table, one)) for one in others if one != who.account or one is None]

    def askers(self) -> list[Asker]:
        alone = [Asker(f"account {number}", Context(account=one)) for number, one in enumerate(self.accounts)]
        services = [Asker(name, Context(service=name)) for name in (*identity_oracle.SERVICES, *OTHER_SERVICES)]
        both = [
            Asker(f"{name} for {number}", Context(service=name, account=self.accounts[number]))
            for name in identity_oracle.SERVICES
            for number in (0, 2)
        ]
        unknown = Context(account=self.key())
        return [Asker("stranger", Context()), Asker("unknown account", unknown), *alone, *services, *both]


def _hats(world: _World) -> list[Asker]:
    """Each account under hats of people in functions: ones that hold and ones that ended, an administrator too."""
    people = generate(1, SMALL)
    store(people)
    worn = random.Random(3).sample(people.memberships, 5)
    worn += [one for one in people.memberships if one.function == oracle.ADMINISTRATOR][:2]
    return [
        Asker(
            f"{hat.function} {hat.id}",
            context_of(
                Hat(hat.id, hat.person, hat.organisation, "", hat.function, "", world.accounts[number % 6]), day=DAY
            ),
        )
        for number, hat in enumerate(worn)
    ]


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(identity_oracle.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"dataclasses", "uuid"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]


@pytest.mark.parametrize(("cluster", "seed"), worlds(2), indirect=["cluster"])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    world = _World(seed, accounts=6)
    world.store()
    tally = compare([*world.askers(), *_hats(world)], list(TABLES.values()), world.allowed)
    assert not tally.wrong, tally.wrong[:10]
    assert tally.allowed > 300, "hardly anything was allowed: nothing was tested"
    assert tally.refused_inserts > 250


def test_a_leak_is_seen(owned_database: Cluster) -> None:
    world = _World(4, accounts=5)
    world.store()
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on identity_session for select to tandem_app using (level = 'two')")
    wrong = compare(world.askers(), list(TABLES.values()), world.allowed).wrong
    assert any("rows too many" in line for line in wrong)


def test_every_wrong_version_of_a_policy_is_seen(owned_database_once: Cluster) -> None:
    world = _World(5, accounts=6)
    world.store()
    unseen, tried = survivors(world.askers(), list(TABLES.values()), world.allowed, HARMLESS)
    assert not unseen
    assert tried > 150

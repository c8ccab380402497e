"""Rows of the directory: the database and the oracle agree, for whoever asks, reading and writing."""

import random
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import worlds
from tests.security.directory_oracle import DirectoryOracle
from tests.security.oracle import ADMINISTRATOR, Membership, Oracle
from tests.security.sets import Allowed, Asker, Insert, Move, Table, compare
from tests.security.statements import Value
from tests.security.test_comparison import SMALL, hats
from tests.security.world import DAY, generate, store

from tandem.identity.data import Hat
from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster
from tandem.register.hats import context_of

TABLES = {
    "directory_offer": Table("directory_offer", "id", "phone = '015'"),
    "directory_example": Table("directory_example", "id", "period = '2026'"),
    "directory_contact": Table("directory_contact", "offer_id", "phone = '015'"),
    "directory_suggestion": Table("directory_suggestion", "id", "done = now(), done_by = (select context.person())"),
    "directory_reminder": Table("directory_reminder", "id", "used = now()"),
}
# What a named service may do: r(ead), a(dd), w(rite).
SERVICES: dict[str, dict[str, str]] = {
    "demo": {"directory_offer": "a", "directory_contact": "ra"},
    "suggestions": {"directory_suggestion": "a"},
    "reminders": {"directory_reminder": "ra"},
    "sign-in": {},
}
ONCE = {"directory_suggestion", "directory_reminder"}  # settled or used one time
NOW = datetime(2026, 9, 14, 12, tzinfo=UTC).isoformat()


class _World:
    """People in functions, and offers of their organisations with what hangs on them."""

    def __init__(self, seed: int) -> None:
        self.random, self.people = random.Random(f"directory {seed}"), generate(seed, SMALL)
        self.oracle = Oracle(self.people, DAY)
        organisations = [one.id for one in self.people.organisations]
        self.owner = {self.key(): self.random.choice(organisations) for _ in range(24)}
        self.examples = {self.key(): self.random.choice(organisations) for _ in range(12)}
        offers = list(self.owner)
        self.on_offer: dict[str, dict[UUID, UUID]] = {
            "directory_contact": {offer: offer for offer in offers[:16]},
            "directory_suggestion": {self.key(): self.random.choice(offers) for _ in range(20)},
            "directory_reminder": {self.key(): self.random.choice(offers) for _ in range(20)},
        }
        self.over = {key for table in sorted(ONCE) for key in list(self.on_offer[table])[::3]}
        owners = {
            table: {key: self.owner[offer] for key, offer in rows.items()} for table, rows in self.on_offer.items()
        }
        self.directory = DirectoryOracle(
            self.oracle, {"directory_offer": self.owner, "directory_example": self.examples, **owners}
        )

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def store(self) -> None:
        store(self.people)
        rows = [("directory_offer", self.offer(key, at)) for key, at in self.owner.items()]
        rows += [("directory_example", self.example(key, at)) for key, at in self.examples.items()]
        rows += [
            (table, self.hung(table, key, offer)) for table, one in self.on_offer.items() for key, offer in one.items()
        ]
        for table, columns in rows:
            with connection.cursor() as cursor:
                places = ", ".join(["%s"] * len(columns))
                cursor.execute(f"insert into {table} ({', '.join(columns)}) values ({places})", list(columns.values()))

    def offer(self, key: UUID, organisation: UUID) -> dict[str, Value]:
        texts = ("name", "sort_key", "summary", "description", "postcode", "funding_note", "apply", "phone", "website")
        lists = ("themes", "settings", "delivered", "clusters", "municipalities", "postcodes", "funding")
        codes: dict[str, Value] = {"kind": "BASIS", "evidence": "ONBEKEND", "decides": "SCHOOL", "evidence_note": ""}
        numbers: dict[str, Value] = {"age_from": 0, "age_to": 9, "version": 1, "step": 1, "facets": 0}
        days: dict[str, Value] = {"valid_from": DAY, "confirmed_on": DAY}
        keys: dict[str, Value] = {"id": key, "organisation_id": organisation}
        return {**keys, **codes, **numbers, **days, **dict.fromkeys(texts, "woord"), **dict.fromkeys(lists, "{}")}

    def example(self, key: UUID, organisation: UUID) -> dict[str, Value]:
        texts = (
            "title",
            "product",
            "form",
            "funding",
            "settlement",
            "period",
            "target",
            "learnt",
            "contact",
            "evaluation",
        )
        lists = ("municipalities", "settings", "schools", "providers")
        fixed: dict[str, Value] = {"id": key, "organisation_id": organisation, "version": 1}
        return {**fixed, **dict.fromkeys(texts, "woord"), **dict.fromkeys(lists, "{}")}

    def hung(self, table: str, key: UUID, offer: UUID) -> dict[str, Value]:
        over = NOW if key in self.over else None
        if table == "directory_contact":
            return {"offer_id": offer, "role": "balie", "phone": "015", "email": ""}
        if table == "directory_reminder":
            return {"id": key, "offer_id": offer, "token_hash": key.bytes * 2, "sent": NOW, "used": over}
        done_by = self.people.persons[0].id if over else None
        return {
            "id": key,
            "offer_id": offer,
            "text": "x",
            "created": NOW,
            "done": over,
            "done_by": done_by,
            "answer": "",
        }

    # --- who asks, and what the oracle says ---

    def askers(self, number: int) -> list[Asker]:
        ended = [one for one in self.people.memberships if one.function == ADMINISTRATOR and not one.period.holds(DAY)]
        self.hats = {hat.id: hat for hat in [*hats(self.people, number), *ended[:4]] if hat.function}
        worn = [Asker(f"{hat.function} {hat.id}", context_of(_worn(hat), day=DAY)) for hat in self.hats.values()]
        services = [Asker(name, Context(service=name)) for name in (*SERVICES, "REMINDERS")]
        return [Asker("stranger", Context()), Asker("account", Context(account=self.key())), *services, *worn]

    def allowed(self, asker: Asker, table: Table) -> Allowed:
        hat, name = self.hats.get(asker.context.hat or self.key()), table.name
        rights = SERVICES.get(asker.context.service, {}).get(name, "")
        mine = self.directory.owned(hat, name)
        readable = self.directory.may_select(hat, name) | (set(self.rows(name)) if "r" in rights else set())
        writable = mine - self.over if name in ONCE else mine
        scope = self.oracle.scope(hat) if hat is not None and hat.period.holds(DAY) else set()
        inserts = [
            Insert(row, "a" in rights or (name not in ONCE and at in scope)) for row, at in self.new(name, scope)
        ]
        return Allowed({*readable}, {*writable}, set(), inserts, self.moves(name, scope) if writable else [])

    def rows(self, table: str) -> dict[UUID, UUID]:
        return {"directory_offer": self.owner, "directory_example": self.examples, **self.on_offer}[table]

    def new(self, table: str, scope: set[UUID]) -> list[tuple[dict[str, Value], UUID]]:
        """A new row at an organisation of the asker, and at one that is not hers."""
        if table in ("directory_offer", "directory_example"):
            make = self.offer if table == "directory_offer" else self.example
            ours, theirs = sorted(scope)[:1], [one.id for one in self.people.organisations if one.id not in scope][:2]
            return [(make(self.key(), at), at) for at in (*ours, *theirs)]
        known = [(offer, at) for offer, at in self.owner.items() if offer not in self.on_offer["directory_contact"]]
        picked = [pair for pair in known if pair[1] in scope][:1] + [pair for pair in known if pair[1] not in scope][:1]
        return [(self.hung(table, self.key(), offer), at) for offer, at in picked]

    def moves(self, table: str, scope: set[UUID]) -> list[Move]:
        """To somebody else's; and undoing what was settled or used."""
        if table == "directory_suggestion":
            return [Move("done_by", self.key(), allowed=False)]
        if table == "directory_reminder":
            return [Move("used", None, allowed=False)]
        if table == "directory_contact":
            others = [offer for offer, at in self.owner.items() if at not in scope]
            return [Move("offer_id", others[0], allowed=False)]
        strange = next(one.id for one in self.people.organisations if one.id not in scope)
        return [Move("organisation_id", strange, allowed=False), Move("organisation_id", min(scope), allowed=True)]


def _worn(hat: Membership) -> Hat:
    return Hat(hat.id, hat.person, hat.organisation, "", hat.function, "", UUID(int=1))


@pytest.mark.parametrize(("cluster", "seed"), worlds(2), indirect=["cluster"])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    world = _World(seed)
    world.store()
    tally = compare(world.askers(24), list(TABLES.values()), world.allowed)
    assert not tally.wrong, tally.wrong[:10]
    assert tally.allowed > 300, "hardly anything was allowed: nothing was tested"
    assert tally.refused_inserts > 60


def test_a_leak_is_seen(owned_database: Cluster) -> None:
    world = _World(3)
    world.store()
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on directory_suggestion for select to tandem_app using (done is null)")
    assert any("rows too many" in line for line in compare(world.askers(9), list(TABLES.values()), world.allowed).wrong)

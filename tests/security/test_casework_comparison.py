"""Rows about concerns: the database and the oracle agree, for every hat, reading and writing."""

import ast
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.conftest import worlds
from tests.security import casework_oracle
from tests.security.casework_oracle import CaseWorld, Concern, Notice, Offer, Text, may_insert, may_select, may_update
from tests.security.children_oracle import ChildWorld, Disclosure, Glass
from tests.security.oracle import Membership
from tests.security.sets import Allowed, Asker, Insert, Table, Tally, compare
from tests.security.statements import Key, Value
from tests.security.test_children_comparison import _context, _leave_the_policies_alone, _Maker, store
from tests.security.world import DAY, insert_rows

from tandem.platform.context import Context
from tandem.platform.postgres.cluster import Cluster

TABLES = {  # key, and a change that the app may make
    "casework_concern": Table("casework_concern", "id", "version = version + 1"),
    "casework_access": Table("casework_access", "concern_id"),
    "casework_offer": Table(
        "casework_offer", "id", "state = 'REVOKED', answered = now(), answered_by = (select context.person())"
    ),
    "casework_text": Table("casework_text", "id", "at = now()"),
    "casework_event": Table("casework_event"),
    "casework_answer": Table("casework_answer", "id", "author_id = (select context.person())"),
    "casework_mailed": Table("casework_mailed"),
    "casework_notice": Table("casework_notice", "id", "seen = now()"),
    "casework_seen": Table("casework_seen", "concern_id", "at = now()"),
    "casework_view": Table("casework_view", "id", "choice = '{}'"),
    "casework_preference": Table("casework_preference", "person_id", "way = 'NEVER'"),
}
FRESH: dict[str, Value] = {"failed": False, "about": "CONCERN", "function": "", "at_once": False}
OWN = ("casework_seen", "casework_view", "casework_preference")


class _CaseMaker(_Maker):
    def cases(self, concerns: int) -> CaseWorld:
        world = self.world(children=30, hats=36)
        world.glasses.extend(self.glass(world) for _ in range(150))
        places = [*self.locations, *self.teams]
        made = [self.concern(world, places) for _ in range(concerns)]
        people = [membership.person for membership in world.memberships]
        own = {
            "casework_view": [(self.key(), person) for person in people],
            "casework_preference": [(person, person) for person in people],
            "casework_seen": [(made[0].id, person) for person in people],
        }
        return CaseWorld(world, made, own)

    def glass(self, world: ChildWorld) -> Glass:
        return replace(super().glass(world), kinds=self.random.choice((1, 13, 16, 17, 509)))

    def concern(self, world: ChildWorld, places: list[UUID]) -> Concern:
        pick = self.random.choice
        author, location = pick(world.memberships), pick(self.locations)
        state = pick(["DRAFT", "RAISED", "TRIAGED", "CLOSED"])
        child = None if state == "DRAFT" or self.random.random() < 0.3 else pick(world.children)
        offers = [] if state == "DRAFT" else list(self.offers(world, child, location, places))
        holder = next((o.target for o in reversed(offers) if o.state == "ACCEPTED"), location)
        texts = [
            Text(self.key(), pick([author.person, pick(world.memberships).person]), part, self.random.random() < 0.3)
            for part in ("SEEN", "ADDED", "ANSWER")
        ]
        notices = [Notice(self.key(), place, None) for place in {holder, location, pick(places)}]
        notices.append(Notice(self.key(), author.person, author.id))
        final = None if state == "DRAFT" else holder
        return Concern(
            self.key(), child, location, author, state, final, offers, texts, notices, self.key(), self.key()
        )

    def offers(self, world: ChildWorld, child: UUID | None, location: UUID, places: list[UUID]) -> Iterator[Offer]:
        """From one to the next; the last may be open. With a disclosure that holds today or not, or without one."""
        holder = location
        for number in range(self.random.choice((0, 1, 2, 3))):
            target = self.random.choice([place for place in places if place != holder])
            state = self.random.choice(["ACCEPTED", "REFUSED", "OPEN" if number == 2 else "ACCEPTED"])
            yield Offer(self.key(), holder, target, state, self.gate(world, child, target))
            holder = target if state == "ACCEPTED" else holder

    def gate(self, world: ChildWorld, child: UUID | None, to: UUID) -> UUID | None:
        if child is None or self.random.random() < 0.2:
            return None
        made = Disclosure(to, child, self.key(), self.random.choice((1, 16, 17)), self.period())
        world.disclosures.append(made)
        return made.source


def keep(world: CaseWorld) -> None:
    _leave_the_policies_alone()
    store(world.children)
    insert_rows(
        "casework_concern (id, child_id, location_id, author_id, author_hat, state, holder_id, anonymous, key, urgency,"
        " outcome, framework, refused, clock, was_paused, extended, escalated, created, changed, version)",
        "u.id, u.a, u.b, u.c, u.d, u.e, u.f, u.a is null and u.e <> 'DRAFT', gen_random_uuid(), 'NORMAL', '', '', 0,"
        " '', false, false, 0, now(), now(), 1",
        "uuid uuid uuid uuid uuid text uuid",
        [(c.id, c.child, c.location, c.author.person, c.author.id, c.state, c.holder) for c in world.concerns],
    )
    _keep_offers(world)
    where = world.children.organisations[0].id
    insert_rows(
        "casework_text (id, concern_id, author_id, part, for_author, text, organisation_id, at)",
        f"u.id, u.a, u.b, u.c, u.d, 'stil', '{where}', now()",
        "uuid uuid uuid text boolean",
        [(text.id, c.id, text.author, text.part, text.for_author) for c in world.concerns for text in c.texts],
    )
    insert_rows(
        "casework_event (id, concern_id, at, command, state, function, details)",
        "u.id, u.a, now(), 'RAISE', 'RAISED', '', '{}'",
        "uuid uuid",
        [(c.event, c.id) for c in world.concerns],
    )
    insert_rows(
        "casework_answer (id, concern_id, author_id, criterion, view, level, reason, at)",
        "u.id, u.a, u.b, 'SAFE', 'EDUCATION', 'FINE', '', now()",
        "uuid uuid uuid",
        [(c.answer, c.id, c.author.person) for c in world.concerns],
    )
    _keep_the_rest(world)


def _keep_offers(world: CaseWorld) -> None:
    placed = [(place, offer, c) for c in world.concerns for place, offer in enumerate(c.offers)]
    for place, offer, c in placed:
        insert_rows(
            "casework_offer (id, concern_id, source_id, target_id, state, disclosure, number, made, made_by, due,"
            " refusal, municipality)",
            f"u.id, u.a, u.b, u.c, u.d, u.e, 1, now() + interval '{place} minutes', u.a, now(), '', ''",
            "uuid uuid uuid uuid text uuid",
            [(offer.id, c.id, offer.source, offer.target, offer.state, offer.disclosure)],
        )


def _keep_the_rest(world: CaseWorld) -> None:
    insert_rows(
        "casework_notice (id, concern_id, principal_id, hat, event, kind, at, failed, about, function, at_once)",
        "u.id, u.a, u.b, u.c, gen_random_uuid(), 'RAISE', now(), false, 'CONCERN', '', false",
        "uuid uuid uuid uuid",
        [(notice.id, c.id, notice.principal, notice.hat) for c in world.concerns for notice in c.notices],
    )
    insert_rows(
        "casework_mailed (id, notice_id, person_id, mail, at)",
        "u.id, u.id, u.a, gen_random_uuid(), now()",
        "uuid uuid",
        [(notice.id, c.author.person) for c in world.concerns for notice in c.notices],
    )
    insert_rows(
        "casework_view (id, person_id, worklist, name, choice)",
        "u.id, u.a, 'TEAM', '', '{}'",
        "uuid uuid",
        list(world.own["casework_view"]),
    )
    insert_rows(
        "casework_preference (person_id, kind, way)",
        "u.id, 'RAISE', 'DIGEST'",
        "uuid",
        [(key,) for key, _ in world.own["casework_preference"]],
    )
    insert_rows(
        "casework_seen (concern_id, person_id, at)", "u.id, u.a, now()", "uuid uuid", list(world.own["casework_seen"])
    )


class _Asked:
    """What the oracle says of whoever asks; `Asker.name` is the key of the hat, empty without one."""

    def __init__(self, world: CaseWorld) -> None:
        self.world, self.hats = world, {str(hat.id): hat for hat in world.children.memberships}

    def askers(self) -> list[Asker]:
        hats = self.hats.values()
        bare = [Context(person=m.person, principals=(m.person, m.organisation), day=DAY) for m in hats]
        strangers = [Context(day=DAY), *(Context(service=name, day=DAY) for name in ("sign-in", "demo", "operator"))]
        worn = [Asker(key, _context(hat)) for key, hat in self.hats.items()]
        return [*worn, *(Asker("", context) for context in [*strangers, *bare[:4]])]

    def allowed(self, asker: Asker, table: Table) -> Allowed:
        hat = self.hats.get(asker.name)
        rows = list(self._candidates(hat, table.name, random.Random(asker.name + table.name)))
        if hat is None:
            return Allowed(set(), set(), set(), [Insert(columns, allowed=False) for columns in rows])
        selected: set[Key] = set(may_select(self.world, hat, table.name, DAY))
        updated: set[Key] = set(may_update(self.world, hat, table.name, DAY)) if table.change else set()
        inserts = [Insert(columns, may_insert(self.world, hat, table.name, columns, DAY)) for columns in rows]
        return Allowed(selected, updated, selected if table.name in OWN else set(), inserts)

    def _candidates(self, hat: Membership | None, table: str, chance: random.Random) -> Iterator[dict[str, Value]]:
        """New rows about some concerns, in one's own name and in another's."""
        other = chance.choice(self.world.children.memberships)
        for concern in chance.sample(self.world.concerns, min(5, len(self.world.concerns))):
            for by in (hat or other, other):
                row = self._row(table, concern, by, chance)
                if row is not None:
                    yield row

    def _row(self, table: str, concern: Concern, by: Membership, chance: random.Random) -> dict[str, Value] | None:
        key = UUID(int=chance.getrandbits(128), version=4)
        about: dict[str, Value] = {"id": key, "concern_id": concern.id, "at": DAY}
        written: dict[str, Value] = {"author_id": by.person, "organisation_id": by.organisation}
        rows: dict[str, dict[str, Value]] = {
            "casework_event": {
                **about,
                "command": "ADD",
                "state": "RAISED",
                "person_id": by.person,
                "organisation_id": by.organisation,
                "function": "",
                "details": "{}",
            },
            "casework_text": {**about, **written, "part": "ADDED", "text": "stil", "for_author": False},
            "casework_answer": {
                **about,
                "author_id": by.person,
                "criterion": str(key),
                "view": "EDUCATION",
                "level": "FINE",
                "reason": "",
            },
            "casework_notice": {**about, "principal_id": by.person, "event": key, "kind": "ADD", **FRESH},
            "casework_mailed": {
                "id": key,
                "notice_id": concern.notices[0].id,
                "person_id": by.person,
                "mail": key,
                "at": DAY,
            },
            "casework_view": {"id": key, "person_id": by.person, "worklist": str(key), "name": "", "choice": "{}"},
        }
        return rows.get(table)


def answers(world: CaseWorld) -> Tally:
    asked = _Asked(world)
    return compare(asked.askers(), list(TABLES.values()), asked.allowed)


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(casework_oracle.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {
        "collections.abc",
        "dataclasses",
        "datetime",
        "uuid",
        "tests.security.oracle",
        "tests.security.children_oracle",
    }


@pytest.mark.parametrize(("cluster", "seed"), worlds(3), indirect=["cluster"])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    world = _CaseMaker(seed).cases(concerns=60)
    keep(world)
    tally = answers(world)
    assert not tally.wrong, tally.wrong[:5]
    assert tally.allowed > 300, "hardly anything was allowed: nothing was tested"
    assert tally.refused_inserts > 300
    assert opened_by_glass(world) > 20


def opened_by_glass(world: CaseWorld) -> int:
    """Rows of words that somebody may read for no other reason."""
    whole = replace(world, children=replace(world.children, glasses=[]))
    hats = world.children.memberships
    return sum(
        len(may_select(world, hat, "casework_text", DAY) - may_select(whole, hat, "casework_text", DAY)) for hat in hats
    )


def test_a_leak_is_seen(owned_database: Cluster) -> None:
    world = _CaseMaker(4).cases(concerns=20)
    keep(world)
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on casework_text for select to tandem_app using (for_author)")
    assert answers(world).wrong

"""Rows about concerns: the database and the oracle agree, for every hat, reading and writing."""

import ast
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from tests.security import casework_oracle
from tests.security.casework_oracle import CaseWorld, Concern, Notice, Offer, Text, may_select, may_update
from tests.security.children_oracle import ChildWorld, Disclosure
from tests.security.comparison import reached
from tests.security.oracle import Membership
from tests.security.test_children_comparison import _context, _Maker, store
from tests.security.world import DAY, insert_rows

from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.project.classification import TABLES as CLASSIFIED
from tandem.project.classification import Kind

TABLES = {  # key, and a change that the app may make
    "casework_concern": ("id", "version = version + 1"),
    "casework_access": ("concern_id", ""),
    "casework_offer": ("id", "state = 'REVOKED', answered = now(), answered_by = (select context.person())"),
    "casework_text": ("id", "at = now()"),
    "casework_event": ("id", ""),
    "casework_answer": ("id", "author_id = (select context.person())"),
    "casework_notice": ("id", "seen = now()"),
    "casework_seen": ("concern_id", "at = now()"),
    "casework_view": ("id", "choice = '{}'"),
    "casework_preference": ("person_id", "way = 'NEVER'"),
}
OWN = ("casework_seen", "casework_view", "casework_preference")


class _CaseMaker(_Maker):
    def cases(self, concerns: int) -> CaseWorld:
        world = self.world(children=30, hats=36)
        places = [*self.locations, *self.teams]
        made = [self.concern(world, places) for _ in range(concerns)]
        people = [membership.person for membership in world.memberships]
        own = {
            "casework_view": [(self.key(), person) for person in people],
            "casework_preference": [(person, person) for person in people],
            "casework_seen": [(made[0].id, person) for person in people],
        }
        return CaseWorld(world, made, own)

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
        "casework_notice (id, concern_id, principal_id, hat, event, kind, at, failed)",
        "u.id, u.a, u.b, u.c, gen_random_uuid(), 'RAISE', now(), false",
        "uuid uuid uuid uuid",
        [(notice.id, c.id, notice.principal, notice.hat) for c in world.concerns for notice in c.notices],
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


def wrong(world: CaseWorld) -> tuple[list[str], int]:
    """Where the database and the oracle differ, and how many rows were allowed."""
    found, allowed = [], 0
    for hat in world.children.memberships:
        with acting(_context(hat)):
            for question, expected in _questions(world, hat):
                allowed += len(expected)
                if (answer := reached(question)) != expected:
                    found.append(f"{question}: {hat.function} {hat.id} {answer} is not {expected}")
    return found, allowed


def _questions(world: CaseWorld, hat: Membership) -> Iterator[tuple[str, set[UUID]]]:
    for table, (key, change) in TABLES.items():
        yield f"select {key} from {table}", may_select(world, hat, table, DAY)
        mine = may_select(world, hat, table, DAY) if table in OWN else set()
        yield f"delete from {table} returning {key}", mine
        if change:
            yield f"update {table} set {change} returning {key}", may_update(world, hat, table, DAY)


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


def test_every_table_of_casework_is_compared() -> None:
    people = {name for name, one in CLASSIFIED.items() if one.kind is Kind.PERSON and name.startswith("casework_")}
    assert people == set(TABLES)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_database_and_oracle_agree(owned_database: Cluster, seed: int) -> None:
    world = _CaseMaker(seed).cases(concerns=60)
    keep(world)
    differences, allowed = wrong(world)
    assert not differences, differences[:5]
    assert allowed > 300, "hardly anything was allowed: nothing was tested"


def test_a_leak_is_seen(owned_database: Cluster) -> None:
    world = _CaseMaker(4).cases(concerns=20)
    keep(world)
    with connection.cursor() as cursor:
        cursor.execute("create policy leak on casework_text for select to tandem_app using (for_author)")
    assert wrong(world)[0]


def test_nobody_without_a_hat_reaches_a_concern(owned_database: Cluster) -> None:
    world = _CaseMaker(5).cases(concerns=20)
    keep(world)
    strangers = [Context(day=DAY), Context(service="sign-in", day=DAY), Context(service="demo", day=DAY)]
    strangers += [
        Context(person=m.person, principals=(m.person, m.organisation), day=DAY) for m in world.children.memberships
    ]
    for stranger in strangers:
        with acting(stranger):
            assert not any(reached(f"select {key} from {table}") for table, (key, _) in TABLES.items())

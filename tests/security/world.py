"""A generated world of people in functions, with the dates on which mistakes show, and its way into the database."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from string import ascii_lowercase
from uuid import UUID

from django.db import connection
from tests.security.oracle import (
    ADMINISTRATOR,
    CATCH_ALL,
    Batch,
    BatchRow,
    Contact,
    Invitation,
    Link,
    Membership,
    Organisation,
    Period,
    Person,
    StandIn,
    Task,
    World,
)

DAY = date(2026, 9, 14)
FUNCTIONS = (
    "LERAAR",
    "IB",
    "SCHOOLDIR",
    "SMW",
    "LT_TOEGANG",
    "LT_HULP",
    "LPA",
    "JGZ",
    "SWV",
    "RAAD",
    "BEHEER",
    CATCH_ALL,
)


def _days(*offsets: int | None) -> list[date | None]:
    return [None if offset is None else DAY + timedelta(days=offset) for offset in offsets]


# Long going, ends tomorrow, ends today, ended yesterday, began today, begins tomorrow, held for yesterday only.
BEGINS = _days(-900, -900, -900, -900, 0, 1, -1)
UNTILS = _days(None, 1, 0, -1, None, None, 0)
USUAL = Period(BEGINS[0], None)


@dataclass(frozen=True, slots=True)
class Size:
    towns: int
    people: int


def generate(seed: int, size: Size) -> World:
    return _Maker(seed).world(size)


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = World()

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def period(self, usual: float = 0.5) -> Period:
        if self.random.random() < usual:
            return USUAL
        at = self.random.randrange(len(BEGINS))
        return Period(BEGINS[at], UNTILS[at])

    def world(self, size: Size) -> World:
        for _ in range(size.towns):
            self.town()
        for _ in range(size.people):
            self.person()
        self.strangers()
        self.ties()
        self.work()
        return self.made

    def town(self) -> None:
        """A municipality with teams, and a board with schools and their locations: three levels, some of them gone."""
        top = self.organisation(None, USUAL)
        for _ in range(2):
            self.organisation(top, self.period(0.7))
        board = self.organisation(None, USUAL)
        for _ in range(2):
            school = self.organisation(board, self.period(0.7))
            self.organisation(school, self.period(0.7))

    def organisation(self, parent: UUID | None, period: Period) -> UUID:
        made = Organisation(self.key(), parent, period)
        self.made.organisations.append(made)
        return made.id

    def person(self) -> None:
        person = Person(self.key())
        self.made.persons.append(person)
        for _ in range(self.random.choice((0, 1, 2))):
            self.made.contacts.append(Contact(self.key(), person.id))
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            self.made.memberships.append(self.membership(person.id))

    def membership(self, person: UUID) -> Membership:
        place = self.random.choice(self.made.organisations).id
        function = ADMINISTRATOR if self.random.random() < 0.2 else self.random.choice(FUNCTIONS)
        listed, lead = self.random.random() < 0.7, self.random.random() < 0.15
        return Membership(self.key(), person, place, function, listed, self.period(), lead)

    def strangers(self) -> None:
        """People without a function, as after an import that went half."""
        for _ in range(3):
            person = Person(self.key())
            self.made.persons.append(person)
            self.made.contacts.append(Contact(self.key(), person.id))

    def ties(self) -> None:
        for membership in self.made.memberships:
            if self.random.random() < 0.5:
                self.made.links.append(Link(self.key(), membership.id, membership.organisation, self.period()))
            other = self.random.choice(self.made.memberships)
            if self.random.random() < 0.4 and other.id != membership.id:
                period = self.period()
                until = period.until or DAY + timedelta(days=40)  # standing in always ends
                self.made.stand_ins.append(StandIn(self.key(), membership.id, other.id, Period(period.begin, until)))

    def work(self) -> None:
        """What administrators leave behind: open and accepted invitations, tasks, files that were applied or not."""
        for membership in self.made.memberships:
            organisation, inviter = membership.organisation, self.random.choice(self.made.memberships).person
            if self.random.random() < 0.4:
                accepted = self.random.random() < 0.3
                self.made.invitations.append(Invitation(self.key(), membership.id, inviter, accepted))
            if self.random.random() < 0.4:
                done_by = self.random.choice((None, None, inviter))
                self.made.tasks.append(Task(self.key(), organisation, membership.id, done_by))
            if self.random.random() < 0.4:
                batch = Batch(self.key(), organisation, self.random.random() < 0.5)
                self.made.batches.append(batch)
                self.made.batch_rows.append(BatchRow(self.key(), batch.id, membership.id))


def store(world: World) -> None:
    """Write the world as owner, who passes every policy."""
    insert_rows(
        "register_organisation (id, kind, code, name, sort_key, phone, email, website, hours, postcode, place, source,"
        " parent_id, valid_from, valid_until)",
        "u.id, 'OTHER', '', 'Unit', 'unit', '', '', '', '', '', '', '', u.a, u.b, u.c",
        "uuid uuid date date",
        [(one.id, one.parent, one.period.begin, one.period.until) for one in world.organisations],
    )
    insert_rows(
        "register_person (id, given_name, infix, family_name, sort_key, account_id)",
        "u.id, 'Noor', '', 'Voorbeeld', 'voorbeeld noor', u.a",
        "uuid uuid",
        [(one.id, one.account) for one in world.persons],
    )
    insert_rows(
        "register_contact (id, person_id, kind, value, sort)",
        "u.id, u.a, 'PHONE', '070 000 00 00', 0",
        "uuid uuid",
        [(one.id, one.person) for one in world.contacts],
    )
    insert_rows(
        "register_membership (id, person_id, organisation_id, function, listed, is_lead, valid_from, valid_until,"
        " ended_reason)",
        "u.id, u.a, u.b, u.c, u.d, u.e, u.f, u.g, ''",
        "uuid uuid uuid text boolean boolean date date",
        [
            (m.id, m.person, m.organisation, m.function, m.listed, m.lead, m.period.begin, m.period.until)
            for m in world.memberships
        ],
    )
    insert_rows(
        "register_school_link (id, membership_id, location_id, hours_per_week, valid_from, valid_until)",
        "u.id, u.a, u.b, 4, u.c, u.d",
        "uuid uuid uuid date date",
        [(one.id, one.membership, one.location, one.period.begin, one.period.until) for one in world.links],
    )
    insert_rows(
        "register_stand_in (id, membership_id, stand_in_id, valid_from, valid_until)",
        "u.id, u.a, u.b, u.c, u.d",
        "uuid uuid uuid date date",
        [(one.id, one.membership, one.stand_in, one.period.begin, one.period.until) for one in world.stand_ins],
    )
    _store_work(world)


def _store_work(world: World) -> None:
    insert_rows(
        "register_invitation (id, membership_id, invited_by, accepted, email, token_hash, created, expires)",
        "u.id, u.a, u.b, case when u.c then now() end, 'noor@voorbeeld.example', sha256(u.id::text::bytea), now(),"
        " now() + interval '7 days'",
        "uuid uuid uuid boolean",
        [(one.id, one.membership, one.invited_by, one.accepted) for one in world.invitations],
    )
    insert_rows(
        "register_task (id, organisation_id, membership_id, done_by, done, kind, held_by, created, note)",
        "u.id, u.a, u.b, u.c, case when u.c is not null then now() end, 'LEAD', 'Noor Voorbeeld', now(), ''",
        "uuid uuid uuid uuid",
        [(one.id, one.organisation, one.membership, one.done_by) for one in world.tasks],
    )
    insert_rows(
        "register_import_batch (id, organisation_id, applied, file, created, plan, people, functions, links)",
        "u.id, u.a, case when u.b then now() end, 'mensen.xlsx', now(), '[]', 0, 0, 0",
        "uuid uuid boolean",
        [(one.id, one.organisation, one.applied) for one in world.batches],
    )
    insert_rows(
        "register_import_row (id, batch_id, membership)",
        "u.id, u.a, u.b",
        "uuid uuid uuid",
        [(one.id, one.batch, one.membership) for one in world.batch_rows],
    )


def insert_rows(target: str, values: str, types: str, rows: Sequence[tuple[object, ...]]) -> None:
    names = ("id", *ascii_lowercase)
    arrays = ", ".join(f"%s::{kind}[]" for kind in types.split())
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {target} select {values} from unnest({arrays}) u ({', '.join(names[: len(columns)])})",
            columns,
        )

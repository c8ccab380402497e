"""A generated world of files, consents and disclosures with the days on which mistakes show, and its way in."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connection
from tests.security.oracle import Membership, Organisation, Period
from tests.security.sharing_oracle import (
    Authority,
    Consent,
    Enrolment,
    Glass,
    Notice,
    Record,
    Share,
    ShareWorld,
    birthday,
)
from tests.security.world import BEGINS, DAY, UNTILS, USUAL, insert_rows

from tandem.platform.context import Context, signed

FUNCTIONS = ("IB", "IB", "SCHOOLDIR", "LERAAR", "SMW", "LT_TOEGANG", "LT_TOEGANG", "LT_HULP", "SWV", "POL", "OUDER_G")
NOTE_KINDS = (4, 8, 16, 32, 64, 128)
GROUNDS = ("6(1)(a)", "6(1)(e) 9(2)(c)", "6(1)(e)", "6(1)(c) 9(2)(g)", "6(1)(c)/(e)", "6(1)(e)/(d) 9(2)(g)")
PURPOSES = ("zorgsignaal", "overleg")
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
SOON = (DAY, DAY + timedelta(days=1), DAY + timedelta(days=2), DAY + timedelta(days=90))


@dataclass(frozen=True, slots=True)
class Size:
    schools: int
    teams: int
    children: int
    hats: int


def at(second: int) -> datetime:
    return NOON + timedelta(seconds=second)


class Maker:
    def __init__(self, seed: int, size: Size) -> None:
        self.random, self.size, self.second = random.Random(f"sharing {seed}"), size, 0

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def now(self) -> int:
        self.second += 1
        return self.second

    def period(self) -> Period:
        if self.random.random() < 0.6:
            return USUAL
        place = self.random.randrange(len(BEGINS))
        return Period(BEGINS[place], UNTILS[place])

    def world(self) -> ShareWorld:
        world = self._places()
        world.memberships += [self._hat(world) for _ in range(self.size.hats)]
        for _ in range(self.size.children):
            child = self.key()
            years = self.random.choice((8, 11, 12, 13, 15, 16, 17, 18))
            turns = DAY + timedelta(days=self.random.choice((0, 1, 2, 100)))
            world.born[child] = turns.replace(year=DAY.year - years)
            locations = [key for key, kind in world.kinds.items() if kind == "LOCATION"]
            places = self.random.sample(locations, self.random.choice((1, 1, 2)))
            here = [Enrolment(self.key(), child, place, self.period()) for place in places]
            world.enrolments += here
            self._records(world, child, [one.location for one in here])
        world.glasses += [self._glass(world) for _ in range(self.size.hats)]
        return world

    def _glass(self, world: ShareWorld) -> Glass:
        hat = self.random.choice(world.memberships)
        written = sorted({one.child for one in world.notes if one.file == hat.id})  # whom she wrote about before
        child = self.random.choice(written or sorted(world.born))
        kinds = sum(kind for kind in NOTE_KINDS if self.random.random() < 0.5)
        return Glass(hat.id, child, self.key(), kinds, self.random.random() < 0.7)

    def _places(self) -> ShareWorld:
        organisations: list[Organisation] = []
        kinds: dict[UUID, str] = {}

        def add(kind: str, parent: UUID | None = None) -> UUID:
            organisations.append(Organisation(self.key(), parent, USUAL))
            kinds[organisations[-1].id] = kind
            return organisations[-1].id

        for _ in range(self.size.schools):
            school = add("SCHOOL")
            for _ in range(2):
                add("LOCATION", school)
        for _ in range(self.size.teams):
            add("LOCAL_TEAM")
        add("PARTNERSHIP")
        return ShareWorld(DAY, organisations, kinds, [], {}, [])

    def _hat(self, world: ShareWorld) -> Membership:
        function = self.random.choice(FUNCTIONS)
        fitting = {"LT": {"LOCAL_TEAM"}, "SW": {"PARTNERSHIP"}, "PO": {"LOCAL_TEAM"}}
        kinds = fitting.get(function[:2], {"SCHOOL", "LOCATION"}) if function != "SMW" else {"LOCATION"}
        place = self.random.choice([key for key, kind in world.kinds.items() if kind in kinds])
        person = self.key()
        if world.memberships and self.random.random() < 0.15:
            person = self.random.choice(world.memberships).person
        return Membership(self.key(), person, place, function, True, self.period())

    def _records(self, world: ShareWorld, child: UUID, places: list[UUID]) -> None:
        others = [one.id for one in self.random.sample(world.memberships, 3)]
        for file in (*places, *others):
            for kind in self.random.sample(NOTE_KINDS, self.random.choice((1, 2, 4))):
                world.notes.append(Record(self.key(), child, file, kind, self.now()))
            if self.random.random() < 0.8:
                self._rest(world, child, file)
            if self.random.random() < 0.25:
                world.objections.append(Record(self.key(), child, file))
        for share in [one for one in world.shares if one.child == child]:
            for kind in self.random.sample(NOTE_KINDS, 1):
                written = self.random.choice((share.as_of, self.now()))  # in the same moment as the preview, or later
                world.notes.append(Record(self.key(), child, share.file, kind, written))

    def _rest(self, world: ShareWorld, child: UUID, file: UUID) -> None:
        """Who has authority, what they said, and what was disclosed on it."""
        by = self._worker(world, file)
        holders = [self._authority(child, file) for _ in range(self.random.choice((1, 1, 2)))]
        world.authorities += holders
        reason = Record(self.key(), child, file, by=by.id)
        world.overrides.append(reason)
        for _ in range(self.random.choice((1, 2, 3))):
            share = self.share(world, child, file, by, self.random.choice((None, None, None, reason.id)))
            world.consents += list(self._consents(world, share, holders))
            share = replace(share, as_of=self.now())
            world.shares.append(share)
            world.steps[self.key()] = share.id
            to = share.hat or share.organisation
            world.notices += [
                Notice(self.key(), share.id, None, to, share.function),
                Notice(self.key(), share.id, file, None, ""),
            ]

    def _worker(self, world: ShareWorld, file: UUID) -> Membership:
        parents = {one.id: one.parent for one in world.organisations}
        near = [
            one
            for one in world.memberships
            if one.id == file or (one.function in ("IB", "SCHOOLDIR") and one.organisation in (file, parents.get(file)))
        ]
        return self.random.choice(near or world.memberships)

    def _authority(self, child: UUID, file: UUID) -> Authority:
        chance = self.random.random
        period = USUAL
        if chance() < 0.2:
            period = self.random.choice([Period(BEGINS[0], day) for day in SOON] + [Period(day, None) for day in SOON])
        return Authority(self.key(), child, file, period, chance() < 0.95, chance() < 0.06)

    def share(self, world: ShareWorld, child: UUID, file: UUID, by: Membership, override: UUID | None) -> Share:
        to = self.random.choice([one for one in world.memberships if one.function != "OUDER_G"])
        age = sum(birthday(world.born[child], years) <= DAY for years in (12, 16))
        asks = self.random.random() < 0.7
        begin = self.random.choice((DAY, DAY, DAY, DAY - timedelta(days=9)))
        return Share(
            id=self.key(),
            child=child,
            file=file,
            by=by.id,
            organisation=to.organisation,
            function=to.function,
            hat=to.id if self.random.random() < 0.3 else None,
            kinds=sum(self.random.sample((1, *NOTE_KINDS), self.random.choice((1, 2, 4)))),
            purpose=self.random.choice(PURPOSES),
            consent=asks,
            release=asks and self.random.random() < 0.5,
            youth=asks and age >= 1,
            parents=asks and age <= 1,
            override=override,
            as_of=0,
            period=Period(begin, self.random.choice((DAY + timedelta(days=1), *SOON[2:]))),
            ended=self.random.random() < 0.1,
            ground=self.random.choice(GROUNDS),
        )

    def _consents(self, world: ShareWorld, share: Share, holders: Sequence[Authority]) -> list[Consent]:
        found = []
        for authority in [None, *(one.id for one in holders)]:
            for _ in range(self.random.choice((1, 1, 1, 2))):
                found.append(self._consent(world, share, authority))
        return found

    def _consent(self, world: ShareWorld, share: Share, authority: UUID | None) -> Consent:
        chance, born = self.random.random, world.born[share.child]
        given, until = chance() < 0.92, self.random.choice((*SOON[1:], SOON[3], SOON[3], SOON[3]))
        next_birthday = min((day for years in (12, 16, 18) if (day := birthday(born, years)) > DAY), default=None)
        return Consent(
            id=self.key(),
            child=share.child,
            file=share.file,
            authority=authority,
            organisation=share.organisation,
            function=share.function,
            purpose=share.purpose if chance() < 0.96 else PURPOSES[0],
            kinds=share.kinds | (1 if chance() < 0.5 else 0) if chance() < 0.95 else share.kinds & -share.kinds,
            given=given,
            consents=given,
            releases=given and chance() < 0.95,
            until=min(until, next_birthday) if next_birthday else until,
            at=self.now(),
            withdrawn=self.now() if given and chance() < 0.06 else None,
        )


def store(world: ShareWorld) -> None:
    """Must be done as owner; the triggers judge on the day of the world, and nobody in particular writes."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tandem.context', %s, true)", [signed(Context(day=world.began), 3600)])
    _store_people(world)
    _store_records(world)
    _store_shares(world)
    _store_objections(world)
    insert_rows(
        "children_access (principal_id, child_id, reason, source, kinds, guarded, sort_key, valid_from, expires_at)",
        "u.a, u.b, 'BREAK_GLASS', u.id, u.c, false, 'voorbeeld sam', '2020-01-01', u.d",
        "uuid uuid uuid integer timestamptz",
        [(g.source, g.hat, g.child, g.kinds, "2100-01-01" if g.open else "2020-01-01") for g in world.glasses],
    )
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tandem.context', '', true)")


def store_members(
    organisations: Sequence[Organisation], kinds: Mapping[UUID, str], memberships: Sequence[Membership]
) -> None:
    """Units, and people with their functions there."""
    insert_rows(
        "register_organisation (id, kind, code, name, sort_key, phone, email, website, hours, postcode, place, source,"
        " parent_id)",
        "u.id, u.a, '', 'Unit', 'unit', '', '', '', '', '', '', '', u.b",
        "uuid text uuid",
        [(one.id, kinds[one.id], one.parent) for one in organisations],
    )
    insert_rows(
        "register_person (id, given_name, infix, family_name, sort_key)",
        "u.id, 'Noor', '', 'Voorbeeld', 'voorbeeld noor'",
        "uuid",
        [(person,) for person in sorted({one.person for one in memberships})],
    )
    insert_rows(
        "register_membership (id, person_id, organisation_id, function, valid_from, valid_until, listed, is_lead,"
        " ended_reason)",
        "u.id, u.a, u.b, u.c, u.d, u.e, true, false, ''",
        "uuid uuid uuid text date date",
        [(m.id, m.person, m.organisation, m.function, m.period.begin, m.period.until) for m in memberships],
    )


def _store_people(world: ShareWorld) -> None:
    store_members(world.organisations, world.kinds, world.memberships)
    insert_rows(
        "children_child (id, given_name, family_name, sort_key, birth_date)",
        "u.id, 'Sam', 'Voorbeeld', 'voorbeeld sam', u.a",
        "uuid date",
        list(world.born.items()),
    )
    insert_rows(
        "children_enrolment (id, child_id, location_id, valid_from, valid_until)",
        "u.id, u.a, u.b, u.c, u.d",
        "uuid uuid uuid date date",
        [(one.id, one.child, one.location, one.period.begin, one.period.until) for one in world.enrolments],
    )


RECORD = "id, child_id, file_id, organisation_id, function, membership_id, person_id, recorded_at"
NOBODY = UUID(int=0)


def _store_records(world: ShareWorld) -> None:
    place = world.organisations[0].id
    written = f"u.id, u.a, u.b, '{place}', 'IB'"
    insert_rows(
        f"sharing_note ({RECORD}, kind, text)",
        f"{written}, '{NOBODY}', '{NOBODY}', u.c, u.d, 'verzonnen'",
        "uuid uuid uuid timestamptz integer",
        [(one.id, one.child, one.file, at(one.at), one.kind) for one in world.notes],
    )
    insert_rows(
        f"sharing_override ({RECORD}, ground, reason)",
        f"{written}, u.c, '{NOBODY}', now(), 'VITAAL_BELANG', 'een verzonnen reden van genoeg lengte'",
        "uuid uuid uuid uuid",
        [(one.id, one.child, one.file, one.by) for one in world.overrides],
    )
    insert_rows(
        f"sharing_authority ({RECORD}, name, giver, source, source_date, contested, valid_from, valid_until)",
        f"{written}, '{NOBODY}', '{NOBODY}', now(), 'Verzonnen', 'parent_1', u.c, '2020-01-01', u.d, u.e, u.f",
        "uuid uuid uuid text boolean date date",
        [
            (
                one.id,
                one.child,
                one.file,
                "BRP" if one.proven else "UNKNOWN",
                one.contested,
                one.period.begin,
                one.period.until,
            )
            for one in world.authorities
        ],
    )


def _store_shares(world: ShareWorld) -> None:
    place = world.organisations[0].id
    insert_rows(
        f"sharing_consent ({RECORD}, age_band, giver, authority_id, authority_checked, purpose, purpose_words, kinds,"
        " receiver_organisation_id, receiver_function, form, text_version, text_hash, explicit, outcome, gives_consent,"
        " releases_secrecy, freedom_explained, given_at, valid_until, refusal_reason, withdrawn_at, withdrawn_by,"
        " withdrawn_channel, deviation)",
        f"u.id, u.a, u.b, '{place}', 'IB', '{NOBODY}', '{NOBODY}', u.c, '', case when u.d is null then 'youth' else"
        " 'parent_1' end, u.d, 'BRP', u.e, '', u.f, u.g, u.h, 'WRITTEN', '1', '00', true, case when u.i then 'GIVEN'"
        f" else 'REFUSED' end, u.j, u.k, true, '{DAY} 12:00+02', u.l, '', u.m, '', '', ''",
        "uuid uuid uuid timestamptz uuid text integer uuid text boolean boolean boolean date timestamptz",
        [
            (
                one.id,
                one.child,
                one.file,
                at(one.at),
                one.authority,
                one.purpose,
                one.kinds,
                one.organisation,
                one.function,
                one.given,
                one.consents,
                one.releases,
                one.until,
                None if one.withdrawn is None else at(one.withdrawn),
            )
            for one in world.consents
        ],
    )
    insert_rows(
        f"sharing_disclosure ({RECORD}, {', '.join(SHARED)})",
        f"u.id, u.a, u.b, '{place}', 'IB', u.c, '{NOBODY}', now(), "
        + ", ".join(f"u.{chr(ord('d') + number)}" for number in range(len(SHARED))),
        "uuid uuid uuid uuid " + " ".join(SHARED.values()),
        [(one.id, one.child, one.file, one.by, *columns_of(one).values()) for one in world.shares],
    )
    insert_rows(
        "sharing_step (id, disclosure_id, code, evidence, done_by, done_at)",
        f"u.id, u.a, 'TALK', '', '{NOBODY}', now()",
        "uuid uuid",
        list(world.steps.items()),
    )
    insert_rows(
        "sharing_notice (id, disclosure_id, file_id, principal_id, function, code, created_on)",
        "u.id, u.a, u.b, u.c, u.d, 'WITHDRAWN', '2026-09-14'",
        "uuid uuid uuid uuid text",
        [(one.id, one.share, one.file, one.principal, one.function) for one in world.notices],
    )


def _store_objections(world: ShareWorld) -> None:
    """Those that are weighed, and as many of another kind or that ended. Who is told is for tests/sharing."""
    place, written = world.organisations[0].id, [(one.id, one.child, one.file) for one in world.objections]
    record = f"u.a, u.b, '{place}', 'IB', '{NOBODY}', '{NOBODY}', now()"
    for key, category, ended in (
        ("u.id", "OBJECTION", "null"),
        ("gen_random_uuid()", "OBJECTION", f"'{DAY}'"),
        ("gen_random_uuid()", "APPEAL", "null"),
    ):
        everything = [(one.id, one.child, one.file) for one in world.shares]
        whose = written if (category, ended) == ("OBJECTION", "null") else everything
        insert_rows(
            f"sharing_hold ({RECORD}, category, reason, outcome, ended_on)",
            f"{key}, {record}, '{category}', 'een verzonnen reden van genoeg lengte', 'een verzonnen besluit erover',"
            f" {ended}",
            "uuid uuid uuid",
            whose,
        )
    with connection.cursor() as cursor:
        cursor.execute("delete from sharing_notice where code in ('OBJECTED', 'RESUMED')")


SHARED = {
    "receiver_organisation_id": "uuid",
    "receiver_function": "text",
    "receiver_membership": "uuid",
    "kinds": "integer",
    "purpose": "text",
    "rule": "text",
    "rule_version": "text",
    "verdict": "text",
    "gate_processing": "text",
    "gate_secrecy": "text",
    "needs_consent": "boolean",
    "needs_release": "boolean",
    "needs_youth": "boolean",
    "needs_parents": "boolean",
    "override_id": "uuid",
    "as_of": "timestamptz",
    "valid_from": "date",
    "valid_until": "date",
    "ended_on": "date",
    "ended_reason": "text",
}


def columns_of(one: Share) -> dict[str, UUID | str | int | bool | date | datetime | None]:
    asks = one.youth or one.parents
    return {
        "receiver_organisation_id": one.organisation,
        "receiver_function": one.function,
        "receiver_membership": one.hat,
        "kinds": one.kinds,
        "purpose": one.purpose,
        "rule": "DS-006",
        "rule_version": "1",
        "verdict": "allowed_with_consent" if asks else "allowed",
        "gate_processing": one.ground,
        "gate_secrecy": "",
        "needs_consent": one.consent,
        "needs_release": one.release,
        "needs_youth": one.youth,
        "needs_parents": one.parents,
        "override_id": one.override,
        "as_of": at(one.as_of),
        "valid_from": one.period.begin,
        "valid_until": one.period.until,
        "ended_on": DAY if one.ended else None,
        "ended_reason": "WITHDRAWN" if one.ended else "",
    }

"""Who may see and write which row, said a second time, slowly and apart from the program.

Nothing of Tandem is imported here (a test looks), only the policy table in words:

| relation      | who                                 | rows about people in functions                            |
|---------------|-------------------------------------|-----------------------------------------------------------|
| own           | the person of the hat               | herself, her numbers, functions, links and stand-ins,     |
|               |                                     | also what ended, and the stand-ins that she is            |
| listed        | a hat of a professional function    | functions that hold today and are listed, whose they are, |
|               |                                     | and their links and stand-ins that hold today             |
| administrator | BEHEER_ORG, for her organisation    | all functions there, also ended or not listed; writes     |
|               | and the units below it that exist   | only there, never about a function of herself; and the    |
|               |                                     | invitations, tasks and imports of those organisations     |
| lead          | whoever leads the team today        | the tasks of the team                                     |
| catch-all     | ONDERWIJSCOORD                      | tasks of a team without a lead today, where it and what   |
|               |                                     | is above it have no administrator today                   |

An invitation is written in one's own name and not touched once accepted; a task is finished in one's own name; an
import that was applied is not thrown away.

Somebody without a hat is only her own person. The service that makes the demo reads and adds everything.

A hat that does not hold today sees and writes nothing at all. "Until" is the first day on which it no longer holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

ADMINISTRATOR = "BEHEER_ORG"
NO_HAT = ""  # the function of who wears none
FAMILY = {"OUDER_G", "OUDER_ZG", "VOOGD", "JEUGD_0_11", "JEUGD_12_15", "JEUGD_16_17", "JEUGD_18"}
NO_PROFESSIONALS = {ADMINISTRATOR, "BEHEER", "RAAD", *FAMILY}  # wear a hat, but who is who is not for them
CATCH_ALL = "ONDERWIJSCOORD"
SCHOOL_STAFF, TEACHER = {"IB", "SCHOOLDIR"}, "LERAAR"


@dataclass(frozen=True, slots=True)
class Period:
    begin: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        return (self.begin is None or self.begin <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Organisation:
    id: UUID
    parent: UUID | None
    period: Period


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    account: UUID | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    id: UUID
    person: UUID


@dataclass(frozen=True, slots=True)
class Membership:
    id: UUID
    person: UUID
    organisation: UUID
    function: str
    listed: bool
    period: Period
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    id: UUID
    membership: UUID
    location: UUID
    period: Period


@dataclass(frozen=True, slots=True)
class StandIn:
    id: UUID
    membership: UUID
    stand_in: UUID
    period: Period


@dataclass(frozen=True, slots=True)
class Invitation:
    id: UUID
    membership: UUID
    invited_by: UUID
    accepted: bool


@dataclass(frozen=True, slots=True)
class Task:
    id: UUID
    organisation: UUID
    membership: UUID
    done_by: UUID | None


@dataclass(frozen=True, slots=True)
class Batch:
    id: UUID
    organisation: UUID
    applied: bool


@dataclass(frozen=True, slots=True)
class BatchRow:
    id: UUID
    batch: UUID
    membership: UUID


Row = Person | Contact | Membership | Link | StandIn | Invitation | Task | Batch | BatchRow
TABLE_OF: dict[type[Row], str] = {
    Person: "register_person",
    Contact: "register_contact",
    Membership: "register_membership",
    Link: "register_school_link",
    StandIn: "register_stand_in",
    Invitation: "register_invitation",
    Task: "register_task",
    Batch: "register_import_batch",
    BatchRow: "register_import_row",
}
PEOPLE = ("register_person", "register_contact", "register_membership", "register_school_link", "register_stand_in")
# What a named service may do with every row of a table: r(ead), a(dd), w(rite), d(elete).
SERVICES: dict[str, dict[str, str]] = {"demo": dict.fromkeys(PEOPLE, "ra"), "sign-in": {}}


@dataclass
class World:
    organisations: list[Organisation] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    stand_ins: list[StandIn] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    batch_rows: list[BatchRow] = field(default_factory=list)

    def rows(self, table: str) -> Sequence[Row]:
        people: tuple[Sequence[Row], ...] = (self.persons, self.contacts, self.memberships, self.links, self.stand_ins)
        work: tuple[Sequence[Row], ...] = (self.invitations, self.tasks, self.batches, self.batch_rows)
        return next((kind for kind in (*people, *work) if kind and TABLE_OF[type(kind[0])] == table), ())


class Oracle:
    """What holds in one world on one day."""

    def __init__(self, world: World, day: date) -> None:
        self.world, self.day = world, day
        self.by_id = {membership.id: membership for membership in world.memberships}
        self.of_person: dict[UUID, list[Membership]] = defaultdict(list)
        self.at: dict[UUID, list[Membership]] = defaultdict(list)
        for membership in world.memberships:
            self.of_person[membership.person].append(membership)
            self.at[membership.organisation].append(membership)
        self.below: dict[UUID, list[Organisation]] = defaultdict(list)
        for organisation in world.organisations:
            if organisation.parent is not None:
                self.below[organisation.parent].append(organisation)
        self.scopes: dict[UUID, set[UUID]] = {}
        self.parent = {organisation.id: organisation.parent for organisation in world.organisations}
        self.batch = {batch.id: batch for batch in world.batches}
        holding = [m for m in world.memberships if m.period.holds(day)]
        self.led = {m.organisation for m in holding if m.lead}
        self.administered = {m.organisation for m in holding if m.function == ADMINISTRATOR}
        self.listed = {m.id for m in world.memberships if m.listed and m.period.holds(day)}

    # --- what a hat is --------------------------------------------------------------------------------------------

    def professional(self, hat: Membership) -> bool:
        return hat.function not in {*NO_PROFESSIONALS, NO_HAT}

    def scope(self, hat: Membership) -> set[UUID]:
        """The organisation of an administrator and every unit below it that exists today."""
        if hat.function != ADMINISTRATOR:
            return set()
        if hat.organisation not in self.scopes:
            found, to_do = {hat.organisation}, [hat.organisation]
            while to_do:
                for unit in self.below[to_do.pop()]:
                    if unit.period.holds(self.day) and unit.id not in found:
                        found.add(unit.id)
                        to_do.append(unit.id)
            self.scopes[hat.organisation] = found
        return self.scopes[hat.organisation]

    def within(self, hat: Membership) -> list[Membership]:
        """Every function in the scope, whoever has it and since when."""
        return [membership for place in sorted(self.scope(hat)) for membership in self.at[place]]

    # --- reading --------------------------------------------------------------------------------------------------

    def may_select(self, hat: Membership, table: str) -> set[UUID]:
        if not hat.period.holds(self.day):
            return set()
        memberships = self._memberships(hat)
        if table == "register_membership":
            return memberships
        if table in ("register_person", "register_contact"):
            people = {self.by_id[key].person for key in memberships} | {hat.person}
            if table == "register_person":
                return people
            return {contact.id for contact in self.world.contacts if contact.person in people}
        if table == "register_school_link":
            return {link.id for link in self.world.links if self._sees_through(hat, [link.membership], link.period)}
        if table == "register_stand_in":
            return {
                one.id
                for one in self.world.stand_ins
                if self._sees_through(hat, [one.membership], one.period)
                or self.by_id[one.stand_in].person == hat.person
            }
        return self._work(hat, table)

    def teachers_of(self, hat: Membership) -> set[UUID]:
        """Persons whom a list of teachers names to who coordinates care at their school."""
        if hat.function not in SCHOOL_STAFF or not hat.period.holds(self.day):
            return set()
        below, above = {unit.id for unit in self.below[hat.organisation]}, self.parent[hat.organisation]
        around = below or {above} - {None}
        staff = (m for place in (hat.organisation, *around) for m in self.at[place])
        return {m.person for m in staff if m.function == TEACHER and m.period.holds(self.day)}

    def _work(self, hat: Membership, table: str) -> set[UUID]:
        """What an administrator's work left: hers, and tasks also of who has to deal with them."""
        scope = self.scope(hat)
        if table == "register_invitation":
            return {one.id for one in self.world.invitations if self.by_id[one.membership].organisation in scope}
        if table == "register_task":
            return {one.id for one in self.world.tasks if one.organisation in scope or self._deals_with(hat, one)}
        batches = {one.id for one in self.world.batches if one.organisation in scope}
        if table == "register_import_batch":
            return batches
        return {one.id for one in self.world.batch_rows if one.batch in batches}

    def _deals_with(self, hat: Membership, task: Task) -> bool:
        if hat.lead and hat.organisation == task.organisation:
            return True
        return hat.function == CATCH_ALL and task.organisation not in self.led and not self._has_administrator(task)

    def _has_administrator(self, task: Task) -> bool:
        unit: UUID | None = task.organisation
        while unit is not None and unit not in self.administered:
            unit = self.parent[unit]
        return unit is not None

    def _memberships(self, hat: Membership) -> set[UUID]:
        own = {membership.id for membership in self.of_person[hat.person]}
        listed = self.listed if self.professional(hat) else set()
        hers = {membership.id for membership in self.within(hat)}
        return own | listed | hers

    def _sees_through(self, hat: Membership, memberships: Iterable[UUID], period: Period) -> bool:
        """A link or stand-in: of oneself, of one's own organisation, or for everybody while it holds itself."""
        scope = self.scope(hat)
        for membership in (self.by_id[key] for key in memberships):
            if membership.person == hat.person or membership.organisation in scope:
                return True
            if self.professional(hat) and membership.id in self.listed and period.holds(self.day):
                return True
        return False

    # --- writing --------------------------------------------------------------------------------------------------

    def may_update(self, hat: Membership, table: str) -> set[UUID]:
        if not hat.period.holds(self.day) or (table != "register_task" and not self.scope(hat)):
            return set()
        if table == "register_membership":
            return {m.id for m in self.within(hat) if m.person != hat.person}
        if table in ("register_person", "register_contact"):
            people = {m.person for m in self.within(hat) if self._employs(hat, m)}
            rows = self.world.persons if table == "register_person" else self.world.contacts
            return {row.id for row in rows if (row.id if isinstance(row, Person) else row.person) in people}
        if table == "register_task":
            return self.may_select(hat, table)
        if table == "register_invitation":
            mine = self._work(hat, table)
            return {one.id for one in self.world.invitations if one.id in mine and not one.accepted}
        if table.startswith("register_import"):
            return self._work(hat, table) if table == "register_import_batch" else set()
        tied: Sequence[Link | StandIn] = (*self.world.links, *self.world.stand_ins)
        return {
            row.id
            for row in tied
            if TABLE_OF[type(row)] == table and self._administers(hat, self.by_id[row.membership])
        }

    def may_delete(self, hat: Membership, table: str) -> set[UUID]:
        """Nothing about a person is deleted, save a number and a list that was never applied."""
        if table == "register_import_batch":
            mine = self.may_update(hat, table)
            return {batch.id for batch in self.world.batches if batch.id in mine and not batch.applied}
        return self.may_update(hat, table) if table == "register_contact" else set()

    def may_insert(self, hat: Membership, row: Row) -> bool:
        if not hat.period.holds(self.day) or hat.function != ADMINISTRATOR:
            return False
        if isinstance(row, Person):
            return row.account is None
        if isinstance(row, Contact):
            return any(self._employs(hat, m) for m in self.of_person[row.person])
        if isinstance(row, Membership):
            known = self.of_person[row.person]
            ours = not known or any(m.organisation in self.scope(hat) for m in known)
            return self._administers(hat, row) and ours
        if isinstance(row, Link):
            return self._administers(hat, self.by_id[row.membership])
        if isinstance(row, StandIn):
            stand_in = self.by_id[row.stand_in]
            return self._administers(hat, self.by_id[row.membership]) and stand_in.organisation in self.scope(hat)
        return self._may_add_work(hat, row)

    def _may_add_work(self, hat: Membership, row: Invitation | Task | Batch | BatchRow) -> bool:
        if isinstance(row, Invitation):
            own_name = row.invited_by == hat.person and not row.accepted
            return own_name and self._administers(hat, self.by_id[row.membership])
        if isinstance(row, Task):
            return row.organisation in self.scope(hat) and row.done_by is None
        organisation = row.organisation if isinstance(row, Batch) else self.batch[row.batch].organisation
        return organisation in self.scope(hat)

    def may_become(self, hat: Membership, row: Row) -> bool:
        """Whether a row that the hat may write may become this one. A person never becomes somebody else."""
        if isinstance(row, Contact):
            return any(self._employs(hat, m) for m in self.of_person[row.person])
        if isinstance(row, Membership):
            return self._administers(hat, row)
        if isinstance(row, Link | StandIn):
            return self._administers(hat, self.by_id[row.membership])
        if isinstance(row, Invitation):
            return not row.accepted and self.by_id[row.membership].organisation in self.scope(hat)
        if isinstance(row, Task):
            return row.done_by == hat.person
        return isinstance(row, Batch) and row.organisation in self.scope(hat)

    def _administers(self, hat: Membership, membership: Membership) -> bool:
        return membership.organisation in self.scope(hat) and membership.person != hat.person

    def _employs(self, hat: Membership, membership: Membership) -> bool:
        """A function that has not ended, in the administrator's organisation; hers too: she corrects her own number."""
        ended = membership.period.until is not None and membership.period.until <= self.day
        return membership.organisation in self.scope(hat) and not ended

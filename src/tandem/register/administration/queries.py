"""What an administrator sees. Row security lets through the own organisation and the units below it.

Every read of people writes its line in the access log first, in the same transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from tandem.audit import actions as audit
from tandem.platform import clock, context
from tandem.platform.message import Message
from tandem.register import models
from tandem.register.administration.data import (
    Access,
    Colleague,
    HandOver,
    HeldFunction,
    Invited,
    Link,
    OpenInvitation,
    Refused,
    StandingIn,
    TaskKind,
    Unit,
)
from tandem.register.functions import ADMINISTRATOR

PURPOSE, GROUND = "administer-organisation", "6(1)(e)"
SCHOOL_KINDS = ("BOARD", "SCHOOL", "LOCATION")


def own_units() -> tuple[Unit, ...]:
    """The organisations that the hat keeps up: its own first, then those below it."""
    now = context.current()
    rows = models.Organisation.objects.filter(pk__in=now.principals).order_by("sort_key", "id")
    units = [_unit(row) for row in rows]
    return tuple(sorted(units, key=lambda unit: unit.id != now.organisation))


def reachable_schools(day: date) -> tuple[Unit, ...]:
    """School locations to link people to: a school's own; for others those of the municipalities they work in."""
    units = models.Organisation.objects.filter(pk__in=context.current().principals)
    own = {row.id for row in units if row.kind == "LOCATION"}
    schools = models.Organisation.objects.filter(_holds(day), kind="LOCATION").order_by("sort_key", "id")
    if any(row.kind in SCHOOL_KINDS for row in units):
        return tuple(_unit(row) for row in schools.filter(Q(pk__in=own) | Q(parent__in=[row.id for row in units])))
    places = set(units.exclude(municipality=None).values_list("municipality", flat=True))
    places |= set(units.filter(kind="MUNICIPALITY").values_list("code", flat=True))
    places |= set(
        models.Area.objects.filter(_holds(day), organisation__in=units)
        .exclude(municipality=None)
        .values_list("municipality", flat=True)
    )
    return tuple(_unit(row) for row in (schools.filter(municipality__in=places) if places else schools))


def colleagues(day: date, *, also_ended: bool = False) -> tuple[Colleague, ...]:
    """Everybody with a function at the own organisations that holds on `day` or begins later, by name."""
    memberships = _own_memberships()
    if not also_ended:
        memberships = memberships.filter(Q(valid_until=None) | Q(valid_until__gt=day))
    return _colleagues(memberships, "list colleagues")


def colleague(person: UUID) -> Colleague:
    """Somebody of the own organisation, with what ended too. Raises KeyError."""
    found = _colleagues(_own_memberships().filter(person=person), "see colleague")
    if not found:
        raise KeyError(person)
    return found[0]


def held_function(membership: UUID) -> HeldFunction:
    """One function at an own organisation. Raises KeyError."""
    row = _own_memberships().filter(pk=membership).first()
    if row is None:
        raise KeyError(membership)
    _note("see function", [row.person_id], ["name", "function"])
    return _held(row)


def functions_of(person: UUID) -> tuple[HeldFunction, ...]:
    return tuple(_held(row) for row in _own_memberships().filter(person=person))


def administrators(organisation: UUID, day: date) -> tuple[UUID, ...]:
    """Memberships of the administrators of an organisation, or of what is above it within one's own, on a day."""
    chain = _chain(organisation)
    rows = _own_memberships().filter(_holds(day), function=ADMINISTRATOR, organisation__in=chain)
    return tuple(rows.values_list("pk", flat=True))


def links(day: date, membership: UUID | None = None) -> tuple[Link, ...]:
    """School links of the own people that hold on `day` or begin later."""
    rows = models.SchoolLink.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day))
    rows = rows.filter(membership__organisation__in=context.current().principals)
    if membership is not None:
        rows = rows.filter(membership=membership)
    return tuple(
        Link(
            row.id,
            row.membership_id,
            row.location_id,
            row.location.name,
            row.hours_per_week,
            row.valid_from,
            row.valid_until,
        )
        for row in rows.select_related("location").order_by("location__sort_key", "id")
    )


def stand_ins(day: date) -> tuple[StandingIn, ...]:
    """Who takes over from whom, from `day` on."""
    rows = models.StandIn.objects.filter(
        valid_until__gt=day, membership__organisation__in=context.current().principals
    ).select_related("membership__person", "stand_in__person")
    found = tuple(
        StandingIn(
            row.id,
            row.membership_id,
            shown_name(row.membership.person),
            shown_name(row.stand_in.person),
            row.membership.function,
            row.valid_from,
            row.valid_until,
        )
        for row in rows.order_by("valid_until", "id")
    )
    both = {person for row in rows for person in (row.membership.person_id, row.stand_in.person_id)}
    _note("list stand-ins", both, ["name"])
    return found


def invitations() -> tuple[Invited, ...]:
    """Invitations of the own organisation, the latest first."""
    rows = models.Invitation.objects.select_related("membership__person", "membership__organisation")
    rows = rows.filter(membership__organisation__in=context.current().principals).order_by("-created", "id")
    _note("list invitations", {row.membership.person_id for row in rows}, ["name", "email"])
    return tuple(
        Invited(
            row.id,
            row.membership_id,
            shown_name(row.membership.person),
            row.email,
            row.membership.organisation.name,
            row.created,
            row.expires,
            row.accepted,
            row.withdrawn,
        )
        for row in rows
    )


def open_invitation(token_hash: bytes) -> OpenInvitation | None:
    """What the link in a mail is about; None when it is used, withdrawn, expired or never was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select given_name, infix, family_name, organisation, function, email, expires"
            " from register_open_invitation(%s, %s)",
            [token_hash, clock.now()],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    given, infix, family, organisation, function, email, expires = row
    return OpenInvitation(_joined(given, infix, family), organisation, function, email, expires)


def tasks(*, done: bool = False) -> tuple[HandOver, ...]:
    """What people who left held, as far as it is for this hat to hand over; the oldest first."""
    rows = models.Task.objects.select_related("organisation", "location").filter(done__isnull=not done)
    rows = rows.order_by("created", "id")
    held = _memberships_of_tasks(rows)
    _note("list tasks", _people_of_tasks(rows, held), ["name"])
    return tuple(
        HandOver(
            row.id,
            row.organisation_id,
            row.organisation.name,
            TaskKind(row.kind),
            row.held_by,
            held[row.membership_id].function if row.membership_id in held else "",
            row.location.name if row.location else "",
            row.hours_per_week,
            row.created,
            row.done,
            row.note,
        )
        for row in rows
    )


def leads_team(membership: UUID) -> bool:
    """Of one's own function: whether it leads the team."""
    return models.Membership.objects.filter(pk=membership, is_lead=True).exists()


def who_acts() -> UUID:
    """The person who acts. Raises Refused for a service: an administrator is somebody."""
    person = context.current().person
    if person is None:
        raise Refused(Message("Dit doet een beheerder zelf."))
    return person


def shown_name(person: models.Person) -> str:
    return _joined(person.given_name, person.infix, person.family_name)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _memberships_of_tasks(rows: QuerySet[models.Task]) -> dict[UUID, models.Membership]:
    """An ended membership is not visible to a lead: then the task does without the function."""
    return models.Membership.objects.in_bulk({row.membership_id for row in rows})


def _people_of_tasks(rows: QuerySet[models.Task], held: dict[UUID, models.Membership]) -> set[UUID]:
    """Whom the tasks name. Where only the name is left to see, the membership says in the log who it was."""
    return {held[row.membership_id].person_id if row.membership_id in held else row.membership_id for row in rows}


def _own_memberships() -> QuerySet[models.Membership]:
    """Not only what row security lets through: a professional hat would see every listed colleague of the region."""
    return (
        models.Membership.objects.filter(organisation__in=context.current().principals)
        .select_related("person", "organisation")
        .order_by("person__sort_key", "person_id", "valid_from", "id")
    )


def _colleagues(memberships: QuerySet[models.Membership], action: str) -> tuple[Colleague, ...]:
    by_person: dict[UUID, list[models.Membership]] = defaultdict(list)
    for row in memberships:
        by_person[row.person_id].append(row)
    _note(action, by_person, ["name", "email", "phone", "function"])
    contacts: dict[UUID, list[models.Contact]] = defaultdict(list)
    for contact in models.Contact.objects.filter(person__in=by_person).order_by("sort", "id"):
        contacts[contact.person_id].append(contact)
    access = _access_of(by_person)
    return tuple(
        _colleague(rows, contacts[person], access.get(person, Access.NONE)) for person, rows in by_person.items()
    )


def _colleague(rows: Sequence[models.Membership], contacts: Sequence[models.Contact], access: Access) -> Colleague:
    person = rows[0].person
    return Colleague(
        id=person.id,
        name=shown_name(person),
        sort_key=person.sort_key,
        email=next((contact.value for contact in contacts if contact.kind == "EMAIL"), ""),
        phones=tuple(contact.value for contact in contacts if contact.kind != "EMAIL"),
        access=Access.ACCOUNT if person.account_id else access,
        functions=tuple(_held(row) for row in rows),
    )


def _access_of(people: Iterable[UUID]) -> dict[UUID, Access]:
    now = clock.now()
    found: dict[UUID, Access] = {}
    rows = models.Invitation.objects.filter(membership__person__in=list(people), accepted=None, withdrawn=None)
    for person, expires in rows.order_by("expires").values_list("membership__person", "expires"):
        found[person] = Access.INVITED if expires > now else Access.EXPIRED
    return found


def _held(row: models.Membership) -> HeldFunction:
    return HeldFunction(
        id=row.id,
        person=row.person_id,
        name=shown_name(row.person),
        organisation=row.organisation_id,
        organisation_name=row.organisation.name,
        function=row.function,
        lead=row.is_lead,
        listed=row.listed,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        ended_reason=row.ended_reason,
    )


def _unit(row: models.Organisation) -> Unit:
    return Unit(row.id, row.kind, row.code, row.name)


def _chain(organisation: UUID) -> list[UUID]:
    """The organisation and what is above it."""
    chain: list[UUID] = []
    parent: UUID | None = organisation
    while parent is not None and parent not in chain:
        chain.append(parent)
        parent = models.Organisation.objects.filter(pk=parent).values_list("parent", flat=True).first()
    return chain


def _holds(day: date) -> Q:
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return begun & (Q(valid_until=None) | Q(valid_until__gt=day))


def _note(action: str, subjects: Iterable[UUID], kinds: Sequence[str]) -> None:
    people = sorted(subjects)
    if people:
        audit.record_read(
            actor=audit.acting_actor(), action=action, purpose=PURPOSE, ground=GROUND, subjects=people, kinds=kinds
        )

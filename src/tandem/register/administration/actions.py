"""What an administrator changes. The rules say no before the database does; each change leaves its line in the log."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import clock, context
from tandem.platform.message import Message
from tandem.platform.text import sort_key
from tandem.register import functions, models
from tandem.register.administration import queries, rules
from tandem.register.administration.data import HeldFunction, Newcomer, NewFunction, Refused, TaskKind
from tandem.register.data import ContactKind, OrganisationKind


@transaction.atomic
def employ(*, by: Actor, newcomer: Newcomer, new: NewFunction) -> UUID:
    """Somebody new with her first function; the membership's id. Raises Refused."""
    _check_new(new, receiver=None)
    person = models.Person.objects.create(
        given_name=newcomer.given,
        infix=newcomer.infix,
        family_name=newcomer.family,
        sort_key=sort_key(f"{newcomer.family} {newcomer.given} {newcomer.infix}"),
    )
    membership = _insert_function(person.id, new)
    values = {ContactKind.EMAIL: newcomer.email, ContactKind.PHONE: newcomer.phone, ContactKind.MOBILE: newcomer.mobile}
    for number, (kind, value) in enumerate(values.items()):
        if value:
            models.Contact.objects.create(person_id=person.id, kind=kind.value, value=value, sort=number)
    _log(by, "employ", membership, {"function": new.function})
    return membership


@transaction.atomic
def give_function(*, by: Actor, person: UUID, new: NewFunction) -> UUID:
    """Another function for somebody of the own organisation; the membership's id. Raises Refused."""
    _check_new(new, receiver=person)
    rules.check_not_twice(new, queries.functions_of(person))
    membership = _insert_function(person, new)
    _log(by, "give function", membership, {"function": new.function})
    return membership


@transaction.atomic
def change_function(*, by: Actor, membership: UUID, lead: bool, listed: bool) -> None:
    """Whether she leads the team and stands in who-is-who. Raises KeyError, Refused."""
    held = queries.held_function(membership)
    if held.person == context.current().person:
        raise Refused(Message("Je eigen functie verandert een andere beheerder."))
    if listed and not functions.find(held.function).professional:
        raise Refused(Message("Deze functie staat niet in wie is wie."), "listed")
    models.Membership.objects.filter(pk=membership).update(is_lead=lead, listed=listed)
    _log(by, "change function", membership, {"lead": lead, "listed": listed})


@transaction.atomic
def end_function(*, by: Actor, membership: UUID, until: date, reason: str) -> int:
    """From `until` on the function no longer holds; today means from the next request on.

    Her links and stand-ins end with it; each becomes a task for whoever leads the team. How many tasks.
    Raises KeyError, Refused.
    """
    held = queries.held_function(membership)
    others = [found for found in queries.administrators(held.organisation, until) if found != membership]
    rules.check_end(held, until, by=context.current().person, administrators_left=len(others))
    left = _leave_behind(held, until)
    models.Membership.objects.filter(pk=membership).update(valid_until=until, ended_reason=reason)
    _log(by, "end function", membership, {"until": until.isoformat(), "tasks": left})
    return left


@transaction.atomic
def end_employment(*, by: Actor, person: UUID, until: date, reason: str) -> int:
    """All her functions at the own organisations end; how many tasks that leaves. Raises KeyError, Refused."""
    open_ones = [held for held in queries.functions_of(person) if not held.is_over_on(until)]
    if not open_ones:
        raise KeyError(person)
    return sum(
        end_function(by=by, membership=held.id, until=max(until, held.valid_from), reason=reason) for held in open_ones
    )


@transaction.atomic
def link_school(*, by: Actor, membership: UUID, location: UUID, hours: Decimal, since: date) -> UUID:
    """Link (koppel) a function to a school for so many hours a week. Raises KeyError, Refused."""
    held = queries.held_function(membership)
    if location not in {unit.id for unit in queries.reachable_schools(since)}:
        raise Refused(Message("Deze school kun je hier niet kiezen."), "location")
    rules.check_link(held, hours, since, location, queries.links(since, membership))
    link = models.SchoolLink.objects.create(
        membership_id=membership,
        location_id=location,
        hours_per_week=hours,
        valid_from=since,
        valid_until=held.valid_until,
    )
    _log(by, "link school", membership, {"hours": str(hours)})
    return link.id


@transaction.atomic
def end_link(*, by: Actor, link: UUID, until: date) -> None:
    """Raises KeyError."""
    row = models.SchoolLink.objects.filter(pk=link).first()
    if row is None:
        raise KeyError(link)
    models.SchoolLink.objects.filter(pk=link).update(valid_until=max(until, row.valid_from))
    _log(by, "end school link", row.membership_id, {"until": until.isoformat()})


@transaction.atomic
def change_hours(*, by: Actor, link: UUID, hours: Decimal, on: date) -> UUID:
    """Other hours from `on`: the old link ends that day and a new one begins. Raises KeyError, Refused."""
    row = models.SchoolLink.objects.filter(pk=link).first()
    if row is None:
        raise KeyError(link)
    end_link(by=by, link=link, until=on)
    return link_school(
        by=by, membership=row.membership_id, location=row.location_id, hours=hours, since=max(on, row.valid_from)
    )


@transaction.atomic
def name_stand_in(*, by: Actor, membership: UUID, stand_in: UUID, since: date, until: date) -> UUID:
    """Who takes over from `since` up to but not including `until`. Raises KeyError, Refused."""
    held, other = queries.held_function(membership), queries.held_function(stand_in)
    rules.check_stand_in(held, other, since, until, clock.today())
    row = models.StandIn.objects.create(
        membership_id=membership, stand_in_id=stand_in, valid_from=since, valid_until=until
    )
    _log(by, "name stand-in", membership, {"until": until.isoformat()})
    return row.id


@transaction.atomic
def end_stand_in(*, by: Actor, stand_in: UUID, until: date) -> None:
    """Raises KeyError."""
    row = models.StandIn.objects.filter(pk=stand_in).first()
    if row is None:
        raise KeyError(stand_in)
    models.StandIn.objects.filter(pk=stand_in).update(valid_until=max(until, row.valid_from))
    _log(by, "end stand-in", row.membership_id, {"until": until.isoformat()})


@transaction.atomic
def finish_task(*, by: Actor, task: UUID, note: str) -> None:
    """It was handed over; the note says how. Raises KeyError, also when it was done already."""
    row = models.Task.objects.filter(pk=task, done=None).first()
    if row is None:
        raise KeyError(task)
    models.Task.objects.filter(pk=task).update(done=clock.now(), done_by=queries.who_acts(), note=note)
    _log(by, "finish task", row.membership_id, {"kind": row.kind})


def _check_new(new: NewFunction, receiver: UUID | None) -> None:
    function = functions.find(new.function)
    unit = next((unit for unit in queries.own_units() if unit.id == new.organisation), None)
    if unit is None:
        raise Refused(Message("Deze organisatie kun je hier niet kiezen."), "organisation")
    rules.check_new_function(
        new, function, OrganisationKind(unit.kind), giver=context.current().person, receiver=receiver
    )


def _insert_function(person: UUID, new: NewFunction) -> UUID:
    row = models.Membership.objects.create(
        person_id=person,
        organisation_id=new.organisation,
        function=new.function,
        is_lead=new.lead,
        listed=new.listed,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
    )
    return row.id


def _leave_behind(held: HeldFunction, until: date) -> int:
    """End what she held and leave a task for each; how many."""
    tasks = [*_left_links(held, until), *_left_stand_ins(held, until)]
    if held.lead:
        tasks.append(_task(held, TaskKind.LEAD))
    models.Task.objects.bulk_create(tasks)
    return len(tasks)


def _left_links(held: HeldFunction, until: date) -> Iterable[models.Task]:
    for link in queries.links(until, held.id):
        models.SchoolLink.objects.filter(pk=link.id).update(valid_until=max(until, link.valid_from))
        yield _task(held, TaskKind.SCHOOL_LINK, location=link.location, hours=link.hours)


def _left_stand_ins(held: HeldFunction, until: date) -> Iterable[models.Task]:
    rows = models.StandIn.objects.filter(valid_until__gt=until)
    for row in rows.filter(membership=held.id):
        models.StandIn.objects.filter(pk=row.id).update(valid_until=max(until, row.valid_from))
        yield _task(held, TaskKind.STAND_IN_FOR)
    for row in rows.filter(stand_in=held.id):
        models.StandIn.objects.filter(pk=row.id).update(valid_until=max(until, row.valid_from))
        yield _task(held, TaskKind.STAND_IN)


def _task(
    held: HeldFunction, kind: TaskKind, *, location: UUID | None = None, hours: Decimal | None = None
) -> models.Task:
    return models.Task(
        organisation_id=held.organisation,
        membership_id=held.id,
        kind=kind.value,
        held_by=held.name,
        location_id=location,
        hours_per_week=hours,
        created=clock.now(),
    )


def _log(by: Actor, action: str, membership: UUID, details: dict[str, object]) -> None:
    audit.record(by=by, action=action, subject=f"membership:{membership}", details=details)

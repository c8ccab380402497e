"""Reads people in functions, as far as row security lets the one who acts see them. Each leaves its line first."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import clock, context
from tandem.register import search
from tandem.register.data import (
    ContactKind,
    ContactLine,
    LinkLine,
    PersonCard,
    PersonName,
    StandInLine,
)
from tandem.register.models import Contact, Membership, Organisation, Person, SchoolLink, StandIn
from tandem.register.organisations import briefs
from tandem.register.queries import holds

PURPOSE, GROUND = "find-colleague", "6(1)(e)"
KINDS = ("name", "function", "telephone", "e-mail", "school link", "stand-in")
MOST = 50


def people_at(*, actor: Actor, organisation: UUID) -> tuple[PersonCard, ...]:
    """Who works at this organisation and the units directly below it today, in order of function and name."""
    below = _today().filter(organisation=organisation) | _today().filter(organisation__parent=organisation)
    return _read(actor, "show people of organisation", below.order_by("-is_lead", "function", "person__sort_key"))


def linked_to(*, actor: Actor, location: UUID) -> tuple[PersonCard, ...]:
    """Who is linked to this school location today, whatever organisation they are of."""
    links = SchoolLink.objects.filter(holds(_day()), location=location).values("membership_id")
    rows = _today().filter(pk__in=list(links.values_list("membership_id", flat=True)))
    return _read(actor, "show people of school", rows.order_by("function", "person__sort_key"))


def in_functions(*, actor: Actor, memberships: Iterable[UUID]) -> tuple[PersonCard, ...]:
    """Who holds these functions today."""
    rows = _today().filter(pk__in=list(memberships))
    return _read(actor, "show whom to call", rows.order_by("function", "person__sort_key"))


def names_of(*, actor: Actor, memberships: Iterable[UUID] = (), persons: Iterable[UUID] = ()) -> dict[UUID, str]:
    """Full names by the key of a function or of a person that holds one today; who may not be seen is left out."""
    rows = list(_today().filter(Q(pk__in=list(memberships)) | Q(person__in=list(persons))))
    if rows:
        subjects = sorted({row.person_id for row in rows})
        audit.record_read(
            actor=actor, action="name people", purpose=PURPOSE, ground=GROUND, subjects=subjects, kinds=KINDS[:2]
        )
    return {key: _name(row.person).full for row in rows for key in (row.pk, row.person_id)}


def colleagues(*, actor: Actor, organisations: Iterable[UUID], functions: Iterable[str]) -> dict[UUID, str]:
    """Who holds one of these functions at these organisations today: key of the function → full name."""
    rows = _today().filter(organisation__in=list(organisations), function__in=list(functions))
    keys = list(rows.order_by("person__sort_key", "function").values_list("pk", flat=True)[:MOST])
    names = names_of(actor=actor, memberships=keys) if keys else {}
    return {key: names[key] for key in keys if key in names}


def holders(*, actor: Actor, at: UUID, functions: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Full name and function of who holds one of these today at an organisation, or at the one directly above it."""
    above = Organisation.objects.filter(pk=at).values("parent_id")
    places = Q(organisation=at) | Q(organisation__in=above)
    rows = list(
        _today().filter(places, function__in=list(functions)).order_by("-is_lead", "function", "person__sort_key")
    )
    if rows:
        subjects = sorted({row.person_id for row in rows})
        audit.record_read(
            actor=actor, action="name people", purpose=PURPOSE, ground=GROUND, subjects=subjects, kinds=KINDS[:2]
        )
    return tuple((_name(row.person).full, row.function) for row in rows)


def covered_by(membership: UUID) -> tuple[UUID, ...]:
    """The functions for which this one stands in today; about who acts, so no line."""
    rows = StandIn.objects.filter(holds(_day()), stand_in=membership).order_by("valid_from", "id")
    return tuple(rows.values_list("membership_id", flat=True))


def find(*, actor: Actor, question: str, function: str = "", municipality: str = "") -> tuple[PersonCard, ...]:
    """The people whose name fits, or without a name everybody with that function in that municipality; at most 50."""
    rows = _today()
    order: dict[UUID, int] = {}
    if question.strip():
        order = {person.id: place for place, person in enumerate(search.find_people(question, most=MOST))}
        rows = rows.filter(person__in=list(order))
    if function:
        rows = rows.filter(function=function)
    if municipality:
        rows = rows.filter(organisation__municipality=municipality)
    if not (order or function or municipality) or (question.strip() and not order):
        return ()
    cards = _read(actor, "find people", rows.order_by("person__sort_key", "function")[:MOST])
    return tuple(sorted(cards, key=lambda card: order.get(card.person.id, 0)))


def names(*, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these people, as far as who acts may see them."""
    found = {row.id: _name(row).full for row in Person.objects.filter(pk__in=list(ids))}
    if found:
        audit.record_read(
            actor=actor,
            action="show names",
            purpose=PURPOSE,
            ground=GROUND,
            subjects=sorted(found),
            kinds=("name",),
        )
    return found


def _day() -> date:
    return context.current().day or clock.today()


def _today() -> QuerySet[Membership]:
    return Membership.objects.filter(holds(_day())).select_related("person")


def _read(actor: Actor, action: str, rows: QuerySet[Membership]) -> tuple[PersonCard, ...]:
    memberships = list(rows)
    if not memberships:
        return ()
    cards = tuple(_cards(memberships))
    subjects = {card.person.id for card in cards} | {one.person.id for card in cards for one in card.stand_ins}
    audit.record_read(
        actor=actor, action=action, purpose=PURPOSE, ground=GROUND, subjects=sorted(subjects), kinds=KINDS
    )
    return cards


def _cards(memberships: list[Membership]) -> Iterable[PersonCard]:
    keys = [membership.id for membership in memberships]
    stand_ins = list(StandIn.objects.filter(holds(_day()), membership__in=keys).select_related("stand_in__person"))
    links = list(SchoolLink.objects.filter(holds(_day()), membership__in=keys).order_by("location__sort_key"))
    people = {one.person_id for one in memberships} | {one.stand_in.person_id for one in stand_ins}
    contacts = _contacts(people)
    places = briefs({one.organisation_id for one in memberships} | {link.location_id for link in links})
    for membership in memberships:
        yield PersonCard(
            membership.id,
            _name(membership.person),
            membership.function,
            membership.is_lead,
            places[membership.organisation_id],
            membership.valid_from,
            contacts[membership.person_id],
            tuple(
                LinkLine(places[link.location_id], link.hours_per_week, link.valid_from)
                for link in links
                if link.membership_id == membership.id
            ),
            tuple(
                StandInLine(_name(one.stand_in.person), contacts[one.stand_in.person_id], one.valid_until)
                for one in stand_ins
                if one.membership_id == membership.id
            ),
        )


def _contacts(people: Iterable[UUID]) -> dict[UUID, tuple[ContactLine, ...]]:
    found: dict[UUID, tuple[ContactLine, ...]] = defaultdict(tuple)
    for row in Contact.objects.filter(person__in=list(people)).order_by("sort", "kind"):
        found[row.person_id] += (ContactLine(ContactKind(row.kind), row.value),)
    return found


def _name(person: Person) -> PersonName:
    return PersonName(person.id, person.given_name, person.infix, person.family_name)

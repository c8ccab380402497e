"""What is known before a file is read, and which files there were."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from tandem.platform import context
from tandem.register import functions, models
from tandem.register.administration import queries
from tandem.register.administration.data import Batch, Unit
from tandem.register.bulk.data import Effect, Facts, KnownFunction, KnownPerson, Place, Planned, Row
from tandem.register.data import ContactKind, OrganisationKind


def facts(today: date) -> Facts:
    """For the administrator who acts: what she may choose, and whom her organisations know."""
    linked: dict[UUID, set[UUID]] = {}
    for link in queries.links(today):
        linked.setdefault(link.membership, set()).add(link.location)
    people = {}
    for each in queries.colleagues(today):
        held = tuple(
            KnownFunction(f.id, f.organisation, f.function, frozenset(linked.get(f.id, ()))) for f in each.functions
        )
        if each.email:
            known = models.Person.objects.get(pk=each.id)
            people[each.email.casefold()] = KnownPerson(
                each.id, known.given_name, known.infix, known.family_name, each.email, held
            )
    return Facts(
        today=today,
        organisations=tuple(_place(unit) for unit in queries.own_units()),
        schools=tuple(_place(unit) for unit in queries.reachable_schools(today)),
        functions=functions.functions(),
        people=people,
        own_emails=_own_emails(),
    )


def organisation_named(text: str) -> Unit:
    """An organisation by code or by its whole name. Raises LookupError, in Dutch, when it is none or several."""
    rows = models.Organisation.objects.filter(valid_until=None)
    found = list(rows.filter(code__iexact=text.strip())) or list(rows.filter(name__iexact=text.strip()))
    if not found:
        raise LookupError(f"Geen organisatie heeft de code of naam '{text}'.")
    if len(found) > 1:
        names = ", ".join(f"{row.name} ({row.kind.lower()} {row.code})" for row in found[:5])
        raise LookupError(f"Meer dan één organisatie heet '{text}': {names}. Gebruik de code.")
    return Unit(found[0].id, found[0].kind, found[0].code, found[0].name)


def batches() -> tuple[Batch, ...]:
    """The files of the own organisation, the latest first."""
    rows = models.ImportBatch.objects.order_by("-created", "id")
    return tuple(_batch(row) for row in rows)


def batch(key: UUID) -> Batch:
    """Raises KeyError."""
    return _batch(_row(key))


def plan_of(key: UUID) -> tuple[Planned, ...]:
    """What a proposed file will do; empty once it was applied. Raises KeyError."""
    return tuple(as_planned(part) for part in _row(key).plan)


def as_json(planned: Planned) -> dict[str, Any]:
    """A planned row for the database: dates, ids and hours as text."""
    return {
        "row": {name: _text(value) for name, value in asdict(planned.row).items()},
        "effects": [effect.value for effect in planned.effects],
        "person": _text(planned.person),
        "membership": _text(planned.membership),
    }


def as_planned(part: dict[str, Any]) -> Planned:
    row = dict(part["row"])
    for name in ("organisation", "school"):
        row[name] = UUID(row[name]) if row[name] else None
    for name in ("valid_from", "valid_until"):
        row[name] = date.fromisoformat(row[name]) if row[name] else None
    row["hours"] = Decimal(row["hours"]) if row["hours"] else None
    effects = tuple(Effect(effect) for effect in part["effects"])
    person, membership = (UUID(part[name]) if part[name] else None for name in ("person", "membership"))
    return Planned(Row(**row), effects, person, membership)


def _text(value: object) -> object:
    return str(value) if isinstance(value, UUID | date | Decimal) else value


def _place(unit: Unit) -> Place:
    return Place(unit.id, OrganisationKind(unit.kind), unit.code, unit.name)


def _own_emails() -> frozenset[str]:
    mine = models.Contact.objects.filter(person=context.current().person, kind=ContactKind.EMAIL.value)
    return frozenset(value.casefold() for value in mine.values_list("value", flat=True))


def _row(key: UUID) -> models.ImportBatch:
    row = models.ImportBatch.objects.filter(pk=key).first()
    if row is None:
        raise KeyError(key)
    return row


def _batch(row: models.ImportBatch) -> Batch:
    return Batch(row.id, row.file, row.created, row.people, row.functions, row.links, row.applied, row.undone)

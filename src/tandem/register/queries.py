"""Reads the register of places and schools; public, so no `actor` is asked. Everything comes back as `data`."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from tandem.register import models
from tandem.register.data import Board, Municipality, Partnership, Places, School, SchoolLocation

U = TypeVar("U", bound=models.Unit)


def places_on(day: date) -> Places:
    """Every unit that holds on that day, in Dutch alphabetical order."""
    return Places(
        municipalities=tuple(Municipality(u.code, u.name) for u in _valid(models.Municipality.objects.all(), day)),
        partnerships=tuple(Partnership(u.code, u.name) for u in _valid(models.Partnership.objects.all(), day)),
        boards=tuple(Board(u.code, u.name) for u in _valid(models.Board.objects.all(), day)),
        schools=tuple(School(u.code, u.name, u.board_id or "") for u in _valid(models.School.objects.all(), day)),
        locations=tuple(_location(unit) for unit in _valid(models.SchoolLocation.objects.all(), day)),
    )


def location(code: str) -> SchoolLocation:
    """A school location, also one that ended. Raises KeyError for an unknown code."""
    unit = models.SchoolLocation.objects.filter(pk=code).first()
    if unit is None:
        raise KeyError(code)
    return _location(unit)


def locations(codes: Iterable[str]) -> dict[str, tuple[SchoolLocation, date | None]]:
    """School locations by code, with the first day on which each no longer exists; unknown codes are left out."""
    rows = models.SchoolLocation.objects.filter(pk__in=list(codes))
    return {unit.code: (_location(unit), unit.valid_until) for unit in rows}


def schools(codes: Iterable[str]) -> dict[str, School]:
    """Schools by BRIN; unknown codes are left out."""
    rows = models.School.objects.filter(pk__in=list(codes))
    return {unit.code: School(unit.code, unit.name, unit.board_id or "") for unit in rows}


def counts(day: date) -> dict[str, int]:
    """How many units of each kind hold on that day."""
    kinds = (models.Municipality, models.Partnership, models.Board, models.School, models.SchoolLocation)
    return {kind._meta.model_name or "": kind._default_manager.filter(holds(day)).count() for kind in kinds}


def holds(day: date) -> Q:
    """What begins on or before the day and has not ended on it."""
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return begun & (Q(valid_until=None) | Q(valid_until__gt=day))


def _valid(units: QuerySet[U], day: date) -> QuerySet[U]:
    return units.filter(holds(day)).order_by("sort_key", "code")


def _location(unit: models.SchoolLocation) -> SchoolLocation:
    return SchoolLocation(
        code=unit.code,
        name=unit.name,
        school=unit.school_id,
        postcode=unit.postcode,
        place=unit.place,
        municipality=unit.municipality_id or "",
        partnership_po=unit.partnership_po_id or "",
        partnership_vo=unit.partnership_vo_id or "",
        phone=unit.phone,
        website=unit.website,
    )


def name_of(person: UUID) -> str:
    """What somebody is called, 'Noor van den Berg'; '' when this visitor may not know."""
    row = models.Person.objects.filter(pk=person).first()
    return " ".join(part for part in (row.given_name, row.infix, row.family_name) if part) if row else ""

"""Keeps the organisations that the open data know in step with the tables of places and schools.

What an organisation changed itself (its telephone, its website) stays; what it left as the source had it follows it.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from tandem.register.comparison import Units
from tandem.register.data import OPEN_DATA_KINDS, OrganisationKind, organisation_id
from tandem.register.models import Board, Municipality, Organisation, Partnership, School, SchoolLocation, Unit

SOURCES = {
    OrganisationKind.MUNICIPALITY: "CBS",
    OrganisationKind.PARTNERSHIP: "BWBR0032324",
    OrganisationKind.BOARD: "DUO",
    OrganisationKind.SCHOOL: "DUO",
    OrganisationKind.LOCATION: "DUO",
}
_OWN = ("phone", "website")
_FOLLOWS = (
    "name", "sort_key", "parent_id", "municipality_id", "postcode", "place", "valid_from", "valid_until", "source",
)  # fmt: skip

Row = dict[str, Any]


def write(locations_before: Units) -> None:
    """Make the organisations equal to the units; `locations_before` is what the source said the last time."""
    known = {row.id: row for row in Organisation.objects.filter(kind__in=OPEN_DATA_KINDS).exclude(code="")}
    wanted = _wanted()
    new = [Organisation(id=key, **row) for key, row in wanted.items() if key not in known]
    Organisation.objects.bulk_create(new, batch_size=1000)
    touched = [known[key] for key, row in wanted.items() if key in known and _follow(known[key], row, locations_before)]
    columns = [name.removesuffix("_id") for name in (*_FOLLOWS, *_OWN)]
    if touched:
        Organisation.objects.bulk_update(touched, columns, batch_size=500)


def _follow(organisation: Organisation, row: Row, locations_before: Units) -> bool:
    """Overwrite what differs; whether anything did."""
    before = locations_before.facts.get(organisation.code)
    fields = {name: row[name] for name in _FOLLOWS}
    for name in _OWN:
        present = getattr(organisation, name)
        if present == "" or (before is not None and present == before.fields[name]):
            fields[name] = row[name]
    differs = {name: value for name, value in fields.items() if getattr(organisation, name) != value}
    for name, value in differs.items():
        setattr(organisation, name, value)
    return bool(differs)


def _wanted() -> dict[UUID, Row]:
    """Every organisation that the units ask for, with what it must become; parents first."""
    locations = list(SchoolLocation.objects.order_by("code"))
    found = dict(
        _row(OrganisationKind.MUNICIPALITY, unit, municipality_id=unit.pk) for unit in Municipality.objects.all()
    )
    found |= dict(_row(OrganisationKind.PARTNERSHIP, unit) for unit in Partnership.objects.all())
    found |= dict(_row(OrganisationKind.BOARD, unit) for unit in Board.objects.all())
    found |= dict(_schools(School.objects.all(), locations))
    found |= dict(_location(unit) for unit in locations)
    return found


def _row(kind: OrganisationKind, unit: Unit, **more: object) -> tuple[UUID, Row]:
    row: Row = {
        "kind": kind.value, "code": unit.code, "name": unit.name, "sort_key": unit.sort_key, "parent_id": None,
        "municipality_id": None, "postcode": "", "place": "", "phone": "", "website": "",
        "valid_from": unit.valid_from, "valid_until": unit.valid_until, "source": SOURCES[kind],
    }  # fmt: skip
    return organisation_id(kind, unit.code), row | more


def _location(unit: SchoolLocation) -> tuple[UUID, Row]:
    school = organisation_id(OrganisationKind.SCHOOL, unit.school_id)
    return _row(OrganisationKind.LOCATION, unit, parent_id=school, **_whereabouts(unit))


def _schools(schools: Iterable[School], locations: Iterable[SchoolLocation]) -> Iterable[tuple[UUID, Row]]:
    """A school is where its first location is that has not ended."""
    main: dict[str, SchoolLocation] = {}
    for location in locations:
        present = main.get(location.school_id)
        if present is None or (present.valid_until is not None and location.valid_until is None):
            main[location.school_id] = location
    for school in schools:
        board = organisation_id(OrganisationKind.BOARD, school.board_id) if school.board_id else None
        where = _whereabouts(main[school.code]) if school.code in main else {}
        yield _row(OrganisationKind.SCHOOL, school, parent_id=board, **where)


def _whereabouts(unit: SchoolLocation) -> Mapping[str, object]:
    return {
        "municipality_id": unit.municipality_id, "postcode": unit.postcode, "place": unit.place,
        "phone": unit.phone, "website": unit.website,
    }  # fmt: skip

"""Reads the organisations around schools and homes: whose area reaches them, and who is part of whom. Public."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from tandem.register.data import OrganisationKind, Postcode

AREA_KINDS = (
    OrganisationKind.LOCAL_TEAM,
    OrganisationKind.YOUTH_HEALTH,
    OrganisationKind.ATTENDANCE,
    OrganisationKind.SAFE_HOME,
)

# By hand: asked for every question at the desk, and the planner walks past the indexes when the ways are one long `or`.
_PLACES = """
select a.postcode_from, o.code from register_area a join register_organisation o on o.id = a.organisation_id
where a.postcode_from = any (%(asked)s) and o.kind in ('MUNICIPALITY', 'PARTNERSHIP')
  and (a.valid_from is null or a.valid_from <= %(day)s) and (a.valid_until is null or a.valid_until > %(day)s)"""
_OF_TOWNS = """
select a.postcode_from from register_organisation o join register_area a on a.organisation_id = o.id
where o.kind = 'MUNICIPALITY' and o.code <> '' and o.code = any (%(towns)s)
  and (a.valid_from is null or a.valid_from <= %(day)s) and (a.valid_until is null or a.valid_until > %(day)s)"""
_PARTNERSHIPS = """
select distinct town.code, p.code from register_organisation town
join register_area h on h.organisation_id = town.id
join register_area a on a.postcode_from = h.postcode_from join register_organisation p on p.id = a.organisation_id
where town.kind = 'MUNICIPALITY' and town.code <> '' and town.code = any (%(towns)s)
  and h.postcode_from <> '' and p.kind = 'PARTNERSHIP'
  and (h.valid_from is null or h.valid_from <= %(day)s) and (h.valid_until is null or h.valid_until > %(day)s)
  and (a.valid_from is null or a.valid_from <= %(day)s) and (a.valid_until is null or a.valid_until > %(day)s)
order by town.code, p.code"""
_REACHED = """
with area as materialized (
  select a.id, a.organisation_id, a.municipality_id, a.district, a.postcode_from, a.postcode_to
  from register_area a
  where a.municipality_id = any (%(towns)s) and (a.valid_until is null or a.valid_until > %(since)s)
  union
  select a.id, a.organisation_id, a.municipality_id, a.district, a.postcode_from, a.postcode_to
  from unnest(%(pc4s)s::text[]) pc4 join register_area a on a.postcode_from <= pc4 and a.postcode_to >= pc4
  where a.valid_until is null or a.valid_until > %(since)s
), other (id) as materialized (
  select unnest(%(ids)s::uuid[])
  union select o.id from register_organisation o
    where o.kind in ('MUNICIPALITY', 'PARTNERSHIP', 'BOARD', 'SCHOOL', 'LOCATION')
      and o.code <> '' and o.code = any (%(codes)s)
  union select team.id from register_organisation town join register_organisation team on team.parent_id = town.id
    where town.kind = 'MUNICIPALITY' and town.code <> '' and town.code = any (%(towns)s) and team.kind = 'LOCAL_TEAM'
)
select o.id, o.kind, o.code, o.name, o.municipality_id, o.phone, o.hours, o.email, o.website, o.parent_id, o.valid_from,
  o.valid_until, p.id, p.municipality_id, p.district, p.postcode_from, p.postcode_to
from register_organisation o left join area p on p.organisation_id = o.id and o.kind = any (%(kinds)s)
where (o.id = any (array(select id from other))
    or (o.kind = any (%(kinds)s) and o.id = any (array(select organisation_id from area))))
  and (o.valid_until is null or o.valid_until > %(since)s)
order by o.id, p.id"""


@dataclass(frozen=True, slots=True)
class Reach:
    """Municipality (code) and district, or a range of postcodes; what does not apply is ''."""

    municipality: str
    district: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Reached:
    """An organisation as who calls it needs it, with the pieces of its area that were asked about."""

    id: UUID
    kind: OrganisationKind
    code: str
    name: str
    municipality: str
    phone: str
    hours: str
    email: str
    website: str
    parent: UUID | None
    since: date | None
    until: date | None
    area: tuple[Reach, ...]


def postcodes(wanted: Iterable[str], *, on: date) -> dict[str, Postcode]:
    """Where each four-digit postcode lies on a day; those that the register does not know are left out."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for pc4, code in _rows(_PLACES, {"asked": [pc4 for pc4 in wanted if pc4], "day": on}):
        found[pc4][code[:2]] = code
    return {
        pc4: Postcode(pc4, codes["GM"], codes.get("PO", ""), codes.get("VO", ""))
        for pc4, codes in found.items()
        if "GM" in codes
    }


def postcodes_of(municipalities: Iterable[str], *, on: date) -> dict[str, Postcode]:
    """Every postcode of these municipalities."""
    return postcodes((pc4 for (pc4,) in _rows(_OF_TOWNS, {"towns": list(municipalities), "day": on})), on=on)


def partnerships_of(municipalities: Iterable[str], *, on: date) -> dict[str, tuple[str, ...]]:
    """Per municipality the codes of all partnerships, PO and VO, that some postcode of it belongs to, in order."""
    found: dict[str, list[str]] = {code: [] for code in municipalities}
    for town, code in _rows(_PARTNERSHIPS, {"towns": list(found), "day": on}):
        found[town].append(code)
    return {town: tuple(codes) for town, codes in found.items()}


def reached(
    *,
    ids: Iterable[UUID] = (),
    municipalities: Iterable[str] = (),
    pc4s: Iterable[str] = (),
    codes: Iterable[str] = (),
    since: date,
) -> list[Reached]:
    """Those asked for by id or by code, and those whose area reaches these municipalities or postcodes.

    Also what ended after `since`, so that one can tell what is gone.
    """
    values = {
        "ids": list(ids),
        "towns": [code for code in municipalities if code],
        "pc4s": [pc4 for pc4 in pc4s if pc4],
        "codes": [code for code in codes if code],
        "kinds": [kind.value for kind in AREA_KINDS],
        "since": since,
    }
    areas: dict[UUID, list[Reach]] = defaultdict(list)
    found: dict[UUID, tuple[Any, ...]] = {}
    for *row, part, municipality, district, first, last in _rows(_REACHED, values):
        found[row[0]] = tuple(row)
        if part:
            areas[row[0]].append(Reach(municipality or "", district, first, last))
    return [_reached(row, tuple(areas[key])) for key, row in found.items()]


def _rows(query: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:  # Any: what the database says
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _reached(row: tuple[Any, ...], area: tuple[Reach, ...]) -> Reached:
    key, kind, code, name, municipality, phone, hours, email, website, parent, since, until = row
    place = municipality or (code if kind == OrganisationKind.MUNICIPALITY else "")
    return Reached(
        key, OrganisationKind(kind), code, name, place, phone, hours, email, website, parent, since, until, area
    )

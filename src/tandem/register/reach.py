"""Reads the organisations around schools and homes: whose area reaches them, and who is part of whom. Public."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from tandem.register.data import OrganisationKind, Postcode
from tandem.register.models import Area, Organisation
from tandem.register.queries import holds

AREA_KINDS = (
    OrganisationKind.LOCAL_TEAM,
    OrganisationKind.YOUTH_HEALTH,
    OrganisationKind.ATTENDANCE,
    OrganisationKind.SAFE_HOME,
)


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
    return _postcodes(Q(postcode_from__in=[pc4 for pc4 in wanted if pc4]), on)


def postcodes_of(municipalities: Iterable[str], *, on: date) -> dict[str, Postcode]:
    """Every postcode of these municipalities."""
    own = Area.objects.filter(
        holds(on), organisation__kind=OrganisationKind.MUNICIPALITY.value, organisation__code__in=list(municipalities)
    )
    return _postcodes(Q(postcode_from__in=own.values("postcode_from")), on)


def _postcodes(which: Q, on: date) -> dict[str, Postcode]:
    kinds = [OrganisationKind.MUNICIPALITY.value, OrganisationKind.PARTNERSHIP.value]
    rows = Area.objects.filter(holds(on), which, organisation__kind__in=kinds)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for pc4, code in rows.values_list("postcode_from", "organisation__code"):
        found[pc4][code[:2]] = code
    return {
        pc4: Postcode(pc4, codes["GM"], codes.get("PO", ""), codes.get("VO", ""))
        for pc4, codes in found.items()
        if "GM" in codes
    }


def partnerships_of(municipality: str, *, on: date) -> tuple[str, ...]:
    """The codes of all partnerships, PO and VO, that some postcode of the municipality belongs to, in order."""
    found = postcodes_of([municipality], on=on).values()
    codes = {code for one in found for code in (one.partnership_po, one.partnership_vo)}
    return tuple(sorted(filter(None, codes)))


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
    lasted = Q(valid_until=None) | Q(valid_until__gt=since)
    where = Q(municipality__in=[code for code in municipalities if code])
    for pc4 in {pc4 for pc4 in pc4s if pc4}:
        where |= Q(postcode_from__lte=pc4, postcode_to__gte=pc4)
    kinds = [kind.value for kind in AREA_KINDS]
    areas: dict[UUID, list[Reach]] = defaultdict(list)
    for row in Area.objects.filter(where, lasted, organisation__kind__in=kinds):
        areas[row.organisation_id].append(
            Reach(row.municipality_id or "", row.district, row.postcode_from, row.postcode_to)
        )
    by_code = Q(code__in=[code for code in codes if code])
    rows = Organisation.objects.filter(lasted & (by_code | Q(pk__in=[*ids, *areas]) | _teams_of(municipalities)))
    return [_reached(row, tuple(areas.get(row.id, ()))) for row in rows]


def _teams_of(municipalities: Iterable[str]) -> Q:
    """Units of the municipality itself: there an education coordinator may work."""
    codes = [code for code in municipalities if code]
    return Q(kind=OrganisationKind.LOCAL_TEAM.value, parent__code__in=codes)


def _reached(row: Organisation, area: tuple[Reach, ...]) -> Reached:
    return Reached(
        row.id,
        OrganisationKind(row.kind),
        row.code,
        row.name,
        row.municipality_id or (row.code if row.kind == OrganisationKind.MUNICIPALITY else ""),
        row.phone,
        row.hours,
        row.email,
        row.website,
        row.parent_id,
        row.valid_from,
        row.valid_until,
        area,
    )

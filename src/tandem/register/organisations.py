"""Reads organisations and their areas on a day; public, so no `actor` is asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tandem.register import municipalities
from tandem.register.data import AreaPart, OrganisationBrief, OrganisationDetail, OrganisationKind
from tandem.register.models import Area, Membership, Municipality, Organisation, SchoolLocation
from tandem.register.municipal_history import municipality_on
from tandem.register.queries import holds

# In the order in which they are listed. A kind that is not here has no page: families are nobody's business.
SHOWN_KINDS = (
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.LOCAL_TEAM,
    OrganisationKind.YOUTH_HEALTH,
    OrganisationKind.ATTENDANCE,
    OrganisationKind.PARTNERSHIP,
    OrganisationKind.SCHOOL,
    OrganisationKind.LOCATION,
    OrganisationKind.BOARD,
    OrganisationKind.CHILDCARE,
    OrganisationKind.DAY_CENTRE,
    OrganisationKind.PROVIDER,
    OrganisationKind.SAFE_HOME,
    OrganisationKind.OTHER,
)
_HIGHEST = 10  # nobody is part of a part of a part more often; stops where units point at each other


def briefs(ids: Iterable[UUID]) -> dict[UUID, OrganisationBrief]:
    """Organisations by key, in no order; those without a page are left out."""
    return {row.id: _brief(row) for row in _shown().filter(pk__in=list(ids))}


def organisation(key: UUID, *, on: date) -> OrganisationDetail:
    """Everything about an organisation on a day, also of one that has ended. Raises KeyError."""
    return _detail(_shown().filter(pk=key).first(), on)


def municipality(code: str, *, on: date) -> OrganisationDetail:
    """The same for a municipality by its code, of today or abolished. Raises KeyError."""
    return _detail(_shown().filter(kind=OrganisationKind.MUNICIPALITY.value, code=code).first(), on)


def _detail(row: Organisation | None, on: date) -> OrganisationDetail:
    if row is None:
        raise KeyError("no such organisation")
    return OrganisationDetail(
        brief=_brief(row, on),
        email=row.email,
        website=row.website,
        hours=row.hours,
        postcode=row.postcode,
        source=row.source,
        valid_from=row.valid_from,
        above=_above(row),
        below=tuple(map(_brief, _order(_shown().filter(holds(on), parent=row)))),
        partnerships=_partnerships(row),
        area=_area(row, on),
    )


def municipalities_on(day: date) -> tuple[OrganisationBrief, ...]:
    """The municipalities of that day, in Dutch order."""
    rows = _shown().filter(holds(day), kind=OrganisationKind.MUNICIPALITY.value).order_by("sort_key")
    return tuple(map(_brief, rows))


def in_municipality(code: str, *, on: date) -> dict[OrganisationKind, tuple[OrganisationBrief, ...]]:
    """What there is in a municipality on a day, or works for it, by kind; kinds without any are left out.

    Schools are told by their locations; a board counts where it has a location, a partnership or a team where its area
    reaches.
    """
    here = [row for row in _candidates(code, on) if _lay_in(row, code, on)]
    boards = {row.parent.parent_id for row in here if row.kind == OrganisationKind.LOCATION and row.parent}
    reaching = _order(_shown().filter(holds(on)).filter(Q(pk__in=_reaching(code, on)) | Q(pk__in=boards - {None})))
    by_kind: dict[OrganisationKind, dict[UUID, OrganisationBrief]] = defaultdict(dict)
    for row in [*here, *reaching]:
        if row.kind not in (OrganisationKind.MUNICIPALITY, OrganisationKind.SCHOOL):
            by_kind[OrganisationKind(row.kind)][row.id] = _brief(row, on)
    return {kind: tuple(by_kind[kind].values()) for kind in SHOWN_KINDS if by_kind[kind]}


def municipality_of(row: Organisation, on: date) -> str:
    """In which municipality an organisation lay on a day; '' when it lies in none."""
    if not row.municipality_id:
        return ""
    return municipality_on(row.municipality_id, row.postcode[:4], on)


def _candidates(code: str, on: date) -> QuerySet[Organisation]:
    """Where an abolished municipality went, its schools are now; which of them were its own is seen one by one."""
    heirs = {municipalities.successor(code), *(to for (old, _), to in municipalities.divided().items() if old == code)}
    rows = _shown().filter(holds(on), municipality__in={code, *heirs}).exclude(kind=OrganisationKind.MUNICIPALITY)
    return _order(rows.select_related("parent", "municipality"))


def _lay_in(row: Organisation, code: str, on: date) -> bool:
    return municipality_of(row, on) == code


def _reaching(code: str, on: date) -> list[UUID]:
    """Keys of organisations whose area has a piece of this municipality on that day."""
    valid = Area.objects.filter(holds(on)).exclude(organisation__kind=OrganisationKind.MUNICIPALITY)
    whole_or_district = Q(municipality=code)
    postcodes = Area.objects.filter(
        holds(on),
        organisation__kind=OrganisationKind.MUNICIPALITY.value,
        organisation__code=code,
        postcode_from__gte=OuterRef("postcode_from"),
        postcode_from__lte=OuterRef("postcode_to"),
    )
    shares = Q(municipality=None) & Exists(postcodes)
    return list(valid.filter(whole_or_district | shares).values_list("organisation_id", flat=True).distinct())


def _above(row: Organisation) -> tuple[OrganisationBrief, ...]:
    found: list[OrganisationBrief] = []
    parent = row.parent_id
    while parent and len(found) < _HIGHEST:
        higher = _shown().filter(pk=parent).first()
        if higher is None:
            break
        found.append(_brief(higher))
        parent = higher.parent_id
    return tuple(found)


def _partnerships(row: Organisation) -> tuple[OrganisationBrief, ...]:
    """Of a school location: the partnerships that its postcode belongs to."""
    if row.kind != OrganisationKind.LOCATION:
        return ()
    location = SchoolLocation.objects.filter(pk=row.code).first()
    codes = [location.partnership_po_id, location.partnership_vo_id] if location else []
    rows = _shown().filter(kind=OrganisationKind.PARTNERSHIP.value, code__in=[code for code in codes if code])
    return tuple(map(_brief, _order(rows)))


def _area(row: Organisation, on: date) -> tuple[AreaPart, ...]:
    """The pieces of the area; neighbouring postcodes as one range."""
    rows = Area.objects.filter(holds(on), organisation=row).select_related("municipality")
    parts = [
        AreaPart(one.municipality_id or "", one.municipality.name if one.municipality else "", one.district,
                 one.postcode_from, one.postcode_to)
        for one in rows.order_by(F("municipality__sort_key").asc(nulls_first=True), "district", "postcode_from")
    ]  # fmt: skip
    return tuple(_joined(parts))


def _joined(parts: Sequence[AreaPart]) -> list[AreaPart]:
    found: list[AreaPart] = []
    for part in parts:
        last = found[-1] if found else None
        follows = last and last.last and part.first and int(part.first) == int(last.last) + 1
        if last and follows and (last.municipality, last.district) == (part.municipality, part.district):
            found[-1] = AreaPart(part.municipality, part.municipality_name, part.district, last.first, part.last)
        else:
            found.append(part)
    return found


def _shown() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind__in=SHOWN_KINDS).select_related("municipality")


def _order(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return rows.order_by("sort_key", "code", "id")


def _brief(row: Organisation, on: date | None = None) -> OrganisationBrief:
    code = municipality_of(row, on) if on else row.municipality_id or ""
    name = row.municipality.name if row.municipality else ""
    if row.municipality and code != row.municipality_id:
        name = municipalities.name(code)
    return OrganisationBrief(
        row.id, OrganisationKind(row.kind), row.code, row.name, row.place, code, name, row.phone, row.valid_until
    )


def place_names(kinds: Collection[OrganisationKind]) -> frozenset[str]:
    """Every name of these kinds, also of those that ended: what a text might call a place by. Of municipalities all."""
    rows = Organisation.objects.filter(kind__in=[kind.value for kind in kinds])
    towns = Municipality.objects.values_list("name", flat=True) if OrganisationKind.MUNICIPALITY in kinds else ()
    return frozenset(rows.values_list("name", flat=True)) | frozenset(towns)


def where_held(function: str, *, on: date) -> tuple[OrganisationBrief, ...]:
    """Organisations where somebody who stands in who-is-who has this function on that day, by name; about nobody."""
    return where_one_is_held([function], on=on)


def where_one_is_held(codes: Iterable[str], *, on: date) -> tuple[OrganisationBrief, ...]:
    """The same for one of several functions."""
    listed = Membership.objects.filter(function__in=list(codes), valid_from__lte=on).filter(
        Q(valid_until=None) | Q(valid_until__gt=on)
    )
    rows = _order(_shown().filter(pk__in=listed.values("organisation_id")))
    return tuple(_brief(row) for row in rows)

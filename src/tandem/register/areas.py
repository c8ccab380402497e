"""Keeps the areas of municipalities and partnerships in step with the open data: a row per four-digit postcode.

Of a municipality also what it had before: on each day each postcode lies in exactly one. An area that ended stays.
"""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import F

from tandem.register.data import OrganisationKind, Places, Postcode, organisation_id
from tandem.register.models import Area, Organisation
from tandem.register.municipal_history import timeline

_AREAS = uuid.UUID("0b1c2f6e-8c2d-5f0e-9d0b-5a8f4d3c7e21")


class Piece(NamedTuple):
    """One postcode of one organisation, since a day."""

    organisation: uuid.UUID
    pc4: str
    since: date | None


def write(places: Places, on: date) -> None:
    """Bring the areas up to date as of the day `on`. No source says since when the first ones hold."""
    municipal = dict(_municipal(places.postcodes))
    _bring(OrganisationKind.MUNICIPALITY, municipal, on)
    partnerships = {
        (organisation_id(OrganisationKind.PARTNERSHIP, code), one.pc4): None
        for one in places.postcodes
        for code in (one.partnership_po, one.partnership_vo)
        if code
    }
    _bring_partnerships(set(partnerships), on)


def _municipal(postcodes: Iterable[Postcode]) -> Iterable[tuple[Piece, date | None]]:
    """Each piece with its end."""
    for one in postcodes:
        for span in timeline(one.municipality, one.pc4):
            yield Piece(organisation_id(OrganisationKind.MUNICIPALITY, span.code), one.pc4, span.since), span.until


def _bring(kind: OrganisationKind, wanted: dict[Piece, date | None], on: date) -> None:
    known = {Piece(row.organisation_id, row.postcode_from, row.valid_from): row for row in _rows(kind)}
    Area.objects.bulk_create(
        (_area(piece, until) for piece, until in wanted.items() if piece not in known), batch_size=1000
    )
    changed = []
    for piece, row in known.items():
        until = wanted.get(piece, row.valid_until or on)
        if row.valid_until != until:
            row.valid_until = until
            changed.append(row)
    Area.objects.bulk_update(changed, ["valid_until"], batch_size=1000)


def _bring_partnerships(wanted: set[tuple[uuid.UUID, str]], on: date) -> None:
    """No source tells since when; a later change begins on the day on which we read it."""
    rows = _rows(OrganisationKind.PARTNERSHIP)
    open_now = {(row.organisation_id, row.postcode_from) for row in rows if row.valid_until is None}
    since = on if rows else None
    new = [Piece(organisation, pc4, since) for organisation, pc4 in sorted(wanted - open_now)]
    Area.objects.bulk_create((_area(piece, None) for piece in new), batch_size=1000, ignore_conflicts=True)
    gone = [
        row.pk for row in rows if row.valid_until is None and (row.organisation_id, row.postcode_from) not in wanted
    ]
    Area.objects.filter(pk__in=gone).update(valid_until=on)
    again = [_key(piece) for piece in new]
    Area.objects.filter(pk__in=again, valid_until__isnull=False).update(valid_until=None)


def _rows(kind: OrganisationKind) -> list[Area]:
    """The areas from open data: single postcodes of organisations with a code.

    In two questions: just after the first filling PostgreSQL knows no sizes yet and would join them row by row.
    """
    owners = Organisation.objects.filter(kind=kind.value).exclude(code="").values_list("id", flat=True)
    single = Area.objects.filter(postcode_from=F("postcode_to"), district="")
    return list(single.filter(organisation__in=list(owners)))


def _area(piece: Piece, until: date | None) -> Area:
    return Area(
        id=_key(piece),
        organisation_id=piece.organisation,
        postcode_from=piece.pc4,
        postcode_to=piece.pc4,
        valid_from=piece.since,
        valid_until=until,
    )


def _key(piece: Piece) -> uuid.UUID:
    return uuid.uuid5(_AREAS, f"{piece.organisation}:{piece.pc4}:{piece.since}")

"""Writes the register of places, schools and the organisations that the open data know."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform.database import one_at_a_time
from tandem.register import areas, comparison, mirror, units
from tandem.register.data import Difference, OrganisationKind, Places


@transaction.atomic
def register_places(*, by: Actor, places: Places, on: date) -> tuple[Difference, ...]:
    """Make the register equal to `places` as of the day `on`; what differed, per kind and in the order of the codes.

    New units begin on that day, except when their kind was empty before: then nobody knows since when they exist.
    What is gone ends on that day and stays; what comes back loses its end. Running it again changes nothing, and
    then nothing is logged either. All or nothing. Raises IntegrityError when a code points to a unit that is not there.
    """
    one_at_a_time("register")
    before, after = units.known(), units.wanted(places)
    found = _differences(before, after, on)
    for kind in units.TABLES:
        units.write(before[kind], after[kind], on)
    units.write_other_names()
    mirror.write(before[OrganisationKind.LOCATION])
    areas.write(places, on)
    if found:
        audit.record(by=by, action="register places", subject="register", details=_details(found))
    return found


def preview_places(*, by: Actor, places: Places, on: date) -> tuple[Difference, ...]:
    """What `register_places` would do; it is done and taken back, so the two cannot disagree."""
    with transaction.atomic():
        found = register_places(by=by, places=places, on=on)
        transaction.set_rollback(True)
    return found


def _differences(
    before: dict[OrganisationKind, comparison.Units], after: dict[OrganisationKind, comparison.Units], on: date
) -> tuple[Difference, ...]:
    found: list[Difference] = []
    for kind in units.TABLES:
        found += comparison.differences(before[kind], after[kind], on)
    return tuple(comparison.merged(found, before, after))


def _details(found: Iterable[Difference]) -> dict[str, dict[str, list[str]]]:
    """Codes per kind and per thing that happened."""
    details: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        codes = details[one.kind.value][one.what.value]
        if one.code not in codes[-1:]:
            codes.append(one.code)
    return {kind: dict(codes) for kind, codes in details.items()}

"""Who gets what nobody takes, and who can take something at all."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from django.db import connection

from tandem.platform import clock
from tandem.register import functions, organisations
from tandem.register.data import OrganisationBrief


def coordinator_of(school: UUID) -> UUID:
    """The organisation of the education coordinator for a school location; the school's municipality without one."""
    with connection.cursor() as cursor:
        cursor.execute("select casework_coordinator(%s)", [school])
        (found,) = cursor.fetchone() or (school,)
    return UUID(str(found))


@cache
def dealing_functions(*, at_own_school: bool = False) -> frozenset[str]:
    """The functions in which somebody deals with concerns, as the database says it."""
    codes = list(functions.functions())
    with connection.cursor() as cursor:
        cursor.execute(
            "select code from unnest(%s::text[]) code where casework_deals_with_concerns(code, %s)",
            [codes, at_own_school],
        )
        return frozenset(code for (code,) in cursor.fetchall())


@cache
def reaching() -> tuple[str, ...]:
    """'FUNCTION KIND' for every kind of organisation at which somebody in that function deals with concerns."""
    known = functions.functions()
    return tuple(f"{code} {kind}" for code in sorted(dealing_functions()) for kind in known[code].kinds)


def who_can_take() -> tuple[OrganisationBrief, ...]:
    """Organisations where somebody in who-is-who can take a concern today, by name."""
    return organisations.where_one_is_held(sorted(dealing_functions()), on=clock.today())


def active(keys: Iterable[UUID]) -> frozenset[UUID]:
    """Those of `keys` where somebody can take a concern today."""
    return frozenset(keys) & {place.id for place in who_can_take()}

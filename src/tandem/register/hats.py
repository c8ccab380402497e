"""Hats (petjes): in which functions an account may act on a day, and on whose behalf a hat acts."""

from datetime import date
from uuid import UUID

from django.db import connection

from tandem.identity.data import Hat
from tandem.platform.context import Context
from tandem.register import functions

_BELOW = """
with recursive unit (id) as (
  select id from register_organisation where id = %(organisation)s
  union
  select o.id from register_organisation o join unit on o.parent_id = unit.id
  where o.kind = any(%(kinds)s) and (o.valid_from is null or o.valid_from <= %(day)s)
    and (o.valid_until is null or o.valid_until > %(day)s)
)
select id from unit order by id <> %(organisation)s, id
"""


def hats_of(account: UUID, day: date) -> tuple[Hat, ...]:
    """The hats of an account on `day`, by name of the organisation. Only for the account itself and for who signs in.

    A function that definitions/functions.yaml no longer has is no hat.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from register_hats(%s, %s)", [account, day])
        rows = cursor.fetchall()
    known = functions.functions()
    return tuple(
        Hat(membership, person, organisation, name, function, known[function].name, account)
        for membership, person, organisation, name, function in rows
        if function in known
    )


def principals_of(hat: Hat, day: date) -> tuple[UUID, ...]:
    """On whose behalf the hat acts: the person, the organisation, and the units below it of the function's kinds."""
    return hat.person, *units_below(hat.organisation, hat.function, day)


def units_below(organisation: UUID, function: str, day: date) -> tuple[UUID, ...]:
    """The organisation itself, then the units below it at which the function exists."""
    kinds = [kind.value for kind in functions.find(function).kinds]
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"organisation": organisation, "kinds": kinds, "day": day})
        return tuple(key for (key,) in cursor.fetchall())


def operator_context(organisation: UUID, *, day: date) -> Context:
    """Who runs the installation, with the reach of one organisation's administrator; she is nobody in the register."""
    return Context(
        service="operator",
        function=functions.ADMINISTRATOR,
        organisation=organisation,
        principals=units_below(organisation, functions.ADMINISTRATOR, day),
        day=day,
    )


def context_of(hat: Hat, *, day: date, trace: str = "") -> Context:
    """What the database hears about who wears this hat on `day`."""
    return Context(
        account=hat.account,
        person=hat.person,
        hat=hat.id,
        organisation=hat.organisation,
        function=hat.function,
        professional=functions.find(hat.function).professional,
        principals=principals_of(hat, day),
        trace=trace,
        day=day,
    )

"""Reads of the compartment: about who acts, and never what it hides."""

from uuid import UUID

from django.db import connection

from tandem.audit.data import Actor
from tandem.children import queries as children
from tandem.children.data import Child, Why

WHY = Why("protect-address", "6(1)(d)")


def is_guarded(*, child: UUID) -> bool:
    """Whether the address of a child whom who acts may know is secret for safety; about who acts, so no line."""
    with connection.cursor() as cursor:
        cursor.execute("select sharing_compartment_of(%s) is not null", [child])
        return bool(cursor.fetchone()[0])


def may_guard(*, child: UUID) -> bool:
    """Whether who acts may close the compartment of this child."""
    with connection.cursor() as cursor:
        cursor.execute("select sharing_may_guard(%s)", [child])
        return bool(cursor.fetchone()[0])


def perhaps_siblings(actor: Actor, *, of: Child) -> tuple[Child, ...]:
    """Children of the same family name whom who acts may guard too: they may live at the same address."""
    with connection.cursor() as cursor:
        cursor.execute("select sharing_namesakes(%s)", [of.id])
        ids = [row[0] for row in cursor.fetchall()]
    found = (children.child(actor, id=id, why=WHY) for id in ids)
    return tuple(one for one in found if one is not None)

"""Reads of account: why who acts sees a child, and for who works in its file who else can, and who did.

Who is entitled to the last two is decided in the database (`sql/account.sql`): who works in a file about the child. She
hears of what her file gives and gave, of her own colleagues, and of break-glass; not of what others share.
"""

from uuid import UUID

from django.db import connection

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.children import queries as children
from tandem.children.data import Kind, Opening, Reason
from tandem.register import organisations
from tandem.sharing.accounting.data import Basis, Reader, Seen
from tandem.sharing.breakglass import queries as breakglass
from tandem.sharing.disclosing.queries import WHY, disclosure


def reasons(*, child: UUID) -> tuple[Basis, ...]:
    """Why who acts may know the child today; () when she may not. About who acts, so no line."""
    return tuple(_basis(opening) for opening in children.openings(id=child))


def is_entitled(*, child: UUID) -> bool:
    """Whether who acts works in a file about the child, and so may ask who else can see it."""
    with connection.cursor() as cursor:
        cursor.execute("select sharing_accounts_for(%s)", [child])
        return bool(cursor.fetchone()[0])


def readers(*, child: UUID) -> tuple[Reader, ...]:
    """Who can see something today, the own school first; () for who is not entitled."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sharing_who_can(%s)", [child])
        rows = cursor.fetchall()
    names = organisations.briefs(place for _, place, *_ in rows if place)
    return tuple(
        Reader(reason, names[place].name if place in names else "", function, Kind(kinds), people, *rest)
        for reason, place, function, kinds, people, *rest in rows
    )


def seen(actor: Actor, *, child: UUID) -> tuple[Seen, ...]:
    """Who looked, the latest first, by day; () for who is not entitled. Asking this is written down too."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sharing_who_saw(%s)", [child])
        rows = cursor.fetchall()
    if rows:
        audit.record_read(
            actor=actor, action="read who saw", purpose=WHY.purpose, ground=WHY.ground, subjects=[child], kinds=["log"]
        )
    names = organisations.briefs(place for _, _, place, *_ in rows if place)
    return tuple(
        Seen(at, times, names[place].name if place in names else "", function, purpose, tuple(kinds))
        for at, times, place, function, purpose, kinds in rows
    )


def _basis(opening: Opening) -> Basis:
    if opening.reason is Reason.ENROLLED:
        return Basis(opening, place=organisations.briefs([opening.principal])[opening.principal].name)
    if opening.reason is Reason.DISCLOSED:
        return Basis(opening, disclosure=disclosure(opening.source))
    if opening.reason is Reason.BREAK_GLASS:
        return Basis(opening, use=breakglass.use(opening.source))
    return Basis(opening)

"""Writes of the compartment: a child's address becomes secret, together with the siblings who live there."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import sealing
from tandem.sharing.compartment.data import Danger


@transaction.atomic
def guard(*, by: Actor, children: Sequence[UUID], written: str, danger: Danger) -> int:
    """For how many of these children, who live at one address, it holds these words now; all are closed, or none.

    `written`: the address on the first line, on each further line something else that leads there (place of an
    appointment, telephone). It is sealed, and who closes it cannot read it back. A school does not write over what
    stands there; a local team and Veilig Thuis do. Raises InsufficientPrivilege (of the database) for a child that who
    acts may not know.
    """
    closed = 0
    for child in children:
        cell = sealing.cell("children_protected_address", "address", child)
        with connection.cursor() as cursor:
            cursor.execute("select sharing_guard(%s, %s)", [child, sealing.seal(written.encode(), cell)])
            closed += bool(cursor.fetchone()[0])
        audit.record(by=by, action="guard child", subject=f"child:{child}", details={"danger": danger})
    return closed

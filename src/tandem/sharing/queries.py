"""What a file is, and what its worker has to give. Reads of the gate itself stand in `disclosing` and `consenting`."""

from uuid import UUID

from django.db import connection

from tandem.children import queries as children
from tandem.children.data import Kind
from tandem.platform import context


def file_of(child: UUID) -> UUID | None:
    """Whose file who acts works in for this child: of the place where it is enrolled, else of her own hat.

    None when she may know nothing of the child, so has no file to begin.
    """
    enrolled = children.school_of(id=child)
    if enrolled is not None:
        return enrolled
    return context.current().hat if children.is_known(id=child) else None


def kinds_of(child: UUID, file: UUID) -> Kind:
    """The kinds that who acts has herself for this child and may give, by the database."""
    with connection.cursor() as cursor:
        cursor.execute("select sharing_kinds_of(%s, %s)", [child, file])
        return Kind(cursor.fetchone()[0])

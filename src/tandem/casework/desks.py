"""Who gets what nobody takes, and who can take something at all."""

from uuid import UUID

from django.db import connection


def coordinator_of(school: UUID) -> UUID:
    """The organisation of the education coordinator for a school location; the school's municipality without one."""
    with connection.cursor() as cursor:
        cursor.execute("select casework_coordinator(%s)", [school])
        (found,) = cursor.fetchone() or (school,)
    return UUID(str(found))

"""What every record of a file begins with. The database fills in who and when from the signed context."""

from typing import Any
from uuid import UUID

from tandem.audit.data import Actor
from tandem.platform import clock

NOBODY = UUID(int=0)


def written_by(by: Actor, child: UUID, file: UUID) -> dict[str, Any]:
    """Columns of `models.Record`; the trigger `sharing_written` says who, in which hat and when."""
    return {
        "child_id": child,
        "file_id": file,
        "organisation_id": by.organisation,
        "function": by.function,
        "membership_id": by.hat or NOBODY,
        "person_id": NOBODY,
        "recorded_at": clock.now(),
    }

"""What the database refused, as a code that a page explains."""

from django.db import IntegrityError

from tandem.cases.actions.step import refused_by
from tandem.casework.actions.step import CannotError


def refused(error: IntegrityError, by_trigger: str, **by_constraint: str) -> CannotError:
    """The code for a refusal of a trigger of the family, or of one of these constraints. Raises any other error."""
    constraint = refused_by(error)
    code = by_constraint.get(constraint) if constraint else by_trigger
    if code is None:
        raise error
    return CannotError(code)

"""Directors who do not agree: recorded at their case, and from there on the ladder."""

from uuid import UUID

from django.db import transaction

from tandem.audit.data import Actor
from tandem.cases.actions import directing
from tandem.casework.actions.step import CannotError
from tandem.decisions import standing
from tandem.decisions.actions import climbing
from tandem.decisions.actions.step import UnknownDecisionError
from tandem.decisions.data import Cause
from tandem.decisions.rules.ladder import Why
from tandem.platform import clock

STANDS_ALL_THE_SAME = {Why.ANOTHER, climbing.NO_HOLDER}  # on a ladder already, or nobody holds the first rung


@transaction.atomic
def disagree(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """The case goes on the ladder of its region, with the same words. Raises what `directing.disagree` raises."""
    directing.disagree(by=by, id=id, words=words, version=version)
    about = standing.about(by, id)
    if about is None:
        raise UnknownDecisionError
    try:
        climbing.start(
            by=by, case=id, region=about.region, cause=Cause.DISAGREEMENT, words=words, waits_since=clock.today()
        )
    except CannotError as error:
        if error.code not in STANDS_ALL_THE_SAME:
            raise

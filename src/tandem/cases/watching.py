"""The clock of cases: passes on what nobody answers, and what nobody is left to hold.

It acts as the service `concern-clock`, which sees open cases and offers and none of their words.
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import structlog
from django.db import connection

from tandem.audit.data import Actor
from tandem.cases import models
from tandem.cases.actions import handing_over
from tandem.cases.actions.step import CannotError, ConflictError, UnknownCaseError
from tandem.casework.data import CLOCK_SERVICE, OfferState
from tandem.casework.desks import coordinator_of, reaching
from tandem.platform import clock
from tandem.platform.context import Context, acting

log = structlog.get_logger("tandem.cases")
CLOCK = Actor(f"service:{CLOCK_SERVICE}")
AT_ONCE = 200  # cases in one round


def watch() -> None:
    """Offers whose term is over. Each case is a transaction of its own, so one that fails holds up no other."""
    with acting(Context(service=CLOCK_SERVICE)):
        rows = models.Offer.objects.filter(state=OfferState.OPEN.value, due__lte=clock.now())
        late = list(rows.order_by("due", "id").values_list("case_id", flat=True)[:AT_ONCE])
    for id in late:
        _alone(partial(_pass_on, id))


def rescue() -> None:
    """What is held by, or offered to, an organisation where nobody can take it any more, goes to the catch-all."""
    with acting(Context(service=CLOCK_SERVICE)), connection.cursor() as cursor:
        cursor.execute("select case_id, gone from cases_left(%s)", [list(reaching())])
        left = [(UUID(str(case)), UUID(str(gone))) for case, gone in cursor.fetchall()]
    for id, gone in left:
        _alone(partial(_hand_on, id, gone))


def _alone(work: Callable[[], None]) -> None:
    try:
        with acting(Context(service=CLOCK_SERVICE)):
            work()
    except (CannotError, ConflictError, UnknownCaseError) as error:  # answered in the meantime
        log.info("left to the next round", reason=type(error).__name__)


def _pass_on(id: UUID) -> None:
    handing_over.lapse(id, by=CLOCK, coordinator=coordinator_of(_place(id)))


def _hand_on(id: UUID, gone: UUID) -> None:
    handing_over.hand_on(id, by=CLOCK, gone=gone, catch_all=coordinator_of(_place(id)))


def _place(id: UUID) -> UUID:
    return UUID(str(models.Case.objects.values_list("place_id", flat=True).get(pk=id)))

"""The clock of evaluations: once, when one comes near, it tells who directs the case that it waits.

It acts as the service `concern-clock`, which sees which moments were not held and none of what was said.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.cases import models as cases
from tandem.cases.telling import directors
from tandem.casework.data import CLOCK_SERVICE, About
from tandem.casework.telling import Recipient, leave_notices
from tandem.plans import models
from tandem.plans.definitions import evaluation
from tandem.platform import clock
from tandem.platform.context import Context, acting

CLOCK = Actor(f"service:{CLOCK_SERVICE}")
AT_ONCE = 200  # in one round
WAITS = "EVALUATE"  # the kind of the notice


def watch() -> None:
    """Each is a transaction of its own, so one that fails does not hold up the others."""
    with acting(Context(service=CLOCK_SERVICE)):
        until = clock.today() + timedelta(days=evaluation().ahead)
        rows = models.Moment.objects.filter(held=None, told=None, due__lte=until).order_by("due", "id")
        near = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    for id in near:
        with acting(Context(service=CLOCK_SERVICE)):
            _tell(id)


def _tell(id: UUID) -> None:
    row = models.Moment.objects.select_for_update().filter(pk=id, held=None, told=None).first()
    if row is None:
        return
    models.Moment.objects.filter(pk=id, held=None).update(told=clock.now())
    found = cases.Case.objects.filter(pk=row.case_id).first()  # None: it is closed
    if found is not None:
        told = directors(row.case_id) or [Recipient(found.holder_id)]
        leave_notices(told, about=About.CASE, subject=row.case_id, event=uuid4(), kind=WAITS)
    audit.record(by=CLOCK, action="remind of evaluation", subject=f"moment:{id}", details={})

"""Decisions of the example region: one granted by the school that had the mandate, one that waits for its head."""

import uuid
from datetime import timedelta

from django.db import transaction

from tandem.audit.actions import acting_actor
from tandem.cases import queries as cases
from tandem.decisions import queries
from tandem.decisions.actions import deciding, requesting
from tandem.decisions.actions.requesting import Asked
from tandem.decisions.data import Request
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.register.demo.cast import cast
from tandem.register.demo.playing import playing, role_of

SCHOOL, LIVES, REGION = "libel", "GM0503", "haaglanden"
HELP = Request("LIGHT_HELP", 1200, 4, LIVES)
MORE = Request("GROUP_HELP", 1800, 6, LIVES)
GRANTED = "Met deze hulp kan Mees rustig aan de dag beginnen. Na vier maanden kijken we samen of het werkt."


@transaction.atomic
def fill_demo_decisions() -> int:
    """How many decisions were added: two the first time, none later. The demo case must be there."""
    iris, marijke = playing(role_of("IB", SCHOOL)), playing(role_of("SCHOOLDIR", SCHOOL))
    with acting(iris):
        open_cases, _ = cases.listed(acting_actor(), cases.Which.OPEN)
        if not open_cases or queries.of_case(acting_actor(), open_cases[0].id):
            return 0
        case = open_cases[0].id
        with clock.at(clock.now() - timedelta(minutes=60)):
            first = _asked(case, HELP, "Mees is vaak moe. Een kwartier rust aan het begin van de dag helpt hem.")
    with clock.at(clock.now() - timedelta(minutes=30)), acting(marijke):
        deciding.decide(by=acting_actor(), id=first, granted=True, words=GRANTED)
        deciding.announce(by=acting_actor(), id=first, on=clock.today())
    with acting(iris):
        _asked(case, MORE, "Vier kinderen uit de groep, ook Mees, oefenen samen hoe je zegt dat het te veel wordt.")
    return 2


def _asked(case: uuid.UUID, wanted: Request, why: str) -> uuid.UUID:
    id = requesting.start(by=acting_actor(), case=case, key=uuid.uuid4(), asked=Asked(wanted, why, REGION))
    requesting.submit(by=acting_actor(), id=id, places=[cast().stages[SCHOOL].id])
    return id

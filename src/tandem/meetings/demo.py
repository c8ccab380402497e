"""The support team of the example region: one meeting held today, with its minutes, and the next one planned."""

import uuid
from datetime import datetime, time, timedelta

from django.db import transaction

from tandem.audit.actions import acting_actor
from tandem.cases import queries as cases
from tandem.children.data import Kind
from tandem.meetings import queries
from tandem.meetings.actions import agenda, holding, planning
from tandem.meetings.actions.holding import Said
from tandem.meetings.actions.planning import When
from tandem.meetings.data import Entry, Family, Reason, Sort
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.platform.terms.definitions import calendar
from tandem.register.demo.cast import Role, cast
from tandem.register.demo.playing import playing, role_of

SCHOOL, TEAM, ROOM = "libel", "team-delft-noord", "Kamer van de intern begeleider"
WEEKS, MINUTES = 6, 90
SOON, LATER = timedelta(days=7), timedelta(days=42)
GOAL = "Mees is weer op tijd en uitgerust op school."


@transaction.atomic
def fill_demo_meetings() -> int:
    """How many meetings were added: two the first time, none later. The demo case must be there."""
    iris, tomas = role_of("IB", SCHOOL), role_of("LT_TOEGANG", TEAM)
    with acting(playing(iris)):
        open_cases, _ = cases.listed(acting_actor(), cases.Which.OPEN)
        if not open_cases or queries.mine(actor=acting_actor()) or queries.mine(actor=acting_actor(), past=True):
            return 0
        case = open_cases[0].id
        with clock.at(clock.now() - timedelta(minutes=MINUTES)):
            held = _planned(clock.now(), iris, tomas)
            agenda.put_on(by=acting_actor(), id=held, entries=[Entry(case, (Reason.NEW,), 15)])
            _hold(held, iris, tomas)
        next_one = _planned(_morning(), iris, tomas, previous=held)
        agenda.put_on(by=acting_actor(), id=next_one, entries=[Entry(case, (Reason.AGREEMENT,), 10)])
    return 2


def _planned(starts: datetime, *invited: Role, previous: uuid.UUID | None = None) -> uuid.UUID:
    place = cast().stages[SCHOOL].id
    when = When(starts, MINUTES, ROOM, weeks=WEEKS)
    id = planning.plan(
        by=acting_actor(), kind="SUPPORT_TEAM", host=place, when=when, key=uuid.uuid4(), previous=previous
    )
    planning.invite(by=acting_actor(), id=id, memberships=[role.id for role in invited[1:]])
    return id


def _hold(id: uuid.UUID, *there: Role) -> None:
    """Both come, the case is on the table, and what they agree is typed there and then."""
    holding.begin(by=acting_actor(), id=id, version=_whole(id).version)
    whole = _whole(id)
    seats = {guest.membership: guest.id for guest in whole.guests}
    item = whole.topics[0].id
    for role in there[1:]:
        holding.seat(by=acting_actor(), invitee=seats[role.id], present=True)
    holding.take_up(by=acting_actor(), item=item)
    today = clock.today()
    for said in (
        Said(Sort.NOTE, Kind.CONCERN, "Mees zegt zelf: in de weken bij mijn vader slaap ik beter."),
        Said(Sort.DECISION, Kind.CONCERN, "School en team werken samen verder. Tomas praat met beide ouders."),
        Said(Sort.AGREEMENT, Kind.CONCERN, "Praat met moeder en met vader over rust in de avond.", GOAL,
             owner=seats[there[1].id], due=today + SOON),
        Said(Sort.AGREEMENT, Kind.CONCERN, "Begint de dag met een kwartier in het rustige lokaal.", GOAL,
             owner=seats[there[0].id], due=today + SOON),
        Said(Sort.AGREEMENT, Kind.PLAN, "Schrijft twee weken op hoe laat Mees slaapt.", family=Family.PARENTS,
             due=today + LATER),
    ):  # fmt: skip
        holding.note(by=acting_actor(), item=item, said=said, key=uuid.uuid4())
    holding.close(by=acting_actor(), id=id, version=_whole(id).version)


def _whole(id: uuid.UUID) -> queries.Whole:
    whole = queries.meeting(actor=acting_actor(), id=id)
    assert whole is not None, "who plans a meeting sees it"
    return whole


def _morning() -> datetime:
    """Nine o'clock on a working day, six weeks from now."""
    day = calendar().working_day_from(clock.today() + LATER)
    return datetime.combine(day, time(9), clock.AMSTERDAM)

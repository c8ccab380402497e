"""A case of the example region: the concern that waits for the team becomes joint work, taken by the cast itself."""

import uuid
from datetime import timedelta

from django.db import transaction

from tandem.audit.actions import acting_actor
from tandem.cases import queries
from tandem.cases.actions import directing, involving, opening
from tandem.cases.beginning import beginning
from tandem.cases.data import Domain, Joining
from tandem.cases.grounds import ground_of
from tandem.children import queries as children
from tandem.children.data import Why
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.register.demo.cast import cast
from tandem.register.demo.playing import playing, role_of
from tandem.sharing.demo import demo_pupils
from tandem.sharing.disclosing import queries as sharing

SCHOOL, TEAM, PUPIL = "libel", "team-delft-noord", "mees"
QUESTION = "Hoe komt hij weer op tijd en uitgerust op school, en wat heeft moeder daarvoor thuis nodig?"
WHY = Why("demo", "6(1)(e)")


@transaction.atomic
def fill_demo_cases() -> int:
    """How many cases were added: one the first time, none later. The demo pupils must be there."""
    iris = role_of("IB", SCHOOL)
    with acting(playing(iris)):
        if queries.listed(acting_actor(), queries.Which.OPEN)[1]:
            return 0
        id = _opened()
        shared = _shared(id)
        if shared is not None:
            involving.invite(by=acting_actor(), id=id, joining=shared)
    if shared is not None:
        tomas = role_of("LT_TOEGANG", TEAM)
        with acting(playing(tomas)):
            directing.direct(by=acting_actor(), id=id, domain=Domain.YOUTH_CARE, hat=tomas.id)
    return 1


def _opened() -> uuid.UUID:
    wanted = next(" ".join(part.name) for part in demo_pupils().pupils if part.key == PUPIL)
    place = cast().stages[SCHOOL].id
    found, _ = children.children_of(acting_actor(), principal=place, why=WHY, limit=children.MOST)
    child = next(one.id for one in found if f"{one.given_name} {one.family_name}" == wanted)
    begun = beginning(acting_actor(), child, on=clock.today())
    with clock.at(clock.now() - timedelta(hours=2)):
        return opening.open_case(
            by=acting_actor(),
            child=child,
            holder=begun.holder,
            question=QUESTION,
            key=uuid.uuid4(),
            joining=begun.joining,
            region=begun.region,
        )


def _shared(case: uuid.UUID) -> Joining | None:
    """The team, through what the school shares with it already."""
    whole, team = queries.case(actor=acting_actor(), id=case), cast().stages[TEAM].id
    given = sharing.given(acting_actor(), child=whole.child) if whole and whole.child else ()
    found = next((one for one in given if one.receiver.organisation == team and one.runs(clock.today())), None)
    if found is None:
        return None
    return Joining(team, found.receiver.function, found.purpose, ground_of(found), found.kinds.value, found.id)

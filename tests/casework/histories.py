"""Random lives of a concern in the real database: whoever feels like it asks whatever she feels like."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from tests.casework.attempts import ATTEMPTS, Asked, attempt, undone
from tests.casework.school import Bell

from tandem.audit.actions import acting_actor
from tandem.casework.actions import handing_over
from tandem.casework.data import CLOCK_SERVICE, Command, Part, Refusal, RefusalReason, State
from tandem.casework.rules import states
from tandem.platform.context import Context

# One question per step: who holds it, by the row and by who may write; what is held out; which term runs.
LOOK = """
select c.state, c.holder_id, c.refused, c.clock <> '' and c.due is not null,
  (select array_agg(a.principal_id) from casework_access a where a.concern_id = c.id and a.part = 'HOLDER'),
  (select array_agg(a.principal_id) from casework_access a where a.concern_id = c.id and a.part = 'OFFERED'),
  (select array_agg(o.target_id) from casework_offer o where o.concern_id = c.id and o.state = 'OPEN'),
  (select count(*) from casework_event e where e.concern_id = c.id)
from casework_concern c where c.id = %s
"""


@dataclass(frozen=True, slots=True)
class Look:
    """Where a concern is. `lines`: how many its timeline has."""

    state: State
    holder: UUID
    refused: int
    offers: tuple[UUID, ...]
    lines: int


class History:
    """The life of one concern from the moment it is raised; `check` after every step."""

    def __init__(self, world: Bell, chance: random.Random) -> None:
        self.world, self.chance = world, chance
        about = world.ada if chance.random() < 0.5 else None
        self.asked = Asked(world, world.raised(about), world.raised(about))
        self.happened: Counter[str] = Counter()
        self.workers = {
            world.location.id: world.coordinator.context,
            world.far_team.id: world.far_worker.context,
            world.third_team.id: world.third_worker.context,
            world.team.id: world.consultant.context,
            world.desk.id: world.education_coordinator.context,
        }

    def live(self, steps: int) -> Counter[str]:
        before = self.check()
        for _ in range(steps):
            command, who = self._choose(before)
            found = self._ask(command, who)
            after = self.check()
            if found == "done":
                self.happened[command.value] += 1
            else:
                assert after == before, f"{command} was refused and changed something"
            before = after
        return self.happened

    def _choose(self, now: Look) -> tuple[Command, Context]:
        """Mostly what the table allows to who has that part now; else anything, by anybody."""
        people = {
            Part.AUTHOR: self.world.my_teacher.context,
            Part.HOLDER: self.workers[now.holder],
            Part.CLOCK: Context(service=CLOCK_SERVICE),
        }
        if now.offers:
            people[Part.OFFERED] = self.workers[now.offers[0]]
        if self.chance.random() < 0.2:
            return self.chance.choice(list(Command)), self.chance.choice([*self.workers.values(), *people.values()])
        part = self.chance.choice([*people, Part.HOLDER, *[Part.OFFERED] * (3 * bool(now.offers))])
        allowed = states.allowed(now.state, part)
        hand_over = [command for command in (Command.OFFER, Command.ACCEPT, Command.REFUSE) if command in allowed]
        return self.chance.choice([*allowed, *hand_over * 3] or list(Command)), people[part]

    def _ask(self, command: Command, who: Context) -> str:
        makes: dict[Command, Callable[[Asked], object]] = {Command.OFFER: self._offer, Command.REFUSE: self._refuse}
        kept = ATTEMPTS[command]
        ATTEMPTS[command] = makes.get(command, kept)
        try:
            return attempt(self.asked, command, who)
        finally:
            ATTEMPTS[command] = kept

    def _offer(self, asked: Asked) -> None:
        world = self.world
        to = self.chance.choice([world.far_team, world.third_team, world.desk, world.location, world.team])
        handing_over.offer(
            by=acting_actor(), id=asked.id, to=to.id, words="x", coordinator=world.desk.id, active=world.active
        )

    def _refuse(self, asked: Asked) -> None:
        reason = self.chance.choice(list(RefusalReason))
        refusal = Refusal(
            reason, "nee", self.chance.choice([None, self.world.team.id]), self.chance.choice(["", "GM1783"])
        )
        handing_over.refuse(
            by=acting_actor(),
            id=asked.id,
            refusal=refusal,
            coordinator=self.world.desk.id,
            municipalities=frozenset({"GM1783"}),
        )

    def check(self) -> Look:
        """Exactly one holder, by every account; at most one offer, to another; one term while it is open."""
        with connection.cursor() as cursor:
            cursor.execute(LOOK, [self.asked.id])
            state, holder, refused, runs, holding, offered, open_offers, lines = cursor.fetchone()
        assert holder is not None, f"nobody holds it in {state}"
        assert holding == [holder], f"{len(holding or [])} hold it in {state}"
        assert (offered or []) == (open_offers or []), "who is asked is who may answer"
        assert len(open_offers or []) <= 1
        assert holder not in (open_offers or [])
        assert refused <= 2
        if state == "CLOSED":
            assert not open_offers
            assert not runs
        else:
            assert runs, f"no term in {state}"
        return Look(State(state), holder, refused, tuple(open_offers or ()), lines)


def live(world: Bell, number: int, steps: int, chance: random.Random) -> Counter[str]:
    """So many histories, each undone afterwards; how often each command was carried out."""
    happened: Counter[str] = Counter()
    for _ in range(number):
        with undone():
            happened += History(world, chance).live(steps)
    return happened

"""Random lives of a plan by the rules alone: whoever feels like it asks whatever they feel like."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tandem.plans.data import Agreement, Command, GoalState, Owner, State
from tandem.plans.rules.standing import BY_COMMAND, ENDS_GOAL, against_move, commands, progress

BEGIN = date(2026, 9, 1)
WITH_GOAL = frozenset({Command.REWORD_GOAL, Command.REACH_GOAL, Command.DROP_GOAL, Command.REOPEN_GOAL})


@dataclass(slots=True)
class Life:
    """One plan, and beside it everything that was ever said, which must stay."""

    goals: dict[UUID, GoalState] = field(default_factory=dict)
    agreements: dict[UUID, Agreement] = field(default_factory=dict)
    said: set[UUID] = field(default_factory=set)
    today: date = BEGIN
    number: int = 0

    def ask(self, command: Command, about: UUID | None, words: str, broken: str = "") -> bool:
        """Whether it was done. `broken`: which rule does not hold, for the controls."""
        goal = about if about in self.goals else None
        agreement = self.agreements.get(about) if about else None
        state = self.goals[goal] if goal else agreement.state if agreement else None
        still = sum(one.goal == goal and one.state is State.OPEN for one in self.agreements.values()) if goal else 0
        why = against_move(command, state, words=words, still_open=still)
        if why is not None and why.value != broken:
            return False
        self._look(command, goal, agreement, words)
        self._do(command, goal, agreement)
        self._count()
        return True

    def _look(self, command: Command, goal: UUID | None, agreement: Agreement | None, words: str) -> None:
        """Says it as a person would, without the table."""
        if command in (Command.DONE, Command.NOT_DONE, Command.CHANGE):
            assert agreement, "done with nothing"
            assert agreement.state is State.OPEN, "it was over"
        if command in (Command.NOT_DONE, Command.DROP_GOAL, Command.REOPEN, Command.REOPEN_GOAL):
            assert words, "without a word"
        if command in ENDS_GOAL:
            open_ones = [one for one in self.agreements.values() if one.goal == goal and one.state is State.OPEN]
            assert not open_ones, "a goal ended above what was open"

    def _do(self, command: Command, goal: UUID | None, agreement: Agreement | None) -> None:
        self.number += 1
        id, target = UUID(int=self.number), BY_COMMAND[command].target
        if command is Command.SET_GOAL:
            self.goals[id] = GoalState.OPEN
        elif goal and command in WITH_GOAL:
            self.goals[goal] = GoalState(target)
        elif command in (Command.AGREE, Command.PROTECT):
            self.place(id, goal, None)
        elif agreement:
            self.agreements[agreement.id] = replace(agreement, state=State(target))
            if command is Command.CHANGE:
                self.place(id, agreement.goal, agreement.id)

    def place(self, id: UUID, goal: UUID | None, follows: UUID | None) -> None:
        at = datetime(2026, 9, 1, tzinfo=UTC)
        due = self.today + timedelta(days=self.number % 40)
        self.agreements[id] = Agreement(id, id, goal, State.OPEN, Owner(words="oma"), due, id, follows, at, None)
        self.said.add(id)

    def _count(self) -> None:
        """Counted slowly: what stands is what no other came in the place of."""
        assert self.said == set(self.agreements), "something was lost"
        followed = {one.follows for one in self.agreements.values() if one.follows}
        changed = {one.id for one in self.agreements.values() if one.state is State.CHANGED}
        assert followed == changed, "changed without another in its place, or twice"
        standing = [one for one in self.agreements.values() if one.goal and one.id not in followed]
        far = progress(self.agreements.values(), self.today)
        assert (far.done, far.total) == (sum(one.state is State.DONE for one in standing), len(standing))
        waiting = [one.due for one in self.agreements.values() if one.state is State.OPEN]
        assert far.late + sum(day >= self.today for day in waiting) == len(waiting)


def wander(lives: int, steps: int, chance: random.Random, *, broken: str = "") -> Counter[str]:
    """How often each command was carried out. Raises AssertionError when an invariant is broken."""
    done: Counter[str] = Counter()
    for _ in range(lives):
        life = Life()
        for _ in range(steps):
            life.today += timedelta(days=chance.randrange(4))
            command, about = _choose(life, chance)
            if life.ask(command, about, chance.choice(("", "daarom", "daarom")), broken):
                done[command.value] += 1
    return done


def _choose(life: Life, chance: random.Random) -> tuple[Command, UUID | None]:
    """Mostly what can be done now; else anything with anything of its kind."""
    about = chance.choice([None, *life.goals, *life.agreements])
    if about is None:
        return chance.choice((Command.SET_GOAL, Command.PROTECT)), None
    state = life.goals[about] if about in life.goals else life.agreements[about].state
    possible = commands(state)
    if chance.random() < 0.8 and possible:
        return chance.choice(possible), about
    kind = GoalState if about in life.goals else State
    return chance.choice(
        [one for one in Command if type(BY_COMMAND[one].target) is kind and BY_COMMAND[one].sources]
    ), about

"""Random lives of a decision by the rules alone: whoever feels like it asks whatever they feel like."""

import random
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from tandem.decisions.data import Acting, Command, Part, Place, State, Step, StepKind, Where
from tandem.decisions.definitions import forms, mandates
from tandem.decisions.rules import approval
from tandem.decisions.rules.approval import Matter, Progress
from tandem.decisions.rules.mandate import chain

EVERYWHERE = frozenset(Where)
PEOPLE = tuple(UUID(int=number) for number in range(1, 6))
REQUESTER = PEOPLE[0]
CHAINS = tuple(
    dict.fromkeys(
        chain(forms()[mandate.form], mandate, euros)
        for mandate in mandates()["haaglanden"].mandates
        for euros in (100, 100_000)
    )
)


@dataclass(slots=True)
class Life:
    """One decision, and beside it what was really done since it was last asked."""

    steps: tuple[Step, ...]
    progress: Progress = field(default_factory=lambda: Progress(State.DRAFT))
    passed: list[UUID] = field(default_factory=list)

    def ask(self, command: Command, acting: Acting, broken: str) -> bool:
        """Whether it was done. `broken`: which rule does not hold, for the controls."""
        move = approval.BY_COMMAND[command]
        if Part.TURN in move.by:
            against = approval.may_take_turn(Matter(self.steps, REQUESTER), self.progress, command, acting)
            if against is not None and against.value != broken:
                return False
        elif Part.REQUESTER in move.by and acting.person != REQUESTER:
            return False
        before = self.progress
        following = approval.after(before, command, self.steps, acting.person)
        if following is None:
            return False
        if broken == "ORDER" and command is Command.SUBMIT:
            following = Progress(State.DECIDING, len(self.steps) - 1)
        if broken == "AGAIN" and command is Command.SUBMIT and self.passed:
            following = Progress(State.DECIDING, len(self.steps) - 1, tuple(self.passed))
        self._look(command, acting, before)
        self.progress = following
        return True

    def _look(self, command: Command, acting: Acting, before: Progress) -> None:
        """Says it as a person would, without the rules: from a list of who passed it since it was last asked."""
        if command is Command.SUBMIT:
            self.passed = []
        if command not in (Command.PASS, Command.GRANT, Command.REFUSE):
            return
        assert acting.person != REQUESTER, "somebody approved the own request"
        assert acting.person not in self.passed, "one pair of eyes looked twice"
        wanted = self.steps[len(self.passed)]
        assert acting.function in wanted.seat.functions, "the wrong function, or out of order"
        assert (command is Command.PASS) == (wanted.kind is not StepKind.DECIDE), "decided before it was its turn"
        assert before.at == len(self.passed), "a step was skipped, or counted from before it was sent back"
        if command is Command.PASS:
            self.passed.append(acting.person)


def wander(lives: int, steps: int, chance: random.Random, *, broken: str = "") -> Counter[str]:
    """How often each command was carried out. Raises AssertionError when an invariant is broken."""
    done: Counter[str] = Counter()
    for _ in range(lives):
        life = Life(chance.choice(CHAINS))
        for _ in range(steps):
            command, acting = _choose(life, chance)
            if life.ask(command, acting, broken):
                done[command.value] += 1
    return done


def _choose(life: Life, chance: random.Random) -> tuple[Command, Acting]:
    """Mostly what can be done now by somebody who could; else anything by anybody."""
    state = life.progress.state
    command = chance.choice(list(Command))
    seats = [step.seat for step in life.steps]
    if chance.random() < 0.8:
        parts = [part for part in (Part.REQUESTER, Part.TURN) for _ in approval.allowed(state, part)]
        command = chance.choice(approval.allowed(state, chance.choice(parts))) if parts else command
        seats = [seats[min(life.progress.at, len(seats) - 1)]]
    seat = chance.choice(seats)
    place = Place(UUID(int=99), chance.choice(sorted(seat.kinds)), EVERYWHERE)
    person = REQUESTER if command in (Command.SUBMIT, Command.SAVE) else chance.choice(PEOPLE)
    return command, Acting(person, chance.choice(sorted(seat.functions)), place)

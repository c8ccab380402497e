"""The life of a concern in memory, made of the rules alone: what state it is in and who holds it, after anything.

Every situation that can be reached is visited (`situations`); long random lives go the same way (`wander`). The real
actions in the real database are held against the same rules by `test_table_of_states.py` and `histories.py`.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from tandem.casework.data import Baton, Command, Part, Refusal, RefusalReason, State
from tandem.casework.rules import baton as rules
from tandem.casework.rules import states
from tandem.casework.rules.baton import Cannot

SCHOOL, TEAM, OTHER, COORDINATOR, GONE = (UUID(int=number) for number in (1, 2, 3, 4, 99))
PLACES = (SCHOOL, TEAM, OTHER, COORDINATOR)
KNOWN_HERE = Refusal(RefusalReason.KNOWN_HERE, "loopt al")
REFUSALS = (
    KNOWN_HERE,
    Refusal(RefusalReason.RESIDENCE, "elders"),
    Refusal(RefusalReason.RESIDENCE, "elders", municipality="GM1783"),
    Refusal(RefusalReason.OTHER_TASK, "jgz", right_one=OTHER),
)
ENDS = frozenset({Command.WITHDRAW, Command.CLOSE, Command.MERGE})


@dataclass(frozen=True, slots=True)
class Life:
    """`baton` None: a draft, of its author alone. `gone`: thrown away, with its words."""

    state: State = State.DRAFT
    baton: Baton | None = None
    gone: bool = False

    @property
    def holders(self) -> tuple[UUID, ...]:
        return () if self.baton is None else (self.baton.holder,)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks: a command, as part or at a place, and to or about whom."""

    command: Command
    part: Part
    place: UUID = SCHOOL
    to: UUID = TEAM
    refusal: Refusal = KNOWN_HERE


def after(life: Life, wish: Wish) -> Life:
    """What follows; the same life when it is not allowed."""
    if life.gone or not _is(life, wish):
        return life
    state = states.target(life.state, wish.command, wish.part)
    if state is None:
        return life
    if wish.command is Command.DISCARD:
        return replace(life, gone=True)
    if life.baton is None:
        return Life(state, Baton(SCHOOL) if wish.command is Command.RAISE else None)
    baton = _moved(life.baton, wish)
    return life if isinstance(baton, Cannot) else Life(state, baton)


def _is(life: Life, wish: Wish) -> bool:
    """Whether who asks is what she says she is."""
    if wish.part is Part.HOLDER:
        return wish.place in life.holders
    if wish.part is Part.OFFERED:
        return life.baton is not None and life.baton.offer is not None and life.baton.offer.to == wish.place
    return True


def _moved(baton: Baton, wish: Wish) -> Baton | Cannot:
    match wish.command:
        case Command.OFFER:
            return rules.offer(baton, to=wish.to, coordinator=COORDINATOR, active=PLACES)
        case Command.ACCEPT:
            return rules.accept(baton, by=wish.place)
        case Command.REFUSE:
            return rules.refuse(
                baton,
                by=wish.place,
                refusal=wish.refusal,
                coordinator=COORDINATOR,
                municipalities=frozenset({"GM1783"}),
            )
        case Command.REVOKE:
            return rules.revoke(baton)
        case Command.LAPSE:
            return rules.silence(baton, coordinator=COORDINATOR)
        case Command.HAND_ON:
            return rules.left(baton, gone=wish.to, catch_all=COORDINATOR)
        case command if command in ENDS:
            return replace(baton, offer=None)
        case _:
            return baton


def check(life: Life) -> None:
    """What must hold in every situation."""
    if life.state is State.DRAFT:
        assert life.baton is None, "a draft is its author's"
        return
    assert len(life.holders) == 1, f"{len(life.holders)} hold it in {life.state}"
    assert life.baton is not None
    assert life.baton.holder in PLACES, "somebody who is there"
    assert life.baton.refused <= rules.MOST_REFUSALS, "nobody is asked a third time"
    assert life.baton.offer is None or life.baton.offer.to in set(PLACES) - {life.baton.holder}
    assert life.state is not State.CLOSED or life.baton.offer is None, "what is closed is held out to nobody"


def check_step(before: Life, after_it: Life, wish: Wish) -> None:
    """The baton moves when it is taken, when nobody answers, or when two said no; and a raised concern stays."""
    check(after_it)
    if before.baton is None or after_it.baton is None:
        assert before.baton is None, "a concern that was raised is lost"
        return
    if wish.command is Command.REFUSE and after_it != before:
        assert COORDINATOR not in (wish.place, before.baton.holder), "there is no fourth hop"
    if after_it.baton.holder != before.baton.holder:
        asked = before.baton.offer.to if before.baton.offer else None
        taken = wish.command is Command.ACCEPT and asked == wish.place == after_it.baton.holder
        third = wish.command is Command.OFFER and before.baton.refused == rules.MOST_REFUSALS
        assert taken or third or wish.command in (Command.LAPSE, Command.HAND_ON), f"moved by {wish.command}"


def wishes() -> Iterator[Wish]:
    """Everything that anybody can ask."""
    for command in Command:
        for part in Part:
            for place in PLACES if part in (Part.HOLDER, Part.OFFERED) else (SCHOOL,):
                if command is Command.OFFER:
                    yield from (Wish(command, part, place, to) for to in (*PLACES, GONE))
                elif command is Command.HAND_ON:
                    yield from (Wish(command, part, place, to) for to in PLACES if to != COORDINATOR)
                elif command is Command.REFUSE:
                    yield from (Wish(command, part, place, refusal=one) for one in REFUSALS)
                else:
                    yield Wish(command, part, place)


def situations() -> tuple[set[Life], int]:
    """Every situation that can be reached from an empty form, each checked; and how many steps lead to them."""
    asked = tuple(wishes())
    seen, todo, steps = {Life()}, [Life()], 0
    while todo:
        before = todo.pop()
        for wish in asked:
            found = after(before, wish)
            check_step(before, found, wish)
            steps += found != before
            if found not in seen:
                seen.add(found)
                todo.append(found)
    return seen, steps


def wander(number: int, steps: int, chance: random.Random) -> Counter[str]:
    """So many random lives from the moment they are raised, checked after every step; what was really done."""
    asked, done = tuple(wishes()), Counter[str]()
    raised = Life(State.RAISED, Baton(SCHOOL))
    possible: dict[Life, list[Wish]] = {}
    for _ in range(number):
        life = raised
        for _ in range(steps):
            if life not in possible:
                possible[life] = [one for one in asked if after(life, one) != life]
            goes_on = [one for one in possible[life] if one.command not in ENDS] or possible[life]
            choice = chance.random()
            wish = chance.choice(goes_on if choice < 0.7 else possible[life] if choice < 0.8 else asked)
            found = after(life, wish)
            check_step(life, found, wish)
            done[wish.command if found != life else "nothing"] += 1
            life = found
    return done

"""No situation that can be reached has nobody or two who hold the concern; and who looks for it would see it."""

import random
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from tests.casework.lives import COORDINATOR, OTHER, PLACES, TEAM, situations, wander

from tandem.casework.data import OPEN, Baton, Command, Offer, Part, State
from tandem.casework.rules import baton as rules
from tandem.casework.rules import states
from tandem.casework.rules.baton import Cannot, Why


def test_every_situation_that_can_be_reached_has_one_holder() -> None:
    found, steps = situations()
    held = {(life.state, life.baton.holder) for life in found if life.baton}
    anywhere = {(state, place) for state in {*OPEN, State.CLOSED} - {State.RAISED} for place in PLACES}
    assert held >= anywhere, "the walk goes everywhere"
    assert {life.baton.refused for life in found if life.baton} == {0, 1, 2}
    assert steps > len(found) > 100


def test_a_few_random_lives() -> None:
    """10,000 in `proof/`."""
    done = wander(200, 30, random.Random(4))
    assert {"OFFER", "ACCEPT", "REFUSE", "REVOKE", "LAPSE", "CLOSE", "REOPEN"} <= done.keys()


def _given_at_once(baton: Baton, *, to: UUID, **_: object) -> Baton | Cannot:
    return Baton(to)


def _kept_as_an_offer(baton: Baton, *, by: UUID) -> Baton | Cannot:
    return replace(baton, holder=by)


def _refused_for_ever(baton: Baton, *, by: UUID, **_: object) -> Baton | Cannot:
    return replace(baton, offer=None, refused=baton.refused + 1)


def _offered_for_ever(baton: Baton, *, to: UUID, **_: object) -> Baton | Cannot:
    return replace(baton, offer=Offer(to, 1)) if to in set(PLACES) - {baton.holder} else Cannot(Why.NOT_ACTIVE)


def _accepted_by_anybody(baton: Baton, *, by: UUID) -> Baton | Cannot:
    return Baton(OTHER) if by == TEAM else Baton(by)


BROKEN: dict[str, tuple[str, Callable[..., Baton | Cannot]]] = {
    "an offer gives it away at once": ("offer", _given_at_once),
    "who accepts is asked as well": ("accept", _kept_as_an_offer),
    "somebody is asked a third time": ("offer", _offered_for_ever),
    "what the coordinator decided is refused": ("refuse", _refused_for_ever),
    "another gets it than who accepted": ("accept", _accepted_by_anybody),
    "taking back gives it away": ("revoke", lambda baton: Baton(COORDINATOR)),
    "an offer to itself": ("offer", lambda baton, **_: replace(baton, offer=Offer(baton.holder, 1))),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_rule_is_found(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative controls, by the walk and by the random lives alike."""
    name, broken = BROKEN[how]
    monkeypatch.setattr(rules, name, broken)
    with pytest.raises(AssertionError):
        situations()
    with pytest.raises(AssertionError):
        wander(200, 30, random.Random(1))


def test_a_concern_that_vanishes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: what is closed can be thrown away as a draft."""
    kept = states.target

    def broken(state: State, command: Command, part: Part) -> State | None:
        return State.DRAFT if command is Command.CLOSE and state in OPEN else kept(state, command, part)

    monkeypatch.setattr(states, "target", broken)
    with pytest.raises(AssertionError):
        situations()

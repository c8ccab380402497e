"""The baton: expected answers first, then long random histories in which no concern ever has zero or two holders."""

import random
from collections import Counter
from uuid import UUID

import pytest

from tandem.casework.data import Baton, Offer, Refusal, RefusalReason
from tandem.casework.rules import baton as rules
from tandem.casework.rules.baton import Cannot, Why

SCHOOL, HOME, OTHER, THIRD, COORDINATOR, CATCH_ALL = (UUID(int=number) for number in range(1, 7))
GONE = UUID(int=99)
ACTIVE = frozenset({SCHOOL, HOME, OTHER, THIRD, COORDINATOR, CATCH_ALL})
MUNICIPALITIES = frozenset({"GM0503", "GM1783"})
AT_SCHOOL = Baton(SCHOOL)
OFFERED = Baton(SCHOOL, Offer(HOME, 1))
NOT_OURS = Refusal(RefusalReason.RESIDENCE, "woont in Westland", municipality="GM1783")


def refuse(baton: Baton, by: UUID = HOME, refusal: Refusal = NOT_OURS) -> Baton | Cannot:
    return rules.refuse(baton, by=by, refusal=refusal, coordinator=COORDINATOR, municipalities=MUNICIPALITIES)


def offer(baton: Baton, to: UUID) -> Baton | Cannot:
    return rules.offer(baton, to=to, coordinator=COORDINATOR, active=ACTIVE)


TWICE = Baton(SCHOOL, refused=2)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(offer(AT_SCHOOL, HOME), OFFERED, id="the holder keeps it while it is offered"),
        pytest.param(offer(OFFERED, OTHER), Cannot(Why.OFFERED_ALREADY), id="no two offers at once"),
        pytest.param(offer(AT_SCHOOL, SCHOOL), Cannot(Why.TO_ITSELF), id="not to itself"),
        pytest.param(offer(AT_SCHOOL, GONE), Cannot(Why.NOT_ACTIVE), id="not to who is not there"),
        pytest.param(rules.accept(OFFERED, by=HOME), Baton(HOME), id="accepting moves it"),
        pytest.param(rules.accept(OFFERED, by=OTHER), Cannot(Why.NOT_YOURS), id="only who was asked accepts"),
        pytest.param(rules.accept(OFFERED, by=SCHOOL), Cannot(Why.NOT_YOURS), id="nobody accepts the own offer"),
        pytest.param(rules.accept(AT_SCHOOL, by=HOME), Cannot(Why.NO_OFFER), id="nothing to accept"),
        pytest.param(refuse(OFFERED), Baton(SCHOOL, refused=1), id="refusing counts and leaves it where it was"),
        pytest.param(
            refuse(OFFERED, refusal=Refusal(RefusalReason.RESIDENCE, "elders")),
            Cannot(Why.NAME_THE_MUNICIPALITY),
            id="residence without a municipality",
        ),
        pytest.param(
            refuse(OFFERED, refusal=Refusal(RefusalReason.RESIDENCE, "elders", municipality="GM9999")),
            Cannot(Why.NAME_THE_MUNICIPALITY),
            id="residence with one that does not exist",
        ),
        pytest.param(
            refuse(OFFERED, refusal=Refusal(RefusalReason.OTHER_TASK, "jgz doet dit")),
            Cannot(Why.NAME_THE_RIGHT_ONE),
            id="somebody else's task, but whose",
        ),
        pytest.param(
            refuse(OFFERED, refusal=Refusal(RefusalReason.OTHER_TASK, "wij", right_one=HOME)),
            Cannot(Why.NAME_THE_RIGHT_ONE),
            id="the right one is not who refuses",
        ),
        pytest.param(
            refuse(OFFERED, refusal=Refusal(RefusalReason.KNOWN_HERE, "loopt al")), Baton(SCHOOL, refused=1), id="known"
        ),
        pytest.param(rules.revoke(OFFERED), AT_SCHOOL, id="taking back costs no hop"),
        pytest.param(rules.revoke(AT_SCHOOL), Cannot(Why.NO_OFFER), id="nothing to take back"),
        pytest.param(offer(TWICE, OTHER), Cannot(Why.ONLY_COORDINATOR), id="the third hop is the coordinator's"),
        pytest.param(offer(TWICE, COORDINATOR), Baton(COORDINATOR), id="and is no question"),
        pytest.param(
            refuse(Baton(SCHOOL, Offer(COORDINATOR, 1)), by=COORDINATOR),
            Cannot(Why.COORDINATOR_KEEPS),
            id="the coordinator does not refuse",
        ),
        pytest.param(
            refuse(Baton(COORDINATOR, Offer(HOME, 1))),
            Cannot(Why.COORDINATOR_DECIDED),
            id="what the coordinator decides is not refused: no fourth hop",
        ),
        pytest.param(
            rules.silence(OFFERED, coordinator=COORDINATOR), Baton(COORDINATOR), id="silence goes to the coordinator"
        ),
        pytest.param(rules.left(AT_SCHOOL, gone=SCHOOL, catch_all=CATCH_ALL), Baton(CATCH_ALL), id="holder is gone"),
        pytest.param(rules.left(OFFERED, gone=HOME, catch_all=CATCH_ALL), AT_SCHOOL, id="who was asked is gone"),
        pytest.param(rules.left(OFFERED, gone=THIRD, catch_all=CATCH_ALL), OFFERED, id="somebody else is gone"),
    ],
)
def test_decision(found: Baton | Cannot, expected: Baton | Cannot) -> None:
    assert found == expected


class History:
    """One concern from one organisation to the next, by whoever feels like it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.baton, self.hops = chance, Baton(SCHOOL), 0
        self.happened: Counter[str] = Counter()

    def step(self) -> None:
        before = self.baton
        asked = [before.offer.to] * 6 if before.offer else []
        anybody = self.chance.choice([SCHOOL, HOME, OTHER, THIRD, COORDINATOR, GONE, *asked])
        name = self.chance.choice(["offer", "accept", "refuse", "refuse", "revoke", "silence", "left"])
        after: Baton | Cannot
        match name:
            case "offer":
                after = offer(before, anybody)
            case "accept":
                after = rules.accept(before, by=anybody)
            case "refuse":
                reason = self.chance.choice(list(RefusalReason))
                code = self.chance.choice(["", "GM1783", "GM9999"])
                right = self.chance.choice([None, THIRD])
                after = refuse(before, anybody, Refusal(reason, "nee", right, code))
            case "revoke":
                after = rules.revoke(before)
            case "silence":
                after = rules.silence(before, coordinator=COORDINATOR)
            case _:
                after = rules.left(before, gone=self.chance.choice([GONE, THIRD]), catch_all=CATCH_ALL)
        if isinstance(after, Baton):
            self.check(name, before, after)
            self.baton = after
            self.happened[name] += 1

    def check(self, name: str, before: Baton, after: Baton) -> None:
        assert after.holder in ACTIVE, "always somebody who is there"
        assert after.offer is None or after.offer.to != after.holder
        if after.holder != before.holder:
            taken = name == "accept" and before.offer is not None and before.offer.to == after.holder
            asked = name in ("silence", "offer") and after.holder == COORDINATOR
            assert taken or asked or (name == "left" and after.holder == CATCH_ALL), "moves only when it is taken"
        if before.offer is not None and before.offer.to != after.holder and name not in ("left", "silence"):
            assert after.holder == before.holder
        assert after.refused <= rules.MOST_REFUSALS, "nobody is asked a third time"


def histories(number: int, chance: random.Random) -> Counter[str]:
    happened: Counter[str] = Counter()
    for _ in range(number):
        history = History(chance)
        for _ in range(30):
            history.step()
        happened += history.happened
    return happened


def test_no_history_has_no_holder_or_two() -> None:
    happened = histories(10_000, random.Random(4))
    assert min(happened.values()) > 1_000, happened


def test_the_histories_would_see_a_baton_that_moves_too_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: an offer that gives the baton away at once."""
    monkeypatch.setattr(rules, "revoke", lambda baton: Baton(baton.offer.to) if baton.offer else Cannot(Why.NO_OFFER))
    with pytest.raises(AssertionError, match="moves only when it is taken"):
        histories(100, random.Random(1))

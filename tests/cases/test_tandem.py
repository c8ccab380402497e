"""The rules of the tandem, by a table and by random histories: what may never be, after whatever was asked."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.tandem_histories import PEOPLE, Asked, after, broken

from tandem.cases.data import Domain, Seat, State, Tandem
from tandem.cases.definitions import domain_of, domains
from tandem.cases.rules import tandem
from tandem.cases.rules.tandem import Cannot, Next, Why, needed, next_of, state_of

EDUCATION, YOUTH_CARE = Domain.EDUCATION, Domain.YOUTH_CARE
BOTH = frozenset(Domain)
IRIS, VERA = UUID(int=1), UUID(int=2)


def seat(domain: Domain, who: UUID, *, signed: bool = True, disagrees: bool = False) -> Seat:
    return Seat(domain, who, who, signed, disagrees)


SIGNED = Tandem(BOTH, (seat(EDUCATION, IRIS), seat(YOUTH_CARE, VERA)))


@pytest.mark.parametrize(
    ("now", "state", "comes"),
    [
        (Tandem(frozenset()), State.STARTED, Next.NOBODY_DIRECTS),
        (Tandem(frozenset({EDUCATION})), State.STARTED, Next.NAME_EDUCATION),
        (Tandem(frozenset({EDUCATION}), (seat(EDUCATION, IRIS, signed=False),)), State.STARTED, Next.SIGN_EDUCATION),
        (Tandem(frozenset({EDUCATION}), (seat(EDUCATION, IRIS),)), State.RUNNING, Next.NOTHING),
        (Tandem(BOTH, (seat(EDUCATION, IRIS),)), State.STARTED, Next.NAME_YOUTH_CARE),
        (
            Tandem(BOTH, (seat(EDUCATION, IRIS), seat(YOUTH_CARE, VERA, signed=False))),
            State.STARTED,
            Next.SIGN_YOUTH_CARE,
        ),
        (SIGNED, State.RUNNING, Next.NOTHING),
        (Tandem(BOTH, (seat(EDUCATION, IRIS), seat(YOUTH_CARE, VERA, disagrees=True))), State.STUCK, Next.SETTLE),
    ],
)
def test_the_state_and_what_comes_next_follow_from_who_directs(now: Tandem, state: State, comes: Next) -> None:
    assert (state_of(now), next_of(now)) == (state, comes)


def test_both_are_needed_as_soon_as_both_are_at_work() -> None:
    functions = {"IB": EDUCATION, "LT_TOEGANG": YOUTH_CARE, "COORD": None, "POL": None}
    assert {code: domain_of(code) for code in functions} == functions
    assert needed(map(domain_of, ["IB", "POL"])) == {EDUCATION}
    assert needed(map(domain_of, ["IB", "LT_TOEGANG", "COORD"])) == BOTH
    assert set(domains().values()) == BOTH


def test_who_is_named_anew_signs_and_the_other_signs_again() -> None:
    new = UUID(int=3)
    found = tandem.name(SIGNED, Seat(YOUTH_CARE, new, new), domain_of=YOUTH_CARE, by=new, may_name_others=False)
    assert found == Tandem(BOTH, (seat(EDUCATION, IRIS, signed=False), seat(YOUTH_CARE, new)))
    by_other = tandem.name(SIGNED, Seat(YOUTH_CARE, new, new), domain_of=YOUTH_CARE, by=IRIS, may_name_others=True)
    assert isinstance(by_other, Tandem)
    assert not any(one.signed for one in by_other.seats)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (
            tandem.name(SIGNED, seat(YOUTH_CARE, IRIS), domain_of=YOUTH_CARE, by=IRIS, may_name_others=True),
            Why.SAME_PERSON,
        ),
        (
            tandem.name(SIGNED, seat(YOUTH_CARE, UUID(int=3)), domain_of=YOUTH_CARE, by=IRIS, may_name_others=False),
            Why.ONLY_YOURSELF,
        ),
        (
            tandem.name(SIGNED, seat(YOUTH_CARE, VERA), domain_of=EDUCATION, by=VERA, may_name_others=True),
            Why.NO_DIRECTOR_OF,
        ),
        (
            tandem.name(
                Tandem(frozenset({EDUCATION})),
                seat(YOUTH_CARE, VERA),
                domain_of=YOUTH_CARE,
                by=VERA,
                may_name_others=True,
            ),
            Why.NOT_NEEDED,
        ),
        (
            tandem.name(
                Tandem(BOTH, (seat(EDUCATION, IRIS), seat(YOUTH_CARE, VERA, disagrees=True))),
                seat(YOUTH_CARE, VERA),
                domain_of=YOUTH_CARE,
                by=IRIS,
                may_name_others=True,
            ),
            Why.AT_ODDS,
        ),
        (tandem.sign(SIGNED, by=IRIS), Why.SIGNED_ALREADY),
        (tandem.sign(SIGNED, by=UUID(int=9)), Why.NOT_YOUR_SEAT),
        (tandem.disagree(Tandem(frozenset({EDUCATION}), (seat(EDUCATION, IRIS),)), by=IRIS), Why.ALONE),
        (tandem.disagree(SIGNED, by=UUID(int=9)), Why.NOT_YOUR_SEAT),
        (tandem.settle(SIGNED, by=IRIS), Why.AGREES),
    ],
)
def test_what_is_refused_says_why(found: Tandem | Cannot, why: Why) -> None:
    assert found == Cannot(why)


ASKED = st.builds(
    Asked, st.sampled_from(["name", "sign", "disagree", "settle", "join", "leave"]), st.sampled_from(PEOPLE),
    st.sampled_from(PEOPLE), st.booleans(),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(ASKED, max_size=25))
def test_whatever_is_asked_the_tandem_stays_whole(history: list[Asked]) -> None:
    assert broken(after(history)) == []


def test_the_invariants_see_a_tandem_that_is_not_whole() -> None:
    """Negative control: each way to be broken is seen, and so is a rule that lets somebody sign for another."""
    twice = Tandem(BOTH, (seat(EDUCATION, IRIS), seat(YOUTH_CARE, IRIS)))
    stranger = Tandem(frozenset({EDUCATION}), (seat(YOUTH_CARE, VERA),))
    assert broken([(twice, None)])
    assert broken([(stranger, None)])
    forged = Tandem(BOTH, (seat(EDUCATION, IRIS, signed=False), seat(YOUTH_CARE, VERA)))
    signed = Tandem(BOTH, (seat(EDUCATION, IRIS), seat(YOUTH_CARE, VERA)))
    assert broken([(forged, None), (signed, Asked("sign", PEOPLE[1], PEOPLE[1], others=False))])

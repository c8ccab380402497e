"""What holds for every question in every world: one first contact, never silence, never somebody who is gone."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.routing.made import DAY, world

from tandem.register.data import OrganisationKind
from tandem.routing.data import Law, Question
from tandem.routing.definitions import rulebook
from tandem.routing.known import Facts, StandIn, holds
from tandem.routing.rules.route import route

WORLD, BOOK = world(), rulebook()
ENDS = st.sampled_from([None, None, -400, -1, 0, 1, 30])
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """The world with ends put anywhere, desks taken away and stand-ins between any two posts, in circles too."""
    facts = WORLD

    def until(offset: int | None) -> date | None:
        return None if offset is None else DAY + timedelta(days=offset)

    posts = {key: replace(post, until=until(draw(ENDS))) for key, post in facts.posts.items()}
    desks = {key: desk if desk.code else replace(desk, until=until(draw(ENDS))) for key, desk in facts.desks.items()}
    links = tuple(replace(link, until=until(draw(ENDS))) for link in facts.links)
    names = sorted(posts)
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=8))
    stand_ins = tuple(
        StandIn(one, by, DAY - timedelta(days=2), DAY + timedelta(days=draw(st.sampled_from([-1, 0, 1, 9]))))
        for one, by in pairs
        if one != by
    )
    return replace(facts, posts=posts, desks=desks, links=links, stand_ins=stand_ins)


questions = st.builds(
    Question,
    school=st.sampled_from(sorted(WORLD.schools)),
    home=st.sampled_from([*sorted(WORLD.homes), "", "9999"]),
    kind=st.sampled_from(sorted(BOOK.kinds)),
    age=st.sampled_from([None, 0, 3, 5, 9, 12, 17, 18, 22, 23, 60]),
    stay=st.booleans(),
    before=st.sampled_from(["", "2671", "3511", "9999"]),
    stays_at=st.sampled_from(["", "2282", "9999"]),
    mother=st.sampled_from(["", "2511"]),
)


@MANY
@given(worlds(), questions)
def test_there_is_always_one_first_contact_and_nobody_in_the_chain_is_gone(facts: Facts, question: Question) -> None:
    found = route(BOOK, facts, question)
    assert found.first == found.chain[0]
    assert found.first.organisation
    roles = [contact.role for contact in found.chain]
    assert len(roles) == len(set(roles)), "each role is called once"
    for contact in found.chain:
        if contact.desk:
            desk = facts.desks[contact.desk]
            # the own school may be closed, and what is open data has no other
            assert holds(desk.since, desk.until, DAY)
        if contact.post:
            post = facts.posts[contact.post]
            assert holds(post.since, post.until, DAY)
            assert post.desk == contact.desk
        assert contact.desk or contact.role in ("SAFE_HOME", "CATCH_ALL")


@MANY
@given(worlds(), questions)
def test_the_same_facts_give_the_same_answer(facts: Facts, question: Question) -> None:
    turned = replace(
        facts,
        posts=dict(reversed(facts.posts.items())),
        desks=dict(reversed(facts.desks.items())),
        links=facts.links[::-1],
        stand_ins=facts.stand_ins[::-1],
    )
    one, other = route(BOOK, facts, question), route(BOOK, turned, question)
    assert (one.chain, one.notes, one.responsible) == (other.chain, other.notes, other.responsible)


@MANY
@given(questions, st.sampled_from(sorted(WORLD.homes)), st.sampled_from(sorted(WORLD.homes)))
def test_another_home_municipality_is_another_team(question: Question, one: str, other: str) -> None:
    """Who lives elsewhere gets another team; who moves inside a postcode's team keeps it."""
    asked = replace(question, stay=False, stays_at="", age=9)
    chains = [route(BOOK, WORLD, replace(asked, home=home)) for home in (one, other)]
    teams = [next((c.desk for c in found.chain if c.role == "LOCAL_TEAM"), None) for found in chains]
    for home, found in zip((one, other), chains, strict=True):
        assert found.responsible[Law.YOUTH_CARE].municipality == WORLD.homes[home].municipality
    if WORLD.homes[one].municipality != WORLD.homes[other].municipality and all(teams):
        assert teams[0] != teams[1]
    for team, home in zip(teams, (one, other), strict=True):
        if team:
            assert WORLD.desks[team].kind is OrganisationKind.LOCAL_TEAM
            assert WORLD.desks[team].municipality == WORLD.homes[home].municipality


@MANY
@given(worlds(), questions)
def test_a_rule_without_a_target_is_off_and_told(facts: Facts, question: Question) -> None:
    found = route(BOOK, facts, question)
    called = {contact.role for contact in found.chain}
    assert not called & {one.role for one in found.off}
    rules = {rule.id: rule for rule in BOOK.rules}
    for contact in found.chain:
        if contact.rule in rules:
            assert question.kind in rules[contact.rule].kinds

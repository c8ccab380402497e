"""What the owner of an offer does, and what nobody else can."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from tests.directory.made import administrator, facts

from tandem.audit.actions import acting_actor
from tandem.directory import actions, queries
from tandem.directory.data import Changed, DirectContact, Freshness, OfferQuestion
from tandem.directory.models import Offer, Suggestion
from tandem.platform import clock
from tandem.platform.context import ANONYMOUS, Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.register.administration.data import Refused

SAYS = Context(service="suggestions")


def key_of(name: str) -> UUID:
    return Offer.objects.values_list("pk", flat=True).get(name=name)


def add(**changes: object) -> UUID:
    """By the administrator of De Wilgentak, who must be acting."""
    own = administrator("otto").organisation
    assert own is not None
    contact = DirectContact("teamleider", "015-0000099")
    return actions.add_offer(by=acting_actor(), organisation=own, facts=facts(**changes), contact=contact)


def test_an_owner_adds_changes_and_ends(region: Cluster) -> None:
    with acting(administrator("otto")):
        key = add()
        one = queries.own_offer(key)
        assert (one.confirmed_on, one.version, one.freshness) == (clock.today(), 1, Freshness.CONFIRMED)
        assert queries.direct_contact(key, actor=acting_actor()).phone == "015-0000099"
        changed = replace(one.facts, name="Samen koken")
        actions.change_offer(
            by=acting_actor(), offer=key, version=1, facts=changed, contact=DirectContact("balie", "015-0000098")
        )
        assert queries.own_offer(key).version == 2
        assert queries.direct_contact(key, actor=acting_actor()).role == "balie"
        actions.end_offer(by=acting_actor(), offer=key, until=clock.today())
    with acting(ANONYMOUS):
        assert queries.find(OfferQuestion(text="samen koken")).total == 0
        assert queries.offer(key).facts.valid_until == clock.today(), "ended, and still there to be read"


def test_a_change_of_an_older_version_is_refused_with_both_texts(region: Cluster) -> None:
    with acting(administrator("otto")):
        key = add()
        mine, theirs = facts(name="Van mij"), facts(name="Van een collega")
        nothing = DirectContact()
        actions.change_offer(by=acting_actor(), offer=key, version=1, facts=theirs, contact=nothing)
        with pytest.raises(Changed) as changed, transaction.atomic():
            actions.change_offer(by=acting_actor(), offer=key, version=1, facts=mine, contact=nothing)
        assert changed.value.now.facts.name == "Van een collega"
        assert queries.own_offer(key).facts.name == "Van een collega"


@pytest.mark.parametrize("who", ["bas", "greet", "rita"])
def test_nobody_elses_administrator_touches_it(region: Cluster, who: str) -> None:
    key, own = key_of("Terug naar school"), administrator("otto").organisation
    assert own is not None
    with acting(administrator(who)):
        by, nothing = acting_actor(), DirectContact()
        attempts: list[Callable[[], None]] = [
            lambda: actions.change_offer(by=by, offer=key, version=1, facts=facts(), contact=nothing),
            lambda: actions.confirm_offer(by=by, offer=key),
            lambda: actions.end_offer(by=by, offer=key, until=clock.today()),
        ]
        for attempt in attempts:
            with pytest.raises(KeyError), transaction.atomic():
                attempt()
        with pytest.raises(Refused), transaction.atomic():
            actions.add_offer(by=by, organisation=own, facts=facts(), contact=nothing)
        assert Offer.objects.filter(pk=key).update(name="van ons") == 0, "nor past the actions"


def test_confirming_makes_it_fresh(region: Cluster) -> None:
    key = key_of("Dagbehandeling jonge kind")
    with acting(administrator("otto")):
        assert queries.own_offer(key).freshness is Freshness.HIDDEN
        actions.confirm_offer(by=acting_actor(), offer=key)
        assert queries.own_offer(key).freshness is Freshness.CONFIRMED


def test_a_suggestion_reaches_the_owner_and_nobody_else(region: Cluster) -> None:
    key = key_of("Terug naar school")
    with acting(SAYS):
        actions.suggest(by=actions.SUGGESTIONS, offer=key, text="  Het telefoonnummer klopt niet.  ")
        assert Suggestion.objects.count() == 0, "the form that writes it does not read it"
        for wrong in ("", " ", "x" * 1001):
            with pytest.raises(Refused), transaction.atomic():
                actions.suggest(by=actions.SUGGESTIONS, offer=key, text=wrong)
        with pytest.raises(KeyError), transaction.atomic():
            actions.suggest(by=actions.SUGGESTIONS, offer=uuid4(), text="bestaat niet")
    with acting(administrator("bas")):
        assert queries.suggestions() == ()
    with acting(administrator("otto")):
        [one] = queries.suggestions()
        assert (one.text, one.offer_name) == ("Het telefoonnummer klopt niet.", "Terug naar school")
        actions.settle_suggestion(by=acting_actor(), suggestion=one.id, answer="Aangepast.")
        assert queries.suggestions() == ()
        assert queries.suggestions(done=True)[0].answer == "Aangepast."
        with pytest.raises(KeyError), transaction.atomic():
            actions.settle_suggestion(by=acting_actor(), suggestion=one.id, answer="nog eens")


def test_a_good_example_is_added_changed_and_ended_by_its_owner(region: Cluster) -> None:
    own = administrator("otto").organisation
    assert own is not None
    mine = replace(queries.example("jeugdcoach-op-school"), title="Jeugdcoach bij ons", source="")
    with acting(administrator("otto")):
        key = actions.add_example(by=acting_actor(), example=actions.NewExample(own, mine))
        changed = replace(mine, title="Jeugdcoach op drie scholen")
        actions.change_example(by=acting_actor(), key=key, version=1, facts=changed)
        with pytest.raises(Refused), transaction.atomic():
            actions.change_example(by=acting_actor(), key=key, version=1, facts=mine)
    with acting(administrator("bas")), pytest.raises(KeyError), transaction.atomic():
        actions.end_example(by=acting_actor(), key=key, until=clock.today())
    with acting(ANONYMOUS):
        shown = {one.title: one for one in queries.examples(municipality="GM1621")}
        assert "Jeugdcoach op drie scholen" in shown
        assert shown["Jeugdcoach op drie scholen"].organisation is not None
        assert queries.example(str(key)).version == 2
    with acting(administrator("otto")):
        actions.end_example(by=acting_actor(), key=key, until=clock.today())
        assert str(key) not in {one.key for one in queries.examples()}


def test_how_fresh_an_organisation_is_the_stalest_first(region: Cluster) -> None:
    with acting(ANONYMOUS):
        found = queries.freshness()
    assert [one.oldest for one in found] == sorted(one.oldest for one in found)
    by_name = {one.organisation.name: one for one in found}
    assert by_name["Jeugdhulp De Wilgentak"].owned
    assert not by_name["Jeugd-ggz De Lichtboei"].owned
    assert by_name["Jeugdhulp De Wilgentak"].counts[Freshness.HIDDEN] == 1
    assert sum(sum(one.counts.values()) for one in found) == 40


def test_dates_in_the_past_end_nothing(region: Cluster) -> None:
    with acting(administrator("otto")), pytest.raises(Refused), transaction.atomic():
        actions.end_offer(by=acting_actor(), offer=key_of("Terug naar school"), until=clock.today() - timedelta(days=1))

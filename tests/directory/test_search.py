"""Search over the offers of the example region, beside a slow and obvious one; on each version of PostgreSQL."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.directory.made import administrator, facts

from tandem.audit.actions import acting_actor
from tandem.directory import actions, definitions, queries, searching
from tandem.directory.data import (
    Decides,
    Delivery,
    DirectContact,
    Freshness,
    Offer,
    OfferKind,
    OfferQuestion,
    Setting,
    Theme,
)
from tandem.directory.models import Offer as Row
from tandem.directory.rows import offers_of
from tandem.platform import clock
from tandem.platform.context import ANONYMOUS, acting
from tandem.platform.postgres.cluster import Cluster

DELFT, RIJSWIJK = "GM0503", "GM0603"


def names(text: str = "", **chosen: Any) -> list[str]:
    with acting(ANONYMOUS):
        return [one.facts.name for one in queries.find(OfferQuestion(text=text, **chosen)).offers]


def test_it_finds_what_was_meant(region: Cluster) -> None:
    bullying = names("pesten")
    assert bullying[:2] == ["Kanjerlessen in groep 3 tot en met 8", "Samen sterk tegen pesten"], "the lightest first"
    assert names("treiteren") == bullying, "what means the same"
    assert names("cyberpesten") == bullying
    assert names("smw") == names("schoolmaatschappelijk werk")
    assert "Schoolmaatschappelijk werk op school" in names("smw")
    assert names("schulden") == ["Geldfit voor jongeren"] == names("armoede")
    assert "Maatjes voor jonge mantelzorgers" in names("mantelz"), "half typed"
    assert "Rouwgroep voor kinderen" in names("verlies")
    assert "Kleinschalig wonen met school" in names("woonplek")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("voorlezn", "voorlezen"),
        ("zorgboerderei", "zorgboerderij"),
        ("sportcoahc", "sportcoach"),
        ("ROUWGROEPP", "rouwgroep"),
    ],
)
def test_a_typing_error_is_put_right_and_said(region: Cluster, wrong: str, right: str) -> None:
    with acting(ANONYMOUS):
        found = queries.find(OfferQuestion(text=wrong))
        assert found.offers
        assert list(found.corrected.values()) == [right]
        assert queries.find(OfferQuestion(text="qqqqqqqq")).total == 0


def test_what_nobody_confirmed_for_a_year_is_only_found_when_asked(region: Cluster) -> None:
    assert "Meidengroep weerbaarheid" not in names("meidengroep")
    assert "Meidengroep weerbaarheid" in names("meidengroep", also_old=True)
    with acting(ANONYMOUS):
        states = {one.freshness for one in queries.find(OfferQuestion()).offers}
    assert states == {Freshness.CONFIRMED, Freshness.DUE, Freshness.DOUBTFUL}


def test_what_ended_or_begins_later_is_not_found(region: Cluster) -> None:
    today = clock.today()
    with acting(administrator("otto")):
        by, own = acting_actor(), administrator("otto").organisation
        assert own is not None
        for name, period in (
            ("Eergisteren", {"valid_from": today - timedelta(days=9), "valid_until": today}),
            ("Overmorgen", {"valid_from": today + timedelta(days=1)}),
            ("Vandaag", {"valid_from": today, "valid_until": today + timedelta(days=1)}),
        ):
            actions.add_offer(by=by, organisation=own, facts=facts(name=name, **period), contact=DirectContact())
    assert [name for name in names() if name.endswith(("gisteren", "morgen", "daag"))] == ["Vandaag"]


def fits(one: Offer, asked: OfferQuestion, *, without: str = "") -> bool:
    """Slow and obvious; without a text. `without`: a filter that does not count."""
    said = one.facts
    chosen: dict[str, bool] = {
        "kinds": not asked.kinds or said.kind in asked.kinds,
        "themes": not asked.themes or bool(set(said.themes) & set(asked.themes)),
        "settings": not asked.settings or bool(set(said.settings) & set(asked.settings)),
        "delivered": not asked.delivered or bool(set(said.delivered) & set(asked.delivered)),
        "clusters": not asked.clusters or bool(set(said.clusters) & set(asked.clusters)),
        "direct": not asked.direct or said.decides is Decides.NOBODY,
    }
    rest = (
        (not asked.municipality or not said.municipalities or asked.municipality in said.municipalities)
        and (asked.age is None or said.age_from <= asked.age <= said.age_to)
        and (asked.also_old or one.freshness is not Freshness.HIDDEN)
    )
    return rest and all(fit for name, fit in chosen.items() if name != without)


def codes_of(one: Offer) -> dict[str, set[str]]:
    said = one.facts
    return {
        "kinds": {said.kind},
        "themes": set(said.themes),
        "settings": set(said.settings),
        "delivered": set(said.delivered),
        "clusters": set(map(str, said.clusters)),
        "direct": {str(said.decides)} & {str(Decides.NOBODY)},
    }


def some(chance: random.Random, codes: Any) -> tuple[Any, ...]:
    return tuple(chance.sample(list(codes), chance.choice((0, 0, 0, 1, 2))))


def test_filters_and_their_counts_are_those_of_a_slow_search(region: Cluster) -> None:
    with acting(ANONYMOUS):
        every = offers_of(Row.objects.all(), clock.today())
        chance = random.Random(5)
        found_some = 0
        for _ in range(60):
            asked = OfferQuestion(
                kinds=some(chance, OfferKind),
                themes=some(chance, Theme),
                settings=some(chance, Setting),
                delivered=some(chance, Delivery),
                clusters=some(chance, (1, 2, 3, 4)),
                municipality=chance.choice(("", DELFT, RIJSWIJK, "GM0518")),
                age=chance.choice((None, 3, 9, 16)),
                direct=chance.random() < 0.2,
                also_old=chance.random() < 0.3,
            )
            found = queries.find(asked, size=100)
            expected = [one for one in every if fits(one, asked)]
            assert {one.id for one in found.offers} == {one.id for one in expected}, asked
            assert found.total == len(expected)
            for group, counts in found.counts.items():
                left = [one for one in every if fits(one, asked, without=group)]
                assert counts == {code: sum(code in codes_of(one)[group] for one in left) for code in counts}, group
            found_some += bool(expected)
        assert found_some > 20, "hardly anything was found: nothing was tested"


def test_pages_together_are_the_whole(region: Cluster) -> None:
    with acting(ANONYMOUS):
        whole = [one.id for one in queries.find(OfferQuestion(), size=100).offers]
        pages = [one.id for page in (1, 2, 3, 4) for one in queries.find(OfferQuestion(), page=page, size=11).offers]
    assert pages == whole
    assert len(set(whole)) == len(whole)


def test_the_bits_of_the_database_are_the_codes_of_the_program(region: Cluster) -> None:
    for name, (first, codes) in searching.FACETS.items():
        for at, code in enumerate(codes):
            lists = dict.fromkeys(("themes", "settings", "delivered", "clusters"), "{}")
            values = {
                "kinds": "",
                "direct": "SCHOOL",
                **lists,
                name: code if name in ("kinds", "direct") else f"{{{code}}}",
            }
            with connection.cursor() as cursor:
                cursor.execute(
                    "select directory_facets(%s, %s::text[], %s::text[], %s::text[], %s::text[], %s)",
                    [values[key] for key in ("kinds", "themes", "settings", "delivered", "clusters", "direct")],
                )
                assert cursor.fetchone()[0] == 1 << (first + at), code


def test_what_to_do_first_is_ordered_with_reasons(region: Cluster) -> None:
    with acting(ANONYMOUS):
        advised = queries.preventive_offers(Theme.WELLBEING, "BO", 9, DELFT)
        assert {one.offer.facts.kind for one in advised} == {OfferKind.BASIC, OfferKind.PREVENTIVE}
        assert [one.step for one in advised] == sorted(one.step for one in advised)
        assert all(one.offer.facts.age_from <= 9 <= one.offer.facts.age_to for one in advised)
        assert queries.preventive_offers(municipality="GM0518"), "what is everywhere is there too"
        assert queries.preventive_offers(Theme.HOUSING, "BO") == ()
        assert len(definitions.order()) == len(OfferKind)

"""The fictitious pupils: put there once, by the cast itself, and shared by the standard."""

from collections import Counter

import pytest
from tests.cast import player
from tests.on_stage import set_the_stage

from tandem.audit.actions import acting_actor
from tandem.children.models import Child
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing import demo
from tandem.sharing.disclosing import queries
from tandem.sharing.models import Consent, Disclosure
from tandem.sharing.reading import standard


@pytest.fixture
def filled(owned_database: Cluster) -> demo.PupilsFile:
    set_the_stage()
    file = demo.demo_pupils()
    assert demo.fill_demo_pupils() == len(file.pupils)
    return file


def test_they_come_once_and_have_their_age(filled: demo.PupilsFile) -> None:
    assert demo.fill_demo_pupils() == 0
    assert Child.objects.count() == len(filled.pupils)
    born = {child.given_name: child.birth_date for child in Child.objects.all()}
    assert born == {part.name[0]: demo._born(part) for part in filled.pupils}


def test_what_is_shared_is_what_the_file_says(filled: demo.PupilsFile) -> None:
    wanted = Counter(
        (part.rule, part.consent == "withdrawn") for part in filled.disclosures if part.consent != "refused"
    )
    assert Counter((row.rule, row.ended_on is not None) for row in Disclosure.objects.all()) == wanted
    assert Consent.objects.filter(outcome="REFUSED").exists()
    with acting(demo._as("tomas")):
        received = {one.child_name for one in queries.received(acting_actor())}
    assert received == {"Mees Pimpernel", "Boaz Klaver", "Lou Zuring"}


def test_everybody_that_is_named_exists(filled: demo.PupilsFile) -> None:
    keys = {part.key for part in filled.pupils}
    for part in filled.disclosures:
        assert part.about in keys
        assert player(part.by)
        assert standard().by_id[part.rule]

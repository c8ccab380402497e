"""The window of the family: who comes in, what she reads, and what shuts it."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from tests.family.kitchen_table import SIGNING_IN, Kitchen, Relative, reads, texts
from tests.register.people_world import DAY

from tandem.audit.actions import acting_actor
from tandem.casework.actions.step import CannotError
from tandem.children.models import Access, Residence
from tandem.family import queries
from tandem.family.actions import choosing, inviting, releasing
from tandem.family.data import Audience, Shut
from tandem.family.models import Window
from tandem.identity.data import SIGN_IN
from tandem.platform.context import Context, acting
from tandem.register.models import Person
from tandem.sharing.codes import Giver
from tandem.sharing.records import Authenticity

FIFTEEN, SIXTEEN, GROWN = date(DAY.year - 15, 1, 2), date(DAY.year - 16, 1, 2), date(DAY.year - 18, 1, 2)


def test_a_mother_reads_what_was_let_out_and_nothing_else(world: Kitchen) -> None:
    mo = world.at_table(world.mo)
    world.lets_out("Voor u allen.")
    world.lets_out("Alleen voor Ada.", Audience.YOUNG)
    found = reads(mo)
    assert found is not None
    assert found.child.given_name == "Ada"
    assert texts(mo) == ["Voor u allen."]
    assert [one.function for one in found.track.people] == ["IB", "LT_TOEGANG"]
    assert found.track.holder == world.location.name
    with acting(mo.context):
        assert not Residence.objects.exists(), "where the child lives is no part of it"
        assert Access.objects.filter(reason="FAMILY").count() == 1


def test_what_is_taken_back_is_gone_for_the_family_and_stays_at_work(world: Kitchen) -> None:
    mo, id = world.at_table(world.mo), world.lets_out("Te snel.")
    with acting(world.coordinator.context):
        releasing.take_back(by=acting_actor(), release=id, why="stond er te vroeg")
        found = queries.releases_of(acting_actor(), case=world.case)
        with pytest.raises(CannotError, match="STATE"):
            releasing.take_back(by=acting_actor(), release=id, why="nog eens")
    assert texts(mo) == []
    assert [(one.text, one.why_withdrawn) for one in found] == [("Te snel.", "stond er te vroeg")]


def test_a_code_works_once_and_not_for_a_professional(world: Kitchen) -> None:
    window, code = world.code(world.mo)
    person = Person.objects.get(pk=world.far_worker.membership.person_id)
    account = person.account_id or uuid4()
    Person.objects.filter(pk=person.pk).update(account_id=account)
    with acting(SIGNING_IN):
        assert inviting.is_good(code.upper().replace("-", " "))
        with pytest.raises(CannotError, match="PROFESSIONAL"):
            inviting.accept(by=SIGN_IN, code=code, account=account)
        assert inviting.accept(by=SIGN_IN, code=code, account=uuid4()) == window
        assert inviting.accept(by=SIGN_IN, code=code, account=uuid4()) is None


def test_a_lost_code_is_replaced(world: Kitchen) -> None:
    window, old = world.code(world.mo)
    with acting(world.coordinator.context):
        new = inviting.new_code(by=acting_actor(), window=window).code
    with acting(SIGNING_IN):
        assert not inviting.is_good(old)
        assert inviting.is_good(new)


def test_nobody_comes_in_by_authority_that_was_not_checked(world: Kitchen) -> None:
    claim = world.authority("Zegt hij", Giver.GUARDIAN, Authenticity.UNKNOWN)
    for authority in (claim, uuid4(), None):  # the young person is 8
        with pytest.raises(CannotError, match="AUTHORITY"):
            world.code(authority)
    world.contested(world.mo)
    with pytest.raises(CannotError, match="AUTHORITY"):
        world.code(world.fedde)


def test_contested_authority_shuts_both_out_until_somebody_looked(world: Kitchen) -> None:
    mo, fedde = world.at_table(world.mo), world.at_table(world.fedde)
    world.lets_out()
    assert reads(mo)
    assert reads(fedde)
    world.contested(world.mo)
    assert reads(mo) is None
    assert reads(fedde) is None
    with acting(world.coordinator.context):
        assert [one.shut for one in queries.windows_of(acting_actor(), case=world.case)] == [Shut.HELD, Shut.HELD]
        with pytest.raises(CannotError, match="CONTESTED"):
            inviting.let_in_again(by=acting_actor(), window=mo.window)
    world.contested(world.mo, contested=False)
    assert reads(mo) is None, "somebody looks first"
    with acting(world.coordinator.context):
        inviting.let_in_again(by=acting_actor(), window=mo.window)
    assert reads(mo) is not None
    assert reads(fedde) is None


def test_from_16_on_the_young_person_decides_about_her_parents(world: Kitchen) -> None:
    world.born(FIFTEEN)
    mo, ada = world.at_table(world.mo), world.at_table(None)
    assert reads(mo)
    assert reads(ada)
    with pytest.raises(CannotError, match="AGE"):
        world.says(ada, agrees=False)
    world.born(SIXTEEN)
    assert reads(mo) is None
    assert reads(ada)
    world.says(ada, agrees=True)
    assert reads(mo) is not None
    world.says(ada, agrees=False)
    assert reads(mo) is None
    with acting(world.coordinator.context), pytest.raises(CannotError, match="AGE"):
        choosing.note_choice(by=acting_actor(), case=world.case, agrees=True)
    assert reads(mo) is None, "she has a window, so nobody says it for her"


def test_without_a_window_of_her_own_a_professional_writes_it_down(world: Kitchen) -> None:
    world.born(SIXTEEN)
    mo = world.at_table(world.mo)
    assert reads(mo) is None
    with acting(world.coordinator.context):
        choosing.note_choice(by=acting_actor(), case=world.case, agrees=True)
    assert reads(mo) is not None
    world.born(GROWN)
    assert reads(mo) is None, "at 18 authority is over"


def test_a_closed_window_shows_nothing_at_once(world: Kitchen) -> None:
    mo = world.at_table(world.mo)
    with acting(world.coordinator.context):
        inviting.close(by=acting_actor(), window=mo.window)
    assert reads(mo) is None


def test_no_place_is_named_where_the_address_is_secret(world: Kitchen) -> None:
    mo = world.at_table(world.mo)
    with acting(world.coordinator.context):
        queries.windows_of(acting_actor(), case=world.case)
    found = reads(mo)
    assert found is not None
    assert found.track.holder
    world.hides_the_address()
    found = reads(mo)
    assert found is not None
    assert found.track.holder == ""
    assert {one.organisation for one in found.track.people} == {""}
    with acting(mo.context):
        seen = queries.looks(acting_actor(), id=mo.window)
    assert seen
    assert {one.organisation for one in seen} == {""}


def test_who_looked_is_told_by_function_and_never_the_other_parent(world: Kitchen) -> None:
    mo, fedde = world.at_table(world.mo), world.at_table(world.fedde)
    reads(fedde)
    with acting(mo.context):
        seen = queries.looks(acting_actor(), id=mo.window)
    assert {one.function for one in seen} == {"IB"}
    assert {one.organisation for one in seen} == {world.location.name}


def another(one: Relative, **changes: object) -> Context:
    return Context(**{"account": one.account, "principals": (one.window,), "day": DAY, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("what", ["other account", "one factor", "a hat", "the other parent's window"])
def test_a_window_is_of_one_account_without_a_hat(world: Kitchen, what: str) -> None:
    mo, fedde = world.at_table(world.mo), world.at_table(world.fedde)
    hat = world.coordinator.context
    as_who = {
        "other account": another(mo, account=uuid4()),
        "one factor": another(mo, principals=()),
        "a hat": another(mo, hat=hat.hat, person=hat.person),
        "the other parent's window": another(fedde, principals=(fedde.window, mo.window)),
    }[what]
    with acting(as_who):
        assert queries.window(id=mo.window) is None
        assert not Access.objects.filter(source=mo.window).exists()


def test_the_family_writes_nothing_of_a_professional(world: Kitchen) -> None:
    mo = world.at_table(world.mo)
    with acting(mo.context):
        assert Window.objects.filter(pk=mo.window).update(held=None) == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Window.objects.filter(pk=mo.window).update(valid_until=date(2100, 1, 1))

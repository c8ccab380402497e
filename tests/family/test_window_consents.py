"""Consent in the window: asked, given, refused and taken back, and what the gate then opens and shuts."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.family.kitchen_table import NOON, Kitchen, Relative
from tests.register.people_world import DAY, LONG_AGO

from tandem.audit.actions import acting_actor
from tandem.casework.actions.step import CannotError, NotThereError
from tandem.children.data import Kind
from tandem.children.models import Access
from tandem.family import queries
from tandem.family.actions import consenting
from tandem.family.data import Question
from tandem.platform.context import acting
from tandem.sharing.codes import Giver
from tandem.sharing.consenting.data import Receiver
from tandem.sharing.models import Consent, Disclosure, Notice
from tandem.sharing.records import Authenticity

PURPOSE, KINDS = "zorgsignaal-lokaal-team", Kind.IDENTITY | Kind.CONCERN
GIVERS = {"mo": Giver.PARENT_1, "fedde": Giver.PARENT_2}


def ask(world: Kitchen, one: Relative, giver: Giver) -> UUID:
    receiver = Receiver(world.far_team.id, "LT_TOEGANG")
    with acting(world.coordinator.context):
        question = Question(
            one.window, world.location.id, giver, Authenticity.REGISTER, receiver, PURPOSE, KINDS, True, False
        )
        consenting.ask(by=acting_actor(), question=question)
    with acting(one.context):
        return queries.askings(acting_actor(), window=one.window)[0].id


def answer(one: Relative, asking: UUID, *, agrees: bool) -> None:
    with acting(one.context):
        consenting.answer_asking(by=acting_actor(), asking=asking, agrees=agrees, text_version="1", text_hash="0")


def take_back(one: Relative, giver: Giver) -> None:
    with acting(one.context):
        found = queries.window(id=one.window)
        assert found is not None
        said = queries.said_consents(acting_actor(), window=found)[0]
        consenting.take_back_consent(by=acting_actor(), consent=said.id, giver=giver)


def disclosed(world: Kitchen) -> UUID:
    """What the school shares with the team as long as both parents agree; as the owner writes it."""
    id = uuid4()
    Disclosure.objects.create(
        id=id, child=world.ada, file_id=world.location.id, organisation=world.location, function="IB",
        membership_id=world.coordinator.membership.id, person_id=world.coordinator.person.id, recorded_at=NOON,
        receiver_organisation=world.far_team, receiver_function="LT_TOEGANG", kinds=KINDS.value, purpose=PURPOSE,
        rule="DS-006", rule_version="1", verdict="allowed_with_consent", gate_processing="6(1)(a)", needs_consent=True,
        needs_release=False, needs_youth=False, needs_parents=True, as_of=NOON, valid_from=LONG_AGO,
        valid_until=DAY + timedelta(days=90),
    )  # fmt: skip
    return id


def opens(disclosure: UUID) -> bool:
    return Access.objects.filter(source=disclosure).exists()


@pytest.fixture
def both(world: Kitchen) -> dict[str, Relative]:
    """Both parents are asked, and say yes."""
    found = {"mo": world.at_table(world.mo), "fedde": world.at_table(world.fedde)}
    for name, one in found.items():
        answer(one, ask(world, one, GIVERS[name]), agrees=True)
    return found


def test_a_yes_of_both_opens_the_gate_and_one_taken_back_shuts_it_at_once(
    world: Kitchen, both: dict[str, Relative]
) -> None:
    disclosure = disclosed(world)
    assert opens(disclosure)
    take_back(both["mo"], Giver.PARENT_1)
    assert not opens(disclosure)
    assert Notice.objects.filter(disclosure_id=disclosure, code="CONSENT_WITHDRAWN").exists()
    with pytest.raises(NotThereError):
        take_back(both["mo"], Giver.PARENT_1)


def test_the_record_says_that_she_wrote_it_down_herself(world: Kitchen, both: dict[str, Relative]) -> None:
    row = Consent.objects.get(authority_id=world.mo)
    assert (row.function, row.form, row.outcome, row.organisation_id) == (
        "OUDER_G",
        "DIGITAL",
        "GIVEN",
        world.location.id,
    )
    assert (row.person_id, row.membership_id, row.case_id) == (both["mo"].account, both["mo"].window, world.case)


def test_a_no_of_one_shuts_it_for_all(world: Kitchen) -> None:
    mo, fedde = world.at_table(world.mo), world.at_table(world.fedde)
    answer(mo, ask(world, mo, Giver.PARENT_1), agrees=True)
    answer(fedde, ask(world, fedde, Giver.PARENT_2), agrees=False)
    assert not opens(disclosed(world))


def test_each_sees_and_answers_only_her_own(world: Kitchen) -> None:
    mo, fedde = world.at_table(world.mo), world.at_table(world.fedde)
    asked = ask(world, mo, Giver.PARENT_1)
    with acting(fedde.context):
        assert queries.asking(acting_actor(), id=asked) is None
        assert queries.askings(acting_actor(), window=mo.window) == ()
    with pytest.raises(NotThereError):
        answer(fedde, asked, agrees=True)
    answer(mo, asked, agrees=True)
    with pytest.raises(NotThereError):
        answer(mo, asked, agrees=False)
    with acting(fedde.context):
        assert not Consent.objects.exists()


def test_the_same_is_not_asked_twice(world: Kitchen) -> None:
    mo = world.at_table(world.mo)
    ask(world, mo, Giver.PARENT_1)
    with pytest.raises(CannotError, match="ASKED"):
        ask(world, mo, Giver.PARENT_1)


def test_where_the_address_is_secret_no_place_is_named_in_a_question(world: Kitchen) -> None:
    mo = world.at_table(world.mo)
    asked = ask(world, mo, Giver.PARENT_1)
    world.hides_the_address()
    with acting(mo.context):
        one = queries.asking(acting_actor(), id=asked)
    assert one is not None
    assert (one.organisation, one.receiver) == ("", "")

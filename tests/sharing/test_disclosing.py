"""Sharing as a coordinator does it: judged by the standard, previewed, shared, seen, taken back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.register.people_world import DAY, Worker
from tests.sharing.files import NEXT_MONTH, NEXT_YEAR, PURPOSE, Files

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.codes import DataKind, Giver, Verdict
from tandem.sharing.consenting.data import Receiver
from tandem.sharing.disclosing import queries
from tandem.sharing.disclosing.actions import Check, share, withdraw
from tandem.sharing.disclosing.content import content_of
from tandem.sharing.disclosing.data import (
    Content,
    Judgement,
    NotAllowedError,
    NotDoneError,
    OwnDecision,
    Preview,
    Proposal,
)
from tandem.sharing.disclosing.judging import judge
from tandem.sharing.disclosing.preview import preview
from tandem.sharing.models import Disclosure, Step
from tandem.sharing.queries import file_of
from tandem.sharing.records import Ending, Override

ASKED = frozenset({DataKind.IDENTITY, DataKind.CONCERN})
ALL_STEPS = Check({}, {"TALK_WITH": "12 september", "TALK": "12 september", "WEIGH": "nodig voor hulp"})


@pytest.fixture
def world(owned_database: Cluster) -> Files:
    return Files()


def proposal(world: Files, kinds: frozenset[DataKind] = ASKED) -> Proposal:
    return Proposal(world.bo.id, world.file, world.receiver, kinds, PURPOSE, NEXT_MONTH)


def judged(world: Files, what: Proposal, who: Worker | None = None) -> Judgement:
    with acting((who or world.coordinator).context):
        return judge(acting_actor(), what, on=DAY, facts={})


def shared(
    world: Files,
    what: Proposal | None = None,
    check: Check = ALL_STEPS,
    *,
    as_of: datetime | None = None,
    decision: OwnDecision | None = None,
) -> UUID:
    with acting(world.coordinator.context):
        return share(
            by=acting_actor(),
            proposal=what or proposal(world),
            check=check,
            as_of=as_of or clock.now(),
            on=DAY,
            decision=decision,
        )


def previewed(world: Files, what: Proposal | None = None) -> Preview:
    what = what or proposal(world)
    with acting(world.coordinator.context):
        judgement = judge(acting_actor(), what, on=DAY, facts={})
        return preview(acting_actor(), proposal=what, judgement=judgement, on=DAY)


def looked(world: Files, id: UUID, who: Worker | None = None) -> Content | None:
    with acting((who or world.consultant).context):
        return content_of(acting_actor(), id=id)


def test_the_file_is_that_of_the_place_or_of_the_own_hat(world: Files) -> None:
    with acting(world.coordinator.context):
        assert (file_of(world.bo.id), file_of(world.elsewhere.id)) == (world.file, None)
    with acting(world.consultant.context):
        assert (file_of(world.ada.id), file_of(world.bo.id)) == (world.consultant.hat.id, None)


def test_the_standard_says_who_must_consent_and_the_file_who_has(world: Files) -> None:
    one, two = world.both_parents()
    judgement = judged(world, proposal(world))
    assert (judgement.answer.rule.id, judgement.answer.verdict) == ("DS-006", Verdict.WITH_CONSENT)
    assert judgement.needs_consent
    assert judgement.needs_release
    assert [asked.authority.id for asked in judgement.asked if asked.authority] == [one, two]
    assert not any(asked.consent for asked in judgement.asked)
    world.consent(Giver.PARENT_1, one)
    world.refuse(Giver.PARENT_2, two)
    judgement = judged(world, proposal(world))
    assert (judgement.answer.verdict, judgement.answer.rule.id) == (Verdict.ANONYMOUS_ONLY, "DS-007")
    assert {one.rule for one in judgement.answer.alternatives}


def test_without_a_parent_in_the_file_somebody_is_still_missing(world: Files) -> None:
    judgement = judged(world, proposal(world))
    assert len(judgement.asked) == 1
    assert not judgement.consented


def test_sharing_waits_for_consent_and_for_the_steps(world: Files) -> None:
    with pytest.raises(NotAllowedError):
        shared(world)
    world.consented()
    with pytest.raises(NotDoneError) as missing:
        shared(world, check=Check({}, {"TALK": "", "WEIGH": "ja"}))
    assert set(missing.value.steps) == {"TALK_WITH", "TALK"}
    id = shared(world)
    row = Disclosure.objects.get(pk=id)
    assert (row.rule, row.rule_version, row.verdict) == ("DS-006", "1", "allowed_with_consent")
    assert (row.gate_processing, row.gate_secrecy) == ("6(1)(a) of 6(1)(e) 9(2)(a)", "UAVG 30 lid 4")
    assert set(Step.objects.values_list("code", "evidence")) == set(ALL_STEPS.steps.items())


def test_the_receiver_sees_exactly_the_preview(world: Files) -> None:
    world.consented()
    shown = previewed(world)
    assert not Disclosure.objects.exists()
    assert shown.content.name == "Bo Proefkind"
    assert [(kind, len(notes)) for kind, notes in shown.content.notes] == [(Kind.CONCERN, 1)]
    world.note(world.coordinator, Kind.CONCERN)
    id = shared(world, as_of=shown.as_of)
    assert looked(world, id) == shown.content


def test_the_panel_names_every_function_at_the_receiver(world: Files) -> None:
    world.consented()
    panel = {one.function: (one.people, one.content is not None) for one in previewed(world).audiences}
    assert panel == {"LT_TOEGANG": (1, True), "LT_HULP": (4, False)}


def test_a_preview_leaves_nothing_but_its_own_line(world: Files) -> None:
    world.consented()
    previewed(world)
    with connection.cursor() as cursor:
        cursor.execute("select action, function from audit_access where action ~ 'disclosure' order by number")
        assert cursor.fetchall() == [("preview disclosure", "IB")]


def test_what_is_not_allowed_is_not_previewed_either(world: Files) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        previewed(world)


def test_who_gave_sees_who_looked_without_a_name_and_nobody_else_does(world: Files) -> None:
    world.consented()
    id = shared(world)
    looked(world, id)
    with acting(world.second.context):
        (look,) = queries.looks_at(id)
    assert (look.organisation, look.function, look.purpose) == ("Lokaal team Voorbeeldstad", "LT_TOEGANG", PURPOSE)
    assert look.kinds == ("identity", "concern")
    for other in (world.consultant, world.other_coordinator, world.helper):
        with acting(other.context):
            assert queries.looks_at(id) == ()


def test_a_line_of_the_log_names_rule_and_disclosure(world: Files) -> None:
    world.consented()
    id = shared(world)
    looked(world, id)
    with connection.cursor() as cursor:
        cursor.execute("select ground, subjects from audit_access where action = 'read disclosure'")
        assert cursor.fetchone() == (f"6(1)(a) of 6(1)(e) 9(2)(a) DS-006@1 {id}", [world.bo.id])


def test_given_and_received_are_two_lists(world: Files) -> None:
    world.consented()
    id = shared(world)
    with acting(world.second.context):
        (given,) = queries.given(acting_actor())
        assert (given.id, given.child_name, queries.received(acting_actor())) == (id, "Bo Proefkind", ())
    with acting(world.consultant.context):
        (received,) = queries.received(acting_actor())
        assert (received.id, received.child_name, queries.given(acting_actor())) == (id, "Bo Proefkind", ())
    with acting(world.helper.context):
        assert (queries.given(acting_actor()), queries.received(acting_actor())) == ((), ())


def test_what_is_taken_back_is_denied_at_once(world: Files) -> None:
    world.consented()
    id = shared(world)
    with acting(world.consultant.context):
        assert not withdraw(by=acting_actor(), disclosure=id, on=DAY)
    with acting(world.second.context):
        assert withdraw(by=acting_actor(), disclosure=id, on=DAY)
        assert not withdraw(by=acting_actor(), disclosure=id, on=DAY)
    assert looked(world, id) is None
    with acting(world.consultant.context):
        (notice,) = queries.notices()
    assert (notice.disclosure, notice.code, notice.own) == (id, Ending.WITHDRAWN, False)


def test_in_an_emergency_a_professional_decides_with_a_reason(world: Files) -> None:
    decision = OwnDecision(Override.VITAL_INTEREST, "Direct gevaar, ouders niet bereikbaar")
    id = shared(world, decision=decision, check=Check({}, {}))
    assert looked(world, id) is not None
    with acting(world.coordinator.context):
        assert queries.reason_of(id) == decision.reason
    with acting(world.consultant.context):
        assert queries.reason_of(id) == ""
    number = replace(proposal(world), kinds=frozenset({DataKind.CITIZEN_NUMBER}))
    with pytest.raises(DatabaseError), transaction.atomic():
        shared(world, number, decision=decision, check=Check({}, {}))


def test_what_no_rule_names_is_not_shared(world: Files) -> None:
    what = replace(proposal(world), receiver=Receiver(world.team.id, "LT_HULP"), purpose="zomaar", until=NEXT_YEAR)
    assert judged(world, what).answer.verdict is Verdict.NOT_ALLOWED
    with pytest.raises(NotAllowedError):
        shared(world, what)


def test_kinds_that_the_file_does_not_hold_are_missing(world: Files) -> None:
    what = proposal(world, ASKED | {DataKind.ABSENCE})
    assert judged(world, what).missing == Kind(0)  # the enrolment gives it
    empty = replace(what, child=world.ada.id)
    assert judged(world, empty).missing == Kind.CONCERN

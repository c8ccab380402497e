"""Histories in the real database: after every step all see what the oracle says, and nothing got further."""

import os
import time
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from tests.register.people_world import DAY, Worker
from tests.security import sharing_oracle as gate
from tests.security.oracle import Membership, Organisation, Period
from tests.sharing.files import KINDS, NEXT_MONTH, PURPOSE, Files

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.children.models import Child, Enrolment
from tandem.platform.context import acting
from tandem.register import models as register
from tandem.sharing import models
from tandem.sharing.codes import DataKind, Giver
from tandem.sharing.consenting import actions as consenting
from tandem.sharing.disclosing.actions import Check, share, withdraw
from tandem.sharing.disclosing.content import content_of
from tandem.sharing.disclosing.data import Content, NotAllowedError, NotDoneError, Proposal
from tandem.sharing.disclosing.judging import judge
from tandem.sharing.disclosing.preview import preview

NUMBER = int(os.environ.get("PROOF_DATABASE_HISTORIES", "40"))
STEPS = 30
DONE = Check({}, {"TALK_WITH": "12 september", "TALK": "12 september", "WEIGH": "nodig voor hulp"})
ASKED = frozenset({DataKind.IDENTITY, DataKind.CONCERN})


class InTheDatabase(RuleBasedStateMachine):
    histories = steps = 0

    def __init__(self) -> None:
        super().__init__()
        InTheDatabase.histories += 1
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.world = Files()
        world = self.world
        self.people = [world.coordinator, world.second, world.consultant, world.helper, world.head, world.swv]
        self.previewed: dict[UUID, Content] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # --- what happens ---------------------------------------------------------------------------------------------

    @rule(giver=st.sampled_from([Giver.PARENT_1, Giver.PARENT_2]))
    def authority(self, giver: Giver) -> None:
        if not models.Authority.objects.filter(giver=giver.value, valid_until=None).exists():
            self.world.parent(giver)

    @precondition(lambda _self: models.Authority.objects.exists())
    @rule(yes=st.sampled_from([True, True, True, False]), data=st.data())
    def says(self, yes: bool, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from([*models.Authority.objects.order_by("recorded_at")]))
        (self.world.consent if yes else self.world.refuse)(Giver(one.giver), one.id)

    @precondition(lambda _self: models.Consent.objects.filter(outcome="GIVEN", withdrawn_at=None).exists())
    @rule(data=st.data())
    def takes_back(self, data: st.DataObject) -> None:
        rows = models.Consent.objects.filter(outcome="GIVEN", withdrawn_at=None).order_by("recorded_at")
        assert self.world.withdraw(data.draw(st.sampled_from([row.id for row in rows])))

    @precondition(lambda _self: models.Authority.objects.exists())
    @rule(contested=st.booleans())
    def contests(self, contested: bool) -> None:
        with acting(self.world.coordinator.context):
            one = models.Authority.objects.order_by("recorded_at")[0].id
            consenting.contest_authority(by=acting_actor(), authority=one, contested=contested)

    @rule(kind=st.sampled_from([Kind.CONCERN, Kind.FAMILY]), own=st.booleans())
    def writes(self, kind: Kind, own: bool) -> None:
        self._try(lambda: self.world.note(self.world.coordinator if own else self.world.consultant, kind))

    @rule()
    def shares(self) -> None:
        """As the page does: judged, previewed, shared as of the preview."""
        world = self.world
        proposal = Proposal(world.bo.id, world.file, world.receiver, ASKED, PURPOSE, NEXT_MONTH)
        try:
            with acting(world.coordinator.context), transaction.atomic():
                judgement = judge(acting_actor(), proposal, on=DAY, facts={})
                if not judgement.consented or judgement.missing:
                    return
                seen = preview(acting_actor(), proposal=proposal, judgement=judgement, on=DAY)
                id = share(by=acting_actor(), proposal=proposal, check=DONE, as_of=seen.as_of, on=DAY)
        except (NotAllowedError, NotDoneError, DatabaseError):
            return
        self.previewed[id] = seen.content

    @precondition(lambda _self: models.Disclosure.objects.filter(ended_on=None).exists())
    @rule()
    def withdraws(self) -> None:
        with acting(self.world.coordinator.context):
            one = models.Disclosure.objects.filter(ended_on=None).order_by("recorded_at")[0].id
            assert withdraw(by=acting_actor(), disclosure=one, on=DAY)

    @rule(ends=st.booleans())
    def the_receiver_leaves_or_comes_back(self, ends: bool) -> None:
        rows = register.Membership.objects.filter(pk=self.world.consultant.membership.pk)
        rows.update(valid_until=DAY if ends else None)

    # --- what must never work -------------------------------------------------------------------------------------

    @rule(who=st.sampled_from(["consultant", "helper"]))
    def who_received_passes_on(self, who: str) -> None:
        """Who the child is was only told to her; it is never hers to give."""
        sender: Worker = getattr(self.world, who)
        to: dict[str, Any] = {"receiver_organisation_id": self.world.partnership.id, "receiver_function": "SWV"}
        assert self._try(lambda: self.world.task(sender, kinds=KINDS.value, **to)) is None

    @rule(place=st.sampled_from(["own place", "own hat"]))
    def gives_to_herself(self, place: str) -> None:
        world = self.world
        hat = world.coordinator.membership.pk if place == "own hat" else None
        to: dict[str, Any] = {
            "receiver_organisation_id": world.file,
            "receiver_function": "IB",
            "receiver_membership": hat,
        }
        assert self._try(lambda: world.task(world.coordinator, kinds=1, **to)) is None

    # --- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def everybody_sees_what_the_oracle_says(self) -> None:
        InTheDatabase.steps += 1
        seen = as_the_tables_say()
        hats = {hat.id: hat for hat in seen.memberships}
        for worker in self.people:
            hat = hats[worker.membership.pk]
            with acting(worker.context):
                notes = set(models.Note.objects.values_list("id", flat=True))
                shares = set(models.Disclosure.objects.values_list("id", flat=True))
            assert notes == gate.may_select(seen, hat, "sharing_note", DAY), worker.hat.function
            assert shares == gate.may_select(seen, hat, "sharing_disclosure", DAY), worker.hat.function

    @invariant()
    def a_share_shows_its_preview_or_nothing(self) -> None:
        for id, content in self.previewed.items():
            with acting(self.world.consultant.context):
                assert content_of(acting_actor(), id=id) in (content, None)
            with acting(self.world.helper.context):
                assert content_of(acting_actor(), id=id) is None

    def _try(self, deed: object) -> object:
        """None when it is refused."""
        try:
            with transaction.atomic():
                return deed()  # type: ignore[operator]
        except DatabaseError:
            return None


def as_the_tables_say() -> gate.ShareWorld:
    """Must be read as owner. Times count in microseconds."""
    memberships = register.Membership.objects.values_list(
        "id", "person_id", "organisation_id", "function", "listed", "valid_from", "valid_until"
    )
    places = register.Organisation.objects.values_list("id", "parent_id", "valid_from", "valid_until", "kind")
    return gate.ShareWorld(
        began=DAY,
        organisations=[Organisation(one[0], one[1], Period(one[2], one[3])) for one in places],
        kinds={one[0]: one[4] for one in places},
        memberships=[Membership(*one[:5], Period(one[5], one[6])) for one in memberships],
        born=dict(Child.objects.values_list("id", "birth_date")),
        enrolments=[
            gate.Enrolment(uuid4(), one.child_id, one.location_id, Period(one.valid_from, one.valid_until))
            for one in Enrolment.objects.all()
        ],
        notes=[
            gate.Record(one.id, one.child_id, one.file_id, one.kind, _at(one.recorded_at))
            for one in models.Note.objects.all()
        ],
        authorities=[
            gate.Authority(
                one.id, one.child_id, one.file_id, Period(one.valid_from, one.valid_until),
                one.source != "UNKNOWN", one.contested,
            )
            for one in models.Authority.objects.all()
        ],
        consents=[_consent(one) for one in models.Consent.objects.all()],
        shares=[_share(one) for one in models.Disclosure.objects.all()],
    )  # fmt: skip


def _at(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def _consent(one: models.Consent) -> gate.Consent:
    until = min(one.valid_until, one.reconfirm_on or one.valid_until)
    return gate.Consent(
        one.id, one.child_id, one.file_id, one.authority_id, one.receiver_organisation_id, one.receiver_function,
        one.purpose, one.kinds, one.outcome == "GIVEN", one.gives_consent, one.releases_secrecy, until,
        _at(one.recorded_at), _at(one.withdrawn_at) if one.withdrawn_at else None,
    )  # fmt: skip


def _share(one: models.Disclosure) -> gate.Share:
    return gate.Share(
        one.id, one.child_id, one.file_id, one.membership_id, one.receiver_organisation_id, one.receiver_function,
        one.receiver_membership, one.kinds, one.purpose, one.needs_consent, one.needs_release, one.needs_youth,
        one.needs_parents, one.override_id, _at(one.as_of), Period(one.valid_from, one.valid_until),
        one.ended_on is not None,
    )  # fmt: skip


@pytest.mark.usefixtures("owned_database_once")
def test_the_database_keeps_the_invariants_in_every_history() -> None:
    begun = time.monotonic()
    run_state_machine_as_test(
        InTheDatabase,
        settings=settings(
            max_examples=NUMBER,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=[*HealthCheck],
        ),
    )
    seconds = time.monotonic() - begun
    print(
        f"\nsharing in the database: {InTheDatabase.histories:,} histories, {InTheDatabase.steps:,} steps "
        f"in {seconds:,.0f} s"
    )
    assert InTheDatabase.histories >= NUMBER

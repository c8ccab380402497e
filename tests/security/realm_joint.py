"""Of the case on each side: a decision, the draft of another, a plan, and two meetings, one of which runs."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tests.security import decisions_oracle, meetings_oracle
from tests.security.cases_oracle import World

from tandem.cases.models import Case
from tandem.decisions.models import Decision, Step, Text
from tandem.meetings.definitions import kinds
from tandem.meetings.models import Meeting
from tandem.plans import models as plans
from tandem.plans.data import KIND
from tandem.platform import clock

if TYPE_CHECKING:
    from tests.security import oracle
    from tests.security.realm import Realm


def plant(realm: "Realm") -> None:
    """Must be called as owner, when the cases are there. Who asked and who planned is the coordinator on this side."""
    for side, name in ((realm.here, "IB"), (realm.there, "listed")):
        who = realm.figure("IB") if name == "IB" else side.figures[name]
        place = side.organisations["LOCATION"]
        case = Case.objects.get(pk=side.rows["case"])
        side.rows["decision"] = _decision(realm, case, who.person, who.membership, place, "GRANTED")
        side.rows["draft_decision"] = _decision(realm, case, who.person, who.membership, place, "DRAFT")
        _plan(realm, case, who.person, place)
        side.rows["meeting"] = _meeting(realm, who.person, who.membership, place, "PLANNED")
        side.rows["running_meeting"] = _meeting(realm, who.person, who.membership, place, "RUNNING")


def _decision(realm: "Realm", case: Case, person: UUID, hat: UUID, place: UUID, state: str) -> UUID:
    id, text, at, decided = uuid4(), uuid4(), clock.now(), state == "GRANTED"
    today = at.date()
    Decision.objects.create(
        id=id, case=case, child_id=case.child_id, key=uuid4(), region="haaglanden", mandate="HGL-TEAM",
        form="LOCAL_TEAM", support="DAY_PLACE", euros=0, months=6, state=state, round=int(decided),
        requester_id=person, requester_hat=hat, organisation_id=place, created=at, changed=at,
        **_outcome(place, today) if decided else {},
    )  # fmt: skip
    if decided:
        Step.objects.create(
            decision_id=id, round=1, number=0, kind="DECIDE", organisation_id=place, functions=["LT_TOEGANG"]
        )
    Text.objects.create(
        id=text, case=case, decision_id=id, part="WHY", kind=16, author_id=person, organisation_id=place, at=at,
        text=realm.canaries.word("decisions_text", text, None, "text"),
    )  # fmt: skip
    return id


def _plan(realm: "Realm", case: Case, person: UUID, place: UUID) -> None:
    """With one goal, in words that nobody there may read any more."""
    goal, text, at = uuid4(), uuid4(), clock.now()
    hers = {"author_id": person, "organisation_id": place}
    plan = plans.Plan.objects.create(
        case=case, child_id=case.child_id, made_by=person, organisation_id=place, created=at, changed=at
    )
    plans.Goal.objects.create(id=goal, plan=plan, number=1, voice="CHILD", made=at, **hers)
    plans.Text.objects.create(
        id=text, case=case, plan=plan, goal=goal, part="GOAL", kind=KIND.value, number=1, at=at, **hers,
        text=realm.canaries.word("plans_text", text, None, "text"),
    )  # fmt: skip


def _outcome(place: UUID, today: object) -> dict[str, object]:
    now = clock.now()
    return {
        "asked": today, "last_day": today, "aim": today, "decided": now, "decided_by": uuid4(), "decided_hat": uuid4(),
        "decided_at_id": place, "valid_from": today, "valid_until": today,
    }  # fmt: skip


def _meeting(realm: "Realm", person: UUID, hat: UUID, place: UUID, state: str) -> UUID:
    id, starts = uuid4(), clock.now() + timedelta(days=7)
    kind = kinds()["SUPPORT_TEAM"]
    Meeting.objects.create(
        id=id, kind=kind.id, kind_version=kind.version, host_id=place, starts=starts, ends=starts + timedelta(hours=1),
        place=realm.canaries.word("meetings_meeting", id, None, "place"), state=state, key=uuid4(), planned_by=person,
        planned_hat=hat, changed=clock.now(),
    )  # fmt: skip
    return id


def desk(world: "oracle.World", cases: World) -> decisions_oracle.Desk:
    """Must be read as owner."""
    by_id, hats = {case.id: case for case in cases.cases}, {one.id: one for one in world.memberships}
    rows = Decision.objects.values_list("id", "case_id", "requester_hat", "state")
    found = [
        decisions_oracle.Decision(id, by_id[case], hats[hat], state, uuid4(), uuid4(), [], False, uuid4(), [])
        for id, case, hat, state in rows
    ]
    return decisions_oracle.Desk(cases, found, [])


def meetings(world: "oracle.World", cases: World) -> meetings_oracle.MeetingWorld:
    """Must be read as owner."""
    hats = {one.id: one for one in world.memberships}
    rows = Meeting.objects.values_list("id", "planned_hat")
    return meetings_oracle.MeetingWorld(cases, [meetings_oracle.Meeting(id, hats[hat], [], []) for id, hat in rows])

"""Opening a secret address: who may ask, that somebody else decides, and how long it can be read. Asked as the app."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.register.people_world import DAY, Worker, with_account, worker
from tests.sharing.files import Files

from tandem.audit.actions import acting_actor
from tandem.children.data import Kind
from tandem.children.models import ProtectedAddress, Residence
from tandem.identity.models import Account
from tandem.platform import clock
from tandem.platform.context import Context, acting
from tandem.platform.postgres.cluster import Cluster
from tandem.register.models import Membership
from tandem.sharing.breakglass.models import Opening
from tandem.sharing.compartment import actions as compartment
from tandem.sharing.compartment import opening
from tandem.sharing.compartment.data import Asks, Danger, ProtectedWordsError

ADDRESS = "Kanariepietstraat 12a, 2611 AB Delft"
REASON = "De wijkverpleegkundige moet vanavond langs."


class Scene(Files):
    """Bo, whose address the school made secret; the local team knows Bo by a disclosure."""

    def __init__(self) -> None:
        super().__init__()
        self.lead = worker("Petra", "TEAMLEIDER", self.team)
        self.officer = worker("Frida", "FG", self.municipality)
        self.other_lead = worker("Piet", "TEAMLEIDER", self.other_location)
        self.task(kinds=Kind.CONCERN.value | Kind.IDENTITY.value)
        self.close(self.coordinator)

    def close(self, who: Worker) -> None:
        with acting(who.context):
            compartment.guard(by=acting_actor(), children=[self.bo.id], written=ADDRESS, danger=Danger.FAMILY)

    def ask(self, who: Worker, what: Asks, reason: str = REASON) -> UUID:
        with acting(who.context):
            return opening.ask(by=acting_actor(), child=self.bo.id, what=what, reason=reason)

    def decide(self, who: Worker, request: UUID, *, agreed: bool = True) -> bool:
        with acting(who.context):
            return opening.decide(by=acting_actor(), request=request, agreed=agreed)

    def read(self, who: Worker, request: UUID) -> tuple[str, ...]:
        with acting(who.context):
            found = opening.address(acting_actor(), request=request)
        return found[1] if found else ()


@pytest.fixture
def scene(owned_database_once: Cluster, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(opening.tell.task, "defer", lambda **_: None)
    return Scene()


def refused(act: Callable[[], object]) -> bool:
    with pytest.raises(DatabaseError, match=r"stays closed|permission denied|row-level"), transaction.atomic():
        act()
    return True


def test_who_may_ask_what(scene: Scene) -> None:
    asks: dict[str, list[Asks]] = {}
    for name in ("coordinator", "head", "consultant", "helper", "teacher", "other_coordinator", "lead", "officer"):
        with acting(getattr(scene, name).context):
            asks[name] = [one for one in Asks if opening.may(child=scene.bo.id, what=one)]
    may = {"coordinator": [Asks.LIFT], "head": [Asks.LIFT], "consultant": [Asks.READ, Asks.LIFT]}
    assert {name: found for name, found in asks.items() if found} == may


def test_what_a_team_closed_no_school_opens(scene: Scene) -> None:
    scene.close(scene.consultant)
    assert refused(lambda: scene.ask(scene.coordinator, Asks.LIFT))
    assert scene.ask(scene.consultant, Asks.LIFT)


def test_it_is_read_by_who_asked_for_four_hours_when_somebody_else_agrees(scene: Scene) -> None:
    request = scene.ask(scene.consultant, Asks.READ)
    assert scene.read(scene.consultant, request) == ()
    colleague = worker("Tilly", "LT_TOEGANG", scene.team)
    for nobody in (scene.consultant, colleague, scene.other_lead, scene.coordinator):
        assert not scene.decide(nobody, request)
    assert scene.decide(scene.lead, request)
    assert not scene.decide(scene.officer, request), "once"
    assert scene.read(scene.consultant, request) == (ADDRESS,)
    for nobody in (scene.lead, colleague, scene.coordinator):
        assert scene.read(nobody, request) == ()
    with connection.cursor() as cursor:
        cursor.execute("select kinds from audit_access where action = 'read secret address'")
        assert cursor.fetchall() == [(["protected-address"],)]
    row = Opening.objects.get(pk=request)
    assert row.expires_at is not None
    assert row.decided_at is not None
    assert row.expires_at - row.decided_at < timedelta(hours=4, seconds=1)
    Opening.objects.filter(pk=request).update(expires_at=clock.now() - timedelta(seconds=1))
    assert scene.read(scene.consultant, request) == ()


def test_it_closes_when_who_asked_may_no_longer_know_the_child(scene: Scene) -> None:
    request = scene.ask(scene.consultant, Asks.READ)
    assert scene.decide(scene.lead, request)
    Membership.objects.filter(pk=scene.consultant.membership.pk).update(valid_until=DAY)
    assert scene.read(scene.consultant, request) == ()


def test_a_refusal_opens_nothing(scene: Scene) -> None:
    read, lift = scene.ask(scene.consultant, Asks.READ), scene.ask(scene.consultant, Asks.LIFT)
    assert scene.decide(scene.officer, read, agreed=False)
    assert scene.decide(scene.officer, lift, agreed=False)
    assert scene.read(scene.consultant, read) == ()
    assert ProtectedAddress.objects.filter(child=scene.bo).exists()


def test_lifted_it_is_gone_and_what_it_guarded_is_seen_again(scene: Scene) -> None:
    Residence.objects.create(child=scene.bo, municipality=scene.municipality, postcode="2611AB", valid_from=DAY)

    def lives() -> bool:
        with acting(scene.consultant.context):
            return Residence.objects.filter(child=scene.bo).exists()

    assert not lives()
    request = scene.ask(scene.coordinator, Asks.LIFT)
    assert not scene.decide(scene.lead, request), "of another organisation"
    assert scene.decide(scene.head, request)
    assert not ProtectedAddress.objects.filter(child=scene.bo).exists()
    assert lives()
    with acting(scene.coordinator.context):
        assert [one.agreed for one in opening.asked(child=scene.bo.id)] == [True]


def test_one_request_at_a_time_with_a_reason_that_betrays_nothing(scene: Scene) -> None:
    with pytest.raises(ValueError, match="too short"):
        scene.ask(scene.consultant, Asks.READ, "te kort")
    with pytest.raises(ProtectedWordsError):
        scene.ask(scene.consultant, Asks.READ, f"Ik weet al dat het {ADDRESS} is, maar vraag het toch.")
    assert scene.ask(scene.consultant, Asks.READ)
    assert refused(lambda: scene.ask(scene.consultant, Asks.READ))
    assert scene.ask(scene.consultant, Asks.LIFT)


def test_who_decides_sees_the_reason_and_no_child(scene: Scene) -> None:
    request = scene.ask(scene.consultant, Asks.READ)
    with acting(scene.lead.context):
        (one,) = opening.to_decide()
        assert (one.id, one.reason) == (request, REASON)
        assert not ProtectedAddress.objects.exists()
    with acting(scene.other_lead.context):
        assert opening.to_decide() == ()
    with acting(scene.consultant.context):
        assert opening.to_decide() == ()
        assert refused(lambda: Opening.objects.filter(pk=request).update(agreed=True))
        new = {"id": uuid4(), "child": scene.bo, "what": "READ", "reason": REASON}
        assert refused(lambda: Opening.objects.create(**new, **dict.fromkeys(WHO, scene.team.id), **REST))


WHO = ("membership_id", "person_id", "organisation_id")
REST = {"organisations": [], "function": "LT_TOEGANG", "asked_at": clock.now()}


def test_who_decides_hears_of_it_and_then_who_asked_without_a_word(scene: Scene) -> None:
    for somebody in (scene.lead, scene.officer, scene.other_lead, scene.consultant):
        mail = f"{somebody.person.given_name.lower()}@voorbeeld.example"
        Account.objects.create(id=with_account(somebody), email=mail, email_key=mail, created=clock.now())
    request = scene.ask(scene.consultant, Asks.READ)
    assert told(request) == {"petra@voorbeeld.example", "frida@voorbeeld.example"}
    assert scene.decide(scene.lead, request)
    assert told(request) == {f"{scene.consultant.person.given_name.lower()}@voorbeeld.example"}
    assert not any(word in f"{opening.SUBJECT} {opening.TEXT}" for word in ("Bo ", "kind", "Delft"))


def told(request: UUID) -> set[str]:
    with acting(Context(service="notices", day=DAY)), connection.cursor() as cursor:
        cursor.execute("select sharing_opening_mail(%s)", [request])
        return {row[0] for row in cursor.fetchall()}

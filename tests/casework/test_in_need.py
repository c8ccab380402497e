"""A broken glass opens the concerns about that child: to read, with its line, and without a way to act on them."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.casework.school import Bell
from tests.register.people_world import worker

from tandem.audit.actions import acting_actor
from tandem.casework import in_need, queries
from tandem.casework.actions import drafts, life, lists
from tandem.casework.actions.drafts import Draft
from tandem.casework.actions.step import UnknownConcernError
from tandem.casework.data import TextPart, Urgency
from tandem.casework.models import Access, Answer, Concern, Event, Offer, Text
from tandem.children import actions as children
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.platform.postgres.cluster import Cluster
from tandem.sharing.breakglass import actions as breakglass
from tandem.sharing.breakglass import jobs
from tandem.sharing.breakglass.data import Category, NamedChild
from tandem.sharing.compartment import actions as compartment
from tandem.sharing.compartment.data import Danger

SEEN = "Zit stil in een hoek, en slaapt op de Merelhof 3."


class Need(Bell):
    """Hilde helps at a team that has nothing to do with Ada, about whom the teacher raised a concern."""

    def __init__(self) -> None:
        super().__init__()
        self.hilde = worker("Hilde", "LT_HULP", self.far_team)
        with acting(self.coordinator.context):
            children.set_citizen_number(by=acting_actor(), child=self.ada.id, number="111222333")
        self.concern = self.told(SEEN)
        with acting(self.my_teacher.context):
            draft = Draft(self.ada.id, False, Urgency.NORMAL, {TextPart.SEEN: "nog niet klaar"})
            self.draft = drafts.start(by=acting_actor(), location=self.location.id, key=uuid4(), draft=draft)

    def told(self, words: str) -> UUID:
        with acting(self.my_teacher.context):
            draft = Draft(self.ada.id, False, Urgency.NORMAL, {TextPart.SEEN: words})
            id = drafts.start(by=acting_actor(), location=self.location.id, key=uuid4(), draft=draft)
            drafts.raise_concern(by=acting_actor(), id=id, version=1)
        return id

    def break_glass(self) -> UUID:
        reason = "Buurvrouw belt: het kind staat alleen op straat."
        with acting(self.hilde.context):
            named = NamedChild("111222333")
            return breakglass.begin(by=acting_actor(), category=Category.CRISIS, reason=reason, named=named)


@pytest.fixture
def need(owned_database_once: Cluster, monkeypatch: pytest.MonkeyPatch) -> Need:
    monkeypatch.setattr(jobs.tell_who_judges.task, "defer", lambda **_: None)
    return Need()


def read(need: Need) -> list[str]:
    with acting(need.hilde.context):
        found = in_need.concerns(acting_actor(), child=need.ada.id)
    return [text for one in found for _, text in one.texts]


def test_it_opens_what_was_raised_and_no_draft(need: Need) -> None:
    assert read(need) == []
    need.break_glass()
    assert read(need) == [SEEN]
    with connection.cursor() as cursor:
        cursor.execute(
            "select purpose from audit_access where action = 'read concerns' and %s = any (subjects)", [need.ada.id]
        )
        assert cursor.fetchall() == [("break-glass",)]


def test_it_closes_with_the_glass(need: Need) -> None:
    use = need.break_glass()
    with connection.cursor() as cursor:
        cursor.execute("update children_access set expires_at = now() - interval '1 second' where source = %s", [use])
    assert read(need) == []


def test_another_hat_and_who_judges_read_nothing(need: Need) -> None:
    need.break_glass()
    for other in (worker("Hugo", "LT_HULP", need.far_team), worker("Petra", "TEAMLEIDER", need.far_team)):
        with acting(other.context):
            assert not Concern.objects.filter(child=need.ada).exists()
            assert not Text.objects.exists()


def test_nothing_of_it_can_be_acted_on(need: Need) -> None:
    need.break_glass()
    acts: list[Callable[[], object]] = [
        lambda: life.acknowledge(by=acting_actor(), id=need.concern),
        lambda: life.add(by=acting_actor(), id=need.concern, words="kom eraan"),
        lambda: life.close(by=acting_actor(), id=need.concern, words="klaar"),
        lambda: lists.mark_seen(by=acting_actor(), id=need.concern),
    ]
    with acting(need.hilde.context):
        for act in acts:
            with pytest.raises(UnknownConcernError), transaction.atomic():
                act()
        assert queries.whole(acting_actor(), need.concern) is None, "its page is not there for her"
        assert queries.alike(acting_actor(), uuid4(), child=need.ada.id) == ()
        assert not Access.objects.exists()
        assert not Event.objects.exists()
        assert not Offer.objects.exists()
        assert Concern.objects.update(version=9) == 0
        rows: list[Callable[[], object]] = [
            lambda: Text.objects.create(
                concern_id=need.concern, part="ADDED", text="x", author_id=need.hilde.person.id,
                organisation_id=need.far_team.id, at=clock.now(),
            ),
            lambda: Answer.objects.create(
                concern_id=need.concern, criterion="SAFE", view="YOUTH_CARE", level="FINE",
                author_id=need.hilde.person.id, at=clock.now(),
            ),
        ]  # fmt: skip
        for write in rows:
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                write()


def test_it_never_opens_a_secret_address_also_not_one_that_was_told_before(need: Need) -> None:
    need.break_glass()
    with acting(need.coordinator.context):
        where = "Merelhof 3, 2611 AB Delft"
        compartment.guard(by=acting_actor(), children=[need.ada.id], written=where, danger=Danger.FAMILY)
    (told,) = read(need)
    assert told == SEEN.replace("Merelhof 3", "█" * len("Merelhof 3"))
    with acting(need.hilde.context):
        (one,) = in_need.concerns(acting_actor(), child=need.ada.id)
    assert one.holder is None, "who has it can tell where"

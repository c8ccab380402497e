"""S14: in need somebody opens what is written about one child, with a reason; it ends by itself, and others hear of it.

The gate of the house takes four hours where elsewhere it is three, and somebody else judges each use. It reads the
concerns about that child and changes none; who holds one hears of it.
"""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from tests.children.pupils import BORN
from tests.register.people_world import worker
from tests.spec.story import SEEN, Somebody, Story, as_if_it_did_not_exist

from tandem.audit.actions import acting_actor
from tandem.casework import in_need
from tandem.children.data import Protection
from tandem.children.models import Access, Child, ProtectedAddress
from tandem.platform import clock, sealing
from tandem.platform.context import acting
from tandem.sharing.breakglass import actions, jobs
from tandem.sharing.breakglass.actions import NotNamedError
from tandem.sharing.breakglass.data import Category, NamedChild

WHY = "De buurvrouw belt: het kind staat alleen op straat en niemand neemt op."


@pytest.fixture
def helper(story: Story, monkeypatch: pytest.MonkeyPatch) -> Somebody:
    """Of a team that has nothing to do with the school. Mail to who judges is tested with the gate."""
    monkeypatch.setattr(jobs.tell_who_judges.task, "defer", lambda **_: None)
    return Somebody(story, worker("Hanna", "LT_HULP", story.third_team))


def breaks_the_glass(helper: Somebody, about: Child, why: str = WHY) -> UUID:
    named = NamedChild("", about.given_name, about.family_name, BORN, helper.story.location.id)
    with acting(helper.worker.context):
        return actions.begin(by=acting_actor(), category=Category.ACUTE_DANGER, reason=why, named=named)


def sees(helper: Somebody, child: Child) -> bool:
    with acting(helper.worker.context):
        return Child.objects.filter(pk=child.pk).exists()


def reads_in_need(helper: Somebody, child: Child) -> list[str]:
    with acting(helper.worker.context):
        found = in_need.concerns(acting_actor(), child=child.pk)
    return [text for one in found for _, text in one.texts]


def test_without_a_reason_the_glass_stays_whole(story: Story, helper: Somebody) -> None:
    concern = story.the_teacher.raises(about=story.bo)
    for words in ("", "   ", "spoed"):
        with pytest.raises(NotNamedError):
            breaks_the_glass(helper, story.bo, words)
    story.later(hours=1)
    assert not sees(helper, story.bo)
    assert "EMERGENCY" not in story.care_coordinator.is_told(concern)


def test_with_a_reason_it_opens_for_some_hours_and_who_holds_the_concern_is_told(
    story: Story, helper: Somebody
) -> None:
    concern = story.the_teacher.raises(about=story.bo)
    use = breaks_the_glass(helper, story.bo)
    assert sees(helper, story.bo)
    assert reads_in_need(helper, story.bo) == [SEEN]
    story.later(hours=1)
    assert story.care_coordinator.is_told(concern).count("EMERGENCY") == 1
    assert "EMERGENCY" not in story.the_teacher.is_told(concern)
    with connection.cursor() as cursor:
        cursor.execute(
            "select action from audit_event where subject in (%s, %s)", [f"child:{story.bo.id}", f"concern:{concern}"]
        )
        assert {"break the glass", "concern emergency"} <= {action for (action,) in cursor.fetchall()}
    story.later(hours=1)
    assert story.care_coordinator.is_told(concern).count("EMERGENCY") == 1, "once for each time"
    Access.objects.filter(source=use).update(expires_at=clock.now() - timedelta(hours=9))
    assert not sees(helper, story.bo)
    assert reads_in_need(helper, story.bo) == []


def test_it_reads_and_takes_no_part_and_what_is_sealed_stays_so(story: Story, helper: Somebody) -> None:
    is_open, closed = story.the_teacher.raises(about=story.bo), story.the_teacher.raises(about=story.bo)
    story.care_coordinator.acknowledges(closed)
    story.care_coordinator.closes(closed)
    sealed = sealing.seal(b"Merelhof 3", sealing.cell("children_protected_address", "address", story.bo.id))
    ProtectedAddress.objects.create(child=story.bo, level=Protection.SAFETY, address=sealed)
    breaks_the_glass(helper, story.bo)
    with as_if_it_did_not_exist():
        helper.acknowledges(is_open)
    story.later(hours=1)
    assert "EMERGENCY" not in story.care_coordinator.is_told(closed), "nobody deals with it any more"
    with acting(helper.worker.context):
        assert not ProtectedAddress.objects.exists()


def test_who_holds_a_concern_without_knowing_whom_it_is_about_is_not_told_about_him(
    story: Story, helper: Somebody
) -> None:
    concern = story.the_teacher.raises(about=story.bo)
    story.care_coordinator.offers(concern, to=story.far_team)
    story.team_worker.accepts(concern)
    breaks_the_glass(helper, story.bo)
    story.later(hours=1)
    assert "EMERGENCY" not in story.team_worker.is_told(concern)
    assert "EMERGENCY" not in story.care_coordinator.is_told(concern), "she holds it no more"

"""The words of the specifications. Whoever coordinates care should be able to read a scenario aloud.

`Story` is the place and its people, by what they are; `Somebody` is what one of them does and sees, each time through
the same actions and queries as the pages, in the real database under row security.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.casework.school import Bell, knows
from tests.register.people_world import DAY, Worker, worker

from tandem.audit.actions import acting_actor
from tandem.casework import notices, queries, watching
from tandem.casework.actions import handing_over, life
from tandem.casework.actions.step import CannotError, UnknownConcernError
from tandem.casework.data import Outcome, Refusal, RefusalReason, Urgency
from tandem.casework.models import Concern, Notice, Offer
from tandem.casework.queries import Whole, Worklist
from tandem.casework.rules.assessment import Answer, Level, View, Voice
from tandem.children.models import Child
from tandem.platform import clock
from tandem.platform.context import acting
from tandem.register.models import Membership, Organisation

SEEN = "Zit stil in een hoek."
MUNICIPALITIES = frozenset({"GM0503", "GM1783"})


@dataclass(frozen=True)
class Somebody:
    """One of the people of the story."""

    story: "Story"
    worker: Worker

    # --- does

    def raises(self, about: Child | None, urgency: Urgency = Urgency.NORMAL) -> UUID:
        assert self.worker is self.story.my_teacher
        return self.story.raised(about, urgency)

    def offers(self, concern: UUID, to: Organisation, gate: UUID | None = None) -> None:
        """`gate`: the disclosure that lets the other side read the words."""
        with acting(self.worker.context):
            handing_over.offer(
                by=acting_actor(),
                id=concern,
                to=to.id,
                words="hoort bij jullie",
                coordinator=self.story.desk.id,
                active=self.story.active,
                disclosure=gate,
            )

    def accepts(self, concern: UUID) -> None:
        with acting(self.worker.context):
            handing_over.accept(by=acting_actor(), id=concern)

    def refuses(
        self,
        concern: UUID,
        because: RefusalReason = RefusalReason.RESIDENCE,
        *,
        municipality: str = "GM1783",
        right_one: Organisation | None = None,
        words: str = "woont elders",
    ) -> None:
        refusal = Refusal(because, words, right_one.id if right_one else None, municipality)
        with acting(self.worker.context):
            handing_over.refuse(
                by=acting_actor(),
                id=concern,
                refusal=refusal,
                coordinator=self.story.desk.id,
                municipalities=MUNICIPALITIES,
            )

    def takes_back_the_offer(self, concern: UUID) -> None:
        with acting(self.worker.context):
            handing_over.revoke(by=acting_actor(), id=concern, words="toch niet")

    def acknowledges(self, concern: UUID) -> None:
        with acting(self.worker.context):
            life.acknowledge(by=acting_actor(), id=concern)

    def assesses(self, concern: UUID) -> None:
        answers = [Answer("SAFE", View.EDUCATION, Level.FINE, "")]
        with acting(self.worker.context):
            life.assess(by=acting_actor(), id=concern, framework="PO", voice=Voice("gaat wel"), answers=answers)

    def chooses(self, concern: UUID, outcome: Outcome) -> None:
        with acting(self.worker.context):
            life.triage(by=acting_actor(), id=concern, outcome=outcome, words="dat past het best")

    def adds(self, concern: UUID, words: str) -> None:
        with acting(self.worker.context):
            life.add(by=acting_actor(), id=concern, words=words)

    def answers(self, concern: UUID, words: str, *, for_the_teacher: bool) -> None:
        with acting(self.worker.context):
            life.answer(by=acting_actor(), id=concern, words=words, for_author=for_the_teacher)

    def pauses(self, concern: UUID) -> None:
        with acting(self.worker.context):
            life.pause(by=acting_actor(), id=concern, words="wachten op een gesprek")

    def takes_up(self, concern: UUID) -> None:
        with acting(self.worker.context):
            life.act(by=acting_actor(), id=concern)

    def reopens(self, concern: UUID, words: str) -> None:
        with acting(self.worker.context):
            life.reopen(by=acting_actor(), id=concern, words=words)

    def closes(self, concern: UUID) -> None:
        with acting(self.worker.context):
            life.close(by=acting_actor(), id=concern, words="het gaat beter")

    def leaves(self) -> None:
        """Does not work there any more from today."""
        Membership.objects.filter(pk=self.worker.membership.pk).update(valid_until=DAY)

    # --- sees

    def knows_of(self, concern: UUID) -> bool:
        return knows(self.worker.context, concern)

    def opens(self, concern: UUID) -> Whole | None:
        with acting(self.worker.context):
            return queries.whole(acting_actor(), concern)

    def reads(self, concern: UUID) -> list[str]:
        """The words that she sees."""
        found = self.opens(concern)
        return [words.text for words in found.texts] if found else []

    def may(self, concern: UUID) -> set[str]:
        """What the page offers her to do."""
        found = self.opens(concern)
        return {command.value for command in found.commands} if found else set()

    def finds_in(self, which: Worklist) -> set[UUID]:
        with acting(self.worker.context):
            return {row.id for row in queries.worklist(acting_actor(), which)[0]}

    def sees_where(self, concern: UUID, name: str) -> set[str]:
        """The ways by which she gets to see whom it is about or what was seen: list, page, notice."""
        with acting(self.worker.context):
            rows = [row for which in Worklist for row in queries.worklist(acting_actor(), which)[0]]
            found = queries.whole(acting_actor(), concern)
            told = notices.notices(acting_actor())
        ways = {
            "list": any(row.id == concern and name in row.name for row in rows),
            "page": found is not None and (name in found.row.name or any(one.text == SEEN for one in found.texts)),
            "notice": any(one.subject == concern and name in one.name for one in told),
        }
        return {way for way, sees in ways.items() if sees}

    def is_told(self, concern: UUID) -> list[str]:
        """What the notices about it say, the oldest first."""
        with acting(self.worker.context):
            rows = Notice.objects.filter(concern_id=concern).order_by("at")
            return list(rows.values_list("kind", flat=True))


class Story(Bell):
    """A school in one municipality, its teacher and care coordinator; two local teams of another; the coordinator."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self._monkeypatch = monkeypatch
        self.the_teacher = Somebody(self, self.my_teacher)
        self.another_teacher = Somebody(self, self.other_teacher)
        self.care_coordinator = Somebody(self, self.coordinator)
        self.team_worker = Somebody(self, self.far_worker)  # of the local team where the pupil lives
        self.third_team_worker = Somebody(self, self.third_worker)
        self.the_education_coordinator = Somebody(self, self.education_coordinator)
        self.team_leader = Somebody(self, worker("Tea", "TEAMLEIDER", self.far_team))
        self.team_administrator = Somebody(self, worker("Ben", "BEHEER_ORG", self.far_team, listed=False))
        self.leader_elsewhere = Somebody(self, worker("Els", "TEAMLEIDER", self.third_team))
        self.elsewhere_at_school = Somebody(self, self.other_coordinator)

    @property
    def people(self) -> Iterator[Somebody]:
        return (one for one in vars(self).values() if isinstance(one, Somebody))

    def holder(self, concern: UUID) -> str:
        """The one organisation that holds it."""
        found = Concern.objects.select_related("holder").get(pk=concern).holder
        assert found is not None, "nobody holds it"
        return found.name

    def state(self, concern: UUID) -> str:
        return Concern.objects.get(pk=concern).state

    def offers_of(self, concern: UUID) -> list[str]:
        return list(Offer.objects.filter(concern_id=concern).order_by("made").values_list("state", flat=True))

    def gate_opens_for(self, team: Organisation, about: Child) -> UUID:
        return self.opened_gate(team.id, about)

    def later(self, *, hours: int = 0, days: int = 0) -> None:
        """So much later; and the clock of concerns goes round as it does every five minutes."""
        moment: datetime = clock.now() + timedelta(hours=hours, days=days)
        self._monkeypatch.setattr(clock, "now", lambda: moment)
        watching.watch()


@contextmanager
def cannot(why: str) -> Iterator[None]:
    """It is refused, and this is why."""
    with pytest.raises(CannotError) as refused:
        yield
    assert refused.value.code == why


@contextmanager
def as_if_it_did_not_exist() -> Iterator[None]:
    """It is refused with the same answer as for something that is not there."""
    with pytest.raises(UnknownConcernError):
        yield

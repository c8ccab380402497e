"""A case of a school and a team of another town, and the plan of the family in it. Fictitious."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from tests.cases.table_at_school import Table
from tests.register.people_world import DAY, Worker

from tandem.audit.actions import acting_actor
from tandem.cases.models import Participant
from tandem.plans import queries
from tandem.plans.actions import agreements, goals
from tandem.plans.data import NewAgreement, Owner, Voice
from tandem.plans.models import Plan
from tandem.platform.context import acting

NOON = datetime.combine(DAY, time(12), UTC)
GOAL = "Ik wil weer in mijn eigen klas zitten."
WHAT = "Elke ochtend samen naar binnen lopen."


def on(days: int) -> date:
    return DAY + timedelta(days=days)


class PlanTable(Table):
    """`coordinator` and `far_worker` take part; `nurse` may only know, `consultant` of another team nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.case = self.tandem()
        self.told(self.case)

    def does(self, who: Worker, act: Any, **with_: Any) -> Any:
        with acting(who.context):
            return act(by=acting_actor(), case=self.case, **with_)

    def goal(self, who: Worker | None = None, words: str = GOAL, voice: Voice = Voice.CHILD) -> UUID:
        return UUID(str(self.does(who or self.coordinator, goals.set_goal, voice=voice, words=words)))

    def agreed(self, goal: UUID | None, who: Worker | None = None, **other: Any) -> UUID:
        new = self.new(goal, **other)
        return UUID(str(self.does(who or self.coordinator, agreements.agree, new=new)))

    def new(self, goal: UUID | None, **other: Any) -> NewAgreement:
        known: dict[str, Any] = {
            "goal": goal,
            "text": WHAT,
            "owner": Owner(words="oma"),
            "due": on(14),
            "measure": "Drie dagen op rij binnen.",
            "when_wrong": "" if goal else "Oma haalt haar op en belt de juf.",
        }
        return NewAgreement(**(known | other))

    def of_team(self) -> UUID:
        """What the team is in the case."""
        found = Participant.objects.get(case_id=self.case, organisation_id=self.far_team.id)
        return UUID(str(found.pk))

    def seen(self, who: Worker) -> queries.Whole | None:
        with acting(who.context):
            return queries.plan(actor=acting_actor(), case=self.case)

    def version(self) -> int:
        return Plan.objects.get(case_id=self.case).version

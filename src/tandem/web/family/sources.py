"""What stands in the case already and may be let out: decisions, and the goals and agreements of the plan.

A professional begins with it and writes it for the family; it never goes out as it stands.
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from tandem.audit.actions import acting_actor
from tandem.decisions import queries as decisions
from tandem.decisions.data import DECIDED
from tandem.family.data import Sort
from tandem.plans import queries as plans
from tandem.plans.data import GoalState, State
from tandem.web import format as form
from tandem.web.decisions import letter, words


@dataclass(frozen=True, slots=True)
class Source:
    """`id`: of the decision, goal or agreement; `text` may be longer than a line."""

    id: UUID
    sort: Sort
    title: str
    text: str


def sources(case: UUID) -> tuple[Source, ...]:
    """As far as who acts may see it; the last decision first, then the plan."""
    return (*_decisions(case), *_plan(case))


def _decisions(case: UUID) -> list[Source]:
    found = []
    for row in decisions.of_case(acting_actor(), case):
        whole = decisions.decision(acting_actor(), row.id) if row.state in DECIDED else None
        if whole is not None and whole.outcome is not None:
            said = letter.content(whole, whole.outcome)["sections"]
            text = "\n".join(f"{name}\n{body}" for name, body in said)  # type: ignore[attr-defined]
            title = gettext("Besluit: %(support)s") % {"support": words.support_name(row.region, row.support)}
            found.append(Source(row.id, Sort.DECISION, title, text))
    return found


def _plan(case: UUID) -> list[Source]:
    whole = plans.plan(actor=acting_actor(), case=case)
    if whole is None:
        return []
    goals = [one for one in whole.goals if one.state is GoalState.OPEN and one.text]
    agreed = [one for goal in goals for one in goal.agreements if one.state is State.OPEN and one.text]
    due = gettext("Klaar op %(day)s.")
    return [
        *(Source(one.id, Sort.PLAN, gettext("Wat we willen bereiken"), one.text) for one in goals),
        *(
            Source(one.id, Sort.AGREEMENT, gettext("Afspraak"), f"{one.text}\n{due % {'day': form.day(one.due)}}")
            for one in agreed
        ),
    ]

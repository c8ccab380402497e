"""A plan from a template: goals and agreements as they were looked at and changed, made at once or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from tandem.audit.data import Actor
from tandem.plans.actions.agreements import place_agreement
from tandem.plans.actions.goals import place_goal
from tandem.plans.actions.step import CannotError, begin
from tandem.plans.data import Command, Draft
from tandem.plans.rules.standing import Why


@transaction.atomic
def lay_out(*, by: Actor, case: UUID, drafts: Sequence[Draft], version: int | None = None) -> None:
    """Add these goals with their agreements. Raises CannotError WORDS without any, and as an agreement does."""
    if not any(draft.agreements for draft in drafts):
        raise CannotError(Why.WORDS)
    change = begin(case, by, version)
    position = 0
    for number, draft in enumerate(drafts):
        if draft.voice is not None and not draft.words.strip():
            raise CannotError(Why.WORDS)
        goal = place_goal(change, draft.voice, draft.words, number) if draft.voice else None
        for agreement in draft.agreements:
            place_agreement(change, replace(agreement, goal=goal), position=position)
            position += 1
    change.note(Command.LAY_OUT)

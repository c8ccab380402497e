"""What a template would make for this family: who does each thing, and on which day."""

from collections.abc import Sequence
from datetime import date, timedelta

from tandem.plans.data import Draft, NewAgreement, Owner, Proposal, Seat, Template, Voice
from tandem.platform.terms.calendar import Calendar


def laid_out(template: Template, start: date, seats: Sequence[Seat], calendar: Calendar) -> tuple[Draft, ...]:
    """The goals, then how to stay safe. A goal is noted by a professional until the family words it themselves."""
    goals = tuple(
        Draft(Voice.PROFESSIONAL, goal.words, tuple(_made(one, start, seats, calendar) for one in goal.agreements))
        for goal in template.goals
    )
    safety = tuple(_made(one, start, seats, calendar) for one in template.safety)
    return (*goals, Draft(None, "", safety)) if safety else goals


def _made(one: Proposal, start: date, seats: Sequence[Seat], calendar: Calendar) -> NewAgreement:
    due = calendar.working_day_from(start + timedelta(days=one.days))
    return NewAgreement(None, one.text, owner_of(one, seats), due, one.measure, one.when_wrong)


def owner_of(one: Proposal, seats: Sequence[Seat]) -> Owner:
    """The first function of the list that takes part; who came first of those; else who is named in words."""
    for function in one.who:
        found = next((seat for seat in seats if seat.function == function), None)
        if found is not None:
            return Owner(participant=found.participant)
    return Owner(words=one.outside)

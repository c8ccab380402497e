"""What a meeting talks about: the cases that wait, each with why and a time box, in the order in which they matter."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tandem.meetings.data import Agenda, Entry, MeetingKind, Reason, Waiting

WEIGHT = {reason: place for place, reason in enumerate(Reason)}


def build(waiting: Iterable[Waiting], kind: MeetingKind, *, on: date, following: date) -> Agenda:
    """The agenda of the meeting `on` that day; `following`: when the next one is, so what ends before then is for now.

    A case that nothing asks for is left out. Where time runs out the rest waits; what is urgent never does.
    """
    asked = [(case, tuple(reasons(case, kind, on=on, following=following))) for case in waiting]
    asked = sorted(
        ((case, why) for case, why in asked if why), key=lambda one: (WEIGHT[one[1][0]], one[0].since, one[0].case)
    )
    entries: list[Entry] = []
    later: list[Entry] = []
    left = kind.minutes.whole
    for case, why in asked:
        entry = Entry(case.case, why, time_box(case, kind))
        if Reason.URGENT in why or (not later and entry.minutes <= left):
            entries.append(entry)
            left -= entry.minutes
        else:
            later.append(entry)
    return Agenda(tuple(entries), tuple(later), max(0, -left))


def reasons(case: Waiting, kind: MeetingKind, *, on: date, following: date) -> Iterator[Reason]:
    """Why the case comes on the agenda, what weighs most first; nothing when nothing asks for it."""
    facts = {
        Reason.URGENT: case.urgent,
        Reason.DISAGREEMENT: case.disagreement,
        Reason.CARRIED_OVER: case.carried_over,
        Reason.ASKED: case.asked,
        Reason.TERM: case.term is not None and case.term < following,
        Reason.EVALUATION: case.evaluation is not None and case.evaluation < following,
        Reason.AGREEMENT: any(day <= on for day in case.agreements),
        Reason.NEW: case.discussed is None,
        Reason.QUIET: case.discussed is not None and case.discussed + timedelta(weeks=kind.quiet_weeks) <= on,
    }
    return (reason for reason in Reason if facts[reason])


def time_box(case: Waiting, kind: MeetingKind) -> int:
    """Minutes for this case."""
    if case.urgent:
        return kind.minutes.urgent
    return kind.minutes.first if case.discussed is None else kind.minutes.again

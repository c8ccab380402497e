"""Who of the family is at the table: parents and pupil, unless there is a reason. Ages: Jeugdwet 7.3.4, BW 1:245."""

from dataclasses import dataclass

from tandem.meetings.data import Ask, Asked, Family, MeetingKind

YOUTH, ADULT = 16, 18


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """What is known of the family on the day of the meeting. `authority`: somebody has it, with evidence."""

    age: int
    authority: bool
    contested: bool = False
    unsafe: bool = False
    youth_agrees: bool = False


def family(kind: MeetingKind, facts: FamilyFacts) -> tuple[Asked, Asked]:
    """Parents and pupil, in this order; whoever leads the meeting may differ, and says why."""
    parents, pupil = _parents(kind, facts), _pupil(kind, facts)
    return (
        Asked(Family.PARENTS, parents in (Ask.BY_DEFAULT, Ask.AUTHORITY_UNKNOWN), parents),
        Asked(Family.PUPIL, pupil is Ask.BY_DEFAULT, pupil),
    )


def _parents(kind: MeetingKind, facts: FamilyFacts) -> Ask:
    if not kind.parents:
        return Ask.NOT_THIS_KIND
    if facts.unsafe:
        return Ask.UNSAFE
    if facts.age >= YOUTH and not facts.youth_agrees:
        return Ask.ADULT if facts.age >= ADULT else Ask.YOUTH_DECIDES
    if facts.contested and facts.age < ADULT:
        return Ask.CONTESTED
    return Ask.BY_DEFAULT if facts.authority or facts.age >= ADULT else Ask.AUTHORITY_UNKNOWN


def _pupil(kind: MeetingKind, facts: FamilyFacts) -> Ask:
    return Ask.BY_DEFAULT if facts.age >= kind.pupil_from else Ask.YOUNG

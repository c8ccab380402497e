"""The assessment framework (afwegingskader): what the answers speak for, and what is still missing.

It advises; the professional decides and says why. Safety comes before everything, basic support and preventive
offers before specialised help (H 4.1, 4.5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tandem.casework.data import Outcome

# Lighter help first; safety stands before all of it.
ORDER = (
    Outcome.SAFETY,
    Outcome.SCHOOL_SUPPORT,
    Outcome.PREVENTIVE_OFFER,
    Outcome.SUPPORT_TEAM,
    Outcome.YOUTH_HEALTH,
    Outcome.ATTENDANCE,
    Outcome.LOCAL_TEAM,
    Outcome.PARTNERSHIP,
)


class View(StrEnum):
    """From which side a criterion is looked at."""

    EDUCATION = "EDUCATION"
    YOUTH_CARE = "YOUTH_CARE"


class Level(StrEnum):
    FINE = "FINE"
    SOME = "SOME"
    SERIOUS = "SERIOUS"
    UNKNOWN = "UNKNOWN"


class Missing(StrEnum):
    """What an assessment still needs before triage can be finished."""

    NO_CRITERION = "NO_CRITERION"
    SAFETY_NOT_LOOKED_AT = "SAFETY_NOT_LOOKED_AT"
    REASON = "REASON"
    PUPIL_NOT_HEARD = "PUPIL_NOT_HEARD"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to look at. Texts per language: `texts["education"]`, `texts["education_en"]`, …"""

    id: str
    moment: str
    texts: Mapping[str, str]
    points_to: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    id: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Framework:
    id: str
    version: int
    name: str
    name_en: str
    sectors: tuple[str, ...]
    moments: tuple[Moment, ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    criterion: str
    view: View
    level: Level
    reason: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What the pupil says, in the pupil's own words; or why the pupil was not heard."""

    words: str = ""
    waived_because: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """Outcomes in order, each with the criteria that speak for it."""

    outcomes: tuple[tuple[Outcome, tuple[str, ...]], ...]


def advice(framework: Framework, answers: Sequence[Answer]) -> Advice:
    """What the answers speak for: a serious one for all that its criterion points to, a doubt for the first."""
    speaks: dict[Outcome, list[str]] = {}
    criteria = {criterion.id: criterion for criterion in framework.criteria}
    for answer in answers:
        outcomes = criteria[answer.criterion].points_to
        if answer.level is Level.SERIOUS:
            chosen = outcomes
        elif answer.level is Level.SOME:
            chosen = outcomes[:1]
        else:
            continue
        for outcome in chosen:
            found = speaks.setdefault(outcome, [])
            if answer.criterion not in found:
                found.append(answer.criterion)
    return Advice(tuple((outcome, tuple(speaks[outcome])) for outcome in ORDER if outcome in speaks))


def missing(framework: Framework, answers: Sequence[Answer], voice: Voice) -> tuple[Missing, ...]:
    """What is needed before the outcome may be chosen; nothing more than that, to save work."""
    found: list[Missing] = []
    known = {criterion.id for criterion in framework.criteria}
    given = [answer for answer in answers if answer.criterion in known and answer.level is not Level.UNKNOWN]
    if not given:
        found.append(Missing.NO_CRITERION)
    safety = {criterion.id for criterion in framework.criteria if Outcome.SAFETY in criterion.points_to}
    if not any(answer.criterion in safety for answer in answers):
        found.append(Missing.SAFETY_NOT_LOOKED_AT)
    if any(answer.level in (Level.SOME, Level.SERIOUS) and not answer.reason.strip() for answer in answers):
        found.append(Missing.REASON)
    if not voice.words.strip() and not voice.waived_because.strip():
        found.append(Missing.PUPIL_NOT_HEARD)
    return tuple(found)


def differences(answers: Sequence[Answer]) -> tuple[str, ...]:
    """Criteria on which education and youth care differ: to be talked about before anybody decides."""
    levels: dict[str, dict[View, Level]] = {}
    for answer in answers:
        levels.setdefault(answer.criterion, {})[answer.view] = answer.level
    return tuple(
        criterion
        for criterion, views in levels.items()
        if len(views) == len(View) and len(set(views.values())) > 1 and Level.UNKNOWN not in views.values()
    )

"""Looking back: which evaluations wait, what one may say, and whose answer counts in the figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tandem.plans.data import Helped, Origin, Voice
from tandem.plans.rules.standing import FURTHEST, Why

# Whose answer counts when more than one gave one: who it is about comes first.
FIRST_ASKED = (Voice.CHILD, Voice.PARENTS, Voice.PROFESSIONAL)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day on which they look back. `id` None: at closing, which nobody has to agree on."""

    id: UUID | None
    origin: Origin
    due: date
    held: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one of them says. `helped` None: not asked."""

    helped: Helped | None
    words: str = ""


def against_moment(due: date, today: date) -> Why | None:
    if due < today:
        return Why.PAST
    return Why.FAR if due > today + FURTHEST else None


def against_verdicts(verdicts: Mapping[Voice, Verdict]) -> Why | None:
    """Somebody said whether it helped."""
    return None if any(one.helped is not None for one in verdicts.values()) else Why.WORDS


def waiting(moments: Iterable[Moment], *, closed: date | None, today: date, ahead: int) -> tuple[Moment, ...]:
    """What waits, the first first: agreed moments that come near, and that of closing once the case is closed.

    `closed`: the day on which the case was. What was agreed for after that day is not waited for.
    """
    found = list(moments)
    if closed is not None:
        if any(one.origin is Origin.CLOSING and one.held for one in found):
            return ()
        return (Moment(None, Origin.CLOSING, closed),)
    near = [one for one in found if not one.held and one.due <= today + timedelta(days=ahead)]
    return tuple(sorted(near, key=lambda one: (one.due, str(one.id))))


def counted(verdicts: Mapping[Voice, Verdict]) -> Helped | None:
    """The one answer that counts in the figures; None when nobody said."""
    said = (verdicts[voice].helped for voice in FIRST_ASKED if voice in verdicts)
    return next((helped for helped in said if helped is not None), None)

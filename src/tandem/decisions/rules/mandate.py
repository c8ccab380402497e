"""Which mandate fits, and so in which form is decided; of every mandate that does not, why. Knows no clock."""

from dataclasses import dataclass
from enum import StrEnum

from tandem.decisions.data import Form, Mandate, Mandates, Request, Step, StepKind


class Why(StrEnum):
    """Why a mandate is not for this request."""

    SUPPORT = "SUPPORT"  # for something else
    MUNICIPALITY = "MUNICIPALITY"  # not where this pupil lives
    EUROS = "EUROS"
    MONTHS = "MONTHS"


@dataclass(frozen=True, slots=True)
class Not:
    """One limit that the request does not keep within. `limit`: euros or months at most, 0 for the others."""

    why: Why
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """`mandate`: the first that fits; None when there is none. `passed`: those tried before it, with every reason."""

    mandate: Mandate | None
    passed: tuple[tuple[Mandate, tuple[Not, ...]], ...]


def choose(mandates: Mandates, request: Request) -> Choice:
    """Raises ValueError for an amount or a period that is no amount or period."""
    if request.euros < 0 or request.months < 1:
        raise ValueError("euros from 0, months from 1")
    passed: list[tuple[Mandate, tuple[Not, ...]]] = []
    for mandate in mandates.mandates:
        against = limits(mandate, request)
        if not against:
            return Choice(mandate, tuple(passed))
        if against[0].why is not Why.SUPPORT:
            passed.append((mandate, against))
    return Choice(None, tuple(passed))


def limits(mandate: Mandate, request: Request) -> tuple[Not, ...]:
    """Everything that stands against it; nothing when it fits. For something else it says only that."""
    if request.support not in mandate.supports:
        return (Not(Why.SUPPORT),)
    found = []
    if mandate.municipalities and request.home not in mandate.municipalities:
        found.append(Not(Why.MUNICIPALITY))
    if mandate.euros is not None and request.euros > mandate.euros:
        found.append(Not(Why.EUROS, mandate.euros))
    if mandate.months is not None and request.months > mandate.months:
        found.append(Not(Why.MONTHS, mandate.months))
    return tuple(found)


def chain(form: Form, mandate: Mandate, euros: int) -> tuple[Step, ...]:
    """Who looks and who decides, in order; from `second_from` on a second professional looks before it is decided."""
    *before, last = form.steps
    if mandate.second_from is None or euros < mandate.second_from:
        return form.steps
    return (*before, Step(StepKind.APPROVE, last.seat), last)

"""What may be said of numbers that are intervals: every sentence with a 'most', a 'largest' or an order, in one place.

A claim is made only when it holds for every value inside the intervals; else the same place gets a title that claims
nothing. Pupils whose school (or home) has no known place may belong to any of the places that are compared.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import inf

from django.utils.translation import gettext

from tandem.flows.data import UNKNOWN, Share
from tandem.opendata.data import Interval
from tandem.web import format as form

Bounds = tuple[float, float]  # lowest and highest, both included
Name = Callable[[str], str]
Flow = tuple[str, str]
NAMED = 3


class Reason(StrEnum):
    """Why somebody is named as the first, or nobody."""

    CERTAIN = "certain"
    OVERLAP = "overlap"  # another may have as much
    NOTHING = "nothing"  # there is nothing to compare


@dataclass(frozen=True, slots=True)
class Verdict:
    """The index of what is for certain more than each of the others; None = nobody is."""

    first: int | None
    reason: Reason


def first_of(scores: Sequence[Bounds], least: float = 0.0) -> Verdict:
    """Which score is above `least` and above every other one, whatever the values are."""
    if not scores or all(high <= 0 for _, high in scores):
        return Verdict(None, Reason.NOTHING)
    best = max(range(len(scores)), key=lambda index: scores[index][0])
    others = [high for index, (_, high) in enumerate(scores) if index != best]
    if scores[best][0] > max([least, *others]):
        return Verdict(best, Reason.CERTAIN)
    return Verdict(None, Reason.OVERLAP)


def bounds(value: Interval) -> Bounds:
    return value.low, inf if value.high is None else value.high


def share_bounds(value: Share) -> Bounds:
    return value.low or 0.0, 1.0 if value.high is None else value.high


def largest(sums: Mapping[str, Interval]) -> tuple[str, Reason]:
    """The place with most pupils for certain, or ''. Who has no known place may belong to any of them or elsewhere."""
    loose = bounds(sums[UNKNOWN])[1] if UNKNOWN in sums else 0.0
    codes = [code for code in sums if code != UNKNOWN]
    scores = [bounds(sums[code]) for code in codes]
    if not scores and not loose:
        return "", Reason.NOTHING
    verdict = first_of([(low, high + loose) for low, high in scores] + [(0.0, loose)])
    # its own loose pupils only make the first larger
    return (codes[verdict.first], verdict.reason) if verdict.first is not None else ("", verdict.reason)


def largest_share(shares: Mapping[str, Share | None], skipped: Iterable[str] = ()) -> tuple[str, Reason]:
    """The place with for certain the largest share, of those that are not skipped, or ''."""
    known = {code: share for code, share in shares.items() if share is not None and code not in set(skipped)}
    verdict = first_of([share_bounds(share) for share in known.values()])
    return (list(known)[verdict.first], verdict.reason) if verdict.first is not None else ("", verdict.reason)


def largest_flow(flows: Mapping[Flow, Interval]) -> tuple[Flow | None, Reason]:
    """The flow between two places that is for certain the largest. Who goes to an unknown place may be in any."""
    loose = {home: bounds(value)[1] for (home, school), value in flows.items() if school == UNKNOWN}
    named = [flow for flow in flows if UNKNOWN not in flow]
    scores = [(low, high + loose.get(flow[0], 0.0)) for flow in named for low, high in [bounds(flows[flow])]]
    verdict = first_of(scores + [(0.0, most) for most in loose.values()])
    return (named[verdict.first], verdict.reason) if verdict.first is not None else (None, verdict.reason)


def in_order(values: Sequence[Interval]) -> bool:
    """Whether each is for certain at least the next."""
    return all(bounds(after)[1] <= bounds(before)[0] for before, after in pairwise(values))


# --- titles and sentences --------------------------------------------------------------------------------------------


def share_title(shares: Mapping[str, Share | None], skipped: Iterable[str], name: Name, *, out: bool) -> str:
    """Title of the ranking of a region's own municipalities."""
    code, reason = largest_share(shares, skipped)
    if reason is Reason.NOTHING:
        return gettext("Er is niets te vergelijken")
    if reason is Reason.OVERLAP:
        return (
            gettext("Welk deel per gemeente elders naar school gaat")
            if out
            else gettext("Welk deel per gemeente van elders komt")
        )
    text = (
        gettext("Uit %(name)s gaat het grootste deel naar elders")
        if out
        else gettext("In %(name)s komt het grootste deel van elders")
    )
    return text % {"name": name(code)}


def flow_title(flows: Mapping[Flow, Interval], name: Name, *, certain: bool = True) -> str:
    """Title of the matrix. `certain`: whether a flow that is not there is for certain nobody."""
    if certain and all(value.high == 0 for value in flows.values()):
        return gettext("Er gaan geen leerlingen over een gemeentegrens")
    flow, _ = largest_flow(flows) if certain else (None, Reason.OVERLAP)
    if flow is None:
        return gettext("Hoeveel leerlingen van welke gemeente naar welke gaan")
    return gettext("De grootste stroom: %(pupils)s van %(home)s naar %(school)s") % {
        "pupils": form.pupils(flows[flow]),
        "home": name(flow[0]),
        "school": name(flow[1]),
    }


def skipped_sentence(names: Sequence[str]) -> str:
    """Who is left out of a comparison and why; '' for nobody."""
    if not names:
        return ""
    if len(names) > NAMED:
        return gettext(
            "%(count)s gemeenten zijn niet vergeleken: hun cijfers zijn niet volledig, omdat er scholen niet in de "
            "bestanden staan."
        ) % {"count": len(names)}
    return gettext("Niet vergeleken, omdat er scholen niet in de bestanden staan: %(names)s.") % {
        "names": ", ".join(names)
    }


class Place(StrEnum):
    """What a ranking by numbers is about: which title it has, with a first one and without."""

    SCHOOL_TOWNS = "school towns"
    HOME_TOWNS = "home towns"
    TO_PARTNERSHIPS = "to partnerships"
    FROM_PARTNERSHIPS = "from partnerships"
    HOMES_OF_SCHOOL = "homes of a school"
    HOMES_OF_COLLEGE = "homes of a college"
    LOCATIONS = "locations"


def most_title(place: Place, sums: Mapping[str, Interval], name: Name) -> str:
    """'De meeste leerlingen gaan naar Delft' when that is certain, else what the ranking shows."""
    code, _ = largest(sums)
    claim, plain = _titles()[place]
    return claim % {"name": name(code)} if code else plain


def _titles() -> dict[Place, tuple[str, str]]:
    return {
        Place.SCHOOL_TOWNS: (
            gettext("De meeste leerlingen gaan naar %(name)s"),
            gettext("Naar welke gemeenten de leerlingen gaan"),
        ),
        Place.HOME_TOWNS: (
            gettext("De meeste leerlingen komen uit %(name)s"),
            gettext("Uit welke gemeenten de leerlingen komen"),
        ),
        Place.TO_PARTNERSHIPS: (
            gettext("De meeste vertrekkers gaan naar %(name)s"),
            gettext("Naar welke samenwerkingsverbanden leerlingen gaan"),
        ),
        Place.FROM_PARTNERSHIPS: (
            gettext("De meesten van elders komen uit %(name)s"),
            gettext("Uit welke samenwerkingsverbanden leerlingen komen"),
        ),
        Place.HOMES_OF_SCHOOL: (gettext("De meeste leerlingen wonen in %(name)s"), gettext("Waar de leerlingen wonen")),
        Place.HOMES_OF_COLLEGE: (gettext("De meeste studenten wonen in %(name)s"), gettext("Waar de studenten wonen")),
        Place.LOCATIONS: (gettext("De meesten gaan naar %(name)s"), gettext("Naar welke vestigingen ze gaan")),
    }


def order_sentence(values: Sequence[Interval]) -> str:
    """How a list of numbers is sorted; values as they stand in it."""
    if in_order(values):
        return gettext("De grootste staat bovenaan.")
    return gettext("Gesorteerd op grootte; van een onzeker aantal telt het midden.")

"""Where pupils have nobody who links them to the team of their home, or a school has less than the region."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from tandem.opendata.data import ZERO, Interval
from tandem.register.data import OrganisationKind
from tandem.routing.known import Facts, Link, School, holds
from tandem.routing.upkeep import FULL_TIME, Gap, Team, Usual

LINKING = ("SMW", "LT_HULP", "LT_TOEGANG")
NO_LINK, FEW_HOURS, LITTLE_CARE, NO_CARE = "NO_LINK", "FEW_HOURS", "LITTLE_CARE", "NO_CARE"
TENTH = Decimal("0.1")

Pairs = Mapping[tuple[str, str], Interval]  # school and home municipality to pupils


def usual(facts: Facts, pairs: Pairs, teams: Mapping[str, Team]) -> Usual:
    """What half of the schools that have any have at least: the measure of "little"."""
    ratios = _ratios(facts, pairs).values()
    return Usual(
        median([ratio[0] for ratio in ratios if ratio and ratio[0]] or [Decimal(0)]),
        median(list(_care(teams).values()) or [Decimal(0)]),
    )


def _ratios(facts: Facts, pairs: Pairs) -> dict[str, tuple[Decimal, Decimal] | None]:
    """Of each school its hours of linking people per hundred pupils."""
    totals: dict[str, Interval] = {}
    for (school, _), pupils in pairs.items():
        totals[school] = totals.get(school, ZERO) + pupils
    return {code: _per_hundred(_hours(facts, code, ""), totals[code]) for code in totals}


def _care(teams: Mapping[str, Team]) -> dict[str, Decimal]:
    return {code: team.care_hours / FULL_TIME for code, team in teams.items() if team.care_hours is not None}


def gaps(facts: Facts, pairs: Pairs, teams: Mapping[str, Team], region: frozenset[str]) -> tuple[Gap, ...]:
    """Each pair with pupils, those with something missing first, then by pupils, most first.

    A school social worker links the pupils of the whole region; somebody of a team those of its own municipality.
    """
    ratios, care, measure = _ratios(facts, pairs), _care(teams), usual(facts, pairs, teams)
    found = []
    for (code, home), pupils in pairs.items():
        here = facts.schools.get(code)
        if here is None or pupils.high == 0:
            continue
        linked, ratio, fte = _is_linked(facts, here, home, region), ratios[code], care.get(code)
        reasons = [] if linked else [NO_LINK]
        reasons += [FEW_HOURS] if linked and ratio and ratio[1] < measure.per_hundred else []
        reasons += [NO_CARE] if fte is None else [LITTLE_CARE] if fte < measure.fte else []
        found.append(
            Gap(
                id=f"{code}-{home}",
                school=code,
                school_name=here.name,
                municipality=here.municipality,
                home=home,
                pupils=pupils,
                linked=linked,
                hours=_hours(facts, code, home),
                per_hundred=ratio,
                fte=None if fte is None else fte.quantize(TENTH, ROUND_HALF_UP),
                reasons=tuple(reasons),
            )
        )
    return tuple(sorted(found, key=lambda gap: (NO_LINK not in gap.reasons, -gap.pupils.low, -_high(gap), gap.id)))


def _high(gap: Gap) -> float:
    return float("inf") if gap.pupils.high is None else gap.pupils.high


def _linking(facts: Facts, school: str) -> list[tuple[Link, str, str]]:
    """The links that hold, with the function and the municipality of who is linked."""
    found = []
    for link in facts.links_of.get(school, ()):
        post = facts.posts.get(link.post)
        desk = facts.desks.get(post.desk) if post else None
        if not post or not desk or post.function not in LINKING:
            continue
        if all(holds(one.since, one.until, facts.day) for one in (link, post, desk)):
            own = desk.municipality if desk.kind is OrganisationKind.LOCAL_TEAM else ""
            found.append((link, post.function, own))
    return found


def _is_linked(facts: Facts, school: School, home: str, region: frozenset[str]) -> bool:
    in_reach = home == school.municipality or {home, school.municipality} <= region
    return any((function == "SMW" and in_reach) or own == home for _, function, own in _linking(facts, school.code))


def _hours(facts: Facts, school: str, home: str) -> Decimal:
    """Of everybody who links; with a home only of who links its pupils."""
    return sum(
        (link.hours for link, function, own in _linking(facts, school) if not home or function == "SMW" or own == home),
        Decimal(0),
    )


def _per_hundred(hours: Decimal, pupils: Interval) -> tuple[Decimal, Decimal] | None:
    """Fewest with most pupils, most with fewest; None when nobody knows how many there are."""
    if not pupils.low or pupils.high is None:
        return None
    fewest, most = (100 * hours / count for count in (pupils.high, pupils.low))
    return fewest.quantize(TENTH, ROUND_HALF_UP), most.quantize(TENTH, ROUND_HALF_UP)

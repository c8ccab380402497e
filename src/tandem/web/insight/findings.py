"""What stands out: sentences computed from the traffic, said only when they hold for every value in the intervals."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, Scope, Share
from tandem.flows.openness import opened
from tandem.opendata.data import Interval
from tandem.web import format as form
from tandem.web.insight import claims, words
from tandem.web.insight.figure import Finding
from tandem.web.insight.gaps import Gaps
from tandem.web.insight.traffic import Traffic

MOST = 3
SMALL = 50  # a municipality with fewer pupils than this makes no news


class Kind(StrEnum):
    """What may be said of one municipality, the most telling first."""

    PASSAGE = "passage"
    RECEIVER = "receiver"
    SENDER = "sender"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Standing:
    """One municipality: pupils out and in, and their shares of who lives and who goes to school there."""

    code: str
    out: Interval
    into: Interval
    out_share: Share
    in_share: Share


def standings(traffic: Traffic, gaps: Gaps) -> list[Standing]:
    """The municipalities of which something may be said: no pupils of theirs are missing."""
    if gaps.everywhere or traffic.lost:
        return []
    out, into = traffic.leaving(Scope.ALL), traffic.arriving(Scope.ALL)
    found = []
    for code in traffic.members:
        if code in gaps.skipped(out=True):
            continue
        going, coming = out[code], into[code]
        if going.share and coming.share and going.whole.low >= SMALL:
            found.append(Standing(code, going.moving, coming.moving, going.share, coming.share))
    return found


def low(value: Share) -> float:
    return value.low or 0.0


def high(value: Share) -> float:
    return 1.0 if value.high is None else value.high


def what_stands_out(
    traffic: Traffic, cube: Cube, gaps: Gaps, special: Share | None, ordinary: Share | None
) -> tuple[Finding, ...]:
    found = standings(traffic, gaps)
    told: list[Finding] = []
    used: set[str] = set()
    for kind in Kind:
        standing = FINDERS[kind](found, used)
        if standing is None or (kind is Kind.MOST and not _sends_most(standing.code, traffic, gaps)):
            continue
        used.add(standing.code)
        told.append(_tell(kind, standing, traffic, cube))
        if len(told) == MOST - 1:
            break
    further = _special_travels(special, ordinary)
    outward = None if gaps.unseen & traffic.inside else _pair(traffic, cube)
    told += [finding for finding in (further, outward) if finding]
    return tuple(told[:MOST])


def _passage(found: list[Standing], used: set[str]) -> Standing | None:
    """Much goes out and much comes in: the largest smaller share of the two, ahead of the next for certain."""
    return _ahead([(one, low_of_both(one), high_of_both(one)) for one in found if one.code not in used], least=0.15)


def low_of_both(one: Standing) -> float:
    return min(low(one.out_share), low(one.in_share))


def high_of_both(one: Standing) -> float:
    return min(high(one.out_share), high(one.in_share))


def _receiver(found: list[Standing], used: set[str]) -> Standing | None:
    """A larger share of its pupils comes from elsewhere than of its children goes away."""
    gaps = [
        (one, low(one.in_share) - high(one.out_share), high(one.in_share) - low(one.out_share))
        for one in found
        if one.code not in used
    ]
    return _ahead(gaps, least=0.05)


def _sender(found: list[Standing], used: set[str]) -> Standing | None:
    gaps = [
        (one, low(one.out_share) - high(one.in_share), high(one.out_share) - low(one.in_share))
        for one in found
        if one.code not in used
    ]
    return _ahead(gaps, least=0.05)


def _most(found: list[Standing], used: set[str]) -> Standing | None:
    """The largest number that leaves."""
    return _ahead(
        [
            (one, float(one.out.low), float("inf") if one.out.high is None else float(one.out.high))
            for one in found
            if one.code not in used
        ],
        least=float(SMALL),
    )


def _ahead(scores: list[tuple[Standing, float, float]], least: float) -> Standing | None:
    """The one whose lowest score is above every other's highest; nobody when that is not certain."""
    if not scores:
        return None
    best = max(scores, key=lambda score: (score[1], score[0].code))
    others = [score[2] for score in scores if score[0] is not best[0]]
    return best[0] if best[1] >= least and best[1] > max(others, default=-1.0) else None


def _sends_most(code: str, traffic: Traffic, gaps: Gaps) -> bool:
    """Whether more leave it than any other, the small ones and those that nobody can be sure of included."""
    moving = {one: moved.moving for one, moved in traffic.leaving(Scope.ALL).items()}
    unsure = gaps.skipped(out=True)
    first, _ = claims.largest({one: opened(value) if one in unsure else value for one, value in moving.items()})
    return first == code


FINDERS = {Kind.PASSAGE: _passage, Kind.RECEIVER: _receiver, Kind.SENDER: _sender, Kind.MOST: _most}


def _tell(kind: Kind, one: Standing, traffic: Traffic, cube: Cube) -> Finding:
    name = words.unit(cube, one.code)
    values = {
        "name": name,
        "out": form.interval_words(one.out),
        "out_share": form.percentage_words(one.out_share),
        "in_share": form.percentage_words(one.in_share),
        "from": _mainly(traffic, cube, one.code, Direction.IN),
        "to": _mainly(traffic, cube, one.code, Direction.OUT),
    }
    texts = {
        Kind.PASSAGE: (
            gettext("%(name)s is een doorgang."),
            gettext(
                "%(out_share)s van de leerlingen gaat uit, en %(in_share)s van de leerlingen op school in %(name)s "
                "komt van elders%(from)s."
            ),
        ),
        Kind.RECEIVER: (
            gettext("%(name)s ontvangt."),
            gettext("%(in_share)s van de leerlingen op school komt van buiten de gemeente%(from)s."),
        ),
        Kind.SENDER: (
            gettext("%(name)s ziet leerlingen vertrekken."),
            gettext("%(out_share)s gaat naar school in een andere gemeente%(to)s; %(in_share)s komt van elders."),
        ),
        Kind.MOST: (
            gettext("Uit %(name)s vertrekken de meeste leerlingen."),
            gettext("%(out)s leerlingen gaan naar een andere gemeente%(to)s: %(out_share)s van wie er woont."),
        ),
    }
    lead, text = texts[kind]
    return Finding(lead % values, text % values)


def _mainly(traffic: Traffic, cube: Cube, code: str, direction: Direction) -> str:
    """', vooral uit Den Haag (791)' when one flow is for certain the largest, else ''."""
    ends = {
        (school if direction is Direction.OUT else home): value
        for (home, school), value in traffic.cells.items()
        if (home if direction is Direction.OUT else school) == code and home != school
    }
    first, _ = claims.largest(ends)
    if not first:
        return ""
    values = {"name": words.unit(cube, first), "pupils": form.interval_words(ends[first])}
    if direction is Direction.OUT:
        return gettext(", vooral naar %(name)s (%(pupils)s)") % values
    return gettext(", vooral uit %(name)s (%(pupils)s)") % values


def _special_travels(special: Share | None, ordinary: Share | None) -> Finding | None:
    if special is None or ordinary is None or low(special) <= high(ordinary):
        return None
    return Finding(
        gettext("In het speciaal onderwijs gaat een groter deel over de grens."),
        gettext("%(special)s gaat buiten de eigen gemeente naar school; in de andere soorten onderwijs %(ordinary)s.")
        % {"special": form.percentage_words(special), "ordinary": form.percentage_words(ordinary)},
    )


def _pair(traffic: Traffic, cube: Cube) -> Finding | None:
    flows = traffic.crossing(Direction.OUT, Scope.ALL)
    first, _ = claims.largest_flow(flows)
    if first is None or traffic.lost:
        return None
    (home, school), value = first, flows[first]
    back = traffic.cells.get((school, home), traffic.nothing)
    return Finding(
        gettext("De grootste stroom gaat van %(home)s naar %(school)s.")
        % {"home": words.unit(cube, home), "school": words.unit(cube, school)},
        gettext("Het gaat om %(pupils)s; de andere kant op gaan er %(back)s.")
        % {"pupils": form.pupils(value), "back": form.interval_words(back)},
    )

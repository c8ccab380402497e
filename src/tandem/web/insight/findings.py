"""What stands out: sentences computed from the traffic, said only when they hold for every value in the intervals."""

from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest

from django.utils.translation import gettext

from tandem.flows.cube import Cube
from tandem.flows.data import Direction, Scope, Share
from tandem.opendata.data import ZERO, Interval
from tandem.web import format as form
from tandem.web.insight import words
from tandem.web.insight.figure import Finding
from tandem.web.insight.traffic import Traffic, largest_first

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


def standings(traffic: Traffic) -> list[Standing]:
    out, into = traffic.leaving(Scope.ALL), traffic.arriving(Scope.ALL)
    found = []
    for code in traffic.members:
        going, coming = out[code], into[code]
        if going.share and coming.share and going.whole.low >= SMALL:
            found.append(Standing(code, going.moving, coming.moving, going.share, coming.share))
    return found


def low(value: Share) -> float:
    return value.low or 0.0


def high(value: Share) -> float:
    return 1.0 if value.high is None else value.high


def what_stands_out(traffic: Traffic, cube: Cube, special: Share | None, ordinary: Share | None) -> tuple[Finding, ...]:
    found = standings(traffic)
    told: list[Finding] = []
    used: set[str] = set()
    for kind in Kind:
        standing = FINDERS[kind](found, used)
        if standing is None:
            continue
        used.add(standing.code)
        told.append(_tell(kind, standing, traffic, cube))
        if len(told) == MOST - 1:
            break
    further = _special_travels(special, ordinary)
    outward = _pair(traffic, cube)
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
    """The one whose lowest score is at least every other's highest; nobody when that is not certain."""
    if not scores:
        return None
    best = max(scores, key=lambda score: (score[1], score[0].code))
    others = [score[2] for score in scores if score[0] is not best[0]]
    return best[0] if best[1] >= max([least, *others]) else None


FINDERS = {Kind.PASSAGE: _passage, Kind.RECEIVER: _receiver, Kind.SENDER: _sender, Kind.MOST: _most}


def _tell(kind: Kind, one: Standing, traffic: Traffic, cube: Cube) -> Finding:
    name = words.unit(cube, one.code)
    values = {
        "name": name,
        "out": form.interval_words(one.out),
        "out_share": form.percentage(one.out_share),
        "in_share": form.percentage(one.in_share),
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
    order = largest_first(ends)
    if not order or (len(order) > 1 and order[0][1].low < (order[1][1].high or order[1][1].low)):
        return ""
    values = {"name": words.unit(cube, order[0][0]), "pupils": form.interval_words(order[0][1])}
    if direction is Direction.OUT:
        return gettext(", vooral naar %(name)s (%(pupils)s)") % values
    return gettext(", vooral uit %(name)s (%(pupils)s)") % values


def _special_travels(special: Share | None, ordinary: Share | None) -> Finding | None:
    if special is None or ordinary is None or low(special) <= high(ordinary):
        return None
    return Finding(
        gettext("Speciaal onderwijs reist verder."),
        gettext("%(special)s gaat buiten de eigen gemeente naar school; in de andere soorten onderwijs %(ordinary)s.")
        % {"special": form.percentage(special), "ordinary": form.percentage(ordinary)},
    )


def _pair(traffic: Traffic, cube: Cube) -> Finding | None:
    flows = traffic.crossing(Direction.OUT, Scope.ALL)
    order = nsmallest(2, flows.items(), key=lambda item: (-(item[1].low + (item[1].high or item[1].low)), item[0]))
    if not order or (len(order) > 1 and order[0][1].low < (order[1][1].high or order[1][1].low)):
        return None
    (home, school), value = order[0]
    back = traffic.cells.get((school, home), ZERO)
    return Finding(
        gettext("De grootste stroom gaat van %(home)s naar %(school)s.")
        % {"home": words.unit(cube, home), "school": words.unit(cube, school)},
        gettext("Het zijn %(pupils)s leerlingen; de andere kant op gaan er %(back)s.")
        % {"pupils": form.interval_words(value), "back": form.interval_words(back)},
    )

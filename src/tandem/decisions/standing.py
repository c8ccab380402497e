"""Where a case stands on the ladder, and who could decide for it: read together for the pages."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from tandem.audit.data import Actor
from tandem.cases import models as cases
from tandem.children import queries as children
from tandem.children.data import Why
from tandem.decisions import models
from tandem.decisions.actions.climbing import holder_of
from tandem.decisions.data import Cause, Ladder, LadderState, Move, Seat, Where
from tandem.decisions.definitions import ladders, region_of
from tandem.decisions.queries import note
from tandem.platform import clock, context
from tandem.register import organisations
from tandem.register.data import OrganisationBrief, OrganisationKind

WHY = Why("decide-on-help", "6(1)(e)")
SCHOOLS = frozenset({OrganisationKind.SCHOOL, OrganisationKind.LOCATION})


@dataclass(frozen=True, slots=True)
class Step:
    """One move. `words` '' when the gate does not show them, and when the clock did it."""

    move: Move
    rung: str
    on: date
    due: date
    holder: UUID
    holder_hat: UUID | None
    person: UUID | None
    organisation: UUID | None
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A ladder. `mine`: who acts has the mandate of this rung. `name` '' when the gate does not show who it is."""

    id: UUID
    case: UUID
    name: str
    ladder: Ladder
    state: LadderState
    cause: Cause
    at: int
    holder: UUID
    holder_hat: UUID | None
    mine: bool
    waits_since: date
    started: date
    since: date
    due: date
    top_passed: date | None
    moves: tuple[Step, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Ready:
    """Of one rung: who would have it, and whether the gate lets them look along already."""

    holder: UUID
    hat: UUID | None
    takes_part: bool


@dataclass(frozen=True, slots=True)
class About:
    """What a request needs to know of a case. `home`: GM code, '' when nobody knows it or it is secret."""

    case: UUID
    child: UUID
    name: str
    home: str
    region: str
    opened: date


def about(actor: Actor, case: UUID) -> About | None:
    """None when there is no such case, and the same when who acts may not know it."""
    row = cases.Case.objects.filter(pk=case).first()
    if row is None or not cases.Access.objects.filter(case_id=case).exclude(part="KNOWS").exists():
        return None
    note(actor, "read case for a decision", [row.child_id])
    today = clock.today()
    homes = [
        one.municipality
        for one in children.residences(actor, id=row.child_id, why=WHY)
        if one.valid_from <= today and (one.valid_until is None or one.valid_until > today)
    ]
    towns = organisations.briefs(homes[-1:])
    home = next((town.code for town in towns.values()), "")
    names = children.names_of([row.child_id])
    opened = row.opened.astimezone(clock.AMSTERDAM).date()
    return About(row.pk, row.child_id, names.get(row.child_id, ""), home, region_of(home), opened)


def candidates(found: About, seat: Seat) -> tuple[OrganisationBrief, ...]:
    """Who can do a step: organisations that take part in the case with a function that counts, by name."""
    rows = cases.Participant.objects.filter(
        case_id=found.case, until=None, knows_only=False, function__in=list(seat.functions)
    )
    briefs = organisations.briefs(set(rows.values_list("organisation_id", flat=True)))
    schools = _schools(found)
    fitting = [
        brief
        for brief in briefs.values()
        if brief.kind.value in seat.kinds and _lies(brief, seat.where, found.home, schools)
    ]
    return tuple(sorted(fitting, key=lambda brief: (brief.name, str(brief.id))))


def _schools(found: About) -> frozenset[UUID]:
    place = cases.Case.objects.values_list("place_id", flat=True).get(pk=found.case)
    own = children.school_of(id=found.child)
    return frozenset({place, own} if own else {place})


def _lies(brief: OrganisationBrief, where: Where, home: str, schools: frozenset[UUID]) -> bool:
    match where:
        case Where.SCHOOL:
            return brief.id in schools
        case Where.SPECIAL:
            return brief.kind in SCHOOLS
        case Where.HOME:
            return not home or home in (brief.municipality, brief.code)
        case Where.PARTNERSHIP:
            return brief.kind is OrganisationKind.PARTNERSHIP
        case Where.ANY:
            return True


def of_case(actor: Actor, case: UUID) -> Standing | None:
    """The ladder of a case: the open one, else the last that was settled."""
    row = models.Ladder.objects.filter(case_id=case).order_by("state", "-changed", "id").first()
    if row is None:
        return None
    note(actor, "read ladder", [row.child_id])
    return _standings([row])[0]


def on_our_rung(actor: Actor) -> tuple[Standing, ...]:
    """Cases of which who acts has the mandate now, what ends first standing first."""
    now = context.current()
    rows = models.Ladder.objects.filter(
        Q(holder_id__in=list(now.principals)), state=LadderState.OPEN.value, functions__contains=[now.function]
    )
    found = list(rows.order_by("due", "id")[:50])
    if found:
        note(actor, "list ladders", [row.child_id for row in found])
    return _standings(found)


def ready(case: UUID, region: str) -> tuple[Ready, ...]:
    """For every rung who would have it today, and whether they take part already: privacy arranged beforehand."""
    there = set(
        cases.Participant.objects.filter(case_id=case, until=None, knows_only=False).values_list(
            "organisation_id", "function"
        )
    )
    found, ladder = [], ladders()[region]
    for rung in ladder.rungs:
        holder = holder_of(case, rung)
        part = any((holder.organisation, code) in there for code in (*rung.holder.functions, ladder.stands_in))
        found.append(Ready(holder.organisation, holder.hat, part))
    return tuple(found)


def _standings(rows: list[models.Ladder]) -> tuple[Standing, ...]:
    keys = [row.pk for row in rows]
    names = children.names_of({row.child_id for row in rows})
    words = dict(models.Text.objects.filter(ladder_id__in=keys).values_list("event", "text"))
    moves: dict[UUID, list[Step]] = defaultdict(list)
    for one in models.Rung.objects.filter(ladder_id__in=keys).order_by("number"):
        moves[one.ladder_id].append(_step(one, words.get(one.pk, "")))
    return tuple(_standing(row, names.get(row.child_id, ""), tuple(moves[row.pk])) for row in rows)


def _standing(row: models.Ladder, name: str, moves: tuple[Step, ...]) -> Standing:
    now = context.current()
    return Standing(
        row.pk,
        row.case_id,
        name,
        ladders()[row.region],
        LadderState(row.state),
        Cause(row.cause),
        row.at,
        row.holder_id,
        row.holder_hat,
        row.holder_id in now.principals and now.function in row.functions,
        row.waits_since,
        row.started,
        row.since,
        row.due,
        row.warned,
        moves,
        row.version,
    )


def _step(row: models.Rung, words: str) -> Step:
    return Step(
        Move(row.move),
        row.rung,
        row.day,
        row.due,
        row.holder_id,
        row.holder_hat,
        row.person_id,
        row.organisation_id,
        words,
    )

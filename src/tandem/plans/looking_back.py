"""Reads of evaluations: those of a case, those that wait for who acts, and the figures over everybody."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from tandem.audit.data import Actor
from tandem.cases import models as cases
from tandem.children import queries as children
from tandem.plans import models
from tandem.plans.data import Helped, Looking, Origin, Voice
from tandem.plans.definitions import evaluation
from tandem.plans.queries import note, open_cases
from tandem.plans.rules.evaluating import Moment, Verdict, waiting
from tandem.platform import clock

MOST = 100


@dataclass(frozen=True, slots=True)
class Look:
    """A moment with what was said then, as far as the gate shows it."""

    moment: Moment
    looking: Looking
    held: datetime | None
    verdicts: dict[Voice, Verdict]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An evaluation that waits. `name` '' where the gate does not show whom it is about."""

    case: UUID
    name: str
    due: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one kind of help by one provider (None: all of them), never of fewer than ten children.

    `children` counts in fives, and at least that many; the shares are in tens of a percent.
    """

    help: str
    provider: UUID | None
    children: int
    helped: int
    at_least_partly: int


def looks(*, actor: Actor, case: UUID) -> tuple[Look, ...]:
    """Every moment of a case, the first first."""
    rows = list(models.Moment.objects.filter(case_id=case).order_by("due", "number", "id"))
    said: dict[UUID, dict[Voice, Verdict]] = defaultdict(dict)
    for one in models.Evaluation.objects.filter(case_id=case):
        helped = Helped(one.helped) if one.helped else None
        said[one.moment_id][Voice(one.voice)] = Verdict(helped, one.words)
    if rows:
        children_of = models.Plan.objects.filter(case_id=case).values_list("child_id", flat=True)
        note(actor, "read evaluations", set(children_of))
    return tuple(
        Look(
            Moment(row.pk, Origin(row.origin), row.due, row.held is not None),
            Looking(row.help, row.provider_id),
            row.held,
            said[row.pk],
        )
        for row in rows
    )


def waiting_in(found: tuple[Look, ...], closed: datetime | None) -> tuple[Moment, ...]:
    """Of these, what waits now; and at closing one that nobody has to agree on."""
    day = closed.astimezone(clock.AMSTERDAM).date() if closed else None
    moments = [look.moment for look in found]
    return waiting(moments, closed=day, today=clock.today(), ahead=evaluation().ahead)


def waiting_for_me(actor: Actor) -> tuple[Waiting, ...]:
    """What waits in the open cases in which who acts works, the first first."""
    until = clock.today() + timedelta(days=evaluation().ahead)
    rows = models.Moment.objects.filter(held=None, due__lte=until, case__in=open_cases())
    found = list(rows.order_by("due", "number", "id")[:MOST])
    if not found:
        return ()
    about = dict(cases.Case.objects.filter(pk__in={row.case_id for row in found}).values_list("pk", "child_id"))
    note(actor, "list evaluations that wait", set(about.values()))
    names = children.names_of(set(about.values()))
    return tuple(Waiting(row.case_id, names.get(about[row.case_id], ""), row.due) for row in found)


def outcomes() -> tuple[Outcome, ...]:
    """Did it help, over everybody: what the database lets out (`sql/evaluation.sql`), and nothing about one child."""
    with connection.cursor() as cursor:
        cursor.execute("select help, provider, children, helped, at_least_partly from plans_outcomes()")
        return tuple(Outcome(*row) for row in cursor.fetchall())

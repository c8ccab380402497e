"""What happened, for a system that asks what is new: one order over concerns and everything above them.

A line was written in the transaction of what it tells, and row security says who may know of it when it is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from tandem.audit.data import Actor
from tandem.casework import models
from tandem.casework.data import About, Part
from tandem.casework.notices import mine
from tandem.casework.queries import note
from tandem.casework.rules.tracking import TOLD

M = TypeVar("M", bound=Model)
BY_NOTICE = (About.MEETING, About.LADDER)  # who is concerned stands in the notice itself


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """In the order of what happened: the moment, then the key."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Asked:
    """What happened after `after`, up to and with `until`; at most `most`."""

    after: Place
    until: datetime
    most: int


@dataclass(frozen=True, slots=True)
class Happened:
    place: Place
    about: About
    subject: UUID
    kind: str


def part_of(rows: QuerySet[M], asked: Asked) -> QuerySet[M]:
    """The rows of one table that were asked for, in order."""
    later = Q(at__gt=asked.after.at) | Q(at=asked.after.at, pk__gt=asked.after.id)
    return rows.filter(later, at__lte=asked.until, at__gte=asked.after.at).order_by("at", "pk")[: asked.most]


def of_concerns(actor: Actor, asked: Asked) -> Iterable[Happened]:
    """Of those that who acts holds or is asked to take; of those that she raised what her timeline shows."""
    access = models.Access.objects.filter(principal_id__in=mine())
    held = access.filter(part__in=[Part.HOLDER.value, Part.OFFERED.value]).values("concern_id")
    raised = access.filter(part=Part.AUTHOR.value).values("concern_id")
    told = [command.value for command in TOLD]
    rows = models.Event.objects.filter(Q(concern_id__in=held) | Q(concern_id__in=raised, command__in=told))
    found = list(part_of(rows.select_related("concern"), asked))
    if found:
        note(actor, "list events", (row.concern.child_id for row in found))
    return [Happened(Place(row.at, row.pk), About.CONCERN, row.concern_id, row.command) for row in found]


def of_notices(asked: Asked) -> Iterable[Happened]:
    """About meetings and ladders: what who acts was told, or her team. About nobody, so no line."""
    rows = models.Notice.objects.filter(principal_id__in=mine(), about__in=[about.value for about in BY_NOTICE])
    return [
        Happened(Place(row.at, row.pk), About(row.about), UUID(str(row.subject)), row.kind)
        for row in part_of(rows, asked)
    ]

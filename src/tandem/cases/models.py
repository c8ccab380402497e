"""Tables of a case: what it is about, who takes part, who directs, who holds it. Row security stands in `sql/`.

Nothing here is deleted by the app. Keys are UUIDs made here, so that no row is read back.
"""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tandem.cases.data import Command, Domain, Part, State, TextPart
from tandem.casework.data import OfferState, RefusalReason
from tandem.children.data import Kind


def _one_of(field: str, values: Iterable[StrEnum], name: str, *, empty: bool = False) -> models.CheckConstraint:
    known = [value.value for value in values] + ([""] if empty else [])
    return models.CheckConstraint(condition=Q(**{f"{field}__in": known}), name=name)


class Case(models.Model):
    """The case (casus): joint work for one child. Every change raises `version`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    place = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")  # where it began
    region = models.TextField(blank=True, default="")  # of `place`; '' where no region is known
    concern_id = models.UUIDField(null=True)  # from which it was opened; that may be destroyed earlier
    key = models.UUIDField()  # of the form: sent twice, it is one case
    state = models.TextField(default=State.STARTED.value)
    holder = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    refused = models.SmallIntegerField(default=0)
    opened = models.DateTimeField()
    opened_by = models.UUIDField()  # the person
    opened_hat = models.UUIDField()
    closed = models.DateTimeField(null=True)
    changed = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "cases_case"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("state", State, "cases_case_state"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED.value, closed__isnull=False)
                | (~Q(state=State.CLOSED.value) & Q(closed=None)),
                name="cases_case_closed",
            ),
            models.UniqueConstraint(fields=["opened_hat", "key"], name="cases_case_once"),
            models.UniqueConstraint(fields=["concern_id"], name="cases_case_one_of_a_concern"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child"], name="cases_case_child")]

    def __str__(self) -> str:
        return str(self.id)


class Access(models.Model):
    """Who may know of a case, as what; kept by a trigger. It is the list too, so it comes from one index.

    `content`: also its words, through `disclosure`, or without one as long as the child is `own`, a pupil there.
    """

    pk = models.CompositePrimaryKey("principal_id", "case_id", "part", "function")
    principal_id = models.UUIDField()  # a hat or an organisation
    case = models.ForeignKey(Case, models.CASCADE, db_index=False)
    part = models.TextField()
    function = models.TextField(blank=True, default="")  # '': who deals with concerns there
    child_id = models.UUIDField()
    own = models.BooleanField()
    content = models.BooleanField()
    disclosure = models.UUIDField(null=True)
    open = models.BooleanField()
    changed = models.DateTimeField()

    class Meta:
        db_table = "cases_access"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("part", [part for part in Part if part is not Part.CLOCK], "cases_access_part"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["principal_id", "open", "changed", "case"], name="cases_access_list"),
            models.Index(fields=["case", "principal_id"], name="cases_access_case"),
        ]

    def __str__(self) -> str:
        return f"{self.principal_id} {self.case_id} {self.part}"


class Participant(models.Model):
    """Who takes part: a function at an organisation, or one hat there; for which purpose, on which ground.

    `own`, which the database sees for itself: the child is a pupil there, so nothing needs to be disclosed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.CASCADE, related_name="participants")
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    function = models.TextField()
    membership_id = models.UUIDField(null=True)
    domain = models.TextField(blank=True, default="")
    purpose = models.TextField()
    ground = models.TextField()
    kinds = models.IntegerField(default=0)
    disclosure = models.UUIDField(null=True)
    own = models.BooleanField(default=False)
    knows_only = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    added_by = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_participant"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("domain", Domain, "cases_participant_domain", empty=True),
            models.CheckConstraint(condition=Q(knows_only=False) | Q(disclosure=None), name="cases_participant_knows"),
            models.UniqueConstraint(
                fields=["case", "organisation", "function", "membership_id"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="cases_participant_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Direction(models.Model):
    """Who directs (regisseur) for one domain: a hat of somebody who takes part. The two of them are the tandem."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.CASCADE, related_name="directions")
    domain = models.TextField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    function = models.TextField()
    membership_id = models.UUIDField()
    person_id = models.UUIDField()
    named = models.DateTimeField()
    named_by = models.UUIDField()
    signed = models.DateTimeField(null=True)
    disagreed = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_direction"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("domain", Domain, "cases_direction_domain"),
            models.UniqueConstraint(
                fields=["case", "domain"], condition=Q(ended=None), name="cases_direction_one_each"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["membership_id"], name="cases_direction_hat")]

    def __str__(self) -> str:
        return str(self.id)


class Offer(models.Model):
    """The baton, held out to another organisation. At most one is open; until it is accepted the holder keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.CASCADE, related_name="offers")
    source = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    target = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    state = models.TextField(default=OfferState.OPEN.value)
    disclosure = models.UUIDField(null=True)  # what lets the other side read, in `function`
    function = models.TextField(blank=True, default="")
    made = models.DateTimeField()
    made_by = models.UUIDField()
    due = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    refusal = models.TextField(blank=True, default="")
    right_one = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    municipality = models.TextField(blank=True, default="")

    class Meta:
        db_table = "cases_offer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("state", OfferState, "cases_offer_state"),
            _one_of("refusal", RefusalReason, "cases_offer_refusal", empty=True),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="cases_offer_other"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=OfferState.OPEN.value), name="cases_offer_one_open"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due"], name="cases_offer_due", condition=Q(state=OfferState.OPEN.value)),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Text(models.Model):
    """Words about the case, added and never changed. `kind`: of information, that somebody must have to read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.CASCADE, related_name="texts")
    part = models.TextField()
    kind = models.IntegerField(default=Kind.CONCERN.value)
    text = models.TextField()
    author_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    event = models.UUIDField(null=True)  # of which line of the timeline these are the reasons
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_text"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("part", TextPart, "cases_text_part"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(part=TextPart.QUESTION.value), name="cases_text_one_question"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Event(models.Model):
    """One line of the timeline: what, who, when; codes only. Its reasons are a Text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    number = models.IntegerField()  # the version that it made: the order
    at = models.DateTimeField()
    command = models.TextField()
    state = models.TextField()  # that followed
    person_id = models.UUIDField(null=True)  # None: the clock
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    function = models.TextField(blank=True, default="")
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "cases_event"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("command", Command, "cases_event_command"),
            _one_of("state", State, "cases_event_state"),
            models.UniqueConstraint(fields=["case", "number"], name="cases_event_line"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at", "id"], name="cases_event_at")]

    def __str__(self) -> str:
        return str(self.id)

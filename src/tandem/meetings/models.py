"""Tables of a meeting: when, who is invited, which cases, and the lines that are its minutes. Row security: `sql/`.

Nothing here is deleted by the app but what was on an agenda and not spoken of. Keys are UUIDs made here.
"""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tandem.meetings.data import Ask, Family, Sort, Stage, State


def _one_of(field: str, values: Iterable[StrEnum], name: str, *, empty: bool = False) -> models.CheckConstraint:
    known = [value.value for value in values] + ([""] if empty else [])
    return models.CheckConstraint(condition=Q(**{f"{field}__in": known}), name=name)


class Meeting(models.Model):
    """A meeting (overleg). `sequence` goes up with every change of moment; `version` with every change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()  # id in definitions/meetings
    kind_version = models.SmallIntegerField()
    host = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    place = models.TextField(blank=True, default="")
    video = models.TextField(blank=True, default="")
    weeks = models.SmallIntegerField(default=0)  # the rhythm; 0: when needed
    previous = models.UUIDField(null=True)  # the one before on this rhythm
    state = models.TextField(default=State.PLANNED.value)
    sequence = models.IntegerField(default=0)
    on_table = models.UUIDField(null=True)  # the item that is spoken of now
    key = models.UUIDField()  # of the form: sent twice, it is one meeting
    planned_by = models.UUIDField()  # the person
    planned_hat = models.UUIDField()
    changed = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "meetings_meeting"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("state", State, "meetings_meeting_state"),
            models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="meetings_meeting_lasts"),
            models.UniqueConstraint(fields=["planned_hat", "key"], name="meetings_meeting_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Access(models.Model):
    """Who may know of a meeting, in which hat; kept by a trigger. It is the list too, so it comes from one index."""

    pk = models.CompositePrimaryKey("hat", "meeting_id")
    hat = models.UUIDField()
    meeting = models.ForeignKey(Meeting, models.CASCADE, db_index=False)
    leads = models.BooleanField()
    starts = models.DateTimeField()

    class Meta:
        db_table = "meetings_access"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["hat", "starts", "meeting"], name="meetings_access_list"),
            models.Index(fields=["meeting"], name="meetings_access_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.hat} {self.meeting_id}"


class Invitee(models.Model):
    """Who is invited, in one function. `present`: in the room now; `attended`: was there. The database fills in who."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitees")
    membership_id = models.UUIDField()
    person_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    function = models.TextField(blank=True, default="")
    leads = models.BooleanField(default=False)
    present = models.BooleanField(default=False)
    attended = models.BooleanField(default=False)
    invited = models.DateTimeField()
    invited_by = models.UUIDField()
    removed = models.DateTimeField(null=True)

    class Meta:
        db_table = "meetings_invitee"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["meeting", "membership_id"], condition=Q(removed=None), name="meetings_invitee_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["membership_id"], name="meetings_invitee_hat")]

    def __str__(self) -> str:
        return str(self.id)


class Item(models.Model):
    """A case on the agenda, with why, for how long, and who of the family is asked; `words` say why not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    child_id = models.UUIDField()  # that of the case, filled in by the database
    position = models.SmallIntegerField()
    minutes = models.SmallIntegerField()
    reasons = models.TextField()  # codes, a space between
    stage = models.TextField(default=Stage.WAITING.value)
    parents = models.BooleanField()
    parents_why = models.TextField()
    pupil = models.BooleanField()
    pupil_why = models.TextField()
    words = models.TextField(blank=True, default="")
    family_there = models.BooleanField(default=False)
    began = models.DateTimeField(null=True)
    added_by = models.UUIDField()

    class Meta:
        db_table = "meetings_item"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("stage", Stage, "meetings_item_stage"),
            _one_of("parents_why", Ask, "meetings_item_parents_why"),
            _one_of("pupil_why", Ask, "meetings_item_pupil_why"),
            models.UniqueConstraint(fields=["meeting", "case"], name="meetings_item_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Line(models.Model):
    """One line of the minutes, of one `kind` of information. Added and struck, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    item = models.ForeignKey(Item, models.DO_NOTHING, related_name="lines")  # who deletes an item may not delete lines
    case_id = models.UUIDField()  # that of the item, as the child: filled in by the database
    child_id = models.UUIDField()
    number = models.IntegerField()
    sort = models.TextField()
    kind = models.IntegerField()
    text = models.TextField()
    measure = models.TextField(blank=True, default="")  # how do we see that it worked
    owner_hat = models.UUIDField(null=True)
    owner_family = models.TextField(blank=True, default="")
    due = models.DateField(null=True)
    author_id = models.UUIDField()
    author_hat = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    struck = models.DateTimeField(null=True)

    class Meta:
        db_table = "meetings_line"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("sort", Sort, "meetings_line_sort"),
            _one_of("owner_family", Family, "meetings_line_family", empty=True),
            models.CheckConstraint(
                condition=~Q(sort=Sort.AGREEMENT.value)
                | (Q(due__isnull=False) & (Q(owner_hat__isnull=False) | ~Q(owner_family=""))),
                name="meetings_line_agreed",
            ),
            models.UniqueConstraint(fields=["item", "number"], name="meetings_line_order"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner_hat", "done", "due"], name="meetings_line_mine"),
            models.Index(fields=["author_hat", "done", "due"], name="meetings_line_given"),
            models.Index(fields=["case_id"], name="meetings_line_case"),
        ]

    def __str__(self) -> str:
        return str(self.id)

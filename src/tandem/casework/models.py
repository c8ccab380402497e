"""Tables of casework: a concern, its words, who holds it, and what happened. Row security stands in `sql/`.

Nothing here is deleted by the app but a draft. Keys are UUIDs made here, so that no row is read back.
"""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.db import models

from tandem.casework.data import (
    FORM_PARTS,
    About,
    Clock,
    Command,
    OfferState,
    Outcome,
    Part,
    RefusalReason,
    State,
    TextPart,
    Urgency,
)
from tandem.casework.rules.assessment import Level, View

JOINT = [one for one in About if one is not About.CONCERN]


def _one_of(field: str, values: Iterable[StrEnum], name: str, *, empty: bool = False) -> models.CheckConstraint:
    known = [value.value for value in values] + ([""] if empty else [])
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": known}), name=name)


class Concern(models.Model):
    """The bell (signaal): about a pupil, or `anonymous` about nobody in particular. Every change raises `version`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.ForeignKey("children.Child", models.PROTECT, null=True, related_name="+")
    anonymous = models.BooleanField()
    location = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    author_id = models.UUIDField()  # the person
    author_hat = models.UUIDField()
    key = models.UUIDField()  # of the form or the API call: sent twice, it is one concern
    state = models.TextField(default=State.DRAFT.value)
    urgency = models.TextField(default=Urgency.NORMAL.value)
    outcome = models.TextField(blank=True, default="")
    framework = models.TextField(blank=True, default="")  # id and version of the assessment framework
    holder = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    worker_hat = models.UUIDField(null=True)  # who at the holder does it
    refused = models.SmallIntegerField(default=0)
    merged_into = models.UUIDField(null=True)
    clock = models.TextField(blank=True, default="")
    clock_start = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    was_paused = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    escalated = models.SmallIntegerField(default=0)  # steps of the escalation that were told
    created = models.DateTimeField()
    raised = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    changed = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "casework_concern"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("state", State, "casework_concern_state"),
            _one_of("urgency", Urgency, "casework_concern_urgency"),
            _one_of("outcome", Outcome, "casework_concern_outcome", empty=True),
            _one_of("clock", Clock, "casework_concern_clock", empty=True),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT.value, holder=None)
                | (~models.Q(state=State.DRAFT.value) & models.Q(holder__isnull=False)),
                name="casework_concern_held",
            ),
            models.CheckConstraint(
                condition=models.Q(anonymous=False) | models.Q(child=None), name="casework_concern_anonymous"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT.value) | models.Q(anonymous=True) | models.Q(child__isnull=False),
                name="casework_concern_about",
            ),
            models.UniqueConstraint(fields=["author_hat", "key"], name="casework_concern_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due"], name="casework_concern_due", condition=~models.Q(clock="")),
            models.Index(fields=["child"], name="casework_concern_child"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Access(models.Model):
    """Who may know of a concern, as what; kept by a trigger. It is the worklist too, so it comes from one index.

    `content`: also its words. With `disclosure` only as long as the gate shows that disclosure.
    """

    pk = models.CompositePrimaryKey("principal_id", "concern_id", "part")
    principal_id = models.UUIDField()  # a person or an organisation
    concern = models.ForeignKey(Concern, models.CASCADE, db_index=False)
    part = models.TextField()
    hat = models.UUIDField(null=True)  # of the author
    own_school = models.BooleanField()
    content = models.BooleanField()
    disclosure = models.UUIDField(null=True)
    open = models.BooleanField()
    due = models.DateTimeField(null=True)
    worker_hat = models.UUIDField(null=True)
    changed = models.DateTimeField()

    class Meta:
        db_table = "casework_access"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(part__in=[Part.AUTHOR.value, Part.HOLDER.value, Part.OFFERED.value, "FORMER"]),
                name="casework_access_part",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["principal_id", "part", "open", "due", "concern"], name="casework_access_list"),
            models.Index(fields=["principal_id", "part", "open", "changed"], name="casework_access_recent"),
            models.Index(fields=["concern", "principal_id"], name="casework_access_concern"),
        ]

    def __str__(self) -> str:
        return f"{self.principal_id} {self.concern_id} {self.part}"


class Offer(models.Model):
    """The baton, held out to another organisation. At most one is open; until it is accepted the holder keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="offers")
    source = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    target = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    state = models.TextField(default=OfferState.OPEN.value)
    disclosure = models.UUIDField(null=True)  # what lets the other side read
    made = models.DateTimeField()
    made_by = models.UUIDField()
    due = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    refusal = models.TextField(blank=True, default="")
    right_one = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    municipality = models.TextField(blank=True, default="")

    class Meta:
        db_table = "casework_offer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("state", OfferState, "casework_offer_state"),
            _one_of("refusal", RefusalReason, "casework_offer_refusal", empty=True),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="casework_offer_other"),
            models.UniqueConstraint(
                fields=["concern"], condition=models.Q(state=OfferState.OPEN.value), name="casework_offer_one_open"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due"], name="casework_offer_due", condition=models.Q(state=OfferState.OPEN.value)),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Text(models.Model):
    """Words about the concern. Those of the form are one row per part; what comes later is added and never changed.

    `for_author`: the gate allows that who raised the concern reads this too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="texts")
    part = models.TextField()
    text = models.TextField()
    author_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    for_author = models.BooleanField(default=False)
    event = models.UUIDField(null=True)  # of which line of the timeline these are the reasons
    at = models.DateTimeField()

    class Meta:
        db_table = "casework_text"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("part", TextPart, "casework_text_part"),
            models.UniqueConstraint(
                fields=["concern", "part"],
                condition=models.Q(part__in=[part.value for part in FORM_PARTS]),
                name="casework_text_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Event(models.Model):
    """One line of the timeline: what, who, when; codes only. Its reasons are a Text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    command = models.TextField()
    state = models.TextField()  # that followed
    person_id = models.UUIDField(null=True)  # None: the clock
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    function = models.TextField(blank=True, default="")
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "casework_event"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("command", Command, "casework_event_command"),
            _one_of("state", State, "casework_event_state"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["concern", "at"], name="casework_event_line"),
            models.Index(fields=["at", "id"], name="casework_event_at"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Answer(models.Model):
    """One answer of the assessment, from one side."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="answers")
    criterion = models.TextField()
    view = models.TextField()
    level = models.TextField()
    reason = models.TextField(blank=True, default="")
    author_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "casework_answer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("view", View, "casework_answer_view"),
            _one_of("level", Level, "casework_answer_level"),
            models.UniqueConstraint(fields=["concern", "criterion", "view"], name="casework_answer_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Notice(models.Model):
    """Something to know about a concern or its `subject`, for a person in a hat or for a function at an organisation.

    One per event and recipient, however often it is tried. `sent`: the digest has seen to it; `failed`: a mail about it
    did not arrive, or nobody has an address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    principal_id = models.UUIDField()
    hat = models.UUIDField(null=True)  # only in this hat
    function = models.TextField(blank=True, default="")  # '': who deals with concerns there
    about = models.TextField(default=About.CONCERN.value)
    concern = models.ForeignKey(Concern, models.CASCADE, null=True, related_name="+")
    subject = models.UUIDField(null=True)  # of anything but a concern
    author_id = models.UUIDField(null=True)  # who did it; None: the clock, and for a concern its event says it
    at_once = models.BooleanField(default=False)  # unless somebody wants it otherwise
    event = models.UUIDField()
    kind = models.TextField()  # the command
    at = models.DateTimeField()
    seen = models.DateTimeField(null=True)
    sent = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)

    class Meta:
        db_table = "casework_notice"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("about", About, "casework_notice_about"),
            models.CheckConstraint(
                condition=~models.Q(about=About.CONCERN.value) | models.Q(kind__in=[one.value for one in Command]),
                name="casework_notice_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(about=About.CONCERN.value, concern__isnull=False, subject=None)
                | (~models.Q(about=About.CONCERN.value) & models.Q(concern=None, subject__isnull=False)),
                name="casework_notice_about_one",
            ),
            models.UniqueConstraint(
                fields=["event", "principal_id", "hat", "function"], nulls_distinct=False, name="casework_notice_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["principal_id", "seen", "at"], name="casework_notice_list"),
            models.Index(fields=["at"], name="casework_notice_unsent", condition=models.Q(sent=None)),
            models.Index(fields=["subject"], name="casework_notice_subject", condition=models.Q(subject__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Mailed(models.Model):
    """That a notice went to a person in a mail (`platform_mail`): each notice to each person once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    person_id = models.UUIDField()
    mail = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "casework_mailed"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "person_id"], name="casework_mailed_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["mail"], name="casework_mailed_mail")]

    def __str__(self) -> str:
        return str(self.id)


class Seen(models.Model):
    """Until when somebody has read a concern: what changed later gets a dot."""

    pk = models.CompositePrimaryKey("person_id", "concern_id")
    person_id = models.UUIDField()
    concern = models.ForeignKey(Concern, models.CASCADE, db_index=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "casework_seen"

    def __str__(self) -> str:
        return f"{self.person_id} {self.concern_id}"


class SavedView(models.Model):
    """How somebody wants to see a worklist: filters and order, under a name; '' is what was used last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField()
    worklist = models.TextField()
    name = models.TextField(blank=True, default="")
    choice = models.JSONField(default=dict)

    class Meta:
        db_table = "casework_view"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person_id", "worklist", "name"], name="casework_view_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Preference(models.Model):
    """Which notices somebody wants by mail, and how: at once, in the daily digest, or not."""

    pk = models.CompositePrimaryKey("person_id", "kind")
    person_id = models.UUIDField()
    kind = models.TextField()
    way = models.TextField()

    class Meta:
        db_table = "casework_preference"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("kind", [*Command, *JOINT], "casework_preference_kind"),
            models.CheckConstraint(
                condition=models.Q(way__in=["AT_ONCE", "DIGEST", "NEVER"]), name="casework_preference_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"

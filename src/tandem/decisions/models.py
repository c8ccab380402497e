"""Tables of decisions and of the ladder. Row security stands in `sql/`.

Nothing here is deleted by the app. Keys are UUIDs made here, so that no row is read back.
"""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tandem.decisions.data import Cause, Command, LadderState, Move, State, StepKind, TextPart
from tandem.decisions.rules.objection import Verdict


def _one_of(field: str, values: Iterable[StrEnum], name: str, *, empty: bool = False) -> models.CheckConstraint:
    known = [value.value for value in values] + ([""] if empty else [])
    return models.CheckConstraint(condition=Q(**{f"{field}__in": known}), name=name)


class Decision(models.Model):
    """What is asked in a case, and decided. `at`: the step whose turn it is; `round`: how often it was asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    key = models.UUIDField()  # of the form: sent twice, it is one request
    region = models.TextField()
    mandate = models.TextField()
    form = models.TextField()
    support = models.TextField()
    euros = models.IntegerField()
    months = models.SmallIntegerField()
    state = models.TextField(default=State.DRAFT.value)
    at = models.SmallIntegerField(default=0)
    round = models.SmallIntegerField(default=0)
    requester_id = models.UUIDField()  # the person
    requester_hat = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    asked = models.DateField(null=True)  # the first time: from then on the term runs
    extended = models.SmallIntegerField(default=0)  # weeks
    pauses = models.JSONField(default=list)  # [asked, resumed or null] while it was sent back
    last_day = models.DateField(null=True)
    aim = models.DateField(null=True)
    overdue = models.DateTimeField(null=True)  # when the clock said so
    decided = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)  # the person
    decided_hat = models.UUIDField(null=True)
    decided_at = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    announced = models.DateField(null=True)
    objection_until = models.DateField(null=True)
    objected = models.DateField(null=True)
    verdict = models.TextField(blank=True, default="")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    created = models.DateTimeField()
    changed = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "decisions_decision"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("state", State, "decisions_decision_state"),
            _one_of("verdict", Verdict, "decisions_decision_verdict", empty=True),
            models.CheckConstraint(condition=Q(euros__gte=0, months__gte=1), name="decisions_decision_limits"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("requester_id")),
                name="decisions_decision_not_own",
            ),
            models.UniqueConstraint(fields=["requester_hat", "key"], name="decisions_decision_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case"], name="decisions_decision_case"),
            models.Index(
                fields=["last_day"],
                name="decisions_decision_due",
                condition=Q(overdue=None, state__in=["SCREENING", "APPROVING", "DECIDING", "RETURNED"]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Step(models.Model):
    """One pair of eyes in one round: which organisation was asked, in which functions, and who did it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="steps")
    round = models.SmallIntegerField()
    number = models.SmallIntegerField()
    kind = models.TextField()
    yes_or_no = models.BooleanField(default=False)
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    functions = ArrayField(models.TextField())
    done_by = models.UUIDField(null=True)  # the person
    done_hat = models.UUIDField(null=True)
    done = models.DateTimeField(null=True)

    class Meta:
        db_table = "decisions_step"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("kind", StepKind, "decisions_step_kind"),
            models.UniqueConstraint(fields=["decision", "round", "number"], name="decisions_step_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation"], name="decisions_step_waits", condition=Q(done=None)),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Event(models.Model):
    """One line of what happened to a decision: what, who, when; codes only. Its reasons are a Text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="events")
    number = models.IntegerField()  # the version that it made: the order
    at = models.DateTimeField()
    command = models.TextField()
    state = models.TextField()  # that followed
    person_id = models.UUIDField(null=True)  # None: the clock
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    function = models.TextField(blank=True, default="")
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "decisions_event"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("command", Command, "decisions_event_command"),
            _one_of("state", State, "decisions_event_state"),
            models.UniqueConstraint(fields=["decision", "number"], name="decisions_event_line"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at", "id"], name="decisions_event_at")]

    def __str__(self) -> str:
        return str(self.id)


class Ladder(models.Model):
    """A case that stands still: which rung has it, since when and until when. Never two open ones for one case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    region = models.TextField()
    state = models.TextField(default=LadderState.OPEN.value)
    cause = models.TextField()
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")  # that was not taken in time
    at = models.SmallIntegerField(default=0)
    holder = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    holder_hat = models.UUIDField(null=True)  # who has the mandate there
    functions = ArrayField(models.TextField())  # in which functions somebody there may act
    waits_since = models.DateField()  # since when the child waits
    started = models.DateField()
    since = models.DateField()
    due = models.DateField()
    warned = models.DateField(null=True)  # the top let its days pass
    settled = models.DateTimeField(null=True)
    changed = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "decisions_ladder"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("state", LadderState, "decisions_ladder_state"),
            _one_of("cause", Cause, "decisions_ladder_cause"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=LadderState.OPEN.value), name="decisions_ladder_one_open"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due"], name="decisions_ladder_due", condition=Q(state=LadderState.OPEN.value)),
            models.Index(fields=["holder"], name="decisions_ladder_holder"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Rung(models.Model):
    """One move on a ladder: to which rung, how, who did it. Its reason is a Text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="moves")
    number = models.IntegerField()  # the version of the ladder that it made
    move = models.TextField()
    rung = models.TextField()  # id of definitions/ladders/
    day = models.DateField()
    due = models.DateField()
    holder = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    holder_hat = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)  # None: the clock
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "decisions_rung"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("move", Move, "decisions_rung_move"),
            models.UniqueConstraint(fields=["ladder", "number"], name="decisions_rung_line"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Text(models.Model):
    """Words about a decision, or about a move on the ladder; added and never changed, but for WHY of a draft.

    `kind`: which kind of information somebody must be given to read them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, related_name="texts")
    ladder = models.ForeignKey(Ladder, models.CASCADE, null=True, related_name="texts")
    part = models.TextField()
    kind = models.IntegerField()
    text = models.TextField()
    author_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    event = models.UUIDField(null=True)  # the line, of an Event or a Rung, of which these are the reasons
    at = models.DateTimeField()

    class Meta:
        db_table = "decisions_text"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _one_of("part", TextPart, "decisions_text_part"),
            models.CheckConstraint(
                condition=Q(decision=None, ladder__isnull=False) | Q(decision__isnull=False, ladder=None),
                name="decisions_text_about_one",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["decision"], name="decisions_text_decision"),
            models.Index(fields=["ladder"], name="decisions_text_ladder"),
        ]

    def __str__(self) -> str:
        return str(self.id)

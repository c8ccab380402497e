"""Tables of plans. Row security stands in `sql/`. Nothing here is deleted by the app."""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tandem.plans.data import Command, GoalState, Helped, Origin, State, Subject, TextPart, Voice


def one_of(field: str, values: Iterable[StrEnum], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [value.value for value in values]}), name=name)


class Plan(models.Model):
    """The one plan of a case. `version` goes up with everything that happens in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    made_by = models.UUIDField()  # the person
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    created = models.DateTimeField()
    changed = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "plans_plan"

    def __str__(self) -> str:
        return str(self.id)


class Goal(models.Model):
    """What the family wants. Its words are Texts, the last of which counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    number = models.IntegerField()  # the version of the plan that it made: the order
    position = models.SmallIntegerField(default=0)  # among those of the same version
    voice = models.TextField()
    state = models.TextField(default=GoalState.OPEN.value)
    author_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    made = models.DateTimeField()
    settled = models.DateTimeField(null=True)

    class Meta:
        db_table = "plans_goal"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("voice", Voice, "plans_goal_voice"),
            one_of("state", GoalState, "plans_goal_state"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["plan"], name="plans_goal_plan")]

    def __str__(self) -> str:
        return str(self.id)


class Agreement(models.Model):
    """Who does what until when. Without a goal: a safety agreement. Without hat and participant: somebody outside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="agreements")
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, related_name="agreements")
    number = models.IntegerField()  # the version of the plan that it made: the order
    position = models.SmallIntegerField(default=0)  # among those of the same version
    state = models.TextField(default=State.OPEN.value)
    owner_hat = models.UUIDField(null=True)
    owner_participant = models.ForeignKey("cases.Participant", models.PROTECT, null=True, related_name="+")
    due = models.DateField()
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    author_id = models.UUIDField()
    author_hat = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    made = models.DateTimeField()
    settled = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)  # the person

    class Meta:
        db_table = "plans_agreement"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("state", State, "plans_agreement_state"),
            models.CheckConstraint(
                condition=Q(owner_hat=None) | Q(owner_participant=None), name="plans_agreement_one_owner"
            ),
            models.UniqueConstraint(fields=["follows"], name="plans_agreement_followed_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan"], name="plans_agreement_plan"),
            models.Index(fields=["owner_hat"], name="plans_agreement_mine", condition=Q(state=State.OPEN.value)),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Event(models.Model):
    """One line of what happened to a plan: what, to what, who, when; codes only. Its reasons are a Text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="events")
    number = models.IntegerField()  # the version that it made: the order
    at = models.DateTimeField()
    command = models.TextField()
    goal = models.UUIDField(null=True)
    agreement = models.UUIDField(null=True)
    person_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    function = models.TextField(blank=True, default="")

    class Meta:
        db_table = "plans_event"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("command", Command, "plans_event_command"),
            models.UniqueConstraint(fields=["plan", "number"], name="plans_event_line"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Text(models.Model):
    """Words of a plan; added and never changed. `kind`: which kinds of information let somebody read them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="texts")
    goal = models.UUIDField(null=True)
    agreement = models.UUIDField(null=True)
    part = models.TextField()
    kind = models.IntegerField()
    text = models.TextField()
    author_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    number = models.IntegerField()  # the version of the plan that it made: the order
    at = models.DateTimeField()

    class Meta:
        db_table = "plans_text"
        constraints: ClassVar[list[models.BaseConstraint]] = [one_of("part", TextPart, "plans_text_part")]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["plan"], name="plans_text_plan")]

    def __str__(self) -> str:
        return str(self.id)


class Score(models.Model):
    """What was answered about one domain of the Big 5 in one conversation; added and never changed.

    `kind`: which kinds of information let somebody read it. `score` None: there are only words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="scores")
    number = models.IntegerField()  # the version of the plan that it made: one conversation
    subject = models.TextField()
    voice = models.TextField()
    domain = models.TextField()
    score = models.SmallIntegerField(null=True)
    words = models.TextField(blank=True, default="")
    kind = models.IntegerField()
    day = models.DateField()
    author_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "plans_score"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("subject", Subject, "plans_score_subject"),
            one_of("voice", Voice, "plans_score_voice"),
            models.UniqueConstraint(fields=["plan", "number", "domain"], name="plans_score_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Moment(models.Model):
    """A day on which they look back at help by somebody; codes only. `held`: they did; `told`: the clock reminded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="moments")
    number = models.IntegerField()  # the version of the plan that it made
    origin = models.TextField()
    due = models.DateField()
    help = models.TextField()  # id of definitions/plans/evaluation.yaml
    provider = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    author_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    made = models.DateTimeField()
    held = models.DateTimeField(null=True)
    told = models.DateTimeField(null=True)

    class Meta:
        db_table = "plans_moment"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("origin", Origin, "plans_moment_origin"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(origin=Origin.CLOSING.value), name="plans_moment_one_closing"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due"], name="plans_moment_due", condition=Q(held=None)),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Evaluation(models.Model):
    """What one of them said, looking back; added and never changed. `helped` '': not asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="evaluations")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    voice = models.TextField()
    helped = models.TextField(blank=True, default="")
    words = models.TextField(blank=True, default="")
    kind = models.IntegerField()
    author_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "plans_evaluation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            one_of("voice", Voice, "plans_evaluation_voice"),
            models.CheckConstraint(
                condition=Q(helped__in=["", *(one.value for one in Helped)]), name="plans_evaluation_helped"
            ),
            models.UniqueConstraint(fields=["moment", "voice"], name="plans_evaluation_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)

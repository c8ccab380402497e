"""Break-glass, and opening a secret address; written by functions of the database only (`sql/`)."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tandem.sharing.breakglass.data import LEAST_REASON, Category, Judgement, Named
from tandem.sharing.compartment.data import Asks


class BreakGlass(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.ForeignKey("children.Child", models.PROTECT, null=True, related_name="+")
    membership_id = models.UUIDField()
    person_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    organisations = ArrayField(models.UUIDField())  # that one and what is above it: there sits who judges
    function = models.TextField()
    category = models.TextField()
    reason = models.TextField()
    named = models.TextField()
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    review_due = models.DateField()
    judgement = models.TextField(blank=True, default="")
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        app_label = "breakglass"
        db_table = "sharing_break_glass"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(category__in=[one.value for one in Category]), name="sharing_break_glass_category"
            ),
            models.CheckConstraint(
                condition=models.Q(named__in=[one.value for one in Named]), name="sharing_break_glass_named"
            ),
            models.CheckConstraint(
                condition=models.Q(reason__regex=f".{{{LEAST_REASON},}}"), name="sharing_break_glass_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(judgement="", judged_by=None, judged_at=None)
                | models.Q(
                    judgement__in=[one.value for one in Judgement], judged_by__isnull=False, judged_at__isnull=False
                ),
                name="sharing_break_glass_judged",
            ),
            models.CheckConstraint(
                condition=models.Q(judged_by=None) | ~models.Q(judged_by=models.F("person_id")),
                name="sharing_break_glass_by_another",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "begun_at"], name="sharing_break_glass_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Opening(models.Model):
    """A request to read a secret address, or to end that it is secret, and what somebody else decided on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    what = models.TextField()
    membership_id = models.UUIDField()
    person_id = models.UUIDField()
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    organisations = ArrayField(models.UUIDField())  # that one and what is above it: there sits who decides
    function = models.TextField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    expires_at = models.DateTimeField(null=True)  # of reading

    class Meta:
        app_label = "breakglass"
        db_table = "sharing_opening"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(what__in=[one.value for one in Asks]), name="sharing_opening_what"
            ),
            models.CheckConstraint(
                condition=models.Q(reason__regex=f".{{{LEAST_REASON},}}"), name="sharing_opening_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(agreed=None, decided_by=None, decided_at=None)
                | models.Q(agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="sharing_opening_decided",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("person_id")),
                name="sharing_opening_by_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

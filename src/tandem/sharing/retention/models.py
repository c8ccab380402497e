"""Tables of retention: what waits and why, what is close to its end, and what is left of what went."""

import uuid
from typing import ClassVar

from django.db import models

from tandem.sharing.models import Record
from tandem.sharing.records import LEAST_REASON
from tandem.sharing.retention.data import Held


class Source(models.Model):
    """Where the rows of a table say whom they are about and since when their term runs (`sharing_keep` fills it)."""

    table_name = models.TextField(primary_key=True)
    rank = models.SmallIntegerField()  # the order of destruction
    child = models.TextField()  # expressions over the row `r`
    file = models.TextField()
    function = models.TextField()
    starts = models.TextField()
    hangs_on = models.TextField(blank=True)  # table and column: goes with that row
    link = models.TextField(blank=True)

    class Meta:
        app_label = "retention"
        db_table = "sharing_retention_source"

    def __str__(self) -> str:
        return self.table_name


class Hold(Record):
    """Nothing about this child is destroyed while it lasts."""

    category = models.TextField()
    reason = models.TextField()
    outcome = models.TextField(blank=True, default="", db_default="")  # of weighing an objection, and why
    ended_on = models.DateField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        app_label = "retention"
        db_table = "sharing_hold"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(category__in=[one.value for one in Held]), name="sharing_hold_category"
            ),
            models.CheckConstraint(
                condition=models.Q(reason__regex=f".{{{LEAST_REASON},}}"), name="sharing_hold_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(category=Held.OBJECTION.value)
                | models.Q(ended_on=None)
                | models.Q(outcome__regex=f".{{{LEAST_REASON},}}"),
                name="sharing_hold_weighed",
            ),
        ]


class Warning(models.Model):
    """A file about a child that is close to its end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.ForeignKey("children.Child", models.CASCADE, related_name="+")
    file_id = models.UUIDField()
    due_on = models.DateField()
    created_on = models.DateField()

    class Meta:
        app_label = "retention"
        db_table = "sharing_retention_warning"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["file_id", "child"], name="sharing_retention_warning_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Tombstone(models.Model):
    """That a row was destroyed: no personal data. The key tells, after a backup was put back, what must go again."""

    table_name = models.TextField()
    row_key = models.UUIDField()
    term = models.TextField()
    destroyed_on = models.DateField()

    class Meta:
        app_label = "retention"
        db_table = "sharing_tombstone"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["table_name", "row_key"], name="sharing_tombstone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.destroyed_on}"

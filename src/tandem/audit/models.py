"""The tables of the log. Rights, defaults and triggers stand in `sql/`.

`server` and `xid` say which transaction wrote the line: sealing knows by them which lines can no longer get company.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

ACTOR = r"^(person|account|service):[a-z0-9][a-z0-9-]*$"
ACTOR_OR_ROLE = r"^(person|account|service|role):[a-z0-9][a-z0-9_-]*$"


class Line(models.Model):
    """What every line has: who, with which hat, in which request."""

    number = models.BigAutoField(primary_key=True)
    server = models.BigIntegerField()
    xid = models.BigIntegerField()
    written_at = models.DateTimeField()
    trace = models.TextField(default="")
    by = models.TextField()
    hat = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    function = models.TextField(default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number} {self.by}"


class Event(Line):
    """What somebody did, in words: the line that an action of a domain writes."""

    at = models.DateTimeField()
    action = models.TextField()
    subject = models.TextField()
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_event"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(by__regex=ACTOR), name="audit_event_by_is_an_actor"),
            models.CheckConstraint(condition=~models.Q(action="") & ~models.Q(subject=""), name="audit_event_complete"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["server", "xid"], name="audit_event_xid")]


class Change(Line):
    """One row of one table that changed, noted by the database itself (`audit.watch`)."""

    table_name = models.TextField()
    operation = models.TextField()  # INSERT, UPDATE, DELETE, TRUNCATE
    row_key = models.TextField()
    subject = models.UUIDField(null=True)  # whom the row is about
    changes = models.JSONField()  # per column [old, new], or null where only the fact is kept

    class Meta:
        db_table = "audit_change"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(by__regex=ACTOR_OR_ROLE), name="audit_change_by_is_an_actor"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["server", "xid"], name="audit_change_xid")]


class Access(Line):
    """Personal data that were shown: written before they leave the house."""

    started_at = models.DateTimeField()
    action = models.TextField()
    purpose = models.TextField()
    ground = models.TextField()
    subjects = ArrayField(models.UUIDField())
    kinds = ArrayField(models.TextField())
    status = models.SmallIntegerField()  # 1 shown, 2 refused, as in the standard

    class Meta:
        db_table = "audit_access"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(by__regex=ACTOR_OR_ROLE), name="audit_access_by_is_an_actor"),
            models.CheckConstraint(condition=models.Q(status__in=(1, 2)), name="audit_access_status"),
            models.CheckConstraint(
                condition=~models.Q(action="") & ~models.Q(purpose="") & ~models.Q(ground=""),
                name="audit_access_complete",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["server", "xid"], name="audit_access_xid"),
            GinIndex(fields=["subjects"], name="audit_access_subjects"),  # who looked at this child?
        ]


class Seal(models.Model):
    """One link of the chain: which lines it covers, the hash of each, and the seal before it (`sql/seal.sql`)."""

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a hole
    previous = models.BinaryField(unique=True)
    hash = models.BinaryField(unique=True)
    sealed_at = models.DateTimeField()
    server = models.BigIntegerField()
    before_xid = models.BigIntegerField()  # what this server's transactions before this one wrote, is sealed
    events = ArrayField(models.BigIntegerField())
    changes = ArrayField(models.BigIntegerField())
    accesses = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField()  # 32 bytes per line: of the events, the changes, the accesses, in that order

    class Meta:
        db_table = "audit_seal"

    def __str__(self) -> str:
        return str(self.number)

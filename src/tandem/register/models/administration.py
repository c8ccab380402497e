"""What an administrator's work leaves: invitations, tasks, imports; and the mark of a fictitious region.

Row security decides who sees which row (`sql/administration.sql`).
"""

import uuid
from typing import ClassVar

from django.db import models

from tandem.register.administration.data import TaskKind
from tandem.register.models.organisations import Organisation
from tandem.register.models.people import Membership

TOKEN_BYTES = 32


class Invitation(models.Model):
    """Somebody may sign in as the holder of a function. The link in the mail holds a token, this row only its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="invitations")
    email = models.TextField()
    token_hash = models.BinaryField(unique=True, max_length=TOKEN_BYTES)
    invited_by = models.UUIDField()  # the person; nobody accepts her own invitation
    created = models.DateTimeField()
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        db_table = "register_invitation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(expires__gt=models.F("created")), name="register_invitation_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Task(models.Model):
    """What an ended function held, for the team to hand over. Whoever leads the team today sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    kind = models.TextField()
    held_by = models.TextField()  # the name: others cannot look up who has left
    location = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    created = models.DateTimeField()
    done = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        db_table = "register_task"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in TaskKind]), name="register_task_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(done=None, done_by=None) | models.Q(done__isnull=False, done_by__isnull=False),
                name="register_task_done",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ImportBatch(models.Model):
    """One file. `plan` holds its rows until it is applied, then nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    file = models.TextField()
    created = models.DateTimeField()
    plan = models.JSONField(default=list)
    people = models.IntegerField(default=0)
    functions = models.IntegerField(default=0)
    links = models.IntegerField(default=0)
    applied = models.DateTimeField(null=True)
    undone = models.DateTimeField(null=True)

    class Meta:
        db_table = "register_import_batch"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(undone=None) | models.Q(applied__isnull=False), name="register_import_batch_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ImportRow(models.Model):
    """What a batch added: a membership or a school link. Undoing ends exactly these."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rows")
    membership = models.UUIDField(null=True)
    school_link = models.UUIDField(null=True)

    class Meta:
        db_table = "register_import_row"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(membership=None, school_link__isnull=False)
                | models.Q(membership__isnull=False, school_link=None),
                name="register_import_row_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class DemoRegion(models.Model):
    """The mark that everybody in this database is fictitious; only `register_begin_demo()` sets it, on an empty one."""

    only_row = models.BooleanField(primary_key=True, default=True)
    fingerprint = models.TextField()

    class Meta:
        db_table = "register_demo_region"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(only_row=True), name="register_demo_region_one"),
        ]

    def __str__(self) -> str:
        return self.fingerprint

"""The table of requests; the compiled file is sealed and is forgotten when it can no longer be fetched."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tandem.platform.sealed_field import SealedField
from tandem.sharing.subject.data import Asker


class SubjectRequest(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.ForeignKey("children.Child", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    organisations = ArrayField(models.UUIDField())  # that one and all below it: whose files are asked for
    asker = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField()
    compiled_by = models.UUIDField()
    compiled_at = models.DateTimeField()
    document = SealedField(null=True)
    reviewed_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "subject"
        db_table = "sharing_subject_request"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(asker__in=[one.value for one in Asker]), name="sharing_subject_request_asker"
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("compiled_by")),
                name="sharing_subject_request_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by=None, released_at=None, expires_at=None)
                | models.Q(reviewed_by__isnull=False, released_at__isnull=False, expires_at__isnull=False),
                name="sharing_subject_request_released",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Source(models.Model):
    """Which rows of a table an organisation holds about a child (`sharing_subject_tell` fills it)."""

    table_name = models.TextField(primary_key=True)
    which = models.TextField()  # expressions over the row `r`
    place = models.TextField()
    sort = models.TextField()

    class Meta:
        app_label = "subject"
        db_table = "sharing_subject_source"

    def __str__(self) -> str:
        return self.table_name

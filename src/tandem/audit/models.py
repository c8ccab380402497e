"""The table of events. Rights and triggers stand in `sql/event.sql`."""

from typing import ClassVar

from django.db import models


class Event(models.Model):
    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    by = models.TextField()
    action = models.TextField()
    subject = models.TextField()
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_event"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(by__regex=r"^(person|service):[a-z0-9][a-z0-9-]*$"),
                name="audit_event_by_is_an_actor",
            ),
            models.CheckConstraint(condition=~models.Q(action="") & ~models.Q(subject=""), name="audit_event_complete"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.by} {self.action} {self.subject}"

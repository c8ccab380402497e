"""What organisations keep up beside the register: rules of a municipality about whom to call, and the team of a school.

Nobody is named in them. `valid_until` is the first day on which a rule no longer holds.
"""

import uuid
from typing import ClassVar

from django.db import models

from tandem.routing.upkeep import MOST_CARE_HOURS, Rhythm


class DeskRule(models.Model):
    """A rule of a municipality about the pupils who live there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    kind = models.TextField()
    first = models.TextField()
    desk = models.ForeignKey("register.Organisation", models.PROTECT, null=True, related_name="+")
    why = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "routing_rule"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(why=""), name="routing_rule_reason"),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="routing_rule_period",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SchoolTeam(models.Model):
    """The rhythm of a school's own team (ondersteuningsteam) and its hours of care coordination a week."""

    location = models.OneToOneField("register.Organisation", models.PROTECT, primary_key=True, related_name="+")
    rhythm = models.TextField()
    moment = models.TextField(blank=True, default="")
    care_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    confirmed = models.DateField()

    class Meta:
        db_table = "routing_school_team"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(rhythm__in=[rhythm.value for rhythm in Rhythm]), name="routing_school_team_rhythm"
            ),
            models.CheckConstraint(
                condition=models.Q(care_hours=None) | models.Q(care_hours__gte=0, care_hours__lte=MOST_CARE_HOURS),
                name="routing_school_team_hours",
            ),
        ]

    def __str__(self) -> str:
        return str(self.location_id)

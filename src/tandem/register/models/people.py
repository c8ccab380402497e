"""People in their functions: row security decides who sees which row (`sql/people.sql`).

A membership is one person in one function at one organisation, from–until; the first day on which it no longer holds is
`valid_until`. Ended rows stay. Keys are UUIDs made here, so that no row needs to be read back after it is written.
"""

import uuid
from typing import ClassVar

from django.db import models

from tandem.register.data import ContactKind
from tandem.register.models.organisations import Organisation, period_is_possible

MOST_HOURS = 60


class Person(models.Model):
    """Somebody who works in the region; `account_id` is how they sign in, once they can."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account_id = models.UUIDField(null=True, unique=True)
    given_name = models.TextField(blank=True, default="")
    infix = models.TextField(blank=True, default="")
    family_name = models.TextField()
    sort_key = models.TextField()
    words = models.TextField(blank=True, default="")  # what she is found by; a trigger writes it (`sql/search.sql`)

    class Meta:
        db_table = "register_person"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(family_name=""), name="register_person_named"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["sort_key"], name="register_person_order")]

    def __str__(self) -> str:
        return str(self.id)


class Contact(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    kind = models.TextField()
    value = models.TextField()
    sort = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "register_contact"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(kind__regex=f"^({'|'.join(ContactKind)})$"), name="register_contact_kind"
            ),
            models.CheckConstraint(condition=~models.Q(value=""), name="register_contact_filled"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Membership(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    function = models.TextField()
    is_lead = models.BooleanField(default=False)
    listed = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    ended_reason = models.TextField(blank=True, default="")

    class Meta:
        db_table = "register_membership"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(function__regex="^[A-Z][A-Z0-9_]*$"), name="register_membership_function"
            ),
            models.CheckConstraint(condition=period_is_possible(), name="register_membership_period"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "valid_until"], name="register_membership_team"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.function}"


class SchoolLink(models.Model):
    """A link (koppeling) of somebody's function to a school location, for so many hours a week."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="school_links")
    location = models.ForeignKey(Organisation, models.PROTECT, related_name="school_links")
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "register_school_link"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(hours_per_week__gt=0, hours_per_week__lte=MOST_HOURS),
                name="register_school_link_hours",
            ),
            models.CheckConstraint(condition=period_is_possible(), name="register_school_link_period"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class StandIn(models.Model):
    """Who takes over the calls of a function for a while; it always has an end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="stand_ins")
    stand_in = models.ForeignKey(Membership, models.PROTECT, related_name="stands_in_for")
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        db_table = "register_stand_in"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("stand_in")), name="register_stand_in_of_another"
            ),
            models.CheckConstraint(condition=period_is_possible(), name="register_stand_in_period"),
        ]

    def __str__(self) -> str:
        return str(self.id)

"""Tables about children: row security decides who sees which row (`sql/`).

There is no index of children: every row is reached through `children_access`, and a row of that is visible only to its
own principal. Keys are UUIDs made here, so that no row needs to be read back after it is written.
"""

import uuid
from typing import ClassVar

from django.db import models

from tandem.children.data import Protection, Reason
from tandem.platform.sealed_field import SealedField


def _period(table: str) -> models.CheckConstraint:
    possible = models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from"))
    return models.CheckConstraint(condition=possible, name=f"{table}_period")


class Child(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    given_name = models.TextField()
    family_name = models.TextField()
    sort_key = models.TextField()
    birth_date = models.DateField()

    class Meta:
        db_table = "children_child"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(given_name="") & ~models.Q(family_name=""), name="children_child_named"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Access(models.Model):
    """Who may know what of which child, and why. Kept by triggers; the app can only read its own rows.

    `principal_id` is an organisation, a person, or one hat of a person.
    """

    pk = models.CompositePrimaryKey("principal_id", "child_id", "reason", "source")
    principal_id = models.UUIDField()
    child = models.ForeignKey(Child, models.CASCADE, db_index=False)
    reason = models.TextField()
    source = models.UUIDField()  # the row that gave it: an enrolment, a disclosure
    kinds = models.IntegerField()  # data.Kind
    function = models.TextField(blank=True, default="", db_default="")  # only hats in this function; '' for every one
    origin = models.UUIDField(null=True)  # whose file the disclosed records stand in; null: no records, only facts
    as_of = models.DateTimeField(null=True)  # records written later are not disclosed
    guarded = models.BooleanField()  # the address is secret for safety
    sort_key = models.TextField()  # of the child: a list of a principal comes from one index
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    expires_at = models.DateTimeField(null=True)  # of break-glass: the moment from which it opens nothing

    class Meta:
        db_table = "children_access"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(reason__in=[reason.value for reason in Reason]), name="children_access_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(reason=Reason.BREAK_GLASS.value, expires_at__isnull=False)
                | (~models.Q(reason=Reason.BREAK_GLASS.value) & models.Q(expires_at=None)),
                name="children_access_expires",
            ),
            _period("children_access"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["principal_id", "sort_key", "child"], name="children_access_list"),
            models.Index(fields=["child", "principal_id"], name="children_access_child"),
            models.Index(fields=["source"], name="children_access_source"),
        ]

    def __str__(self) -> str:
        return f"{self.principal_id} {self.child_id} {self.reason}"


class Enrolment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.ForeignKey(Child, models.PROTECT)
    location = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "children_enrolment"
        constraints: ClassVar[list[models.BaseConstraint]] = [_period("children_enrolment")]

    def __str__(self) -> str:
        return str(self.id)


class Teaching(models.Model):
    """Somebody's pupil: a function at the location where the child is enrolled (group, mentor class)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.ForeignKey(Child, models.PROTECT)
    location = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    membership = models.ForeignKey("register.Membership", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "children_teaching"
        constraints: ClassVar[list[models.BaseConstraint]] = [_period("children_teaching")]

    def __str__(self) -> str:
        return str(self.id)


class Residence(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    child = models.ForeignKey(Child, models.PROTECT)
    municipality = models.ForeignKey("register.Organisation", models.PROTECT, related_name="+")
    postcode = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "children_residence"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _period("children_residence"),
            models.CheckConstraint(
                condition=models.Q(postcode="") | models.Q(postcode__regex="^[1-9][0-9]{3}[A-Z]{2}$"),
                name="children_residence_postcode",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CitizenNumber(models.Model):
    """The BSN, sealed. Not unique: who is refused because a number exists would know that it does."""

    child = models.OneToOneField(Child, models.PROTECT, primary_key=True)
    number = SealedField(index="number_index")
    number_index = models.BinaryField(db_index=True)

    class Meta:
        db_table = "children_bsn"

    def __str__(self) -> str:
        return str(self.child_id)


class ProtectedAddress(models.Model):
    child = models.OneToOneField(Child, models.PROTECT, primary_key=True)
    level = models.SmallIntegerField()
    address = SealedField()
    set_by = models.TextField(blank=True, default="", db_default="")  # the function of who closed it

    class Meta:
        db_table = "children_protected_address"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(level__in=[level.value for level in Protection]),
                name="children_protected_address_level",
            ),
        ]

    def __str__(self) -> str:
        return str(self.child_id)

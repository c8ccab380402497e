"""Organisations and their areas: public, nobody can be found in them.

What comes from open data keeps in step with `register_municipality` and its neighbours; the rest is kept up by the
organisation itself. `valid_from` empty: it was there when the register was first filled. `valid_until` is the first day
on which it no longer holds; a row is ended, never deleted.
"""

import uuid
from typing import ClassVar

from django.db import models

from tandem.register.data import OrganisationKind
from tandem.register.models.places import Municipality

_KINDS = "|".join(OrganisationKind)
_PC4 = "[1-9][0-9]{3}"


def period_is_possible() -> models.Q:
    """It ends on or after the day it began; the same day means that it never held."""
    return models.Q(valid_from=None) | models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from"))


class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    code = models.TextField(blank=True, default="")
    name = models.TextField()
    sort_key = models.TextField()
    phone = models.TextField(blank=True, default="")
    email = models.TextField(blank=True, default="")
    website = models.TextField(blank=True, default="")
    hours = models.TextField(blank=True, default="")
    postcode = models.TextField(blank=True, default="")
    place = models.TextField(blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    source = models.TextField(blank=True, default="")
    words = models.TextField(blank=True, default="")  # what it is found by; a trigger writes it (`sql/search.sql`)

    class Meta:
        db_table = "register_organisation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__regex=f"^({_KINDS})$"), name="register_organisation_kind"),
            models.CheckConstraint(condition=~models.Q(name=""), name="register_organisation_named"),
            models.CheckConstraint(condition=period_is_possible(), name="register_organisation_period"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="register_organisation_parent"),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~models.Q(code=""), name="register_organisation_one_per_code"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "kind", "sort_key"], name="register_organisation_list"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code or self.id} {self.name}"


class Area(models.Model):
    """A piece of the area of an organisation: a municipality, a district of it, or a range of four-digit postcodes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="areas")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    district = models.TextField(blank=True, default="")
    postcode_from = models.TextField(blank=True, default="")
    postcode_to = models.TextField(blank=True, default="")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "register_area"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(postcode_from="", postcode_to="", municipality__isnull=False)
                | models.Q(
                    postcode_from__regex=f"^{_PC4}$",
                    postcode_to__regex=f"^{_PC4}$",
                    postcode_to__gte=models.F("postcode_from"),
                ),
                name="register_area_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(district="") | models.Q(municipality__isnull=False), name="register_area_district"
            ),
            models.CheckConstraint(condition=period_is_possible(), name="register_area_period"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["postcode_from", "postcode_to"], name="register_area_postcodes"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.municipality_id or ''} {self.district}{self.postcode_from}"

"""Tables of places and schools. A unit that is gone is ended (`valid_until`), never deleted.

The publisher's code is the key: it is public and does not change. `valid_from` empty means that the unit was there
already when the register was first filled; `valid_until` is the first day on which it no longer holds.
"""

from typing import ClassVar

from django.db import models

from tandem.register.data import (
    BRIN_PATTERN,
    LOCATION_PATTERN,
    MUNICIPALITY_PATTERN,
    PARTNERSHIP_PATTERN,
)


class Unit(models.Model):
    """What every unit of the register has."""

    code = models.TextField(primary_key=True)
    name = models.TextField()
    sort_key = models.TextField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    own_fields: ClassVar[tuple[str, ...]] = ("name",)  # what the source says, beside the code

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


def _constraints(table: str, pattern: str) -> list[models.BaseConstraint]:
    period_is_possible = (
        models.Q(valid_from=None) | models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from"))
    )
    return [
        models.CheckConstraint(condition=models.Q(code__regex=f"^({pattern})$"), name=f"{table}_code"),
        models.CheckConstraint(condition=period_is_possible, name=f"{table}_period"),
        models.CheckConstraint(condition=~models.Q(name=""), name=f"{table}_named"),
    ]


class Municipality(Unit):
    also_called = models.TextField(blank=True, default="")  # "Den Haag": for search, from definitions/

    class Meta:
        db_table = "register_municipality"
        constraints = _constraints("register_municipality", MUNICIPALITY_PATTERN.pattern)


class Partnership(Unit):
    class Meta:
        db_table = "register_partnership"
        constraints = _constraints("register_partnership", PARTNERSHIP_PATTERN.pattern)


class Board(Unit):
    class Meta:
        db_table = "register_board"
        constraints = _constraints("register_board", "[0-9]{5}")


class School(Unit):
    board = models.ForeignKey(Board, models.PROTECT, null=True)

    own_fields = ("name", "board_id")

    class Meta:
        db_table = "register_school"
        constraints = _constraints("register_school", BRIN_PATTERN.pattern)


class SchoolLocation(Unit):
    school = models.ForeignKey(School, models.PROTECT)
    postcode = models.TextField(blank=True)
    place = models.TextField(blank=True)
    phone = models.TextField(blank=True, default="")
    website = models.TextField(blank=True, default="")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    partnership_po = models.ForeignKey(Partnership, models.PROTECT, null=True, related_name="+")
    partnership_vo = models.ForeignKey(Partnership, models.PROTECT, null=True, related_name="+")

    own_fields = (
        "name",
        "school_id",
        "postcode",
        "place",
        "phone",
        "website",
        "municipality_id",
        "partnership_po_id",
        "partnership_vo_id",
    )

    class Meta:
        db_table = "register_school_location"
        constraints = _constraints("register_school_location", LOCATION_PATTERN.pattern)

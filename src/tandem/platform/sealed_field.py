"""A column whose value is sealed: so `tandem keys rotate` finds it."""

from typing import Any

from django.db import models


# Not subscripted: Django's own class has no type parameters at run time.
class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Holds what `sealing.seal(plain, sealing.cell(table, column, primary key))` gave.

    `index` names the column of the same row with its blind index; '' where nobody looks it up.
    """

    def __init__(self, *args: Any, index: str = "", **options: Any) -> None:
        self.index = index
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """For migrations it is a BinaryField: the database sees no difference."""
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.BinaryField", arguments, options

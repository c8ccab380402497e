"""Two columns of PostgreSQL that Django has only in an app that asks more of every connection."""

from typing import Any

from django.db import models

_Field = models.Field


class Codes(_Field):  # type: ignore[type-arg]
    """A list of short texts (`text[]`)."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 - Django's form
        return "text[]"

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else [str(one) for one in value]


class SearchText(_Field):  # type: ignore[type-arg]
    """What full text search looks in (`tsvector`); a trigger writes it."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 - Django's form
        return "tsvector"

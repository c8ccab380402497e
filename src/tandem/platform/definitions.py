"""How a file of `definitions/` is read: what law and regions set, as data.

Every file says where it comes from, since when it holds, how sure we are and when to look again (`Definition`).
A file that is wrong stops the reader with its name and the field (`DefinitionError`).
"""

from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict


class DefinitionError(Exception):
    """A definitions file that cannot be used; the message names file and field."""


class Part(BaseModel):
    """A piece of a definitions file: unknown fields are an error, so a typing error never passes silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Definition(Part):
    """The head that every definitions file has."""

    source: str
    valid_from: date
    valid_to: date | None = None
    verification: str
    next_review: date


D = TypeVar("D", bound=Definition)


def read_definition(path: Path, model: type[D]) -> D:
    """The file as a validated value. Raises `DefinitionError`."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_SafeLoader)  # noqa: S506 - both loaders are safe
        return model.model_validate(content)
    except (
        OSError,
        ValueError,
        yaml.YAMLError,
    ) as error:  # ValueError: of pydantic, of decoding, of an impossible date
        raise DefinitionError(f"{path.name}: {error}") from error


# The C loader reads the long tables ten times faster; it is absent in some builds of PyYAML.
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

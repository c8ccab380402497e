"""Who acts. Lowest file of the domain."""

import re
from dataclasses import dataclass
from uuid import UUID

_NAME = re.compile(r"(person|account|service):[a-z0-9][a-z0-9-]*")


class AuditUnavailableError(RuntimeError):
    """The line of a read could not be written, so the data may not be served: answer 503."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as it stands in the log: `person:<uuid>` or `service:open-data`, and the hat that a person wears.

    `account:<uuid>` is somebody who signed in and wears no hat (yet). `hat` is the membership, `function` its code
    in definitions/functions.yaml.
    """

    name: str
    hat: UUID | None = None
    organisation: UUID | None = None
    function: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"not an actor: {self.name!r}")

    def __str__(self) -> str:
        return self.name


OPEN_DATA = Actor("service:opendata")

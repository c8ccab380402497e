"""Who acts. Lowest file of the domain."""

import re
from dataclasses import dataclass

_NAME = re.compile(r"(person|service):[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a named service, as it stands in the log: `person:<id>` or `service:opendata`."""

    name: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"not an actor: {self.name!r}")

    def __str__(self) -> str:
        return self.name


OPEN_DATA = Actor("service:opendata")

"""Who may see and write which row of the directory, said a second time, apart from the program.

- Offers and examples: read by everybody; written by BEHEER_ORG of the owner or of what is above it.
- Direct numbers: read by a hat of a professional function and by the owner's administrator, who writes them.
- Suggestions and reminders: read, and settled or used once, by the owner's administrator.

A hat that does not hold today writes nothing, and reads only what everybody reads.
"""

from collections.abc import Mapping
from uuid import UUID

from tests.security.oracle import Membership, Oracle

PUBLIC = {"directory_offer", "directory_example"}


class DirectoryOracle:
    """`owners`: per table the organisation that owns each row; of what hangs on an offer that of the offer."""

    def __init__(self, oracle: Oracle, owners: Mapping[str, Mapping[UUID, UUID]]) -> None:
        self.oracle, self.owners = oracle, owners

    def may_select(self, hat: Membership | None, table: str) -> set[UUID]:
        rows = self.owners[table]
        if table in PUBLIC:
            return set(rows)
        if hat is None or not hat.period.holds(self.oracle.day):
            return set()
        if table == "directory_contact" and self.oracle.professional(hat):
            return set(rows)
        return self.owned(hat, table)

    def owned(self, hat: Membership | None, table: str) -> set[UUID]:
        """What she administers, and so may write."""
        if hat is None or not hat.period.holds(self.oracle.day):
            return set()
        scope = self.oracle.scope(hat)
        return {row for row, owner in self.owners[table].items() if owner in scope}

"""Who may write what is kept up at the desk, said a second time and apart from the program.

Everybody reads every row. A rule of a municipality is written by its GEM_BELEID and ONDERWIJSCOORD; the team of a
school by its IB and SCHOOLDIR, and by BEHEER_ORG of it or of what is above it. A hat that does not hold writes nothing.
"""

from uuid import UUID

from tests.security.oracle import Membership, Oracle

KEEPERS = {"routing_rule": {"GEM_BELEID", "ONDERWIJSCOORD"}, "routing_school_team": {"IB", "SCHOOLDIR"}}


def places(oracle: Oracle, hat: Membership | None, table: str) -> set[UUID]:
    """The organisations of which this hat writes the rows."""
    if hat is None or not hat.period.holds(oracle.day):
        return set()
    own = {hat.organisation} if hat.function in KEEPERS[table] else set()
    return own | (oracle.scope(hat) if table == "routing_school_team" else set())

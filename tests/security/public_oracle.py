"""Who may write public facts, said a second time and apart from the program; imports nothing of Tandem.

Everybody reads every row: organisations, places, schools, areas. The service `opendata` adds and writes all of them;
the service `demo` the organisations of the fictitious region and, adding only, their areas. Nobody deletes, and no hat
writes: not an administrator, not her own organisation.
"""

OPEN_DATA, DEMO = "opendata", "demo"


def may_write(service: str, table: str, source: str) -> bool:
    """`source`: of the row, for an organisation."""
    return service == OPEN_DATA or (service == DEMO and table == "register_organisation" and source == DEMO)


def may_add(service: str, table: str, source: str) -> bool:
    """`source`: of the row, or for an area of its organisation."""
    mine = table in ("register_organisation", "register_area") and source == DEMO
    return service == OPEN_DATA or (service == DEMO and mine)

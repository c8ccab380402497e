"""Finding a school by what somebody types, and how it is written in the box."""

import re
from dataclasses import dataclass

from tandem.flows.cube import NoOpenData, current_cube
from tandem.flows.search import search_locations
from tandem.register import queries, search
from tandem.register.data import OrganisationKind
from tandem.routing.queries import today
from tandem.web.insight import words

MOST = 8
CODE = re.compile(r"[0-9]{2}[A-Z]{2}([0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Hit:
    code: str
    label: str
    note: str


def find_schools(text: str) -> tuple[Hit, ...]:
    """At most eight, the best first; those of the open data, which know the kind of education, else of the register."""
    try:
        cube = current_cube()
    except NoOpenData:
        found = search.find_organisations(text, on=today(), kinds=(OrganisationKind.LOCATION,), most=MOST)
        return tuple(Hit(one.code, f"{one.name} ({one.code})", one.place) for one in found)
    hits = []
    for one in search_locations(cube, text, limit=MOST):
        place = words.place(one.place or "") or words.unit(cube, one.municipality or "")
        note = " · ".join(filter(None, (place, ", ".join(one.sectors), one.code)))
        hits.append(Hit(one.code, f"{one.name} ({one.code})", note))
    return tuple(hits)


def school_label(typed: str) -> str:
    """'De Libel (99AA00)' for a code that the register knows; else what was typed."""
    code = typed.strip().upper()
    if not CODE.fullmatch(code):
        return typed
    known = queries.locations([code])
    if code in known:
        return f"{known[code][0].name} ({code})"
    schools = queries.schools([code])
    return f"{schools[code].name} ({code})" if code in schools else typed

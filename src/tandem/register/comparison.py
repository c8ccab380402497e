"""What differs between the register and the open data, in words. Facts in, differences out: no database, no clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from tandem.register.data import Difference, OrganisationKind, What

_MOVES = ("postcode", "place")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says about a unit: its fields by name; since when and until when it exists, if it says so."""

    fields: Mapping[str, str | None]
    since: date | None = None
    until: date | None = None
    successors: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return str(self.fields["name"])


@dataclass(frozen=True, slots=True)
class Units:
    """All units of one kind at one moment, by code; those that ended as well."""

    kind: OrganisationKind
    facts: Mapping[str, Facts] = field(default_factory=dict)


def differences(known: Units, wanted: Units, on: date) -> list[Difference]:
    """What has to change in `known` to be equal to `wanted` on the day `on`, in the order of the codes."""
    found: list[Difference] = []
    for code in sorted({*known.facts, *wanted.facts}):
        found += _of_one(known.kind, code, known.facts.get(code), wanted.facts.get(code), on)
    return found


def _of_one(
    kind: OrganisationKind, code: str, before: Facts | None, after: Facts | None, on: date
) -> Iterable[Difference]:
    if before is None:
        assert after is not None
        yield Difference(kind, code, after.name, What.NEW)
    elif after is None or after.until is not None:
        if before.until is None or (after and after.until != before.until):
            until = after.until if after and after.until else on
            into = after.successors if after else ()
            what = What.MERGED if into else What.CLOSED
            yield Difference(kind, code, before.name, what, "valid_until", "", until.isoformat(), into)
    else:
        if before.until is not None:
            yield Difference(kind, code, after.name, What.RETURNED, "valid_until", before.until.isoformat(), "")
        yield from _fields(kind, code, before, after)


def _fields(kind: OrganisationKind, code: str, before: Facts, after: Facts) -> Iterable[Difference]:
    changed = {name: (before.fields[name], new) for name, new in after.fields.items() if before.fields[name] != new}
    for name, (old, new) in changed.items():
        what = What.RENAMED if name == "name" else What.MOVED if name in _MOVES else What.CHANGED
        # Another postcode in the same town is one move, not two changes.
        if name == "place" and "postcode" in changed:
            continue
        yield Difference(kind, code, after.name, what, name.removesuffix("_id"), old or "", new or "")


def merged(
    found: Iterable[Difference], before: Mapping[OrganisationKind, Units], after: Mapping[OrganisationKind, Units]
) -> list[Difference]:
    """The same differences, with for each unit that closed the one in which it went up, where that can be seen.

    A location went up in the one that is new at the same postcode; a school (a board) in the one to which all its
    locations (schools) went.
    """
    found = list(found)
    location, school, board = OrganisationKind.LOCATION, OrganisationKind.SCHOOL, OrganisationKind.BOARD
    heirs = _by_address(found, before[location], after[location])
    of_schools = _by_parts(before[location], after[location], "school_id", heirs)
    of_boards = _by_parts(before[school], after[school], "board_id", of_schools)
    into = {location: heirs, school: of_schools, board: of_boards}
    return [
        replace(one, what=What.MERGED, into=(heir,))
        if one.what is What.CLOSED and (heir := into.get(one.kind, {}).get(one.code))
        else one
        for one in found
    ]


def _by_address(found: Iterable[Difference], before: Units, after: Units) -> dict[str, str]:
    """Each location that closed, with the one that is new at the same postcode when there is exactly one."""
    of_kind = [one for one in found if one.kind is before.kind]
    new_at: dict[str, list[str]] = defaultdict(list)
    for one in of_kind:
        if one.what is What.NEW:
            new_at[after.facts[one.code].fields["postcode"] or ""].append(one.code)
    heirs = {}
    for one in of_kind:
        there = new_at.get(before.facts[one.code].fields["postcode"] or "", []) if one.what is What.CLOSED else []
        if len(there) == 1 and before.facts[one.code].fields["postcode"]:
            heirs[one.code] = there[0]
    return heirs


def _by_parts(before: Units, after: Units, owner: str, heirs: Mapping[str, str]) -> dict[str, str]:
    """Each owner of parts, with the one other owner that all those parts have now."""
    now: dict[str, set[str]] = defaultdict(set)
    for code, part in before.facts.items():
        if part.until is None and (old := part.fields[owner]):
            later = after.facts.get(heirs.get(code, code))
            now[old].add((later.fields[owner] or "") if later else "")
    return {old: new for old, owners in now.items() if len(owners) == 1 for new in owners if new and new != old}

"""Writes the register of places and schools."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform.database import one_at_a_time
from tandem.platform.text import sort_key
from tandem.register.data import Change, Places
from tandem.register.models import Board, Municipality, Partnership, School, SchoolLocation, Unit

# Fields of a unit in the source's words: what its own_fields must become, by name of the column.
Facts = Mapping[str, object]


@transaction.atomic
def register_places(*, by: Actor, places: Places, on: date) -> dict[str, Change]:
    """Make the register equal to `places` as of the day `on`; the changes per kind of unit.

    New units begin on that day, except when their kind was empty before: then nobody knows since when they exist.
    What is gone ends on that day and stays; what comes back loses its end. Running it again changes nothing, and
    then nothing is logged either. All or nothing. Raises IntegrityError when a code points to a unit that is not there.
    """
    one_at_a_time("register")
    changes = {}
    for kind, facts in _facts(places).items():
        changes[kind._meta.model_name or ""] = _bring_up_to_date(kind, facts, on)
    if any(changes.values()):
        details = {name: asdict(change) for name, change in changes.items() if change}
        audit.record(by=by, action="register places", subject="register", details=details)
    return changes


def _facts(places: Places) -> dict[type[Unit], dict[str, Facts]]:
    """Per kind, in the order in which they may point to each other: code with the facts about it."""
    return {
        Municipality: {unit.code: {"name": unit.name} for unit in places.municipalities if unit.until is None},
        Partnership: {unit.code: {"name": unit.name} for unit in places.partnerships},
        Board: {unit.code: {"name": unit.name} for unit in places.boards},
        School: {unit.code: {"name": unit.name, "board_id": unit.board or None} for unit in places.schools},
        SchoolLocation: {
            unit.code: {
                "name": unit.name,
                "school_id": unit.school,
                "postcode": unit.postcode,
                "place": unit.place,
                "municipality_id": unit.municipality or None,
                "partnership_po_id": unit.partnership_po or None,
                "partnership_vo_id": unit.partnership_vo or None,
            }
            for unit in places.locations
        },
    }


@dataclass(slots=True)
class _Plan:
    """What has to be written for one kind."""

    added: list[Unit]
    changed: list[Unit]
    returned: list[Unit]
    ended: list[Unit]

    def as_change(self) -> Change:
        return Change(*(_codes(units) for units in (self.added, self.changed, self.ended, self.returned)))


def _codes(units: Iterable[Unit]) -> tuple[str, ...]:
    return tuple(sorted(unit.code for unit in units))


def _bring_up_to_date(kind: type[Unit], facts: Mapping[str, Facts], on: date) -> Change:
    known = kind._default_manager.in_bulk()
    plan = _plan(kind, facts, known, on)
    manager = kind._default_manager
    manager.bulk_create(plan.added, batch_size=1000)
    touched = plan.changed + plan.returned
    if touched:
        manager.bulk_update(touched, [*_columns(kind), "sort_key", "valid_until"], batch_size=500)
    if plan.ended:
        manager.filter(pk__in=[unit.pk for unit in plan.ended]).update(valid_until=on)
    return plan.as_change()


def _columns(kind: type[Unit]) -> list[str]:
    """Names of the fields, as `bulk_update` wants them: the relation, not its column."""
    return [name.removesuffix("_id") for name in kind.own_fields]


def _plan(kind: type[Unit], facts: Mapping[str, Facts], known: Mapping[str, Unit], on: date) -> _Plan:
    plan = _Plan([], [], [], [unit for code, unit in known.items() if code not in facts and unit.valid_until is None])
    begin = on if known else None
    for code, wanted in facts.items():
        unit = known.get(code)
        if unit is None:
            key = sort_key(str(wanted["name"]))
            plan.added.append(kind(code=code, sort_key=key, valid_from=begin, **wanted))
            continue
        differs = any(getattr(unit, field) != wanted[field] for field in kind.own_fields)
        ended = unit.valid_until is not None
        if differs or ended:
            (plan.returned if ended else plan.changed).append(unit)
            _overwrite(unit, wanted)
    return plan


def _overwrite(unit: Unit, wanted: Facts) -> None:
    for field, value in wanted.items():
        setattr(unit, field, value)
    unit.sort_key = sort_key(unit.name)
    unit.valid_until = None

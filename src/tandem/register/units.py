"""Writes the tables of places and schools: equal to what the open data say, with nothing deleted."""

from collections.abc import Mapping
from datetime import date

from tandem.platform.text import sort_key
from tandem.register import municipalities
from tandem.register.comparison import Facts, Units
from tandem.register.data import OrganisationKind, Places
from tandem.register.models import Board, Municipality, Partnership, School, SchoolLocation, Unit

# In the order in which they may point to each other.
TABLES: dict[OrganisationKind, type[Unit]] = {
    OrganisationKind.MUNICIPALITY: Municipality,
    OrganisationKind.PARTNERSHIP: Partnership,
    OrganisationKind.BOARD: Board,
    OrganisationKind.SCHOOL: School,
    OrganisationKind.LOCATION: SchoolLocation,
}


def wanted(places: Places) -> dict[OrganisationKind, Units]:
    """Per kind what the open data say."""
    facts: dict[OrganisationKind, dict[str, Facts]] = {
        OrganisationKind.MUNICIPALITY: {
            unit.code: Facts({"name": unit.name}, unit.since, unit.until, unit.successors)
            for unit in places.municipalities
        },
        OrganisationKind.PARTNERSHIP: {unit.code: Facts({"name": unit.name}) for unit in places.partnerships},
        OrganisationKind.BOARD: {unit.code: Facts({"name": unit.name}) for unit in places.boards},
        OrganisationKind.SCHOOL: {
            unit.code: Facts({"name": unit.name, "board_id": unit.board or None}) for unit in places.schools
        },
        OrganisationKind.LOCATION: {
            unit.code: Facts(
                {
                    "name": unit.name,
                    "school_id": unit.school,
                    "postcode": unit.postcode,
                    "place": unit.place,
                    "phone": unit.phone,
                    "website": unit.website,
                    "municipality_id": unit.municipality or None,
                    "partnership_po_id": unit.partnership_po or None,
                    "partnership_vo_id": unit.partnership_vo or None,
                }
            )
            for unit in places.locations
        },
    }
    return {kind: Units(kind, found) for kind, found in facts.items()}


def known() -> dict[OrganisationKind, Units]:
    """Per kind what the register says, ended units as well."""
    return {kind: Units(kind, _facts_of(table)) for kind, table in TABLES.items()}


def _facts_of(table: type[Unit]) -> dict[str, Facts]:
    rows = table._default_manager.values_list("code", "valid_from", "valid_until", *table.own_fields)
    return {
        code: Facts(dict(zip(table.own_fields, values, strict=True)), since, until)
        for code, since, until, *values in rows
    }


def write(before: Units, after: Units, on: date) -> None:
    """Bring the table of one kind up to date as of the day `on`."""
    table = TABLES[before.kind]
    first = not before.facts
    new = [_row(table, code, facts, first, on) for code, facts in after.facts.items() if code not in before.facts]
    table._default_manager.bulk_create(new, batch_size=1000)
    touched = [
        _row(table, code, facts, first, on, since=before.facts[code].since)
        for code, facts in after.facts.items()
        if code in before.facts and _differs(before.facts[code], facts)
    ]
    if touched:
        columns = [name.removesuffix("_id") for name in table.own_fields]
        table._default_manager.bulk_update(touched, [*columns, "sort_key", "valid_until"], batch_size=500)
    gone = [code for code, facts in before.facts.items() if code not in after.facts and facts.until is None]
    table._default_manager.filter(pk__in=gone).update(valid_until=on)


def write_other_names() -> None:
    """Let each municipality be found by its other names."""
    for code, names in municipalities.also_called().items():
        text = " ".join(names)
        Municipality.objects.filter(pk=code).exclude(also_called=text).update(also_called=text)


def _differs(before: Facts, after: Facts) -> bool:
    return before.until != after.until or before.fields != after.fields


def _row(table: type[Unit], code: str, facts: Facts, first: bool, on: date, since: date | None = None) -> Unit:
    """New units begin today, except when their kind was empty before: then nobody knows since when they exist."""
    fields: Mapping[str, object] = facts.fields
    begin = since or facts.since or (None if first or facts.until else on)
    return table(code=code, sort_key=sort_key(facts.name), valid_from=begin, valid_until=facts.until, **fields)

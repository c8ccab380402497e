"""The end of records: each night the service destroys what is past its term, and warns of what soon will be.

The order of tables is that of what refers to what, so that a run leaves nothing half. Every table is its own
transaction: a run that stops halfway is finished by the next.
"""

from collections import Counter
from datetime import date

from django.db import connection

from tandem.audit import actions as audit
from tandem.platform import clock
from tandem.sharing.retention.data import Due, Outcome, Rule
from tandem.sharing.retention.queries import ACTOR, as_service, close_to_the_end, in_order
from tandem.sharing.retention.rules import WARNING


def run(*, dry: bool = False, today: date | None = None) -> tuple[Outcome, ...]:
    """Destroy and warn; per table how many went (or with `dry` would go), were held, and were warned of."""
    day = today or clock.today()
    with as_service(day):
        order = in_order()
    return tuple(_of_one_table(rule, day, dry) for rule in order)


def list_due(today: date) -> tuple[Due, ...]:
    """What is past its term or will be within four weeks, by table and day."""
    with as_service(today):
        return tuple(one for rule in in_order() for one in close_to_the_end(rule, today) if _soon(one, today))


def _of_one_table(rule: Rule, today: date, dry: bool) -> Outcome:
    with as_service(today):
        close = close_to_the_end(rule, today)
        over = [one for one in close if one.over_from <= today]
        going = [one for one in over if not one.row.held]
        held = len(over) - len(going)
        if dry:
            return Outcome(rule, len(going), held, 0)
        warned = _warn([one for one in close if one.over_from > today and _soon(one, today)])
        terms = Counter(one.term for one in going)
        gone = sum(_destroy(rule, [one for one in going if one.term == term], term) for term in sorted(terms))
        if gone:
            audit.record(
                by=ACTOR, action="destroy records", subject=rule.table, details={"count": gone, "terms": dict(terms)}
            )
        return Outcome(rule, gone, held, warned)


def _soon(one: Due, today: date) -> bool:
    return one.over_from <= today + WARNING


def _destroy(rule: Rule, going: list[Due], term: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select sharing_destroy(%s, %s, %s)", [rule.table, [one.row.key for one in going], term])
        return int(cursor.fetchone()[0])


def _warn(close: list[Due]) -> int:
    files = {(one.row.child, one.row.file): one.over_from for one in close if one.row.child and one.row.file}
    warned = 0
    with connection.cursor() as cursor:
        for (child, file), due_on in files.items():
            cursor.execute("select sharing_warn(%s, %s, %s)", [child, file, due_on])
            warned += bool(cursor.fetchone()[0])
    return warned

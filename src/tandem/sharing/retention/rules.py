"""When a record must go: a rule and a row in, the day out. Pure."""

from datetime import date, timedelta

from tandem.platform.terms.calendar import Calendar
from tandem.platform.terms.data import Term, Unit
from tandem.platform.terms.rules import add_months, deadline
from tandem.sharing.retention.data import Candidate, Due, Rule

WARNING = timedelta(days=28)  # house rule: so long before, who works in the file is told
EVERY = ""


def term_of(rule: Rule, function: str) -> str:
    """The id of the term for a record that somebody in this function made."""
    return rule.terms.get(function, rule.terms[EVERY])


def due(rule: Rule, row: Candidate, term: Term, calendar: Calendar) -> Due:
    """The end of a row whose term runs since `row.starts`."""
    over = deadline(term, row.starts, calendar).over_from
    if over is None:
        raise ValueError(f"{term.id} has no end")
    return Due(rule, row, term.id, over)


def begun_before(terms: tuple[Term, ...], today: date) -> date:
    """Rows that began later than this can be neither due nor close to it."""
    shortest = min(term.length.amount for term in terms if term.length and term.length.unit is Unit.YEARS)
    return add_months(today + WARNING, -12 * shortest)

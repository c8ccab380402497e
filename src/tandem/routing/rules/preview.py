"""What a rule would change: every real school and home municipality of which another would be called first."""

from collections.abc import Iterable

from tandem.register.data import Sector
from tandem.routing.book import Rulebook
from tandem.routing.data import Contact, Question
from tandem.routing.known import Facts
from tandem.routing.rules.route import route
from tandem.routing.upkeep import Change

YOUNG, OLDER = 9, 14  # an age at which the kind of school is usual
OLDER_SECTORS = {Sector.VO, Sector.VSO, Sector.PRO, Sector.MBO}


def changes(
    before: Rulebook, after: Rulebook, facts: Facts, pairs: Iterable[tuple[str, str]], kind: str
) -> tuple[Change, ...]:
    """`pairs`: school and the postcode where most of its pupils from there live."""
    found = []
    for school, pc4 in pairs:
        if school not in facts.schools or pc4 not in facts.homes:
            continue
        age = OLDER if OLDER_SECTORS & set(facts.schools[school].sectors) else YOUNG
        question = Question(school, pc4, kind, age)
        one, other = route(before, facts, question).first, route(after, facts, question).first
        if _told(one) != _told(other):
            found.append(Change(school, facts.homes[pc4].municipality, _told(one), _told(other)))
    return tuple(found)


def _told(contact: Contact) -> str:
    return f"{contact.role_name.nl}, {contact.organisation}"

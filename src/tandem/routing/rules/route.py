"""The decision: whom to call for this pupil, in which order, and why."""

from tandem.register.data import OrganisationKind
from tandem.routing.book import Role, Rule, Rulebook
from tandem.routing.data import CATCH_ALL, Contact, Law, Off, Place, Question, Route
from tandem.routing.known import Desk, Facts
from tandem.routing.rules.find import Asked, Gone, Target, find
from tandem.routing.rules.notes import day_words, notes_of
from tandem.routing.rules.partnership import is_mbo, partnership
from tandem.routing.rules.responsible import responsible
from tandem.routing.rules.words import Words

EMERGENCY_KIND = "safety"


def route(book: Rulebook, facts: Facts, question: Question) -> Route:
    """Always an answer with at least one contact: where nothing fits, the catch-all of the region.

    Raises KeyError for a school or a kind of question that is not known.
    """
    kind, school = book.kinds[question.kind], facts.schools[question.school]
    who = responsible(book, facts, question)
    belongs = partnership(facts, question)
    asked = Asked(question, facts, who, belongs.code)
    words = Words(book, asked, belongs)
    chain: list[Contact] = []
    off: list[Off] = []
    for rule in book.rules:
        if question.kind in rule.kinds and applies(rule, asked):
            _call(book.roles[rule.first], rule, asked, words, chain, off)
    for code in (*kind.order, CATCH_ALL):
        if code == "PARTNERSHIP" and is_mbo(school):
            continue
        _call(book.roles[code], None, asked, words, chain, off)
    emergency = question.kind == EMERGENCY_KIND
    notes = notes_of(words, tuple(chain), emergency=emergency)
    return Route(question, tuple(chain), who, belongs, notes, _once(off), emergency)


def applies(rule: Rule, asked: Asked) -> bool:
    """Whether all conditions of a rule hold; an age that is not known meets none."""
    school, age = asked.facts.schools[asked.question.school], asked.question.age
    home = asked.home(Law.YOUTH_CARE).municipality
    named = (home in rule.homes) or (school.municipality in rule.schools)
    inside = home in rule.region and school.municipality in rule.region
    return (
        (not rule.region or inside or named)
        and (rule.border is None or rule.border == (home != school.municipality))
        and (not rule.homes or home in rule.homes)
        and (not rule.schools or school.municipality in rule.schools)
        and (not rule.sectors or not rule.sectors.isdisjoint(school.sectors))
        and (rule.ages is None or (age is not None and rule.ages[0] <= age <= rule.ages[1]))
    )


def _call(role: Role, rule: Rule | None, asked: Asked, words: Words, chain: list[Contact], off: list[Off]) -> None:
    """Add the contact of a role to the chain, or note that its rule is off."""
    if any(contact.role == role.code for contact in chain) or not _has_age(role, asked.question.age):
        return
    found = find(role, asked, rule.desk if rule else "")
    if isinstance(found, Gone):
        off.append(_off(role, rule, found, words))
        if role.instead:
            _call(words.book.roles[role.instead], None, asked, words, chain, off)
        return
    contact = _contact(role, rule, found, asked, words)
    if role.code == CATCH_ALL and any(_same(contact, other) for other in chain):
        return
    chain.append(contact)


def _same(one: Contact, other: Contact) -> bool:
    return bool(one.desk) and (one.desk, one.post) == (other.desk, other.post)


def _has_age(role: Role, age: int | None) -> bool:
    return role.ages is None or age is None or role.ages[0] <= age <= role.ages[1]


def _contact(role: Role, rule: Rule | None, found: Target, asked: Asked, words: Words) -> Contact:
    desk, region = found.desk, words.region
    around = asked.facts.schools[asked.question.school].municipality
    return Contact(
        role=role.code,
        role_name=role.name,
        desk=desk.id if desk else "",
        organisation=_name(role, desk, words),
        municipality=(desk.municipality if desk else "")
        or (asked.home(role.law).municipality if role.place is Place.HOME else around),
        place=role.place,
        why=words.say(rule.why if rule else role.why, role.law),
        rule=rule.id if rule else role.rule,
        source=rule.source if rule else role.source,
        post=found.post.id if found.post else "",
        stands_in_for=found.stands_in_for,
        until=found.until,
        phone=(desk.phone if desk else region.phone if role.code == CATCH_ALL and region else "") or role.phone,
        hours=(desk.hours if desk else "") or role.hours,
        more=found.more,
    )


def _name(role: Role, desk: Desk | None, words: Words) -> str:
    if desk is None:
        return words.region.catch_all if role.code == CATCH_ALL and words.region else role.name.nl
    if desk.kind is OrganisationKind.MUNICIPALITY:
        return f"Gemeente {words.municipality(desk.code)}"
    return desk.name


def _off(role: Role, rule: Rule | None, gone: Gone, words: Words) -> Off:
    name = rule.id if rule else role.rule
    if gone.until is None:
        return Off(name, role.code, words.note("off_nobody", rule=name, role=role.name))
    return Off(name, role.code, words.note("off_ended", rule=name, role=role.name, day=day_words(gone.until)))


def _once(off: list[Off]) -> tuple[Off, ...]:
    return tuple({(one.rule, one.role): one for one in off}.values())

"""Which rules a question could fall under."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from tandem.sharing.codes import DEFAULT_DENY, EVERY_ROLE
from tandem.sharing.data import Question, Role, Rule, Standard

RULE_ID = re.compile(r"DS-[0-9]{3}", re.IGNORECASE)


def plain(text: str) -> str:
    """Lower case letters and digits only, without accents: how names are compared."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", letters.casefold()))


def acts_as(role: str, standard: Standard) -> tuple[str, ...]:
    """The parties of rules that somebody with this role is: the role, and every professional when it is one."""
    known = standard.roles.get(role)
    return (role, EVERY_ROLE) if known is not None and known.professional else (role,)


def rules_between(sender: str, receiver: str, standard: Standard, on: date) -> list[Rule]:
    """Rules in force for this pair, by id, without the default deny."""
    senders = acts_as(sender, standard)
    return [
        rule
        for rule in standard.rules
        if rule.sender in senders and rule.receiver == receiver and rule.holds(on) and rule.id != DEFAULT_DENY
    ]


def candidates(question: Question, standard: Standard, on: date) -> list[Rule]:
    """Rules in force for the pair and purpose, whatever the age."""
    found: list[Rule] = []
    for sender in acts_as(question.sender, standard):
        found += standard.by_key.get((sender, question.receiver, question.purpose), ())
    return [rule for rule in found if rule.holds(on)]


def purpose_named(text: str, sender: str, receiver: str, standard: Standard) -> str | None:
    """The purpose meant by a code, the id of a rule or a name, of this pair if it has it. None: no such purpose."""
    if RULE_ID.fullmatch(text.strip()):
        versions = standard.by_id.get(text.strip().upper())
        return versions[0].purpose if versions else None
    wanted = plain(text)
    named = [rule for rule in standard.rules if wanted in _names(rule)]
    senders = acts_as(sender, standard)
    named.sort(key=lambda rule: (rule.receiver != receiver) + (rule.sender not in senders))
    return named[0].purpose if named else None


def _names(rule: Rule) -> set[str]:
    return {plain(name) for name in (rule.purpose, rule.name.nl, rule.name.en, rule.known_as)}


def ways_out(question: Question, standard: Standard, on: date) -> Iterator[Rule]:
    """Rules near a question without an answer: the same pair, then colleagues of the sender, then of the receiver."""
    groups = {code: role.group for code, role in standard.roles.items()}
    sender, receiver = groups.get(question.sender), groups.get(question.receiver)
    in_force = [rule for rule in standard.rules if rule.holds(on) and rule.id != DEFAULT_DENY]
    yield from rules_between(question.sender, question.receiver, standard, on)
    yield from (r for r in in_force if r.receiver == question.receiver and groups[r.sender] == sender)
    yield from (r for r in in_force if r.sender == question.sender and groups[r.receiver] == receiver)


def receivers_of(sender: str, standard: Standard, on: date) -> list[Role]:
    """Who a sender has a rule for, in the order of the roles."""
    senders = acts_as(sender, standard)
    found = {rule.receiver for rule in standard.rules if rule.sender in senders and rule.holds(on)}
    return [role for code, role in standard.roles.items() if code in found]

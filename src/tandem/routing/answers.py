"""An answer as plain values, in the words of the interface: what the command line prints and other programs read."""

from typing import Any

from tandem.register import municipalities
from tandem.routing.data import Contact, Responsible, Route


def as_values(found: Route) -> dict[str, Any]:
    """Dutch sentences, codes in capitals; a municipality that is not known is None. Organisations, never people."""
    return {
        "first": contact_values(found.first),
        "chain": [contact_values(contact) for contact in found.chain],
        "responsible": {law.value: _responsible(one) for law, one in found.responsible.items()},
        "partnership": {
            "code": found.partnership.code or None,
            "name": found.partnership.name or None,
            "home_code": found.partnership.home_code or None,
            "home_name": found.partnership.home_name or None,
        },
        "notes": [note.nl for note in (*found.notes, *(one.why for one in found.off))],
    }


def contact_values(contact: Contact) -> dict[str, Any]:
    return {
        "role": contact.role,
        "role_name": contact.role_name.nl,
        "organisation": contact.organisation,
        "municipality_code": contact.municipality or None,
        "municipality": name_of(contact.municipality),
        "phone": contact.phone or None,
        "hours": contact.hours or None,
        "stand_in": bool(contact.stands_in_for),
        "why": contact.why.nl,
        "rule": contact.rule,
        "source": contact.source,
    }


def _responsible(one: Responsible) -> dict[str, Any]:
    return {
        "municipality_code": one.municipality or None,
        "municipality": name_of(one.municipality),
        "steps": [
            {"step": step.id, "question": step.question.nl, "answer": step.answer, "ground": step.ground}
            for step in one.steps
        ],
    }


def name_of(code: str) -> str | None:
    return municipalities.name(code) if code else None

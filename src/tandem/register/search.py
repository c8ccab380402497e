"""Search as you type over the register. Typing errors are forgiven; what somebody may not see is not found."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from tandem.register.data import OrganisationBrief, OrganisationKind, PersonName
from tandem.register.models import Person
from tandem.register.organisations import SHOWN_KINDS, briefs

MOST = 20


def find_organisations(
    question: str, *, on: date, kinds: tuple[OrganisationKind, ...] = SHOWN_KINDS, most: int = MOST
) -> list[OrganisationBrief]:
    """The organisations that hold on that day and have every word of the question, the best fit first.

    A word may be a name, a place, a municipality under any of its names, a BRIN or another code, or a postcode.
    """
    ids = _ids(
        "register_find_organisations(%s, %s, %s, %s)", [_clean(question), [kind.value for kind in kinds], on, most]
    )
    found = briefs(ids)
    return [found[key] for key in ids if key in found]


def find_people(question: str, *, most: int = MOST) -> list[PersonName]:
    """The people whose name has every word of the question and whom the one who acts may see, the best fit first."""
    ids = _ids("register_find_people(%s, %s)", [_clean(question), most])
    people = {
        person.id: PersonName(person.id, person.given_name, person.infix, person.family_name)
        for person in Person.objects.filter(pk__in=ids)
    }
    return [people[key] for key in ids if key in people]


def _ids(source: str, values: Sequence[str | int | date | list[str]]) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {source}", values)  # noqa: S608 - our own two calls
        return [key for key, _ in cursor.fetchall()]


def _clean(question: str) -> str:
    return question.replace("\x00", "")[:100]

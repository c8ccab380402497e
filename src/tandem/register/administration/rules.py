"""What an administrator may do, and why not: facts in, a Refused with its Dutch reason out."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from tandem.platform.message import Message
from tandem.register.administration.data import LONGEST_STAND_IN, HeldFunction, Link, NewFunction, Refused
from tandem.register.data import Function, OrganisationKind
from tandem.register.functions import ADMINISTRATOR

LEAST_HOURS, MOST_HOURS, FULL_WEEK = Decimal("0.5"), Decimal(40), Decimal(40)
EARLIEST = date(1960, 1, 1)


def check_new_function(
    new: NewFunction, function: Function, kind: OrganisationKind, *, giver: UUID | None, receiver: UUID | None
) -> None:
    """Nobody gives herself a function; the function exists at that kind of organisation; the period is possible."""
    if giver is not None and receiver == giver:
        raise Refused(Message("Niemand geeft zichzelf een functie. Vraag het een andere beheerder."))
    if kind not in function.kinds:
        raise Refused(
            Message(
                "De functie '{function_name}' bestaat niet bij dit soort organisatie.", function_name=str(function.name)
            ),
            "function",
        )
    if new.listed and not function.professional:
        raise Refused(
            Message("'{function_name}' staat niet in wie is wie.", function_name=str(function.name)), "listed"
        )
    if new.valid_from < EARLIEST:
        raise Refused(Message("Deze datum ligt te ver terug."), "valid_from")
    if new.valid_until is not None and new.valid_until <= new.valid_from:
        raise Refused(Message("De laatste dag ligt vóór de eerste."), "valid_until")


def check_not_twice(new: NewFunction, held: Iterable[HeldFunction]) -> None:
    """The same function at the same organisation only once at a time."""
    for each in held:
        same = (each.organisation, each.function) == (new.organisation, new.function)
        if same and _overlap(each.valid_from, each.valid_until, new.valid_from, new.valid_until):
            raise Refused(Message("Deze functie heeft zij of hij al bij deze organisatie."), "function")


def check_end(held: HeldFunction, until: date, *, by: UUID | None, administrators_left: int) -> None:
    """`until`: the first day without the function. `administrators_left`: who remain for the organisation after it.

    `by`: the person who acts, None for the operator of the installation.
    """
    if held.valid_until is not None and held.valid_until <= until:
        raise Refused(Message("Deze functie eindigt al op die dag of eerder."), "valid_until")
    if until < held.valid_from:
        raise Refused(Message("Een functie eindigt niet voor zij begint."), "valid_until")
    if held.function == ADMINISTRATOR and administrators_left == 0:
        raise Refused(Message("Dit is de laatste beheerder. Geef eerst iemand anders de functie van beheerder."))
    if held.person == by:
        raise Refused(Message("Je eigen functie beëindigt een andere beheerder."))


def check_link(held: HeldFunction, hours: Decimal, since: date, location: UUID, links: Iterable[Link]) -> None:
    """Hours in tenths between a half and forty; one link per school at a time, inside the function's period."""
    if not LEAST_HOURS <= hours <= MOST_HOURS or hours != round(hours, 1):
        raise Refused(
            Message("Schrijf de uren per week tussen 0,5 en 40, met hoogstens één cijfer achter de komma."), "hours"
        )
    if not held.holds_on(max(since, held.valid_from)) or since < held.valid_from:
        raise Refused(Message("Op die dag heeft zij of hij deze functie niet."), "valid_from")
    for link in links:
        if link.location == location and (link.valid_until is None or link.valid_until > since):
            raise Refused(Message("Deze koppeling is er al. Pas daar de uren aan."), "location")


def hours_too_many(links: Iterable[Link]) -> bool:
    """More than a full week together: possible, but worth a look."""
    return sum((link.hours for link in links), Decimal()) > FULL_WEEK


def check_stand_in(held: HeldFunction, other: HeldFunction, since: date, until: date, today: date) -> None:
    """Somebody else, with a function that holds all that time; always with an end, at most a year ahead."""
    if held.person == other.person:
        raise Refused(Message("Iemand vervangt niet zichzelf. Kies een ander."), "stand_in")
    if until <= since:
        raise Refused(Message("De laatste dag ligt vóór de eerste."), "valid_until")
    if until <= today:
        raise Refused(Message("Deze vervanging is al voorbij."), "valid_until")
    if until - since > LONGEST_STAND_IN:
        raise Refused(Message("Een vervanging duurt hoogstens een jaar. Kies een eerdere laatste dag."), "valid_until")
    last = until - timedelta(days=1)
    for each, field in ((held, "valid_from"), (other, "stand_in")):
        if not (each.holds_on(since) and each.holds_on(last)):
            raise Refused(
                Message("{each_name} heeft deze functie niet in de hele periode.", each_name=str(each.name)), field
            )


def _overlap(one_from: date, one_until: date | None, two_from: date, two_until: date | None) -> bool:
    return (two_until is None or one_from < two_until) and (one_until is None or two_from < one_until)

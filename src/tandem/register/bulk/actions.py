"""A file of people: proposed after the dry run, applied as a whole, taken back as a whole."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from tandem.audit import actions as audit
from tandem.audit.data import Actor
from tandem.platform import clock, context
from tandem.platform.database import one_at_a_time
from tandem.platform.message import Message
from tandem.register import models
from tandem.register.administration import actions, queries
from tandem.register.administration.data import Newcomer, NewFunction, Refused
from tandem.register.bulk.data import Effect, Planned, Report, Row
from tandem.register.bulk.queries import as_json, as_planned

PROPOSAL_HOLDS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did, and what it could not: accounts that were made, mail that was sent, tasks it left."""

    functions: int
    links: int
    accounts: int
    invited: int
    changed_since: int


@transaction.atomic
def propose(*, by: Actor, report: Report) -> UUID:
    """Keep the plan of a dry run without errors until it is applied, at most a day; the id. Raises Refused."""
    organisation = context.current().organisation
    if report.errors or not report.changes_something or organisation is None:
        raise Refused(Message("In dit bestand is niets om door te voeren."))
    too_old = clock.now() - PROPOSAL_HOLDS
    models.ImportBatch.objects.filter(applied=None, created__lt=too_old).delete()
    row = models.ImportBatch.objects.create(
        organisation_id=organisation,
        file=report.file,
        created=clock.now(),
        plan=[as_json(planned) for planned in report.planned],
        people=report.count(Effect.PERSON),
        functions=report.count(Effect.FUNCTION),
        links=report.count(Effect.LINK),
    )
    _log(by, "propose import", row)
    return row.id


@transaction.atomic
def apply(*, by: Actor, batch: UUID) -> None:
    """Everything or nothing. Raises KeyError, and Refused when the world changed since the dry run."""
    one_at_a_time("register")
    row = _find(batch)
    if row.applied is not None:
        raise Refused(Message("Dit bestand is al doorgevoerd."))
    people: dict[str, UUID] = {}
    functions: dict[tuple[str, UUID, str], UUID] = {}
    for planned in map(as_planned, row.plan):
        try:
            _apply(by, row, planned, people, functions)
        except (Refused, KeyError) as error:
            reason = error.reason if isinstance(error, Refused) else Message("Iemand in dit bestand is er niet meer.")
            raise Refused(
                Message(
                    "Rij {number}: {reason} Er is niets veranderd; upload het bestand opnieuw.",
                    number=str(planned.row.number),
                    reason=reason,
                )
            ) from error
    models.ImportBatch.objects.filter(pk=batch).update(applied=clock.now(), plan=[])
    _log(by, "apply import", row)


def _apply(
    by: Actor,
    batch: models.ImportBatch,
    planned: Planned,
    people: dict[str, UUID],
    functions: dict[tuple[str, UUID, str], UUID],
) -> None:
    row, address = planned.row, planned.row.email.casefold()
    if planned.membership:
        functions[row.function_key] = planned.membership
    if Effect.FUNCTION in planned.effects:
        person = planned.person or people.get(address)
        functions[row.function_key] = _give(by, row, person)
        people[address] = queries.held_function(functions[row.function_key]).person
        models.ImportRow.objects.create(batch=batch, membership=functions[row.function_key])
    if Effect.LINK in planned.effects and row.school and row.hours:
        since = max(row.valid_from, context.current().day or clock.today())
        link = actions.link_school(
            by=by, membership=functions[row.function_key], location=row.school, hours=row.hours, since=since
        )
        models.ImportRow.objects.create(batch=batch, school_link=link)


def _give(by: Actor, row: Row, person: UUID | None) -> UUID:
    new = NewFunction(row.organisation, row.function, row.valid_from, row.valid_until, row.lead, row.listed)
    if person is not None:
        return actions.give_function(by=by, person=person, new=new)
    newcomer = Newcomer(row.given, row.infix, row.family, row.email, row.phone, row.mobile)
    return actions.employ(by=by, newcomer=newcomer, new=new)


@transaction.atomic
def discard(*, by: Actor, batch: UUID) -> None:
    """Throw a proposal away. Raises KeyError, Refused."""
    row = _find(batch)
    if row.applied is not None:
        raise Refused(Message("Dit bestand is al doorgevoerd."))
    models.ImportBatch.objects.filter(pk=batch).delete()
    _log(by, "discard import", row)


@transaction.atomic
def undo(*, by: Actor, batch: UUID, on: date) -> Undone:
    """End what the file added, from `on`; nothing is deleted. Raises KeyError, Refused.

    Links first, so that they do not become tasks: they were never anybody's before the file.
    """
    row = _find(batch)
    if row.applied is None or row.undone is not None:
        raise Refused(Message("Dit bestand is niet doorgevoerd, of al teruggedraaid."))
    links = models.SchoolLink.objects.filter(pk__in=row.rows.exclude(school_link=None).values("school_link"))
    added = models.Membership.objects.filter(pk__in=row.rows.exclude(membership=None).values("membership"))
    links_open = [link for link in links if not _is_over(link.valid_until, on)]
    functions_open = [membership for membership in added if not _is_over(membership.valid_until, on)]
    undone = Undone(
        functions=len(functions_open),
        links=len(links_open),
        accounts=sum(membership.person.account_id is not None for membership in added.select_related("person")),
        invited=models.Invitation.objects.filter(membership__in=added).values("membership").distinct().count(),
        changed_since=len(links) + len(added) - len(links_open) - len(functions_open),
    )
    for link in links_open:
        actions.end_link(by=by, link=link.id, until=on)
    for membership in functions_open:
        day = max(on, membership.valid_from)
        actions.end_function(by=by, membership=membership.id, until=day, reason="invoer teruggedraaid")
    models.Invitation.objects.filter(membership__in=added, accepted=None, withdrawn=None).update(withdrawn=clock.now())
    models.ImportBatch.objects.filter(pk=batch).update(undone=clock.now())
    _log(by, "undo import", row)
    return undone


def _is_over(until: date | None, on: date) -> bool:
    return until is not None and until <= on


def _find(batch: UUID) -> models.ImportBatch:
    row = models.ImportBatch.objects.select_for_update().filter(pk=batch).first()
    if row is None:
        raise KeyError(batch)
    return row


def _log(by: Actor, action: str, row: models.ImportBatch) -> None:
    details = {"people": row.people, "functions": row.functions, "links": row.links}
    audit.record(by=by, action=action, subject=f"import:{row.id}", details=details)

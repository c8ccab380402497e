"""Who takes part in a case: invited through the gate, told only that it is there, and gone again."""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from tandem.audit.data import Actor
from tandem.cases import models
from tandem.cases.actions.step import CannotError, begin, refused_by, tandem_of
from tandem.cases.data import Command, Joining
from tandem.cases.definitions import domain_of
from tandem.cases.rules.tandem import changed
from tandem.platform import clock, context


@transaction.atomic
def invite(*, by: Actor, id: UUID, joining: Joining, version: int | None = None) -> UUID:
    """Somebody takes part from now on; the id of that. A domain that comes to work needs a director.

    Raises CannotError: THERE when she takes part already, GATE when nothing that fits lets her read.
    """
    details = {"organisation": str(joining.organisation), "function": joining.function}
    step = begin(
        id, Command.INVITE, by, version=version, details=details | ({"knows": "1"} if joining.knows_only else {})
    )
    try:
        with transaction.atomic():
            participant = joined(id, joining)
    except IntegrityError as error:
        why = {"cases_participant_once": "THERE", "": "GATE"}.get(refused_by(error))
        if why is None:
            raise
        raise CannotError(why) from error
    row = models.Participant.objects.get(pk=participant)
    if not row.knows_only and not row.own and row.disclosure is None:
        raise CannotError("GATE")
    step.joined = participant
    step.settle()
    return participant


@transaction.atomic
def leave(*, by: Actor, id: UUID, participant: UUID, words: str, version: int | None = None) -> None:
    """She takes part no longer, and reads nothing from her next request on; her own words stay.

    Raises CannotError: HOLDS when it is the only part of who holds the baton.
    """
    step = begin(id, Command.LEAVE, by, version=version, words=words, details={"participant": str(participant)})
    row = models.Participant.objects.filter(pk=participant, case_id=id, until=None).first()
    if row is None:
        raise CannotError("GONE")
    at_work = models.Participant.objects.filter(case_id=id, until=None, knows_only=False)
    others = at_work.filter(organisation_id=row.organisation_id).exclude(pk=row.pk)
    if row.organisation_id == step.row.holder_id and not row.knows_only and not others.exists():
        raise CannotError("HOLDS")
    before = tandem_of(id)
    models.Participant.objects.filter(pk=participant).update(until=clock.now())
    still = {seat.domain for seat in changed(before, tandem_of(id).needed).seats}
    # Whose seat goes with it: hers, and that of a side where nobody is at work any more.
    seats = models.Direction.objects.filter(case_id=id, ended=None)
    hers = seats.filter(organisation_id=row.organisation_id, function=row.function)
    if not at_work.filter(organisation_id=row.organisation_id, function=row.function).exists():
        hers.update(ended=clock.now())
    seats.exclude(domain__in=[domain.value for domain in still]).update(ended=clock.now())
    step.settle()


def joined(case: UUID, joining: Joining) -> UUID:
    """The row itself. The database sees whether the child is a pupil there, and whether the disclosure fits."""
    id, domain = uuid4(), domain_of(joining.function)
    models.Participant.objects.create(
        id=id,
        case_id=case,
        organisation_id=joining.organisation,
        function=joining.function,
        membership_id=joining.hat,
        domain=domain.value if domain and not joining.knows_only else "",
        purpose=joining.purpose,
        ground=joining.ground,
        kinds=joining.kinds,
        disclosure=None if joining.knows_only else joining.disclosure,
        knows_only=joining.knows_only,
        since=clock.now(),
        added_by=context.current().person,
    )
    return id

"""Whom a step of a case concerns, as the column `tells` of the table of states says; each gets a notice."""

from collections.abc import Iterable
from uuid import UUID

from tandem.cases import models
from tandem.cases.data import Command, Part
from tandem.cases.rules import states
from tandem.casework.data import About, OfferState
from tandem.casework.desks import dealing_functions
from tandem.casework.telling import Recipient, in_hat, leave_notices, others

AT_ONCE = frozenset({Command.INVITE, Command.OFFER, Command.DISAGREE, Command.LAPSE, Command.HAND_ON})


def tell(
    row: models.Case, command: Command, event: UUID, *, joined: UUID | None = None, former: Iterable[UUID] = ()
) -> None:
    """A notice for whom it concerns, not for who did it.

    `joined`: it concerns this participant and nobody else; `former`: who held it until now.
    """
    told = states.BY_COMMAND[command].tells
    found = _joined(joined) if joined else [one for part in told for one in _of(row, part)]
    if Part.HOLDER in told:
        found = [*found, *(Recipient(one) for one in former)]
    leave_notices(
        others(_once(row.pk, found)),
        about=About.CASE,
        subject=row.pk,
        event=event,
        kind=command.value,
        at_once=command in AT_ONCE,
    )


def _once(case: UUID, found: list[Recipient]) -> list[Recipient]:
    """Who directs hears it with her team where that hears it too, and not twice."""
    seats = {in_hat(row.membership_id): row for row in models.Direction.objects.filter(case_id=case, ended=None)}
    teams = {(one.principal, one.function) for one in found if one.hat is None}

    def with_team(one: Recipient) -> bool:
        seat = seats.get(one)
        if seat is None:
            return False
        deals = seat.function in dealing_functions()
        return (seat.organisation_id, seat.function) in teams or (deals and (seat.organisation_id, "") in teams)

    return [one for one in found if not with_team(one)]


def _of(row: models.Case, part: Part) -> Iterable[Recipient]:
    match part:
        case Part.HOLDER:
            return [Recipient(row.holder_id)]
        case Part.OFFERED:
            offers = models.Offer.objects.filter(case_id=row.pk, state=OfferState.OPEN.value)
            return [Recipient(one) for one in offers.values_list("target_id", flat=True)]
        case Part.DIRECTOR:
            return directors(row.pk)
        case Part.PARTICIPANT | Part.KNOWS:
            return _taking_part(row.pk, knows_only=part is Part.KNOWS)
        case Part.CLOCK:
            return ()


def directors(case: UUID) -> list[Recipient]:
    """Who directs it, each in her own hat."""
    rows = models.Direction.objects.filter(case_id=case, ended=None)
    return [in_hat(hat) for hat in rows.values_list("membership_id", flat=True)]


def _taking_part(case: UUID, *, knows_only: bool) -> list[Recipient]:
    rows = models.Participant.objects.filter(case_id=case, until=None, knows_only=knows_only)
    return [_participant(row) for row in rows.order_by("since", "id")]


def _joined(id: UUID) -> list[Recipient]:
    return [_participant(models.Participant.objects.get(pk=id))]


def _participant(row: models.Participant) -> Recipient:
    """One person has a notice of her own; else who has the function there."""
    return in_hat(row.membership_id) if row.membership_id else Recipient(row.organisation_id, function=row.function)

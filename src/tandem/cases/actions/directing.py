"""Who directs: named, signed, at odds, and of one mind again."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from tandem.audit.data import Actor
from tandem.cases import models
from tandem.cases.actions.step import CannotError, Step, allowed, begin, me, refused_by, tandem_of
from tandem.cases.data import Command, Domain, Part, Seat, Tandem
from tandem.cases.definitions import domain_of
from tandem.cases.rules import tandem
from tandem.cases.rules.tandem import Cannot
from tandem.platform import clock
from tandem.register import people


@transaction.atomic
def direct(*, by: Actor, id: UUID, domain: Domain, hat: UUID, version: int | None = None) -> None:
    """`hat` directs for this domain from now on. Who names herself signs with it; the other of the tandem signs anew.

    Only who holds the case names somebody else, of those who take part. Raises CannotError with the code of
    `rules.tandem.Why`, or NOT_HERE for a hat of nobody who takes part.
    """
    step = begin(id, Command.DIRECT, by, version=version, details={"domain": domain.value, "hat": str(hat)})
    person, function, participant = _who(id, hat, by, domain)
    before = tandem_of(id)
    after = allowed(
        tandem.name(
            before,
            Seat(domain, hat, person),
            domain_of=domain_of(function),
            by=me().hat,
            may_name_others=step.part is Part.HOLDER,
        )
    )
    now = clock.now()
    seats = models.Direction.objects.filter(case_id=id, ended=None)
    seats.filter(domain=domain.value).update(ended=now)
    seats.exclude(domain=domain.value).update(signed=None)
    new = after.seat(domain)
    try:
        with transaction.atomic():
            models.Direction.objects.create(
                case_id=id,
                domain=domain.value,
                organisation_id=participant.organisation_id,
                function=function,
                membership_id=hat,
                person_id=person,
                named=now,
                named_by=me().person,
                signed=now if new and new.signed else None,
            )
    except IntegrityError as error:
        if refused_by(error):
            raise
        raise CannotError("NOT_HERE") from error
    step.settle()


def _who(case: UUID, hat: UUID, by: Actor, domain: Domain) -> tuple[UUID, str, models.Participant]:
    """The person and function of a hat, and as what she takes part."""
    if hat == me().hat:
        person, function, place = me().person, by.function, None
    else:
        cards = people.in_functions(actor=by, memberships=[hat])
        if not cards:
            raise CannotError("NOT_HERE")
        person, function, place = cards[0].person.id, cards[0].function, cards[0].organisation.id
    rows = models.Participant.objects.filter(
        Q(membership_id=None) | Q(membership_id=hat),
        case_id=case,
        until=None,
        knows_only=False,
        domain=domain.value,
        function=function,
    )
    mine = rows.filter(organisation_id=place) if place else rows
    # A hat at a school works at its locations: the database looks whether it does.
    found = mine.order_by("since", "id").first() or rows.order_by("since", "id").first()
    if found is None:
        raise CannotError("NOT_HERE" if domain_of(function) is domain else tandem.Why.NO_DIRECTOR_OF)
    return person, function, found


@transaction.atomic
def sign(*, by: Actor, id: UUID, version: int | None = None) -> None:
    """Say yes to directing it with the other. Raises CannotError."""
    step, seat = _seat(id, Command.SIGN, by, version)
    allowed(tandem.sign(tandem_of(id), by=me().hat))
    models.Direction.objects.filter(pk=seat.pk).update(signed=clock.now())
    step.settle()


@transaction.atomic
def disagree(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """Record that the two do not agree, and on what. From now on the case is stuck, and the ladder begins."""
    _change(
        id, Command.DISAGREE, by, version, words, lambda now: tandem.disagree(now, by=me().hat), disagreed=clock.now()
    )


@transaction.atomic
def settle(*, by: Actor, id: UUID, words: str, version: int | None = None) -> None:
    """Who disagreed agrees again, and says on what."""
    _change(id, Command.SETTLE, by, version, words, lambda now: tandem.settle(now, by=me().hat), disagreed=None)


def _change(
    id: UUID,
    command: Command,
    by: Actor,
    version: int | None,
    words: str,
    rule: Callable[[Tandem], Tandem | Cannot],
    **changes: object,
) -> None:
    step, seat = _seat(id, command, by, version, words)
    allowed(rule(tandem_of(id)))
    models.Direction.objects.filter(pk=seat.pk).update(**changes)
    step.settle()


def _seat(id: UUID, command: Command, by: Actor, version: int | None, words: str = "") -> tuple[Step, models.Direction]:
    step = begin(id, command, by, version=version, words=words)
    row = models.Direction.objects.filter(case_id=id, ended=None, membership_id=me().hat).first()
    if row is None:
        raise CannotError(tandem.Why.NOT_YOUR_SEAT)
    step.details = {"domain": row.domain}
    return step, row

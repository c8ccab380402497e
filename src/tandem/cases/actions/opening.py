"""A case begins: from a concern, or directly for a child that who opens it may know."""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q

from tandem.audit.data import Actor
from tandem.cases import models
from tandem.cases.actions.involving import joined
from tandem.cases.actions.step import CannotError, add_line, me, refused_by, tandem_of, write
from tandem.cases.data import Command, Domain, Joining, State, TextPart
from tandem.cases.definitions import domain_of
from tandem.cases.rules.tandem import state_of
from tandem.platform import clock


@transaction.atomic
def open_case(  # noqa: PLR0913 - everything that a case begins with
    *,
    by: Actor,
    child: UUID,
    holder: UUID,
    question: str,
    key: UUID,
    joining: tuple[Joining, ...],
    place: UUID | None = None,
    region: str = "",
    concern: UUID | None = None,
) -> UUID:
    """Open a case, held by the own organisation; its id, and with the same `key` that of the case that is there.

    `joining` takes part from the start, the own function first. Who opens it directs it for her own domain until
    somebody else is named; without a domain nobody does yet. Raises CannotError: WORDS without a question, KNOWN when
    the concern has a case already, and what leads to a secret address.
    """
    if not question.strip():
        raise CannotError("WORDS")
    there = models.Case.objects.filter(opened_hat=me().hat, key=key)
    if (found := there.values_list("pk", flat=True).first()) is not None:
        return UUID(str(found))
    try:
        with transaction.atomic():
            row = _begun(child, holder, key, place or holder, region, concern)
    except IntegrityError as error:
        if (found := there.values_list("pk", flat=True).first()) is not None:
            return UUID(str(found))  # a double click: the other one was first
        if refused_by(error) != "cases_case_one_of_a_concern":
            raise
        raise CannotError("KNOWN") from error
    for one in joining:
        joined(row.pk, one)
    write(row, TextPart.QUESTION, question.strip())
    _direct(row.pk, holder, by)
    state = state_of(tandem_of(row.pk))
    details = {"concern": str(concern)} if concern else {}
    add_line(row.pk, uuid4(), 1, Command.OPEN, state, author=by, details=details)
    if state is not State.STARTED:
        models.Case.objects.filter(pk=row.pk).update(state=state.value, version=2)
    return row.pk


def _begun(child: UUID, holder: UUID, key: UUID, place: UUID, region: str, concern: UUID | None) -> models.Case:
    now = me()
    return models.Case.objects.create(
        id=uuid4(),
        child_id=child,
        place_id=place,
        region=region,
        concern_id=concern,
        key=key,
        holder_id=holder,
        opened=clock.now(),
        opened_by=now.person,
        opened_hat=now.hat,
        changed=clock.now(),
    )


def _direct(case: UUID, holder: UUID, by: Actor) -> None:
    """Who opens it directs, where she can: her function stands on one side, and that side is at work."""
    now, domain = me(), domain_of(by.function)
    mine = models.Participant.objects.filter(
        Q(membership_id=None) | Q(membership_id=now.hat),
        case_id=case,
        until=None,
        knows_only=False,
        organisation_id=holder,
        function=by.function,
    )
    if domain is None or not mine.exists():
        return
    models.Direction.objects.create(
        case_id=case,
        domain=Domain(domain).value,
        organisation_id=holder,
        function=by.function,
        membership_id=now.hat,
        person_id=now.person,
        named=clock.now(),
        named_by=now.person,
        signed=clock.now(),
    )
